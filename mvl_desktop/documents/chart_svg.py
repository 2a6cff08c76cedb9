"""A sheet to draw on, as SVG with presentation attributes only: no style sheet, no clip, no filter, no script.

What Qt, typst and LibreOffice all draw alike. Patterns are lines cut at the outline of what they fill.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

from mvl_desktop.documents.xml_text import clean

FONT = "Inter"
Point = tuple[float, float]
Ring = Sequence[Point]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a value is drawn: its row, its column, its box, and its outlines when it is no box."""

    row: int
    column: int
    box: Box
    rings: tuple[Ring, ...] = ()


class Canvas:
    """What is drawn so far, from back to front."""

    def __init__(self, width: float, size: float) -> None:
        self.width, self.size = width, size
        self._parts: list[str] = []

    def rect(self, box: Box, fill: str, edge: str = "", dash: str = "") -> None:
        """Draw a box."""
        x, y, width, height = box
        lines = f' stroke="{edge}" stroke-width="1"' if edge else ""
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        place = f'x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{max(height, 0):.1f}"'
        self._parts.append(f'<rect {place} fill="{fill or "none"}"{lines}{dashes}/>')

    def line(self, start: Point, end: Point, colour: str, wide: float = 1, dash: str = "") -> None:
        """Draw a straight line."""
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        ends = f'x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}"'
        self._parts.append(f'<line {ends} stroke="{colour}" stroke-width="{wide:g}"{dashes}/>')

    def lines(self, segments: Iterable[tuple[Point, Point]], colour: str, wide: float = 1) -> None:
        """Draw many straight lines at once: a pattern."""
        said = "".join(f"M{a[0]:.1f} {a[1]:.1f}L{b[0]:.1f} {b[1]:.1f}" for a, b in segments)
        if said:
            self._parts.append(f'<path d="{said}" fill="none" stroke="{colour}" stroke-width="{wide:g}"/>')

    def way(self, points: Ring, colour: str, wide: float = 2, dash: str = "") -> None:
        """Draw a line through points."""
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        said = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        look = f'fill="none" stroke="{colour}" stroke-width="{wide:g}" stroke-linejoin="round"'
        self._parts.append(f'<path d="M{said}" {look}{dashes}/>')

    def shape(self, rings: Iterable[Ring], fill: str, edge: str, wide: float = 0.7) -> None:
        """Draw closed outlines; one within another is a hole."""
        said = "".join(_closed(ring) for ring in rings)
        look = f'fill="{fill}" fill-rule="evenodd" stroke="{edge}" stroke-width="{wide:g}" stroke-linejoin="round"'
        self._parts.append(f'<path d="{said}" {look}/>')

    def text(
        self, place: Point, text: str, colour: str, size: float = 0, *, anchor: str = "start", bold: bool = False
    ) -> None:
        """Write a line; `place` is on its base line, at its start, middle or end."""
        weight = ' font-weight="600"' if bold else ""
        at = f'x="{place[0]:.1f}" y="{place[1]:.1f}" font-family="{FONT}" font-size="{size or self.size:g}"'
        said = escape(clean(text))
        self._parts.append(f'<text {at}{weight} fill="{colour}" text-anchor="{anchor}">{said}</text>')

    def written(self, height: float, ground: str, title: str, told: str) -> str:
        """Return the whole picture, with its name and what it says in words."""
        size = f'width="{self.width:g}" height="{height:.0f}" viewBox="0 0 {self.width:g} {height:.0f}"'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label={quoteattr(clean(title))}>'
        words = f"<title>{escape(clean(title))}</title><desc>{escape(clean(told))}</desc>"
        back = f'<rect x="0" y="0" width="{self.width:g}" height="{height:.0f}" fill="{ground}"/>'
        return "\n".join((head, words, back, *self._parts, "</svg>")) + "\n"


def _closed(ring: Ring) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z"


def outline(box: Box) -> Ring:
    """Return the outline of a box."""
    x, y, width, height = box
    return ((x, y), (x + width, y), (x + width, y + height), (x, y + height))


def hatching(rings: Iterable[Ring], step: float, degrees: float) -> list[tuple[Point, Point]]:
    """Return parallel lines cut at the outlines of a shape: drawn over it they are a pattern, in any program."""
    turn = math.radians(degrees)
    cos, sin = math.cos(turn), math.sin(turn)
    turned = [[(x * cos + y * sin, y * cos - x * sin) for x, y in ring] for ring in rings if len(ring) > 2]
    heights = [y for ring in turned for _x, y in ring]
    if not heights:
        return []
    found: list[tuple[Point, Point]] = []
    for place in range(math.ceil(min(heights) / step), math.floor(max(heights) / step) + 1):
        level = place * step + 0.001
        cuts = sorted(_crossings(turned, level))
        for start, end in zip(cuts[::2], cuts[1::2], strict=False):
            found.append((_back(start, level, cos, sin), _back(end, level, cos, sin)))
    return found


def _crossings(rings: Iterable[Ring], level: float) -> Iterable[float]:
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]):
            if (y1 <= level) != (y2 <= level):
                yield x1 + (level - y1) * (x2 - x1) / (y2 - y1)


def _back(x: float, y: float, cos: float, sin: float) -> Point:
    return x * cos - y * sin, x * sin + y * cos
