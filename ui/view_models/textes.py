"""The legal library: which texts are shown, which one is read, who cites it, and what is done with it. No widget."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from mvl_desktop.domain.champ import Declaration
from ui.background import Background
from ui.desk import Drafts, Lists, Records, Wordings
from ui.desk_textes import Textes
from ui.texte_values import TexteHolder, TexteLine, TexteWish
from ui.timing import AlarmMaker
from ui.values import DraftLine, Values

SEARCH_SECONDS = 0.12
T = TypeVar("T")


class TextesDesk(Wordings, Lists, Records, Drafts, Textes, Protocol):
    """What the page of texts asks of the post."""


class TextesPage(QObject):
    """The list of texts, and what is done with the one that is read."""

    changed = Signal()
    drafts_changed = Signal()
    holders_changed = Signal()
    refused = Signal(str)
    added = Signal(int)
    """How many of the texts that come with the application were not here."""
    verified = Signal(str)
    replaced = Signal(str)
    """The id of the text that takes the place of another."""
    printed = Signal(str)

    def __init__(
        self, declaration: Declaration, desk: TextesDesk, background: Background, make_alarm: AlarmMaker
    ) -> None:
        super().__init__()
        self.declaration = declaration
        self.wish = TexteWish()
        self.lines: Sequence[TexteLine] = ()
        self.drafts: Sequence[DraftLine] = ()
        self.holders: Sequence[TexteHolder] = ()
        self._desk, self._background = desk, background
        self._alarm = make_alarm(self._load)
        self._serial = 0

    def search(self, text: str) -> None:
        """Search while typing: a citation, a word, a code."""
        self.wish = replace(self.wish, text=text)
        self._alarm.start(SEARCH_SECONDS)

    def narrow(self, *, nature: str | None = None, theme: str | None = None, etat: str | None = None) -> None:
        """Show the texts of a nature, a theme or a state; an empty text shows all of them."""
        given = {"nature": nature, "theme": theme, "etat": etat}
        self.wish = replace(self.wish, **{name: code for name, code in given.items() if code is not None})
        self._load()

    def clear(self) -> None:
        """Show every text."""
        self.wish = TexteWish()
        self._load()

    def refresh(self) -> None:
        """Ask for the texts again, and for what was begun and not registered."""
        self._load()
        kind = self.declaration.kind

        def done(drafts: tuple[DraftLine, ...]) -> None:
            self.drafts = drafts
            self.drafts_changed.emit()

        self._run(lambda: tuple(draft for draft in self._desk.drafts() if draft.kind == kind), done)

    def line_of(self, rec: str) -> TexteLine | None:
        """Return a text of the list by its id."""
        return next((line for line in self.lines if line.id == rec), None)

    def ask_holders(self, rec: str) -> None:
        """Ask who cites a text."""
        self.holders = ()
        self.holders_changed.emit()

        def done(holders: Sequence[TexteHolder]) -> None:
            self.holders = holders
            self.holders_changed.emit()

        self._run(lambda: self._desk.text_holders(rec), done)

    def add_default(self) -> None:
        """Put the texts that come with the application in the usual espace."""

        def done(added: int) -> None:
            self.added.emit(added)
            self.refresh()

        self._run(self._desk.add_default_texts, done)

    def verify(self, rec: str) -> None:
        """Say that a text was read today."""

        def done(_nothing: None) -> None:
            self.verified.emit(rec)
            self._load()

        self._run(lambda: self._desk.verify_text(rec), done)

    def replace(self, rec: str, champs: Values, le: str) -> None:
        """Let another text take the place of this one from a day on."""

        def done(new: str) -> None:
            self.replaced.emit(new)
            self._load()

        self._run(lambda: self._desk.replace_text(rec, champs, le), done)

    def print(self, rec: str, path: Path) -> None:
        """Write a text to a PDF or ODT file."""
        self._run(lambda: self._desk.print(rec, path, masked=False), lambda _none: self.printed.emit(path.name))

    def wording(self, nomenclature: str, code: str) -> str:
        """Return how a code is said."""
        return self._desk.wording(nomenclature, code)

    def _load(self) -> None:
        self._alarm.stop()
        self._serial += 1
        serial, wish = self._serial, self.wish

        def done(lines: Sequence[TexteLine]) -> None:
            if serial == self._serial:
                self.lines = lines
                self.changed.emit()

        self._run(lambda: self._desk.texts(wish), done)

    def _run(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._background.run(work, done, self._on_error)

    def _on_error(self, error: Exception) -> None:
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)
