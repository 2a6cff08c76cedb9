"""A post that takes up again under a new name (security 5.5): what it had not sent is set aside, then named anew.

A restored or cloned store may hold revisions under numbers that its other self has used since. They are first moved
to numbers that nobody reaches; then the chain as the service has it may come in; then they get their new names.
"""

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from mvl_desktop.history.model import Name
from mvl_desktop.ports.crypto import BodyContext, CryptoError, DeviceSecrets
from mvl_desktop.ports.store import GONE_BACK
from mvl_desktop.protocol.encoding import ProtocolError, encode
from mvl_desktop.protocol.objects import Revision, read_revision
from mvl_desktop.store.commits import update_sending
from mvl_desktop.store.context import BODY_BITS, PRESENT, Context
from mvl_desktop.store.errors import MagasinEndommageError
from mvl_desktop.store.identity import SqlIdentity
from mvl_desktop.store.projector import project
from mvl_desktop.store.reading import own_device

ASIDE: Final = 1 << 40
"""Revisions set aside are counted from here: no chain ever goes that far."""

_HERE: Final = (
    "SELECT c.id FROM sealed_commit c WHERE c.espace = ?1 AND c.device = ?2 AND c.seq >"
    " coalesce((SELECT max(k.seq) FROM sealed_commit k WHERE k.espace = ?1 AND k.device = ?2 AND (k.at_service"
    " OR k.hash IN (SELECT hash FROM numbered WHERE espace = ?1)"
    " OR EXISTS(SELECT 1 FROM attestation a WHERE a.sealed_commit = k.id)"
    " OR (?3 AND EXISTS(SELECT 1 FROM delivery d WHERE d.sealed_commit = k.id)))), 0)"
)
_BODIES: Final = (
    "SELECT b.record, b.id, b.sealed, k.key, k.kc, c.seq, r.rec FROM body b JOIN sealed_commit c ON c.id = b.id >> 9"
    " JOIN record r ON r.id = b.record JOIN record_key k ON k.id = b.record_key AND k.key IS NOT NULL"
    " WHERE b.state = ? AND b.id BETWEEN ? AND ? ORDER BY b.id"
)
_OF_COMMIT: Final = (
    "DELETE FROM body WHERE id BETWEEN ?1 << 9 AND (?1 << 9) + 511",
    "DELETE FROM delivery WHERE sealed_commit = ?1",
    "DELETE FROM attestation WHERE sealed_commit = ?1",
    "DELETE FROM sealed_commit WHERE id = ?1",
)
_LOCALS: Final = "SELECT id, record, n, clear FROM local_revision WHERE espace = ? ORDER BY n"
_SET_LOCAL: Final = "UPDATE local_revision SET n = ?, clear = ? WHERE id = ?"
_ADD_LOCAL: Final = "INSERT OR IGNORE INTO local_revision(espace, record, n, clear) VALUES(?, ?, ?, ?)"
_COUNT: Final = "INSERT INTO counter(espace, n) VALUES(?, ?) ON CONFLICT(espace) DO UPDATE SET n = excluded.n"
_SENT: Final = (
    "SELECT b.n, b.id, b.sealed, k.key, k.kc, c.seq, r.rec FROM body b JOIN sealed_commit c ON c.id = b.id >> 9"
    " JOIN record r ON r.id = b.record JOIN record_key k ON k.id = b.record_key AND k.key IS NOT NULL"
    " WHERE c.espace = ? AND c.device = ? AND b.state = ? AND b.record = ? AND b.n = ?"
)


def set_aside(ctx: Context, espace: bytes, *, by_lots: bool) -> int:
    """Take back what this post has sealed and nobody holds, and put all that it has not sent out of the way.

    `by_lots`: no service tells the chain here, so what left in a lot counts as sent. Done again, it does nothing more.
    Returns how many revisions wait.
    """
    me = own_device(ctx) or b""
    number, device = ctx.espace(espace), ctx.device(me)
    touched: set[int] = set()
    for commit in ctx.sql.column(_HERE, number, device, by_lots):
        touched |= _take_back(ctx, espace, me, number, commit)
    rows = [(id_, record, n, read_revision(clear)) for id_, record, n, clear in ctx.sql.all(_LOCALS, number)]
    moved = {(me, n): (me, n + ASIDE) for _, _, n, _ in rows if n < ASIDE}
    for id_, record, n, revision in reversed(rows):
        _rename(ctx, id_, revision, n if n >= ASIDE else n + ASIDE, moved)
        touched.add(record)
    if moved:
        ctx.sql.run(_COUNT, number, max(n for _, n in moved.values()))
        _rename_drafts(ctx, espace, moved)
    update_sending(ctx, sorted(touched))
    project(ctx, sorted(touched))
    return len(rows)


def drop_sent(ctx: Context, espace: bytes) -> int:
    """Forget the revisions set aside that the chain holds after all, word for word; return how many."""
    me = own_device(ctx) or b""
    number, device = ctx.espace(espace), ctx.device(me)
    same: dict[Name, Name] = {}
    gone: list[int] = []
    touched: set[int] = set()
    for id_, record, n, clear in list(ctx.sql.all(_LOCALS, number)):
        if n < ASIDE:
            continue
        mine = read_revision(clear)
        for _, body, sealed, key, kc, seq, rec in ctx.sql.all(_SENT, number, device, PRESENT, record, n - ASIDE):
            sent = _open(ctx, BodyContext(espace, rec, me, seq, body & (1 << BODY_BITS) - 1, kc), key, sealed)
            if (sent.hlc, sent.kind, sent.changes) == (mine.hlc, mine.kind, mine.changes):
                same[me, n] = (me, n - ASIDE)
                gone.append(id_)
                touched.add(record)
    if not gone:
        return 0
    ctx.sql.many("DELETE FROM local_revision WHERE id = ?", [(id_,) for id_ in gone])
    for id_, record, n, clear in list(ctx.sql.all(_LOCALS, number)):
        _rename(ctx, id_, read_revision(clear), n, same)
        touched.add(record)
    _rename_drafts(ctx, espace, same)
    update_sending(ctx, sorted(touched))
    project(ctx, sorted(touched))
    return len(gone)


def become(ctx: Context, secrets: DeviceSecrets, espaces: Iterable[bytes]) -> int:
    """Take the new name everywhere: what waits is counted from one under it, parents and drafts follow."""
    before = own_device(ctx) or b""
    SqlIdentity(ctx).replace_device(secrets)
    waiting = 0
    for espace in espaces:
        number = ctx.espace(espace)
        rows = [(id_, record, n, read_revision(clear)) for id_, record, n, clear in ctx.sql.all(_LOCALS, number)]
        names = {(before, n): (secrets.id, rank) for rank, (_, _, n, _) in enumerate(rows, 1)}
        for rank, (id_, _, _, revision) in enumerate(rows, 1):
            _rename(ctx, id_, revision, rank, names)
        ctx.sql.run(_COUNT, number, len(rows))
        _rename_drafts(ctx, espace, names)
        project(ctx, sorted({record for _, record, _, _ in rows}))
        waiting += len(rows)
    SqlIdentity(ctx).set(GONE_BACK, "")
    return waiting


def _take_back(ctx: Context, espace: bytes, me: bytes, number: int, commit: int) -> set[int]:
    """Open the bodies of a commit, keep them as revisions in no commit, and forget it."""
    low = commit << BODY_BITS
    touched = set()
    for record, id_, sealed, key, kc, seq, rec in list(ctx.sql.all(_BODIES, PRESENT, low, low | (1 << BODY_BITS) - 1)):
        revision = _open(ctx, BodyContext(espace, rec, me, seq, id_ - low, kc), key, sealed)
        ctx.sql.run(_ADD_LOCAL, number, record, revision.n, encode(revision))
        touched.add(record)
    for statement in _OF_COMMIT:
        ctx.sql.run(statement, commit)
    return touched


def _open(ctx: Context, context: BodyContext, key: bytes, sealed: bytes) -> Revision:
    try:
        return read_revision(ctx.shared.crypto.open_body(key, context, sealed))
    except (CryptoError, ProtocolError) as error:
        raise MagasinEndommageError from error


def _rename(ctx: Context, id_: int, revision: Revision, n: int, names: Mapping[Name, Name]) -> None:
    parents = sorted(names.get((device, old), (device, old)) for device, old in revision.parents)
    renamed = msgspec.structs.replace(revision, n=n, parents=parents)
    ctx.sql.run(_SET_LOCAL, n, encode(renamed), id_)


def _rename_drafts(ctx: Context, espace: bytes, names: Mapping[Name, Name]) -> None:
    """Let a draft go on from the same revisions under their new names."""
    for id_, data in list(ctx.sql.all("SELECT id, parents FROM local_draft WHERE espace = ?", espace)):
        parents = msgspec.msgpack.decode(data, type=tuple[Name, ...])
        renamed = tuple(names.get(parent, parent) for parent in parents)
        if renamed != parents:
            ctx.sql.run("UPDATE local_draft SET parents = ? WHERE id = ?", msgspec.msgpack.encode(renamed), id_)
