"""Pages of the service as values: what a feed numbers, and what else its frames carry. Pure; only form is checked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mvl_desktop.exchange.plan import Incoming, IncomingCommit
from mvl_desktop.protocol.check import COMMIT_BYTES
from mvl_desktop.protocol.encoding import ProtocolError, decode
from mvl_desktop.protocol.escrows import read_wrap
from mvl_desktop.protocol.hashes import body_hash, commit_id, next_root
from mvl_desktop.protocol.objects import Commit
from mvl_desktop.protocol.wire import FrameType, Marker, Numbered, read_marker

Frames = Iterable[tuple[int, bytes]]


@dataclass
class Item:
    """One number of a feed: its commit, its bodies, or both."""

    marker: Marker
    commit: bytes | None = None
    bodies: dict[bytes, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FeedPage:
    """What a page of the feed holds, in order, and the service's signed word if it gives one."""

    items: Sequence[Item]
    checkpoint: bytes | None


def read_feed(frames: Frames, after: int) -> FeedPage:
    """Read a page of the feed that follows number `after`. ProtocolError when a number or a name does not fit."""
    items: list[Item] = []
    checkpoint: bytes | None = None
    for type_, payload in frames:
        if type_ == FrameType.MARKER:
            _check(items[-1:])
            marker = read_marker(payload)
            if marker.k != after + len(items) + 1:
                raise ProtocolError
            items.append(Item(marker))
        elif type_ == FrameType.CHECKPOINT:
            checkpoint = payload
        elif not items:
            raise ProtocolError
        elif type_ == FrameType.BODY:
            items[-1].bodies[body_hash(payload)] = payload
        elif type_ == FrameType.COMMIT and items[-1].commit is None:
            if commit_id(decode(payload, Commit, COMMIT_BYTES).h) != items[-1].marker.id:
                raise ProtocolError
            items[-1].commit = payload
        else:
            raise ProtocolError
    _check(items[-1:])
    return FeedPage(items, checkpoint)


def _check(last: Sequence[Item]) -> None:
    """Refuse a number given without what it names: only a body that came late, and was erased since, leaves nothing."""
    for item in last:
        if item.marker.what != Numbered.LATE_BODY:
            if item.commit is None:
                raise ProtocolError
        elif item.commit is not None or not item.bodies.keys() <= {item.marker.id}:
            raise ProtocolError


def fold_root(root: bytes, items: Iterable[Item]) -> bytes:
    """Fold what a page numbers into the root that checkpoints sign."""
    for item in items:
        root = next_root(root, item.marker.id)
    return root


def feed_incoming(espace: bytes, items: Iterable[Item]) -> Incoming:
    """Return what a page brings."""
    commits: list[IncomingCommit] = []
    late: dict[bytes, bytes] = {}
    for item in items:
        if item.commit is not None:
            commits.append(IncomingCommit(item.commit, item.bodies))
        else:
            late.update(item.bodies)
    return Incoming(espace, commits=commits, late=late, from_service=True)


def payloads(frames: Frames, wanted: FrameType) -> list[bytes]:
    """Return the payloads of a page that holds one type of frame only; ProtocolError."""
    found = []
    for type_, payload in frames:
        if type_ != wanted:
            raise ProtocolError
        found.append(payload)
    return found


def read_grants(espace: bytes, frames: Frames) -> list[tuple[int, bytes, bytes]]:
    """Return the grants and escrows of a page as (epoch, holder, ciphertext); ProtocolError."""
    found = []
    for type_, payload in frames:
        of, wrap = read_wrap(type_, payload)
        if of != espace:
            raise ProtocolError
        found.append(wrap)
    return found
