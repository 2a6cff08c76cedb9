"""The log of one espace within a transaction: chains, numbers, bodies. The espace's row is locked by the caller."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.engine import Row

from mvl_central import schema
from mvl_central.database import among, fast
from mvl_central.erasure import pack, split, unpack
from mvl_central.errors import RequestRefusedError
from mvl_central.receipts import Taken
from mvl_central.service import Service
from mvl_desktop.protocol.check import ChainHead, Opened, State, Verdict, advance
from mvl_desktop.protocol.hashes import next_root
from mvl_desktop.protocol.objects import Entry
from mvl_desktop.protocol.registry import Registry, erased
from mvl_desktop.protocol.wire import Numbered

MISSING_MAX = 1024
Named = tuple[bytes, int, bytes]


class Log:
    """What is kept of an espace, and what this transaction adds to it."""

    def __init__(self, connection: Connection, service: Service, row: Row[Any], registry: Registry) -> None:
        self.connection = connection
        self.registry = registry
        self.espace: bytes = row.espace
        self.k: int = row.k
        self.root: bytes = row.root
        self.s: int = row.s
        self.bytes: int = row.bytes
        self.added = 0
        self.bodies_added = 0
        self._service = service
        self._chains: dict[bytes, ChainHead | None] = {}
        self._moved: set[bytes] = set()
        self._ids: dict[tuple[bytes, int], bytes] = {}
        self._slots: set[Named] = set()
        self._blobs: set[bytes] = set()

    def prepare(self, opened: Sequence[Opened]) -> None:
        """Look up, for all the commits of a request at once, the keyslots and blobs that they need."""
        entries = [e for commit in opened for e in commit.header.entries if not erased(self.registry, e.rec, e.bhash)]
        self._slots |= self._held_slots({e.kc for e in entries})
        wanted = list(dict.fromkeys(blob for e in entries for blob in e.blobs))
        self._blobs |= {bytes(row.id) for row in among(self.connection, _COMPLETE, self.espace, wanted)}
        self._blobs |= self.registry.erased_blobs

    def chain(self, device: bytes) -> ChainHead | None:
        """Return the last commit kept of a device, this transaction's included."""
        if device not in self._chains:
            row = fast(self.connection, _CHAIN, self.espace, device).first()
            self._chains[device] = None if row is None else ChainHead(row.seq, bytes(row.id), row.regn, row.n)
        return self._chains[device]

    def id_at(self, device: bytes) -> Callable[[int], bytes | None]:
        """Return a look-up of the commit kept at a seq of a device."""

        def find(seq: int) -> bytes | None:
            if (device, seq) in self._ids:
                return self._ids[device, seq]
            row = fast(self.connection, _ID_AT, self.espace, device, seq).first()
            return None if row is None else bytes(row.id)

        return find

    def missing(self, opened: Opened) -> tuple[str, list[bytes]] | None:
        """Return what must be pushed before a commit: keyslots, then blobs. Erased entries ask for nothing."""
        live = [e for e in opened.header.entries if not erased(self.registry, e.rec, e.bhash)]
        slots = [e.kc for e in live if (e.rec, e.ge, e.kc) not in self._slots]
        if slots:
            return "slots", list(dict.fromkeys(slots))[:MISSING_MAX]
        blobs = [blob for e in live for blob in e.blobs if blob not in self._blobs]
        return ("blobs", list(dict.fromkeys(blobs))[:MISSING_MAX]) if blobs else None

    def keep(self, opened: Opened, verdict: Verdict, data: bytes, bodies: dict[bytes, bytes]) -> Taken:
        """Give a commit its number and keep it with the bodies that came."""
        header = opened.header
        what = Numbered.QUARANTINED if verdict.state is State.QUARANTINED else Numbered.COMMIT
        self._number(opened.id)
        packed = pack(bodies.values())
        absent = [e.bhash for e in header.entries if e.bhash not in bodies]
        chain = advance(self.chain(header.device), opened)
        self._chains[header.device] = chain
        self._moved.add(header.device)
        self._ids[header.device, header.seq] = opened.id
        first, last = (header.entries[0].n, chain.n) if header.entries else (0, 0)
        fast(
            self.connection,
            _KEEP,
            *(self.espace, self.k, opened.id, header.device, header.seq, first, last, int(what)),
            *(len(bodies), len(packed), b"".join(absent), data, packed),
        )
        self.added += 1
        self.bodies_added += len(bodies)
        self.bytes += len(packed) + len(data)
        return Taken(opened.id, absent)

    def fill(self, opened: Opened, bodies: dict[bytes, bytes]) -> Taken:
        """Take late bodies of a commit already kept; each gets a number of its own (not while in quarantine)."""
        kept = self.connection.execute(_KEPT, {"espace": self.espace, "id": opened.id}).one()
        entries = opened.header.entries
        absent = split(kept.absent)
        late = self._late(kept.k)
        wanted = [e for e in entries if e.bhash in absent - late and e.bhash in bodies and self._may_come(e)]
        if kept.what == Numbered.QUARANTINED:
            self._repack(kept, entries, absent, {e.bhash: bodies[e.bhash] for e in wanted})
        else:
            for entry in wanted:
                self._number(entry.bhash)
                values = {"what": Numbered.LATE_BODY, "id": entry.bhash, "of_k": kept.k, "body": bodies[entry.bhash]}
                self.connection.execute(schema.numbered.insert().values(espace=self.espace, k=self.k, **values))
        self.bodies_added += len(wanted)
        self.bytes += sum(e.blen for e in wanted)
        here = late | {e.bhash for e in wanted}
        return Taken(opened.id, [e.bhash for e in entries if e.bhash in absent and e.bhash not in here])

    def save(self) -> None:
        """Write the chains and the espace's counters."""
        for device in self._moved:
            self._save_chain(device)
        if self.bytes > self._service.limits.espace_bytes:
            raise RequestRefusedError(507, "espace_full")
        fast(self.connection, _SAVE, self.k, self.root, self.s, self.bytes, self.espace)

    def note_slots(self, named: Sequence[Named]) -> None:
        """Remember keyslots that this transaction has just kept."""
        self._slots |= set(named)

    def _may_come(self, entry: Entry) -> bool:
        if erased(self.registry, entry.rec, entry.bhash):
            return False
        named = (entry.rec, entry.ge, entry.kc) in self._slots
        return named and all(blob in self._blobs for blob in entry.blobs)

    def _number(self, id_: bytes) -> None:
        self.k += 1
        self.root = next_root(self.root, id_)

    def _late(self, k: int) -> set[bytes]:
        found = self.connection.execute(_LATE, {"espace": self.espace, "k": k, "what": Numbered.LATE_BODY})
        return {bytes(row.id) for row in found}

    def _repack(self, kept: Row[Any], entries: Sequence[Entry], absent: set[bytes], new: dict[bytes, bytes]) -> None:
        if not new:
            return
        bodies = unpack(entries, kept.absent, kept.bodies) | new
        packed = pack(bodies[e.bhash] for e in entries if e.bhash in bodies)
        left = b"".join(e.bhash for e in entries if e.bhash in absent - new.keys())
        table = schema.commits
        self.connection.execute(
            update(table)
            .where(table.c.espace == self.espace, table.c.k == kept.k)
            .values(absent=left, bodies=packed, objects=len(bodies), size=len(packed))
        )

    def _held_slots(self, kcs: set[bytes]) -> set[Named]:
        known = {kc for _, _, kc in self._slots}
        unknown = [kc for kc in kcs if kc not in known]
        found = among(self.connection, _NAMED, self.espace, unknown)
        return {(bytes(row.rec), row.ge, bytes(row.kc)) for row in found}

    def _save_chain(self, device: bytes) -> None:
        head = self._chains[device]
        if head is None:
            return
        values = (head.seq, head.id, head.regn, head.n, self.espace, device)
        if fast(self.connection, _CHAIN, self.espace, device).first() is None:
            fast(self.connection, _BEGIN_CHAIN, *values)
        else:
            fast(self.connection, _MOVE_CHAIN, *values)


_KEEP = (
    "INSERT INTO commit_kept (espace, k, id, device, seq, first_n, last_n, what, objects, size, absent, data, bodies) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_CHAIN = "SELECT seq, id, regn, n FROM chain WHERE espace = ? AND device = ?"
_BEGIN_CHAIN = "INSERT INTO chain (seq, id, regn, n, espace, device) VALUES (?, ?, ?, ?, ?, ?)"
_MOVE_CHAIN = "UPDATE chain SET seq = ?, id = ?, regn = ?, n = ? WHERE espace = ? AND device = ?"
_ID_AT = "SELECT id FROM commit_kept WHERE espace = ? AND device = ? AND seq = ?"
_NAMED = "SELECT rec, ge, kc FROM slot WHERE espace = ? AND kc IN"
_COMPLETE = "SELECT id FROM blob WHERE complete = 1 AND espace = ? AND id IN"
_SAVE = "UPDATE espace SET k = ?, root = ?, s = ?, bytes = ? WHERE espace = ?"
_KEPT = select(schema.commits).where(
    schema.commits.c.espace == bindparam("espace"), schema.commits.c.id == bindparam("id")
)
_LATE = select(schema.numbered.c.id).where(
    schema.numbered.c.espace == bindparam("espace"),
    schema.numbered.c.of_k == bindparam("k"),
    schema.numbered.c.what == bindparam("what"),
    schema.numbered.c.body.is_not(None),
)
