"""How a lot lies in a file: magic, header, then a sealed stream of frames whose first is the signed manifest.

```
"MVL-LOT" 0x01 ‖ be32(length ≤ 131072) ‖ LotHeader ‖ STREAM(K_lot, frames)
frames = frame(MANIFEST, Signed(LotManifest)), then registry entries and grants, then everything else
```

The frames are those of `wire`. Codecs and bounds only: who opens the stream and who signed is checked elsewhere.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from mvl_desktop.protocol.encoding import ProtocolError, decode, encode
from mvl_desktop.protocol.hashes import be32, digest
from mvl_desktop.protocol.objects import LOT_FRAME_LIMIT, LOT_HEADER_LIMIT, VERSION, LotHeader, LotManifest, Signed
from mvl_desktop.protocol.wire import FrameType, frame, frame_head

MAGIC = b"MVL-LOT\x01"
LOT_LIMIT = 8 << 30
FRAMES_MAX = 1 << 26
HEAD = 5
FIRST_SECTION = frozenset({FrameType.REGISTRY, FrameType.GRANT, FrameType.ESCROW})
SECOND_SECTION = frozenset(
    {
        FrameType.KEYSLOT,
        FrameType.COMMIT,
        FrameType.BODY,
        FrameType.BLOB_PART,
        FrameType.CHECKPOINT,
        FrameType.RECEIPT,
        FrameType.ACK,
        FrameType.JOURNAL,
    }
)


class LotVersionError(ProtocolError):
    """A lot of a version that comes after this one."""


class Readable(Protocol):
    """A file open for reading, as far as it is needed here."""

    def read(self, size: int, /) -> bytes:
        """Return at most `size` bytes; none at the end."""


@dataclass(frozen=True, slots=True)
class LotHead:
    """The clear beginning of a lot, and the hash that every chunk of its stream is bound to."""

    header: LotHeader
    hash: bytes


def write_head(header: LotHeader) -> bytes:
    """Return what stands before the stream; ProtocolError when the header is too long."""
    body = encode(header)
    if len(body) > LOT_HEADER_LIMIT:
        raise ProtocolError
    return MAGIC + be32(len(body)) + body


def header_hash(header: LotHeader) -> bytes:
    """Return H("lot-header", header)."""
    return digest("lot-header", encode(header))


def read_head(source: Readable) -> LotHead:
    """Read magic and header from the beginning of a file, bounded before anything is parsed.

    ProtocolError; LotVersionError when it says that it is of a later version, whatever that one holds.
    """
    magic = _exactly(source, len(MAGIC))
    if magic[:-1] == MAGIC[:-1] and magic[-1] > MAGIC[-1]:
        raise LotVersionError
    if magic != MAGIC:
        raise ProtocolError
    length = int.from_bytes(_exactly(source, 4), "big")
    if length > LOT_HEADER_LIMIT:
        raise ProtocolError
    body = _exactly(source, length)
    if _version(body) > VERSION:
        raise LotVersionError
    return LotHead(decode(body, LotHeader, LOT_HEADER_LIMIT), digest("lot-header", body))


class Tally:
    """Counts and hashes the frames that follow a manifest."""

    def __init__(self) -> None:
        self.frames = 0
        self.bytes = 0
        self._state = hashlib.sha256()

    def add(self, written: bytes) -> None:
        """Count one frame, head included."""
        self.frames += 1
        self.bytes += len(written)
        self._state.update(written)

    def digest(self) -> bytes:
        """Return H("lot-frames", SHA-256 of all the frames)."""
        return digest("lot-frames", self._state.digest())

    def is_that_of(self, manifest: LotManifest) -> bool:
        """Whether nothing is missing or added."""
        return (self.frames, self.bytes, self.digest()) == (manifest.frames, manifest.bytes, manifest.digest)


def tally(frames: Iterable[bytes]) -> Tally:
    """Go through the frames of a lot once, to write its manifest."""
    count = Tally()
    for each in frames:
        count.add(each)
    return count


def with_manifest(signed: Signed, frames: Iterable[bytes]) -> Iterator[bytes]:
    """Return the clear stream of a lot: the signed manifest, then the frames that it counts."""
    yield frame(FrameType.MANIFEST, encode(signed))
    yield from frames


class FrameReader:
    """Cuts a flow of bytes into frames, holding one at most."""

    def __init__(self, limit: int = LOT_FRAME_LIMIT) -> None:
        self._limit = limit
        self._held = bytearray()

    def feed(self, piece: bytes) -> Iterator[tuple[int, bytes]]:
        """Take more bytes; give the type and payload of each frame that they complete. ProtocolError."""
        held, at = self._held, 0
        held += piece
        while len(held) - at >= HEAD:
            length, type_ = frame_head(bytes(held[at : at + HEAD]))
            if length > self._limit:
                raise ProtocolError
            end = at + HEAD + length
            if end > len(held):
                break
            yield type_, bytes(held[at + HEAD : end])
            at = end
        del held[:at]

    @property
    def is_between_frames(self) -> bool:
        """Whether no frame has been begun."""
        return not self._held


class LotReader:
    """Reads the clear stream of a lot: manifest first, sections in order, everything counted."""

    def __init__(self) -> None:
        self.signed: Signed | None = None
        self.manifest: LotManifest | None = None
        self._frames = FrameReader()
        self._tally = Tally()
        self._second = False

    def feed(self, clear: bytes) -> Iterator[tuple[FrameType, bytes]]:
        """Take more of the stream; give each complete frame but the manifest. ProtocolError."""
        for code, payload in self._frames.feed(clear):
            type_ = _type(code)
            if self.manifest is None:
                self._begin(type_, payload)
            else:
                self._count(self.manifest, type_, payload)
                yield type_, payload

    def finish(self) -> None:
        """Say that the stream has ended; ProtocolError unless everything that the manifest counts has come."""
        if self.manifest is None or not self._frames.is_between_frames or not self._tally.is_that_of(self.manifest):
            raise ProtocolError

    def _begin(self, type_: FrameType, payload: bytes) -> None:
        """Read the manifest."""
        if type_ is not FrameType.MANIFEST:
            raise ProtocolError
        signed = decode(payload, Signed, LOT_FRAME_LIMIT)
        manifest = decode(signed.o, LotManifest, LOT_FRAME_LIMIT)
        if signed.by != manifest.by or manifest.frames > FRAMES_MAX or manifest.bytes > LOT_LIMIT:
            raise ProtocolError
        self.signed, self.manifest = signed, manifest

    def _count(self, manifest: LotManifest, type_: FrameType, payload: bytes) -> None:
        """Check the section of a frame, and that the manifest counts it."""
        if type_ in SECOND_SECTION:
            self._second = True
        elif type_ not in FIRST_SECTION or self._second:
            raise ProtocolError
        self._tally.add(frame(type_, payload))
        if self._tally.frames > manifest.frames or self._tally.bytes > manifest.bytes:
            raise ProtocolError


def _type(code: int) -> FrameType:
    """Name a frame type; ProtocolError for one that is not ours."""
    try:
        return FrameType(code)
    except ValueError as error:
        raise ProtocolError from error


def _version(body: bytes) -> int:
    """Return the version that a header says first, if it is a short array that begins with a small number."""
    is_short = len(body) > 1 and body[0] & 0xF0 == 0x90 and body[1] < 0x80
    return body[1] if is_short else VERSION


def _exactly(source: Readable, size: int) -> bytes:
    """Read exactly `size` bytes; ProtocolError at an early end."""
    held = bytearray()
    while len(held) < size:
        piece = source.read(size - len(held))
        if not piece:
            raise ProtocolError
        held += piece
    return bytes(held)
