"""What statistics count, over the dictionaries: every record is looked at, nothing is clever."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from mvl_desktop.domain.champ import Declaration
from mvl_desktop.domain.elements import held_elements
from mvl_desktop.domain.kinds import declaration
from mvl_desktop.ports.counting import Cell, CountedRow, Counting, Filters, Named
from mvl_desktop.ports.store import Query, RecordView
from mvl_desktop.store.errors import FiltreImpossibleError
from mvl_desktop.store.projection import SEPARATOR, Projection

_MADE: dict[str, tuple[Declaration, Projection]] = {}


def projection_of(declared: Declaration) -> Projection:
    """Return the projection of a kind, made once: it takes ten milliseconds."""
    kept = _MADE.get(declared.kind)
    if kept is None or kept[0] is not declared:
        kept = _MADE[declared.kind] = (declared, Projection(declared))
    return kept[1]


class MemoryCounts:
    """`Counts` over the fake's records."""

    def __init__(self, records: Any) -> None:
        self._records = records

    def tally(self, counting: Counting) -> Sequence[tuple[tuple[Cell, ...], int]]:
        return list(Counter(row.cells for row in self.rows(counting)).items())

    def tallies(self, countings: Sequence[Counting]) -> list[Sequence[tuple[tuple[Cell, ...], int]]]:
        return [self.tally(each) for each in countings]

    def named(self, countings: Sequence[Counting]) -> Iterator[Named]:
        for counting in dict.fromkeys(countings):
            for row in sorted(self.rows(counting), key=lambda row: row.rec):
                yield Named(counting, [row.rec.hex()], [row.cells])

    def rows(self, counting: Counting) -> Sequence[CountedRow]:
        declared = declaration(counting.kind)
        if declared is None:
            return []
        projection = projection_of(declared)
        self._check(projection, counting)
        found = []
        for number, view in self._records._views():
            if view.kind != counting.kind or view.rec in counting.but:
                continue
            for element, held in sorted(_elements(view, counting.group).items()):
                if self._counts(view, counting, held):
                    cells = tuple(self._cell(view, projection, counting.group, name, held) for name in counting.by)
                    found.append(CountedRow(number, view.espace, view.rec, element, cells))
        return sorted(found, key=lambda row: (row.id, row.element))

    def _counts(self, view: RecordView, counting: Counting, held: Mapping[str, Any]) -> bool:
        def passes(filters: Filters) -> bool:
            own = tuple(pair for pair in filters if counting.group and pair[0].startswith(counting.group + "/"))
            rest = tuple(pair for pair in filters if pair not in own)
            return self._records._passes(view, Query(counting.kind, rest)) and _holds(counting.group, held, own)

        if not passes(counting.filters) or (counting.any_of and not any(map(passes, counting.any_of))):
            return False
        return not any(map(passes, counting.without))

    def _cell(self, view: RecordView, projection: Projection, group: str, name: str, held: Mapping[str, Any]) -> Cell:
        if name == "espace":
            return view.espace.hex()
        if group and name.startswith(group + "/"):
            value = held.get(name.removeprefix(group + "/"))
            return tuple(value) if isinstance(value, list | tuple) else value
        cell = self._records._cells(view)[name]
        column = projection.column(name)
        if cell is None or column is None:
            return None
        if column.many or column.sort == "liste":
            return tuple(code for code in str(cell).split(SEPARATOR) if code)
        return int(cell) if isinstance(cell, bool) else cell

    def _check(self, projection: Projection, counting: Counting) -> None:
        """Refuse what no column is kept for, even of an empty store."""
        group = projection.groups.get(counting.group) if counting.group else None
        if counting.group and group is None:
            raise FiltreImpossibleError
        for filters in (counting.filters, *counting.any_of, *counting.without):
            own = [pair for pair in filters if group and pair[0].startswith(group.name + "/")]
            self._records._check(Query(counting.kind, tuple(pair for pair in filters if pair not in own)))
            for name, wanted in own:
                bound = name[-2:] if name.endswith((">=", "<=")) else ""
                column = group.columns.get(name.removesuffix(bound).partition("/")[2]) if group else None
                if column is None or (bound and (column.sort != "date" or not _is_day(wanted))):
                    raise FiltreImpossibleError
        for name in counting.by:
            start, _, member = name.partition("/")
            if group is not None and member and start == group.name:
                known = member in group.columns
            else:
                known = name == "espace" or projection.column(name) is not None
            if not known:
                raise FiltreImpossibleError


def _elements(view: RecordView, group: str) -> dict[str, Mapping[str, Any]]:
    """Return the elements of a group by id; one nameless line stands for the record when no group is counted."""
    if not group:
        return {"": {}}
    flat = {key: assigned[0].value for key, assigned in view.state.fields.items() if assigned}
    return dict(held_elements(group, flat))


def _holds(group: str, held: Mapping[str, Any], filters: Filters) -> bool:
    asked: dict[str, list[str]] = {}
    for name, wanted in filters:
        asked.setdefault(name.removeprefix(group + "/"), []).append(wanted)
    return all(any(_is(held, name, each) for each in wanted) for name, wanted in asked.items())


def _is(held: Mapping[str, Any], name: str, wanted: str) -> bool:
    bound = name[-2:] if name.endswith((">=", "<=")) else ""
    value = held.get(name.removesuffix(bound))
    if bound:
        return value is not None and bool(value >= wanted if bound == ">=" else value <= wanted)
    if value is None or not wanted:
        return value is None and not wanted
    if isinstance(value, bool):
        return value == (wanted == "oui")
    return str(value) == wanted


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
