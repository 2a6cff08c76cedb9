"""How this room speaks SQL: statements written once, values always bound, many rows at a time.

Statements are made when modules are loaded, never from what a person typed. `IN (?*)` stands for a list of values.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from string import Template
from typing import Any

from sqlalchemy import Connection
from sqlcipher3 import dbapi2 as sqlcipher

from mvl_desktop.store.errors import TexteInvalideError
from mvl_desktop.store.opening import tell_outside

Row = tuple[Any, ...]
MANY = 200
SIZES = (1, 8, 50, MANY)
CHUNK = 2_000
"""Rows that are held at once, of those that are read to be counted."""
_NAME = re.compile(r"[a-z][a-z0-9_/-]*\Z")


def identifier(name: str) -> str:
    """Quote the name of a table or a column; ValueError when it is not one that a declaration may give."""
    if not _NAME.match(name):
        raise ValueError(name)
    return '"' + name + '"'


def shape(template: str, **names: str) -> str:
    """Fill the `$names` of a statement with quoted identifiers, or with lists made of them."""
    return Template(template).substitute(names)


def listed(statement: str, size: int) -> str:
    """Give room for `size` values where the statement says `(?*)`."""
    return statement.replace("(?*)", "(" + ",".join("?" * size) + ")")


class Sql:
    """One connection within its transaction, as the sub-ports use it.

    It speaks through the driver's own cursor: most statements here take less time than a layer above would.
    """

    __slots__ = ("_cursor",)

    def __init__(self, connection: Connection) -> None:
        """Speak through this connection."""
        self._cursor: Any = connection.connection.cursor()

    def end(self) -> None:
        """Say no more: the transaction is over, and nothing may slip outside of one."""
        self._cursor.close()

    def run(self, statement: str, *values: object) -> int:
        """Execute a statement; return how many rows it changed."""
        return int(self._execute(statement, values).rowcount)

    def many(self, statement: str, rows: Sequence[Row]) -> None:
        """Execute a statement for every row of values; for none, do nothing."""
        if rows:
            try:
                self._cursor.executemany(statement, rows)
            except sqlcipher.Error as error:
                tell_outside(error)
                raise
            except UnicodeEncodeError:
                raise TexteInvalideError from None

    def bulk(self, statement: str, rows: Sequence[Row]) -> None:
        """Execute a statement for very many rows: bytes are given as the driver takes them fastest."""
        self.many(
            statement,
            [tuple([bytearray(value) if type(value) is bytes else value for value in row]) for row in rows],
        )

    def all(self, statement: str, *values: object) -> Sequence[Any]:
        """Return every row."""
        return self._rows(statement, values)

    def chunks(self, statement: str, *values: object) -> Iterator[Sequence[Any]]:
        """Give every row, some at a time: all of them are never held. Others may be asked for meanwhile."""
        cursor = self._cursor.connection.cursor()
        try:
            try:
                cursor.execute(statement, values)
                while rows := cursor.fetchmany(CHUNK):
                    yield rows
            finally:
                cursor.close()
        except sqlcipher.Error as error:
            tell_outside(error)
            raise
        except UnicodeEncodeError:
            raise TexteInvalideError from None

    def row(self, statement: str, *values: object) -> Any:
        """Return the first row, or None."""
        rows = self._rows(statement, values)
        return rows[0] if rows else None

    def value(self, statement: str, *values: object) -> Any:
        """Return the first column of the first row, or None."""
        rows = self._rows(statement, values)
        return rows[0][0] if rows else None

    def column(self, statement: str, *values: object) -> list[Any]:
        """Return the first column of every row."""
        return [row[0] for row in self._rows(statement, values)]

    def within(self, statement: str, wanted: Iterable[object], *before: object) -> Iterator[Any]:
        """Give the rows of a statement with `IN (?*)`, for any number of values; `before` are bound before them."""
        for size, chunk in _chunks(wanted):
            yield from self._rows(listed(statement, size), (*before, *chunk))

    def run_within(self, statement: str, wanted: Iterable[object], *before: object) -> None:
        """Execute a statement with `IN (?*)` for any number of values."""
        for size, chunk in _chunks(wanted):
            self._execute(listed(statement, size), (*before, *chunk))

    def _execute(self, statement: str, values: Sequence[object]) -> Any:
        try:
            return self._cursor.execute(statement, values)
        except sqlcipher.Error as error:
            tell_outside(error)
            raise
        except UnicodeEncodeError:
            raise TexteInvalideError from None

    def _rows(self, statement: str, values: Sequence[object]) -> list[Any]:
        try:
            rows: list[Any] = self._cursor.execute(statement, values).fetchall()
        except sqlcipher.Error as error:
            tell_outside(error)
            raise
        except UnicodeEncodeError:
            raise TexteInvalideError from None
        return rows


def _chunks(wanted: Iterable[object]) -> Iterator[tuple[int, list[object]]]:
    """Cut a list of values; the last one is repeated up to a few known sizes, so that statements are prepared once."""
    every = list(wanted)
    for start in range(0, len(every), MANY):
        chunk = every[start : start + MANY]
        size = next(size for size in SIZES if size >= len(chunk))
        yield size, chunk + chunk[-1:] * (size - len(chunk))
