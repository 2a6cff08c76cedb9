"""Attachments, sealed: kept part by part, complete once the whole has the hash that names it. Resumable both ways."""

import hashlib
from typing import Any

from sqlalchemy import Connection, delete, select, update

from mvl_central import schema
from mvl_central.auth import Gate
from mvl_central.database import change_espace
from mvl_central.errors import RequestRefusedError
from mvl_central.service import Answer, Call, Service, answer_object, espace_row
from mvl_central.usage import charge
from mvl_desktop.protocol.encoding import ProtocolError
from mvl_desktop.protocol.hashes import blob_id
from mvl_desktop.protocol.wire import BYTES, BlobPart, BlobState, part_count, part_length


def get_blob(service: Service, gate: Gate, call: Call) -> Answer:
    """Say which parts of a blob are here."""
    espace, id_ = call.id("espace", 16), call.id("id", 32)
    gate.admit(call, espace, holders=True)
    return answer_object(service.database.read(lambda connection: state(connection, espace, id_)))


def get_part(service: Service, gate: Gate, call: Call) -> Answer:
    """Give one part of a complete blob."""
    espace, id_, index = call.id("espace", 16), call.id("id", 32), call.number("index")
    caller = gate.admit(call, espace, holders=True)
    if caller.row.restored:
        raise RequestRefusedError(503, "restored")
    table, parts = schema.blobs, schema.blob_parts
    query = (
        select(parts.c.data)
        .join(table, (table.c.espace == parts.c.espace) & (table.c.id == parts.c.id))
        .where(parts.c.espace == espace, parts.c.id == id_, parts.c.i == index, table.c.complete == 1)
    )
    data = service.database.read(lambda connection: connection.execute(query).scalar())
    if data is None:
        raise RequestRefusedError(404, "unknown")
    return Answer(bytes(data), BYTES)


def put_part(service: Service, gate: Gate, call: Call) -> Answer:
    """Keep one part of a blob."""
    espace, id_ = call.id("espace", 16), call.id("id", 32)
    caller = gate.admit(call, espace, holders=True)
    index, size = call.number("index"), call.number("size")
    try:
        right = len(call.body) == part_length(size, index)
    except ProtocolError as error:
        raise RequestRefusedError(413, "blob_size") from error
    if not right:
        raise RequestRefusedError(400, "malformed")
    part = BlobPart(id_, size, index, call.body)

    def keep(connection: Connection) -> BlobState:
        row = espace_row(connection, espace, lock=True)
        if row.restored:
            raise RequestRefusedError(503, "restored")
        charge(connection, service, row, caller.registry, caller.device, len(call.body), call.now)
        if id_ in service.registry(connection, row).erased_blobs:
            raise RequestRefusedError(410, "erased")
        grown = keep_part(connection, service, espace, part, call.now)
        if row.bytes + grown > service.limits.espace_bytes:
            raise RequestRefusedError(507, "espace_full")
        change_espace(connection, espace, bytes=row.bytes + grown)
        return state(connection, espace, id_)

    return answer_object(service.database.write(keep))


def keep_part(connection: Connection, service: Service, espace: bytes, part: BlobPart, now: int) -> int:
    """Keep a part; return how many bytes that adds.

    When it is the last missing one, the whole is verified, and dropped when it is not what it says.
    """
    table, here = schema.blobs, schema.blobs.c
    row = {"espace": espace, "id": part.id, "size": part.size, "complete": 0, "at": now}
    service.database.insert_new(connection, table, [row])
    known = connection.execute(select(table).where(here.espace == espace, here.id == part.id)).one()
    if known.size != part.size:
        raise RequestRefusedError(409, "blob_size")
    if known.complete:
        return 0
    values = {"espace": espace, "id": part.id, "i": part.index, "data": part.data}
    added = service.database.insert_new(connection, schema.blob_parts, [values])
    if len(_indexes(connection, espace, part.id)) == part_count(part.size):
        _finish(connection, espace, part.id)
    return added * len(part.data)


def state(connection: Connection, espace: bytes, id_: bytes) -> BlobState:
    """Return which parts of a blob are here."""
    here = schema.blobs.c
    known = connection.execute(select(schema.blobs).where(here.espace == espace, here.id == id_)).first()
    if known is None:
        return BlobState(id_, 0, [], False)
    return BlobState(id_, known.size, _indexes(connection, espace, id_), bool(known.complete))


def _indexes(connection: Connection, espace: bytes, id_: bytes) -> list[int]:
    parts = schema.blob_parts.c
    found = connection.execute(select(parts.i).where(parts.espace == espace, parts.id == id_).order_by(parts.i))
    return [row.i for row in found]


def _finish(connection: Connection, espace: bytes, id_: bytes) -> None:
    parts, hashed = schema.blob_parts.c, hashlib.sha256()
    for index in _indexes(connection, espace, id_):
        one: Any = select(parts.data).where(parts.espace == espace, parts.id == id_, parts.i == index)
        hashed.update(connection.execute(one).scalar_one())
    if blob_id(hashed.digest()) == id_:
        table = schema.blobs
        connection.execute(update(table).where(table.c.espace == espace, table.c.id == id_).values(complete=1))
        return
    for table in (schema.blobs, schema.blob_parts):
        connection.execute(delete(table).where(table.c.espace == espace, table.c.id == id_))
