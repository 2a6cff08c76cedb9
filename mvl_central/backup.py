"""Backups that read alike on SQLite and PostgreSQL; a restored service erases again before it serves.

A file is a magic word, then frames of msgpack rows, table by table, then the SHA-256 of it all. It holds what the
database holds, the service's signing key included: it is to be kept as the database is.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec
from sqlalchemy import Connection, select, update

from mvl_central import schema
from mvl_central.database import Database
from mvl_central.erasure import replay_orders
from mvl_central.errors import HostError
from mvl_central.registries import Registries
from mvl_central.restorations import note_restoration
from mvl_central.service import system_ms
from mvl_central.signing import key_within
from mvl_central.upkeep import list_espaces

MAGIC = b"MVL-CENTRAL\x01"
BATCH = 20
DIGEST = 32
Cell = bytes | int | None


class _Hashed:
    """A file that hashes what is written to it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.state = hashlib.sha256()

    def write(self, data: bytes) -> None:
        self._file.write(data)
        self.state.update(data)

    def frame(self, payload: bytes) -> None:
        self.write(len(payload).to_bytes(8, "big") + payload)


def back_up(database: Database, file: Path) -> None:
    """Write everything to a file, as of one moment; the file appears only when it is whole."""
    part = file.with_name(file.name + ".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as raw:
        out = _Hashed(raw)
        out.write(MAGIC)
        database.read(lambda connection: _dump(connection, out))
        raw.write(out.state.digest())
        raw.flush()
        os.fsync(raw.fileno())
    part.replace(file)


def restore(database: Database, file: Path, now: Callable[[], int] = system_ms) -> None:
    """Fill an empty database from a backup, execute the erase orders it knows, and mark its espaces as restored.

    Nothing of an espace is served until an operator's post has shown that it holds no later order. What each feed was
    at that moment is signed, so that posts which had seen further know what to send again.
    """
    if list_espaces(database):
        raise HostError("Cette base contient déjà des espaces\u00a0: restaurez dans une base vide.")
    _verify(file)
    database.write(lambda connection: _load(database, connection, file, now()))


def _dump(connection: Connection, out: _Hashed) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    for table in schema.DUMPED:
        rows = connection.execute(select(table).execution_options(yield_per=BATCH))
        for some in rows.partitions(BATCH):
            out.frame(msgspec.msgpack.encode((str(table.name), [tuple(row) for row in some])))
    out.frame(b"")


def _verify(file: Path) -> None:
    """Read the whole file once before anything is changed."""
    damaged = HostError("Cette sauvegarde est abîmée ou n’en est pas une\u00a0: rien n’a été changé.", 4)
    size = file.stat().st_size if file.is_file() else 0
    if size < len(MAGIC) + 8 + DIGEST:
        raise damaged
    state, left = hashlib.sha256(), size - DIGEST
    with file.open("rb") as source:
        if source.read(len(MAGIC)) != MAGIC:
            raise damaged
        source.seek(0)
        while left:
            block = source.read(min(left, 1 << 20))
            state.update(block)
            left -= len(block)
        if state.digest() != source.read(DIGEST):
            raise damaged


def _frames(file: Path) -> Iterator[bytes]:
    with file.open("rb") as source:
        source.seek(len(MAGIC))
        while length := int.from_bytes(source.read(8), "big"):
            yield source.read(length)


def _load(database: Database, connection: Connection, file: Path, now: int) -> None:
    tables = {table.name: table for table in schema.DUMPED}
    for name in ("setting", "token"):
        connection.execute(tables[name].delete())
    for payload in _frames(file):
        name, rows = msgspec.msgpack.decode(payload, type=tuple[str, list[tuple[Cell, ...]]])
        columns = [column.name for column in tables[name].columns]
        connection.execute(tables[name].insert(), [dict(zip(columns, row, strict=True)) for row in rows])
    connection.execute(update(schema.espaces).values(restored=1))
    key = key_within(database, connection)
    for row in connection.execute(select(schema.espaces)).all():
        registry = Registries().at(connection, row.espace, row.founder, row.regn)
        replay_orders(connection, registry)
        note_restoration(connection, key, row, registry, now)
