"""Sealing: what this post has typed becomes commits, kept in the store before anything is sent (security 4.3 to 4.8).

Imports ports and the protocol only. Nothing here opens what others sealed.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from mvl_desktop.exchange.older import is_older
from mvl_desktop.exchange.remains import keep_erased_edits
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.crypto import BodyContext, CryptoError, DeviceSecrets
from mvl_desktop.ports.store import ChainHead, KeptCommit, OlderStateError, OpenedBody, Pending, UnitOfWork
from mvl_desktop.protocol.encoding import encode
from mvl_desktop.protocol.hashes import ZERO, body_hash, commit_id
from mvl_desktop.protocol.objects import (
    COMMIT_LIMIT,
    ENTRIES_MAX,
    HEADER_LIMIT,
    SUITE,
    VERSION,
    Commit,
    Entry,
    Header,
    KeySlot,
)
from mvl_desktop.protocol.registry import Registry
from mvl_desktop.protocol.roles import SEALERS

DAY_MS = 86_400_000
SEEN_ALONE = "seen_alone_ms"
"""Position under which the store remembers when the last commit was made for `seen` alone."""

EVERY = 1 << 40
_START = ChainHead(0, ZERO, 0)
_LOOK = 4 * ENTRIES_MAX
CLEAR_BUDGET = COMMIT_LIMIT * 3 // 4
_HEADER_BUDGET = HEADER_LIMIT * 3 // 4
_SMALLEST = 320
_ENTRY = 112
_BLOB = 34


def can_seal(registry: Registry, device: bytes, epoch_key_held: bool) -> str | None:
    """Return why this post may not seal bodies here now, or None. Typing is never concerned by it."""
    code = can_sign(registry, device)
    if code is not None:
        return code
    if registry.role(device) not in SEALERS:
        return "lecture_seule"
    return None if epoch_key_held else "cle_en_attente"


def can_sign(registry: Registry, device: bytes) -> str | None:
    """Return why this post may not sign even a commit without bodies, or None."""
    if not registry.is_active(device):
        return "poste_revoque"
    if not registry.is_holder(device):
        return "lecture_seule"
    return "renouvellement_requis" if registry.rotation_due else None


def why_not(uow: UnitOfWork, espace: bytes) -> str | None:
    """Return why what was typed here does not leave for now, or None."""
    registry = uow.espaces.registry(espace)
    if is_older(uow):
        return OlderStateError.code
    held = uow.keys.epoch_key(espace, registry.epoch) is not None
    return can_seal(registry, uow.identity.device().id, held)


def seal_pending(
    uow: UnitOfWork,
    ports: Ports,
    espace: bytes,
    *,
    empty: bool = False,
    budget: int = CLEAR_BUDGET,
    at_most: int = EVERY,
) -> list[bytes]:
    """Seal what is in no commit yet; return the new commits, oldest first. The caller commits the unit of work.

    `budget` bounds the clear bytes of one commit (a slow link takes small ones), `at_most` how many revisions are
    sealed now. With `empty`, also sign a commit without bodies when it has something to say: that this post knows
    the new epoch, or, once a day at most, what it has seen. Does nothing, and loses nothing, while sealing is not
    allowed.
    """
    registry = uow.espaces.registry(espace)
    device = uow.identity.device()
    if is_older(uow) or can_sign(registry, device.id) is not None:
        return []
    made = seal_parting(uow, ports, espace)
    sealer = _Sealer(
        uow, ports, espace, registry, device, min(max(budget, _SMALLEST), CLEAR_BUDGET), at_most, registry.n, made
    )
    epoch_key = uow.keys.epoch_key(espace, registry.epoch)
    if epoch_key is not None and registry.role(device.id) in SEALERS:
        sealer.seal_bodies(epoch_key)
    if not sealer.made and empty:
        sealer.seal_empty(now_ms=ports.clock.ms())
    return sealer.made


def seal_parting(uow: UnitOfWork, ports: Ports, espace: bytes) -> list[bytes]:
    """Seal what a post that may seal no more had typed and not sent, at the last entry where it still might (rule 7).

    It can only go to quarantine, where an operator may reinstate it. Done before the epoch keys are wiped.
    """
    registry = uow.espaces.registry(espace)
    device = uow.identity.device()
    if registry.role(device.id) in SEALERS or not uow.log.unsealed(espace, 1):
        return []
    at, chain = registry.last_sealing_point(device.id), uow.log.chain(espace, device.id)
    if at is None or (chain is not None and chain.regn > at):
        return []
    epoch_key = uow.keys.epoch_key(espace, registry.epoch_at(at))
    if epoch_key is None:
        return []
    sealer = _Sealer(uow, ports, espace, registry, device, CLEAR_BUDGET, EVERY, at)
    sealer.seal_bodies(epoch_key)
    return sealer.made


@dataclass
class _Sealer:
    uow: UnitOfWork
    ports: Ports
    espace: bytes
    registry: Registry
    device: DeviceSecrets
    budget: int
    at_most: int
    at: int
    made: list[bytes] = field(default_factory=list)

    def seal_bodies(self, epoch_key: bytes) -> None:
        """Group everything unsealed into commits; the last one says what this post has seen."""
        left = self.at_most
        while left > 0:
            look = min(_LOOK, left)
            pending = self._pending(look + 1)
            more = len(pending) > look
            groups, before = _groups(pending[:look], self.budget), len(self.made)
            for i, group in enumerate(groups, 1):
                self._seal(group, epoch_key, None if more or i < len(groups) else self._seen())
            if not more or len(self.made) == before:
                return
            left -= look

    def seal_empty(self, now_ms: int) -> None:
        """Sign a commit without bodies, if it has something to say."""
        seen = self._seen()
        last = self.uow.log.chain(self.espace, self.device.id)
        covers = last is not None and self.registry.epoch_at(last.regn) == self.registry.epoch
        if covers:
            if not seen:
                return
            if now_ms - self.uow.exchange.position(self.espace, SEEN_ALONE) < DAY_MS:
                return
        self.uow.exchange.move(self.espace, SEEN_ALONE, now_ms)
        self._keep([], [], seen)

    def _pending(self, limit: int) -> list[Pending]:
        """Return what is unsealed, without the edits of erased records: those stay on this post, and are said."""
        pending = self.uow.log.unsealed(self.espace, limit)
        gone = {item.rec for item in pending if item.rec in self.registry.erased_records}
        if not gone:
            return pending
        for rec in sorted(gone):
            keep_erased_edits(self.uow, self.ports, self.espace, rec)
        for item in pending:
            if item.rec in gone:
                self.uow.log.drop_local(self.espace, item.rec, item.n)
        return self._pending(limit)

    def _seen(self) -> dict[bytes, int]:
        """Return, for each other device, what changed since this post last said how far it holds every header."""
        said = self.uow.exchange.seen(self.espace)
        heads = self.uow.log.chains(self.espace)
        return {
            device: heads[device].seq
            for device in sorted(heads)
            if device != self.device.id and said.get(device) != heads[device].seq
        }

    def _seal(self, group: Sequence[Pending], epoch_key: bytes, seen: dict[bytes, int] | None) -> None:
        crypto, ge = self.ports.crypto, self.registry.epoch_at(self.at)
        seq = (self._chain() or _START).seq + 1
        keys = _RecordKeys(self.uow, self.ports, self.espace, ge, epoch_key, {item.rec for item in group})
        entries: list[Entry] = []
        bodies: list[OpenedBody] = []
        for item in group:
            kc, key = keys.key(item.rec)
            context = BodyContext(self.espace, item.rec, self.device.id, seq, len(entries), kc)
            try:
                sealed = crypto.seal_body(key, context, item.clear)
            except CryptoError:
                # Longer than a body may be: it stays here, said, and holds up nothing else.
                self.uow.exchange.alarm("revision_trop_longue", self.espace, self.device.id)
                continue
            blobs = [blob.id for blob in item.revision.blobs]
            entries.append(Entry(item.rec, item.n, ge, kc, len(sealed), body_hash(sealed), blobs))
            bodies.append(OpenedBody("present", sealed, item.revision))
        keys.keep()
        if entries:
            self._keep(entries, bodies, seen)

    def _keep(self, entries: list[Entry], bodies: list[OpenedBody], seen: dict[bytes, int] | None) -> None:
        last = self._chain() or _START
        header = Header(
            v=VERSION,
            suite=SUITE,
            espace=self.espace,
            device=self.device.id,
            seq=last.seq + 1,
            prev=last.id,
            regn=self.at,
            regh=self.registry.head_at(self.at),
            entries=entries,
            seen=seen or None,
            checkpoint=(self.uow.exchange.checkpoint(self.espace) or None) if seen else None,
            reads=VERSION,
        )
        signed = encode(header)
        commit = encode(Commit(signed, self.ports.crypto.sign(self.device.sig, "commit", signed)))
        id_ = commit_id(signed)
        self.uow.log.seal(KeptCommit(id_, commit, header, tuple(bodies)))
        if seen:
            self.uow.exchange.keep_seen(self.espace, {**self.uow.exchange.seen(self.espace), **seen})
        self.made.append(id_)

    def _chain(self) -> ChainHead | None:
        return self.uow.log.chain(self.espace, self.device.id)


class _RecordKeys:
    """The keys that a commit seals with: made here, or read from a verified commit of this generation (rule 2)."""

    def __init__(
        self, uow: UnitOfWork, ports: Ports, espace: bytes, ge: int, epoch_key: bytes, recs: AbstractSet[bytes]
    ) -> None:
        self._uow, self._ports, self._espace, self._ge, self._epoch_key = uow, ports, espace, ge, epoch_key
        self._known = uow.keys.sealing_keys(espace, recs, ge)
        self._slots: list[tuple[KeySlot, bytes]] = []
        self._made: list[tuple[bytes, int, bytes, bytes]] = []

    def key(self, rec: bytes) -> tuple[bytes, bytes]:
        """Return (kc, key) for one of the records, a new one with its slot when there is none."""
        found = self._known.get(rec)
        if found is None:
            crypto = self._ports.crypto
            key = crypto.random(32)
            slot = crypto.seal_slot(self._epoch_key, self._espace, rec, self._ge, self._ge, key)
            found = (slot.kc, key)
            self._slots.append((slot, encode(slot)))
            self._made.append((rec, self._ge, slot.kc, key))
        self._known[rec] = found
        return found

    def keep(self) -> None:
        """Keep the keys and slots made for this commit."""
        if self._made:
            self._uow.keys.add_record_keys(self._espace, self._made)
            self._uow.keys.add_slots(self._espace, self._slots, ours=True)


def _groups(pending: Sequence[Pending], budget: int) -> list[list[Pending]]:
    """Cut into runs that fit one commit: 512 bodies, and room for seals, padding and the header."""
    groups: list[list[Pending]] = []
    size = header = 0
    for item in pending:
        length, named = max(len(item.clear), _SMALLEST), _ENTRY + _BLOB * len(item.revision.blobs)
        full = size + length > budget or header + named > _HEADER_BUDGET
        if not groups or full or len(groups[-1]) >= ENTRIES_MAX:
            groups.append([])
            size = header = 0
        groups[-1].append(item)
        size += length
        header += named
    return groups
