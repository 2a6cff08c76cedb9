"""What is counted, said in SQL: where it is read, which columns, which conditions; what several have in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import msgspec

from mvl_desktop.ports.counting import Counting, Filters
from mvl_desktop.store.errors import FiltreImpossibleError
from mvl_desktop.store.filtering import ESPACE_FIELD, FILTERS_MAX, Condition, column_of, conditions
from mvl_desktop.store.projection import Column, Group, Projection
from mvl_desktop.store.sql import identifier, shape

_BUT: Final = "p.id NOT IN (SELECT r.id FROM record r WHERE r.rec IN (SELECT unhex(value) FROM json_each(?)))"
_BOUNDS: Final = (">=", "<=")


class Made:
    """A counting said in SQL: where from, which columns, which conditions."""

    def __init__(self, projection: Projection, counting: Counting) -> None:
        self._projection, self.counting = projection, counting
        self._group = _group_of(projection, counting.group) if counting.group else None
        read = [self._column(name) for name in counting.by]
        self.said = [said for said, _ in read]
        self.columns = [column for _, column in read]

    @property
    def is_wide(self) -> bool:
        """Whether it reads more than the narrow index holds."""
        counting = self.counting
        names = {name for filters in (counting.filters, *counting.any_of, *counting.without) for name, _ in filters}
        columns = [*self.columns, *map(self._projection.column, names)]
        return any(column is not None and column.folded for column in columns)

    def statement(
        self, template: str, terms: Sequence[str], asked: Sequence[Condition], *, source: str = "", **parts: str
    ) -> tuple[str, *tuple[object, ...]]:
        """Return a statement, followed by the values of its conditions."""
        made = shape(
            template,
            source=source or self._source(),
            terms="".join(said + ", " for said in terms),
            conditions=" AND ".join(each for each, _ in asked) or "1",
            **parts,
        )
        return (made, *[value for _, values in asked for value in values])

    def asked(self, common: "Common | None" = None) -> list[Condition]:
        """Return what must hold, besides what is known to."""
        counting, known = self.counting, common or _NOTHING
        asked = self._all_of(known.beside(counting.filters))
        if counting.any_of:
            either = [_joined(" AND ", self._all_of(known.beside(each))) for each in counting.any_of]
            asked.append(_joined(" OR ", either))
        asked += self._none_of([each for each in counting.without if each not in known.without])
        filled = self._filled()
        if filled is not None:
            asked.append(("p." + identifier(filled.name) + " IS NOT NULL", ()))
        if counting.but:
            asked.append((_BUT, [msgspec.json.encode(sorted(rec.hex() for rec in counting.but)).decode()]))
        return asked

    def held(self, common: "Common") -> list[Condition]:
        """Return what must hold for each of several, so that nothing else is read."""
        filters = [(name, each) for name, wanted in sorted(common.fields) for each in wanted]
        return [*self._all_of(filters), *self._none_of(sorted(common.without))]

    def _none_of(self, several: Sequence[Filters]) -> list[Condition]:
        found = [_joined(" AND ", self._all_of(each)) for each in several]
        return [(said + " IS NOT TRUE", values) for said, values in found]

    def _filled(self) -> Column | None:
        """Return the column that is looked for and must be filled: the few that are have their own index."""
        counting = self.counting
        for filters in counting.without:
            column = self._projection.column(filters[0][0]) if len(filters) == 1 and not filters[0][1] else None
            if column is not None and column.watched and not counting.group:
                return column
        return None

    @property
    def table(self) -> str:
        """The table of the records."""
        return self._projection.table

    @property
    def number(self) -> str:
        """The local number of the record of a line, in the table that is read first."""
        return "p.id" if self._group is None else "e.record"

    @property
    def first_table(self) -> str:
        """The table that holds one line for each thing that may be counted."""
        return self._projection.table if self._group is None else self._group.table

    def source_of_all(self, *, wide: bool, after: str = "") -> str:
        """Return where everything is: the narrow index holds what is counted by, and is read whole.

        The engine would go back and forth between another index and the table, four times as wide.
        `after`: the column of what was read before, whose records are looked up one after the other.
        """
        table = self._projection.table + " p" + ("" if wide else " INDEXED BY " + self._projection.narrow)
        if self._group is not None:
            # The elements are fewer than the records: they are read first, and each finds its own.
            first = self._group.table + " e" + (" ON e.record = " + after if after else "")
            return first + " CROSS JOIN " + table + " ON p.id = e.record"
        return table + (" ON p.id = " + after if after else "")

    def _source(self) -> str:
        filled = self._filled()
        if filled is not None:
            return self._projection.table + " p INDEXED BY " + self._projection.index_of(filled)
        few = self._few()
        if few is not None:
            return self._projection.table + " p INDEXED BY " + self._projection.index_of(few)
        return self.source_of_all(wide=self.is_wide)

    def _few(self) -> Column | None:
        """Return the column that lists show, and that must be empty: the few that do not say it are found by it."""
        empty = [name for name, wanted in _fields(self.counting.filters) if wanted == ("",)]
        columns = [self._projection.column(name) for name in sorted(empty)]
        listed = (column for column in columns if column is not None and column.listed and not column.folded)
        return next(listed, None) if self._group is None else None

    def _all_of(self, filters: Filters | Sequence[tuple[str, str]]) -> list[Condition]:
        if len(filters) > FILTERS_MAX:
            raise FiltreImpossibleError
        start = self.counting.group + "/"
        own = [pair for pair in filters if self._group is not None and pair[0].startswith(start)]
        found = conditions(self._projection, [pair for pair in filters if pair not in own])
        if self._group is not None:
            asked: dict[str, list[str]] = {}
            for name, wanted in own:
                asked.setdefault(name.removeprefix(start), []).append(wanted)
            found += [_of_element(self._group, name, wanted) for name, wanted in asked.items()]
        return found

    def _column(self, name: str) -> tuple[str, Column | None]:
        if name == ESPACE_FIELD:
            return "p.espace", None
        group, _, member = name.partition("/")
        if self._group is not None and member and group == self._group.name:
            column = self._group.columns.get(member)
            if column is None:
                raise FiltreImpossibleError
            return "e." + identifier(member), column
        return "p." + identifier(name), column_of(self._projection, name)


@dataclass(frozen=True, slots=True)
class Common:
    """What several countings all ask for: it is read once, and asked of none of them again."""

    fields: frozenset[tuple[str, tuple[str, ...]]] = frozenset()
    """Fields that must hold one of these values, whatever else is asked."""
    without: frozenset[Filters] = frozenset()

    @classmethod
    def of(cls, several: Sequence[Counting]) -> "Common":
        """Return what all of them ask for."""
        fields = [
            _fields(each.filters) | frozenset.intersection(*[_fields(one) for one in each.any_of or ((),)])
            for each in several
        ]
        return cls(
            frozenset.intersection(*fields), frozenset.intersection(*[frozenset(each.without) for each in several])
        )

    def beside(self, filters: Filters) -> Filters:
        """Return filters without those that are known to hold."""
        known = {name for name, wanted in _fields(filters) if (name, wanted) in self.fields}
        return tuple(pair for pair in filters if pair[0] not in known)


_NOTHING: Final = Common()
_ALL: Final = "(1)"
"""What is asked for beyond what several have in common, when it is nothing."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a counting finds its own in the answer to several: what says that it counts a line, and its columns."""

    mask: int | None
    """None: it counts them all."""
    columns: tuple[int, ...]


class Together:
    """Several countings of the same records, asked in one statement: each line is read once, for all of them."""

    def __init__(self, several: Sequence[Made]) -> None:
        """Put together what they read, and apart what each of them asks for."""
        common = Common.of([made.counting for made in several])
        self._first, self._held = several[0], several[0].held(common)
        self._wide = any(made.is_wide for made in several)
        asked = [_joined(" AND ", made.asked(common)) for made in several]
        masks = list(dict.fromkeys((said, tuple(values)) for said, values in asked if said != _ALL))
        columns = list(dict.fromkeys(said for made in several for said in made.said))
        self._terms = [*columns, *("(" + said + ") IS TRUE" for said, _values in masks)]
        self._before = [value for _said, values in masks for value in values]
        self.places = [
            Place(
                len(columns) + masks.index((said, tuple(values))) if said != _ALL else None,
                tuple(map(columns.index, made.said)),
            )
            for made, (said, values) in zip(several, asked, strict=True)
        ]

    @property
    def records(self) -> str:
        """The table of the records."""
        return self._first.table

    def columns(self, template: str, between: tuple[int, int]) -> tuple[str, *tuple[object, ...]]:
        """Return the statement that gives every column as one list, in JSON, of the records between two numbers."""
        lists = "".join("json_group_array(" + term + "), " for term in self._terms)
        source = self._first.source_of_all(wide=self._wide)
        made = self._first.statement(template, (), self._held, source=source, lists=lists, number=self._first.number)
        return (made[0], *[*self._before, *between, *made[1:]])

    def statement(self, template: str, after: str = "") -> tuple[str, *tuple[object, ...]]:
        """Return the statement, followed by its values; `after` as for `Made.source_of_all`."""
        source = self._first.source_of_all(wide=self._wide, after=after)
        made = self._first.statement(template, self._terms, self._held, source=source)
        return (made[0], *[*self._before, *made[1:]])


def _fields(filters: Filters) -> frozenset[tuple[str, tuple[str, ...]]]:
    asked: dict[str, list[str]] = {}
    for name, wanted in filters:
        asked.setdefault(name, []).append(wanted)
    return frozenset((name, tuple(sorted(wanted))) for name, wanted in asked.items())


def _group_of(projection: Projection, name: str) -> Group:
    group = projection.groups.get(name)
    if group is None:
        raise FiltreImpossibleError
    return group


def _of_element(group: Group, name: str, wanted: Sequence[str]) -> Condition:
    """Return what must hold of the counted element itself."""
    bound = name[-2:] if name.endswith(_BOUNDS) else ""
    column = group.columns.get(name.removesuffix(bound))
    if column is None or (bound and (column.sort != "date" or not all(map(_is_day, wanted)))):
        raise FiltreImpossibleError
    said = "e." + identifier(column.name)
    if bound:
        return "(" + " OR ".join([said + " " + bound + " ?"] * len(wanted)) + ")", list(wanted)
    filled = [each for each in wanted if each]
    parts = [said + " IS NULL"] if len(filled) < len(wanted) else []
    if filled:
        parts.append(said + " IN (" + ", ".join("?" * len(filled)) + ")")
    return "(" + " OR ".join(parts) + ")", [_kept(column, each) for each in filled]


def _kept(column: Column, text: str) -> object:
    if column.sort == "oui_non":
        return int(text == "oui")
    return int(text) if column.sort == "entier" and text.lstrip("-").isdigit() else text


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _joined(word: str, asked: Sequence[Condition]) -> Condition:
    said = word.join(each for each, _ in asked) or "1"
    return "(" + said + ")", [value for _, values in asked for value in values]
