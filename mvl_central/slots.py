"""Keyslots: numbered, several side by side, bounded per device and epoch; given out after a number."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from mvl_central import schema
from mvl_central.auth import Gate
from mvl_central.commits import Log
from mvl_central.database import fast
from mvl_central.errors import RequestRefusedError
from mvl_central.service import Answer, Call, Service, answer_frames
from mvl_desktop.protocol.encoding import ProtocolError, decode
from mvl_desktop.protocol.objects import SLOT_LIMIT, SUITE, VERSION, KeySlot
from mvl_desktop.protocol.registry import Registry
from mvl_desktop.protocol.wire import PAGE_OBJECTS, FrameType, frame, page_frame

PAGE = 4 * PAGE_OBJECTS
PLACES = 4
"""How many keyslots of one commitment and epoch are kept from one device: the last byte of each chooses its place."""


@dataclass(frozen=True, slots=True)
class ReadSlot:
    """A keyslot as received: its fields and bytes."""

    slot: KeySlot
    data: bytes


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
        found.append(ReadSlot(slot, data))
    return found


def keep(connection: Connection, log: Log, found: Sequence[ReadSlot], device: bytes) -> int:
    """Keep the keyslots that are not there yet, of records not erased; return how many were new."""
    erased = log.registry.erased_records
    live = {item.data: item.slot for item in found if item.slot.rec not in erased}
    rows = [
        (number, slot.kc, slot.epoch, slot.rec, slot.ge, data[-1] % PLACES, data)
        for number, (data, slot) in enumerate(live.items(), log.s + 1)
    ]
    log.s += len(rows)
    log.bytes += sum(map(len, live))
    log.note_slots([(slot.rec, slot.ge, slot.kc) for slot in live.values()])
    return _insert(connection, log.espace, device, rows)


def get_slots(service: Service, gate: Gate, call: Call) -> Answer:
    """Give a page of keyslots after a number."""
    espace, after = call.id("espace", 16), call.number("after", 0)
    caller = gate.admit(call, espace, holders=True)
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


def _insert(connection: Connection, espace: bytes, device: bytes, rows: Sequence[tuple[object, ...]]) -> int:
    """Insert the keyslots that are not there yet; return how many there were."""
    if not rows:
        return 0
    if connection.dialect.name == "postgresql":
        columns = [list(column) for column in zip(*rows, strict=True)]
        return len(fast(connection, _UNNEST, espace, device, *columns).all())
    cursor = connection.connection.cursor()
    try:
        cursor.executemany(_INSERT, [(*row, espace, device) for row in rows])
        return int(cursor.rowcount)
    finally:
        cursor.close()


_INSERT = (
    "INSERT INTO slot (s, kc, epoch, rec, ge, place, data, espace, device) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT DO NOTHING"
)
_UNNEST = (
    "INSERT INTO slot (espace, device, s, kc, epoch, rec, ge, place, data) "
    "SELECT CAST(? AS bytea), CAST(? AS bytea), s, kc, epoch, rec, ge, place, data FROM unnest("
    "CAST(? AS bigint[]), CAST(? AS bytea[]), CAST(? AS bigint[]), CAST(? AS bytea[]), "
    "CAST(? AS bigint[]), CAST(? AS bigint[]), CAST(? AS bytea[])) "
    "AS new (s, kc, epoch, rec, ge, place, data) ON CONFLICT DO NOTHING RETURNING s"
)
