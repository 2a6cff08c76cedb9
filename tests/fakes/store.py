"""The store as plain dictionaries: the same promises as the real one, undoing included, and nothing on a disk."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any, Self

from mvl_desktop.domain.kinds import declaration
from mvl_desktop.history.declared import state_of
from mvl_desktop.history.model import Name, RecordState, Revision
from mvl_desktop.ports.crypto import Crypto, DeviceSecrets
from mvl_desktop.ports.journal import Head, KeptSegment, SealedLine
from mvl_desktop.ports.store import (
    HITS_COUNTED,
    Alarm,
    BlobInfo,
    ChainHead,
    Comparable,
    Delivery,
    Draft,
    Espace,
    Hit,
    KeptCommit,
    LimitError,
    ListRow,
    LotRow,
    OpenedBody,
    Pending,
    Query,
    RecordView,
    StoredCommit,
    TextCounts,
    TextState,
    Told,
    Undecided,
    UnitOfWork,
)
from mvl_desktop.ports.system import Clock
from mvl_desktop.protocol.encoding import decode, encode
from mvl_desktop.protocol.hashes import ZERO, blob_id, commit_id, digest
from mvl_desktop.protocol.journal import Place
from mvl_desktop.protocol.objects import COMMIT_LIMIT, BlobRef, Commit, ErasedBody, Header, KeySlot
from mvl_desktop.protocol.objects import Revision as WireRevision
from mvl_desktop.protocol.registry import Registry, quarantined
from mvl_desktop.protocol.registry import fold as fold_registry
from mvl_desktop.store.errors import FiltreImpossibleError
from mvl_desktop.store.piece_texts import excerpt
from mvl_desktop.store.projection import SEPARATOR, Projection, folded
from mvl_desktop.store.reading import Known, Past
from mvl_desktop.store.telling import disagreements, split_devices, what_is_told
from tests.fakes.counting import MemoryCounts, projection_of

SENDING = ("brouillon", "a_envoyer", "remis", "atteste")
HELD_MAX = 4096
SLOTS_MAX = 64


@dataclass(frozen=True)
class Kept:
    """A commit and what became of it."""

    espace: bytes
    commit: KeptCommit
    at_service: bool = False
    delivery: int = 0


@dataclass
class State:
    """Everything; each container holds frozen values, so that a copy of the containers is a copy of the store."""

    settings: dict[str, str] = field(default_factory=dict)
    device: list[DeviceSecrets] = field(default_factory=list)
    ours: set[bytes] = field(default_factory=set)
    espaces: dict[bytes, Espace] = field(default_factory=dict)
    entries: dict[bytes, tuple[bytes, ...]] = field(default_factory=dict)
    proposed: list[tuple[bytes, bytes]] = field(default_factory=list)
    epochs: dict[tuple[bytes, int], bytes] = field(default_factory=dict)
    dead: set[tuple[bytes, int]] = field(default_factory=set)
    grants: list[tuple[bytes, int, bytes, bytes]] = field(default_factory=list)
    keys: dict[bytes, tuple[bytes, bytes, int, bytes]] = field(default_factory=dict)
    slots: list[tuple[KeySlot, bytes]] = field(default_factory=list)
    to_push: set[bytes] = field(default_factory=set)
    records: dict[bytes, tuple[int, bytes, int]] = field(default_factory=dict)
    erased: set[bytes] = field(default_factory=set)
    places: dict[tuple[bytes, Name], ErasedBody] = field(default_factory=dict)
    commits: dict[bytes, Kept] = field(default_factory=dict)
    local: dict[tuple[bytes, int], tuple[bytes, WireRevision]] = field(default_factory=dict)
    counters: dict[bytes, int] = field(default_factory=dict)
    held: dict[bytes, tuple[bytes, StoredCommit]] = field(default_factory=dict)
    drafts: dict[bytes, Draft] = field(default_factory=dict)
    preferences: dict[str, str] = field(default_factory=dict)
    blobs: dict[bytes, BlobInfo] = field(default_factory=dict)
    parts: dict[tuple[bytes, int], bytes] = field(default_factory=dict)
    positions: dict[tuple[bytes, str], int] = field(default_factory=dict)
    checkpoints: dict[bytes, bytes] = field(default_factory=dict)
    roots: dict[bytes, tuple[int, bytes]] = field(default_factory=dict)
    numbers: dict[bytes, dict[int, bytes]] = field(default_factory=dict)
    lots: dict[bytes, LotRow] = field(default_factory=dict)
    delivered: list[tuple[bytes, bytes]] = field(default_factory=list)
    brought: dict[bytes, bytes] = field(default_factory=dict)
    attested: dict[tuple[bytes, bytes], tuple[bytes | None, bytes | None, int]] = field(default_factory=dict)
    said: dict[tuple[bytes, bytes], int] = field(default_factory=dict)
    claims: dict[tuple[bytes, bytes, bytes], int] = field(default_factory=dict)
    alarms: dict[int, Alarm] = field(default_factory=dict)
    put_away: set[int] = field(default_factory=set)
    acks: dict[bytes, tuple[bytes, ...]] = field(default_factory=dict)
    invitations: dict[bytes, bytes | None] = field(default_factory=dict)
    days: dict[tuple[bytes, int], bytes] = field(default_factory=dict)
    heads: dict[tuple[bytes, bytes], Head] = field(default_factory=dict)
    lines: dict[tuple[bytes, bytes, int], SealedLine] = field(default_factory=dict)
    segments: dict[bytes, tuple[KeptSegment, int]] = field(default_factory=dict)
    likenesses: dict[bytes, tuple[int, frozenset[Name], bytes, frozenset[int]]] = field(default_factory=dict)
    texts: dict[bytes, tuple[int, str, bool, str]] = field(default_factory=dict)

    def twin(self) -> "State":
        """Return an independent copy."""
        return State(**{name: copy(value) for name, value in vars(self).items()})


class MemoryStore:
    """`Store` in memory. One writer at a time: beginning twice in one thread is a mistake."""

    def __init__(self, crypto: Crypto, clock: Clock, device: DeviceSecrets | None = None) -> None:
        """Begin empty, as a device."""
        self.state = State()
        self.crypto, self.clock = crypto, clock
        self.writing = False
        self.closed = False
        secrets = device or crypto.new_device()
        self.state.device.append(secrets)
        self.state.ours.add(secrets.id)

    def twin(self, clock: Clock) -> "MemoryStore":
        """Return a store that holds the same, and goes its own way."""
        made = MemoryStore(self.crypto, clock, self.state.device[-1])
        made.state = self.state.twin()
        return made

    def work(self, *, bulk: bool = False) -> UnitOfWork:
        return MemoryUnitOfWork(self, reading=False)

    def read(self) -> UnitOfWork:
        return MemoryUnitOfWork(self, reading=True)

    def check(self, *, thorough: bool = False) -> list[str]:
        return []

    def rebuild(self) -> None:
        pass

    def checkpoint(self) -> None:
        pass

    def close(self) -> None:
        self.closed = True


class MemoryUnitOfWork:
    """`UnitOfWork` on a copy of the state, put in place by `commit()`."""

    def __init__(self, store: MemoryStore, *, reading: bool) -> None:
        self._store, self._reading = store, reading
        self._state = State()

    def __enter__(self) -> Self:
        if not self._reading:
            if self._store.writing:
                raise RuntimeError("nested work")
            self._store.writing = True
        self._begin()
        return self

    def __exit__(self, *exc: object) -> None:
        if not self._reading:
            self._store.writing = False

    def commit(self) -> None:
        if self._reading:
            raise RuntimeError("read only")
        self._store.state = self._state
        self._begin()

    def _begin(self) -> None:
        self._state = self._store.state.twin()
        self.identity = MemoryIdentity(self._state)
        self.espaces = MemoryEspaces(self._state, self._store)
        self.keys = MemoryKeys(self._state)
        self.log = MemoryLog(self._state, self._store)
        self.records = MemoryRecords(self._state)
        self.counts = MemoryCounts(self.records)
        self.likenesses = MemoryLikenesses(self._state)
        self.piece_texts = MemoryPieceTexts(self._state)
        self.drafts = MemoryDrafts(self._state)
        self.preferences = MemoryPreferences(self._state)
        self.blobs = MemoryBlobs(self._state)
        self.exchange = MemoryExchangeState(self._state, self._store)
        self.journal = MemoryJournal(self._state)


class MemoryIdentity:
    def __init__(self, state: State) -> None:
        self._s = state

    def device(self) -> DeviceSecrets:
        return self._s.device[-1]

    def replace_device(self, secrets: DeviceSecrets) -> None:
        self._s.device[:] = [secrets]
        self._s.ours.add(secrets.id)

    def get(self, name: str) -> str | None:
        return self._s.settings.get(name)

    def set(self, name: str, value: str) -> None:
        self._s.settings[name] = value


@lru_cache(maxsize=64)
def _folded(founder: bytes, entries: tuple[bytes, ...]) -> Registry:
    """Fold a registry that was verified when it was kept; asked for at every step of an exchange."""
    return fold_registry(founder, entries, lambda *_: True, trusted=True)


class MemoryEspaces:
    def __init__(self, state: State, store: MemoryStore) -> None:
        self._s, self._store = state, store

    def all(self) -> list[Espace]:
        return sorted(self._s.espaces.values(), key=lambda espace: (espace.name, espace.id))

    def get(self, espace: bytes) -> Espace | None:
        return self._s.espaces.get(espace)

    def add(self, espace: Espace) -> None:
        if espace.id in self._s.espaces:
            raise ValueError("known espace")
        self._s.espaces[espace.id] = espace
        self._s.entries[espace.id] = ()

    def update(self, espace: Espace) -> None:
        self._s.espaces[espace.id] = replace(espace, founder=self._s.espaces[espace.id].founder)

    def registry(self, espace: bytes) -> Registry:
        return _folded(self._s.espaces[espace].founder, self._s.entries[espace]).snapshot()

    def entries(self, espace: bytes, start: int = 0) -> list[bytes]:
        return list(self._s.entries[espace][start:])

    def append(self, espace: bytes, entries: Sequence[bytes]) -> None:
        self._s.entries[espace] += tuple(entries)
        registry = self.registry(espace)
        for id_, kept in self._s.commits.items():
            if kept.espace == espace:
                header = kept.commit.header
                judged = quarantined(registry, header.device, header.seq, header.regn, id_)
                self._s.commits[id_] = replace(kept, commit=replace(kept.commit, quarantined=judged))

    def propose(self, espace: bytes, entry: bytes) -> None:
        self._s.proposed.append((espace, entry))

    def proposed(self, espace: bytes) -> list[bytes]:
        return [entry for each, entry in self._s.proposed if each == espace]

    def withdraw(self, espace: bytes, entry: bytes) -> None:
        self._s.proposed[:] = [each for each in self._s.proposed if each != (espace, entry)]


class MemoryKeys:
    def __init__(self, state: State) -> None:
        self._s = state

    def epoch_key(self, espace: bytes, epoch: int) -> bytes | None:
        return self._s.epochs.get((espace, epoch))

    def epochs(self, espace: bytes) -> list[int]:
        return sorted(epoch for each, epoch in self._s.epochs if each == espace)

    def add_epoch_key(self, espace: bytes, epoch: int, key: bytes) -> None:
        if (espace, epoch) not in self._s.dead:
            self._s.epochs[espace, epoch] = key

    def destroy_epoch(self, espace: bytes, epoch: int) -> None:
        self._s.dead.add((espace, epoch))
        self._s.epochs.pop((espace, epoch), None)
        self._s.grants[:] = [grant for grant in self._s.grants if grant[:2] != (espace, epoch)]
        self._s.slots[:] = [slot for slot in self._s.slots if (slot[0].espace, slot[0].epoch) != (espace, epoch)]

    def dead_epochs(self, espace: bytes) -> frozenset[int]:
        return frozenset(epoch for each, epoch in self._s.dead if each == espace)

    def add_grants(self, espace: bytes, grants: Iterable[tuple[int, bytes, bytes]]) -> None:
        for epoch, device, ct in grants:
            if (espace, epoch) not in self._s.dead and (espace, epoch, device, ct) not in self._s.grants:
                self._s.grants.append((espace, epoch, device, ct))

    def grants(self, espace: bytes, device: bytes | None = None) -> list[tuple[int, bytes, bytes]]:
        kept = sorted(grant[1:] for grant in self._s.grants if grant[0] == espace and device in (None, grant[2]))
        return [grant for grant in kept if len(grant[1]) == 16]

    def escrows(self, espace: bytes) -> list[tuple[int, bytes, bytes]]:
        return sorted(grant[1:] for grant in self._s.grants if grant[0] == espace and len(grant[2]) == 1)

    def record_keys(self, espace: bytes, kcs: Iterable[bytes]) -> dict[bytes, bytes]:
        keys = self._s.keys
        return {kc: keys[kc][3] for kc in kcs if kc in keys and keys[kc][0] == espace}

    def add_record_keys(self, espace: bytes, keys: Sequence[tuple[bytes, int, bytes, bytes]]) -> None:
        for rec, ge, kc, key in keys:
            if rec not in self._s.erased:
                self._s.keys[kc] = (espace, rec, ge, key)

    def sealing_keys(self, espace: bytes, recs: Iterable[bytes], ge: int) -> dict[bytes, tuple[bytes, bytes]]:
        wanted, found = set(recs), dict[bytes, tuple[bytes, bytes]]()
        for kept in self._s.commits.values():
            for entry in kept.commit.header.entries:
                known = entry.rec in wanted and entry.ge == ge and entry.kc in self._s.keys
                if known and not kept.commit.quarantined:
                    found.setdefault(entry.rec, (entry.kc, self._s.keys[entry.kc][3]))
        return found

    def add_slots(self, espace: bytes, slots: Sequence[tuple[KeySlot, bytes]], *, ours: bool = False) -> int:
        new = 0
        for slot, data in slots:
            same = [kept for each, kept in self._s.slots if (each.rec, each.ge) == (slot.rec, slot.ge)]
            refused = slot.ge > slot.epoch or (espace, slot.epoch) in self._s.dead or slot.rec in self._s.erased
            if refused or data in same or (len(same) >= SLOTS_MAX and not ours):
                continue
            self._s.slots.append((slot, data))
            new += 1
            if ours:
                self._s.to_push.add(data)
        return new

    def slots_for(self, espace: bytes, kcs: Iterable[bytes]) -> list[bytes]:
        best: dict[bytes, tuple[int, bytes]] = {}
        for slot, data in self._s.slots:
            if slot.epoch >= best.get(slot.kc, (0, b""))[0]:
                best[slot.kc] = (slot.epoch, data)
        return [best[kc][1] for kc in dict.fromkeys(kcs) if kc in best]

    def unopened(self, espace: bytes, epoch: int, limit: int = 10_000) -> list[KeySlot]:
        found = [slot for slot, _ in self._s.slots if (slot.espace, slot.epoch) == (espace, epoch)]
        return [slot for slot in found if slot.kc not in self._s.keys][:limit]

    def to_rewrap(self, espace: bytes, epoch: int, limit: int = 10_000) -> list[tuple[bytes, int, bytes, bytes]]:
        named = {entry.kc for kept in self._s.commits.values() for entry in kept.commit.header.entries}
        wrapped = {slot.kc for slot, _ in self._s.slots if slot.epoch == epoch}
        found = [
            (rec, ge, kc, key)
            for kc, (each, rec, ge, key) in self._s.keys.items()
            if each == espace and kc in named and kc not in wrapped and rec not in self._s.erased
        ]
        return found[:limit]

    def slots_to_push(self, espace: bytes, limit: int = 1_000) -> list[tuple[int, bytes]]:
        found = [(i, data) for i, (slot, data) in enumerate(self._s.slots) if slot.espace == espace]
        return [(i, data) for i, data in found if data in self._s.to_push][:limit]

    def slots_pushed(self, ids: Iterable[int]) -> None:
        self._s.to_push -= {self._s.slots[i][1] for i in ids}


def _number(state: State, espace: bytes, rec: bytes, since: int = 0) -> None:
    state.records.setdefault(rec, (len(state.records) + 1, espace, since))


def _past(state: State, rec: bytes) -> list[tuple[Name, WireRevision, bytes | None]]:
    """Return what counts of a record: opened, not quarantined, not erased."""
    found: list[tuple[Name, WireRevision, bytes | None]] = []
    if rec in state.erased:
        return found
    for id_, kept in state.commits.items():
        if kept.commit.quarantined:
            continue
        header = kept.commit.header
        for entry, body in zip(header.entries, kept.commit.bodies, strict=False):
            name = (header.device, entry.n)
            if entry.rec == rec and body.state == "present" and body.revision and (rec, name) not in state.places:
                found.append((name, body.revision, id_))
    me = state.device[-1].id
    found += [((me, n), revision, None) for (_, n), (each, revision) in state.local.items() if each == rec]
    return found


def _history(state: State, rec: bytes) -> list[Revision]:
    places = [
        Revision(name, tuple(body.parents), (0, 0), None) for (each, name), body in state.places.items() if each == rec
    ]
    known = [
        Revision(
            name,
            tuple(wire.parents),
            wire.hlc,
            {key: tuple(value) if isinstance(value, list) else value for key, value in wire.changes.items()},
        )
        for name, wire, _ in _past(state, rec)
    ]
    return places + known


def _kind(past: Sequence[tuple[Name, WireRevision, bytes | None]]) -> str:
    return min(past, key=lambda each: (bool(each[1].parents), each[0]))[1].kind


def _sending(state: State, rec: bytes) -> int:
    worst = 1 if any(each == rec for each, _ in state.local.values()) else 3
    for kept in state.commits.values():
        header = kept.commit.header
        if header.device in state.ours and any(entry.rec == rec for entry in header.entries):
            worst = min(worst, kept.delivery + 1)
    return 3 if rec in state.erased else worst


class MemoryLog:
    def __init__(self, state: State, store: MemoryStore) -> None:
        self._s, self._store = state, store

    def next_n(self, espace: bytes) -> int:
        return self._s.counters.get(espace, 0) + 1

    def add_local(self, espace: bytes, rec: bytes, revision: WireRevision) -> None:
        _number(self._s, espace, rec, self._store.clock.ms())
        self._s.local[espace, revision.n] = (rec, revision)
        self._s.counters[espace] = max(revision.n, self._s.counters.get(espace, 0))

    def replace_local(self, espace: bytes, rec: bytes, revision: WireRevision) -> None:
        self._s.local[espace, revision.n] = (rec, revision)

    def drop_local(self, espace: bytes, rec: bytes, n: int) -> None:
        self._s.local.pop((espace, n), None)

    def unsealed(self, espace: bytes, limit: int = 512) -> list[Pending]:
        found = sorted((n, *kept) for (each, n), kept in self._s.local.items() if each == espace)
        return [Pending(rec, n, encode(revision), revision) for n, rec, revision in found[:limit]]

    def unsent(self, rec: bytes) -> frozenset[int]:
        me = self._s.device[-1].id
        waiting = {n for (_espace, n), (each, _revision) in self._s.local.items() if each == rec}
        for kept in self._s.commits.values():
            if not kept.at_service and kept.commit.header.device == me:
                waiting |= {entry.n for entry in kept.commit.header.entries if entry.rec == rec}
        return frozenset(waiting)

    def seal(self, commit: KeptCommit) -> None:
        self._s.commits[commit.id] = Kept(commit.header.espace, commit)
        for entry in commit.header.entries:
            self._s.local.pop((commit.header.espace, entry.n), None)

    def chain(self, espace: bytes, device: bytes) -> ChainHead | None:
        return self.chains(espace).get(device)

    def chains(self, espace: bytes) -> dict[bytes, ChainHead]:
        found: dict[bytes, ChainHead] = {}
        for kept in self._ordered(espace):
            header = kept.commit.header
            before = found[header.device].n if header.device in found else 0
            last = header.entries[-1].n if header.entries else before
            found[header.device] = ChainHead(header.seq, kept.commit.id, header.regn, last)
        return found

    def known(self, espace: bytes, ids: Iterable[bytes]) -> set[bytes]:
        return {id_ for id_ in ids if id_ in self._s.commits and self._s.commits[id_].espace == espace}

    def keep(self, espace: bytes, commits: Sequence[KeptCommit]) -> frozenset[bytes]:
        touched: set[bytes] = set()
        for commit in commits:
            if commit.id in self._s.commits:
                continue
            given = list(commit.bodies) + [OpenedBody("absent")] * (len(commit.header.entries) - len(commit.bodies))
            bodies = [
                OpenedBody("erased") if entry.rec in self._s.erased else body
                for entry, body in zip(commit.header.entries, given, strict=True)
            ]
            self._s.commits[commit.id] = Kept(espace, replace(commit, bodies=tuple(bodies)))
            for entry in commit.header.entries:
                _number(self._s, espace, entry.rec)
                touched.add(entry.rec)
        return frozenset(touched)

    def fill(self, espace: bytes, bodies: Mapping[bytes, OpenedBody]) -> frozenset[bytes]:
        touched: set[bytes] = set()
        for id_, kept in self._s.commits.items():
            new = list(kept.commit.bodies)
            for i, entry in enumerate(kept.commit.header.entries):
                if kept.espace == espace and entry.bhash in bodies and new[i].state not in ("present", "erased"):
                    new[i] = OpenedBody("erased") if entry.rec in self._s.erased else bodies[entry.bhash]
                    touched.add(entry.rec)
            self._s.commits[id_] = replace(kept, commit=replace(kept.commit, bodies=tuple(new)))
        return frozenset(touched)

    def awaited(self, espace: bytes, hashes: Iterable[bytes]) -> list[tuple[bytes, Header, int]]:
        wanted = set(hashes)
        return [
            (kept.commit.id, kept.commit.header, i)
            for kept in self._s.commits.values()
            for i, (entry, body) in enumerate(zip(kept.commit.header.entries, kept.commit.bodies, strict=True))
            if kept.espace == espace and entry.bhash in wanted and body.state not in ("present", "erased")
        ]

    def waiting_for_key(self, espace: bytes, limit: int = 10_000) -> list[tuple[bytes, Header, int, bytes]]:
        found = []
        for kept in self._s.commits.values():
            for i, body in enumerate(kept.commit.bodies):
                if kept.espace == espace and body.state == "no_key" and body.sealed is not None:
                    found.append((kept.commit.id, kept.commit.header, i, body.sealed))
        return found[:limit]

    def hold(self, espace: bytes, commit: bytes, header: Header, bodies: Mapping[bytes, bytes]) -> None:
        id_ = commit_id(decode(commit, Commit, COMMIT_LIMIT).h)
        if id_ not in self._s.held and len(self._s.held) >= HELD_MAX:
            raise LimitError
        live = {entry.bhash for entry in header.entries if entry.rec not in self._s.erased}
        before = dict(self._s.held[id_][1].bodies) if id_ in self._s.held else {}
        kept = before | {bhash: body for bhash, body in bodies.items() if bhash in live}
        self._s.held[id_] = (espace, StoredCommit(id_, commit, header, kept))

    def held(self, espace: bytes) -> list[StoredCommit]:
        found = [stored for each, stored in self._s.held.values() if each == espace]
        return sorted(found, key=lambda stored: (stored.header.device, stored.header.seq))

    def held_names(self, espace: bytes) -> dict[bytes, bytes]:
        return {stored.id: stored.header.device for stored in self.held(espace)}

    def absent(self, espace: bytes, limit: int = 1_000) -> list[tuple[bytes, Header, bytes]]:
        found = [
            (kept.commit.id, kept.commit.header, entry.bhash)
            for kept in self._ordered(espace)
            for entry, body in zip(kept.commit.header.entries, kept.commit.bodies, strict=True)
            if body.state == "absent" and kept.at_service and not kept.commit.quarantined
        ]
        return found[:limit]

    def release(self, espace: bytes, ids: Iterable[bytes]) -> None:
        for id_ in ids:
            self._s.held.pop(id_, None)

    def commits(self, espace: bytes, ids: Iterable[bytes]) -> list[StoredCommit]:
        return [_stored(self._s.commits[id_]) for id_ in ids if id_ in self.known(espace, [id_])]

    def lacking(self, espace: bytes, limit: int = 64) -> list[StoredCommit]:
        return [_stored(kept) for kept in self._ordered(espace) if not kept.at_service][:limit]

    def lacking_count(self, espace: bytes) -> int:
        return sum(not kept.at_service for kept in self._ordered(espace))

    def at_service(self, espace: bytes, ids: Iterable[bytes], receipt: bytes | None) -> None:
        for id_ in self.known(espace, ids):
            level = 2 if receipt is not None else 1
            kept = self._s.commits[id_]
            self._s.commits[id_] = replace(kept, at_service=True, delivery=max(kept.delivery, level))
            if receipt is not None:
                self._s.attested.setdefault((id_, b""), (None, receipt, self._store.clock.ms()))

    def lose(self, espace: bytes, held: Collection[bytes]) -> int:
        lost = [kept for kept in self._ordered(espace) if kept.at_service and kept.commit.id not in held]
        for kept in lost:
            id_ = kept.commit.id
            self._s.attested.pop((id_, b""), None)
            attested = any(commit == id_ for commit, _ in self._s.attested)
            carried = any(commit == id_ for commit, _ in self._s.delivered)
            self._s.commits[id_] = replace(kept, at_service=False, delivery=2 if attested else int(carried))
        return len(lost)

    def for_lot(self, espace: bytes, recipient: bytes | None) -> Iterator[StoredCommit]:
        for kept in self._ordered(espace):
            acknowledged = recipient is not None and (kept.commit.id, recipient) in self._s.attested
            if kept.commit.header.device != recipient and not acknowledged:
                yield _stored(kept)

    def unseen_by(self, espace: bytes, recipients: Iterable[bytes]) -> list[bytes]:
        wanted = list(recipients)
        return [
            kept.commit.id
            for kept in self._ordered(espace)
            if any(self._is_unseen(espace, kept.commit, each) for each in wanted)
        ]

    def _is_unseen(self, espace: bytes, commit: KeptCommit, by: bytes) -> bool:
        device, seq = commit.header.device, commit.header.seq
        said = self._s.claims.get((espace, by, device), 0)
        return device != by and (commit.id, by) not in self._s.attested and seq > said

    def quarantine(self, espace: bytes) -> list[StoredCommit]:
        return [_stored(kept) for kept in self._ordered(espace) if kept.commit.quarantined]

    def revisions(self, rec: bytes) -> list[Revision]:
        return _history(self._s, rec)

    def origins(self, rec: bytes) -> dict[Name, tuple[int, bytes | None]]:
        return {name: (wire.hlc[0], commit) for name, wire, commit in _past(self._s, rec)}

    def erase_record(self, espace: bytes, rec: bytes) -> list[bytes]:
        s = self._s
        _number(s, espace, rec)
        s.erased.add(rec)
        s.local = {key: kept for key, kept in s.local.items() if kept[0] != rec}
        s.slots[:] = [slot for slot in s.slots if slot[0].rec != rec]
        s.keys = {kc: key for kc, key in s.keys.items() if key[1] != rec}
        s.drafts = {id_: draft for id_, draft in s.drafts.items() if draft.rec != rec}
        s.places = {place: body for place, body in s.places.items() if place[0] != rec}
        self._blank(lambda header, entry: entry.rec == rec)
        return [id_ for id_, blob in s.blobs.items() if blob.rec == rec]

    def forget_content(self, espace: bytes) -> list[bytes]:
        s, me = self._s, self._s.device[0].id
        ours = {id_ for id_, kept in s.commits.items() if kept.commit.header.device == me and not kept.at_service}
        handed = {e.rec for id_ in ours for e in s.commits[id_].commit.header.entries}
        recs = {e.rec for kept in s.commits.values() if kept.espace == espace for e in kept.commit.header.entries}
        for id_, kept in s.commits.items():
            if kept.espace == espace and id_ not in ours:
                bodies = tuple(b if b.state == "erased" else OpenedBody("absent") for b in kept.commit.bodies)
                others = kept.commit.header.device != me
                s.commits[id_] = replace(
                    kept, commit=replace(kept.commit, bodies=bodies), at_service=kept.at_service or others
                )
        s.slots[:] = [slot for slot in s.slots if slot[0].espace != espace]
        s.keys = {kc: key for kc, key in s.keys.items() if key[1] not in recs or key[1] in handed}
        s.held = {id_: held for id_, held in s.held.items() if held[0] != espace}
        s.drafts = {id_: d for id_, d in s.drafts.items() if d.espace != espace or d.rec is None}
        return [id_ for id_, blob in s.blobs.items() if blob.rec in recs - handed]

    def erase_bodies(self, espace: bytes, rec: bytes, bodies: Sequence[ErasedBody]) -> None:
        _number(self._s, espace, rec)
        for body in bodies:
            self._s.places[rec, (body.device, body.n)] = body
        names = {(body.device, body.n) for body in bodies}
        self._blank(lambda header, entry: entry.rec == rec and (header.device, entry.n) in names)
        self._s.drafts = {id_: draft for id_, draft in self._s.drafts.items() if draft.rec != rec}

    def _blank(self, covers: Any) -> None:
        s = self._s
        for id_, kept in s.commits.items():
            header = kept.commit.header
            bodies = [
                OpenedBody("erased") if covers(header, entry) else body
                for entry, body in zip(header.entries, kept.commit.bodies, strict=True)
            ]
            s.commits[id_] = replace(kept, commit=replace(kept.commit, bodies=tuple(bodies)))
        for id_, (espace, stored) in s.held.items():
            gone = {entry.bhash for entry in stored.header.entries if covers(stored.header, entry)}
            left = {bhash: body for bhash, body in stored.bodies.items() if bhash not in gone}
            s.held[id_] = (espace, replace(stored, bodies=left))

    def _ordered(self, espace: bytes) -> list[Kept]:
        found = [kept for kept in self._s.commits.values() if kept.espace == espace]
        return sorted(found, key=lambda kept: (kept.commit.header.device, kept.commit.header.seq))


def _stored(kept: Kept) -> StoredCommit:
    commit = kept.commit
    pairs = zip(commit.header.entries, commit.bodies, strict=True)
    bodies = {entry.bhash: body.sealed for entry, body in pairs if body.sealed is not None}
    return StoredCommit(commit.id, commit.commit, commit.header, bodies)


class MemoryRecords:
    def __init__(self, state: State) -> None:
        self._s = state

    def get(self, rec: bytes) -> RecordView | None:
        past = _past(self._s, rec)
        if not past:
            return None
        kind = _kind(past)
        state = self._fold(rec, kind)
        applied = [each for each in past if each[0] not in state.held]
        if not applied:
            return None
        first = min(applied, key=lambda each: (bool(each[1].parents), each[1].hlc, each[0]))
        set_apart = sum(
            entry.rec == rec
            for kept in self._s.commits.values()
            if kept.commit.quarantined
            for entry in kept.commit.header.entries
        )
        return RecordView(
            self._s.records[rec][1],
            rec,
            kind,
            state,
            SENDING[_sending(self._s, rec)],
            first[1].hlc[0],
            max(each[1].hlc[0] for each in applied),
            first[0][0],
            set_apart,
        )

    def ids(self, query: Query) -> Sequence[int]:
        return self._ids(query)[: None if query.limit is None else max(query.limit, 0)]

    def _ids(self, query: Query) -> list[int]:
        if declaration(query.kind) is None:
            return []
        self._check(query)
        found = [
            (number, view)
            for number, view in self._views()
            if view.kind == query.kind and query.espace in (None, view.espace)
        ]
        found = [pair for pair in found if self._passes(pair[1], query)]
        name, descending = query.order.removeprefix("-"), query.order.startswith("-")
        if name in ("", "modifie"):
            found.sort(key=lambda pair: (pair[1].updated_ms, pair[0]), reverse=query.order != "modifie")
            return [number for number, _ in found]
        if name == "arrivee":
            return sorted((number for number, _ in found), reverse=descending)
        if name == "etat_envoi":
            found.sort(key=lambda pair: (SENDING.index(pair[1].sending), pair[0]), reverse=descending)
            return [number for number, _ in found]
        keyed = [(self._sort_key(view, name), number) for number, view in found]
        filled = sorted((pair for pair in keyed if pair[0] is not None), reverse=descending)
        rest = sorted((number for key, number in keyed if key is None), reverse=descending)
        return [number for _, number in filled] + rest

    def rows(self, kind: str, local_ids: Sequence[int]) -> list[ListRow | None]:
        lines = {
            number: ListRow(
                view.espace,
                view.rec,
                kind,
                view.sending,
                view.updated_ms,
                len(view.state.conflicts),
                self._projection(kind).values(self._cells(view).values()),
            )
            for number, view in self._views()
            if view.kind == kind and declaration(kind) is not None
        }
        return [lines.get(number) for number in local_ids]

    def count(self, query: Query) -> int:
        return len(self._ids(query))

    def search(self, text: str, kind: str | None = None, limit: int = 50) -> tuple[int, list[Hit]]:
        words = _asked(text)
        found = []
        for _, view in sorted(self._views(), key=lambda pair: -pair[0]):
            if kind in (None, view.kind) and declaration(view.kind) is not None:
                row = self._projection(view.kind).row(view.state)
                if words and _matches(words, "\n".join(row.texts)):
                    found.append(Hit(view.espace, view.rec, view.kind, row.title, "\n".join(row.texts)[:80]))
        known = {hit.rec for hit in found}
        for blob, named in sorted(_named(self._s).items(), key=lambda pair: -list(self._s.blobs).index(pair[0])):
            held = self.get(self._s.blobs[blob].rec)
            said = self._s.texts[blob][3]
            if held and held.rec not in known and kind in (None, held.kind) and words and _matches(words, said):
                known.add(held.rec)
                title = self._projection(held.kind).row(held.state).title
                found.append(Hit(held.espace, held.rec, held.kind, title, excerpt(said, words), named))
        return min(len(found), max(HITS_COUNTED, limit)), found[:limit]

    def found_in_pieces(self, text: str, local_ids: Collection[int]) -> dict[int, str]:
        numbered = {rec: number for rec, (number, *_) in self._s.records.items()}
        hits = self.search(text, limit=HITS_COUNTED)[1]
        return {numbered[hit.rec]: hit.piece for hit in hits if hit.piece and numbered[hit.rec] in local_ids}

    def conflicts(self) -> list[tuple[bytes, bytes, str, str]]:
        return [
            (view.espace, view.rec, view.kind, key)
            for _, view in sorted(self._views(), key=lambda pair: -pair[0])
            for key in sorted(view.state.conflicts)
        ]

    def undecided(self) -> list[Undecided]:
        found = [
            (since, number, Undecided(view.espace, view.rec, number, view.kind, key, since, split_devices(devices)))
            for number, view in self._views()
            for key, since, devices in disagreements(self._known(view.rec), view.state)
        ]
        return [each for *_, each in sorted(found, key=lambda one: (one[0], one[1], one[2].key))]

    def told(self) -> list[Told]:
        found = []
        for number, view in self._views():
            if declaration(view.kind) is None:
                continue
            lines = what_is_told(self._known(view.rec), view.state, self._projection(view.kind))
            found += [
                (-at, number, Told(view.espace, view.rec, view.kind, key, by, at))
                for device, key, by, at in lines
                if device in self._s.ours and by not in self._s.ours
            ]
        return [each for *_, each in sorted(found, key=lambda one: (one[0], one[1], one[2].key))]

    def _known(self, rec: bytes) -> Past:
        known = [Known(name, wire, commit) for name, wire, commit in _past(self._s, rec)]
        return Past(known, [place for place in _history(self._s, rec) if place.changes is None])

    def unsent(self) -> list[tuple[bytes, str, str, int]]:
        found = []
        for rec, (number, _, since) in self._s.records.items():
            sending = _sending(self._s, rec)
            if sending < 3:
                past = _past(self._s, rec)
                found.append((since, number, (rec, _kind(past) if past else "", SENDING[sending], since)))
        return [line for *_, line in sorted(found)]

    def waiting(self, without: Collection[str]) -> tuple[int, int | None]:
        since = [line[3] for line in self.unsent() if line[1] not in without]
        return len(since), min(since, default=None)

    def standing(self, without: Collection[str]) -> Mapping[str, int]:
        states = [state for _, kind, state, _ in self.unsent() if kind not in without]
        return {state: states.count(state) for state in ("a_envoyer", "remis")}

    def find(self, kind: str, espace: bytes | None = None) -> list[bytes]:
        return [view.rec for _, view in self._views() if view.kind == kind and espace in (None, view.espace)]

    def _views(self) -> list[tuple[int, RecordView]]:
        found = ((number, self.get(rec)) for rec, (number, *_) in self._s.records.items())
        return [(number, view) for number, view in found if view is not None]

    def _fold(self, rec: bytes, kind: str) -> RecordState:
        declared = declaration(kind)
        return state_of(declared, _history(self._s, rec))

    def _projection(self, kind: str) -> Projection:
        declared = declaration(kind)
        if declared is None:
            raise LookupError(kind)
        return projection_of(declared)

    def _cells(self, view: RecordView) -> dict[str, object]:
        """Return the cells of a line by column, sort columns apart."""
        projection = self._projection(view.kind)
        cells = iter(projection.row(view.state).cells)
        shown: dict[str, object] = {}
        for column in projection.columns:
            cell = next(cells)
            shown[column.name] = None if cell == "" else cell
            if column.folded:
                next(cells)
        return shown

    def _passes(self, view: RecordView, query: Query) -> bool:
        if query.only is not None and view.rec not in query.only:
            return False
        asked: dict[str, list[str]] = {}
        for name, wanted in query.filters:
            asked.setdefault(name, []).append(wanted)
        if not all(any(self._holds(view, name, each) for each in wanted) for name, wanted in asked.items()):
            return False
        if not query.text.strip():
            return True
        words = _asked(query.text)
        if not words:
            return False
        inside = [self._s.texts[blob][3] for blob in _named(self._s) if self._s.blobs[blob].rec == view.rec]
        own = "\n".join(self._projection(query.kind).row(view.state).texts)
        return any(_matches(words, said) for said in (own, *inside))

    def _holds(self, view: RecordView, name: str, wanted: str) -> bool:
        if name == "etat_envoi":
            return view.sending == wanted
        if name == "conflits":
            return ("oui" if view.state.conflicts else "non") == wanted
        if name == "espace":
            return view.espace.hex() == wanted
        bound = name[-2:] if name.endswith((">=", "<=")) else ""
        cells = self._cells(view)
        value = self._projection(view.kind).values(cells.values()).get(name.removesuffix(bound))
        if "/" in name and cells[name] is not None:
            value = str(cells[name]).split(SEPARATOR)[1:-1]
        if bound:
            limit = int(wanted) if isinstance(value, int) else wanted
            return value is not None and bool(value >= limit if bound == ">=" else value <= limit)  # type: ignore[operator]
        if not wanted or value is None:
            return not wanted and value is None
        if isinstance(value, bool):
            return value == (wanted in ("oui", "vrai", "true", "1"))
        return wanted in value if isinstance(value, list) else str(value) == wanted

    def _check(self, query: Query) -> None:
        """Refuse what the declaration knows no column for, and bounds that are none: even of an empty list."""
        columns = {column.name: column for column in self._projection(query.kind).columns}
        order = query.order.removeprefix("-")
        if order not in {"", "modifie", "arrivee", "etat_envoi", *columns}:
            raise FiltreImpossibleError
        for name, wanted in query.filters:
            if name.endswith((">=", "<=")):
                column = columns.get(name[:-2])
                if column is None or column.many or column.sort not in ("date", "entier"):
                    raise FiltreImpossibleError
                try:
                    understood = int(wanted) if column.sort == "entier" else date.fromisoformat(wanted)
                except ValueError:
                    raise FiltreImpossibleError from None
                if str(understood) != wanted:
                    raise FiltreImpossibleError
            elif name == "conflits":
                if wanted not in ("oui", "non"):
                    raise FiltreImpossibleError
            elif name == "espace":
                if len(wanted) != 32 or wanted.strip("0123456789abcdef"):
                    raise FiltreImpossibleError
            elif name != "etat_envoi" and name not in columns:
                raise FiltreImpossibleError

    def _sort_key(self, view: RecordView, name: str) -> Any:
        value = self._cells(view)[name]
        return folded(value)[:40] if isinstance(value, str) else value


def _words(text: str) -> list[str]:
    spaced = "".join(sign if sign.isalnum() else " " for sign in folded(text))
    return spaced.split()


def _asked(text: str) -> list[str]:
    words = _words(text)
    return [word for word in words if len(word) > 1] or words[:1]


def _matches(words: Sequence[str], text: str) -> bool:
    there = _words(text)
    return all(any(each.startswith(word) if len(word) > 1 else each == word for each in there) for word in words)


def _named(s: State) -> dict[bytes, str]:
    """Return what was read of attachments that their record names still, and the name of the file."""
    found = {}
    for blob in s.texts:
        info = s.blobs.get(blob)
        name = dict(_pieces(s, info.rec)).get(blob) if info is not None else None
        if name is not None:
            found[blob] = name
    return found


def _pieces(s: State, rec: bytes) -> tuple[tuple[bytes, str], ...]:
    view = MemoryRecords(s).get(rec)
    declared = declaration(view.kind) if view is not None else None
    return projection_of(declared).row(view.state).pieces if view is not None and declared is not None else ()


class MemoryPieceTexts:
    def __init__(self, state: State) -> None:
        self._s = state

    def due(self, version: int, limit: int) -> list[bytes]:
        return [blob for blob in reversed(self._there()) if self._version(blob) < version][:limit]

    def keep(self, blob: bytes, version: int, reason: str, text: str, *, cut: bool) -> None:
        self._s.texts.pop(blob, None)
        if blob in self._there():
            self._s.texts[blob] = (version, reason, cut, text)

    def states(self, blobs: Iterable[bytes]) -> dict[bytes, TextState]:
        named = _named(self._s)
        return {blob: TextState(*self._s.texts[blob][1:3]) for blob in blobs if blob in named}

    def counts(self, version: int) -> TextCounts:
        done = [blob for blob in self._there() if self._version(blob) >= version]
        read = sum(not self._s.texts[blob][1] for blob in done)
        return TextCounts(read, len(done) - read, len(self._there()) - len(done))

    def _there(self) -> list[bytes]:
        found = self._s.blobs.items()
        return [blob for blob, info in found if info.complete and blob in dict(_pieces(self._s, info.rec))]

    def _version(self, blob: bytes) -> int:
        return self._s.texts.get(blob, (0, "", False, ""))[0]


class MemoryLikenesses:
    def __init__(self, state: State) -> None:
        self._s = state

    def due(self, kinds: Collection[str], version: int, limit: int) -> list[bytes]:
        return self._due(kinds, version)[:limit]

    def due_count(self, kinds: Collection[str], version: int) -> int:
        return len(self._due(kinds, version))

    def keep(self, version: int, drawn: Sequence[tuple[bytes, bytes, Sequence[int]]]) -> None:
        for rec, traits, keys in drawn:
            self._s.likenesses[rec] = (version, self._past(rec), traits, frozenset(keys))

    def sharing(self, key: int, limit: int) -> list[int]:
        found = [self._s.records[rec][0] for rec, (*_, keys) in self._fresh().items() if key in keys]
        return sorted(found)[:limit]

    def get(self, local_ids: Iterable[int]) -> dict[int, Comparable]:
        wanted = set(local_ids)
        return {
            number: Comparable(number, espace, rec, self._s.likenesses[rec][2])
            for rec, (number, espace, _) in self._s.records.items()
            if number in wanted and rec in self._fresh() and self._s.likenesses[rec][2]
        }

    def find(self, recs: Iterable[bytes]) -> dict[bytes, int]:
        fresh = self._fresh()
        return {rec: self._s.records[rec][0] for rec in recs if rec in fresh and fresh[rec][2]}

    def before(self, local_id: int | None, limit: int) -> list[int]:
        found = [self._s.records[rec][0] for rec, kept in self._fresh().items() if kept[2]]
        return sorted((each for each in found if local_id is None or each < local_id), reverse=True)[:limit]

    def _fresh(self) -> dict[bytes, tuple[int, frozenset[Name], bytes, frozenset[int]]]:
        return {rec: kept for rec, kept in self._s.likenesses.items() if kept[1] == self._past(rec) and kept[1]}

    def _past(self, rec: bytes) -> frozenset[Name]:
        return frozenset(each[0] for each in _past(self._s, rec))

    def _due(self, kinds: Collection[str], version: int) -> list[bytes]:
        fresh = self._fresh()
        numbered = sorted(((number, rec) for rec, (number, *_) in self._s.records.items()), reverse=True)
        waiting = [rec for _, rec in numbered if rec not in fresh or fresh[rec][0] != version]
        return [rec for rec in waiting if (past := _past(self._s, rec)) and _kind(past) in kinds]


class MemoryDrafts:
    def __init__(self, state: State) -> None:
        self._s = state

    def save(self, draft: Draft) -> None:
        self._s.drafts[draft.id] = draft

    def get(self, draft: bytes) -> Draft | None:
        return self._s.drafts.get(draft)

    def all(self) -> list[Draft]:
        return sorted(self._s.drafts.values(), key=lambda draft: (-draft.updated_ms, draft.id))

    def delete(self, draft: bytes) -> None:
        self._s.drafts.pop(draft, None)


class MemoryPreferences:
    def __init__(self, state: State) -> None:
        self._s = state

    def get(self, key: str) -> str | None:
        return self._s.preferences.get(key)

    def set(self, key: str, text: str | None) -> None:
        self._s.preferences.pop(key, None)
        if text is not None:
            self._s.preferences[key] = text

    def all(self, prefix: str) -> dict[str, str]:
        return {key: text for key, text in sorted(self._s.preferences.items()) if key.startswith(prefix)}


class MemoryBlobs:
    def __init__(self, state: State) -> None:
        self._s = state

    def add(self, espace: bytes, rec: bytes, ref: BlobRef) -> None:
        if rec not in self._s.erased:
            _number(self._s, espace, rec)
            self._s.blobs.setdefault(ref.id, BlobInfo(ref, espace, rec, complete=False))

    def get(self, blob: bytes) -> BlobInfo | None:
        return self._s.blobs.get(blob)

    def put_part(self, blob: bytes, index: int, data: bytes) -> None:
        if blob in self._s.blobs and not self._s.blobs[blob].complete:
            self._s.parts[blob, index] = data

    def rename(self, blob: bytes, ref: BlobRef) -> None:
        if blob in self._s.blobs:
            self._s.blobs[ref.id] = replace(self._s.blobs.pop(blob), ref=ref)
            self._s.parts = {
                (ref.id if key[0] == blob else key[0], key[1]): part for key, part in self._s.parts.items()
            }

    def finish(self, blob: bytes) -> bool:
        indexes = self.part_indexes(blob)
        whole = b"".join(self.parts(blob))
        if not indexes or indexes != list(range(len(indexes))) or blob_id(hashlib.sha256(whole).digest()) != blob:
            self._drop(blob)
            return False
        self._s.blobs[blob] = replace(self._s.blobs[blob], complete=True)
        return True

    def parts(self, blob: bytes) -> Iterator[bytes]:
        for index in self.part_indexes(blob):
            yield self._s.parts[blob, index]

    def part_indexes(self, blob: bytes) -> list[int]:
        return sorted(index for each, index in self._s.parts if each == blob)

    def incomplete(self, espace: bytes) -> list[BlobInfo]:
        return [blob for blob in self._s.blobs.values() if blob.espace == espace and not blob.complete]

    def forget(self, blobs: Iterable[bytes]) -> None:
        for blob in list(blobs):
            self._s.blobs.pop(blob, None)
            self._drop(blob)

    def _drop(self, blob: bytes) -> None:
        self._s.parts = {key: data for key, data in self._s.parts.items() if key[0] != blob}


class MemoryJournal:
    def __init__(self, state: State) -> None:
        self._s = state

    def espace_of(self, rec: bytes) -> bytes | None:
        found = self._s.records.get(rec)
        return None if found is None else found[1]

    def first_espaces(self) -> list[bytes]:
        return [espace.id for espace in self._s.espaces.values() if espace.compartment_of is None]

    def day_key(self, espace: bytes, day: int) -> bytes | None:
        return self._s.days.get((espace, day))

    def add_day_key(self, espace: bytes, day: int, key: bytes) -> None:
        self._s.days[espace, day] = key

    def head(self, espace: bytes, device: bytes) -> Head | None:
        return self._s.heads.get((espace, device))

    def heads(self) -> list[tuple[bytes, bytes]]:
        return sorted(self._s.heads)

    def add_lines(self, lines: Sequence[SealedLine], last: Place) -> None:
        for line in lines:
            self._s.lines.setdefault((line.espace, line.device, line.n), line)
            before = self._s.heads.get((line.espace, line.device))
            self._s.heads[line.espace, line.device] = Head(last, before.erased if before else Place(0, None))

    def lines(self, espace: bytes, device: bytes, after: int = 0, limit: int = -1) -> list[SealedLine]:
        found = [line for key, line in sorted(self._s.lines.items()) if key[:2] == (espace, device) and key[2] > after]
        return found if limit < 0 else found[:limit]

    def keep_segment(self, segment: KeptSegment) -> bool:
        known = segment.id in self._s.segments
        self._s.segments.setdefault(segment.id, (segment, 0))
        return not known

    def segments(self, espace: bytes, device: bytes) -> list[KeptSegment]:
        return [each for each in self._kept(espace) if each.device == device]

    def last_segment(self, espace: bytes, device: bytes) -> KeptSegment | None:
        return max(self.segments(espace, device), key=lambda each: each.last, default=None)

    def to_push(self, espace: bytes, limit: int = 64) -> list[KeptSegment]:
        return [each for each in self._kept(espace) if each.to_push and each.payload is not None][:limit]

    def pushed(self, ids: Sequence[bytes]) -> None:
        for id_ in ids:
            segment, lots = self._s.segments[id_]
            self._s.segments[id_] = (replace(segment, to_push=False), lots)

    def push_again(self, espace: bytes) -> None:
        for segment in self._kept(espace):
            if segment.payload is not None:
                self._s.segments[segment.id] = (replace(segment, to_push=True), self._s.segments[segment.id][1])

    def to_carry(self, espace: bytes, times: int, limit: int) -> list[KeptSegment]:
        return [each for each in self.to_push(espace, 1 << 30) if self._s.segments[each.id][1] < times][:limit]

    def carried(self, ids: Sequence[bytes]) -> None:
        for id_ in ids:
            segment, lots = self._s.segments[id_]
            self._s.segments[id_] = (segment, lots + 1)

    def devices(self, espace: bytes) -> list[bytes]:
        return sorted({each.device for each in self._kept(espace)})

    def expire(self, espace: bytes, before: int, erased: Sequence[tuple[bytes, Place]]) -> int:
        for device, place in erased:
            self._s.heads[espace, device] = replace(self._s.heads[espace, device], erased=place)
            for key in [key for key in self._s.lines if key[:2] == (espace, device) and key[2] <= place.n]:
                del self._s.lines[key]
        days = [key for key in self._s.days if key[0] == espace and key[1] < before]
        old = [each for each in self._kept(espace) if each.day < before and each.payload is not None]
        for day in days:
            del self._s.days[day]
        for segment in old:
            self._s.segments[segment.id] = (replace(segment, payload=None, to_push=False), 0)
        return len(days) + len(old)

    def _kept(self, espace: bytes) -> list[KeptSegment]:
        found = [segment for segment, _ in self._s.segments.values() if segment.espace == espace]
        return sorted(found, key=lambda each: (each.device, each.first, each.id))


class MemoryExchangeState:
    def __init__(self, state: State, store: MemoryStore) -> None:
        self._s, self._store = state, store

    def position(self, espace: bytes, what: str) -> int:
        return self._s.positions.get((espace, what), 0)

    def move(self, espace: bytes, what: str, position: int) -> None:
        self._s.positions[espace, what] = position

    def checkpoint(self, espace: bytes) -> bytes | None:
        return self._s.checkpoints.get(espace)

    def keep_checkpoint(self, espace: bytes, checkpoint: bytes) -> None:
        self._s.checkpoints[espace] = checkpoint

    def root(self, espace: bytes) -> tuple[int, bytes]:
        return self._s.roots.get(espace, (0, ZERO))

    def set_root(self, espace: bytes, n: int, root: bytes) -> None:
        self._s.roots[espace] = (n, root)

    def number(self, espace: bytes, first: int, ids: Sequence[bytes]) -> None:
        self._s.numbers[espace] = self._s.numbers.get(espace, {}) | dict(enumerate(ids, first))

    def numbered(self, espace: bytes) -> list[bytes]:
        known = self._s.numbers.get(espace, {})
        return [known[n] for at, n in enumerate(sorted(known), 1) if at == n]

    def forget_numbers(self, espace: bytes, after: int) -> None:
        self._s.numbers[espace] = {n: id_ for n, id_ in self._s.numbers.get(espace, {}).items() if n <= after}

    def deliver(self, commits: Iterable[bytes], lot: LotRow) -> None:
        self.keep_lot(lot)
        for id_ in commits:
            if id_ in self._s.commits:
                kept = self._s.commits[id_]
                self._s.commits[id_] = replace(kept, delivery=max(kept.delivery, 1))
                if (id_, lot.lid) not in self._s.delivered:
                    self._s.delivered.append((id_, lot.lid))

    def bring(self, commits: Iterable[bytes], lid: bytes) -> None:
        for id_ in commits:
            kept = self._s.commits.get(id_)
            if lid in self._s.lots and kept is not None and kept.commit.header.device not in self._s.ours:
                self._s.brought.setdefault(id_, lid)

    def brought(self, commits: Iterable[bytes]) -> Mapping[bytes, LotRow | None]:
        found: dict[bytes, LotRow | None] = {}
        for id_ in commits:
            kept = self._s.commits.get(id_)
            if kept is None or kept.commit.header.device in self._s.ours:
                continue
            if id_ in self._s.brought:
                found[id_] = self._s.lots[self._s.brought[id_]]
            elif kept.at_service:
                found[id_] = None
        return found

    def receive_receipt(
        self, espace: bytes, by: bytes | None, lid: bytes | None, ids: Sequence[bytes], receipt: bytes
    ) -> int:
        first = 0
        for id_ in dict.fromkeys(ids):
            kept = self._s.commits.get(id_)
            if kept is None or kept.espace != espace:
                continue
            first += kept.delivery < 2
            self._s.commits[id_] = replace(kept, delivery=2, at_service=kept.at_service or by is None)
            self._s.attested.setdefault((id_, by or b""), (lid, receipt, self._store.clock.ms()))
        return first

    def deliveries(self, rec: bytes) -> list[Delivery]:
        found = []
        for id_, kept in self._s.commits.items():
            header = kept.commit.header
            if header.device not in self._s.ours or not any(entry.rec == rec for entry in header.entries):
                continue
            if (id_, b"") in self._s.attested:
                _, receipt, at = self._s.attested[id_, b""]
                found.append(Delivery(id_, "service", None, None, at, receipt))
            for each, lid in self._s.delivered:
                if each == id_:
                    lot = self._s.lots[lid]
                    got = [kept[1] for (commit, _), kept in self._s.attested.items() if (commit, kept[0]) == (id_, lid)]
                    found.append(Delivery(id_, "lot", lid, lot.seq, lot.at_ms, got[0] if got else None))
        return found

    def next_lot(self, recipient: str) -> tuple[int, bytes]:
        mine = [lot for lot in self.lots_from(self._s.device[-1].id) if lot.recipient == recipient]
        return (mine[-1].seq + 1, digest("lot", mine[-1].lid)) if mine else (1, ZERO)

    def keep_lot(self, lot: LotRow) -> None:
        self._s.lots.setdefault(lot.lid, lot)

    def lots_from(self, device: bytes) -> list[LotRow]:
        return sorted((lot for lot in self._s.lots.values() if lot.by == device), key=lambda lot: lot.seq)

    def seen(self, espace: bytes) -> dict[bytes, int]:
        return {device: seq for (each, device), seq in sorted(self._s.said.items()) if each == espace}

    def keep_seen(self, espace: bytes, seen: Mapping[bytes, int]) -> None:
        self._s.said |= {(espace, device): seq for device, seq in seen.items()}

    def claim(self, espace: bytes, by: bytes, seen: Mapping[bytes, int]) -> None:
        for device, seq in seen.items():
            self._s.claims[espace, by, device] = max(seq, self._s.claims.get((espace, by, device), 0))

    def claims(self, espace: bytes) -> dict[bytes, int]:
        found: dict[bytes, int] = {}
        for (each, _, device), seq in self._s.claims.items():
            if each == espace:
                found[device] = max(seq, found.get(device, 0))
        return found

    def alarm(self, code: str, espace: bytes, device: bytes | None = None, count: int = 1) -> None:
        now = self._store.clock.ms()
        for id_, alarm in self._s.alarms.items():
            if (alarm.code, alarm.espace, alarm.device) == (code, espace, device) and id_ not in self._s.put_away:
                self._s.alarms[id_] = replace(alarm, count=count, at_ms=now)
                return
        id_ = len(self._s.alarms) + 1
        self._s.alarms[id_] = Alarm(id_, code, espace, device, count, now)

    def alarms(self) -> list[Alarm]:
        return [alarm for id_, alarm in sorted(self._s.alarms.items(), reverse=True) if id_ not in self._s.put_away]

    def acknowledge(self, alarm: int) -> None:
        self._s.put_away.add(alarm)

    def keep_ack(self, espace: bytes, ack: bytes) -> bool:
        if ack in self._s.acks.get(espace, ()):
            return False
        self._s.acks[espace] = (*self._s.acks.get(espace, ()), ack)
        return True

    def acks(self, espace: bytes) -> list[bytes]:
        return list(self._s.acks.get(espace, ()))

    def keep_invitation(self, iid: bytes, invitation: bytes) -> None:
        self._s.invitations.setdefault(iid, invitation)

    def invitation(self, iid: bytes) -> bytes | None:
        return self._s.invitations.get(iid)

    def use_invitation(self, iid: bytes) -> None:
        if iid in self._s.invitations:
            self._s.invitations[iid] = None
