"""What is around every chart: its title and legend above, its source and cautions below."""

from collections.abc import Sequence

from mvl_desktop.documents.chart_palette import Palette
from mvl_desktop.documents.chart_svg import Box, Canvas, Spot, hatching, outline
from mvl_desktop.documents.chart_text import width_of, wrapped
from mvl_desktop.documents.chart_words import origin
from mvl_desktop.ports.charts import Table

MARGIN = 0.9
"""Around everything, in heights of letters."""
LEADING = 1.35
_SMALL = 0.9
_MOST = 6
"""Lines that each thing under a chart may take: what is longer is said whole beside the drawing."""
DASHES = ("", "7 4", "2 3", "9 3 2 3")
ANGLES: tuple[tuple[float, ...], ...] = ((), (45,), (-45, 45), (0,))
"""The lines over the bars of each series: none, rising, crossed, level."""


class Frame:
    """A canvas with the place where the next thing goes, downwards."""

    def __init__(self, table: Table, palette: Palette, width: float, size: float) -> None:
        self.table, self.palette, self.size = table, palette, size
        self.canvas = Canvas(width, size)
        self.margin = size * MARGIN
        self.room = width - 2 * self.margin
        self.y = self.margin
        for line in wrapped(table.title, self.room, size * 1.1, bold=True):
            self.y += size * LEADING * 1.1
            self.canvas.text((self.margin, self.y), line, palette.text, size * 1.1, bold=True)
        self.y += size * 0.7

    @property
    def left(self) -> float:
        """The left side of what is drawn."""
        return self.margin

    @property
    def right(self) -> float:
        """The right side of what is drawn."""
        return self.margin + self.room

    def colour(self, series: int) -> str:
        """Return the colour of a series."""
        return self.palette.series[series % len(self.palette.series)]

    def fill(self, box: Box, series: int) -> None:
        """Fill a box as a series is filled: by its colour and by its pattern."""
        canvas, colour = self.canvas, self.colour(series)
        angles = ANGLES[series % len(ANGLES)]
        canvas.rect(box, self.palette.ground if angles else colour, colour)
        for degrees in angles:
            canvas.lines(hatching([outline(box)], self.size * 0.38, degrees), colour, 1.4)

    def hidden(self, box: Box) -> None:
        """Draw what is too small to be said."""
        canvas, muted = self.canvas, self.palette.muted
        canvas.rect(box, self.palette.ground, muted, "3 2")
        canvas.lines(hatching([outline(box)], self.size * 0.5, -45), muted, 0.7)

    def doubt(self, box: Box, series: int) -> None:
        """Draw what lies between the bounds of a range."""
        colour = self.colour(series)
        self.canvas.rect(box, self.palette.ground, colour, "4 3")

    def legend(self, names: Sequence[str], *, lines: bool = False) -> None:
        """Draw the names of the series beside their patterns, on as many lines as it takes."""
        x, size = self.left, self.size
        wide = size * (2.4 if lines else 1.1)
        self.y += size
        for series, name in enumerate(names):
            (said, *_rest) = wrapped(name, self.room - wide - size, size * _SMALL, most=1)
            taken = wide + size * 0.5 + width_of(said, size * _SMALL) + size * 1.4
            if x + taken > self.right + size * 1.4 and x > self.left:
                x = self.left
                self.y += size * LEADING * 1.1
            if lines:
                middle = self.y - size * 0.3
                self.canvas.line((x, middle), (x + wide, middle), self.colour(series), 2, DASHES[series % len(DASHES)])
                marker(self, (x + wide / 2, middle), series)
            else:
                self.fill((x, self.y - size * 0.85, wide, size), series)
            self.canvas.text((x + wide + size * 0.5, self.y), said, self.palette.text, size * _SMALL)
            x += taken
        self.y += size * 0.9

    def say(self, text: str) -> list[Spot]:
        """Write a sentence where something would be drawn."""
        for line in wrapped(text, self.room, self.size):
            self.y += self.size * LEADING
            self.canvas.text((self.left, self.y), line, self.palette.text)
        return []

    def close(self) -> float:
        """Write what stands under the chart, and return the height of the whole."""
        self.y += self.size * 0.5
        for said in origin(self.table):
            for line in wrapped(said, self.room, self.size * _SMALL, most=_MOST):
                self.y += self.size * LEADING
                self.canvas.text((self.left, self.y), line, self.palette.muted, self.size * _SMALL)
        return self.y + self.margin


def marker(frame: Frame, place: tuple[float, float], series: int, *, hollow: bool = False) -> None:
    """Draw a point of a line: round, square, lozenge or triangle as the series goes; hollow when it is in doubt."""
    (x, y), half, canvas = place, frame.size * 0.32, frame.canvas
    colour = frame.colour(series)
    fill = frame.palette.ground if hollow else colour
    shapes = (
        [(x + half * a, y + half * b) for a, b in _ROUND],
        [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)],
        [(x, y - half * 1.3), (x + half * 1.3, y), (x, y + half * 1.3), (x - half * 1.3, y)],
        [(x, y - half * 1.2), (x + half * 1.2, y + half), (x - half * 1.2, y + half)],
    )
    canvas.shape([shapes[series % len(shapes)]], fill, colour, 1.6)


_ROUND = (
    *((1.0, 0.0), (0.87, 0.5), (0.5, 0.87), (0.0, 1.0), (-0.5, 0.87), (-0.87, 0.5)),
    *((-1.0, 0.0), (-0.87, -0.5), (-0.5, -0.87), (0.0, -1.0), (0.5, -0.87), (0.87, -0.5)),
)
