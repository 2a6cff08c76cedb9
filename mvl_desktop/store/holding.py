"""Commits that cannot be placed yet: kept aside, bounded by number and bytes; at the bound the exchange pauses."""

from collections.abc import Iterable, Mapping
from typing import Final

from mvl_desktop.ports.store import LimitError, StoredCommit
from mvl_desktop.protocol.encoding import decode
from mvl_desktop.protocol.hashes import commit_id
from mvl_desktop.protocol.objects import COMMIT_LIMIT, Commit, Header
from mvl_desktop.store.commits import header_of
from mvl_desktop.store.context import Context

COMMITS_MAX: Final = 4096
BYTES_MAX: Final = 256 << 20

_WEIGHT: Final = (
    "SELECT (SELECT count(*) FROM held_commit WHERE espace = ?),"
    " (SELECT coalesce(sum(length(sealed)), 0) FROM held_commit WHERE espace = ?)"
    " + (SELECT coalesce(sum(length(b.sealed)), 0) FROM held_body b JOIN held_commit c ON c.id = b.held"
    " WHERE c.espace = ?)"
)


def hold(ctx: Context, espace: bytes, commit: bytes, header: Header, bodies: Mapping[bytes, bytes]) -> None:
    """Keep a commit that cannot be placed yet; more of its bodies may come later. LimitError."""
    number = ctx.espace(espace)
    hash_ = commit_id(decode(commit, Commit, COMMIT_LIMIT).h)
    id_ = ctx.sql.value("SELECT id FROM held_commit WHERE hash = ?", hash_)
    count, size = ctx.sql.row(_WEIGHT, number, number, number)
    coming = len(commit) + sum(len(body) for body in bodies.values())
    if (id_ is None and count >= COMMITS_MAX) or size + coming > BYTES_MAX:
        raise LimitError
    if id_ is None:
        ctx.sql.run(
            "INSERT INTO held_commit(espace, device, seq, hash, sealed) VALUES(?, ?, ?, ?, ?)",
            number,
            header.device,
            header.seq,
            hash_,
            commit,
        )
        id_ = ctx.sql.value("SELECT last_insert_rowid()")
    gone = set(ctx.sql.within("SELECT rec FROM record WHERE erased AND rec IN (?*)", [e.rec for e in header.entries]))
    recs = {entry.bhash: entry.rec for entry in header.entries if (entry.rec,) not in gone}
    ctx.sql.many(
        "INSERT INTO held_body(held, bhash, rec, sealed) VALUES(?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [(id_, bhash, recs[bhash], sealed) for bhash, sealed in bodies.items() if bhash in recs],
    )


def names(ctx: Context, espace: bytes) -> dict[bytes, bytes]:
    """Return the ids of the commits held back, and who signed each."""
    return dict(ctx.sql.all("SELECT hash, device FROM held_commit WHERE espace = ?", ctx.espace(espace)))


def held(ctx: Context, espace: bytes) -> list[StoredCommit]:
    """Return the commits held back, by device and seq."""
    found = []
    wanted = "SELECT id, hash, sealed FROM held_commit WHERE espace = ? ORDER BY device, seq, id"
    for id_, hash_, sealed in ctx.sql.all(wanted, ctx.espace(espace)):
        bodies = {row[0]: row[1] for row in ctx.sql.all("SELECT bhash, sealed FROM held_body WHERE held = ?", id_)}
        found.append(StoredCommit(hash_, sealed, header_of(sealed), bodies))
    return found


def release(ctx: Context, espace: bytes, ids: Iterable[bytes]) -> None:
    """Forget held commits that were placed or refused."""
    ctx.sql.run_within("DELETE FROM held_commit WHERE espace = ? AND hash IN (?*)", ids, ctx.espace(espace))
