"""Where the exchanges stand: positions, the service's word, lots, receipts, what was seen, alarms."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from mvl_desktop.ports.store import Alarm, Delivery, LotRow
from mvl_desktop.protocol.hashes import ZERO, digest
from mvl_desktop.store import commits
from mvl_desktop.store.context import Context
from mvl_desktop.store.reading import own_device

_MOVE: Final = (
    "INSERT INTO position(espace, what, position) VALUES(?, ?, ?)"
    " ON CONFLICT(espace, what) DO UPDATE SET position = excluded.position"
)
_CHECKPOINT: Final = (
    "INSERT INTO service_word(espace, checkpoint) VALUES(?, ?)"
    " ON CONFLICT(espace) DO UPDATE SET checkpoint = excluded.checkpoint"
)
_ROOT: Final = (
    "INSERT INTO service_word(espace, n, root) VALUES(?, ?, ?)"
    " ON CONFLICT(espace) DO UPDATE SET n = excluded.n, root = excluded.root"
)
_NUMBER: Final = "INSERT OR REPLACE INTO numbered(espace, n, hash) VALUES(?, ?, ?)"
_KEEP_LOT: Final = (
    "INSERT INTO lot(lid, signer, seq, prev, at_ms, recipient) VALUES(?, ?, ?, ?, ?, ?) ON CONFLICT(lid) DO NOTHING"
)
_LOT: Final = "SELECT lid, signer, seq, prev, at_ms, recipient FROM lot"
_OWN_COMMITS: Final = (
    "SELECT DISTINCT c.id, c.hash FROM body b JOIN sealed_commit c ON c.id = b.id >> 9 JOIN device d ON d.id = c.device"
    " WHERE b.record = (SELECT id FROM record WHERE rec = ?) AND d.ours ORDER BY c.id"
)
_LOTS_OF: Final = (
    "SELECT l.lid, l.seq, l.at_ms, (SELECT r.receipt FROM attestation a JOIN receipt r ON r.id = a.receipt"
    " WHERE a.sealed_commit = d.sealed_commit AND a.lid = l.lid)"
    " FROM delivery d JOIN lot l ON l.id = d.lot WHERE d.sealed_commit = ? ORDER BY l.seq"
)
_SERVICE_OF: Final = (
    "SELECT a.at_ms, r.receipt FROM attestation a LEFT JOIN receipt r ON r.id = a.receipt"
    " WHERE a.sealed_commit = ? AND a.signer = x''"
)
_BRING: Final = (
    "INSERT INTO delivery(sealed_commit, lot) SELECT c.id, ?2 FROM sealed_commit c JOIN device d ON d.id = c.device"
    " WHERE c.hash = ?1 AND NOT d.ours ON CONFLICT DO NOTHING"
)
_BROUGHT: Final = (
    "SELECT c.hash, c.at_service, l.lid, l.signer, l.seq, l.prev, l.at_ms, l.recipient FROM sealed_commit c"
    " JOIN device d ON d.id = c.device LEFT JOIN lot l ON l.id = (SELECT min(y.lot) FROM delivery y"
    " JOIN lot m ON m.id = y.lot WHERE y.sealed_commit = c.id AND m.signer <> ?)"
    " WHERE NOT d.ours AND c.hash IN (?*)"
)
_SAID: Final = (
    "INSERT INTO seen_said(espace, device, seq) VALUES(?, ?, ?)"
    " ON CONFLICT(espace, device) DO UPDATE SET seq = excluded.seq"
)
_CLAIM: Final = (
    "INSERT INTO claim(espace, signer, device, seq) VALUES(?, ?, ?, ?)"
    " ON CONFLICT(espace, signer, device) DO UPDATE SET seq = max(claim.seq, excluded.seq)"
)
_SAME_ALARM: Final = "SELECT id FROM alarm WHERE code = ? AND espace = ? AND device IS ? AND NOT acknowledged"


class SqlExchangeState:
    """`ExchangeState` over SQL."""

    def __init__(self, ctx: Context) -> None:
        """Work within a transaction."""
        self._ctx = ctx
        self._sql = ctx.sql

    def position(self, espace: bytes, what: str) -> int:
        """Return a position in the service's numbering; 0 at first."""
        wanted = "SELECT position FROM position WHERE espace = ? AND what = ?"
        return int(self._sql.value(wanted, self._ctx.espace(espace), what) or 0)

    def move(self, espace: bytes, what: str, position: int) -> None:
        """Move a position."""
        self._sql.run(_MOVE, self._ctx.espace(espace), what, position)

    def checkpoint(self, espace: bytes) -> bytes | None:
        """Return the service's last signed word on an espace."""
        wanted = "SELECT checkpoint FROM service_word WHERE espace = ?"
        found: bytes | None = self._sql.value(wanted, self._ctx.espace(espace))
        return found

    def keep_checkpoint(self, espace: bytes, checkpoint: bytes) -> None:
        """Keep the service's word."""
        self._sql.run(_CHECKPOINT, self._ctx.espace(espace), checkpoint)

    def root(self, espace: bytes) -> tuple[int, bytes]:
        """Return (n, root): the fold of the commit ids received in the service's order."""
        row = self._sql.row("SELECT n, root FROM service_word WHERE espace = ?", self._ctx.espace(espace))
        return (0, ZERO) if row is None or row[1] is None else (row[0], row[1])

    def set_root(self, espace: bytes, n: int, root: bytes) -> None:
        """Move the fold."""
        self._sql.run(_ROOT, self._ctx.espace(espace), n, root)

    def number(self, espace: bytes, first: int, ids: Sequence[bytes]) -> None:
        """Remember to what the service gave these numbers, from `first` on."""
        number = self._ctx.espace(espace)
        self._sql.bulk(_NUMBER, [(number, n, id_) for n, id_ in enumerate(ids, first)])

    def numbered(self, espace: bytes) -> list[bytes]:
        """Return what the service has numbered, from 1 on, as far as no number is missing."""
        rows = self._all("SELECT n, hash FROM numbered WHERE espace = ? ORDER BY n", self._ctx.espace(espace))
        return [row[1] for n, row in enumerate(rows, 1) if row[0] == n]

    def forget_numbers(self, espace: bytes, after: int) -> None:
        """Forget what was numbered after `after`: the service has gone back."""
        self._sql.run("DELETE FROM numbered WHERE espace = ? AND n > ?", self._ctx.espace(espace), after)

    def deliver(self, commits_: Iterable[bytes], lot: LotRow) -> None:
        """Note that these commits left in a lot; nothing is attested by it."""
        self.keep_lot(lot)
        id_ = self._sql.value("SELECT id FROM lot WHERE lid = ?", lot.lid)
        numbers = [row[0] for row in self._sql.within("SELECT id FROM sealed_commit WHERE hash IN (?*)", commits_)]
        self._sql.many(
            "INSERT INTO delivery(sealed_commit, lot) VALUES(?, ?) ON CONFLICT DO NOTHING",
            [(number, id_) for number in numbers],
        )
        commits.set_delivery(self._ctx, numbers, 1)

    def bring(self, commits_: Iterable[bytes], lid: bytes) -> None:
        """Note that a lot kept by `keep_lot` brought these commits of others."""
        id_ = self._sql.value("SELECT id FROM lot WHERE lid = ?", lid)
        if id_ is not None:
            self._sql.many(_BRING, [(commit, id_) for commit in commits_])

    def brought(self, commits_: Iterable[bytes]) -> Mapping[bytes, LotRow | None]:
        """Return how commits of others came here: the first lot that brought each, None for the service."""
        found: dict[bytes, LotRow | None] = {}
        for hash_, at_service, *lot in self._sql.within(_BROUGHT, commits_, own_device(self._ctx)):
            if lot[0] is not None:
                found[hash_] = LotRow(*lot)
            elif at_service:
                found[hash_] = None
        return found

    def receive_receipt(
        self, espace: bytes, by: bytes | None, lid: bytes | None, ids: Sequence[bytes], receipt: bytes
    ) -> int:
        """Note a verified receipt; returns how many commits it attests for the first time."""
        numbers = commits.numbers_of(self._ctx, espace, ids)
        unattested = "SELECT count(*) FROM sealed_commit WHERE delivery < 2 AND id IN (?*)"
        first = sum(int(row[0]) for row in self._sql.within(unattested, numbers))
        commits.attest(self._ctx, numbers, by or b"", lid, receipt)
        if by is None:
            self._sql.run_within("UPDATE sealed_commit SET at_service = 1 WHERE id IN (?*)", numbers)
        commits.set_delivery(self._ctx, numbers, 2)
        return first

    def deliveries(self, rec: bytes) -> list[Delivery]:
        """Return where this post's commits of a record went, oldest first."""
        found = []
        for number, hash_ in self._sql.all(_OWN_COMMITS, rec):
            served = self._all(_SERVICE_OF, number)
            found += [Delivery(hash_, "service", None, None, at, receipt) for at, receipt in served]
            found += [Delivery(hash_, "lot", lid, seq, at, got) for lid, seq, at, got in self._all(_LOTS_OF, number)]
        return found

    def next_lot(self, recipient: str) -> tuple[int, bytes]:
        """Return (seq, prev) of the next lot that this post writes for the same readers."""
        wanted = "SELECT seq, lid FROM lot WHERE signer = ? AND recipient = ? ORDER BY seq DESC LIMIT 1"
        row = self._sql.row(wanted, own_device(self._ctx), recipient)
        return (1, ZERO) if row is None else (row[0] + 1, digest("lot", row[1]))

    def keep_lot(self, lot: LotRow) -> None:
        """Remember a lot, sent or received."""
        self._sql.run(_KEEP_LOT, lot.lid, lot.by, lot.seq, lot.prev, lot.at_ms, lot.recipient)

    def lots_from(self, device: bytes) -> list[LotRow]:
        """Return the lots received from a device, by seq."""
        return [LotRow(*row) for row in self._all(_LOT + " WHERE signer = ? ORDER BY seq", device)]

    def seen(self, espace: bytes) -> dict[bytes, int]:
        """Return what this post's own last `seen` vector said."""
        wanted = "SELECT device, seq FROM seen_said WHERE espace = ? ORDER BY device"
        return {row[0]: row[1] for row in self._all(wanted, self._ctx.espace(espace))}

    def keep_seen(self, espace: bytes, seen: Mapping[bytes, int]) -> None:
        """Remember what was said."""
        number = self._ctx.espace(espace)
        self._sql.many(_SAID, [(number, device, seq) for device, seq in seen.items()])

    def claim(self, espace: bytes, by: bytes, seen: Mapping[bytes, int]) -> None:
        """Remember what another device said that it had seen."""
        number = self._ctx.espace(espace)
        self._sql.many(_CLAIM, [(number, by, device, seq) for device, seq in seen.items()])

    def claims(self, espace: bytes) -> dict[bytes, int]:
        """Return, for each device, the highest seq that anybody said exists."""
        wanted = "SELECT device, max(seq) FROM claim WHERE espace = ? GROUP BY device"
        return {row[0]: row[1] for row in self._all(wanted, self._ctx.espace(espace))}

    def alarm(self, code: str, espace: bytes, device: bytes | None = None, count: int = 1) -> None:
        """Raise an alarm once; the same code, espace and device update its count."""
        known, now = self._sql.value(_SAME_ALARM, code, espace, device), self._ctx.now()
        if known is None:
            self._sql.run(
                "INSERT INTO alarm(code, espace, device, count, at_ms) VALUES(?, ?, ?, ?, ?)",
                code,
                espace,
                device,
                count,
                now,
            )
        else:
            self._sql.run("UPDATE alarm SET count = ?, at_ms = ? WHERE id = ?", count, now, known)

    def alarms(self) -> list[Alarm]:
        """Return the alarms not acknowledged, latest first."""
        wanted = "SELECT id, code, espace, device, count, at_ms FROM alarm WHERE NOT acknowledged ORDER BY id DESC"
        return [Alarm(*row) for row in self._all(wanted)]

    def acknowledge(self, alarm: int) -> None:
        """Put an alarm away."""
        self._sql.run("UPDATE alarm SET acknowledged = 1 WHERE id = ?", alarm)

    def keep_ack(self, espace: bytes, ack: bytes) -> bool:
        """Keep a signed acknowledgement; False when known."""
        wanted = "INSERT INTO ack(espace, hash, ack) VALUES(?, ?, ?) ON CONFLICT DO NOTHING"
        return self._sql.run(wanted, self._ctx.espace(espace), digest("ack", ack), ack) > 0

    def acks(self, espace: bytes) -> list[bytes]:
        """Return the acknowledgements kept."""
        return self._sql.column("SELECT ack FROM ack WHERE espace = ? ORDER BY rowid", self._ctx.espace(espace))

    def keep_invitation(self, iid: bytes, invitation: bytes) -> None:
        """Remember an invitation made or received."""
        self._sql.run("INSERT INTO invitation(iid, invitation) VALUES(?, ?) ON CONFLICT DO NOTHING", iid, invitation)

    def invitation(self, iid: bytes) -> bytes | None:
        """Return an invitation still usable."""
        found: bytes | None = self._sql.value("SELECT invitation FROM invitation WHERE iid = ? AND NOT used", iid)
        return found

    def use_invitation(self, iid: bytes) -> None:
        """An invitation serves once; its secret is forgotten."""
        self._sql.run("UPDATE invitation SET used = 1, invitation = x'' WHERE iid = ?", iid)

    def _all(self, statement: str, *values: object) -> Sequence[Any]:
        return self._sql.all(statement, *values)
