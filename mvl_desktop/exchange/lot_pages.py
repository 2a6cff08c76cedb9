"""The frames of a lot, gathered into arrivals of a bounded size, espace by espace. Pure; only form is checked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from mvl_desktop.exchange.lot_errors import LotHostileError
from mvl_desktop.exchange.plan import Incoming, IncomingCommit
from mvl_desktop.exchange.revoked import HANDED_OVER
from mvl_desktop.protocol.check import COMMIT_BYTES
from mvl_desktop.protocol.encoding import ProtocolError, decode
from mvl_desktop.protocol.escrows import read_wrap
from mvl_desktop.protocol.hashes import body_hash
from mvl_desktop.protocol.journal import read_segment
from mvl_desktop.protocol.lot_frames import FIRST_SECTION
from mvl_desktop.protocol.objects import (
    COMMIT_LIMIT,
    ENTRIES_MAX,
    HEADER_LIMIT,
    LOT_FRAME_LIMIT,
    SLOT_LIMIT,
    Checkpoint,
    Commit,
    EpochDestroyed,
    EraseAck,
    Header,
    KeySlot,
    Receipt,
    Signed,
)
from mvl_desktop.protocol.registry import RegistryRefusedError, read_entry
from mvl_desktop.protocol.wire import BlobPart, FrameType, read_blob_part

PAGE_BYTES = 4 << 20

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page:
    """Some arrivals, segments of access registers by espace, keys handed over by a revoked post, parts of pieces."""

    incoming: tuple[Incoming, ...] = ()
    segments: tuple[tuple[bytes, bytes], ...] = ()
    handed: tuple[KeySlot, ...] = ()
    parts: tuple[BlobPart, ...] = ()


@dataclass
class _Gathered:
    registry: list[bytes] = field(default_factory=list)
    grants: list[tuple[int, bytes, bytes]] = field(default_factory=list)
    slots: list[bytes] = field(default_factory=list)
    commits: list[IncomingCommit] = field(default_factory=list)
    receipts: list[bytes] = field(default_factory=list)
    acks: list[bytes] = field(default_factory=list)
    checkpoints: list[bytes] = field(default_factory=list)
    segments: list[bytes] = field(default_factory=list)


def pages(frames: Iterable[tuple[FrameType, bytes]], *, whole: bool = True) -> Iterator[Page]:
    """Gather frames. The first section is a page of its own, so that its keys are there for the second.

    Bodies that no commit follows are hostile, but in a lot that is not `whole`: the damage lies between the two. More
    of them than a commit may have are hostile at once: nothing is held for what cannot come.
    """
    gathered: dict[bytes, _Gathered] = {}
    bodies: dict[bytes, bytes] = {}
    size = weight = 0
    in_first = True
    for type_, payload in frames:
        is_first = type_ in FIRST_SECTION
        if gathered and ((size > PAGE_BYTES and not bodies) or (in_first and not is_first)):
            yield _page(gathered)
            gathered, size = {}, 0
        in_first = is_first
        size += len(payload)
        try:
            if type_ == FrameType.KEYSLOT and (slot := decode(payload, KeySlot, SLOT_LIMIT)).epoch == HANDED_OVER:
                yield Page(handed=(slot,))
            elif type_ == FrameType.BLOB_PART:
                if gathered:
                    yield _page(gathered)
                    gathered, size = {}, 0
                yield Page(parts=(read_blob_part(payload),))
            elif type_ == FrameType.BODY:
                bodies[body_hash(payload)] = payload
                weight += len(payload)
                if weight > COMMIT_LIMIT or len(bodies) > ENTRIES_MAX:
                    raise LotHostileError
            else:
                _gather(gathered, type_, payload, bodies)
                if type_ == FrameType.COMMIT:
                    bodies, weight = {}, 0
        except ProtocolError as error:
            raise LotHostileError from error
    if bodies and whole:
        raise LotHostileError
    if gathered:
        yield _page(gathered)


def _page(gathered: dict[bytes, _Gathered]) -> Page:
    return Page(
        tuple(
            Incoming(
                espace,
                registry=each.registry,
                grants=each.grants,
                slots=each.slots,
                commits=each.commits,
                receipts=each.receipts,
                acks=each.acks,
                checkpoints=each.checkpoints,
            )
            for espace, each in gathered.items()
        ),
        tuple((espace, payload) for espace, each in gathered.items() for payload in each.segments),
    )


def _gather(gathered: dict[bytes, _Gathered], type_: FrameType, payload: bytes, bodies: dict[bytes, bytes]) -> None:
    match type_:
        case FrameType.REGISTRY:
            _of(gathered, _registry_espace(payload)).registry.append(payload)
        case FrameType.GRANT | FrameType.ESCROW:
            espace, wrap = read_wrap(type_, payload)
            _of(gathered, espace).grants.append(wrap)
        case FrameType.KEYSLOT:
            _of(gathered, decode(payload, KeySlot, SLOT_LIMIT).espace).slots.append(payload)
        case FrameType.COMMIT:
            _of(gathered, _commit_espace(payload)).commits.append(IncomingCommit(payload, bodies))
        case FrameType.RECEIPT:
            _of(gathered, _signed(payload, Receipt).espace).receipts.append(payload)
        case FrameType.CHECKPOINT:
            _of(gathered, _signed(payload, Checkpoint).espace).checkpoints.append(payload)
        case FrameType.ACK:
            _of(gathered, _ack_espace(payload)).acks.append(payload)
        case FrameType.JOURNAL:
            _of(gathered, read_segment(payload).espace).segments.append(payload)
        case _:
            raise ProtocolError


def _of(gathered: dict[bytes, _Gathered], espace: bytes) -> _Gathered:
    return gathered.setdefault(espace, _Gathered())


def _registry_espace(payload: bytes) -> bytes:
    try:
        return read_entry(payload)[1].espace
    except RegistryRefusedError as error:
        raise ProtocolError from error


def _commit_espace(payload: bytes) -> bytes:
    """Return the espace of a commit. Its header is decoded for good when it is verified."""
    h = decode(payload, Commit, COMMIT_BYTES).h
    if h[3:5] == b"\xc4\x10" and len(h) > 21:
        return h[5:21]
    return decode(h, Header, HEADER_LIMIT).espace


def _signed(payload: bytes, type_: type[T]) -> T:
    return decode(decode(payload, Signed, LOT_FRAME_LIMIT).o, type_, LOT_FRAME_LIMIT)


def _ack_espace(payload: bytes) -> bytes:
    try:
        return _signed(payload, EraseAck).espace
    except ProtocolError:
        return _signed(payload, EpochDestroyed).espace
