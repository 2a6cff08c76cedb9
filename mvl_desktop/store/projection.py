"""From what was declared of a kind to what lists and search keep of a record: the columns, and how a state fills them.

Pure. A projection holds short values only: what is long is read from the log when a record is opened. The statements
are made from declarations, never from what a person typed.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, cast

from mvl_desktop.domain.champ import Declaration, DeclaredField, Sort
from mvl_desktop.domain.payload import shown_instead, told
from mvl_desktop.history.model import RecordState, Value
from mvl_desktop.history.state import Sole
from mvl_desktop.store.sql import identifier, shape

FORMAT: Final = 9
"""Raised when the same declaration must give other rows: projections are then made anew."""

WEIGHTS: Final = 4
SEPARATOR: Final = "\x1f"
CELL_MAX: Final = 300
SORT_MAX: Final = 40
TITLE_MAX: Final = 200

_NONE: Final[Mapping[str, Sequence[object]]] = {}
_ACCENTS: Final = re.compile("[\u0300-\u036f]")
_PIECES: Final = "pieces/"
_PRINT: Final = "/empreinte"
_FILE: Final = "/nom"
_BLOB: Final = re.compile("[0-9a-f]{64}\\Z")
_FOLDED: Final[frozenset[Sort]] = frozenset({"texte_court", "texte"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a projection: the field it shows, and whether it holds several values or is sorted by its letters."""

    name: str
    sort: Sort
    many: bool
    folded: bool
    listed: bool = False
    """Whether lists show it, and people sort by it: it has an index."""
    watched: bool = False
    """Whether the few records that hold a value of it are looked for: they are found by its index, always."""

    @property
    def order(self) -> str:
        """Return the column that lists are sorted by."""
        return self.name + "/tri" if self.folded else self.name


@dataclass(frozen=True, slots=True)
class Row:
    """What a projection keeps of one record."""

    cells: tuple[object, ...] = field(repr=False)
    title: str = field(repr=False)
    texts: tuple[str, ...] = field(repr=False)
    pieces: tuple[tuple[bytes, str], ...] = field(default=(), repr=False)
    """The attachments that the record names: the identifier of each content, and the name of its file."""
    elements: tuple[tuple[str, tuple[object, ...]], ...] = field(default=(), repr=False)
    """The elements that statistics count: the group of each, then its id and its cells."""


class Group:
    """The elements of one group that statistics count, one line each, with what they are counted by."""

    def __init__(self, kind: str, declared: DeclaredField) -> None:
        """Read the declaration once."""
        members = [member for member in declared.champs if member.champ.compte]
        self.name = declared.name
        self.table = identifier("p/" + kind + "/" + declared.name)
        self.columns = {member.name: Column(member.name, member.sort, many=False, folded=False) for member in members}
        self.places = {name: place for place, name in enumerate(self.columns)}
        self.create = shape(
            "CREATE TABLE $table(record INTEGER NOT NULL, element TEXT NOT NULL, $columns,"
            " PRIMARY KEY(record, element)) WITHOUT ROWID",
            table=self.table,
            columns=", ".join(map(identifier, self.columns)),
        )
        marks = ", ".join(["?"] * 2 + ["nullif(?, '')"] * len(self.columns))
        self.insert = shape("INSERT INTO $table VALUES($marks)", table=self.table, marks=marks)
        self.delete = shape("DELETE FROM $table WHERE record IN (?*)", table=self.table)


class Projection:
    """The lists and the search of one kind."""

    def __init__(self, declaration: Declaration) -> None:
        """Read the declaration once."""
        self.declaration = declaration
        self.kind = declaration.kind
        self.table = identifier("p/" + declaration.kind)
        self.columns = tuple(_columns(declaration))
        self._by_name = {column.name: column for column in self.columns}
        self.groups = {
            field.name: Group(self.kind, field)
            for field in declaration.champs
            if any(member.champ.compte for member in field.champs)
        }
        self._titles = frozenset(declaration.titres)
        self._weights = {name: WEIGHTS - weight for name, weight in _weights(declaration)}
        self._scalars: dict[str, tuple[int, bool]] = {}
        self._sets: dict[str, int] = {}
        self._width = 0
        for column in self.columns:
            if column.many:
                self._sets[column.name] = self._width
            else:
                self._scalars[column.name] = (self._width, column.folded)
            self._width += 1 + column.folded
        stored = [identifier(name) for column in self.columns for name in _stored(column)]
        # The driver is slow with None and fast with an empty text: NULL is made on the way in.
        marks = ", ".join(["?"] * 4 + ["nullif(?, '')"] * len(stored))
        self.create = (
            shape(
                "CREATE TABLE $table(id INTEGER PRIMARY KEY, espace INTEGER NOT NULL, updated_ms INTEGER NOT NULL,"
                " conflicts INTEGER NOT NULL, $columns)",
                table=self.table,
                columns=", ".join(stored),
            ),
            *[
                shape(
                    "CREATE INDEX $index ON $table($column)",
                    index=identifier("p/" + self.kind + "/" + column),
                    table=self.table,
                    column=identifier(column),
                )
                for column in ("updated_ms", *(column.order for column in self.columns if column.listed))
            ],
            *[
                shape(
                    "CREATE INDEX $index ON $table($column) WHERE $column IS NOT NULL",
                    index=self.index_of(column),
                    table=self.table,
                    column=identifier(column.order),
                )
                for column in self.columns
                if column.watched and not column.listed
            ],
            self._narrow_index(),
            *[group.create for group in self.groups.values()],
        )
        self.drop = shape("DROP TABLE IF EXISTS $table", table=self.table)
        self.insert = shape("INSERT INTO $table VALUES($marks)", table=self.table, marks=marks)
        self.delete = shape("DELETE FROM $table WHERE id IN (?*)", table=self.table)
        self.find = shape(
            "SELECT r.rec FROM $table p CROSS JOIN record r ON r.id = p.id WHERE ?1 IS NULL OR p.espace = ?1"
            " ORDER BY p.id",
            table=self.table,
        )
        self.rows = shape(
            "SELECT p.id, e.espace, r.rec, r.sending, p.updated_ms, p.conflicts, $columns FROM $table p"
            " JOIN record r ON r.id = p.id JOIN espace e ON e.id = p.espace WHERE p.id IN (?*)",
            table=self.table,
            columns=", ".join("p." + identifier(column.name) for column in self.columns),
        )

    def _narrow_index(self) -> str:
        """Return the index of every code, date and number: read whole, in the order of ids, for any filter or count.

        The table is four times as wide. Rows come in that order, so that keeping the index is adding to its end.
        """
        return shape(
            "CREATE INDEX $index ON $table($columns)",
            index=self.narrow,
            table=self.table,
            columns=", ".join(["id", "espace", "conflicts", *map(identifier, self._narrow)]),
        )

    @property
    def narrow(self) -> str:
        """The index of every code, date and number."""
        return identifier("p/" + self.kind + "/-")

    @property
    def _narrow(self) -> list[str]:
        return [column.name for column in self.columns if not column.folded]

    def index_of(self, column: Column) -> str:
        """Return the index of a column that lists show, or that is looked for."""
        return identifier("p/" + self.kind + "/" + column.order)

    def column(self, name: str) -> Column | None:
        """Return the column that shows a field."""
        return self._by_name.get(name)

    def row(self, state: RecordState) -> Row:
        """Return what lists and search show of a record; search finds both sides of a conflict."""
        if isinstance(state.fields, Sole):
            return self.row_of(state.fields.changes)
        first = {key: assigned[0].value for key, assigned in state.fields.items() if assigned}
        others = {key: assigned[1:] for key, assigned in state.fields.items() if len(assigned) > 1}
        return self.row_of(first, {key: [each.value for each in rest] for key, rest in others.items()})

    def row_of(self, changes: Mapping[str, object], others: Mapping[str, Sequence[object]] = _NONE) -> Row:
        """Return what lists and search show of these values, and of the other sides of conflicts."""
        if self.declaration.calcules:
            changes = {**changes, **told(self.declaration, cast("Mapping[str, Value]", changes))}
        if self.declaration.replis:
            changes = {**changes, **shown_instead(self.declaration, cast("Mapping[str, Value]", changes))}
        cells: list[object] = [""] * self._width
        titles: dict[str, object] = {}
        sets: dict[int, list[str]] = {}
        texts: tuple[list[str], ...] = ([], [], [], [])
        elements: dict[tuple[str, str], list[object]] = {}
        pieces = False
        scalars, weights = self._scalars, self._weights
        for key, value in changes.items():
            if value is None:
                continue
            place = scalars.get(key)
            if place is not None:
                self._fill(cells, place, value)
                if key in self._titles:
                    titles[key] = value
            weight = weights.get(key)
            if weight is None and "/" in key:
                weight = self._member(key, value, sets, elements)
                pieces = pieces or key.startswith(_PIECES)
            if weight is not None:
                texts[weight].append(value if type(value) is str else _text(value))
                if key in others:
                    texts[weight].extend(_text(other) for other in others[key] if other is not None)
        for at, held in sets.items():
            cells[at] = SEPARATOR + SEPARATOR.join(sorted(held)) + SEPARATOR
        title = self.declaration.titre(titles)[:TITLE_MAX]
        named = _named(changes) if pieces else ()
        counted = tuple([(group, (id_, *held)) for (group, id_), held in elements.items()])
        return Row(tuple(cells), title, tuple(["\n".join(words) for words in texts]), named, counted)

    def values(self, cells: Iterable[object]) -> dict[str, object]:
        """Return the cells of a list's line by field, as people and scripts read them; empty ones are absent."""
        pairs = zip(self.columns, cells, strict=True)
        return {
            column.name: _read(column, cell) for column, cell in pairs if cell is not None and "/" not in column.name
        }

    def _fill(self, cells: list[object], place: tuple[int, bool], value: object) -> None:
        at, is_folded = place
        cells[at] = cell = _cell(value)
        if is_folded:
            cells[at + 1] = sort_key(cell) if isinstance(cell, str) else cell

    def _member(
        self, key: str, value: object, sets: dict[int, list[str]], elements: dict[tuple[str, str], list[object]]
    ) -> int | None:
        """Note a code of a set, or a member of an element; return the weight of its text in search."""
        root, _, rest = key.partition("/")
        id_, _, member = rest.partition("/")
        group = self.groups.get(root) if member else None
        if group is not None:
            held = elements.setdefault((root, id_), [""] * len(group.columns))
            place = group.places.get(member)
            if place is not None:
                held[place] = _cell(value)
        name = root + "/" + member if member else root
        at = self._sets.get(name)
        if at is not None and (member or value is True):
            sets.setdefault(at, []).append(_text(value) if member else id_)
        return self._weights.get(name) if member else None


def _named(changes: Mapping[str, object]) -> tuple[tuple[bytes, str], ...]:
    """Return the attachments that these values name; what is no identifier of a content names nothing."""
    found = {}
    for key, value in changes.items():
        if key.startswith(_PIECES) and key.endswith(_PRINT) and isinstance(value, str) and _BLOB.match(value):
            name = changes.get(key.removesuffix(_PRINT) + _FILE)
            found[bytes.fromhex(value)] = name[:CELL_MAX] if isinstance(name, str) else ""
    return tuple(found.items())


def sort_key(text: str) -> str:
    """Return what the column that lists are sorted by keeps of a text."""
    return folded(text[: 2 * SORT_MAX])[:SORT_MAX]


def folded(text: str) -> str:
    """Return a text as lists sort it: without accents nor case."""
    if text.isascii():
        return text.lower()
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).casefold()


def fingerprint(declarations: Iterable[Declaration]) -> str:
    """Return what changes when projections must be made anew."""
    said = repr(
        (FORMAT, [(d.kind, d.titres, d.libelle, [_described(field) for field in d.champs]) for d in declarations])
    )
    return hashlib.sha256(said.encode()).hexdigest()


def _described(field: DeclaredField) -> tuple[object, ...]:
    champ = field.champ
    inner = [_described(each) for each in field.champs]
    kept = (champ.liste, champ.filtre, champ.retrouve, champ.guette, champ.compte)
    told_too = (champ.calcul is not None, champ.repli is not None)
    return (field.name, field.sort, kept, told_too, champ.cherche, inner)


def _columns(declaration: Declaration) -> Iterable[Column]:
    for declared in declaration.champs:
        champ = declared.champ
        if declared.sort == "elements":
            for member in declared.champs:
                if member.champ.filtre or member.champ.retrouve:
                    name, watched = declared.name + "/" + member.name, member.champ.guette
                    yield Column(name, member.sort, True, False, watched=watched)
        elif champ.liste or champ.filtre or champ.retrouve or declared.name in declaration.titres:
            many, is_folded = declared.sort == "codes", declared.sort in _FOLDED
            yield Column(declared.name, declared.sort, many, is_folded, champ.liste, champ.guette)


def _stored(column: Column) -> tuple[str, ...]:
    return (column.name, column.order) if column.folded else (column.name,)


def _weights(declaration: Declaration) -> Iterable[tuple[str, int]]:
    for declared in declaration.champs:
        if declared.champ.cherche:
            yield declared.name, min(declared.champ.cherche, WEIGHTS)
        for member in declared.champs:
            if member.champ.cherche:
                yield declared.name + "/" + member.name, min(member.champ.cherche, WEIGHTS)


def _cell(value: object) -> object:
    if type(value) is str:
        return value[:CELL_MAX]
    return SEPARATOR.join(value)[:CELL_MAX] if isinstance(value, list | tuple) else value


def _text(value: object) -> str:
    if type(value) is str:
        return value
    return "\n".join(value) if isinstance(value, list | tuple) else str(value)


def _read(column: Column, cell: object) -> object:
    if column.many:
        return [code for code in str(cell).split(SEPARATOR) if code]
    if column.sort == "oui_non" and isinstance(cell, int):
        return bool(cell)
    if column.sort == "liste":
        return str(cell).split(SEPARATOR)
    return cell
