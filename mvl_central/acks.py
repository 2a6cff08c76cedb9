"""Signed acknowledgements: an erase order was executed, an epoch's key was destroyed."""

import hashlib
from typing import Any

from sqlalchemy import Connection, select

from mvl_central import schema
from mvl_central.auth import Gate
from mvl_central.database import change_espace
from mvl_central.erasure import drop_epoch
from mvl_central.errors import RequestRefusedError
from mvl_central.service import Answer, Call, Service, answer_frames, answer_object, espace_row
from mvl_central.signing import verify
from mvl_desktop.protocol.encoding import ProtocolError, decode
from mvl_desktop.protocol.objects import SMALL_LIMIT, EpochDestroyed, EraseAck, Signed
from mvl_desktop.protocol.registry import Registry
from mvl_desktop.protocol.wire import PAGE_OBJECTS, Done, FrameType, frame, page_frame, read_frames


def get_acks(service: Service, gate: Gate, call: Call) -> Answer:
    """Give a page of acknowledgements after a number."""
    espace, after = call.id("espace", 16), call.number("after", 0)
    last = gate.admit(call, espace).row.a
    table = schema.acks
    query = (
        select(table.c.a, table.c.data)
        .where(table.c.espace == espace, table.c.a > after, table.c.a <= last)
        .order_by(table.c.a)
        .limit(PAGE_OBJECTS)
    )
    found = service.database.read(lambda connection: connection.execute(query).all())
    upto = found[-1].a if len(found) == PAGE_OBJECTS else max(last, after)
    frames = [frame(FrameType.ACK, bytes(row.data)) for row in found]
    return answer_frames([*frames, page_frame(upto, upto < last)])


def post_acks(service: Service, gate: Gate, call: Call) -> Answer:
    """Keep acknowledgements, whoever brings them; each must be signed by the device that it speaks for."""
    espace = call.id("espace", 16)
    caller = gate.admit(call, espace)
    try:
        read = [_read(payload, type_, caller.registry) for type_, payload in read_frames(call.body)]
    except ProtocolError as error:
        raise RequestRefusedError(400, "malformed") from error

    def keep(connection: Connection) -> int:
        row = espace_row(connection, espace, lock=True)
        known = {bytes(found.h) for found in connection.execute(select(schema.acks.c.h).where(_in(espace)))}
        new = {hashed: values for hashed, values in read if hashed not in known}
        for at, (hashed, values) in enumerate(new.items(), row.a + 1):
            connection.execute(schema.acks.insert().values(espace=espace, a=at, h=hashed, **values))
        change_espace(connection, espace, a=row.a + len(new))
        for epoch in {values["epoch"] for values in new.values() if values["epoch"]}:
            _drop_if_dead(connection, caller.registry, epoch)
        return len(new)

    return answer_object(Done(service.database.write(keep)))


def _in(espace: bytes) -> Any:
    return schema.acks.c.espace == espace


def _read(payload: bytes, type_: int, registry: Registry) -> tuple[bytes, dict[str, Any]]:
    if type_ != FrameType.ACK:
        raise RequestRefusedError(400, "malformed")
    signed = decode(payload, Signed, SMALL_LIMIT)
    said = _said(signed.o)
    known = registry.devices.get(said.device)
    if said.espace != registry.espace or signed.by != said.device or known is None:
        raise RequestRefusedError(400, "ack")
    if not verify(known.cert.sig, "ack", signed.o, signed.s):
        raise RequestRefusedError(400, "ack")
    epoch = said.epoch if isinstance(said, EpochDestroyed) else 0
    if epoch >= registry.epoch > 0:
        raise RequestRefusedError(400, "ack")
    return hashlib.sha256(payload).digest(), {"device": said.device, "epoch": epoch, "data": payload}


def _said(data: bytes) -> EraseAck | EpochDestroyed:
    try:
        said: EraseAck | EpochDestroyed = decode(data, EraseAck, SMALL_LIMIT)
    except ProtocolError:
        said = decode(data, EpochDestroyed, SMALL_LIMIT)
    if said.kind != ("erase" if isinstance(said, EraseAck) else "epoch"):
        raise ProtocolError
    return said


def _drop_if_dead(connection: Connection, registry: Registry, epoch: int) -> None:
    """Once every member who holds keys has destroyed an epoch's key, its grants and keyslots go too (rule 1)."""
    table = schema.acks
    query = select(table.c.device).where(_in(registry.espace), table.c.epoch == epoch)
    done = {bytes(row.device) for row in connection.execute(query)}
    if set(registry.holders()) <= done:
        drop_epoch(connection, registry.espace, epoch)
