"""The journal of access over SQL: keys of days, lines under them, signed segments of this post and of others."""

from collections.abc import Sequence
from typing import Final

from mvl_desktop.ports.journal import Head, KeptSegment, SealedLine
from mvl_desktop.protocol.journal import Place
from mvl_desktop.store.context import Context

_ESPACE_OF: Final = "SELECT e.espace FROM record r JOIN espace e ON e.id = r.espace WHERE r.rec = ?"
_FIRST: Final = "SELECT espace FROM espace WHERE compartment_of IS NULL ORDER BY id"
_KEY: Final = "SELECT key FROM journal_day WHERE espace = ? AND day = ?"
_ADD_KEY: Final = "INSERT INTO journal_day(espace, day, key) VALUES(?, ?, ?)"
_HEAD: Final = "SELECT n, line, erased_n, erased_line FROM journal_head WHERE espace = ? AND device = ?"
_HEADS: Final = "SELECT espace, device FROM journal_head ORDER BY espace, device"
_MOVE: Final = (
    "INSERT INTO journal_head(espace, device, n, line) VALUES(?, ?, ?, ?) "
    "ON CONFLICT(espace, device) DO UPDATE SET n = excluded.n, line = excluded.line"
)
_ADD: Final = "INSERT INTO journal_line(espace, device, n, day, sealed) VALUES(?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
_LINES: Final = (
    "SELECT espace, device, n, day, sealed FROM journal_line WHERE espace = ? AND device = ? AND n > ? "
    "ORDER BY n LIMIT ?"
)
_KEEP: Final = (
    "INSERT INTO journal_segment(id, espace, device, day, first, last, prev, payload, to_push) "
    "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
)
_COLUMNS: Final = "SELECT id, espace, device, day, first, last, prev, payload, to_push FROM journal_segment"
_SEGMENTS: Final = _COLUMNS + " WHERE espace = ? AND device = ? ORDER BY first, id"
_LAST: Final = _COLUMNS + " WHERE espace = ? AND device = ? ORDER BY last DESC, id LIMIT 1"
_TO_PUSH: Final = _COLUMNS + " WHERE to_push AND espace = ? AND payload IS NOT NULL ORDER BY device, first LIMIT ?"
_PUSHED: Final = "UPDATE journal_segment SET to_push = 0 WHERE id IN (?*)"
_AGAIN: Final = "UPDATE journal_segment SET to_push = 1 WHERE espace = ? AND payload IS NOT NULL"
_TO_CARRY: Final = (
    _COLUMNS + " WHERE to_push AND espace = ? AND payload IS NOT NULL AND lots < ? ORDER BY device, first LIMIT ?"
)
_CARRIED: Final = "UPDATE journal_segment SET lots = lots + 1 WHERE id IN (?*)"
_DEVICES: Final = "SELECT DISTINCT device FROM journal_segment WHERE espace = ? ORDER BY device"
_ERASED: Final = "UPDATE journal_head SET erased_n = ?, erased_line = ? WHERE espace = ? AND device = ?"
_DROP_KEYS: Final = "DELETE FROM journal_day WHERE espace = ? AND day < ?"
_DROP_LINES: Final = "DELETE FROM journal_line WHERE espace = ? AND device = ? AND n <= ?"
_DROP_PAYLOADS: Final = (
    "UPDATE journal_segment SET payload = NULL, to_push = 0 WHERE espace = ? AND day < ? AND payload IS NOT NULL"
)


class SqlJournal:
    """`JournalLog` over SQL."""

    def __init__(self, ctx: Context) -> None:
        """Work within a transaction."""
        self._ctx = ctx
        self._sql = ctx.sql

    def espace_of(self, rec: bytes) -> bytes | None:
        """Return the espace of a record."""
        found: bytes | None = self._sql.value(_ESPACE_OF, rec)
        return found

    def first_espaces(self) -> list[bytes]:
        """Return the espaces that are no compartments, the one known first before the others."""
        return self._sql.column(_FIRST)

    def day_key(self, espace: bytes, day: int) -> bytes | None:
        """Return the key of a day."""
        found: bytes | None = self._sql.value(_KEY, espace, day)
        return found

    def add_day_key(self, espace: bytes, day: int, key: bytes) -> None:
        """Keep the key of a day."""
        self._sql.run(_ADD_KEY, espace, day, key)

    def head(self, espace: bytes, device: bytes) -> Head | None:
        """Return where a register stands."""
        row = self._sql.row(_HEAD, espace, device)
        return None if row is None else Head(Place(row[0], row[1]), Place(row[2], row[3]))

    def heads(self) -> list[tuple[bytes, bytes]]:
        """Return the registers written here."""
        return [(espace, device) for espace, device in self._sql.all(_HEADS)]

    def add_lines(self, lines: Sequence[SealedLine], last: Place) -> None:
        """Keep lines of one register, and where it stands now."""
        self._sql.many(_ADD, [(each.espace, each.device, each.n, each.day, each.sealed) for each in lines])
        if lines:
            self._sql.run(_MOVE, lines[0].espace, lines[0].device, last.n, last.line)

    def lines(self, espace: bytes, device: bytes, after: int = 0, limit: int = -1) -> list[SealedLine]:
        """Return lines of a register numbered above `after`."""
        return [SealedLine(*row) for row in self._sql.all(_LINES, espace, device, after, limit)]

    def keep_segment(self, segment: KeptSegment) -> bool:
        """Keep a segment; False when it was known."""
        s = segment
        return bool(
            self._sql.run(_KEEP, s.id, s.espace, s.device, s.day, s.first, s.last, s.prev, s.payload, int(s.to_push))
        )

    def segments(self, espace: bytes, device: bytes) -> list[KeptSegment]:
        """Return the segments of a device, by first line."""
        return self._kept(_SEGMENTS, espace, device)

    def last_segment(self, espace: bytes, device: bytes) -> KeptSegment | None:
        """Return the last segment of a device."""
        found = self._kept(_LAST, espace, device)
        return found[0] if found else None

    def to_push(self, espace: bytes, limit: int = 64) -> list[KeptSegment]:
        """Return segments that no service is known to hold."""
        return self._kept(_TO_PUSH, espace, limit)

    def pushed(self, ids: Sequence[bytes]) -> None:
        """Note that the service holds these segments."""
        self._sql.run_within(_PUSHED, ids)

    def push_again(self, espace: bytes) -> None:
        """Note that the service lost what it held."""
        self._sql.run(_AGAIN, espace)

    def to_carry(self, espace: bytes, times: int, limit: int) -> list[KeptSegment]:
        """Return segments that no service holds and that fewer than `times` lots carried."""
        return self._kept(_TO_CARRY, espace, times, limit)

    def carried(self, ids: Sequence[bytes]) -> None:
        """Note that a lot carries these segments."""
        self._sql.run_within(_CARRIED, ids)

    def devices(self, espace: bytes) -> list[bytes]:
        """Return the devices of which there are segments."""
        return self._sql.column(_DEVICES, espace)

    def expire(self, espace: bytes, before: int, erased: Sequence[tuple[bytes, Place]]) -> int:
        """Erase what is of days before one: keys, lines, contents of segments."""
        for device, place in erased:
            self._sql.run(_ERASED, place.n, place.line, espace, device)
            self._sql.run(_DROP_LINES, espace, device, place.n)
        gone = self._sql.run(_DROP_KEYS, espace, before) + self._sql.run(_DROP_PAYLOADS, espace, before)
        self._ctx.erasing = self._ctx.erasing or bool(gone)
        return gone

    def _kept(self, statement: str, *values: object) -> list[KeptSegment]:
        return [
            KeptSegment(id_, espace, device, day, first, last, prev, payload, bool(to_push))
            for id_, espace, device, day, first, last, prev, payload, to_push in self._sql.all(statement, *values)
        ]
