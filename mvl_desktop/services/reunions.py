"""Use cases on meetings: begun from their type, convened, held, their minutes read again, validated, handed out.

Minutes that change once they are validated are told, never forbidden: what was validated keeps its fingerprint.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mvl_desktop.domain import compte_rendu
from mvl_desktop.domain.compte_rendu import FAITE, decisions_ouvertes, elements, jour
from mvl_desktop.domain.modele_reunion import ModelesReunion
from mvl_desktop.domain.obligation import Obligations
from mvl_desktop.domain.payload import flatten, nest
from mvl_desktop.domain.references import Reference
from mvl_desktop.domain.values import CodeLists
from mvl_desktop.i18n import _
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import RecordView, UnitOfWork
from mvl_desktop.services.espaces import choose_home
from mvl_desktop.services.people import my_name
from mvl_desktop.services.records import create_in, existing, shown
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.revisions import write_revision

KIND = "reunion"
COPIL = "copil"
PREVUE, CONVOQUEE, TENUE, REPORTEE, ANNULEE = "prevue", "convoquee", "tenue", "reportee", "annulee"
STATES = (PREVUE, CONVOQUEE, TENUE, REPORTEE, ANNULEE)


@dataclass(frozen=True, slots=True)
class Programme:
    """What comes with the application: what is asked of each département, and what each type begins with."""

    obligations: Obligations
    modeles: ModelesReunion


def load_programme(resources: Path) -> Programme:
    """Read it. ValueError when malformed."""
    document = json.loads((resources / "obligations.json").read_text(encoding="utf-8"))
    return Programme(
        Obligations.from_json(document["obligations"]),
        ModelesReunion.from_json(document["modeles"]),
    )


def begun(ports: Ports, programme: Programme, type_reunion: str) -> dict[str, object]:
    """Return what a new meeting of a type begins with, to be typed in a form; nothing is recorded."""
    model = programme.modeles.du_type(type_reunion, ports.clock.now().date())
    given = model.champs(lambda: ports.crypto.random(8).hex()) if model else {"type_reunion": type_reunion}
    return {**given, "etat": PREVUE}


def create_meeting(
    ports: Ports,
    programme: Programme,
    type_reunion: str,
    champs: Mapping[str, object] | None = None,
    *,
    espace: str | None = None,
    lists: CodeLists | None = None,
) -> str:
    """Make a meeting from its type; `champs` completes or replaces what the type gives. Returns its id.

    Raises ChampInvalideError, RefusError: aucun_espace, espace_inconnu, espace_ambigu, role_insuffisant.
    """
    given = begun(ports, programme, type_reunion) | dict(champs or {})
    with ports.store.work() as uow:
        home = choose_home(uow, KIND, espace)
        rec = create_in(uow, ports, home.id, KIND, given, lists)
        uow.commit()
    ports.journal.note("creation", rec)
    return rec.hex()


def set_state(ports: Ports, id_: str, etat: str, le: date | None = None) -> None:
    """Say that a meeting is planned, convened, held, put off or cancelled; `le`: the day, when it changes.

    Raises RefusError: fiche_inconnue, geste_impossible, reunion_sans_date, reunion_a_venir.
    """
    if etat not in STATES:
        raise RefusError("geste_impossible")
    today = ports.clock.now().date()
    with ports.store.work() as uow:
        view = existing(uow, id_, KIND)
        champs = nest(KIND, shown(view.state))
        day = le or jour(champs.get("tenue_le"))
        if etat in (CONVOQUEE, TENUE) and day is None:
            raise RefusError("reunion_sans_date")
        if etat == TENUE and day is not None and day > today:
            raise RefusError("reunion_a_venir")
        changes: dict[str, object] = {"etat": etat, "tenue_le": day.isoformat() if day else None}
        if etat == CONVOQUEE:
            changes["convoquee_le"] = today.isoformat()
        _write(uow, ports, view, changes)
        uow.commit()
    ports.journal.note("modification", view.rec)


def move_minutes(ports: Ports, id_: str, move: str) -> None:
    """Move minutes on: `relire`, `valider`, `diffuser`, `rouvrir`.

    Raises RefusError: fiche_inconnue, geste_impossible, reunion_non_tenue.
    """
    today = ports.clock.now().date()
    with ports.store.work() as uow:
        view = existing(uow, id_, KIND)
        champs = nest(KIND, shown(view.state))
        if move not in compte_rendu.moves(champs):
            raise RefusError("geste_impossible")
        if champs.get("etat") != TENUE and move != compte_rendu.ROUVRIR:
            raise RefusError("reunion_non_tenue")
        changes = compte_rendu.moved(champs, move, today)
        if not champs.get("redige_par") and move == compte_rendu.RELIRE:
            changes["redige_par"] = my_name(uow)
        _write(uow, ports, view, changes)
        uow.commit()
    ports.journal.note("modification", view.rec)


def next_meeting(ports: Ports, programme: Programme, id_: str, le: date) -> str:
    """Make the next meeting: the same type and people, its agenda, and what is still to be done; return its id.

    Raises RefusError: fiche_inconnue, reunion_sans_date.
    """
    with ports.store.work() as uow:
        view = existing(uow, id_, KIND)
        champs = nest(KIND, shown(view.state))
        held = jour(champs.get("tenue_le"))
        if held is None or le <= held:
            raise RefusError("reunion_sans_date")
        given = begun(ports, programme, str(champs.get("type_reunion") or ""))
        same = (
            "objet",
            "type_reunion",
            "departement",
            "region",
            "lieu",
            "mode",
            "organisateur",
            "convention",
            "consacree",
        )
        given |= {name: champs[name] for name in same if champs.get(name) not in (None, "")}
        given |= {
            "tenue_le": le.isoformat(),
            "suite_de": str(Reference(view.espace, view.rec)),
            "presences": [_asked(each, ports) for each in elements(champs, compte_rendu.PRESENCES)],
            "points": _agenda(given, champs, ports),
        }
        rec = create_in(uow, ports, view.espace, KIND, {name: value for name, value in given.items() if value})
        _write(uow, ports, view, {"prochaine_le": le.isoformat()})
        uow.commit()
    ports.journal.note("creation", rec)
    ports.journal.note("modification", view.rec)
    return rec.hex()


def follow_decision(ports: Ports, id_: str, decision: str, etat: str, suite: str = "", *, lists: CodeLists) -> None:
    """Say what becomes of a decision, named by its id or its number in the minutes.

    Raises ChampInvalideError, RefusError: fiche_inconnue, decision_inconnue.
    """
    today = ports.clock.now().date()
    with ports.store.work() as uow:
        view = existing(uow, id_, KIND)
        held = elements(nest(KIND, shown(view.state)), compte_rendu.DECISIONS)
        found = _decision(held, decision)
        said: dict[str, object] = {"etat": etat, "faite_le": today.isoformat() if etat == FAITE else None}
        if suite.strip():
            said["suite"] = suite.strip()
        _write(uow, ports, view, {"decisions": [{**each, **said} if each is found else each for each in held]}, lists)
        uow.commit()
    ports.journal.note("modification", view.rec)


def _decision(held: Sequence[Mapping[str, object]], named: str) -> Mapping[str, object]:
    for number, each in enumerate(held, 1):
        if named.strip() in (str(each.get("id")), str(number)):
            return each
    raise RefusError("decision_inconnue")


def _asked(presence: Mapping[str, object], ports: Ports) -> dict[str, object]:
    """Return who is asked again: the function and the party, not who came the last time."""
    kept = {name: presence[name] for name in ("fonction", "organisme", "partie") if presence.get(name)}
    return {"id": ports.crypto.random(8).hex(), **kept}


def _agenda(given: Mapping[str, object], champs: Mapping[str, object], ports: Ports) -> list[dict[str, object]]:
    """Return the agenda of the type, or the same one again; what is still to be done is written in it."""
    points = [dict(each) for each in elements(given, compte_rendu.POINTS)]
    if not points:
        again = [each for each in elements(champs, compte_rendu.POINTS) if each.get("intitule")]
        points = [{"id": ports.crypto.random(8).hex(), "intitule": each["intitule"]} for each in again]
    left = "\n".join(f"– {_told(each)}" for each in decisions_ouvertes(champs))
    if points and left:
        follows = next((each for each in points if "décisions" in str(each.get("intitule"))), points[0])
        follows["texte"] = left
    return points


def _told(decision: Mapping[str, object]) -> str:
    due = jour(decision.get("pour_le"))
    about = [str(decision.get("responsable") or ""), _("pour le {jour}").format(jour=f"{due:%d/%m/%Y}") if due else ""]
    said = ", ".join(filter(None, about))
    return f"{decision.get('texte')} ({said})" if said else str(decision.get("texte"))


def _write(
    uow: UnitOfWork,
    ports: Ports,
    view: RecordView,
    champs: Mapping[str, object],
    lists: CodeLists | None = None,
) -> None:
    changes = flatten(KIND, champs, shown(view.state), lambda: ports.crypto.random(8).hex(), lists=lists)
    if changes:
        write_revision(uow, ports, view.espace, view.rec, KIND, changes, view.state.heads)
