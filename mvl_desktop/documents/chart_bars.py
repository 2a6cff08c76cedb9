"""Bars: upright where the names of the rows hold under them, else lying, each name on its own line."""

from collections.abc import Iterator

from mvl_desktop.documents.chart_frame import LEADING, Frame
from mvl_desktop.documents.chart_scale import ticks
from mvl_desktop.documents.chart_svg import Box, Spot
from mvl_desktop.documents.chart_text import width_of, wrapped
from mvl_desktop.documents.chart_words import number, short_amount
from mvl_desktop.ports.charts import Amount, Table

_UPRIGHT_MAX = 24
_SMALL = 0.9
_TALL = 15
"""Height of upright bars, in heights of letters."""


def draw_bars(frame: Frame) -> list[Spot]:
    """Draw the bars of a table and return where each value is."""
    table = frame.table
    if len(table.columns) > 1:
        frame.legend(table.columns)
    return list(_upright(frame) if _may_stand(frame) else _lying(frame))


def greatest(table: Table) -> float:
    """Return the greatest amount of a table, its threshold when it is all hidden."""
    tops = [amount.top for row in table.rows for amount in row.amounts if amount.top is not None]
    hidden = [float(table.threshold) for row in table.rows for amount in row.amounts if amount.hidden]
    return max([*tops, *hidden, 1.0])


def whole(table: Table) -> bool:
    """Whether a table counts whole things."""
    return all(float(a.top).is_integer() for row in table.rows for a in row.amounts if a.top is not None)


def _may_stand(frame: Frame) -> bool:
    table = frame.table
    slot = frame.room * 0.9 / max(1, len(table.rows))
    widest = max((width_of(row.label, frame.size * _SMALL) for row in table.rows), default=0)
    thick = slot / max(1, len(table.columns))
    return len(table.rows) <= _UPRIGHT_MAX and widest < slot - frame.size * 0.5 and thick > frame.size * 0.8


def _upright(frame: Frame) -> Iterator[Spot]:
    table, size, canvas, palette = frame.table, frame.size, frame.canvas, frame.palette
    steps = ticks(greatest(table), whole=whole(table))
    axis = max(width_of(number(step), size * _SMALL) for step in steps) + size * 0.6
    left, top, high = frame.left + axis, frame.y + size, size * _TALL
    bottom = top + high
    for step in steps:
        level = bottom - high * step / steps[-1]
        canvas.line((left, level), (frame.right, level), palette.rule if step else palette.edge)
        canvas.text((left - size * 0.5, level + size * 0.32), number(step), palette.muted, size * _SMALL, anchor="end")
    slot = (frame.right - left) / max(1, len(table.rows))
    thick = min(slot * 0.76 / len(table.columns), size * 5)
    room = thick if len(table.columns) > 1 else slot - size * 0.4
    for place, row in enumerate(table.rows):
        start = left + slot * (place + 0.5) - thick * len(table.columns) / 2
        for series, amount in enumerate(row.amounts):
            x = start + thick * series
            reach = _reach(amount, table)
            box = (x + 0.5, bottom - high * reach / steps[-1], thick - 1, high * reach / steps[-1])
            _bar(frame, amount, box, series, high / steps[-1], upright=True)
            said = short_amount(amount, table.threshold)
            if width_of(said, size * _SMALL) <= room:
                middle = (x + thick / 2, box[1] - size * 0.3)
                canvas.text(middle, said, palette.text, size * _SMALL, anchor="middle")
            yield Spot(place, series, (x, top, thick, high))
        below = (left + slot * (place + 0.5), bottom + size * 1.2)
        canvas.text(below, row.label, palette.text, size * _SMALL, anchor="middle")
        _break_before(frame, row.broken if place else "", left + slot * place, top, bottom)
    frame.y = bottom + size * 1.6


def _break_before(frame: Frame, why: str, x: float, top: float, bottom: float) -> None:
    if why:
        frame.canvas.line((x, top - frame.size * 0.6), (x, bottom), frame.palette.text, 1.2, "5 3")


def _lying(frame: Frame) -> Iterator[Spot]:
    table, size, canvas, palette = frame.table, frame.size, frame.canvas, frame.palette
    steps = ticks(greatest(table), whole=whole(table))
    names = min(max((width_of(row.label, size) for row in table.rows), default=0) + size, frame.room * 0.42)
    said_max = max(
        (width_of(short_amount(a, table.threshold), size * _SMALL) for r in table.rows for a in r.amounts), default=0
    )
    left = frame.left + names
    wide = max(frame.right - left - said_max - size, size * 4)
    thick = size * (1.15 if len(table.columns) == 1 else 1.05)
    top = frame.y + size * 0.2
    y = top
    for place, row in enumerate(table.rows):
        label = wrapped(row.label, names - size * 0.8, size * _SMALL, most=3)
        tall = max(thick * len(table.columns), len(label) * size * LEADING * _SMALL)
        first = y + tall / 2 - (len(label) - 1) * size * LEADING * _SMALL / 2 + size * 0.3
        for line, said in enumerate(label):
            base = (left - size * 0.6, first + line * size * LEADING * _SMALL)
            canvas.text(base, said, palette.text, size * _SMALL, anchor="end")
        for series, amount in enumerate(row.amounts):
            over = y + (tall - thick * len(table.columns)) / 2 + thick * series
            box = (left, over + 1, wide * _reach(amount, table) / steps[-1], thick - 2)
            _bar(frame, amount, box, series, wide / steps[-1], upright=False)
            said = short_amount(amount, table.threshold)
            beside = (left + box[2] + size * 0.4, over + thick / 2 + size * 0.33)
            canvas.text(beside, said, palette.text, size * _SMALL)
            yield Spot(place, series, (left, over, frame.right - left, thick))
        y += tall + size * 0.55
    canvas.line((left, top - size * 0.2), (left, y), palette.edge)
    frame.y = y


def _reach(amount: Amount, table: Table) -> float:
    if amount.hidden:
        return float(table.threshold)
    return max(amount.top or 0.0, 0.0)


def _bar(frame: Frame, amount: Amount, box: Box, series: int, unit: float, *, upright: bool) -> None:
    """Draw a bar: whole up to what is sure, outlined up to what may be; hidden amounts as such, zero as nothing."""
    if amount.hidden:
        frame.hidden(box)
    elif amount.low is not None and amount.top:
        x, y, width, height = box
        sure = amount.low * unit
        if amount.ranged or amount.about:
            frame.doubt(box, series)
        if not amount.about and sure:
            frame.fill((x, y + height - sure, width, sure) if upright else (x, y, sure, height), series)
