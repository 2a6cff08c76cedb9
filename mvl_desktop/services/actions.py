"""Use cases on fiches d'actions: make them from what a convention says, mark a step, read where one stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from mvl_desktop.domain.convention_vie import engagements_sans_action
from mvl_desktop.domain.echeances_faits import Champs, day, elements, text
from mvl_desktop.domain.fiche_action_vie import FAITE, Avancement, Constat, avancement, constats
from mvl_desktop.domain.figure import Figure
from mvl_desktop.domain.payload import flatten, nest
from mvl_desktop.domain.periode import Periode
from mvl_desktop.domain.references import Reference
from mvl_desktop.i18n import _
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import RecordView, UnitOfWork
from mvl_desktop.services.conventions import ACTION, KIND, actions_of
from mvl_desktop.services.records import create_in, existing, shown
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.revisions import write_revision
from mvl_desktop.services.statistiques import figures_in
from mvl_desktop.services.statistiques_calcul import Demande, Outils

STEP_STATES: Final = ("a_faire", "en_cours", FAITE, "reportee", "abandonnee")
STARTED: Final = "en_cours"
_NOT_STARTED: Final = ("", "non_demarree")
_TITLE_MAX: Final = 120


@dataclass(frozen=True, slots=True)
class ActionLue:
    """A fiche d'action as it stands on a day."""

    id: str
    champs: Champs = field(repr=False)
    avancement: Avancement
    constats: tuple[Constat, ...] = ()
    periode: Periode | None = None
    """Over which days the indicators that have a code were counted; None when none was."""


def create_actions(ports: Ports, convention: str, engagements: Sequence[str] | None = None) -> list[str]:
    """Make a fiche d'action for each engagement that has none, or for those that are named; return their ids.

    Raises RefusError: fiche_inconnue, rien_a_enregistrer, lecture_seule.
    """
    with ports.store.work() as uow:
        view = existing(uow, convention, KIND)
        champs = nest(KIND, shown(view.state))
        linked = actions_of(uow, view)
        left = engagements_sans_action(champs, (each.champs for each in linked))
        wanted = [each for each in left if engagements is None or text(each, "id") in engagements]
        if not wanted:
            raise RefusError("rien_a_enregistrer")
        made = [
            create_in(uow, ports, view.espace, ACTION, _action(view, each, len(linked) + place))
            for place, each in enumerate(wanted, 1)
        ]
        uow.commit()
    for rec in made:
        ports.journal.note("creation", rec)
    return [rec.hex() for rec in made]


def mark_step(ports: Ports, id_: str, etape: str, etat: str, le: date | None = None, motif: str = "") -> None:
    """Write where a step stands; a first step that is done says that the action has begun.

    Raises RefusError: fiche_inconnue, etape_action_inconnue, etat_inconnu, motif_requis, jour_a_venir, lecture_seule.
    """
    if etat not in STEP_STATES:
        raise RefusError("etat_inconnu")
    if etat in ("reportee", "abandonnee") and not motif.strip():
        raise RefusError("motif_requis")
    today = ports.clock.now().date()
    if le is not None and le > today:
        raise RefusError("jour_a_venir")
    with ports.store.work() as uow:
        view = existing(uow, id_, ACTION)
        champs = nest(ACTION, shown(view.state))
        steps = elements(champs, "etapes")
        if not any(text(each, "id") == etape for each in steps):
            raise RefusError("etape_action_inconnue")
        done = (le or today).isoformat() if etat == FAITE else None
        words = {"etat": etat, "faite_le": done, "motif": motif or None}
        said: dict[str, object] = {
            "etapes": [{**each, **words} if text(each, "id") == etape else each for each in steps]
        }
        if etat in (FAITE, "en_cours") and text(champs, "etat") in _NOT_STARTED:
            said["etat"] = STARTED
        _write(uow, ports, view, said)
    ports.journal.note("modification", view.rec)


def read_action(ports: Ports, id_: str, outils: Outils | None = None) -> ActionLue:
    """Return a fiche d'action as it stands today; the access is noted. `outils`: what counts indicators with a code.

    They are counted from the day that the action began (from the first of January when it does not say) to today, or to
    the day that it was to end on. Raises RefusError: fiche_inconnue.
    """
    today = ports.clock.now().date()
    with ports.store.read() as uow:
        view = existing(uow, id_, ACTION)
        champs = nest(ACTION, shown(view.state))
        held, periode = constats_in(uow, ports, outils, champs)
    ports.journal.note("consultation", view.rec)
    return ActionLue(view.rec.hex(), champs, avancement(champs, today), held, periode)


def constats_in(
    uow: UnitOfWork, ports: Ports, outils: Outils | None, champs: Champs
) -> tuple[tuple[Constat, ...], Periode | None]:
    """Return the indicators of an action with their values, and over which days those that have a code were counted.

    One that says no label bears the one of its code.
    """
    if outils is None:
        return tuple(constats(champs)), None
    periode = _period(champs, ports.clock.now().date())
    known = _counted(uow, ports, outils, champs, periode)
    labels = {each.code.upper(): _(each.libelle) for each in outils.indicateurs.tous}
    held = (
        replace(one, libelle=labels.get(one.code, one.libelle)) if one.libelle == one.code else one
        for one in constats(champs, known)
    )
    return tuple(held), periode if known else None


def _period(champs: Champs, today: date) -> Periode:
    start, end = day(champs, "debut_le") or date(today.year, 1, 1), day(champs, "fin_le") or today
    last = min(end, today)
    return Periode(min(start, last), last)


def _counted(uow: UnitOfWork, ports: Ports, outils: Outils, champs: Champs, periode: Periode) -> dict[str, str]:
    """Return what figures say of the indicators that have a code, as it is written; what is no code says nothing."""
    codes = {text(each, "code").strip().upper() for each in elements(champs, "indicateurs")} - {""}
    wanted = [each.code for each in outils.indicateurs.tous if each.code.upper() in codes]
    found = figures_in(uow, ports, outils, [Demande(code, periode) for code in wanted])
    return {figure.code.upper(): _written(figure) for figure in found}


def _written(figure: Figure) -> str:
    value = figure.total.part if figure.unite == "%" else figure.total.valeur
    return "" if value is None else f"{value:.1f}".removesuffix(".0").replace(".", ",")


def _action(view: RecordView, engagement: Champs, number: int) -> dict[str, object]:
    words = text(engagement, "intitule")
    return {
        "numero": f"FA-{number:02}",
        "titre": words if len(words) <= _TITLE_MAX else words[: _TITLE_MAX - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…",
        "convention": str(Reference(view.espace, view.rec)),
        "engagement": text(engagement, "id"),
        "axe": _axis(text(engagement, "axe")),
        "etat": "non_demarree",
        "objectif": words,
    }


def _axis(written: str) -> str:
    bare = "_".join(written.casefold().split())
    return bare if bare in ("axe_1", "axe_2") else "transversal"


def _write(uow: UnitOfWork, ports: Ports, view: RecordView, said: Mapping[str, object]) -> None:
    changes = flatten(ACTION, said, shown(view.state), lambda: ports.crypto.random(8).hex())
    if changes:
        write_revision(uow, ports, view.espace, view.rec, ACTION, changes, view.state.heads)
        uow.commit()
