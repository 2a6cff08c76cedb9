"""The numbered feed of an espace: commits with their bodies, late bodies, reinstated commits, in the order taken."""

from typing import Any

from sqlalchemy import Connection, select

from mvl_central import schema
from mvl_central.auth import Gate
from mvl_central.errors import RequestRefusedError
from mvl_central.service import Answer, Call, Service, answer_frames
from mvl_desktop.protocol.wire import (
    PAGE_BYTES,
    PAGE_OBJECTS,
    FrameType,
    Numbered,
    frame,
    marker_frame,
    page_frame,
)


def get_feed(service: Service, gate: Gate, call: Call) -> Answer:
    """Give a page of the feed after a number, and the checkpoint of the whole feed."""
    espace, after = call.id("espace", 16), call.number("after", 0)
    caller = gate.admit(call, espace, holders=True)
    if caller.row.restored:
        raise RequestRefusedError(503, "restored")
    last = caller.row.k
    frames, upto = service.database.read(lambda connection: page(connection, espace, after, last))
    checkpoint = service.checkpoint(caller.registry, last, bytes(caller.row.root))
    return answer_frames([*frames, frame(FrameType.CHECKPOINT, checkpoint), page_frame(upto, upto < last)])


def page(connection: Connection, espace: bytes, after: int, last: int) -> tuple[list[bytes], int]:
    """Return the frames of the numbers after one, within a page, and the last number given."""
    sizes = _sizes(connection, espace, after, last)
    objects = size = 0
    upto = after
    for k in sorted(sizes):
        objects, size = objects + sizes[k][0], size + sizes[k][1]
        if upto > after and (objects > PAGE_OBJECTS or size > PAGE_BYTES):
            break
        upto = k
    if upto == after:
        return [], max(after, last)
    frames = _commits(connection, espace, after, upto) | _others(connection, espace, after, upto)
    return [data for k in sorted(frames) for data in frames[k]], upto


def _sizes(connection: Connection, espace: bytes, after: int, last: int) -> dict[int, tuple[int, int]]:
    """Return (objects, bytes) of each of the next numbers, roughly for those that are no plain commit."""
    table, other = schema.commits, schema.numbered
    own = connection.execute(
        select(table.c.k, table.c.objects, table.c.size)
        .where(table.c.espace == espace, table.c.k > after, table.c.k <= last)
        .order_by(table.c.k)
        .limit(PAGE_OBJECTS)
    ).all()
    end = own[-1].k if len(own) == PAGE_OBJECTS else last
    extra = connection.execute(
        select(other.c.k)
        .where(other.c.espace == espace, other.c.k > after, other.c.k <= end)
        .order_by(other.c.k)
        .limit(PAGE_OBJECTS)
    ).all()
    if len(extra) == PAGE_OBJECTS:
        end = min(end, extra[-1].k)
    sizes = {row.k: (row.objects + 1, row.size) for row in own if row.k <= end}
    return sizes | {row.k: (1, PAGE_BYTES // 16) for row in extra if row.k <= end}


def _commits(connection: Connection, espace: bytes, after: int, upto: int) -> dict[int, list[bytes]]:
    table = schema.commits
    found = connection.execute(
        select(table.c.k, table.c.id, table.c.what, table.c.data, table.c.bodies)
        .where(table.c.espace == espace, table.c.k > after, table.c.k <= upto)
        .order_by(table.c.k)
    )
    return {row.k: _frames(row.k, row, bodies=row.what == Numbered.COMMIT) for row in found}


def _frames(k: int, row: Any, *, bodies: bool, what: Numbered | None = None) -> list[bytes]:
    first = Numbered.COMMIT if row.what == Numbered.COMMIT else Numbered.QUARANTINED
    marker = marker_frame(k, first if what is None else what, bytes(row.id))
    return [marker, bytes(row.bodies) if bodies else b"", frame(FrameType.COMMIT, bytes(row.data))]


def _others(connection: Connection, espace: bytes, after: int, upto: int) -> dict[int, list[bytes]]:
    table, commits = schema.numbered, schema.commits
    found = connection.execute(
        select(table).where(table.c.espace == espace, table.c.k > after, table.c.k <= upto).order_by(table.c.k)
    ).all()
    frames: dict[int, list[bytes]] = {}
    for row in found:
        if row.what == Numbered.REINSTATED:
            commit = connection.execute(
                select(commits).where(commits.c.espace == espace, commits.c.k == row.of_k)
            ).one()
            frames[row.k] = _frames(row.k, commit, bodies=True, what=Numbered.REINSTATED)
        else:
            body = [] if row.body is None else [frame(FrameType.BODY, bytes(row.body))]
            frames[row.k] = [marker_frame(row.k, Numbered(row.what), bytes(row.id)), *body]
    return frames
