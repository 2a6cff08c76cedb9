"""What the host does beside serving: make the tables, check, purge, authorize, list."""

import hashlib
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Dialect, Table, delete, func, inspect, select, text
from sqlalchemy.engine import Row
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import CreateIndex, CreateTable

from mvl_central import journal, schema
from mvl_central.database import Database, change_espace, lock_espace
from mvl_central.erasure import header_of, unpack
from mvl_central.errors import HostError
from mvl_central.registries import Registries, entries_after
from mvl_central.settings import DAY_MS, Limits
from mvl_central.signing import verify
from mvl_desktop.protocol.check import check_body
from mvl_desktop.protocol.hashes import ZERO, next_root
from mvl_desktop.protocol.registry import Registry, RegistryRefusedError, fold

TOKEN_BYTES = 32


def create(database: Database, partitions: int = 0) -> bool:
    """Make the tables unless they are there; several instances may try at once. Return whether they were made."""
    if version(database) is not None:
        return False
    try:
        database.write(lambda connection: _create(connection, partitions))
    except DBAPIError:
        if version(database) is None:
            raise
    if database.nonces is not database.engine:
        with database.nonces.begin() as connection:
            schema.nonces.create(connection, checkfirst=True)
    return True


def upgrade(database: Database, partitions: int = 0) -> bool:
    """Make the tables, or bring those of an earlier version to this one. Return whether they were made."""
    made = create(database, partitions)
    found = version(database)
    if found is not None and found < schema.VERSION:
        database.write(_bring_up)
    return made


def version(database: Database) -> int | None:
    """Return the version of the tables, None where there are none."""

    def read(connection: Connection) -> int | None:
        if not inspect(connection).has_table(schema.settings.name):
            return None
        query = select(schema.settings.c.value).where(_setting(b"schema"))
        kept = connection.execute(query).scalar()
        return None if kept is None else int(kept)

    return database.read(read)


def require_current(database: Database) -> None:
    """Refuse to work on tables of another version."""
    found = version(database)
    if found is None:
        raise HostError("La base est vide\u00a0: lancez d’abord «\u00a0mvl-central init\u00a0».")
    if found < schema.VERSION:
        raise HostError("La base est d’une version antérieure\u00a0: lancez «\u00a0mvl-central upgrade\u00a0».")
    if found > schema.VERSION:
        raise HostError("La base est d’une version plus récente que ce programme\u00a0: mettez-le à jour.")


def authorize(database: Database, file: Path, now: int) -> None:
    """Write a token that lets one espace be published here (or take the one that the file holds); keep its hash."""
    if file.exists() and file.stat().st_size:
        token = file.read_text(encoding="utf-8").strip()
        if len(token) < TOKEN_BYTES:
            raise HostError("Le jeton de ce fichier est trop court\u00a0: donnez le nom d’un fichier nouveau.", 2)
    else:
        token = secrets.token_urlsafe(TOKEN_BYTES)
        file.touch(mode=0o600)
        file.write_text(token + "\n", encoding="utf-8")
    row = {"espace": schema.NOBODY, "h": hashlib.sha256(token.encode()).digest(), "at": now, "used_by": None}
    database.write(lambda connection: database.insert_new(connection, schema.tokens, [row]))


def list_espaces(database: Database) -> list[Row[Any]]:
    """Return the espaces published here."""
    query = select(schema.espaces).order_by(schema.espaces.c.created_at)
    return list(database.read(lambda connection: connection.execute(query).all()))


def purge(database: Database, limits: Limits, now: int) -> dict[str, int]:
    """Delete what has expired: nonces, enrolment requests, unfinished blobs, old counts; give space back."""
    old, today = now - limits.enrol_days * DAY_MS, now // DAY_MS
    removed = {
        "nonces": database.write_lightly(lambda c: _delete(c, schema.nonces, schema.nonces.c.expires < now)),
    }
    for row in list_espaces(database):
        espace = row.espace
        done = database.write(lambda connection, espace=espace: _purge_espace(connection, espace, old, today))  # type: ignore[misc]
        done["segments"] = database.write(lambda connection, row=row: _purge_journal(connection, row, now))  # type: ignore[misc]
        for name, count in done.items():
            removed[name] = removed.get(name, 0) + count
    database.forget_written()
    return removed


def check(database: Database) -> Iterator[str]:
    """Read everything again as a stranger would: give one line for each thing that is wrong."""
    for row in list_espaces(database):
        name = row.espace.hex()
        try:
            registry = database.read(lambda connection, row=row: _refold(connection, row))  # type: ignore[misc]
        except RegistryRefusedError as error:
            yield f"{name} registre {error.code}"
            continue
        if registry.n != row.regn:
            yield f"{name} registre incomplet"
        for problem in database.read(lambda connection, row=row: list(_check_feed(connection, row))):  # type: ignore[misc]
            yield f"{name} {problem}"


def _setting(name: bytes) -> Any:
    return (schema.settings.c.espace == schema.NOBODY) & (schema.settings.c.name == name)


def _create(connection: Connection, partitions: int) -> None:
    for table in schema.metadata.sorted_tables:
        if partitions and table in schema.PARTITIONED:
            _create_partitioned(connection, table, partitions)
        else:
            table.create(connection, checkfirst=True)
    values = {"espace": schema.NOBODY, "name": b"schema", "value": str(schema.VERSION).encode()}
    connection.execute(schema.settings.insert().values(**values))


def _bring_up(connection: Connection) -> None:
    """Add the tables that a later version brought; what is there stays as it is."""
    schema.metadata.create_all(connection, checkfirst=True)
    said = schema.settings.update().where(_setting(b"schema")).values(value=str(schema.VERSION).encode())
    connection.execute(said)


def _create_partitioned(connection: Connection, table: Table, partitions: int) -> None:
    """Make a table whose rows are spread by espace over several (PostgreSQL only)."""
    dialect = connection.dialect
    connection.execute(text(f"{CreateTable(table).compile(dialect=dialect)} PARTITION BY HASH (espace)"))
    for index in table.indexes:
        connection.execute(CreateIndex(index))
    for part in range(partitions):
        name = identifier(dialect, f"{table.name}_{part}")
        of = identifier(dialect, table.name)
        bounds = f"(MODULUS {partitions:d}, REMAINDER {part:d})"
        connection.execute(text(" ".join(("CREATE TABLE", name, "PARTITION OF", of, "FOR VALUES WITH", bounds))))


def identifier(dialect: Dialect, name: str) -> str:
    """Quote the name of a table of ours."""
    return str(dialect.identifier_preparer.quote(name))


def _delete(connection: Connection, table: Table, where: Any) -> int:
    return connection.execute(delete(table).where(where)).rowcount


def _purge_espace(connection: Connection, espace: bytes, old: int, today: int) -> dict[str, int]:
    enrolments, blobs, parts, usage = schema.enrolments, schema.blobs, schema.blob_parts, schema.usage
    stale = select(blobs.c.id).where(blobs.c.espace == espace, blobs.c.complete == 0, blobs.c.at < old)
    lock_espace(connection, espace)
    _delete(connection, parts, (parts.c.espace == espace) & parts.c.id.in_(stale))
    removed = {
        "enrolments": _delete(connection, enrolments, (enrolments.c.espace == espace) & (enrolments.c.at < old)),
        "blobs": _delete(connection, blobs, (blobs.c.espace == espace) & (blobs.c.complete == 0) & (blobs.c.at < old)),
        "counts": _delete(connection, usage, (usage.c.espace == espace) & (usage.c.day < today - 1)),
    }
    change_espace(connection, espace, bytes=_measure(connection, espace))
    return removed


def _purge_journal(connection: Connection, row: Row[Any], now: int) -> int:
    return journal.expire(connection, Registries().at(connection, row.espace, row.founder, row.regn), now)


def _measure(connection: Connection, espace: bytes) -> int:
    """Return how many bytes an espace keeps."""
    commits, late, slots, parts = schema.commits, schema.numbered, schema.slots, schema.blob_parts
    columns = (commits.c.data, commits.c.bodies, late.c.body, slots.c.data, parts.c.data)
    queries = (select(func.coalesce(func.sum(func.length(c)), 0)).where(c.table.c.espace == espace) for c in columns)
    return sum(int(connection.execute(query).scalar_one()) for query in queries)


def _refold(connection: Connection, row: Row[Any]) -> Registry:
    return fold(row.founder, entries_after(connection, row.espace, -1, row.regn), verify)


def _check_feed(connection: Connection, row: Row[Any]) -> Iterator[str]:
    """Compare every commit's bodies with its header, and the root with the numbers given."""
    commits, other = schema.commits, schema.numbered
    ids: dict[int, bytes] = {}
    for kept in connection.execute(
        select(commits).where(commits.c.espace == row.espace).order_by(commits.c.k).execution_options(yield_per=10)
    ):
        ids[kept.k] = bytes(kept.id)
        header = header_of(kept.data)
        named = {entry.bhash: entry for entry in header.entries}
        bodies = unpack(header.entries, kept.absent, kept.bodies)
        if not all(check_body(named[bhash], body) for bhash, body in bodies.items()):
            yield f"commit {kept.id.hex()[:8]} altéré"
    for kept in connection.execute(select(other.c.k, other.c.id).where(other.c.espace == row.espace)):
        ids[kept.k] = bytes(kept.id)
    root = ZERO
    for k in sorted(ids):
        root = next_root(root, ids[k])
    if sorted(ids) != list(range(1, row.k + 1)) or root != row.root:
        yield "numérotation altérée"
