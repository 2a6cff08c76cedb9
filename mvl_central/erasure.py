"""What registry acts do to what is kept: erase orders executed, reinstated commits numbered, dead epochs dropped."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, delete, or_, select, update
from sqlalchemy.engine import Row

from mvl_central import schema
from mvl_central.database import change_espace, chunks
from mvl_desktop.protocol.encoding import decode
from mvl_desktop.protocol.hashes import next_root
from mvl_desktop.protocol.objects import AnyAct, Commit, Entry, Erase, Header, Reinstate
from mvl_desktop.protocol.registry import Registry, erased
from mvl_desktop.protocol.wire import FrameType, Numbered, frame, read_frames

LIMIT = 4 << 20
PAGE = 200


def carry_out(connection: Connection, row: Row[Any], registry: Registry, acts: Iterable[AnyAct]) -> None:
    """Execute what newly accepted acts order, in one espace, within the transaction that accepts them."""
    erasures = [act for act in acts if isinstance(act, Erase)]
    if erasures:
        replay_orders(connection, registry, erasures)
    ids = [id_ for act in acts if isinstance(act, Reinstate) for id_ in act.ids]
    if ids:
        number_reinstated(connection, row, ids)


def replay_orders(connection: Connection, registry: Registry, erasures: Sequence[Erase] | None = None) -> None:
    """Erase everything that the registry's orders cover; `erasures` None: all of them (after a restoration)."""
    if erasures is None:
        records = set(registry.erased_records)
        places = list(registry.erased_bodies)
        blobs = set(registry.erased_blobs)
    else:
        records = {act.rec for act in erasures if act.bodies is None}
        places = [(body.device, body.n) for act in erasures for body in act.bodies or ()]
        blobs = {blob for act in erasures for blob in act.blobs}
    if records:
        _drop_slots(connection, registry.espace, list(records))
        blobs |= _strip(connection, registry, None, records)
    for device, n in places:
        blobs |= _strip(connection, registry, (device, n), set())
    _drop_blobs(connection, registry.espace, list(blobs))


def number_reinstated(connection: Connection, row: Row[Any], ids: Sequence[bytes]) -> None:
    """Give their own number to commits that were in quarantine: their bodies are served from there on."""
    table, k, root = schema.commits, row.k, row.root
    for id_ in ids:
        found = connection.execute(
            select(table.c.k).where(
                table.c.espace == row.espace, table.c.id == id_, table.c.what == Numbered.QUARANTINED
            )
        ).first()
        if found is None:
            continue
        k, root = k + 1, next_root(root, id_)
        values = {"espace": row.espace, "k": k, "what": Numbered.REINSTATED, "id": id_, "of_k": found.k, "body": None}
        connection.execute(schema.numbered.insert().values(**values))
        connection.execute(
            update(table).where(table.c.espace == row.espace, table.c.k == found.k).values(what=Numbered.REINSTATED)
        )
    change_espace(connection, row.espace, k=k, root=root)


def drop_epoch(connection: Connection, espace: bytes, epoch: int) -> None:
    """Forget the grants and keyslots of an epoch whose key nobody holds any more."""
    for table in (schema.grants, schema.slots):
        connection.execute(delete(table).where(table.c.espace == espace, table.c.epoch == epoch))


def header_of(data: bytes) -> Header:
    """Decode the header of a commit that was verified and kept."""
    return decode(decode(data, Commit, LIMIT).h, Header, LIMIT)


def pack(bodies: Iterable[bytes]) -> bytes:
    """Write bodies as they are kept and served: frames, in the order of the header."""
    return b"".join(frame(FrameType.BODY, body) for body in bodies)


def unpack(entries: Sequence[Entry], absent: bytes, packed: bytes) -> dict[bytes, bytes]:
    """Return the bodies kept with a commit, by hash."""
    missing = split(absent)
    present = (entry.bhash for entry in entries if entry.bhash not in missing)
    return dict(zip(present, (body for _, body in read_frames(packed)), strict=True))


def split(hashes: bytes) -> set[bytes]:
    """Cut a string of hashes."""
    return {hashes[at : at + 32] for at in range(0, len(hashes), 32)}


def _drop_slots(connection: Connection, espace: bytes, records: Sequence[bytes]) -> None:
    table = schema.slots
    for some in chunks(records):
        connection.execute(delete(table).where(table.c.espace == espace, table.c.rec.in_(some)))


def _drop_blobs(connection: Connection, espace: bytes, ids: Sequence[bytes]) -> None:
    for some in chunks(ids):
        for table in (schema.blobs, schema.blob_parts):
            connection.execute(delete(table).where(table.c.espace == espace, table.c.id.in_(some)))


def _strip(
    connection: Connection, registry: Registry, place: tuple[bytes, int] | None, records: set[bytes]
) -> set[bytes]:
    """Remove erased bodies from the commits that hold them; return the blobs that their entries named."""
    table, after, blobs = schema.commits, 0, set[bytes]()
    while True:
        query = select(table.c.k, table.c.data).where(table.c.espace == registry.espace, table.c.k > after)
        if place is not None:
            device, n = place
            query = query.where(table.c.device == device, table.c.first_n <= n, table.c.last_n >= n)
        found = connection.execute(query.order_by(table.c.k).limit(PAGE)).all()
        for row in found:
            header = header_of(row.data)
            gone = [entry for entry in header.entries if erased(registry, entry.rec, entry.bhash)]
            if gone:
                blobs |= {blob for entry in gone if entry.rec in records for blob in entry.blobs}
                _strip_commit(connection, registry.espace, row.k, header, {entry.bhash for entry in gone})
        if len(found) < PAGE:
            return blobs
        after = found[-1].k


def _strip_commit(connection: Connection, espace: bytes, k: int, header: Header, gone: set[bytes]) -> None:
    table = schema.commits
    here = (table.c.espace == espace, table.c.k == k)
    kept = connection.execute(select(table.c.absent, table.c.bodies).where(*here)).one()
    bodies = unpack(header.entries, kept.absent, kept.bodies)
    absent = split(kept.absent) | gone
    left = [entry.bhash for entry in header.entries if entry.bhash in absent]
    packed = pack(body for bhash, body in bodies.items() if bhash not in gone)
    connection.execute(
        update(table).where(*here).values(absent=b"".join(left), bodies=packed, objects=len(bodies), size=len(packed))
    )
    late = schema.numbered
    connection.execute(
        update(late)
        .where(late.c.espace == espace, late.c.of_k == k, or_(*(late.c.id == bhash for bhash in gone)))
        .values(body=None)
    )
