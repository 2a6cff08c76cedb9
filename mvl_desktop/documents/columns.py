"""How wide the columns of a printed table are: short ones hold on a line, long ones share what is left."""

from collections.abc import Sequence
from math import sqrt

from mvl_desktop.ports.printing import Line

_ROOM, _ACROSS = 80, 125
"""Signs that a line of a page holds in a table, on an upright page and on one that is wider than tall."""
_GAP = 2
"""What stands between two columns, in signs."""


def lengths(columns: Sequence[str], lines: Sequence[Line]) -> tuple[int, ...]:
    """Return the width that each column would need in order to hold its longest text on a line, in signs."""
    return tuple(_longest([title, *(line.cells[place] for line in lines)]) for place, title in enumerate(columns))


def shares(columns: Sequence[str], lines: Sequence[Line], *, across: bool = False) -> tuple[int, ...]:
    """Return the width of each column in signs; nothing when every text holds on its line as it is.

    What is no longer than a fair share keeps its length; the others share the rest by the square root of theirs, so
    that a narrative takes more than a name without crushing it.
    """
    wanted = lengths(columns, lines)
    room = _ACROSS if across else _ROOM
    if sum(wanted) <= room:
        return ()
    kept: dict[int, int] = {}
    left = set(range(len(wanted)))
    while True:
        share = (room - sum(kept.values())) / max(len(left), 1)
        short = {place for place in left if wanted[place] <= share}
        if not short or short == left:
            break
        kept |= {place: wanted[place] for place in short}
        left -= short
    rest = room - sum(kept.values())
    weights = {place: sqrt(wanted[place]) for place in left}
    whole = sum(weights.values())
    return tuple(kept.get(place) or max(1, round(rest * weights[place] / whole)) for place in range(len(wanted)))


def _longest(texts: Sequence[str]) -> int:
    return _GAP + max((len(part) for text in texts for part in text.split("\n")), default=0)
