"""Sealed segments of access registers: kept for the auditors of an espace, unread here, gone after their time."""

import hashlib
from typing import Any

from sqlalchemy import Connection, delete, select

from mvl_central import schema
from mvl_central.auth import Gate
from mvl_central.errors import RequestRefusedError
from mvl_central.service import Answer, Call, Service, answer_frames, answer_object, espace_row
from mvl_central.settings import DAY_MS
from mvl_central.signing import verify
from mvl_central.usage import charge
from mvl_desktop.protocol.encoding import ProtocolError
from mvl_desktop.protocol.journal import read_segment, readers, retention_days
from mvl_desktop.protocol.registry import Registry
from mvl_desktop.protocol.wire import PAGE_BYTES, PAGE_OBJECTS, Done, FrameType, frame, page_frame, read_frames


def get_journal(service: Service, gate: Gate, call: Call) -> Answer:
    """Give a page of segments after a number, to an auditor."""
    espace, after = call.id("espace", 16), call.number("after", 0)
    caller = gate.admit(call, espace)
    if caller.device not in readers(caller.registry):
        raise RequestRefusedError(403, "role")
    table = schema.journal
    query = (
        select(table.c.j, table.c.data)
        .where(table.c.espace == espace, table.c.j > after)
        .order_by(table.c.j)
        .limit(PAGE_OBJECTS)
    )
    found = service.database.read(lambda connection: connection.execute(query.execution_options(yield_per=50)).all())
    chosen: list[Any] = []
    size = 0
    for row in found:
        if chosen and size + len(row.data) > PAGE_BYTES:
            break
        chosen.append(row)
        size += len(row.data)
    upto = chosen[-1].j if chosen else after
    more = len(chosen) < len(found) or len(found) == PAGE_OBJECTS
    frames = [frame(FrameType.JOURNAL, bytes(row.data)) for row in chosen]
    return answer_frames([*frames, page_frame(upto, more)])


def post_journal(service: Service, gate: Gate, call: Call) -> Answer:
    """Keep segments, whoever brings them; each must be signed by the member whose register it is."""
    espace = call.id("espace", 16)
    caller = gate.admit(call, espace)
    registry = caller.registry
    try:
        read = [_read(payload, type_, registry, call.now) for type_, payload in read_frames(call.body)]
    except ProtocolError as error:
        raise RequestRefusedError(400, "malformed") from error

    def keep(connection: Connection) -> int:
        row = espace_row(connection, espace, lock=True)
        charge(connection, service, row, registry, caller.device, len(call.body), call.now)
        table = schema.journal
        hashes = [hashed for hashed, _ in read]
        query = select(table.c.h).where(table.c.espace == espace, table.c.h.in_(hashes))
        known = {bytes(found.h) for found in connection.execute(query)}
        new = {hashed: values for hashed, values in read if hashed not in known}
        last = _last(connection, espace)
        for at, (hashed, values) in enumerate(new.items(), last + 1):
            connection.execute(table.insert().values(espace=espace, j=at, h=hashed, **values))
        if new:
            _count(connection, espace, last + len(new))
        return len(new)

    return answer_object(Done(service.database.write(keep)))


def expire(connection: Connection, registry: Registry, now: int) -> int:
    """Delete the segments of an espace whose days are over; return how many."""
    table = schema.journal
    before = now // DAY_MS - retention_days(registry)
    where = (table.c.espace == registry.espace) & (table.c.day < before)
    return connection.execute(delete(table).where(where)).rowcount


def _read(payload: bytes, type_: int, registry: Registry, now: int) -> tuple[bytes, dict[str, Any]]:
    """Read and verify a segment. One from a clock ahead of ours is as old as its arrival: it expires with the rest."""
    if type_ != FrameType.JOURNAL:
        raise RequestRefusedError(400, "malformed")
    found = read_segment(payload)
    segment = found.segment
    known = registry.devices.get(segment.device)
    if found.espace != registry.espace or known is None:
        raise RequestRefusedError(400, "journal")
    if not verify(known.cert.sig, "journal", found.signed.o, found.signed.s):
        raise RequestRefusedError(400, "journal")
    return hashlib.sha256(payload).digest(), {
        "device": segment.device,
        "day": min(segment.day, now // DAY_MS),
        "data": payload,
    }


def _last(connection: Connection, espace: bytes) -> int:
    """Return the last number given in an espace."""
    counts = schema.journal_counts
    return int(connection.execute(select(counts.c.j).where(counts.c.espace == espace)).scalar() or 0)


def _count(connection: Connection, espace: bytes, last: int) -> None:
    counts = schema.journal_counts
    changed = connection.execute(counts.update().where(counts.c.espace == espace).values(j=last)).rowcount
    if not changed:
        connection.execute(counts.insert().values(espace=espace, j=last))
