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
