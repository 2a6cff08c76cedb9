"""Epoch keys, record keys, the slots that wrap them, and the grants to hand over."""

from collections.abc import Iterable, Sequence
from typing import Final

from mvl_desktop.ports.store import LimitError
from mvl_desktop.protocol.encoding import decode
from mvl_desktop.protocol.objects import SLOT_LIMIT, KeySlot
from mvl_desktop.store.context import Context

SLOTS_MAX: Final = 64
"""Slots kept of one record and generation, whoever made them: a flood ends there (rule 2)."""

UNOPENED_MAX: Final = 200_000
"""Record keys that are named by slots and not held, in one espace: beyond, the exchange pauses."""

_SET_EPOCH: Final = (
    "INSERT INTO epoch(espace, epoch, key) VALUES(?, ?, ?) ON CONFLICT(espace, epoch)"
    " DO UPDATE SET key = excluded.key WHERE NOT epoch.dead"
)
_KILL_EPOCH: Final = (
    "INSERT INTO epoch(espace, epoch, key, dead) VALUES(?, ?, NULL, 1) ON CONFLICT(espace, epoch)"
    " DO UPDATE SET key = NULL, dead = 1"
)
_ADD_GRANT: Final = (
    "INSERT INTO epoch_grant(espace, epoch, device, ct) SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS("
    "SELECT 1 FROM epoch_grant WHERE espace = ?1 AND epoch = ?2 AND device = ?3 AND ct = ?4)"
)
_ADD_KEY: Final = (
    "INSERT INTO record_key(record, ge, kc, key) VALUES(?, ?, ?, ?) ON CONFLICT(kc) DO UPDATE SET key = excluded.key"
)
_NAME_KEY: Final = "INSERT INTO record_key(record, ge, kc) VALUES(?, ?, ?) ON CONFLICT DO NOTHING"
_ADD_SLOT: Final = (
    "INSERT INTO slot(record_key, epoch, to_push, slot) VALUES((SELECT id FROM record_key WHERE kc = ?), ?, ?, ?)"
)
_SEALING: Final = (
    "SELECT r.rec, k.kc, k.key FROM record r JOIN body b ON b.record = r.id JOIN record_key k ON k.id = b.record_key"
    " JOIN sealed_commit c ON c.id = b.id >> 9"
    " WHERE k.ge = ? AND k.key IS NOT NULL AND NOT c.quarantined AND r.rec IN (?*) ORDER BY b.id"
)
_BEST: Final = (
    "SELECT k.kc, s.slot FROM slot s JOIN record_key k ON k.id = s.record_key WHERE k.kc IN (?*)"
    " ORDER BY s.epoch DESC, s.id DESC"
)
_UNKEYED: Final = (
    "SELECT count(*) FROM record_key k JOIN record r ON r.id = k.record WHERE k.key IS NULL AND r.espace = ?"
)
_UNOPENED: Final = (
    "SELECT s.slot FROM record_key k JOIN slot s ON s.record_key = k.id JOIN record r ON r.id = k.record"
    " WHERE k.key IS NULL AND s.epoch = ? AND r.espace = ? ORDER BY s.id LIMIT ?"
)
_TO_REWRAP: Final = (
    "SELECT r.rec, k.ge, k.kc, k.key FROM record_key k JOIN record r ON r.id = k.record"
    " WHERE r.espace = ? AND k.key IS NOT NULL AND NOT EXISTS("
    "SELECT 1 FROM slot s WHERE s.record_key = k.id AND s.epoch = ?)"
    " AND EXISTS(SELECT 1 FROM body b WHERE b.record = k.record AND b.record_key = k.id) ORDER BY k.id LIMIT ?"
)
_SLOTS_OF: Final = (
    "SELECT k.record, k.ge, s.slot FROM record_key k JOIN slot s ON s.record_key = k.id WHERE k.record IN (?*)"
)
_TO_PUSH: Final = (
    "SELECT s.id, s.slot FROM slot s JOIN record_key k ON k.id = s.record_key JOIN record r ON r.id = k.record"
    " WHERE s.to_push AND r.espace = ? ORDER BY s.id LIMIT ?"
)


class SqlKeys:
    """`Keys` over SQL."""

    def __init__(self, ctx: Context) -> None:
        """Work within a transaction."""
        self._ctx = ctx
        self._sql = ctx.sql

    def epoch_key(self, espace: bytes, epoch: int) -> bytes | None:
        """Return an epoch's key, when this post holds it."""
        wanted = "SELECT key FROM epoch WHERE espace = ? AND epoch = ?"
        found: bytes | None = self._sql.value(wanted, self._ctx.espace(espace), epoch)
        return found

    def epochs(self, espace: bytes) -> list[int]:
        """Return the epochs whose key this post holds."""
        wanted = "SELECT epoch FROM epoch WHERE espace = ? AND key IS NOT NULL ORDER BY epoch"
        return self._sql.column(wanted, self._ctx.espace(espace))

    def add_epoch_key(self, espace: bytes, epoch: int, key: bytes) -> None:
        """Keep an epoch's key, unless the epoch is dead."""
        self._sql.run(_SET_EPOCH, self._ctx.espace(espace), epoch, key)

    def destroy_epoch(self, espace: bytes, epoch: int) -> None:
        """Forget an epoch's key, its grants and the slots under it, and mark it dead for ever."""
        number = self._ctx.espace(espace)
        self._ctx.erasing = True
        self._sql.run(_KILL_EPOCH, number, epoch)
        self._sql.run("DELETE FROM epoch_grant WHERE espace = ? AND epoch = ?", number, epoch)
        self._sql.run(
            "DELETE FROM slot WHERE epoch = ? AND record_key IN ("
            "SELECT k.id FROM record_key k JOIN record r ON r.id = k.record WHERE r.espace = ?)",
            epoch,
            number,
        )

    def dead_epochs(self, espace: bytes) -> frozenset[int]:
        """Return the epochs that must never be opened again."""
        wanted = "SELECT epoch FROM epoch WHERE espace = ? AND dead"
        return frozenset(self._sql.column(wanted, self._ctx.espace(espace)))

    def add_grants(self, espace: bytes, grants: Iterable[tuple[int, bytes, bytes]]) -> None:
        """Keep grants and escrows (epoch, holder, ciphertext); those of dead epochs are dropped."""
        number, dead = self._ctx.espace(espace), self.dead_epochs(espace)
        self._sql.many(_ADD_GRANT, [(number, *grant) for grant in grants if grant[0] not in dead])

    def grants(self, espace: bytes, device: bytes | None = None) -> list[tuple[int, bytes, bytes]]:
        """Return the grants kept, of one device or of all, by epoch."""
        wanted = (
            "SELECT epoch, device, ct FROM epoch_grant WHERE espace = ?1 AND (?2 IS NULL OR device = ?2)"
            " AND length(device) = 16 ORDER BY epoch, device, id"
        )
        return [(row[0], row[1], row[2]) for row in self._sql.all(wanted, self._ctx.espace(espace), device)]

    def escrows(self, espace: bytes) -> list[tuple[int, bytes, bytes]]:
        """Return the escrows kept, by epoch and pair."""
        wanted = "SELECT epoch, device, ct FROM epoch_grant WHERE espace = ? AND length(device) = 1 ORDER BY 1, 2, id"
        return [(row[0], row[1], row[2]) for row in self._sql.all(wanted, self._ctx.espace(espace))]

    def record_keys(self, espace: bytes, kcs: Iterable[bytes]) -> dict[bytes, bytes]:
        """Return the record keys held for these commitments."""
        wanted = (
            "SELECT k.kc, k.key FROM record_key k JOIN record r ON r.id = k.record"
            " WHERE r.espace = ? AND k.key IS NOT NULL AND k.kc IN (?*)"
        )
        return dict(self._sql.within(wanted, dict.fromkeys(kcs), self._ctx.espace(espace)))

    def add_record_keys(self, espace: bytes, keys: Sequence[tuple[bytes, int, bytes, bytes]]) -> None:
        """Keep record keys (rec, ge, kc, key); those of erased records are dropped."""
        records = self._live(espace, [rec for rec, *_ in keys])
        self._sql.bulk(_ADD_KEY, [(records[rec], ge, kc, key) for rec, ge, kc, key in keys if rec in records])
        self._ctx.keyed.update(kc for rec, _, kc, _ in keys if rec in records)

    def sealing_keys(self, espace: bytes, recs: Iterable[bytes], ge: int) -> dict[bytes, tuple[bytes, bytes]]:
        """Return, by record, (kc, key) to seal with: the first that a kept commit names (rule 2)."""
        found: dict[bytes, tuple[bytes, bytes]] = {}
        for rec, kc, key in self._sql.within(_SEALING, dict.fromkeys(recs), ge):
            found.setdefault(rec, (kc, key))
        return found

    def add_slots(self, espace: bytes, slots: Sequence[tuple[KeySlot, bytes]], *, ours: bool = False) -> int:
        """Keep slots (decoded, bytes) not known yet; return how many were new.

        One made under an epoch older than its key's generation, of a dead epoch or of an erased record is dropped.
        Bounded: LimitError when too many keys are named that are not held.
        """
        dead = self.dead_epochs(espace)
        sound = [(slot, data) for slot, data in slots if slot.ge <= slot.epoch and slot.epoch not in dead]
        records = self._live(espace, [slot.rec for slot, _ in sound])
        sound = [(slot, data) for slot, data in sound if slot.rec in records]
        known: dict[tuple[int, int], set[bytes]] = {}
        for record, ge, data in self._sql.within(_SLOTS_OF, set(records.values()) - self._ctx.unheard):
            known.setdefault((record, ge), set()).add(data)
        self._ctx.unheard.difference_update(records.values())
        new = []
        for slot, data in sound:
            kept = known.setdefault((records[slot.rec], slot.ge), set())
            if data not in kept and (ours or len(kept) < SLOTS_MAX):
                kept.add(data)
                new.append((slot, data))
        unkeyed = [(records[slot.rec], slot.ge, slot.kc) for slot, _ in new if slot.kc not in self._ctx.keyed]
        self._sql.bulk(_NAME_KEY, unkeyed)
        if unkeyed and self._sql.value(_UNKEYED, self._ctx.espace(espace)) > UNOPENED_MAX:
            raise LimitError
        self._sql.bulk(_ADD_SLOT, [(slot.kc, slot.epoch, ours, data) for slot, data in new])
        return len(new)

    def slots_for(self, espace: bytes, kcs: Iterable[bytes]) -> list[bytes]:
        """Return the bytes of the best slot kept for each commitment (the latest epoch)."""
        best: dict[bytes, bytes] = {}
        for kc, data in self._sql.within(_BEST, dict.fromkeys(kcs)):
            best.setdefault(kc, data)
        return list(best.values())

    def unopened(self, espace: bytes, epoch: int, limit: int = 10_000) -> list[KeySlot]:
        """Return slots under this epoch whose record key is not held yet."""
        found = self._sql.column(_UNOPENED, epoch, self._ctx.espace(espace), limit)
        return [decode(data, KeySlot, SLOT_LIMIT) for data in found]

    def to_rewrap(self, espace: bytes, epoch: int, limit: int = 10_000) -> list[tuple[bytes, int, bytes, bytes]]:
        """Return (rec, ge, kc, key) that a kept commit names and that have no slot under `epoch`."""
        rows = self._sql.all(_TO_REWRAP, self._ctx.espace(espace), epoch, limit)
        return [(row[0], row[1], row[2], row[3]) for row in rows]

    def slots_to_push(self, espace: bytes, limit: int = 1_000) -> list[tuple[int, bytes]]:
        """Return (local id, bytes) of the slots made here that no service is known to hold."""
        return [(row[0], row[1]) for row in self._sql.all(_TO_PUSH, self._ctx.espace(espace), limit)]

    def slots_pushed(self, ids: Iterable[int]) -> None:
        """Note that the service holds these slots."""
        self._sql.run_within("UPDATE slot SET to_push = 0 WHERE id IN (?*)", ids)

    def _live(self, espace: bytes, recs: Iterable[bytes]) -> dict[bytes, int]:
        records = self._ctx.records(espace, recs)
        told = set(records.values()) - self._ctx.unheard
        gone = {row[0] for row in self._sql.within("SELECT id FROM record WHERE erased AND id IN (?*)", told)}
        return {rec: record for rec, record in records.items() if record not in gone}
