"""From what was declared of a kind to what lists and search keep of a record: the columns, and how a state fills them.

Pure. A projection holds short values only: what is long is read from the log when a record is opened. The statements
are made from declarations, never from what a person typed.
"""

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from mvl_desktop.domain.champ import Declaration, DeclaredField, Sort
from mvl_desktop.history.model import RecordState, Value
from mvl_desktop.history.state import Sole
from mvl_desktop.store.sql import identifier, shape

FORMAT: Final = 1
"""Raised when the same declaration must give other rows: projections are then made anew."""

WEIGHTS: Final = 4
SEPARATOR: Final = "\x1f"
CELL_MAX: Final = 300
SORT_MAX: Final = 40
TITLE_MAX: Final = 200

_SHORT: Final[frozenset[Sort]] = frozenset({"code", "codes", "date", "oui_non", "entier"})
_FOLDED: Final[frozenset[Sort]] = frozenset({"texte_court", "texte"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a projection: the field it shows, and whether it holds several values or is sorted by its letters."""

    name: str
    sort: Sort
    many: bool
    folded: bool

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


class Projection:
    """The lists and the search of one kind."""

    def __init__(self, declaration: Declaration) -> None:
        """Read the declaration once."""
        self.declaration = declaration
        self.kind = declaration.kind
        self.table = identifier("p/" + declaration.kind)
        self.columns = tuple(_columns(declaration))
        self._by_name = {column.name: column for column in self.columns}
        self._scalars = {column.name for column in self.columns if not column.many and "/" not in column.name}
        self._weights = dict(_weights(declaration))
        stored = [identifier(name) for column in self.columns for name in _stored(column)]
        marks = ",".join("?" * (len(stored) + 4))
        self.create = (
            shape(
                "CREATE TABLE $table(id INTEGER PRIMARY KEY, espace INTEGER NOT NULL, updated_ms INTEGER NOT NULL,"
                " conflicts INTEGER NOT NULL, $columns)",
                table=self.table,
                columns=", ".join(stored),
            ),
            shape(
                "CREATE INDEX $index ON $table(updated_ms, id)",
                index=identifier("p/" + self.kind + "/recent"),
                table=self.table,
            ),
        )
        self.drop = shape("DROP TABLE IF EXISTS $table", table=self.table)
        self.insert = shape("INSERT OR REPLACE INTO $table VALUES($marks)", table=self.table, marks=marks)
        self.delete = shape("DELETE FROM $table WHERE id IN (?*)", table=self.table)
        self.rows = shape(
            "SELECT p.id, e.espace, r.rec, r.sending, p.updated_ms, p.conflicts, $columns FROM $table p"
            " JOIN record r ON r.id = p.id JOIN espace e ON e.id = p.espace WHERE p.id IN (?*)",
            table=self.table,
            columns=", ".join("p." + identifier(column.name) for column in self.columns),
        )

    def column(self, name: str) -> Column | None:
        """Return the column that shows a field."""
        return self._by_name.get(name)

    def row(self, state: RecordState) -> Row:
        """Return what lists and search show of a record."""
        shown: dict[str, Value] = {}
        sets: dict[str, list[str]] = {}
        texts: list[list[str]] = [[] for _ in range(WEIGHTS)]
        for key, values in _spoken(state):
            root, slash, rest = key.partition("/")
            if not slash:
                if key in self._scalars:
                    shown[key] = values[0]
                weight = self._weights.get(key)
            else:
                id_, _, member = rest.partition("/")
                if not member:
                    if values[0] is True and root in self._by_name:
                        sets.setdefault(root, []).append(id_)
                    continue
                name = root + "/" + member
                if name in self._by_name and isinstance(values[0], str | int):
                    sets.setdefault(name, []).append(_text(values[0]))
                weight = self._weights.get(name)
            if weight:
                texts[WEIGHTS - weight].extend(_text(value) for value in values if value is not None)
        title = self.declaration.titre(shown)[:TITLE_MAX]
        return Row(tuple(self._cells(shown, sets)), title, tuple("\n".join(words) for words in texts))

    def values(self, cells: Iterable[object]) -> dict[str, object]:
        """Return the cells of a list's line by field, as people and scripts read them; empty ones are absent."""
        pairs = zip(self.columns, cells, strict=True)
        return {
            column.name: _read(column, cell) for column, cell in pairs if cell is not None and "/" not in column.name
        }

    def _cells(self, shown: Mapping[str, Value], sets: Mapping[str, list[str]]) -> Iterable[object]:
        for column in self.columns:
            if column.many:
                held = sets.get(column.name)
                yield SEPARATOR + SEPARATOR.join(sorted(held)) + SEPARATOR if held else None
                continue
            cell = _cell(shown.get(column.name))
            yield cell
            if column.folded:
                yield folded(cell)[:SORT_MAX] if isinstance(cell, str) else cell


def folded(text: str) -> str:
    """Return a text as lists sort it: without accents nor case."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()


def fingerprint(declarations: Iterable[Declaration]) -> str:
    """Return what changes when projections must be made anew."""
    said = repr(
        (FORMAT, [(d.kind, d.titres, d.libelle, [_described(field) for field in d.champs]) for d in declarations])
    )
    return hashlib.sha256(said.encode()).hexdigest()


def _described(field: DeclaredField) -> tuple[object, ...]:
    champ = field.champ
    inner = [_described(each) for each in field.champs]
    return (field.name, field.sort, champ.liste, champ.filtre, champ.cherche, inner)


def _columns(declaration: Declaration) -> Iterable[Column]:
    for declared in declaration.champs:
        champ = declared.champ
        if declared.sort == "elements":
            for member in declared.champs:
                if member.champ.filtre:
                    yield Column(declared.name + "/" + member.name, member.sort, True, False)
        elif declared.sort in _SHORT or champ.liste or champ.filtre or declared.name in declaration.titres:
            yield Column(declared.name, declared.sort, declared.sort == "codes", declared.sort in _FOLDED)


def _stored(column: Column) -> tuple[str, ...]:
    return (column.name, column.order) if column.folded else (column.name,)


def _weights(declaration: Declaration) -> Iterable[tuple[str, int]]:
    for declared in declaration.champs:
        if declared.champ.cherche:
            yield declared.name, min(declared.champ.cherche, WEIGHTS)
        for member in declared.champs:
            if member.champ.cherche:
                yield declared.name + "/" + member.name, min(member.champ.cherche, WEIGHTS)


def _spoken(state: RecordState) -> Iterable[tuple[str, tuple[Value, ...]]]:
    """Give every key with every value that stands under it: search finds both sides of a conflict."""
    if isinstance(state.fields, Sole):
        return ((key, (value,)) for key, value in state.fields.changes.items() if value is not None)
    return (
        (key, tuple(each.value for each in assigned))
        for key, assigned in state.fields.items()
        if assigned and assigned[0].value is not None
    )


def _cell(value: Value) -> object:
    if isinstance(value, str):
        return value[:CELL_MAX]
    if isinstance(value, tuple):
        return SEPARATOR.join(value)[:CELL_MAX]
    return value


def _text(value: Value) -> str:
    if isinstance(value, tuple):
        return "\n".join(value)
    return value if isinstance(value, str) else str(int(value or 0))


def _read(column: Column, cell: object) -> object:
    if column.many:
        return [code for code in str(cell).split(SEPARATOR) if code]
    if column.sort == "oui_non" and isinstance(cell, int):
        return bool(cell)
    if column.sort == "liste":
        return str(cell).split(SEPARATOR)
    return cell
