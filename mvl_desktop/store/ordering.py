"""What the orders of a list mean, said in SQL.

What is not filled comes last; of equals the oldest record comes first, and the newest when descending, so that an
index on the column alone, read either way, gives the whole list.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from mvl_desktop.store.filtering import SENT_FIELD, column_of
from mvl_desktop.store.projection import Projection
from mvl_desktop.store.sql import identifier, shape

CHANGED_FIELD: Final = "modifie"
ARRIVED_FIELD: Final = "arrivee"

_WHOLE: Final = "SELECT p.id FROM $table p ORDER BY $terms"
_FIRST: Final = "SELECT p.id FROM $table p $index $joined WHERE $conditions ORDER BY $terms LIMIT ?"
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
    """An order: the statement of every id of the kind, that of the ids in a list given as JSON, that of the first."""

    whole: str
    few: str
    _first: str

    def first(self, conditions: str, index: str | None = None) -> str:
        """Return the statement of the first ids, as many as it is bound, for which the conditions hold.

        `index`: the one to find them by; the engine chooses when none is said.
        """
        return shape(self._first, conditions=conditions, index="INDEXED BY " + index if index else "")


@lru_cache(256)
def order_of(projection: Projection, order: str) -> Order:
    """Return the statements of an order. FiltreImpossibleError when lists are not sorted by that field."""
    name = order.removeprefix("-")
    way = " DESC" if order.startswith("-") or not order else ""
    if name == SENT_FIELD:
        return _by_sending(projection, way)
    if name == ARRIVED_FIELD:
        return _by(projection, "p.id" + way)
    said = "updated_ms" if name in ("", CHANGED_FIELD) else identifier(column_of(projection, name).order)
    terms = "p." + said + way + " NULLS LAST, p.id" + way
    return _by(projection, terms)


def _by(projection: Projection, terms: str) -> Order:
    return Order(
        shape(_WHOLE, table=projection.table, terms=terms),
        shape(_FEW, table=projection.table, terms=terms, joined=""),
        shape(_FIRST, table=projection.table, terms=terms, joined="", conditions="$conditions", index="$index"),
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
        shape(
            _FIRST,
            table=projection.table,
            terms=terms,
            joined="JOIN record r ON r.id = p.id",
            conditions="$conditions",
            index="$index",
        ),
    )
