"""Spelling of narratives, in French, on this machine: a line under what looks wrong, proposals in the context menu.

The dictionary is read once, when somebody who writes pauses: reading it holds everything else for a fraction of a
second, and typing never waits. Words added are kept with the preferences of this post, encrypted.
"""

import re
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QPalette, QSyntaxHighlighter, QTextBlock, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QApplication, QMenu, QPlainTextEdit, QWidget

from mvl_desktop.i18n import _
from ui.background import Background
from ui.desk import Memory
from ui.timing import AlarmMaker

NARRATIVE = "recit"
"""The property of the text areas whose spelling is looked at."""
WORDS_KEY = "orthographe/mots"
CALM_SECONDS = 0.8
_LONGEST_BLOCK = 20_000
_LONGEST_TEXT = 120_000
_PROPOSALS = 6
_CACHE = 20_000
_WORD = re.compile(r"[^\W\d_]+(?:[’'\-][^\W\d_]+)*")
_NOT_PROSE = re.compile(r"\S*(?:://|@|\\|\w/\w|\d)\S*|www\.\S+")
_PARTS = re.compile(r"[’'\-]")
_ENDS = frozenset(".!?…:«–—-\n")


class Speller(Protocol):
    """What knows the words of a language."""

    def spell(self, word: str) -> bool:
        """Whether a word is known."""

    def suggest(self, word: str) -> Sequence[str]:
        """Return known words that look like it."""

    def add(self, word: str) -> object:
        """Know one more word."""


def mark_narrative(area: QPlainTextEdit) -> None:
    """Let the spelling of a text area be looked at, once somebody enters it."""
    area.setProperty(NARRATIVE, True)


def french(folder: Path) -> Speller:
    """Read the French dictionary of a folder."""
    from hunspell import Hunspell

    made: Speller = Hunspell("fr", hunspell_data_dir=str(folder))
    return made


class Words:
    """Which words are right; what was asked once is remembered."""

    def __init__(self, speller: Speller, added: Iterable[str] = ()) -> None:
        self._speller = speller
        self._known: dict[str, bool] = {}
        for word in added:
            self.add(word)

    def is_right(self, word: str) -> bool:
        """Whether a word is known, whole or by the parts that an apostrophe or a hyphen joins; initials always are."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) > _CACHE:
                self._known.clear()
            self._known[word] = known = self._ask(word.replace("'", "’"))
        return known

    def proposals(self, word: str) -> Sequence[str]:
        """Return what may have been meant."""
        return list(self._speller.suggest(word.replace("'", "’")))[:_PROPOSALS]

    def add(self, word: str) -> None:
        """Take a word as right from now on."""
        self._speller.add(word.replace("'", "’"))
        self._known.clear()

    def _ask(self, word: str) -> bool:
        if len(word) < 2 or word.isupper() or self._speller.spell(word):
            return True
        parts = [part for part in _PARTS.split(word) if len(part) > 1]
        return len(parts) > 1 and all(part.isupper() or self._speller.spell(part) for part in parts)


def mistakes(text: str, words: Words) -> list[tuple[int, int]]:
    """Return where unknown words are, as (start, length). Addresses, numbers and names inside a sentence are left."""
    left = [found.span() for found in _NOT_PROSE.finditer(text)]
    wrong = []
    for found in _WORD.finditer(text):
        start, end = found.span()
        if any(first <= start and end <= last for first, last in left):
            continue
        if not words.is_right(found[0]) and not _is_name(text, start):
            wrong.append((start, end - start))
    return wrong


def _is_name(text: str, start: int) -> bool:
    """Whether a word with a capital stands inside a sentence: people and places are in no dictionary."""
    before = text[:start].rstrip()
    return text[start].isupper() and bool(before) and before[-1] not in _ENDS


class Spelling(QObject):
    """Looks at the text areas that are marked, as somebody enters them; it ends with its window."""

    def __init__(
        self, window: QWidget, memory: Memory, background: Background, make_alarm: AlarmMaker, folder: Path
    ) -> None:
        super().__init__(window)
        self.words: Words | None = None
        self._memory, self._background, self._folder = memory, background, folder
        self._alarm = make_alarm(self._load)
        self._asked, self._allowed = False, True
        self._added: tuple[str, ...] = ()
        self._seen: dict[QPlainTextEdit, _Underline] = {}
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus)

    def allow(self, *, on: bool) -> None:
        """Look at the spelling, or no more: as the person prefers."""
        self._allowed = on
        self._underline_again()

    @property
    def looking(self) -> Words | None:
        """The words to look at the texts with; None before they are read, or when the person prefers not to."""
        return self.words if self._allowed else None

    def watch(self, area: QPlainTextEdit) -> None:
        """Look at a text area from now on."""
        if area in self._seen or not self._allowed:
            return
        self._seen[area] = _Underline(area, self)
        area.destroyed.connect(lambda: self._seen.pop(area, None))
        area.installEventFilter(self)
        if self.words is None and not self._asked:
            self._alarm.start(CALM_SECONDS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the name is Qt's
        """Wait for a pause before the dictionary is read; put proposals in the context menu."""
        if event.type() == QEvent.Type.KeyPress and self.words is None and not self._asked:
            self._alarm.start(CALM_SECONDS)
        if event.type() == QEvent.Type.ContextMenu and isinstance(watched, QPlainTextEdit) and self.looking:
            where = event.pos() if hasattr(event, "pos") else QPoint()
            return self._show_menu(watched, where)
        return False

    def menu(self, area: QPlainTextEdit, place: QPoint) -> QMenu:
        """Return the context menu of a place in a text: proposals first when the word there is unknown."""
        menu = area.createStandardContextMenu(place)
        cursor = self.wrong_word(area, place)
        if cursor is None or self.words is None:
            return menu
        word = cursor.selectedText()
        first = menu.actions()[0]
        proposals = self.words.proposals(word)
        made = [menu.addAction(said) for said in proposals]
        for action, said in zip(made, proposals, strict=True):
            action.triggered.connect(partial(_replace, area, cursor, said))
        if not made:
            made = [menu.addAction(_("Aucune proposition"))]
            made[0].setEnabled(False)
        keep = menu.addAction(_("Ajouter «\u00a0{mot}\u00a0» au dictionnaire").format(mot=word.replace("&", "&&")))
        keep.triggered.connect(partial(self.add, word))
        for action in (*made, keep):
            menu.removeAction(action)
            menu.insertAction(first, action)
        menu.insertSeparator(first)
        return menu

    def wrong_word(self, area: QPlainTextEdit, place: QPoint) -> QTextCursor | None:
        """Return the unknown word at a place of a text, selected."""
        at = area.cursorForPosition(place)
        if self.looking is None:
            return None
        inside = at.positionInBlock()
        for start, length in mistakes(at.block().text(), self.looking):
            if start <= inside <= start + length:
                at.setPosition(at.block().position() + start)
                at.setPosition(at.position() + length, QTextCursor.MoveMode.KeepAnchor)
                return at
        return None

    def add(self, word: str, _checked: object = None) -> None:
        """Take a word as right, here and next time."""
        if self.words is None:
            return
        self.words.add(word)
        self._added = tuple(sorted({*self._added, word}))
        kept = list(self._added)
        self._background.run(lambda: self._memory.remember(WORDS_KEY, kept), lambda _none: None, _without)
        self._underline_again()

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if isinstance(new, QPlainTextEdit) and new.property(NARRATIVE):
            self.watch(new)

    def _load(self) -> None:
        if self._asked:
            return
        self._asked = True

        def work() -> tuple[Speller, tuple[str, ...]]:
            kept = self._memory.recall(WORDS_KEY)
            added = tuple(str(word) for word in kept) if isinstance(kept, (list, tuple)) else ()
            return french(self._folder), added

        self._background.run(work, self._on_loaded, _without)

    def _on_loaded(self, found: tuple[Speller, tuple[str, ...]]) -> None:
        speller, self._added = found
        self.words = Words(speller, self._added)
        self._underline_again()

    def _underline_again(self) -> None:
        for underline in self._seen.values():
            underline.again()

    def _show_menu(self, area: QPlainTextEdit, place: QPoint) -> bool:
        menu = self.menu(area, place)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(area.mapToGlobal(place))
        return True


class _Underline(QSyntaxHighlighter):
    """Draws the line under unknown words; the one that is being typed is left until the cursor leaves it."""

    def __init__(self, area: QPlainTextEdit, spelling: Spelling) -> None:
        super().__init__(area.document())
        self._area, self._spelling = area, spelling
        self._left: tuple[QTextBlock, int] | None = None
        area.cursorPositionChanged.connect(self._on_cursor)
        self.again()  # now: by itself it would look later, and the area would say that its text changed

    def highlightBlock(self, text: str) -> None:  # noqa: N802 - the name is Qt's
        """Underline the unknown words of a paragraph."""
        words = self._spelling.looking
        if words is None or len(text) > _LONGEST_BLOCK or self.document().characterCount() > _LONGEST_TEXT:
            return
        cursor = self._area.textCursor()
        here = cursor.positionInBlock() if cursor.block() == self.currentBlock() and self._area.hasFocus() else -1
        line = QTextCharFormat()
        line.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SpellCheckUnderline)
        line.setUnderlineColor(QApplication.palette().color(QPalette.ColorRole.BrightText))
        for start, length in mistakes(text, words):
            if here == start + length:
                self._left = (self.currentBlock(), here)
            else:
                self.setFormat(start, length, line)

    def again(self, block: QTextBlock | None = None) -> None:
        """Look at a paragraph again, or at all of them; nobody typed anything, and the area does not say so."""
        before = self._area.blockSignals(True)
        try:
            if block is None:
                self.rehighlight()
            else:
                self.rehighlightBlock(block)
        finally:
            self._area.blockSignals(before)

    def _on_cursor(self) -> None:
        if self._left is None:
            return
        block, place = self._left
        cursor = self._area.textCursor()
        if not block.isValid():
            self._left = None
        elif cursor.block() != block or cursor.positionInBlock() != place:
            self._left = None
            self.again(block)


def _replace(area: QPlainTextEdit, cursor: QTextCursor, word: str, _checked: object = None) -> None:
    """Put a word in place of another, as one step to undo."""
    cursor.insertText(word)
    area.setTextCursor(cursor)


def _without(error: Exception) -> None:
    """Let people write without a dictionary, or without a place to keep a word; anything else is a bug."""
    if not isinstance(error, (OSError, ImportError)) and not hasattr(error, "code"):
        raise error
