"""The registries as the service knows them: folded once, then kept in memory and moved forward with the database."""

import threading
from collections import OrderedDict

from sqlalchemy import Connection, select

from mvl_central import schema
from mvl_central.signing import verify
from mvl_desktop.protocol.registry import Registry

KEPT = 2000


class Registries:
    """A cache of folded registries. What it gives is never changed: `grow` makes a new one."""

    def __init__(self) -> None:
        self._kept: OrderedDict[bytes, Registry] = OrderedDict()
        self._lock = threading.Lock()

    def at(self, connection: Connection, espace: bytes, founder: bytes, regn: int) -> Registry:
        """Return an espace's registry as far as entry `regn` at least, which the database holds."""
        with self._lock:
            kept = self._kept.get(espace)
        if kept is None or kept.founder != founder:
            kept = Registry.start(founder)
        if kept.n >= regn:
            return kept
        grown = kept.snapshot()
        for data in entries_after(connection, espace, kept.n, regn):
            grown.append(data, verify, trusted=True)
        with self._lock:
            latest = self._kept.get(espace)
            if latest is None or latest.founder != founder or latest.n < grown.n:
                self._kept[espace] = grown
            self._kept.move_to_end(espace)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return grown


def entries_after(connection: Connection, espace: bytes, n: int, last: int, limit: int | None = None) -> list[bytes]:
    """Return the registry entries numbered n + 1 to `last`, at most `limit` of them."""
    table = schema.registry_entries
    found = connection.execute(
        select(table.c.entry)
        .where(table.c.espace == espace, table.c.n > n, table.c.n <= last)
        .order_by(table.c.n)
        .limit(limit)
    )
    return [bytes(row.entry) for row in found]
