"""Frames and messages: what is written is read back, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvl_desktop.protocol.encoding import ProtocolError, decode, encode
from mvl_desktop.protocol.objects import BLOB_LIMIT, BLOB_PART
from mvl_desktop.protocol.wire import (
    EspaceAsk,
    EspaceState,
    FrameType,
    Numbered,
    SyncAnswer,
    SyncAsk,
    blob_part_payload,
    frame,
    frame_head,
    marker_frame,
    page_frame,
    part_count,
    part_length,
    read_blob_part,
    read_frames,
    read_marker,
    read_page,
)


@given(st.lists(st.tuples(st.integers(0, 255), st.binary(max_size=50)), max_size=8))
def test_frames_are_read_back(frames: list[tuple[int, bytes]]) -> None:
    assert list(read_frames(b"".join(frame(type_, payload) for type_, payload in frames))) == frames


@given(st.binary(max_size=40))
def test_any_bytes_are_frames_or_a_protocol_error(data: bytes) -> None:
    try:
        frames = list(read_frames(data))
    except ProtocolError:
        return
    assert b"".join(frame(type_, payload) for type_, payload in frames) == data


def test_a_cut_frame_is_refused() -> None:
    data = frame(FrameType.BODY, b"body")
    for at in range(1, len(data)):
        with pytest.raises(ProtocolError):
            list(read_frames(data[:at]))


def test_a_frame_longer_than_allowed_is_refused_before_it_is_read() -> None:
    with pytest.raises(ProtocolError):
        list(read_frames(b"\xff\xff\xff\xff\x05"))
    with pytest.raises(ProtocolError):
        list(read_frames(frame(5, bytes(11)), limit=10))


def test_a_stream_reads_the_head_alone() -> None:
    assert frame_head(frame(FrameType.COMMIT, bytes(300))[:5]) == (300, FrameType.COMMIT)
    with pytest.raises(ProtocolError):
        frame_head(b"\0\0")


def test_markers_and_page_ends() -> None:
    marker = read_marker(marker_frame(7, Numbered.LATE_BODY, bytes(32))[5:])
    assert (marker.k, marker.what) == (7, Numbered.LATE_BODY)
    assert read_page(page_frame(9, True)[5:]).more
    for bad in (b"", bytes(41), bytes(8) + b"\x09" + bytes(32)):
        with pytest.raises(ProtocolError):
            read_marker(bad)
    for bad in (b"", bytes(8) + b"\x02"):
        with pytest.raises(ProtocolError):
            read_page(bad)


@pytest.mark.parametrize("size", [1, BLOB_PART, BLOB_PART + 1, 3 * BLOB_PART - 1, BLOB_LIMIT])
def test_parts_cover_a_blob_exactly(size: int) -> None:
    assert sum(part_length(size, index) for index in range(part_count(size))) == size
    with pytest.raises(ProtocolError):
        part_length(size, part_count(size))


@pytest.mark.parametrize("size", [0, BLOB_LIMIT + 1])
def test_a_blob_has_a_size_within_bounds(size: int) -> None:
    with pytest.raises(ProtocolError):
        part_length(size, 0)


def test_a_blob_part_has_the_length_of_its_place() -> None:
    payload = blob_part_payload(bytes(32), 5, 0, b"12345")
    assert read_blob_part(payload).data == b"12345"
    for bad in (payload[:-1], payload + b"6", payload[:40]):
        with pytest.raises(ProtocolError):
            read_blob_part(bad)


def test_when_nothing_changed_the_messages_are_small() -> None:
    ask = SyncAsk(1, [EspaceAsk(bytes(16), 900, bytes(32), 10**6, 10**6)])
    state = EspaceState(bytes(16), "open", 900, 10**6, 10**6, 4000, 0, bytes(190), [])
    answer = SyncAnswer(1, [state])
    assert decode(encode(ask), SyncAsk, 1 << 16) == ask
    assert decode(encode(answer), SyncAnswer, 1 << 16) == answer
    assert len(encode(ask)) + len(encode(answer)) < 400
