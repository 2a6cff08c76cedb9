"""Erasure: what was erased is nowhere any more, in no table, no index, no cache; its place in the graph stays."""

from collections.abc import Sequence
from typing import Final

from mvl_desktop.protocol.encoding import encode
from mvl_desktop.protocol.objects import ErasedBody
from mvl_desktop.store.context import ATTESTE, ERASED, Context
from mvl_desktop.store.projector import forget, project

# Every table that holds something of a record; those that only name it are not here.
_OF_RECORD: Final = (
    "DELETE FROM local_revision WHERE record = ?",
    "DELETE FROM slot WHERE record_key IN (SELECT id FROM record_key WHERE record = ?)",
    "UPDATE body SET sealed = NULL, awaited = NULL, record_key = NULL, state = 2 WHERE record = ?",
    "DELETE FROM record_key WHERE record = ?",
    "DELETE FROM erased_body WHERE record = ?",
)
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
    for statement in _OF_RECORD:
        ctx.sql.run(statement, record)
    for statement in _OF_REC:
        ctx.sql.run(statement, rec)
    ctx.sql.run("UPDATE record SET erased = 1, kind = NULL, sending = ? WHERE id = ?", ATTESTE, record)
    return ctx.sql.column("SELECT blob FROM blob WHERE record = ?", record)


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
