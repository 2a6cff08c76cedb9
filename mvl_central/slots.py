"""Keyslots: kept by (commitment, epoch, hash), numbered, bounded per device; given out after a number."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select, text

from mvl_central import schema
from mvl_central.auth import Gate
from mvl_central.commits import Log
from mvl_central.database import chunks
from mvl_central.errors import RequestRefusedError
from mvl_central.service import Answer, Call, Service, answer_frames
from mvl_desktop.protocol.encoding import ProtocolError, decode
from mvl_desktop.protocol.objects import SLOT_LIMIT, SUITE, VERSION, KeySlot
from mvl_desktop.protocol.registry import Registry
from mvl_desktop.protocol.wire import PAGE_OBJECTS, FrameType, frame, page_frame

PAGE = 4 * PAGE_OBJECTS


@dataclass(frozen=True, slots=True)
class ReadSlot:
    """A keyslot as received: its fields, bytes and hash."""

    slot: KeySlot
    data: bytes
    hash: bytes


def read(payloads: Sequence[bytes], registry: Registry) -> list[ReadSlot]:
    """Decode keyslots and refuse those that name another espace, or a generation after their epoch (rule 2)."""
    found = []
    for data in payloads:
        try:
            slot = decode(data, KeySlot, SLOT_LIMIT)
        except ProtocolError as error:
            raise RequestRefusedError(400, "malformed") from error
        if slot.v != VERSION or slot.suite > SUITE or slot.espace != registry.espace or not 1 <= slot.ge <= slot.epoch:
            raise RequestRefusedError(400, "slot")
        if slot.epoch > registry.epoch:
            raise RequestRefusedError(409, "registry", registry.n + 1)
        found.append(ReadSlot(slot, data, hashlib.sha256(data).digest()))
    return found


def keep(connection: Connection, service: Service, log: Log, found: Sequence[ReadSlot], device: bytes) -> int:
    """Keep the keyslots that are not there yet, of records not erased; return how many were new."""
    live = {
        (item.slot.kc, item.slot.epoch, item.hash): item
        for item in found
        if item.slot.rec not in log.registry.erased_records
    }
    kept, by_device = _kept(connection, log.espace, device, {kc for kc, _, _ in live})
    rows = []
    for (kc, epoch, hash_), item in live.items():
        if (kc, epoch, hash_) in kept or by_device[kc, epoch] >= service.limits.slots_per_device:
            continue
        by_device[kc, epoch] += 1
        log.s += 1
        rows.append((kc, epoch, hash_, log.s, item.slot.rec, item.slot.ge, item.data))
    _insert(connection, log.espace, device, rows)
    log.note_slots([(item.slot.rec, item.slot.ge, item.slot.kc) for item in live.values()])
    log.bytes += sum(len(row[-1]) for row in rows)
    return len(rows)


def get_slots(service: Service, gate: Gate, call: Call) -> Answer:
    """Give a page of keyslots after a number."""
    espace, after = call.id("espace", 16), call.number("after", 0)
    caller = gate.admit(call, espace)
    if caller.row.restored:
        raise RequestRefusedError(503, "restored")
    last, table = caller.row.s, schema.slots
    query = (
        select(table.c.s, table.c.data)
        .where(table.c.espace == espace, table.c.s > after, table.c.s <= last)
        .order_by(table.c.s)
        .limit(PAGE)
    )
    found = service.database.read(lambda connection: connection.execute(query).all())
    upto = found[-1].s if len(found) == PAGE else max(last, after)
    frames = [frame(FrameType.KEYSLOT, row.data) for row in found]
    return answer_frames([*frames, page_frame(upto, upto < last)])


Name = tuple[bytes, int, bytes]


def _kept(
    connection: Connection, espace: bytes, device: bytes, kcs: set[bytes]
) -> tuple[set[Name], Counter[tuple[bytes, int]]]:
    table = schema.slots
    kept: set[Name] = set()
    by_device: Counter[tuple[bytes, int]] = Counter()
    for some in chunks(list(kcs)):
        query = select(table.c.kc, table.c.epoch, table.c.h, table.c.device).where(
            table.c.espace == espace, table.c.kc.in_(some)
        )
        for row in connection.execute(query):
            kept.add((bytes(row.kc), row.epoch, bytes(row.h)))
            by_device[bytes(row.kc), row.epoch] += row.device == device
    return kept, by_device


def _insert(connection: Connection, espace: bytes, device: bytes, rows: Sequence[tuple[object, ...]]) -> None:
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        columns = [list(column) for column in zip(*rows, strict=True)]
        names = ("kcs", "epochs", "hs", "ss", "recs", "ges", "datas")
        values = dict(zip(names, columns, strict=True))
        connection.execute(_UNNEST, values | {"espace": espace, "device": device})
        return
    connection.exec_driver_sql(_INSERT, [(*row, espace, device) for row in rows])


_INSERT = "INSERT INTO slot (kc, epoch, h, s, rec, ge, data, espace, device) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_UNNEST = text(
    "INSERT INTO slot (espace, device, kc, epoch, h, s, rec, ge, data) "
    "SELECT :espace, :device, kc, epoch, h, s, rec, ge, data FROM unnest("
    "CAST(:kcs AS bytea[]), CAST(:epochs AS bigint[]), CAST(:hs AS bytea[]), CAST(:ss AS bigint[]), "
    "CAST(:recs AS bytea[]), CAST(:ges AS bigint[]), CAST(:datas AS bytea[])) "
    "AS new (kc, epoch, h, s, rec, ge, data) ON CONFLICT DO NOTHING"
)
