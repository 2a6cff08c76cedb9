"""Use cases on fields that two people changed without seeing each other: list them, show them, decide, undo."""

from dataclasses import dataclass, field

from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.payload import flat_value
from mvl_desktop.domain.values import CodeLists
from mvl_desktop.history.edit import before_decision, resolve, version
from mvl_desktop.history.model import Value
from mvl_desktop.history.state import values
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import RecordView, UnitOfWork
from mvl_desktop.services.people import names_of
from mvl_desktop.services.records import Version, existing, parse_revision, versions
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.revisions import write_revision

MOTIF_MAX = 2000
DECISIONS = "arbitrages"
"""The group of a record where decisions are told: which field, and why. Their revision says who and when."""


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
    ports.journal.note("liste", lignes=len(found))
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
    lists: CodeLists | None = None,
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
        chosen = _kept(view, champ, keep) if keep is not None else flat_value(view.kind, champ, value, lists=lists)
        edit = resolve(view.state, champ, chosen)
        if edit is None:
            raise RefusError("conflit_inconnu")
        element = f"{DECISIONS}/{ports.crypto.random(8).hex()}"
        told = {f"{element}/champ": champ, f"{element}/motif": motif}
        write_revision(uow, ports, view.espace, view.rec, view.kind, {**edit.changes, **told}, edit.parents)
        uow.commit()
    ports.journal.note("arbitrage", view.rec)


def undo(ports: Ports, id_: str, champ: str) -> None:
    """Open again what the last decision on a field closed: the values that were not kept stand beside it.

    Raises RefusError: fiche_inconnue, conflit_inconnu.
    """
    with ports.store.work() as uow:
        view = existing(uow, id_)
        former = before_decision(uow.log.revisions(view.rec), champ, required(view.kind).is_narrative)
        if former is None:
            raise RefusError("conflit_inconnu")
        for value, parents in former:
            write_revision(uow, ports, view.espace, view.rec, view.kind, {champ: value}, parents)
        uow.commit()
    ports.journal.note("arbitrage_annule", view.rec)


def _conflict(uow: UnitOfWork, view: RecordView, kind: str, key: str) -> Conflict:
    return Conflict(
        id=view.rec.hex(),
        kind=kind,
        titre=required(kind).titre(values(view.state)),
        champ=key,
        libelle=required(kind).wording(key),
        valeurs=versions(view.state, key, names_of(uow, view.espace), uow.log.origins(view.rec)),
    )


def _kept(view: RecordView, champ: str, revision: str) -> Value:
    found = version(view.state, champ, parse_revision(revision))
    if found is None:
        raise RefusError("revision_inconnue")
    return found.value
