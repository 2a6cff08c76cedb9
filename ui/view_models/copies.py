"""The page of communicable copies: which there are, and beginning one. It holds no widget."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from ui.background import Background
from ui.copy_values import CopyLine, CopySource, CopyWish, LeftLine
from ui.desk import Wordings
from ui.desk_copies import Communicables, Leavings

T = TypeVar("T")


class CopiesDesk(Communicables, Leavings, Wordings, Protocol):
    """What it asks of the post."""


class CopiesPage(QObject):
    """The list of copies, and the register of what left towards other espaces."""

    changed = Signal()
    begun = Signal(str)
    """A copy was begun: its id."""
    refused = Signal(str)
    sources_found = Signal(object)
    left_changed = Signal()
    recalled = Signal(str, bool)
    """A recall was asked: the espace, and whether its copy says so now."""

    def __init__(self, desk: CopiesDesk, background: Background) -> None:
        super().__init__()
        self.desk, self.background = desk, background
        self.lines: tuple[CopyLine, ...] = ()
        self.left: tuple[LeftLine, ...] = ()
        self.busy = False

    @property
    def to_read(self) -> int:
        """How many copies wait for this person to read them again."""
        return sum(line.a_relire for line in self.lines)

    def refresh(self) -> None:
        """Ask for the list again."""

        def done(lines: Sequence[CopyLine]) -> None:
            self.lines = tuple(lines)
            self.changed.emit()

        self._run(self.desk.copies, done)

    def find_sources(self) -> None:
        """Ask which documents may be communicated."""

        def done(found: Sequence[CopySource]) -> None:
            self.sources_found.emit(found)

        self._run(self.desk.copy_sources, done)

    def begin(self, wish: CopyWish) -> None:
        """Begin a copy, unless one is being begun."""
        if self.busy:
            return
        self.busy = True
        self.changed.emit()

        def done(rec: str) -> None:
            self.busy = False
            self.changed.emit()
            self.begun.emit(rec)

        self._run(lambda: self.desk.begin_copy(wish), done)

    def find_left(self) -> None:
        """Ask what left towards other espaces."""

        def done(lines: Sequence[LeftLine]) -> None:
            self.left = tuple(lines)
            self.left_changed.emit()

        self._run(self.desk.left_copies, done)

    def recall(self, line: LeftLine, motif: str) -> None:
        """Ask the espace that holds a copy to erase it."""

        def done(reached: bool) -> None:
            self.recalled.emit(line.espace, reached)
            self.find_left()

        self._run(lambda: self.desk.recall_copy(line.id, line.copie, motif), done)

    def state(self, etat: str) -> str:
        """Return how a state is said."""
        return self.desk.wording("etats_copie", etat) if etat else ""

    def _run(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self.background.run(work, done, self._on_error)

    def _on_error(self, error: Exception) -> None:
        self.busy = False
        self.changed.emit()
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)
