"""What the service says of having been brought back to a backup: a checkpoint signed at that moment, kept for ever.

A post that had seen further holds it against the numbers that it was given, and sends again what was lost.
"""

from sqlalchemy import Connection, Row, select

from mvl_central import schema
from mvl_central.auth import Gate
from mvl_central.service import Answer, Call, Service, answer_frames
from mvl_central.signing import ServiceKey
from mvl_desktop.protocol.encoding import encode
from mvl_desktop.protocol.objects import VERSION, Checkpoint
from mvl_desktop.protocol.registry import Registry
from mvl_desktop.protocol.wire import FrameType, frame, page_frame

_PREFIX = b"restored:"


def note_restoration(
    connection: Connection, key: ServiceKey, row: Row[tuple[object, ...]], registry: Registry, now: int
) -> None:
    """Sign and keep how far an espace's feed goes in the backup that was restored."""
    said = Checkpoint(VERSION, registry.espace, row.k, bytes(row.root), registry.n, registry.head, now)
    value = key.sign("checkpoint", encode(said))
    name = _PREFIX + now.to_bytes(8, "big")
    connection.execute(schema.settings.insert().values(espace=registry.espace, name=name, value=value))


def get_restorations(service: Service, gate: Gate, call: Call) -> Answer:
    """Give the checkpoints signed at each restoration of an espace, oldest first."""
    espace = call.id("espace", 16)
    gate.admit(call, espace, holders=True)
    table = schema.settings
    query = (
        select(table.c.value)
        .where(table.c.espace == espace, table.c.name > _PREFIX, table.c.name < _PREFIX + b"\xff")
        .order_by(table.c.name)
    )
    found = service.database.read(lambda connection: connection.execute(query).all())
    return answer_frames([*(frame(FrameType.CHECKPOINT, bytes(each.value)) for each in found), page_frame(0, False)])
