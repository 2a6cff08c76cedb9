"""The map of the départements: classes of colour, patterns for what is hidden or not known, insets for what is far
or too small. A value never stands for a ranking: the legend says which values are in each class.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mvl_desktop.documents.chart_frame import LEADING, Frame
from mvl_desktop.documents.chart_geography import INNER, MAINLAND, Geography
from mvl_desktop.documents.chart_scale import Classes, classes_of
from mvl_desktop.documents.chart_svg import Box, Ring, Spot, hatching, outline
from mvl_desktop.documents.chart_text import width_of, wrapped
from mvl_desktop.documents.chart_words import amount_said
from mvl_desktop.i18n import N_, _
from mvl_desktop.ports.charts import UNKNOWN, Amount

_SMALL = 0.9
_LEGEND = 14
"""Width of the legend beside the map, in heights of letters."""
_TALL = 44
"""The greatest height of the mainland, in heights of letters."""
_COLUMNS = (6, 3, 2)
_INNER_NAME = N_("Paris et petite couronne")


def draw_map(frame: Frame, geography: Geography) -> list[Spot]:
    """Draw the first column of a table whose rows are départements, and return where each of them is."""
    return _Map(frame, geography).draw()


@dataclass(frozen=True, slots=True)
class _Look:
    """How a département is filled: a colour, and lines over it at some angles, every so many heights of letters."""

    fill: str
    angles: tuple[float, ...] = ()
    colour: str = ""
    step: float = 0.42
    wide: float = 1.0


class _Map:
    def __init__(self, frame: Frame, geography: Geography) -> None:
        self.frame, self.geography = frame, geography
        table = frame.table
        self.amounts: Mapping[str, Amount] = {row.key: row.amounts[0] for row in table.rows}
        self.places = {row.key: place for place, row in enumerate(table.rows)}
        counts = () if table.categories else self.amounts.values()
        self.classes: Classes = classes_of([a.low for a in counts if a.low is not None])

    def draw(self) -> list[Spot]:
        frame, size = self.frame, self.frame.size
        beside = frame.room > size * (_LEGEND + 26)
        wide = frame.room - (size * _LEGEND if beside else 0)
        width, height = self.geography.sizes[MAINLAND]
        scale = min(wide / width, size * _TALL / height)
        top = frame.y
        spots = [*self._held(MAINLAND, (frame.left, top, width * scale, height * scale))]
        legend_left = frame.left + width * scale + size * 1.2 if beside else frame.left
        frame.y = top + size if beside else top + height * scale + size
        self._legend(legend_left)
        frame.y = max(frame.y, top + height * scale) + size * 0.6
        spots += self._insets()
        return spots

    def _look(self, amount: Amount) -> _Look:
        palette = self.frame.palette
        if amount.silent:
            return _Look(palette.ground, (45,) if amount.hidden else (-45,), palette.muted)
        if amount.low is None:
            return _Look(palette.ground, (0, 90), palette.edge, 0.62, 0.35)
        if self.frame.table.categories:
            return self._category(int(amount.low))
        if not amount.low:
            return _Look(palette.ground)
        ramp = palette.ramp
        last = max(1, len(self.classes.bounds) - 1)
        return _Look(ramp[round(self.classes.rank(amount.low) * (len(ramp) - 1) / last)])

    def _category(self, place: int) -> _Look:
        """Return how a category is filled: apart from each other by their patterns, without any colour."""
        palette = self.frame.palette
        looks = (
            _Look(palette.ramp[3]),
            _Look(palette.ramp[0], (45,), palette.ramp[4], 0.5, 1.4),
            _Look(palette.ground, (0,), palette.muted, 0.5, 0.8),
            _Look(palette.ground),
        )
        return looks[place % len(looks)]

    def _paint(self, rings: tuple[Ring, ...], amount: Amount) -> None:
        frame, look = self.frame, self._look(amount)
        frame.canvas.shape(rings, look.fill, frame.palette.edge)
        for degrees in look.angles:
            frame.canvas.lines(hatching(rings, frame.size * look.step, degrees), look.colour, look.wide)

    def _held(self, name: str, box: Box) -> Iterator[Spot]:
        """Draw what is in a frame of the geography, fitted into a box."""
        x, y, wide, high = box
        width, height = self.geography.sizes[name]
        scale = min(wide / width, high / height)
        left, top = x + (wide - width * scale) / 2, y + (high - height * scale) / 2
        found: list[tuple[str, tuple[Ring, ...]]] = [
            (code, tuple([(left + px * scale, top + py * scale) for px, py in ring] for ring in rings))
            for code, rings in self.geography.outlines[name].items()
        ]
        for code, rings in found:
            self._paint(rings, self.amounts.get(code, UNKNOWN))
        for code, rings in found:
            if code in self.places:
                yield Spot(self.places[code], 0, _bounds(rings), rings)

    def _insets(self) -> Iterator[Spot]:
        """Draw the far départements and the inner ring of Paris, each in its box, in rows of as many as hold."""
        frame, size = self.frame, self.frame.size
        names = {INNER: _(_INNER_NAME), **self._far()}
        widest = max(width_of(word, size * _SMALL) for name in names.values() for word in name.split(" "))
        holding = frame.room / max(size * 7.5, widest + size)
        columns = next((count for count in _COLUMNS if count <= holding), _COLUMNS[-1])
        gap = size * 0.5
        wide = (frame.room + gap) / columns - gap
        lines = {key: wrapped(name, wide - size * 0.4, size * _SMALL, most=2) for key, name in names.items()}
        said = max(len(found) for found in lines.values()) * size * LEADING * _SMALL
        high = min(wide * 0.8, size * 8)
        for place, (key, label) in enumerate(lines.items()):
            line, column = divmod(place, columns)
            x, y = frame.left + column * (wide + gap), frame.y + line * (high + said + gap + size * 0.4)
            frame.canvas.rect((x, y, wide, high + said + size * 0.4), "", frame.palette.rule)
            pad = size * 0.4
            yield from self._held(key, (x + pad, y + pad, wide - 2 * pad, high - 2 * pad))
            for number, words in enumerate(label):
                base = (x + wide / 2, y + high + size * LEADING * _SMALL * (number + 0.75))
                frame.canvas.text(base, words, frame.palette.text, size * _SMALL, anchor="middle")
        rows = -(-len(names) // columns)
        frame.y += rows * (high + said + gap + size * 0.4)

    def _far(self) -> Mapping[str, str]:
        known = (MAINLAND, INNER)
        return {code: self.geography.names[code] for code in self.geography.outlines if code not in known}

    def _entries(self) -> Iterator[tuple[str, Amount]]:
        """Give what the legend holds: what is on the map and nothing else."""
        threshold = self.frame.table.threshold
        drawn = {code for held in self.geography.outlines.values() for code in held}
        shown = [self.amounts.get(code, UNKNOWN) for code in drawn]
        for place, name in enumerate(self.frame.table.categories):
            if any(amount.low == place for amount in shown):
                yield name, Amount(place)
        if not self.frame.table.categories and any(amount.low == 0 for amount in shown):
            yield amount_said(Amount(0), threshold), Amount(0)
        if any(amount.hidden for amount in shown):
            yield amount_said(Amount(silent="petit"), threshold), Amount(silent="petit")
        for (_low, high), said in zip(self.classes.bounds, self.classes.said(), strict=True):
            yield said, Amount(high)
        for told in dict.fromkeys(amount.silent for amount in shown if amount.silent not in ("", "petit")):
            yield amount_said(Amount(silent=told), threshold), Amount(silent=told)
        if UNKNOWN in shown:
            yield self.frame.table.lack or amount_said(UNKNOWN, threshold), UNKNOWN

    def _legend(self, left: float) -> None:
        """Draw each class that is on the map with the values that it holds."""
        frame, size = self.frame, self.frame.size
        room = frame.right - left - size * 2.3
        for said in wrapped(frame.table.unit, frame.right - left, size * _SMALL, bold=True):
            frame.canvas.text((left, frame.y), said, frame.palette.text, size * _SMALL, bold=True)
            frame.y += size * LEADING
        for said, amount in self._entries():
            frame.y += size * 0.35
            box = (left, frame.y - size * 0.85, size * 1.6, size * 1.1)
            self._paint((outline(box),), amount)
            for words in wrapped(said, room, size * _SMALL, most=2):
                frame.canvas.text((left + size * 2.1, frame.y), words, frame.palette.text, size * _SMALL)
                frame.y += size * LEADING


def _bounds(rings: tuple[Ring, ...]) -> Box:
    xs = [x for ring in rings for x, _y in ring]
    ys = [y for ring in rings for _x, y in ring]
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
