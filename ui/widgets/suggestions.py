"""A line that proposes while one types, without accents, from anywhere in the words."""

import unicodedata
from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from ui.widgets.texts import LineEditor

_SHOWN = 12
_DOWN = Qt.Key.Key_Down
Propose = Callable[[str], Sequence[str]]
"""Returns what to propose for a text."""


def plain(text: str) -> str:
    """Return a text without accents nor capitals, to compare."""
    split = unicodedata.normalize("NFD", text.replace("'", "’"))
    return "".join(letter for letter in split if not unicodedata.combining(letter)).casefold()


def matching(texts: Sequence[str], typed: str) -> list[str]:
    """Return the texts that hold what is typed, those that begin by it first."""
    wanted = plain(typed)
    found = [(0 if plain(text).startswith(wanted) else 1, text) for text in texts if wanted in plain(text)]
    return [text for _rank, text in sorted(found, key=lambda each: each[0])]


class SuggestLine(QLineEdit):
    """A line with its proposals."""

    chosen = Signal(str)

    def __init__(self, propose: Propose) -> None:
        super().__init__()
        self._propose = propose
        self._model = QStringListModel(self)
        self.proposals = QCompleter(self._model, self)
        self.proposals.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.proposals.setMaxVisibleItems(_SHOWN)
        self.popup = QListView()
        self.popup.setObjectName("completion")
        self.proposals.setPopup(self.popup)
        self.setCompleter(self.proposals)
        self.textEdited.connect(self._on_typed)
        self.proposals.activated.connect(self._on_activated)

    def name(self, text: str, proposals: str) -> None:
        """Name the line and its proposals."""
        self.setAccessibleName(text)
        self.popup.setAccessibleName(proposals)

    def offer(self, texts: Sequence[str]) -> None:
        """Propose what was found meanwhile."""
        self._model.setStringList(list(texts))
        if texts:
            self.proposals.complete()

    def only(self) -> str:
        """Return the one proposal left, or the one typed in full; empty when there are several."""
        typed = self.text().strip()
        found = list(self._propose(typed)) if typed else []
        exact = [text for text in found if plain(text) == plain(typed)]
        return exact[0] if exact else found[0] if len(found) == 1 else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the name is Qt's
        """Down shows the whole list when nothing is typed."""
        if not self.text() and event.key() == _DOWN:
            self._on_typed("")
            self.proposals.complete()
            return
        super().keyPressEvent(event)

    def _on_typed(self, text: str) -> None:
        self._model.setStringList(list(self._propose(text.strip()))[: 4 * _SHOWN])

    def _on_activated(self, chosen: object) -> None:
        said = chosen.data() if isinstance(chosen, QModelIndex) else chosen
        self.chosen.emit(str(said))


class SuggestedEditor(LineEditor):
    """One line of text, with proposals that nobody has to follow."""

    def __init__(self, propose: Propose) -> None:
        self._propose = propose
        super().__init__()

    def make_line(self, width: int) -> QLineEdit:
        """Return the line that proposes."""
        line = SuggestLine(self._propose)
        line.chosen.connect(self._on_chosen)
        return line

    def name(self, text: str) -> None:
        """Name the line and its proposals."""
        if isinstance(self.line, SuggestLine):
            self.line.name(text, text)

    def _on_chosen(self, _text: str) -> None:
        self.edited.emit()
