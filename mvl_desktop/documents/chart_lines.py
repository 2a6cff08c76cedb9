"""Lines through time: a gap where nothing is known, a cut where the definition changes, a stroke between bounds."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from mvl_desktop.documents.chart_bars import greatest, whole
from mvl_desktop.documents.chart_frame import DASHES, Frame, marker
from mvl_desktop.documents.chart_scale import ticks
from mvl_desktop.documents.chart_svg import Point, Spot
from mvl_desktop.documents.chart_text import width_of
from mvl_desktop.documents.chart_words import number, short_amount
from mvl_desktop.i18n import _
from mvl_desktop.ports.charts import Amount, Table

_SMALL = 0.9
_TALL = 16


def draw_lines(frame: Frame) -> list[Spot]:
    """Draw the lines of a table and return where each value is."""
    table, size = frame.table, frame.size
    if len(table.columns) > 1:
        frame.legend(table.columns, lines=True)
    plot = _Plot(frame)
    plot.axes()
    for series in range(len(table.columns)):
        plot.line(series)
    for series in range(len(table.columns)):
        plot.marks(series)
    if len(table.columns) == 1:
        plot.said()
    frame.y = plot.bottom + size * 1.7
    return list(plot.spots())


class _Plot:
    """Where rows and amounts fall."""

    def __init__(self, frame: Frame) -> None:
        table, size = frame.table, frame.size
        self.frame, self.table = frame, table
        self.steps = ticks(greatest(table), whole=whole(table))
        axis = max(width_of(number(step), size * _SMALL) for step in self.steps) + size * 0.6
        self.left, self.top = frame.left + axis, frame.y + size * (2.2 if table.breaks else 1)
        self.high = size * _TALL
        self.bottom = self.top + self.high
        self.slot = (frame.right - self.left) / max(1, len(table.rows))

    def x(self, place: float) -> float:
        return self.left + self.slot * (place + 0.5)

    def y(self, value: float) -> float:
        return self.bottom - self.high * value / self.steps[-1]

    def height_of(self, amount: Amount) -> float | None:
        """Return where an amount stands; the middle of a range; nowhere when it is hidden or not known."""
        if amount.hidden or amount.low is None:
            return None
        return self.y((amount.low + (amount.top or 0)) / 2)

    def axes(self) -> None:
        frame, size = self.frame, self.frame.size
        canvas, palette = frame.canvas, frame.palette
        for step in self.steps:
            level = self.y(step)
            canvas.line((self.left, level), (frame.right, level), palette.rule if step else palette.edge)
            beside = (self.left - size * 0.5, level + size * 0.32)
            canvas.text(beside, number(step), palette.muted, size * _SMALL, anchor="end")
        for place in _apart(self.table, self.slot, size * _SMALL):
            below = (self.x(place), self.bottom + size * 1.3)
            canvas.text(below, self.table.rows[place].label, palette.text, size * _SMALL, anchor="middle")
        for place, _why in self.table.breaks:
            x = self.x(place - 0.5)
            canvas.line((x, self.top - size * 0.7), (x, self.bottom), palette.text, 1.2, "5 3")
            said = _("rupture")
            near = min(x, frame.right - width_of(said, size * _SMALL) / 2)
            canvas.text((near, self.top - size), said, palette.text, size * _SMALL, anchor="middle")

    def line(self, series: int) -> None:
        """Draw a line in as many parts as there are gaps and breaks."""
        for part in self._parts(series):
            if len(part) > 1:
                self.frame.canvas.way(part, self.frame.colour(series), 2.2, DASHES[series % len(DASHES)])

    def _parts(self, series: int) -> Iterator[Sequence[Point]]:
        part = 0
        numbered: list[tuple[int, Point]] = []
        for place, row in enumerate(self.table.rows):
            height = self.height_of(row.amounts[series])
            part += bool(row.broken and place)
            if height is None:
                part += 1
            else:
                numbered.append((part, (self.x(place), height)))
        for _part, points in groupby(numbered, key=lambda each: each[0]):
            yield [point for _number, point in points]

    def marks(self, series: int) -> None:
        frame = self.frame
        for place, row in enumerate(self.table.rows):
            amount, x = row.amounts[series], self.x(place)
            height = self.height_of(amount)
            if amount.hidden:
                half = frame.size * 0.45
                frame.hidden(
                    (x - half, self.y(self.table.threshold), half * 2, self.bottom - self.y(self.table.threshold))
                )
            elif height is not None and amount.ranged:
                self._between(amount, x, series)
            elif height is not None:
                marker(frame, (x, height), series, hollow=amount.about)

    def _between(self, amount: Amount, x: float, series: int) -> None:
        """Draw a stroke from the least to the greatest that it may be."""
        canvas, half = self.frame.canvas, self.frame.size * 0.45
        colour = self.frame.colour(series)
        low, high = self.y(amount.low or 0), self.y(amount.top or 0)
        canvas.line((x, low), (x, high), colour, 2.2)
        for level in (low, high):
            canvas.line((x - half, level), (x + half, level), colour, 2.2)

    def said(self) -> None:
        """Write amounts over their points, or under, each where it touches no other one and no line."""
        frame, size = self.frame, self.frame.size * _SMALL
        last = float("-inf")
        for place, row in enumerate(self.table.rows):
            amount = row.amounts[0]
            words = short_amount(amount, self.table.threshold)
            if amount.low is None and not amount.hidden:
                continue
            wide, x = width_of(words, size), self.x(place)
            if x - wide / 2 < last + size * 0.3 or x + wide / 2 > frame.right + size:
                continue
            base = self.y(self.table.threshold if amount.hidden else amount.top or 0) - frame.size * 0.7
            if self._crossed(place, base, size, wide):
                base = self.y(amount.low or 0) + frame.size * 1.5
                if base > self.bottom - size * 0.3 or self._crossed(place, base, size, wide, under=True):
                    continue
            frame.canvas.text((x, base), words, frame.palette.text, size, anchor="middle")
            last = x + wide / 2

    def _crossed(self, place: int, base: float, size: float, wide: float, *, under: bool = False) -> bool:
        """Whether the line towards a neighbour goes through what would be written here."""
        here = self.height_of(self.table.rows[place].amounts[0])
        for side in (-1, 1):
            other = place + side
            if here is None or not 0 <= other < len(self.table.rows):
                continue
            there = self.height_of(self.table.rows[other].amounts[0])
            if there is not None:
                level = here + (there - here) * min(1, wide / 2 / self.slot)
                if level > base - size if under else level < base + size * 0.25:
                    return True
        return False

    def spots(self) -> Iterator[Spot]:
        """Return where each value may be pointed at: the point itself when there are several lines."""
        several = len(self.table.columns) > 1
        half = self.frame.size * 0.9
        for place, row in enumerate(self.table.rows):
            for series, amount in enumerate(row.amounts):
                height = self.height_of(amount)
                if several and height is not None:
                    yield Spot(place, series, (self.x(place) - half, height - half, half * 2, half * 2))
                else:
                    yield Spot(place, series, (self.x(place) - self.slot / 2, self.top, self.slot, self.high))


def _apart(table: Table, slot: float, size: float) -> range:
    """Return the rows whose names are written: all, or one in so many that they stay apart."""
    widest = max((width_of(row.label, size) for row in table.rows), default=0) + size * 0.7
    return range(0, len(table.rows), max(1, -int(-widest // slot)))
