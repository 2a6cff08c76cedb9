"""The templates of letters: which are shown, and what is done with the one that is open. It holds no widget."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from ui.background import Background
from ui.desk import Drafts, Lists, Records, Wordings
from ui.desk_courriers import Courriers
from ui.timing import AlarmMaker
from ui.values import DraftLine, Row, Wanted

KIND = "modele-courrier"
SEARCH_SECONDS = 0.12
T = TypeVar("T")


class ModelesDesk(Wordings, Lists, Records, Drafts, Courriers, Protocol):
    """What the shelf of templates asks of the post."""


class ModelesPage(QObject):
    """The list of templates, by their code."""

    changed = Signal()
    refused = Signal(str)
    added = Signal(int)
    """How many of the templates that come with the application were not here."""
    printed = Signal(str)

    def __init__(self, desk: ModelesDesk, background: Background, make_alarm: AlarmMaker) -> None:
        super().__init__()
        self._desk, self._background = desk, background
        self.text = ""
        self.rows: Sequence[Row] = ()
        self.drafts: Sequence[DraftLine] = ()
        self._alarm = make_alarm(self.refresh)

    def wording(self, nomenclature: str, code: str) -> str:
        """Say a code."""
        return self._desk.wording(nomenclature, code)

    def search(self, text: str) -> None:
        """Search while typing."""
        self.text = text
        self._alarm.start(SEARCH_SECONDS)

    def refresh(self) -> None:
        """Ask for the list again."""
        text = self.text

        def work() -> tuple[list[Row], list[DraftLine]]:
            numbers = self._desk.numbers(Wanted(KIND, text, order="code"))
            rows = [row for row in self._desk.rows(KIND, numbers) if row is not None]
            return rows, [draft for draft in self._desk.drafts() if draft.kind == KIND]

        def done(found: tuple[list[Row], list[DraftLine]]) -> None:
            if text == self.text:
                self.rows, self.drafts = found
                self.changed.emit()

        self._run(work, done)

    def add_defaults(self) -> None:
        """Put the templates that come with the application where they are missing."""

        def done(count: int) -> None:
            self.added.emit(count)
            self.refresh()

        self._run(self._desk.add_default_templates, done)

    def print(self, rec: str, path: Path) -> None:
        """Write a template to a file."""
        self._run(lambda: self._desk.print(rec, path, masked=False), lambda _none: self.printed.emit(path.name))

    def _run(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._background.run(work, done, self._on_error)

    def _on_error(self, error: Exception) -> None:
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)
