"""The first page: what matters today, asked again each time that it is looked at. It holds no widget."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from ui.background import Background
from ui.desk import Conflicts, Moving, Today
from ui.values import Home


class HomeDesk(Today, Conflicts, Moving, Protocol):
    """What it asks of the post."""


class HomePage(QObject):
    """What the first page shows."""

    changed = Signal()
    """There is something else to show than before."""
    refused = Signal(str)

    def __init__(self, desk: HomeDesk, background: Background) -> None:
        super().__init__()
        self._desk, self._background = desk, background
        self._asked = False
        self.home: Home | None = None

    def refresh(self) -> None:
        """Ask again, unless the answer to the last question is still to come."""
        if self._asked:
            return
        self._asked = True
        self._background.run(self._desk.home, self._on_home, self._on_error)

    def put_steps_away(self) -> None:
        """Show the first steps no more."""
        self._do(self._desk.put_steps_away)

    def put_lost_away(self, decision: str) -> None:
        """Say a decision no more: it was read."""
        self._do(lambda: self._desk.put_lost_away(decision))

    def contest(self, rec: str, decision: str, motif: str) -> None:
        """Open again what a decision closed, and say why."""
        self._do(lambda: self._desk.contest(rec, decision, motif))

    def put_moved_away(self, rec: str) -> None:
        """Say no more that a record moved."""
        self._do(lambda: self._desk.put_moved_away(rec))

    def carry_over(self, rec: str) -> None:
        """Take to the copy what was written here."""
        self._do(lambda: self._desk.carry_over(rec))

    def _do(self, work: Callable[[], object]) -> None:
        self._background.run(work, lambda _done: self.refresh(), self._on_error)

    def _on_home(self, home: Home) -> None:
        self._asked = False
        if home != self.home:
            self.home = home
            self.changed.emit()

    def _on_error(self, error: Exception) -> None:
        self._asked = False
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)
