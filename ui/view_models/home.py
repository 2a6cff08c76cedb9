"""The first page: what matters today, asked again each time that it is looked at. It holds no widget."""

from PySide6.QtCore import QObject, Signal

from ui.background import Background
from ui.desk import Today
from ui.values import Home


class HomePage(QObject):
    """What the first page shows."""

    changed = Signal()
    """There is something else to show than before."""
    refused = Signal(str)

    def __init__(self, desk: Today, background: Background) -> None:
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
        self._background.run(self._desk.put_steps_away, lambda _none: self.refresh(), self._on_error)

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
