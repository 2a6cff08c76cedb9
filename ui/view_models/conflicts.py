"""The fields that two people changed without seeing each other, and the decisions on them. It holds no widget."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from ui.background import Background
from ui.desk import Conflicts, Wordings
from ui.values import Conflict


class ConflictDesk(Conflicts, Wordings, Protocol):
    """What it asks of the post."""


class ConflictsList(QObject):
    """What is to decide."""

    changed = Signal()
    decided = Signal()
    refused = Signal(str)

    def __init__(self, desk: ConflictDesk, background: Background) -> None:
        super().__init__()
        self._desk, self._background = desk, background
        self.conflicts: Sequence[Conflict] = ()
        self.last: Conflict | None = None
        """The last one decided, which can be taken back."""
        self.busy = False

    def refresh(self) -> None:
        """Ask what is to decide."""
        self._background.run(self._desk.conflicts, self._on_found, self._on_error)

    def keep(self, conflict: Conflict, revision: str, motif: str) -> None:
        """Decide for one of the values."""
        self._decide(conflict, lambda: self._desk.keep_version(conflict, revision, motif))

    def write(self, conflict: Conflict, value: object, motif: str) -> None:
        """Decide for another value."""
        self._decide(conflict, lambda: self._desk.decide(conflict, value, motif))

    def undo(self) -> None:
        """Take the last decision back."""
        last = self.last
        if last is None or self.busy:
            return
        self.busy = True

        def done(_none: None) -> None:
            self.busy = False
            self.last = None
            self.decided.emit()
            self.refresh()

        self._background.run(lambda: self._desk.undo(last), done, self._on_error)

    def _decide(self, conflict: Conflict, work: "_Work") -> None:
        if self.busy:
            return
        self.busy = True
        self.changed.emit()

        def done(_none: None) -> None:
            self.busy = False
            self.last = conflict
            self.decided.emit()
            self.refresh()

        self._background.run(work, done, self._on_error)

    def _on_found(self, conflicts: Sequence[Conflict]) -> None:
        self.conflicts = conflicts
        self.changed.emit()

    def _on_error(self, error: Exception) -> None:
        self.busy = False
        self.changed.emit()
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)


class _Work(Protocol):
    def __call__(self) -> None: ...
