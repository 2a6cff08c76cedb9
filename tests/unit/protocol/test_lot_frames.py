"""How a lot lies in a file: bounded before it is parsed, counted, in order (C33, the part that needs no key)."""

import io
from collections.abc import Iterable, Iterator

import pytest

from mvl_desktop.protocol import lot_frames
from mvl_desktop.protocol.encoding import ProtocolError, encode
from mvl_desktop.protocol.lot_frames import (
    MAGIC,
    FrameReader,
    LotReader,
    LotVersionError,
    header_hash,
    read_head,
    tally,
    with_manifest,
    write_head,
)
from mvl_desktop.protocol.objects import (
    LOT_FRAME_LIMIT,
    LOT_HEADER_LIMIT,
    LotForDevice,
    LotForEpoch,
    LotHeader,
    LotManifest,
    Signed,
)
from mvl_desktop.protocol.wire import FrameType, frame

WRITER = b"w" * 16
HEADER = LotHeader(1, 1, b"l" * 16, [LotForDevice(b"d" * 16, b"ct"), LotForEpoch(b"e" * 16, 3, b"c" * 60)])
FRAMES = [
    frame(FrameType.REGISTRY, b"entry"),
    frame(FrameType.GRANT, b"grant"),
    frame(FrameType.BLOB_PART, b"part"),
    frame(FrameType.KEYSLOT, b"slot"),
    frame(FrameType.BODY, b"body" * 100),
    frame(FrameType.COMMIT, b"commit"),
    frame(FrameType.RECEIPT, b""),
]


def signed(frames: Iterable[bytes], /, **changed: int | bytes) -> Signed:
    count = tally(frames)
    fields = {"frames": count.frames, "bytes": count.bytes, "digest": count.digest()} | changed
    manifest = LotManifest(
        1,
        b"l" * 16,
        WRITER,
        4,
        bytes(32),
        espaces=[],
        ts=5,
        **fields,  # type: ignore[arg-type]
    )
    return Signed(encode(manifest), WRITER, bytes(64))


def clear(frames: list[bytes], /, **changed: int | bytes) -> bytes:
    return b"".join(with_manifest(signed(frames, **changed), frames))


def read(data: bytes, step: int = 7) -> list[tuple[FrameType, bytes]]:
    reader = LotReader()
    got = [each for at in range(0, len(data), step) for each in reader.feed(data[at : at + step])]
    reader.finish()
    return got


@pytest.mark.parametrize("step", [1, 2, 5, 64, 10_000])
def test_frames_come_back_in_order_in_whatever_pieces(step: int) -> None:
    got = read(clear(FRAMES), step)
    assert [frame(type_, payload) for type_, payload in got] == FRAMES


def test_the_manifest_is_told_before_any_frame() -> None:
    reader = LotReader()
    data = clear(FRAMES)
    next(reader.feed(data))
    assert reader.manifest is not None
    assert reader.manifest.seq == 4
    assert reader.signed == signed(FRAMES)


def test_the_head_is_read_back_with_the_hash_of_its_bytes() -> None:
    head = read_head(io.BytesIO(write_head(HEADER) + b"stream"))
    assert head.header == HEADER
    assert head.hash == header_hash(HEADER)


def test_nothing_after_the_head_is_read() -> None:
    source = io.BytesIO(write_head(HEADER) + b"stream")
    read_head(source)
    assert source.read() == b"stream"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        MAGIC[:-1],
        b"MVL-LOT\x02" + write_head(HEADER)[8:],
        write_head(HEADER)[:-1],
        MAGIC + b"\0\0",
        MAGIC + b"\0\0\0\0",
        MAGIC + b"\0\0\0\x01\xc0",
    ],
)
def test_a_head_that_is_none_is_refused(data: bytes) -> None:
    with pytest.raises(ProtocolError):
        read_head(io.BytesIO(data))


def _head(body: bytes) -> io.BytesIO:
    return io.BytesIO(MAGIC + len(body).to_bytes(4, "big") + body)


def test_a_lot_of_a_later_version_is_told_from_one_that_is_broken() -> None:
    with pytest.raises(LotVersionError):
        read_head(_head(b"\x92\x02\xa5later"))
    with pytest.raises(LotVersionError):
        read_head(io.BytesIO(MAGIC[:-1] + bytes([MAGIC[-1] + 1]) + b"whatever"))
    other = io.BytesIO(b"NOT" + MAGIC[3:-1] + bytes([MAGIC[-1] + 1]) + b"whatever")
    for broken in (other, *map(_head, (b"\x92\x01\xa5later", b"\x92\xa1v\xa5later", b"\x90"))):
        with pytest.raises(ProtocolError) as refused:
            read_head(broken)
        assert not isinstance(refused.value, LotVersionError)


def test_a_long_header_is_refused_before_it_is_read() -> None:
    class Watched(io.BytesIO):
        asked = 0

        def read(self, size: int | None = -1, /) -> bytes:
            self.asked += size or 0
            return super().read(size)

    source = Watched(MAGIC + (LOT_HEADER_LIMIT + 1).to_bytes(4, "big") + bytes(LOT_HEADER_LIMIT + 1))
    with pytest.raises(ProtocolError):
        read_head(source)
    assert source.asked == 12


def test_a_header_too_long_is_not_written() -> None:
    many = LotHeader(1, 1, b"l" * 16, [LotForDevice(b"d" * 16, bytes(2048))] * 64)
    with pytest.raises(ProtocolError):
        write_head(many)


@pytest.mark.parametrize(
    "frames",
    [
        FRAMES[:-1],
        [*FRAMES, FRAMES[-1]],
        FRAMES[::-1],
        [*FRAMES[:2], FRAMES[3], FRAMES[2], *FRAMES[4:]],
        [*FRAMES[:-1], frame(FrameType.RECEIPT, b"x")],
        [*FRAMES[:-1], frame(FrameType.ACK, b"")],
        [],
    ],
    ids=["one less", "one more", "reversed", "exchanged", "longer", "another type", "none"],
)
def test_frames_other_than_those_of_the_manifest_are_refused(frames: list[bytes]) -> None:
    data = b"".join(with_manifest(signed(FRAMES), frames))
    with pytest.raises(ProtocolError):
        read(data)


@pytest.mark.parametrize("wrong", [{"frames": 6}, {"frames": 8}, {"bytes": 1}, {"bytes": 9999}, {"digest": bytes(32)}])
def test_a_manifest_that_counts_wrongly_is_refused(wrong: dict[str, int | bytes]) -> None:
    with pytest.raises(ProtocolError):
        read(clear(FRAMES, **wrong))


@pytest.mark.parametrize(
    "frames",
    [
        [*FRAMES, frame(FrameType.REGISTRY, b"late")],
        [*FRAMES, frame(FrameType.GRANT, b"late")],
        [*FRAMES, frame(FrameType.MANIFEST, encode(signed(FRAMES)))],
        [*FRAMES, frame(FrameType.PAGE, bytes(9))],
        [*FRAMES, frame(FrameType.MARKER, bytes(41))],
        [*FRAMES, frame(FrameType.ENROL_REQUEST, b"")],
        [*FRAMES, frame(200, b"")],
        [frame(0, b"")],
    ],
    ids=["late entry", "late grant", "second manifest", "page", "marker", "request", "unknown type", "type zero"],
)
def test_frames_that_have_no_place_there_are_refused_even_when_counted(frames: list[bytes]) -> None:
    with pytest.raises(ProtocolError):
        read(clear(frames))


def test_a_lot_begins_with_its_manifest() -> None:
    with pytest.raises(ProtocolError):
        read(b"".join(FRAMES))
    with pytest.raises(ProtocolError):
        read(b"")


def test_the_writer_of_the_manifest_is_the_one_who_signs() -> None:
    stolen = Signed(signed(FRAMES).o, b"x" * 16, bytes(64))
    for bad in (stolen, Signed(stolen.o, None, bytes(64)), Signed(b"no manifest", WRITER, bytes(64))):
        with pytest.raises(ProtocolError):
            read(b"".join(with_manifest(bad, FRAMES)))


@pytest.mark.parametrize("left", [1, 4, 5, 6])
def test_a_stream_that_ends_within_a_frame_is_refused(left: int) -> None:
    with pytest.raises(ProtocolError):
        read(clear([*FRAMES, frame(FrameType.ACK, bytes(10))])[:-left])


def test_a_frame_bomb_is_refused_at_its_head() -> None:
    reader = FrameReader()
    assert list(reader.feed(LOT_FRAME_LIMIT.to_bytes(4, "big") + b"\x05")) == []
    with pytest.raises(ProtocolError):
        list(FrameReader().feed((LOT_FRAME_LIMIT + 1).to_bytes(4, "big") + b"\x05"))


def test_more_frames_than_announced_stop_the_reading_at_once() -> None:
    """An endless lot is left at the first frame too many."""
    given = 0

    def endless() -> Iterator[bytes]:
        nonlocal given
        yield clear(FRAMES)
        while True:
            given += 1
            yield frame(FrameType.BODY, b"x")

    reader = LotReader()
    with pytest.raises(ProtocolError):
        [each for piece in endless() for each in reader.feed(piece)]
    assert given == 1


@pytest.mark.parametrize("absurd", [{"frames": 2**40}, {"bytes": 2**40}])
def test_an_absurd_manifest_is_refused_before_its_frames(absurd: dict[str, int | bytes]) -> None:
    reader = LotReader()
    with pytest.raises(ProtocolError):
        list(reader.feed(b"".join(with_manifest(signed(FRAMES, **absurd), []))))
    assert lot_frames.FRAMES_MAX < 2**40
