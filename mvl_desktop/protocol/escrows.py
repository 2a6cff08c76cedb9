"""Epoch keys kept for custodians: how the three wraps of an epoch travel and are told from grants. Codecs only.

Wraps are kept and carried as (epoch, holder, ciphertext). The holder of a grant is a device, 16 bytes; that of an
escrow is the pair of custodians who open it, one byte: 0, 1 or 2.
"""

from typing import TYPE_CHECKING, Final

from mvl_desktop.protocol.encoding import ProtocolError, decode, encode
from mvl_desktop.protocol.hashes import digest
from mvl_desktop.protocol.objects import SMALL_LIMIT, EscrowFor, GrantFor
from mvl_desktop.protocol.wire import FrameType, frame

if TYPE_CHECKING:
    from mvl_desktop.protocol.registry import Registry

HOLDERS: Final = (b"\0", b"\1", b"\2")
"""The three pairs of custodians, as holders of a wrap."""

WRAPS: Final = frozenset({FrameType.GRANT, FrameType.ESCROW})
Wrap = tuple[int, bytes, bytes]
"""Epoch, holder, ciphertext."""


def is_escrow(holder: bytes) -> bool:
    """Whether a holder is a pair of custodians, and no device."""
    return holder in HOLDERS


def is_named(registry: "Registry", wrap: Wrap) -> bool:
    """Whether the registry names this very wrap, of this epoch, for this holder."""
    epoch, holder, ct = wrap
    if is_escrow(holder):
        return registry.escrows.get(epoch, (b"",) * len(HOLDERS))[holder[0]] == digest("escrow", ct)
    return registry.grants.get((epoch, digest("grant", ct))) == holder


def wanted(registry: "Registry", epoch: int) -> set[tuple[int, bytes]]:
    """Return (epoch, holder) of every escrow that the registry names for an epoch."""
    return {(epoch, holder) for holder in HOLDERS} if epoch in registry.escrows else set()


def wrap_frame(espace: bytes, wrap: Wrap) -> bytes:
    """Write a wrap as it travels."""
    return frame(FrameType.ESCROW if is_escrow(wrap[1]) else FrameType.GRANT, wrap_payload(espace, wrap))


def wrap_payload(espace: bytes, wrap: Wrap) -> bytes:
    """Write a wrap without the head of its frame."""
    epoch, holder, ct = wrap
    if is_escrow(holder):
        return encode(EscrowFor(espace, epoch, holder[0], ct))
    return encode(GrantFor(espace, epoch, holder, ct))


def read_payload(payload: bytes) -> Wrap:
    """Read what `wrap_payload` wrote: the types of its fields say which it is; ProtocolError."""
    try:
        return read_wrap(FrameType.GRANT, payload)[1]
    except ProtocolError:
        return read_wrap(FrameType.ESCROW, payload)[1]


def read_wrap(type_: int, payload: bytes) -> tuple[bytes, Wrap]:
    """Read a frame that holds a wrap: its espace, and the wrap; ProtocolError."""
    if type_ == FrameType.ESCROW:
        escrow = decode(payload, EscrowFor, SMALL_LIMIT)
        return escrow.espace, (escrow.epoch, HOLDERS[escrow.pair], escrow.ct)
    if type_ == FrameType.GRANT:
        grant = decode(payload, GrantFor, SMALL_LIMIT)
        return grant.espace, (grant.epoch, grant.device, grant.ct)
    raise ProtocolError
