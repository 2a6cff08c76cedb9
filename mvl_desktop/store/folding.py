"""Registries folded once, and remembered as long as the store is open."""

from mvl_desktop.protocol.registry import Registry, fold
from mvl_desktop.store.context import Context

ENTRIES = "SELECT entry FROM registry_entry WHERE espace = ? AND n >= ? ORDER BY n"


def registry_of(ctx: Context, espace: bytes) -> Registry:
    """Return the folded registry, as of this transaction; the copy is the caller's."""
    number = ctx.espace(espace)
    count = int(ctx.sql.value("SELECT count(*) FROM registry_entry WHERE espace = ?", number))
    kept = ctx.shared.registries.get(espace)
    if kept is None or kept.n + 1 > count:
        founder = ctx.sql.value("SELECT founder FROM espace WHERE id = ?", number)
        kept = fold(founder, ctx.sql.column(ENTRIES, number, 0), ctx.shared.crypto.verify, trusted=True)
    elif kept.n + 1 < count:
        kept = kept.snapshot()
        for entry in ctx.sql.column(ENTRIES, number, kept.n + 1):
            kept.append(entry, ctx.shared.crypto.verify, trusted=True)
    if espace not in ctx.appended:
        ctx.shared.registries[espace] = kept
    return kept.snapshot()
