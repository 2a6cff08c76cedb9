"""Use cases on fields that two people changed without seeing each other: list them, show them, decide, undo."""

from dataclasses import dataclass, field

from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.payload import flatten
from mvl_desktop.history.edit import before_decision
from mvl_desktop.history.model import Value
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import RecordView, UnitOfWork
from mvl_desktop.services.people import names_of
from mvl_desktop.services.records import Version, existing, parse_revision, versions
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.revisions import write_revision

MOTIF_MAX = 2000
_DECISIONS = "decisions"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field to decide, with every value that stands."""

    id: str
    kind: str
    titre: str = field(repr=False)
    champ: str
    libelle: str
    valeurs: tuple[Version, ...] = field(repr=False)


def list_conflicts(ports: Ports) -> list[Conflict]:
    """Return every field to decide, of every record that this post holds."""
    with ports.store.read() as uow:
        found = []
        for _, rec, kind, key in uow.records.conflicts():
            view = uow.records.get(rec)
            if view is not None and key in view.state.conflicts:
                found.append(_conflict(uow, view, kind, key))
    return found


def show_conflicts(ports: Ports, id_: str) -> list[Conflict]:
    """Return the fields to decide of one record. RefusError: fiche_inconnue."""
    with ports.store.read() as uow:
        view = existing(uow, id_)
        found = [_conflict(uow, view, view.kind, key) for key in view.state.conflicts]
    ports.journal.note("consultation", view.rec)
    return found


def decide(
    ports: Ports,
    id_: str,
    champ: str,
    *,
    motif: str,
    keep: str | None = None,
    value: object = None,
) -> None:
    """Decide a field: keep the value of a revision, or write another one, with the reason.

    The decision is an ordinary revision over all that was seen, so that it travels and can be undone.
    Raises RefusError: fiche_inconnue, conflit_inconnu, revision_inconnue, motif_requis; ChampInvalideError.
    """
    motif = " ".join(motif.split())[:MOTIF_MAX]
    if not motif:
        raise RefusError("motif_requis")
    with ports.store.work() as uow:
        view = existing(uow, id_)
        if champ not in view.state.conflicts:
            raise RefusError("conflit_inconnu")
        chosen = _kept(view, champ, keep) if keep is not None else _typed(ports, view, champ, value)
        _write(uow, ports, view, champ, chosen, motif)
        uow.commit()
    ports.journal.note("arbitrage", view.rec)


def undo(ports: Ports, id_: str, champ: str, *, motif: str = "Décision annulée") -> None:
    """Take back the last decision on a field: the value that its author had before it comes back.

    Raises RefusError: fiche_inconnue, conflit_inconnu.
    """
    with ports.store.work() as uow:
        view = existing(uow, id_)
        former = before_decision(
            uow.log.revisions(view.rec), champ, required(view.kind).is_narrative, lambda key: f"{_DECISIONS}/" in key
        )
        if former is None:
            raise RefusError("conflit_inconnu")
        for value, parents in former:
            write_revision(uow, ports, view.espace, view.rec, view.kind, {champ: value}, parents)
        uow.commit()
    ports.journal.note("arbitrage_annule", view.rec)


def _conflict(uow: UnitOfWork, view: RecordView, kind: str, key: str) -> Conflict:
    flat = {name: assigned[0].value for name, assigned in view.state.fields.items() if assigned}
    return Conflict(
        id=view.rec.hex(),
        kind=kind,
        titre=required(kind).titre(flat),
        champ=key,
        libelle=required(kind).wording(key),
        valeurs=versions(view.state, key, names_of(uow, view.espace), uow.log.origins(view.rec)),
    )


def _kept(view: RecordView, champ: str, revision: str) -> Value:
    name = parse_revision(revision)
    for assigned in view.state.fields[champ]:
        if name in assigned.by:
            return assigned.value
    raise RefusError("revision_inconnue")


def _typed(ports: Ports, view: RecordView, champ: str, value: object) -> Value:
    return None


def _write(uow: UnitOfWork, ports: Ports, view: RecordView, champ: str, value: Value, motif: str) -> None:
    """Write the decision, and beside it who decided why: an element that the author of a losing value will see."""
    write_revision(uow, ports, view.espace, view.rec, view.kind, {champ: value}, view.state.heads)


_ = flatten
