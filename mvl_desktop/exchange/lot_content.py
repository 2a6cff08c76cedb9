"""What goes into lots: for whom, which commits, cut to the size asked. Reads the store, writes nothing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from mvl_desktop.exchange.audit import frames_for_lot
from mvl_desktop.exchange.revoked import hand_over
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import StoredCommit, UnitOfWork
from mvl_desktop.protocol.escrows import wrap_frame
from mvl_desktop.protocol.objects import LOT_RECIPIENTS_MAX, EspaceHead
from mvl_desktop.protocol.roles import AUDITOR, STEWARDS
from mvl_desktop.protocol.wire import FrameType, blob_part_payload, frame

SLOT_SIZE = 230
BATCH = 32


@dataclass(frozen=True, slots=True)
class Slice:
    """Some parts of an attachment, from `start` up to `stop`; `size` is that of the whole, sealed."""

    blob: bytes
    size: int
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Share:
    """One espace's part of a lot: which commits of it, and which parts of attachments go along.

    A commit goes again with every file that has a part of its attachments, so that files come in any order;
    `revisions` counts it once.
    """

    espace: bytes
    commits: tuple[bytes, ...]
    revisions: int = 0
    slices: tuple[Slice, ...] = ()


@dataclass(frozen=True, slots=True)
class Readers:
    """Who can open a lot: devices by their own key, and whoever holds the epoch of these espaces."""

    devices: tuple[bytes, ...]
    espaces: tuple[bytes, ...]


def readers(uow: UnitOfWork, espaces: Sequence[bytes], recipient: bytes | None) -> list[Readers]:
    """Return for whom to close a lot; several groups when there are more recipients than one lot may have.

    Whoever is not known to hold the present epoch gets the lot's key by their own key (rule 6), and so do auditors,
    for the registers; a post that holds no epoch key (a revoked one that hands over) addresses the stewards.
    """
    if recipient is not None:
        return [Readers((recipient,), ())]
    me = uow.identity.device().id
    devices: dict[bytes, None] = {}
    by_epoch = []
    for espace in espaces:
        registry = uow.espaces.registry(espace)
        if registry.epoch and uow.keys.epoch_key(espace, registry.epoch) is not None and registry.is_holder(me):
            by_epoch.append(espace)
            chains = uow.log.chains(espace)
            devices |= {d: None for d in registry.active() if d != me and registry.role(d) == AUDITOR}
            for device in registry.holders():
                chain = chains.get(device)
                if device != me and (chain is None or registry.epoch_at(chain.regn) < registry.epoch):
                    devices[device] = None
        else:
            devices |= {d: None for d in registry.active() if d != me and registry.role(d) in STEWARDS}
    room = LOT_RECIPIENTS_MAX - len(by_epoch)
    listed = list(devices)
    groups = [tuple(listed[i : i + room]) for i in range(0, len(listed), room)] or [()]
    return [Readers(group, tuple(by_epoch)) for group in groups if group or by_epoch]


def shares(
    uow: UnitOfWork, espaces: Sequence[bytes], recipient: bytes | None, max_size: int | None
) -> list[list[Share]]:
    """Return the content of each lot to write: one, or several when a size is asked for."""
    room = None if max_size is None else max(1, max_size - sum(map(len, _first_section(uow, espaces))))
    cut = _Cut(room)
    for espace in espaces:
        for commit in _wanted(uow, espace, recipient):
            _place(uow, cut, espace, commit)
    return [_joined(lot) for lot in cut.lots]


def heads(uow: UnitOfWork, espaces: Iterable[bytes]) -> list[EspaceHead]:
    """Return the registries' heads, as the manifest says them."""
    found = []
    for espace in espaces:
        registry = uow.espaces.registry(espace)
        found.append(EspaceHead(espace, registry.n, registry.head))
    return found


def frames(
    uow: UnitOfWork,
    espaces: Sequence[bytes],
    lot: Sequence[Share],
    handed: Sequence[bytes] = (),
    recipient: bytes | None = None,
) -> Iterator[bytes]:
    """Give the frames of a lot, the same each time: registries and grants, then slots, bodies, commits, parts.

    `handed` are the keyslots that a revoked post hands over.
    """
    yield from _first_section(uow, espaces)
    for slot in handed:
        yield frame(FrameType.KEYSLOT, slot)
    for share in lot:
        yield from _share_frames(uow, share)
    for espace in espaces:
        checkpoint = uow.exchange.checkpoint(espace)
        if checkpoint:
            yield frame(FrameType.CHECKPOINT, checkpoint)
        for ack in uow.exchange.acks(espace):
            yield frame(FrameType.ACK, ack)
        yield from frames_for_lot(uow, espace, recipient)
    for piece in dict.fromkeys(piece for share in lot for piece in share.slices):
        yield from _blob_frames(uow, piece)


def handed_over(uow: UnitOfWork, ports: Ports, lot_key: bytes, lot: Sequence[Share]) -> list[bytes]:
    """Return the keyslots that go with a lot where this post holds keys no more (rule 7)."""
    me = uow.identity.device().id
    found: list[bytes] = []
    for share in lot:
        if not uow.espaces.registry(share.espace).is_holder(me):
            commits = uow.log.commits(share.espace, share.commits)
            kcs = sorted({entry.kc for commit in commits for entry in commit.header.entries})
            found += hand_over(uow, ports, share.espace, lot_key, kcs)
    return found


def _first_section(uow: UnitOfWork, espaces: Sequence[bytes]) -> Iterator[bytes]:
    """Give registry entries, then the wraps of the present epochs: what a rotation needs to travel (rule 6)."""
    grants: list[bytes] = []
    for espace in espaces:
        registry = uow.espaces.registry(espace)
        for entry in uow.espaces.entries(espace):
            yield frame(FrameType.REGISTRY, entry)
        grants += [
            wrap_frame(espace, wrap)
            for wrap in (*uow.keys.grants(espace), *uow.keys.escrows(espace))
            if wrap[0] == registry.epoch
        ]
    yield from grants


def _wanted(uow: UnitOfWork, espace: bytes, recipient: bytes | None) -> Iterable[StoredCommit]:
    registry = uow.espaces.registry(espace)
    me = uow.identity.device().id
    if not registry.is_holder(me):
        # Handing over: only what this post signed and nobody has attested.
        return (each for each in uow.log.lacking(espace, 1 << 40) if each.header.device == me)
    others = [device for device in registry.holders() if device != me and recipient in (None, device)]
    return _commits(uow, espace, uow.log.unseen_by(espace, others))


def _commits(uow: UnitOfWork, espace: bytes, ids: Sequence[bytes]) -> Iterator[StoredCommit]:
    for start in range(0, len(ids), BATCH):
        yield from uow.log.commits(espace, ids[start : start + BATCH])


class _Cut:
    """The content of lots while it is cut to the size asked."""

    def __init__(self, room: int | None) -> None:
        self.lots: list[list[Share]] = [[]]
        self._whole = self._room = room

    def begins_with(self, weight: int) -> bool:
        """Begin another lot if this one has no room for so many bytes; whether it did. The first thing always fits."""
        begins = self._room is not None and bool(self.lots[-1]) and weight > self._room
        if begins:
            self.lots.append([])
            self._room = self._whole
        return begins

    def add(self, share: Share, weight: int) -> None:
        """Put something in the lot that is being filled."""
        self.lots[-1].append(share)
        if self._room is not None:
            self._room -= weight


def _place(uow: UnitOfWork, cut: _Cut, espace: bytes, commit: StoredCommit) -> None:
    """Put a commit in a lot, and each part of its attachments beside it or beside another copy of it."""
    weight = len(commit.commit) + sum(len(body) for body in commit.bodies.values())
    weight += SLOT_SIZE * len({entry.kc for entry in commit.header.entries})
    named = dict.fromkeys(blob for entry in commit.header.entries for blob in entry.blobs)
    present = [blob for blob in named if (info := uow.blobs.get(blob)) is not None and info.complete]
    sizes = {blob: [len(part) for part in uow.blobs.parts(blob)] for blob in present}
    cut.begins_with(weight + (sizes[present[0]][0] if present else 0))
    cut.add(Share(espace, (commit.id,), len(commit.header.entries)), weight)
    for blob, parts in sizes.items():
        for index, size in enumerate(parts):
            if cut.begins_with(size):
                cut.add(Share(espace, (commit.id,)), weight)
            cut.add(Share(espace, (), 0, (Slice(blob, sum(parts), index, index + 1),)), size)


def _joined(lot: Sequence[Share]) -> list[Share]:
    """Put the commits of one espace together."""
    found: dict[bytes, list[Share]] = {}
    for share in lot:
        found.setdefault(share.espace, []).append(share)
    return [
        Share(
            espace,
            tuple(dict.fromkeys(id_ for share in group for id_ in share.commits)),
            sum(share.revisions for share in group),
            _in_a_row(piece for share in group for piece in share.slices),
        )
        for espace, group in found.items()
    ]


def _share_frames(uow: UnitOfWork, share: Share) -> Iterator[bytes]:
    given: set[bytes] = set()
    for start in range(0, len(share.commits), BATCH):
        commits = uow.log.commits(share.espace, share.commits[start : start + BATCH])
        kcs = {entry.kc for commit in commits for entry in commit.header.entries} - given
        given |= kcs
        for slot in uow.keys.slots_for(share.espace, sorted(kcs)):
            yield frame(FrameType.KEYSLOT, slot)
        for commit in commits:
            for entry in commit.header.entries:
                if entry.bhash in commit.bodies:
                    yield frame(FrameType.BODY, commit.bodies[entry.bhash])
            yield frame(FrameType.COMMIT, commit.commit)


def _in_a_row(slices: Iterable[Slice]) -> tuple[Slice, ...]:
    """Put parts that follow each other together."""
    found: list[Slice] = []
    for each in slices:
        last = found[-1] if found else None
        if last is not None and (last.blob, last.stop) == (each.blob, each.start):
            found[-1] = replace(last, stop=each.stop)
        else:
            found.append(each)
    return tuple(found)


def _blob_frames(uow: UnitOfWork, piece: Slice) -> Iterator[bytes]:
    parts = islice(uow.blobs.parts(piece.blob), piece.start, piece.stop)
    for index, part in enumerate(parts, piece.start):
        yield frame(FrameType.BLOB_PART, blob_part_payload(piece.blob, piece.size, index, part))
