"""Round steps for axes, and classes for maps."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from mvl_desktop.documents.chart_words import number
from mvl_desktop.i18n import _

_ROUND = (1, 2, 2.5, 5, 10)
_STEPS = 4
CLASSES = 5


def ticks(most: float, *, whole: bool = True) -> tuple[float, ...]:
    """Return the round steps of an axis from zero to what holds the greatest value; whole numbers when things are."""
    rough = max(most, 1) / _STEPS
    magnitude = 10 ** math.floor(math.log10(rough))
    step = next(factor * magnitude for factor in _ROUND if factor * magnitude >= rough)
    step = max(1, math.ceil(step)) if whole else step
    count = max(1, math.ceil(most / step))
    return tuple(step * place for place in range(count + 1))


@dataclass(frozen=True, slots=True)
class Classes:
    """Groups of values of about as many départements each, from the fewest to the most: their least and greatest."""

    bounds: tuple[tuple[float, float], ...]

    def rank(self, value: float) -> int:
        """Return the class of a value."""
        return next((place for place, (_low, high) in enumerate(self.bounds) if value <= high), len(self.bounds) - 1)

    def said(self) -> tuple[str, ...]:
        """Say each class: the values that are really in it."""
        return tuple(
            number(low) if low == high else _("{bas} à {haut}").format(bas=number(low), haut=number(high))
            for low, high in self.bounds
        )


def classes_of(values: Sequence[float]) -> Classes:
    """Return the classes of the values above zero."""
    found = sorted(value for value in values if value > 0)
    distinct = sorted(set(found))
    if len(distinct) <= CLASSES:
        return Classes(tuple((value, value) for value in distinct))
    tops = [found[min(len(found) - 1, len(found) * place // CLASSES)] for place in range(1, CLASSES)]
    bounds: list[tuple[float, float]] = []
    for top in [*tops, distinct[-1]]:
        inside = [value for value in distinct if value <= top and (not bounds or value > bounds[-1][1])]
        if inside:
            bounds.append((inside[0], inside[-1]))
    return Classes(tuple(bounds))
