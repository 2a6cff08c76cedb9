"""A day of the access register: its readers read it, nobody else, and no line can be taken out."""

import msgspec
import pytest

from mvl_desktop.crypto import segments, xwing
from mvl_desktop.crypto.suite1 import Suite1
from mvl_desktop.ports.crypto import CryptoError
from mvl_desktop.protocol.hashes import ZERO
from mvl_desktop.protocol.objects import JournalEntry

DEVICE = b"d" * 16
LINES = [JournalEntry(1, DEVICE, n, ZERO, 1_790_000_000_000 + n, "record.open", b"r" * 16, {}) for n in range(4, 9)]


def test_each_reader_reads_and_nobody_else(suite: Suite1) -> None:
    readers, stranger = [suite.new_device() for _ in range(2)], suite.new_device()
    kems = {reader.id: xwing.public_of(reader.kem) for reader in readers}
    segment = segments.seal_segment(DEVICE, 20717, ZERO, LINES, kems)
    assert (segment.first, segment.last) == (4, 8)
    for reader in readers:
        assert segments.open_segment(segment, reader.id, reader.kem) == LINES
    for name in (stranger.id, readers[0].id):
        with pytest.raises(CryptoError):
            segments.open_segment(segment, name, stranger.kem)


@pytest.mark.parametrize("lines", [LINES[1:], LINES[:-1], LINES[:2] + LINES[3:], LINES[::-1]])
def test_a_segment_holds_every_line_that_it_announces(
    suite: Suite1, lines: list[JournalEntry], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even when the device that signs it would like to leave one out."""
    reader = suite.new_device()
    context = segments._context(DEVICE, 20717, 4, 8, ZERO)
    monkeypatch.setattr(segments, "_context", lambda *_: context)
    forged = segments.seal_segment(DEVICE, 20717, ZERO, lines, {reader.id: xwing.public_of(reader.kem)})
    forged = msgspec.structs.replace(forged, first=4, last=8)
    with pytest.raises(CryptoError):
        segments.open_segment(forged, reader.id, reader.kem)


def test_an_empty_day_has_no_segment() -> None:
    with pytest.raises(CryptoError):
        segments.seal_segment(DEVICE, 20717, ZERO, [], {})


@pytest.mark.parametrize("moved", ["espace", "device", "day", "n"])
def test_a_kept_line_opens_at_its_own_place_only(moved: str) -> None:
    key, entry = b"k" * 32, LINES[0]
    place = {"espace": b"E" * 16, "device": DEVICE, "day": 20717, "n": entry.n}
    sealed = segments.seal_line(key, b"E" * 16, 20717, entry)
    assert segments.open_line(key, sealed=sealed, **place) == entry  # type: ignore[arg-type]
    other = {"espace": b"F" * 16, "device": b"e" * 16, "day": 20718, "n": entry.n + 1}
    with pytest.raises(CryptoError):
        segments.open_line(key, sealed=sealed, **{**place, moved: other[moved]})  # type: ignore[arg-type]


def test_the_key_of_a_day_opens_what_was_sealed_under_it(suite: Suite1) -> None:
    reader = suite.new_device()
    segment = segments.seal_segment(DEVICE, 20717, ZERO, LINES, {reader.id: xwing.public_of(reader.kem)}, b"k" * 32)
    assert segments.open_with(segment, b"k" * 32) == LINES == segments.open_segment(segment, reader.id, reader.kem)
    with pytest.raises(CryptoError):
        segments.open_with(segment, b"l" * 32)
