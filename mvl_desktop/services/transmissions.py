"""Use cases on transmissions: prepare, decide, note that one left, what came back. The application sends nothing.

Each gesture is a function of the domain played on the transmission of a signalement, then one revision. The identity of
the signalant lives in a compartment that nothing here reads: it is passed on only if somebody writes it.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from mvl_desktop.domain import transmettre
from mvl_desktop.domain.champ import is_element_id
from mvl_desktop.domain.cloture import proposed_statut
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.payload import flatten, nest
from mvl_desktop.domain.transmettre import GROUP, SEAL, Passed, transmissions_of
from mvl_desktop.domain.transmettre_pieces import PieceTransmise
from mvl_desktop.domain.transmettre_questions import proposed_copies, texts
from mvl_desktop.domain.transmission import ABANDONNEE, CLOSE, DECIDEE, ENVOYEE, PROJET, RETOUR
from mvl_desktop.domain.values import CodeLists
from mvl_desktop.history.state import values
from mvl_desktop.history.takeback import state_before
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import Query, RecordView, UnitOfWork
from mvl_desktop.services.orphans import note_named
from mvl_desktop.services.people import my_name
from mvl_desktop.services.pieces import extract_in, pieces_of
from mvl_desktop.services.records import existing, shown
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.revisions import write_revision
from mvl_desktop.services.transmissions_seal import KIND, with_seals

_STATES = (PROJET, DECIDEE, ENVOYEE, RETOUR, CLOSE, ABANDONNEE)


@dataclass(frozen=True, slots=True)
class TransmissionLine:
    """A transmission with the signalement that it is of, as a list shows it."""

    signalement: str
    reference: str
    espace: str
    passed: Passed = field(repr=False)
    late: int
    """For how many days its return has been overdue."""
    altered: bool
    statut: str = ""
    """The statut that the signalement may take, as what was sent suggests; nobody gives it by itself."""


def prepare_transmission(ports: Ports, signalement: str, said: Passed, *, lists: CodeLists | None = None) -> str:
    """Add a transmission in preparation to a signalement; return its id. `pieces` names attachments of the record.

    Raises ChampInvalideError, RefusError (fiche_inconnue, piece_introuvable, piece_absente, lecture_seule).
    """
    with ports.store.work() as uow:
        view = existing(uow, signalement, KIND)
        id_ = ports.crypto.random(8).hex()
        passed = {"identite_revelee": False} | _typed(uow, ports, view, said) | {"id": id_, "etat": PROJET}
        champs = nest(KIND, shown(view.state))
        copies = () if "copie_a" in said else proposed_copies(passed, champs)
        if copies:
            passed["copie_a"] = list(copies)
        _write(uow, ports, view, [*transmissions_of(champs), passed], lists)
        uow.commit()
    ports.journal.note("modification", view.rec)
    return id_


def change_transmission(
    ports: Ports, signalement: str, id_: str, said: Passed, *, lists: CodeLists | None = None
) -> None:
    """Change what is prepared; once it left, only what comes back (reception, expected return, outcome).

    Raises TransmissionEnvoyeeError, ChampInvalideError, RefusError (fiche_inconnue, transmission_inconnue…).
    """

    def change(passed: Passed, _champs: Passed, typed: Passed) -> Passed:
        return {**passed, **typed}

    _play(ports, signalement, id_, change, said, lists)


def decide_transmission(ports: Ports, signalement: str, id_: str, *, le: date | None = None, par: str = "") -> None:
    """Note that it is decided, by whom: by who sits here when nobody else is named.

    Raises TransmissionIncompleteError, TransmissionEtatError, RefusError (fiche_inconnue, transmission_inconnue).
    """
    day = le or ports.clock.now().date()
    with ports.store.read() as uow:
        who = par or my_name(uow)
    _play(ports, signalement, id_, lambda passed, champs, _said: transmettre.decided(passed, champs, day, who))


def send_transmission(
    ports: Ports, signalement: str, id_: str, said: Passed, *, lists: CodeLists | None = None
) -> None:
    """Note that it left: somebody sent it, by the channel, on the day and under the reference that `said` gives.

    Nothing is sent from here. From then on, what was sent is locked. Raises TransmissionIncompleteError,
    TransmissionEtatError, ChampInvalideError, RefusError (fiche_inconnue, transmission_inconnue).
    """
    day = ports.clock.now().date().isoformat()
    with ports.store.read() as uow:
        who = my_name(uow)

    def send(passed: Passed, champs: Passed, typed: Passed) -> Passed:
        author = {} if passed.get("decidee_par") else {"decidee_par": who}
        return transmettre.sent(passed, champs, {"envoyee_le": day} | author | dict(typed))

    _play(ports, signalement, id_, send, said, lists, leaving=True)


def acknowledge_transmission(ports: Ports, signalement: str, id_: str, le: date | None = None) -> None:
    """Note that its recipient attested to have received it. Raises TransmissionEtatError, RefusError."""
    day = le or ports.clock.now().date()
    _play(ports, signalement, id_, lambda passed, _champs, _said: transmettre.acknowledged(passed, day))


def remind_transmission(
    ports: Ports, signalement: str, id_: str, le: date | None = None, attendu: date | None = None
) -> None:
    """Note that its recipient was reminded, and until when the return is awaited now.

    Raises TransmissionEtatError, RefusError (fiche_inconnue, transmission_inconnue).
    """
    day = le or ports.clock.now().date()

    def remind(passed: Passed, _champs: Passed, _said: Passed) -> Passed:
        told = transmettre.reminded(passed, day)
        return {**told, "retour_attendu_le": attendu.isoformat()} if attendu is not None else told

    _play(ports, signalement, id_, remind)


def return_transmission(
    ports: Ports, signalement: str, id_: str, said: Passed, *, lists: CodeLists | None = None
) -> None:
    """Note what came back: the day (today when none is given), the outcome, in what words, under what reference.

    Raises TransmissionIncompleteError, TransmissionEtatError, ChampInvalideError, RefusError.
    """
    day = {"retour_recu_le": ports.clock.now().date().isoformat()}
    _play(
        ports,
        signalement,
        id_,
        lambda passed, _champs, typed: transmettre.returned(passed, {**day, **typed}),
        said,
        lists,
    )


def close_transmission(
    ports: Ports, signalement: str, id_: str, issue: str = "", *, lists: CodeLists | None = None
) -> None:
    """Close it, with its outcome (« sans_retour » is one).

    Raises TransmissionIncompleteError, TransmissionEtatError, ChampInvalideError, RefusError.
    """
    _play(ports, signalement, id_, lambda passed, _champs, _said: transmettre.closed(passed, issue), {}, lists)


def abandon_transmission(ports: Ports, signalement: str, id_: str, motif: str) -> None:
    """Give up one that did not leave, and say why.

    Raises TransmissionIncompleteError, TransmissionEnvoyeeError, TransmissionEtatError, RefusError.
    """
    _play(ports, signalement, id_, lambda passed, _champs, _said: transmettre.abandoned(passed, motif))


def reopen_transmission(ports: Ports, signalement: str, id_: str) -> None:
    """Take it one step back: one not sent, in preparation; a closed one, awaited again. TransmissionEtatError."""
    _play(ports, signalement, id_, lambda passed, _champs, _said: transmettre.reopened(passed))


def show_transmission(ports: Ports, signalement: str, id_: str) -> TransmissionLine:
    """Return one transmission; the reading is noted. RefusError (fiche_inconnue, transmission_inconnue)."""
    with ports.store.read() as uow:
        view = existing(uow, signalement, KIND)
        champs = nest(KIND, shown(view.state))
        line = _line(view, champs, _named(champs, id_), ports.clock.now().date())
    ports.journal.note("consultation", view.rec)
    return line


def list_transmissions(ports: Ports, filters: Sequence[tuple[str, str]] = ()) -> list[TransmissionLine]:
    """Return the transmissions of every signalement that this post holds: overdue first, then by the day awaited.

    `filters`: fields of a transmission with the value wanted; those of one field are alternatives. `retard` (`oui`)
    keeps what is overdue, `signalement` one record. RefusError (champ_inconnu, fiche_inconnue).
    """
    declared = required(KIND).champ(GROUP)
    wanted: dict[str, set[str]] = {}
    for name, value in filters:
        if name not in ("retard", "signalement") and (declared is None or declared.member(name) is None):
            raise RefusError("champ_inconnu")
        wanted.setdefault(name, set()).add(value)
    only = wanted.pop("signalement", set())
    late_only = "oui" in wanted.pop("retard", set())
    today = ports.clock.now().date()
    found: list[TransmissionLine] = []
    with ports.store.read() as uow:
        views = [existing(uow, id_, KIND) for id_ in sorted(only)] if only else list(_with_some(uow, wanted))
        for view in views:
            champs = nest(KIND, shown(view.state))
            lines = [_line(view, champs, passed, today) for passed in transmissions_of(champs)]
            found += [line for line in lines if _suits(line, wanted) and (line.late or not late_only)]
    ports.journal.note("liste", lignes=len(found))
    return sorted(
        found, key=lambda each: (-each.late, str(each.passed.get("retour_attendu_le") or "9"), each.reference)
    )


def pins(ports: Ports, signalement: str, pieces: Sequence[str]) -> list[str]:
    """Return the line of each attachment to pass on: what it holds is read through for its fingerprint.

    Raises RefusError: fiche_inconnue, piece_introuvable, piece_absente, piece_endommagee.
    """
    with ports.store.read() as uow:
        view = existing(uow, signalement, KIND)
        found = _pinned(uow, ports, view, pieces)
    ports.journal.note("liste", view.rec, lignes=len(found))
    return found


def as_sent(ports: Ports, signalement: str, id_: str) -> Passed | None:
    """Return a transmission as it was when it left, from the history; None when it was erased, or never left.

    RefusError: fiche_inconnue, transmission_inconnue.
    """
    with ports.store.read() as uow:
        view = existing(uow, signalement, KIND)
        seal = _named(nest(KIND, shown(view.state)), id_).get(SEAL)
        revisions = list(uow.log.revisions(view.rec))
    ports.journal.note("historique", view.rec)
    key, declared = f"{GROUP}/{id_}/{SEAL}", required(KIND)
    for revision in revisions:
        if seal and (revision.changes or {}).get(key) == seal:
            before = values(state_before(revisions, [revision.name], declared.is_narrative))
            then = nest(KIND, {**before, **(revision.changes or {})})
            passed = next((each for each in transmissions_of(then) if each.get("id") == id_), None)
            if passed is not None and transmettre.fingerprint(passed) == seal:
                return passed
    return None


def _play(
    ports: Ports,
    signalement: str,
    id_: str,
    gesture: Callable[[Passed, Passed, Passed], Passed],
    said: Passed | None = None,
    lists: CodeLists | None = None,
    *,
    leaving: bool = False,
) -> None:
    """Play a gesture on a transmission: it gets it, the signalement, and what was typed; it gives it as it is then."""
    with ports.store.work() as uow:
        view = existing(uow, signalement, KIND)
        champs = nest(KIND, shown(view.state))
        passed = _named(champs, id_)
        after = gesture(passed, champs, _typed(uow, ports, view, said or {}))
        held = [after if each is passed else each for each in transmissions_of(champs)]
        if _write(uow, ports, view, held, lists):
            uow.commit()
            ports.journal.note("transmission" if leaving else "modification", view.rec)


def _write(uow: UnitOfWork, ports: Ports, view: RecordView, held: Sequence[Passed], lists: CodeLists | None) -> bool:
    seen = shown(view.state)
    changes = flatten(KIND, {GROUP: list(held)}, seen, lambda: ports.crypto.random(8).hex(), lists=lists)
    if changes:
        changes = with_seals(KIND, seen, changes)
        write_revision(uow, ports, view.espace, view.rec, KIND, changes, view.state.heads)
        note_named(uow, changes)
    return bool(changes)


def _typed(uow: UnitOfWork, ports: Ports, view: RecordView, said: Passed) -> dict[str, object]:
    """Return what was typed, attachments pinned; the id, the state and the seal are never typed."""
    typed = {name: value for name, value in said.items() if name not in ("id", "etat", SEAL)}
    if "pieces" in typed:
        typed["pieces"] = _pinned(uow, ports, view, texts(typed["pieces"]))
    return typed


def _pinned(uow: UnitOfWork, ports: Ports, view: RecordView, pieces: Sequence[str]) -> list[str]:
    """Return the line of each attachment; one that is already a line is taken anew from what it names."""
    held = {each.id: each for each in pieces_of(uow, view)}
    found = []
    for named in dict.fromkeys(text.partition(" ")[0] if is_element_id(text[:16]) else text for text in pieces):
        piece = held.get(named)
        if piece is None:
            raise RefusError("piece_introuvable")
        digest = hashlib.sha256()
        for chunk in extract_in(uow, ports, piece):
            digest.update(chunk)
        found.append(PieceTransmise(piece.id, digest.hexdigest(), piece.nom).line)
    return found


def _named(champs: Passed, id_: str) -> Passed:
    found = next((each for each in transmissions_of(champs) if each.get("id") == id_), None)
    if found is None:
        raise RefusError("transmission_inconnue")
    return found


def _with_some(uow: UnitOfWork, wanted: Mapping[str, set[str]]) -> Sequence[RecordView]:
    states = sorted(wanted.get("etat") or _STATES)
    numbers = uow.records.ids(Query(KIND, tuple((f"{GROUP}/etat", state) for state in states)))
    views = []
    for start in range(0, len(numbers), 500):
        for row in uow.records.rows(KIND, numbers[start : start + 500]):
            view = uow.records.get(row.rec) if row is not None else None
            if view is not None:
                views.append(view)
    return views


def _line(view: RecordView, champs: Passed, passed: Passed, today: date) -> TransmissionLine:
    reference = str(champs.get("reference") or "")
    late, altered = transmettre.days_late(passed, today), transmettre.is_altered(passed, champs)
    statut = proposed_statut(champs)
    return TransmissionLine(view.rec.hex(), reference, view.espace.hex(), passed, late, altered, statut)


def _suits(line: TransmissionLine, wanted: Mapping[str, set[str]]) -> bool:
    return all(_said(line.passed.get(name)) & values_ for name, values_ in wanted.items())


def _said(value: object) -> set[str]:
    if isinstance(value, bool):
        return {"oui" if value else "non"}
    return set(texts(value)) or {str(value) if value is not None else ""}
