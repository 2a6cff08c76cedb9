"""Who was reached by training, over what is chosen: a year, a public, or all of them. It holds no widget."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from mvl_desktop.domain.formation_vie import KIND
from ui.background import Background
from ui.chiffre_values import CountedRecord
from ui.desk_formations import Formations
from ui.formation_values import Training
from ui.view_models.figure_leaving import LeavingDesk


class CoverageDesk(Formations, LeavingDesk, Protocol):
    """What it asks of the post."""


class Coverage(QObject):
    """What the dialog shows; the last question alone is answered."""

    changed = Signal()

    def __init__(self, desk: CoverageDesk, background: Background) -> None:
        super().__init__()
        self._desk, self._background = desk, background
        self._asked = 0
        self.training = Training()

    def look(self, year: int | None, public: str) -> None:
        """Ask for the totals of a year and of a public."""
        self._asked += 1
        asked = self._asked

        def came(training: Training) -> None:
            if asked == self._asked:
                self.training = training
                self.changed.emit()

        self._background.run(lambda: self._desk.training(year, public), came, lambda _error: came(Training()))

    def behind(self, code: str) -> Sequence[CountedRecord]:
        """Return the actions of a département: held, planned or asked for."""
        line = next((each for each in self.training.departements if each.departement == code), None)
        titles = self.training.intitules
        return [CountedRecord(KIND, rec, "", titles.get(rec, "")) for rec in line.formations] if line else []
