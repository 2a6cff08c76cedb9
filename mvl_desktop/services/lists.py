"""Use cases of long lists and of what has not left: numbers first, then pages, so that 100 000 lines open at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from mvl_desktop.domain.kinds import declaration
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import ListRow, Query
from mvl_desktop.services.memory import followed_records
from mvl_desktop.services.records import check_query, shown

_FOLLOWED = "suivi"


@dataclass(frozen=True, slots=True)
class Unsent:
    """A record, or a draft, that nobody else is known to hold."""

    id: str
    kind: str
    titre: str = field(repr=False)
    etat: str
    since_ms: int
    lot: int | None = None


def list_ids(ports: Ports, query: Query) -> Sequence[int]:
    """Return the local numbers of what a query shows, in its order.

    Besides what the store filters by: `suivi`, `oui` for what this person follows, which this post alone knows.
    """
    filters = tuple(pair for pair in query.filters if pair[0] != _FOLLOWED)
    asked = {value for name, value in query.filters if name == _FOLLOWED}
    query = replace(query, filters=filters)
    check_query(query)
    with ports.store.read() as uow:
        if asked == {"oui"}:
            query = replace(query, only=followed_records(uow))
        return uow.records.ids(query)


def list_rows(ports: Ports, kind: str, ids: Sequence[int]) -> list[ListRow | None]:
    """Return the lines of these numbers; the reading of a page is noted."""
    with ports.store.read() as uow:
        rows = uow.records.rows(kind, ids)
    ports.journal.note("liste", lignes=len(rows))
    return rows


def unsent(ports: Ports) -> list[Unsent]:
    """Return what has not been attested by anybody else, drafts included, the oldest first."""
    found: list[Unsent] = []
    with ports.store.read() as uow:
        for draft in uow.drafts.all():
            found.append(Unsent(draft.id.hex(), draft.kind, "", "brouillon", draft.updated_ms))
        for rec, kind, state, since in uow.records.unsent():
            view = uow.records.get(rec)
            declared = declaration(kind)
            if view is None or declared is None or kind in WORKING:
                continue
            lots = [each.lot_number for each in uow.exchange.deliveries(rec) if each.receipt is None]
            number = max((lot for lot in lots if lot is not None), default=None)
            found.append(Unsent(rec.hex(), kind, declared.titre(shown(view.state)), state, since, number))
    return sorted(found, key=lambda each: (each.since_ms, each.id))


def waiting(ports: Ports) -> tuple[int, int]:
    """Return how many records nobody else is known to hold: those that have not left, and those that left unanswered.

    Quick whatever waits: no record is read. Drafts are not counted.
    """
    with ports.store.read() as uow:
        found = uow.records.standing(WORKING)
    return found["a_envoyer"], found["remis"]


WORKING = frozenset({"poste", "ordre", "export", "sequestre", "reprise"})
"""Kinds that the application writes for itself: they leave with the rest, nobody waits for them."""
