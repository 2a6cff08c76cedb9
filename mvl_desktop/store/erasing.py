"""Erasure: what was erased is nowhere any more, in no table, no index, no cache; its place in the graph stays."""

from collections.abc import Sequence
from typing import Final

from mvl_desktop.protocol.encoding import encode
from mvl_desktop.protocol.objects import ErasedBody
from mvl_desktop.store.commits import header_of
from mvl_desktop.store.context import ATTESTE, BODY_BITS, ERASED, Context
from mvl_desktop.store.piece_texts import forget_unnamed
from mvl_desktop.store.projector import forget, project

# Every table that holds something of a record; those that only name it are not here.
_OF_RECORD: Final = (
    "DELETE FROM local_revision WHERE record = ?",
    "DELETE FROM slot WHERE record_key IN (SELECT id FROM record_key WHERE record = ?)",
    "UPDATE body SET sealed = NULL, awaited = NULL, record_key = NULL, state = 2 WHERE record = ?",
    "DELETE FROM record_key WHERE record = ?",
    "DELETE FROM erased_body WHERE record = ?",
)
# What one may read no more. What this post signed and no service holds stays, with its keys, to be handed over.
_NOT_HANDED: Final = (
    "SELECT c.id, c.sealed FROM sealed_commit c JOIN device d ON d.id = c.device"
    " WHERE c.espace = ? AND (c.at_service OR NOT d.ours)"
)
_AWAIT: Final = "UPDATE body SET sealed = NULL, awaited = ?, state = 1 WHERE id = ? AND state <> 2"
_BLOBS: Final = (
    "SELECT b.blob FROM blob b JOIN record r ON r.id = b.record WHERE r.espace = ?1 AND r.id NOT IN ("
    "SELECT b.record FROM body b JOIN sealed_commit c ON c.id = b.id >> 9 JOIN device d ON d.id = c.device"
    " WHERE d.ours AND NOT c.at_service AND c.espace = ?1)"
)
_FORGET_SLOTS: Final = (
    "DELETE FROM slot WHERE record_key IN ("
    "SELECT k.id FROM record_key k JOIN record r ON r.id = k.record WHERE r.espace = ?)"
)
_FORGET_KEYS: Final = (
    "UPDATE record_key SET key = NULL WHERE record IN (SELECT id FROM record WHERE espace = ?1) AND record NOT IN ("
    "SELECT b.record FROM body b JOIN sealed_commit c ON c.id = b.id >> 9 JOIN device d ON d.id = c.device"
    " WHERE d.ours AND NOT c.at_service AND c.espace = ?1)"
)
_NOT_TO_PUSH: Final = (
    "UPDATE sealed_commit SET at_service = 1 WHERE espace = ? AND device IN (SELECT id FROM device WHERE NOT ours)"
)
_OF_ESPACE: Final = (_FORGET_SLOTS, _FORGET_KEYS, "DELETE FROM held_commit WHERE espace = ?", _NOT_TO_PUSH)
_OF_REC: Final = ("DELETE FROM local_draft WHERE rec = ?", "DELETE FROM held_body WHERE rec = ?")


def erase_record(ctx: Context, espace: bytes, rec: bytes) -> list[bytes]:
    """Forget bodies, keys, slots, projections, search rows and drafts of a record; returns blob ids to forget.

    The record stays marked, so that what comes late is not kept either.
    """
    record = ctx.record(espace, rec)
    ctx.erasing = True
    ctx.unheard.discard(record)
    ctx.keyed.clear()
    forget(ctx, [record])
    forget_unnamed(ctx.sql, [record])
    for statement in _OF_RECORD:
        ctx.sql.run(statement, record)
    for statement in _OF_REC:
        ctx.sql.run(statement, rec)
    ctx.sql.run("UPDATE record SET erased = 1, kind = NULL, sending = ? WHERE id = ?", ATTESTE, record)
    return ctx.sql.column("SELECT blob FROM blob WHERE record = ?", record)


def forget_content(ctx: Context, espace: bytes) -> list[bytes]:
    """Forget what lies of an espace that this post may read no more; headers stay, and their bodies are awaited."""
    number = ctx.espace(espace)
    ctx.erasing = True
    ctx.keyed.clear()
    # Read before anything is forgotten: an attachment of what is still to be handed over stays.
    blobs = ctx.sql.column(_BLOBS, number)
    for id_, sealed in ctx.sql.all(_NOT_HANDED, number):
        entries = enumerate(header_of(sealed).entries)
        ctx.sql.many(_AWAIT, [(entry.bhash, id_ << BODY_BITS | index) for index, entry in entries])
    for statement in _OF_ESPACE:
        ctx.sql.run(statement, number)
    ctx.sql.run("DELETE FROM local_draft WHERE espace = ? AND rec IS NOT NULL", espace)
    records = ctx.sql.column("SELECT id FROM record WHERE espace = ?", number)
    project(ctx, records)
    return blobs


def erase_bodies(ctx: Context, espace: bytes, rec: bytes, bodies: Sequence[ErasedBody]) -> None:
    """Forget single revisions. Drafts over the record go too: they hold the values that the form showed."""
    record = ctx.record(espace, rec)
    ctx.erasing = True
    ctx.sql.many(
        "INSERT INTO erased_body(record, device, n, bhash, parents) VALUES(?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [(record, body.device, body.n, body.bhash, encode(body.parents)) for body in bodies],
    )
    ctx.sql.many(
        "UPDATE body SET sealed = NULL, awaited = NULL, state = ? WHERE record = ? AND n = ?"
        " AND id >> 9 IN (SELECT c.id FROM sealed_commit c JOIN device d ON d.id = c.device WHERE d.device = ?)",
        [(ERASED, record, body.n, body.device) for body in bodies],
    )
    ctx.sql.many("DELETE FROM held_body WHERE bhash = ?", [(body.bhash,) for body in bodies])
    ctx.sql.run("DELETE FROM local_draft WHERE rec = ?", rec)
    project(ctx, [record])
