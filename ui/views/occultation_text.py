"""The text of a document in which passages are chosen: by the mouse, or by the keyboard with a caret that is seen."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QKeySequence,
    QPalette,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from mvl_desktop.domain.occulter import PUCE, TITRE, Retrait, parts, sentence_at, word_at
from ui.figures import FIGURES
from ui.plain import PlainText

_BULLET = "•\u00a0"
_BREAK = "\u2028"
"""What stands for a line break within a block, so that a block of the document is one of the screen."""
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_SHOWN = "\ufffd"


class DocumentText(PlainText):
    """The blocks of a document, read only, with a caret; keys act on what is chosen."""

    acted = Signal(str)
    """A key of the document was pressed: `selection`, `mot`, `phrase`, `partout`, `remettre`, `annuler`."""
    chose = Signal(int)
    """A figure was pressed: the reason at this place, from 1."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setAccessibleName(name)
        self.setUndoRedoEnabled(False)
        self.setCursorWidth(2)
        self._texts: tuple[str, ...] = ()
        self._leads: tuple[str, ...] = ()
        """What stands before each text on screen, and is not of it: a bullet."""

    def show_blocks(self, blocs: Sequence[str]) -> None:
        """Show blocks, from the first; the caret stays where it was when there are as many."""
        place = self.textCursor().position() if len(blocs) == len(self._texts) else 0
        self._texts = tuple(parts(each)[1] for each in blocs)
        self._leads = tuple(_BULLET if parts(each)[0] == PUCE else "" for each in blocs)
        shown = (lead + _on_screen(text) for lead, text in zip(self._leads, self._texts, strict=True))
        self.setPlainText("\n".join(shown))
        for number, each in enumerate(blocs):
            self._dress(number, parts(each)[0])
        cursor = self.textCursor()
        cursor.setPosition(min(place, len(self.toPlainText())))
        self.setTextCursor(cursor)

    def mark(self, gone: Sequence[Retrait]) -> None:
        """Show what is taken out: struck through, on another ground."""
        made = []
        for each in gone:
            selection = QTextEdit.ExtraSelection()
            selection.cursor = self._cursor(each.bloc, each.debut, each.fin)
            selection.format = self._gone()
            made.append(selection)
        self.setExtraSelections(made)

    def chosen(self) -> list[tuple[int, int, int]]:
        """Return the places (block, beginning, end) of what is selected, block by block."""
        cursor = self.textCursor()
        document = self.document()
        first, last = document.findBlock(cursor.selectionStart()), document.findBlock(cursor.selectionEnd())
        found = []
        for number in range(first.blockNumber(), last.blockNumber() + 1):
            block = document.findBlockByNumber(number)
            start = max(0, cursor.selectionStart() - block.position())
            end = min(block.length() - 1, cursor.selectionEnd() - block.position())
            if start < end:
                text, lead = self._texts[number], len(self._leads[number])
                place = (_points(text, start - lead), _points(text, end - lead))
                if place[0] < place[1]:
                    found.append((number, *place))
        return found

    def word(self) -> list[tuple[int, int, int]]:
        """Return the place of the word at the caret."""
        return self._around(word_at)

    def sentence(self) -> list[tuple[int, int, int]]:
        """Return the place of the sentence at the caret."""
        return self._around(sentence_at)

    def words_chosen(self) -> str:
        """Return the words selected within one block, else the word at the caret."""
        places = self.chosen() or self.word()
        return self._texts[places[0][0]][places[0][1] : places[0][2]] if places else ""

    def caret(self) -> tuple[int, int]:
        """Return the block and the place in its text where the caret is."""
        cursor = self.textCursor()
        number = cursor.blockNumber()
        if number >= len(self._texts):
            return number, 0
        return number, _points(self._texts[number], cursor.positionInBlock() - len(self._leads[number]))

    def go_to(self, bloc: int, debut: int, fin: int) -> None:
        """Select a place and bring it into sight."""
        if bloc < len(self._texts):
            self.setTextCursor(self._cursor(bloc, debut, fin))
            self.ensureCursorVisible()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the name is Qt's
        """Act by single keys: nothing is typed here."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        act = KEYS.get(Qt.Key(event.key())) if plain else None
        place = FIGURES.get(event.text()) if plain else None
        if act is not None:
            self.acted.emit(act)
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.acted.emit("annuler")
        elif place is not None:
            self.chose.emit(place)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Colours follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            made = self.extraSelections()
            for each in made:
                each.format = self._gone()
            self.setExtraSelections(made)

    def _around(self, find: Callable[[str, int], tuple[int, int]]) -> list[tuple[int, int, int]]:
        number, place = self.caret()
        if number >= len(self._texts):
            return []
        start, end = find(self._texts[number], place)
        return [(number, start, end)] if start < end else []

    def _cursor(self, bloc: int, debut: int, fin: int) -> QTextCursor:
        block, text = self.document().findBlockByNumber(bloc), self._texts[bloc]
        cursor = QTextCursor(block)
        start = block.position() + len(self._leads[bloc])
        cursor.setPosition(start + _units(text, debut))
        cursor.setPosition(start + _units(text, fin), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _gone(self) -> QTextCharFormat:
        made = QTextCharFormat()
        colour = QColor(self.palette().color(QPalette.ColorRole.Highlight))
        colour.setAlpha(70)
        made.setBackground(colour)
        made.setFontStrikeOut(True)
        return made

    def _dress(self, number: int, manner: str) -> None:
        if manner == TITRE:
            cursor = QTextCursor(self.document().findBlockByNumber(number))
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            letters = QTextCharFormat()
            letters.setFontWeight(QFont.Weight.Bold)
            cursor.mergeCharFormat(letters)


KEYS: Mapping[Qt.Key, str] = {
    Qt.Key.Key_R: "selection",
    Qt.Key.Key_Delete: "selection",
    Qt.Key.Key_M: "mot",
    Qt.Key.Key_P: "phrase",
    Qt.Key.Key_T: "partout",
    Qt.Key.Key_Backspace: "remettre",
}
"""What a key does in the document."""


def _on_screen(text: str) -> str:
    """Return a text as long, with nothing that would move or hide its signs."""
    return "".join(_BREAK if sign == "\n" else _SHOWN if sign in _BIDI else sign for sign in text)


def _units(text: str, points: int) -> int:
    """Return how many units of the screen so many signs are: those beyond the first plane are two."""
    return points + sum(ord(sign) > 0xFFFF for sign in text[:points])


def _points(text: str, units: int) -> int:
    """Return how many signs so many units of the screen are."""
    left = units
    for number, sign in enumerate(text):
        if left <= 0:
            return number
        left -= 2 if ord(sign) > 0xFFFF else 1
    return len(text)
