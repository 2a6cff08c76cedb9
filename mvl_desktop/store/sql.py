"""How this room speaks SQL: statements written once, values always bound, many rows at a time.

Statements are made when modules are loaded, never from what a person typed. `IN (?*)` stands for a list of values.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from string import Template
from typing import Any

from sqlalchemy import Connection

Row = tuple[Any, ...]
MANY = 200
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
    """One connection within its transaction, as the sub-ports use it."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        """Speak through this connection."""
        self._connection = connection

    def run(self, statement: str, *values: object) -> int:
        """Execute a statement; return how many rows it changed."""
        return int(self._connection.exec_driver_sql(statement, values).rowcount)

    def many(self, statement: str, rows: Sequence[Row]) -> None:
        """Execute a statement for every row of values; for none, do nothing."""
        if rows:
            self._connection.exec_driver_sql(statement, list(rows))

    def bulk(self, statement: str, rows: Sequence[Row]) -> None:
        """Execute a statement for very many rows: bytes are given as the driver takes them fastest."""
        if rows:
            quick = [tuple([bytearray(value) if type(value) is bytes else value for value in row]) for row in rows]
            self._connection.exec_driver_sql(statement, quick)

    def all(self, statement: str, *values: object) -> Sequence[Any]:
        """Return every row."""
        return self._connection.exec_driver_sql(statement, values).fetchall()

    def row(self, statement: str, *values: object) -> Any:
        """Return the first row, or None."""
        return self._connection.exec_driver_sql(statement, values).fetchone()

    def value(self, statement: str, *values: object) -> Any:
        """Return the first column of the first row, or None."""
        row = self._connection.exec_driver_sql(statement, values).fetchone()
        return None if row is None else row[0]

    def column(self, statement: str, *values: object) -> list[Any]:
        """Return the first column of every row."""
        return [row[0] for row in self._connection.exec_driver_sql(statement, values).fetchall()]

    def within(self, statement: str, wanted: Iterable[object], *before: object) -> Iterator[Any]:
        """Give the rows of a statement with `IN (?*)`, for any number of values; `before` are bound before them."""
        every = list(wanted)
        for start in range(0, len(every), MANY):
            chunk = every[start : start + MANY]
            # A full chunk is always the same statement, so it is prepared once.
            yield from self.all(listed(statement, len(chunk)), *before, *chunk)

    def run_within(self, statement: str, wanted: Iterable[object], *before: object) -> None:
        """Execute a statement with `IN (?*)` for any number of values."""
        every = list(wanted)
        for start in range(0, len(every), MANY):
            chunk = every[start : start + MANY]
            self.run(listed(statement, len(chunk)), *before, *chunk)
