"""What windows ask of an opened post about figures, as a Protocol."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from mvl_desktop.domain.figure import Requete
from ui.chiffre_values import (
    Asked,
    Chiffre,
    ChiffreLeaving,
    Chiffres,
    ChiffreWish,
    ChiffreWritten,
    CountedRecord,
    SerieLine,
)


class ChiffresDesk(Protocol):
    """What is counted here, what others counted, what leaves of it."""

    def first_figures(self, wish: ChiffreWish) -> Chiffres:
        """Return the four figures of axe 1, and what else can be counted."""

    def figure(self, asked: Asked, wish: ChiffreWish) -> Chiffre:
        """Return a figure, and the same one over the period beside."""

    def counted(self, requete: Requete) -> Sequence[CountedRecord]:
        """Return the records behind a number, those that this post may read."""

    def drawn_series(self) -> Sequence[SerieLine]:
        """Return the series that others published."""

    def add_default_series(self) -> int:
        """Put the series and studies that come with the application in this post; returns how many came."""

    def export_figure(self, leaving: ChiffreLeaving, path: Path) -> ChiffreWritten:
        """Write a figure to a file, by the path's ending, and enter it in the register of exports."""
