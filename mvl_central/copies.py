"""A copy of one espace for its members: what the service holds of it, sealed as it was given, unread by the host."""

import os
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, select

from mvl_central import schema
from mvl_central.database import Database
from mvl_central.erasure import header_of, split, unpack
from mvl_central.errors import HostError
from mvl_central.registries import entries_after
from mvl_desktop.protocol.copies import CopyWriter
from mvl_desktop.protocol.escrows import HOLDERS, wrap_payload
from mvl_desktop.protocol.wire import FrameType, blob_part_payload

BATCH = 20


def copy_espace(database: Database, name: str, file: Path) -> int:
    """Write a copy of an espace, as of one moment; the file appears only when it is whole. Return its size."""
    try:
        espace = bytes.fromhex(name)
    except ValueError:
        espace = b""
    found = database.read(
        lambda c: c.execute(select(schema.espaces).where(schema.espaces.c.espace == espace)).one_or_none()
    )
    if found is None:
        raise HostError("Cet espace n’est pas ici\u00a0: «\u00a0mvl-central espaces\u00a0» les nomme.", 2)
    part, writer = file.with_name(file.name + ".part"), CopyWriter()

    def write(connection: Connection) -> None:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
            for piece in writer.pieces(_content(connection, espace, found.regn)):
                target.write(piece)
            target.flush()
            os.fsync(target.fileno())

    try:
        database.read(write)
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise HostError("La copie n’a pas pu être écrite\u00a0: rien n’a été changé.") from error
    return writer.size


def _content(connection: Connection, espace: bytes, regn: int) -> Iterator[tuple[int, bytes]]:
    for entry in entries_after(connection, espace, -1, regn):
        yield FrameType.REGISTRY, entry
    grants, slots = schema.grants, schema.slots
    kept = select(grants).where(grants.c.espace == espace, grants.c.device.in_(HOLDERS))
    for row in connection.execute(kept.order_by(grants.c.epoch, grants.c.device)):
        yield FrameType.ESCROW, wrap_payload(espace, (row.epoch, bytes(row.device), bytes(row.ct)))
    held = select(slots.c.data).where(slots.c.espace == espace).order_by(slots.c.s)
    for row in connection.execute(held.execution_options(yield_per=BATCH)):
        yield FrameType.KEYSLOT, bytes(row.data)
    yield from _commits(connection, espace)
    yield from _parts(connection, espace)


def _commits(connection: Connection, espace: bytes) -> Iterator[tuple[int, bytes]]:
    table, late = schema.commits, schema.numbered
    given = select(table).where(table.c.espace == espace).order_by(table.c.k)
    for row in connection.execute(given.execution_options(yield_per=BATCH)):
        entries = header_of(row.data).entries
        for body in unpack(entries, row.absent, row.bodies).values():
            yield FrameType.BODY, body
        if split(row.absent):
            came = select(late.c.body).where(late.c.espace == espace, late.c.of_k == row.k, late.c.body.is_not(None))
            for other in connection.execute(came):
                yield FrameType.BODY, bytes(other.body)
        yield FrameType.COMMIT, bytes(row.data)


def _parts(connection: Connection, espace: bytes) -> Iterator[tuple[int, bytes]]:
    blobs, parts = schema.blobs, schema.blob_parts
    whole = select(blobs).where(blobs.c.espace == espace, blobs.c.complete == 1).order_by(blobs.c.id)
    for blob in connection.execute(whole).all():
        wanted = select(parts).where(parts.c.espace == espace, parts.c.id == blob.id).order_by(parts.c.i)
        for part in connection.execute(wanted.execution_options(yield_per=1)):
            yield FrameType.BLOB_PART, blob_part_payload(bytes(blob.id), blob.size, part.i, bytes(part.data))
