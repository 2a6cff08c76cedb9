"""What a chart says: a table of amounts, where they come from, and the manner of drawing them. Drawing is elsewhere.

The same value is drawn on the screen, in a PDF, in an ODT and as a picture, and its table is shown beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Manner = Literal["barres", "courbes", "carte"]
"""`barres`: one bar for each row and column; `courbes`: rows follow each other in time, one line for each column;
`carte`: rows are départements, by their code, the first column is drawn.
"""
Silence = Literal["", "petit", "secret", "reserve", "non_dit"]
"""Why an amount is not said: it is under the threshold of its table; it would give such a one away; it is reserved;
nobody wrote it.
"""


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure: exact, or between `low` and `high`, or not said, or not known when there is nothing."""

    low: float | None = None
    high: float | None = None
    silent: Silence = ""
    about: bool = False
    """Known only roughly, or derived from something else."""

    @property
    def hidden(self) -> bool:
        """Whether it is fewer than the threshold of its table."""
        return self.silent == "petit"

    @property
    def top(self) -> float | None:
        """The greatest that it may be."""
        return self.high if self.high is not None else self.low

    @property
    def ranged(self) -> bool:
        """Whether it is somewhere between two bounds."""
        return self.high is not None and self.high != self.low


UNKNOWN = Amount()


@dataclass(frozen=True, slots=True)
class Row:
    """The amounts of one thing counted, one for each column."""

    key: str
    label: str
    amounts: tuple[Amount, ...]
    broken: str = ""
    """Why this row cannot be compared with the one before: the definition changed."""


@dataclass(frozen=True, slots=True)
class Table:
    """Amounts with what they count, and the honesty that goes with them: unit, source, day of extraction, cautions."""

    title: str
    unit: str
    source: str
    day: date
    head: str
    """What the rows are."""
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    threshold: int = 5
    lack: str = ""
    """How a row that has nothing is called, when nothing means something: no record here."""
    categories: tuple[str, ...] = ()
    """What rows of a map are said to be, where they are no numbers: an amount is then the place of a name here."""

    @property
    def breaks(self) -> Sequence[tuple[int, str]]:
        """The places of the rows from which another definition holds, and why."""
        return [(place, row.broken) for place, row in enumerate(self.rows) if row.broken and place]


@dataclass(frozen=True, slots=True)
class Chart:
    """A table and the manner of drawing it."""

    manner: Manner
    table: Table = field(repr=False)
    rien: str = ""
    """What is said in place of the drawing, where nothing was counted."""
