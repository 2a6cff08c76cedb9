"""The access register as machines see it: how lines and segments are chained, and what a break in a chain tells.

One chain of lines and one of segments for each device in each espace. The first link of either follows `start`, which
names both: a segment moved to another espace follows nothing there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta

from mvl_desktop.protocol.encoding import B16, Object, ProtocolError, decode, encode
from mvl_desktop.protocol.hashes import digest
from mvl_desktop.protocol.objects import BODY_LIMIT, JournalEntry, JournalSegment, Signed
from mvl_desktop.protocol.registry import Registry
from mvl_desktop.protocol.roles import AUDITOR

DAY_MS = 86_400_000
SEGMENT_LIMIT = BODY_LIMIT + (192 << 10)
LINES_MAX = 4096
"""Lines of one segment."""

READERS_MAX = 64
RETENTION_DAYS = 365
SHORTEST_DAYS, LONGEST_DAYS = 180, 1096
"""What a policy may ask for (`retention`, key `journal`): six months to three years."""


class JournalFor(Object, frozen=True):
    """A signed segment with the espace whose register it belongs to."""

    espace: B16
    segment: Annotated[bytes, Meta(max_length=SEGMENT_LIMIT)]


@dataclass(frozen=True, slots=True)
class ReadSegment:
    """A segment as it was received, decoded; nothing of it is verified yet."""

    espace: bytes
    id: bytes
    signed: Signed
    segment: JournalSegment


def start(espace: bytes, device: bytes) -> bytes:
    """Return what the first line and the first segment of a device follow in an espace."""
    return digest("journal-start", espace, device)


def line_id(entry: JournalEntry) -> bytes:
    """A line is named by the hash of its bytes."""
    return digest("journal-line", encode(entry))


def segment_id(segment: bytes) -> bytes:
    """A segment is named by the hash of what was signed."""
    return digest("journal-segment", segment)


def read_segment(payload: bytes) -> ReadSegment:
    """Read the payload of a journal frame strictly; ProtocolError."""
    found = decode(payload, JournalFor, SEGMENT_LIMIT + 128)
    signed = decode(found.segment, Signed, SEGMENT_LIMIT)
    segment = decode(signed.o, JournalSegment, SEGMENT_LIMIT)
    readers = [key.device for key in segment.keys]
    if signed.by != segment.device or segment.first < 1 or not 0 <= segment.last - segment.first < LINES_MAX:
        raise ProtocolError
    if readers != sorted(set(readers)):
        raise ProtocolError
    return ReadSegment(found.espace, segment_id(signed.o), signed, segment)


def readers(registry: Registry) -> tuple[bytes, ...]:
    """Return the devices that read the register of an espace: auditors by their role, or named by `auditors.set`."""
    named = set(registry.auditors)
    chosen = [each for each in registry.active() if registry.role(each) == AUDITOR or each in named]
    return tuple(sorted(chosen)[:READERS_MAX])


def retention_days(registry: Registry) -> int:
    """Return how many days the register of an espace is kept."""
    asked = registry.policy.retention.get("journal", RETENTION_DAYS)
    return min(max(asked, SHORTEST_DAYS), LONGEST_DAYS)


@dataclass(frozen=True, slots=True)
class Flaw:
    """What a chain shows: `code`, the lines that it concerns, and the day (since 1970)."""

    code: str
    first: int
    last: int
    day: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a chain of lines stands: the number and name of its last line; `line` None when nobody knows it."""

    n: int
    line: bytes | None


def check_lines(before: Place, lines: Iterable[tuple[int, int, JournalEntry | None]]) -> tuple[Place, list[Flaw]]:
    """Follow a chain of (number, day, line) from a place; a line that does not open is None. Return where it ends."""
    flaws: list[Flaw] = []
    last, latest = before, 0
    for n, day, entry in lines:
        if n > last.n + 1:
            flaws.append(Flaw("missing", last.n + 1, n - 1, day))
            last = Place(n - 1, None)
        if entry is None or entry.n != n:
            flaws.append(Flaw("unreadable", n, n, day))
            last = Place(n, None)
            continue
        if n <= last.n or (last.line is not None and entry.prev != last.line):
            flaws.append(Flaw("broken", n, n, day))
        if entry.t < latest:
            flaws.append(Flaw("backdated", n, n, day))
        elif entry.t // DAY_MS != day:
            flaws.append(Flaw("wrong_day", n, n, day))
        last, latest = Place(n, line_id(entry)), max(latest, entry.t)
    return last, flaws


@dataclass(frozen=True, slots=True)
class Link:
    """A segment in its chain, kept or expired."""

    id: bytes
    day: int
    first: int
    last: int
    prev: bytes


def check_links(begin: bytes, links: Sequence[Link]) -> list[Flaw]:
    """Follow a chain of segments, in the order of their first lines: what is missing, broken, or said twice."""
    flaws: list[Flaw] = []
    expected, prev = 1, begin
    for link in links:
        if link.first > expected:
            flaws.append(Flaw("begins" if prev == begin else "missing", expected, link.first - 1, link.day))
        elif link.first < expected:
            flaws.append(Flaw("contradictory", link.first, min(link.last, expected - 1), link.day))
        elif link.prev != prev:
            flaws.append(Flaw("broken", link.first, link.last, link.day))
        if link.last >= expected:
            expected, prev = link.last + 1, link.id
    return flaws
