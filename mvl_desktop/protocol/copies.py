"""A copy of an espace in one file: everything that its members were given, sealed and signed as it was. Codecs only.

```
"MVL-ESPACE" 0x01 ‖ frames ‖ page end: be64(number of frames before it) ‖ 0
```

First the registry from its genesis, then escrows, keyslots, bodies before the commit that names them, parts of blobs.
Nothing in it is in clear, and nothing of it is believed before its signature or its hash. Without its end it was cut.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from mvl_desktop.protocol.encoding import ProtocolError
from mvl_desktop.protocol.objects import LOT_FRAME_LIMIT
from mvl_desktop.protocol.wire import FrameType, frame, frame_head, page_frame, read_page

MAGIC = b"MVL-ESPACE\x01"
_HEAD = 5
_KINDS = frozenset(
    {
        FrameType.REGISTRY,
        FrameType.ESCROW,
        FrameType.KEYSLOT,
        FrameType.BODY,
        FrameType.COMMIT,
        FrameType.BLOB_PART,
    }
)

Read = Callable[[int], bytes]
"""Reads at most so many bytes; none at the end."""


@dataclass
class CopyWriter:
    """Writes frames, and counts them."""

    frames: int = 0
    size: int = field(default=len(MAGIC))

    def pieces(self, content: Iterable[tuple[int, bytes]]) -> Iterator[bytes]:
        """Give the bytes of a copy, piece by piece, its end included."""
        yield MAGIC
        for type_, payload in content:
            piece = frame(type_, payload)
            self.frames += 1
            self.size += len(piece)
            yield piece
        end = page_frame(self.frames, False)
        self.size += len(end)
        yield end


def read_copy(read: Read) -> Iterator[tuple[FrameType, bytes]]:
    """Give the frames of a copy, one at a time; ProtocolError when it is no copy, or was cut."""
    if _exactly(read, len(MAGIC)) != MAGIC:
        raise ProtocolError
    count = 0
    while True:
        length, code = frame_head(_exactly(read, _HEAD))
        if length > LOT_FRAME_LIMIT:
            raise ProtocolError
        payload = _exactly(read, length)
        if code == FrameType.PAGE:
            end = read_page(payload)
            if end.next != count or end.more or read(1):
                raise ProtocolError
            return
        if code not in _KINDS:
            raise ProtocolError
        count += 1
        yield FrameType(code), payload


def _exactly(read: Read, size: int) -> bytes:
    held = bytearray()
    while len(held) < size:
        piece = read(size - len(held))
        if not piece:
            raise ProtocolError
        held += piece
    return bytes(held)
