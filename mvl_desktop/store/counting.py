"""How many records, or elements of records, hold which values together: nothing is opened, projections are read."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import compress, repeat
from typing import Any, Final

import msgspec

from mvl_desktop.ports.counting import Cell, CountedRow, Counting, Named
from mvl_desktop.store.context import Context
from mvl_desktop.store.counting_terms import Made, Together
from mvl_desktop.store.projection import SEPARATOR, Column
from mvl_desktop.store.sql import shape

_COLUMNS: Final = "SELECT count(*), $lists 0 FROM $source WHERE $number > ? AND $number <= ? AND $conditions"
_LAST: Final = "SELECT max(id) FROM $table"
_AT_ONCE: Final = 10_000
"""Local numbers of records that are read at once: all of them are never held."""
_TALLY: Final = "SELECT $terms count(*) FROM $source WHERE $conditions $grouped"
_ROWS: Final = (
    "SELECT p.id, s.espace, r.rec, $element $terms 0 FROM $source JOIN record r ON r.id = p.id"
    " JOIN espace s ON s.id = p.espace WHERE $conditions ORDER BY p.id, 4"
)
_SORTED: Final = (
    "SELECT lower(hex(r.rec)), $terms 0 FROM $source CROSS JOIN record r ON r.id = p.id"
    " WHERE $conditions ORDER BY r.rec"
)
_WALKED: Final = "SELECT lower(hex(r.rec)), $terms 0 FROM record r CROSS JOIN $source WHERE $conditions ORDER BY r.rec"
_SIZE: Final = "SELECT count(*) FROM (SELECT 1 FROM $table LIMIT ?)"
_ESPACES: Final = "SELECT id, espace FROM espace"
_FEW: Final = 10_000
"""Lines that the engine may hold to put them in order; beyond, records are walked through in the order of their ids."""

Told = tuple[tuple[Cell, ...], int]
Cells = Callable[[tuple[Any, ...]], tuple[Cell, ...]]


class SqlCounts:
    """`Counts` over SQL."""

    def __init__(self, ctx: Context) -> None:
        """Work within a transaction."""
        self._ctx = ctx
        self._sql = ctx.sql

    def tally(self, counting: Counting) -> Sequence[Told]:
        """Return, for each set of values that stand together, how many hold them; in no order."""
        made = self._made(counting)
        if made is None:
            return []
        said = made.said
        grouped = "GROUP BY " + ", ".join(said) if said else ""
        rows = self._sql.all(*made.statement(_TALLY, said, made.asked(), grouped=grouped))
        read = self._reader(made)
        return [(read(row[:-1]), int(row[-1])) for row in rows if row[-1]]

    def tallies(self, countings: Sequence[Counting]) -> list[Sequence[Told]]:
        """Return the same for several at once, in their order: what they have in common is read once."""
        found: dict[Counting, Sequence[Told]] = {}
        for same in _by_source(countings):
            several = [made for each in same if (made := self._made(each)) is not None]
            if len(several) > 1 or (several and same[0].group):
                found |= zip(same, self._together(several), strict=True)
            else:
                found |= {each: self.tally(each) for each in same}
        return [found[each] for each in countings]

    def named(self, countings: Sequence[Counting]) -> Iterator[Named]:
        """Give what each of several counts, some at a time, in the order of the ids of records."""
        for same in _by_source(countings):
            several = [made for each in same if (made := self._made(each)) is not None]
            if several:
                yield from self._named(several)

    def rows(self, counting: Counting) -> Sequence[CountedRow]:
        """Return what is counted, one by one, in the order in which records came to this post."""
        made = self._made(counting)
        if made is None:
            return []
        element = "e.element, " if counting.group else "'', "
        rows = self._sql.all(*made.statement(_ROWS, made.said, made.asked(), element=element))
        read = self._reader(made)
        return [CountedRow(row[0], row[1], row[2], row[3], read(row[4:-1])) for row in rows]

    def _together(self, several: Sequence[Made]) -> Iterator[Sequence[Told]]:
        """Give what several say of the same records: those are read once, with what each says of them."""
        whole = Together(several)
        counted: list[Counter[Any]] = [Counter() for _made in several]
        last = self._sql.value(shape(_LAST, table=whole.records)) or 0
        for start in range(0, last, _AT_ONCE):
            # A whole column is one value: the driver takes longer to give a line than the engine to read it.
            lines, *held, _end = self._sql.row(*whole.columns(_COLUMNS, (start, start + _AT_ONCE)))
            columns = [msgspec.json.decode(column) for column in held]
            for counter, place in zip(counted, whole.places, strict=True):
                mask = columns[place.mask] if place.mask is not None else None
                if not place.columns:
                    counter[()] += lines if mask is None else sum(mask)
                    continue
                mine = [columns[at] for at in place.columns]
                rows = mine[0] if len(mine) == 1 else zip(*mine, strict=True)
                counter.update(rows if mask is None else compress(rows, mask))
        for made, counter in zip(several, counted, strict=True):
            cells, is_alone = self._reader(made), len(made.said) == 1
            yield [(cells((row,) if is_alone else row), count) for row, count in counter.items() if count]

    def _named(self, several: Sequence[Made]) -> Iterator[Named]:
        whole = Together(several)
        few = self._sql.value(shape(_SIZE, table=several[0].first_table), _FEW + 1) <= _FEW
        statement = whole.statement(_SORTED) if few else whole.statement(_WALKED, after="r.id")
        readers = [_remembering(self._reader(made)) for made in several]
        for rows in self._sql.chunks(*statement):
            recs, *columns = zip(*rows, strict=True)
            for made, cells, place in zip(several, readers, whole.places, strict=True):
                mask = columns[place.mask] if place.mask is not None else repeat(True)
                held = zip(*[columns[at] for at in place.columns], strict=True) if place.columns else ((),) * len(recs)
                yield Named(made.counting, list(compress(recs, mask)), list(map(cells, compress(held, mask))))

    def _made(self, counting: Counting) -> Made | None:
        projection = self._ctx.shared.projections.get(counting.kind)
        return Made(projection, counting) if projection is not None else None

    def _reader(self, made: Made) -> Cells:
        """Return what turns a line of the answer into cells; most are cells already."""
        columns = made.columns
        if all(column is not None and not column.many and column.sort != "liste" for column in columns):
            return tuple
        espaces: Mapping[int, bytes] = dict(self._sql.all(_ESPACES))
        return lambda row: tuple([_cell(column, cell, espaces) for column, cell in zip(columns, row, strict=True)])


def _remembering(cells: Cells) -> Cells:
    """Return the same, that reads lines which say the same once."""
    if cells is tuple:
        return cells
    known: dict[tuple[Any, ...], tuple[Cell, ...]] = {}

    def read(row: tuple[Any, ...]) -> tuple[Cell, ...]:
        found = known.get(row)
        if found is None:
            if len(known) >= _FEW:
                known.clear()
            found = known[row] = cells(row)
        return found

    return read


def _by_source(countings: Sequence[Counting]) -> list[list[Counting]]:
    """Return each counting once, with those that read the same."""
    found: dict[tuple[str, str], list[Counting]] = {}
    for each in dict.fromkeys(countings):
        found.setdefault((each.kind, each.group), []).append(each)
    return list(found.values())


def _cell(column: Column | None, cell: Any, espaces: Mapping[int, bytes]) -> Cell:
    if column is None:
        return espaces[cell].hex()
    if cell is not None and (column.many or column.sort == "liste"):
        return tuple([code for code in cell.split(SEPARATOR) if code])
    return cell  # type: ignore[no-any-return]
