"""What records are compared by: packed traits, and an index of the keys under which those that share one are found.

Filled when somebody compares, never while records arrive: a record that is projected anew is forgotten here.
"""

from array import array
from collections.abc import Collection, Iterable, Sequence
from typing import Final

import msgspec

from mvl_desktop.ports.store import Comparable
from mvl_desktop.store.context import Context
from mvl_desktop.store.sql import Sql

NAMES: Final = ("likeness_key", "likeness")
TABLES: Final = (
    "CREATE TABLE likeness(record INTEGER PRIMARY KEY, version INTEGER NOT NULL, traits BLOB NOT NULL, keys BLOB)",
    "CREATE TABLE likeness_key(key INTEGER NOT NULL, record INTEGER NOT NULL, PRIMARY KEY(key, record)) WITHOUT ROWID",
)
_KEYS: Final = "SELECT record, keys FROM likeness WHERE record IN (?*)"
_FORGET_KEY: Final = "DELETE FROM likeness_key WHERE key = ? AND record = ?"
_FORGET: Final = "DELETE FROM likeness WHERE record IN (?*)"
_DUE: Final = (
    "SELECT r.rec FROM record r LEFT JOIN likeness l ON l.record = r.id AND l.version = ?"
    " WHERE l.record IS NULL AND NOT r.erased AND r.kind IN (SELECT value FROM json_each(?)) ORDER BY r.id DESC LIMIT ?"
)
_DUE_COUNT: Final = (
    "SELECT count(*) FROM record r LEFT JOIN likeness l ON l.record = r.id AND l.version = ?"
    " WHERE l.record IS NULL AND NOT r.erased AND r.kind IN (SELECT value FROM json_each(?))"
)
_KEEP: Final = "INSERT OR REPLACE INTO likeness(record, version, traits, keys) VALUES(?, ?, ?, ?)"
_KEEP_KEY: Final = "INSERT OR IGNORE INTO likeness_key(key, record) VALUES(?, ?)"
_SHARING: Final = "SELECT record FROM likeness_key WHERE key = ? LIMIT ?"
_GET: Final = (
    "SELECT l.record, e.espace, r.rec, l.traits FROM likeness l JOIN record r ON r.id = l.record"
    " JOIN espace e ON e.id = r.espace WHERE length(l.traits) > 0 AND l.record IN (?*)"
)
_FIND: Final = (
    "SELECT r.rec, l.record FROM record r JOIN likeness l ON l.record = r.id WHERE length(l.traits) > 0"
    " AND r.rec IN (?*)"
)
_BEFORE: Final = (
    "SELECT record FROM likeness WHERE (?1 IS NULL OR record < ?1) AND length(traits) > 0 ORDER BY record DESC LIMIT ?2"
)


def forget(sql: Sql, records: Sequence[int]) -> None:
    """Remove records from what is compared; they are due again if they are still there."""
    kept = [(record, array("q", keys)) for record, keys in sql.within(_KEYS, records)]
    if kept:
        sql.many(_FORGET_KEY, [(key, record) for record, keys in kept for key in keys])
        sql.run_within(_FORGET, [record for record, _ in kept])


class SqlLikenesses:
    """`Likenesses` over SQL."""

    def __init__(self, ctx: Context) -> None:
        """Work within a transaction."""
        self._ctx = ctx
        self._sql = ctx.sql

    def due(self, kinds: Collection[str], version: int, limit: int) -> list[bytes]:
        """Return records of these kinds without traits of this version, the newest first."""
        return self._sql.column(_DUE, version, _listed(kinds), limit)

    def due_count(self, kinds: Collection[str], version: int) -> int:
        """Return how many they are."""
        return int(self._sql.value(_DUE_COUNT, version, _listed(kinds)))

    def keep(self, version: int, drawn: Sequence[tuple[bytes, bytes, Sequence[int]]]) -> None:
        """Keep (rec, packed traits, keys), in the place of what was kept; empty traits are compared with nothing."""
        numbers = dict(self._sql.within("SELECT rec, id FROM record WHERE rec IN (?*)", [rec for rec, _, _ in drawn]))
        forget(self._sql, sorted(numbers.values()))
        rows = [(numbers[rec], version, traits, array("q", keys).tobytes()) for rec, traits, keys in drawn]
        self._sql.many(_KEEP, sorted(rows))
        self._sql.many(_KEEP_KEY, sorted((key, numbers[rec]) for rec, _, keys in drawn for key in keys))

    def sharing(self, key: int, limit: int) -> list[int]:
        """Return the local ids of the records under a key, at most `limit`."""
        return self._sql.column(_SHARING, key, limit)

    def get(self, local_ids: Iterable[int]) -> dict[int, Comparable]:
        """Return what is kept of records, by local id; what is due, or compared with nothing, is left out."""
        return {row[0]: Comparable(*row) for row in self._sql.within(_GET, local_ids)}

    def find(self, recs: Iterable[bytes]) -> dict[bytes, int]:
        """Return the local ids of records that have traits."""
        return dict(self._sql.within(_FIND, recs))

    def before(self, local_id: int | None, limit: int) -> list[int]:
        """Return the local ids of records that have traits, the newest first, from before one (None: from the last)."""
        return self._sql.column(_BEFORE, local_id, limit)


def _listed(kinds: Collection[str]) -> str:
    return msgspec.json.encode(sorted(kinds)).decode()
