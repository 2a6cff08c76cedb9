"""What the orders of a list mean, said in SQL.

What is not filled comes last; of equals the oldest record comes first, and the newest when descending, so that an
index on the column alone, read either way, gives the whole list.
"""

from dataclasses import dataclass
from typing import Final

from mvl_desktop.store.filtering import SENT_FIELD, column_of
from mvl_desktop.store.projection import Projection
from mvl_desktop.store.sql import identifier, shape

CHANGED_FIELD: Final = "modifie"

_WHOLE: Final = "SELECT p.id FROM $table p ORDER BY $terms"
_FEW: Final = "SELECT p.id FROM $table p $joined WHERE p.id IN (SELECT value FROM json_each(?)) ORDER BY $terms"
_UNSENT: Final = (
    "SELECT id FROM (SELECT p.id FROM record r JOIN $table p ON p.id = r.id WHERE r.sending < 3 ORDER BY $terms)"
)
_SENT: Final = (
    "SELECT id FROM (SELECT p.id FROM $table p WHERE p.id NOT IN (SELECT id FROM record WHERE sending < 3)"
    " ORDER BY p.id$way)"
)


@dataclass(frozen=True, slots=True)
class Order:
    """An order: the statement of every id of the kind, and that of the ids in a list given as JSON."""

    whole: str
    few: str


def order_of(projection: Projection, order: str) -> Order:
    """Return the statements of an order. FiltreImpossibleError when lists are not sorted by that field."""
    name = order.removeprefix("-")
    way = " DESC" if order.startswith("-") or not order else ""
    if name == SENT_FIELD:
        return _by_sending(projection, way)
    said = "updated_ms" if name in ("", CHANGED_FIELD) else identifier(column_of(projection, name).order)
    terms = "p." + said + way + " NULLS LAST, p.id" + way
    return Order(
        shape(_WHOLE, table=projection.table, terms=terms),
        shape(_FEW, table=projection.table, terms=terms, joined=""),
    )


def _by_sending(projection: Projection, way: str) -> Order:
    """Return the order by what has left: the few that have not are found by their own index, the others follow."""
    terms = "r.sending" + way + ", r.id" + way
    parts = [
        shape(_UNSENT, table=projection.table, terms=terms),
        shape(_SENT, table=projection.table, way=way),
    ]
    return Order(
        " UNION ALL ".join(reversed(parts) if way else parts),
        shape(_FEW, table=projection.table, terms=terms, joined="JOIN record r ON r.id = p.id"),
    )
