"""Use cases of whoever was overruled: read the decisions that did not keep one's value, put them away, contest them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from mvl_desktop.domain.champ import ARBITRAGES
from mvl_desktop.domain.kinds import required
from mvl_desktop.history.decisions import Decision, decided
from mvl_desktop.history.edit import before_decision
from mvl_desktop.history.model import Name, Value
from mvl_desktop.history.state import values
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import RecordView, Told, UnitOfWork
from mvl_desktop.services.arbitration_case import CONTESTATION, is_doubtful
from mvl_desktop.services.conflicts import cleaned_motif
from mvl_desktop.services.people import names_of
from mvl_desktop.services.records import existing
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.revisions import write_revision

LINES_MAX = 40
"""How many decisions are opened at once: the latest; the others follow once these are put away."""

_SEEN = "arbitrage_vu/"


@dataclass(frozen=True, slots=True)
class Overruled:
    """A decision that did not keep what was written here. `element` names it; `mine` is what was written here."""

    id: str
    kind: str
    titre: str = field(repr=False)
    element: str
    champ: str
    libelle: str
    mine: Value = field(repr=False)
    kept: Value = field(repr=False)
    motif: str = field(repr=False)
    par: str
    at_ms: int
    doubtful: bool
    combined: bool
    """Whether the decision kept none of the values: it combined them, or is another one."""


def overruled(ports: Ports) -> list[Overruled]:
    """Return the decisions of others that did not keep what this post wrote, latest first, until put away."""
    with ports.store.read() as uow:
        found = list(_overruled(uow, ports.clock.ms()))
    ports.journal.note("liste", lignes=len(found))
    return found


def put_away(ports: Ports, element: str) -> None:
    """Show a decision no more on the first page of this post: its author's word was read. Twice is once."""
    with ports.store.work() as uow:
        uow.preferences.set(_SEEN + element, "1")
        uow.commit()


def contest(ports: Ports, id_: str, element: str, motif: str) -> None:
    """Open again what a decision closed, and say why; whoever decides next reads it.

    Raises RefusError: fiche_inconnue, motif_requis, conflit_inconnu (it was decided again, or changed, since).
    """
    motif = cleaned_motif(motif)
    with ports.store.work() as uow:
        view = existing(uow, id_)
        champ = view.state.fields.get(f"{element}/champ", ())
        key = champ[0].value if champ else None
        if not isinstance(key, str):
            raise RefusError("conflit_inconnu")
        former = before_decision(uow.log.revisions(view.rec), key, required(view.kind).is_narrative)
        if former is None:
            raise RefusError("conflit_inconnu")
        for value, parents in former:
            write_revision(uow, ports, view.espace, view.rec, view.kind, {key: value}, parents)
        again = existing(uow, id_)
        note = f"{ARBITRAGES}/{ports.crypto.random(8).hex()}"
        said = {f"{note}/acte": CONTESTATION, f"{note}/champ": key, f"{note}/motif": motif}
        write_revision(uow, ports, view.espace, view.rec, view.kind, said, again.state.heads)
        uow.preferences.set(_SEEN + element, "1")
        uow.commit()
    ports.journal.note("arbitrage_annule", view.rec)


def _overruled(uow: UnitOfWork, now_ms: int) -> Iterator[Overruled]:
    seen = {key.removeprefix(_SEEN) for key in uow.preferences.all(_SEEN)}
    lines = [told for told in uow.records.told() if told.key.startswith(ARBITRAGES) and told.key not in seen]
    for told in lines[:LINES_MAX]:
        view = uow.records.get(told.rec)
        said = _said(uow, view, told) if view is not None else None
        if view is not None and said is not None:
            yield _line(uow, view, told, *said, now_ms)


def _said(uow: UnitOfWork, view: RecordView, told: Told) -> tuple[Decision, str, Value] | None:
    """Return the decision, its reason, and what was written here."""
    revisions = uow.log.revisions(view.rec)
    for revision in revisions:
        changes = revision.changes or {}
        key = changes.get(f"{told.key}/champ")
        if revision.name[0] != told.by or not isinstance(key, str):
            continue
        for decision in decided(revisions, [(revision.name, key)], required(view.kind).is_narrative):
            mine = _mine(uow, decision)
            return decision, str(changes.get(f"{told.key}/motif") or ""), mine
    return None


def _mine(uow: UnitOfWork, decision: Decision) -> Value:
    own = uow.identity.device().id

    def is_own(name: Name) -> bool:
        return name[0] == own

    written = [one.value for one in decision.lost if any(map(is_own, one.by))]
    return written[0] if written else decision.lost[0].value


def _line(
    uow: UnitOfWork, view: RecordView, told: Told, decision: Decision, motif: str, mine: Value, now_ms: int
) -> Overruled:
    declared = required(view.kind)
    return Overruled(
        view.rec.hex(),
        view.kind,
        declared.titre(values(view.state)),
        told.key,
        decision.key,
        declared.wording(decision.key),
        mine,
        decision.value,
        motif,
        names_of(uow, view.espace).author(decision.name),
        told.at_ms,
        is_doubtful(told.at_ms, now_ms),
        len(decision.lost) == decision.of,
    )
