"""Chains of access registers: what each break tells, and what is no segment at all."""

import msgspec
import pytest

from mvl_desktop.protocol.encoding import ProtocolError, encode
from mvl_desktop.protocol.hashes import ZERO
from mvl_desktop.protocol.journal import (
    DAY_MS,
    Flaw,
    JournalFor,
    Link,
    Place,
    check_lines,
    check_links,
    line_id,
    read_segment,
    segment_id,
    start,
)
from mvl_desktop.protocol.objects import JournalEntry, JournalSegment, SealedTo, Signed

ESPACE, DEVICE = b"E" * 16, b"D" * 16
BEGIN = start(ESPACE, DEVICE)
DAY = 20_000


def chain(count: int) -> list[JournalEntry]:
    found: list[JournalEntry] = []
    prev = BEGIN
    for n in range(1, count + 1):
        found.append(JournalEntry(1, DEVICE, n, prev, DAY * DAY_MS + n, "liste", None, {}))
        prev = line_id(found[-1])
    return found


def checked(lines: list[JournalEntry], before: Place | None = None) -> list[tuple[str, int, int]]:
    placed = [(line.n, DAY, line) for line in lines]
    return [(flaw.code, flaw.first, flaw.last) for flaw in check_lines(before or Place(0, BEGIN), placed)[1]]


def test_a_whole_chain_has_no_flaw_and_says_where_it_ends() -> None:
    lines = chain(4)
    assert check_lines(Place(0, BEGIN), [(line.n, DAY, line) for line in lines]) == (Place(4, line_id(lines[3])), [])
    assert checked(lines[2:], Place(2, line_id(lines[1]))) == []


def test_the_first_line_names_its_espace_and_device() -> None:
    assert checked(chain(2), Place(0, start(b"F" * 16, DEVICE))) == [("broken", 1, 1)]
    assert start(ESPACE, DEVICE) != start(ESPACE, b"F" * 16)


def test_a_hole_is_named_once_and_the_rest_is_still_followed() -> None:
    lines = chain(6)
    assert checked([*lines[:2], *lines[4:]]) == [("missing", 3, 4)]


def test_a_changed_line_breaks_the_next_one() -> None:
    lines = chain(4)
    lines[1] = msgspec.structs.replace(lines[1], code="consultation")
    assert checked(lines) == [("broken", 3, 3)]


def test_a_line_said_twice_or_out_of_order_is_broken() -> None:
    lines = chain(3)
    assert ("broken", 2, 2) in checked([lines[0], lines[1], lines[1], lines[2]])


def test_an_hour_that_goes_back_or_is_of_another_day_is_said() -> None:
    lines = chain(3)
    late = msgspec.structs.replace(lines[1], t=lines[1].t - 2, prev=line_id(lines[0]))
    after = msgspec.structs.replace(lines[2], prev=line_id(late))
    assert checked([lines[0], late, after]) == [("backdated", 2, 2)]
    tomorrow = msgspec.structs.replace(lines[0], t=(DAY + 1) * DAY_MS)
    assert checked([tomorrow]) == [("wrong_day", 1, 1)]


def link(name: int, first: int, last: int, prev: bytes) -> Link:
    return Link(bytes([name]) * 32, DAY, first, last, prev)


def test_segments_that_follow_each_other_have_no_flaw() -> None:
    a, b = link(1, 1, 3, BEGIN), link(2, 4, 9, bytes([1]) * 32)
    assert check_links(BEGIN, [a, b]) == []


def test_segments_missing_moved_or_said_twice_are_said() -> None:
    a, c = link(1, 1, 3, BEGIN), link(3, 7, 9, bytes([2]) * 32)
    assert check_links(BEGIN, [a, c]) == [Flaw("missing", 4, 6, DAY)]
    assert check_links(BEGIN, [c]) == [Flaw("begins", 1, 6, DAY)]
    other = link(4, 1, 3, BEGIN)
    assert check_links(BEGIN, [a, other]) == [Flaw("contradictory", 1, 3, DAY)]
    moved = link(5, 4, 6, bytes([9]) * 32)
    assert check_links(BEGIN, [a, moved]) == [Flaw("broken", 4, 6, DAY)]


def payload(**changes: object) -> bytes:
    segment = JournalSegment(
        1, 1, DEVICE, DAY, 1, 2, ZERO, [SealedTo(b"a" * 16, b"x"), SealedTo(b"b" * 16, b"x")], b"c"
    )
    by = changes.pop("by", DEVICE)
    o = encode(msgspec.structs.replace(segment, **changes))
    return encode(JournalFor(ESPACE, encode(Signed(o, by, bytes(64)))))  # type: ignore[arg-type]


def test_a_segment_is_read_with_its_name() -> None:
    found = read_segment(payload())
    assert found.espace == ESPACE
    assert found.id == segment_id(found.signed.o)


@pytest.mark.parametrize(
    "changes",
    [
        {"by": b"Z" * 16},
        {"by": None},
        {"first": 0},
        {"first": 3},
        {"last": 2**40},
        {"keys": [SealedTo(b"b" * 16, b"x"), SealedTo(b"a" * 16, b"x")]},
        {"keys": [SealedTo(b"a" * 16, b"x"), SealedTo(b"a" * 16, b"y")]},
    ],
)
def test_what_is_no_segment_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ProtocolError):
        read_segment(payload(**changes))
    with pytest.raises(ProtocolError):
        read_segment(payload() + b"\0")
