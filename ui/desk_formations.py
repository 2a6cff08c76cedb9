"""What windows ask of training, of series of others, of public warnings."""

from collections.abc import Sequence
from typing import Protocol

from ui.formation_values import CircularLine, Training, WarningLine


class Formations(Protocol):
    """Totals and coverage; what is shipped of series; what is in force of warnings and circulars."""

    def training(self, year: int | None = None, public: str = "") -> Training:
        """Return what was held in a year, or ever, and who was reached; our own départements even when nobody was.

        `public`: only the sessions for it.
        """

    def add_default_series(self) -> int:
        """Put the series and studies that are shipped in the usual espace; returns how many were not there."""

    def warnings(self) -> Sequence[WarningLine]:
        """Return the public warnings, those in force first."""

    def circulars(self) -> Sequence[CircularLine]:
        """Return the circulars in force, the latest first."""
