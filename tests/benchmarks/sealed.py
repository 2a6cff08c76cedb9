"""Signalements as another post would have sealed them: commits ready to be kept, without an exchange to bring them."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mvl_desktop.domain.payload import flatten
from mvl_desktop.ports.crypto import BodyContext, Crypto, DeviceSecrets
from mvl_desktop.ports.store import KeptCommit, OpenedBody, UnitOfWork
from mvl_desktop.protocol.encoding import encode
from mvl_desktop.protocol.hashes import ZERO, body_hash, commit_id
from mvl_desktop.protocol.objects import ENTRIES_MAX, SUITE, VERSION, Commit, Entry, Header, KeySlot, Revision
from mvl_desktop.protocol.registry import Registry
from tests.benchmarks.corpus import signalements
from tests.fakes.world import Post

KIND = "signalement"
More = Callable[[int], dict[str, object]]


@dataclass(frozen=True)
class Batch:
    """One commit with everything that must be known to keep it."""

    kept: KeptCommit
    slots: tuple[tuple[KeySlot, bytes], ...]
    keys: tuple[tuple[bytes, int, bytes, bytes], ...]


def revisions(count: int, start: int = 0, more: More = lambda _number: {}) -> list[Revision]:
    """Return the first revision of each of `count` signalements; `more`: what else each says."""
    ids = itertools.count(start * 4)
    found = []
    for number, said in enumerate(signalements(count, start), start + 1):
        champs = said | more(number)
        changes = flatten(KIND, champs, {}, lambda: f"{next(ids):016x}")
        wire = {key: list(value) if isinstance(value, tuple) else value for key, value in changes.items()}
        ordered = dict(sorted(wire.items(), key=lambda pair: pair[0].encode()))
        found.append(Revision(number, KIND, [], (1_790_000_000_000 + number * 977, 0), ordered, []))
    return found


class Sealer:
    """A device that seals what it is given, commit after commit, as the protocol says."""

    def __init__(self, crypto: Crypto, registry: Registry, epoch_key: bytes, device: DeviceSecrets) -> None:
        self._crypto, self._registry, self._epoch_key, self._device = crypto, registry, epoch_key, device
        self._seq, self._prev = 0, ZERO

    def seal(self, wanted: list[Revision]) -> Iterator[Batch]:
        for start in range(0, len(wanted), ENTRIES_MAX):
            yield self._commit(wanted[start : start + ENTRIES_MAX])

    def _commit(self, some: list[Revision]) -> Batch:
        crypto, espace, ge = self._crypto, self._registry.espace, self._registry.epoch
        self._seq += 1
        entries, bodies, slots, keys = [], [], [], []
        for index, revision in enumerate(some):
            rec, key = crypto.random(16), crypto.random(32)
            slot = crypto.seal_slot(self._epoch_key, espace, rec, ge, ge, key)
            context = BodyContext(espace, rec, self._device.id, self._seq, index, slot.kc)
            sealed = crypto.seal_body(key, context, encode(revision))
            entries.append(Entry(rec, revision.n, ge, slot.kc, len(sealed), body_hash(sealed), []))
            bodies.append(OpenedBody("present", sealed, revision))
            slots.append((slot, encode(slot)))
            keys.append((rec, ge, slot.kc, key))
        registry = self._registry
        where = (espace, self._device.id, self._seq, self._prev, registry.n, registry.head)
        header = Header(VERSION, SUITE, *where, entries, None, None, VERSION)
        signed = encode(header)
        commit = encode(Commit(signed, crypto.sign(self._device.sig, "commit", signed)))
        self._prev = commit_id(signed)
        return Batch(KeptCommit(self._prev, commit, header, tuple(bodies)), tuple(slots), tuple(keys))


def sealer_of(post: Post, device: DeviceSecrets | None = None) -> Sealer:
    """Return a sealer for a post's espace: another device of it, unless one is given."""
    registry, crypto = post.registry, post.ports.crypto
    key = post.read(lambda uow: uow.keys.epoch_key(post.espace, registry.epoch))
    assert key is not None
    return Sealer(crypto, registry, key, device or crypto.new_device())


def keep(uow: UnitOfWork, espace: bytes, batches: list[Batch]) -> None:
    """Keep commits as an exchange does once it has verified and opened them."""

    uow.keys.add_record_keys(espace, [key for batch in batches for key in batch.keys])
    uow.keys.add_slots(espace, [slot for batch in batches for slot in batch.slots])
    uow.log.keep(espace, [batch.kept for batch in batches])
