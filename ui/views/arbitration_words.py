"""A version of a text, and how it differs word by word: added and removed have their signs and their style."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor

from mvl_desktop.history.text import Hunk, diff_words
from mvl_desktop.i18n import _
from ui.plain import PlainText
from ui.text import quoted

_LETTERS_A_LINE = 42
_ROWS, _ROWS_MOST = 1, 14
_QUOTED = 120
_SIGNS = {"added": "+", "removed": "\u2212"}
"""What surrounds words that were added or removed: they are told apart without any colour."""


class Differences(PlainText):
    """A value to compare, whole when it is short, as tall as its letters ask; read out with what differs."""

    def __init__(self, text: str, before: str | None = None) -> None:
        super().__init__()
        self.setReadOnly(True)
        self._text, self._before = text, before
        self.show_differences(on=before is not None)

    def show_differences(self, *, on: bool) -> None:
        """Show what was added and removed, or the text alone."""
        hunks = diff_words(self._before, self._text) if on and self._before is not None else [Hunk("kept", self._text)]
        self.clear()
        cursor, plain = self.textCursor(), QTextCharFormat()
        for place, hunk in enumerate(hunks):
            following = hunks[place + 1].text if place + 1 < len(hunks) else ""
            before, words, after = _signed(hunk, following)
            for text, style in ((before, plain), (words, _style(hunk)), (after, plain)):
                cursor.insertText(text, style)
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.setAccessibleDescription(said(hunks))
        shown = self.toPlainText()
        self._lines = min(_ROWS_MOST, max(_ROWS, shown.count("\n") + len(shown) // _LETTERS_A_LINE + 1))
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - the name is Qt's
        """Measure again when the letters change."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self.fontMetrics().lineSpacing() * self._lines + 26)


def said(hunks: Sequence[Hunk]) -> str:
    """Say what differs, for who does not see it."""
    added = [_short(hunk.text) for hunk in hunks if hunk.kind == "added" and hunk.text.strip()]
    removed = [_short(hunk.text) for hunk in hunks if hunk.kind == "removed" and hunk.text.strip()]
    parts = []
    if added:
        parts.append(_("Ajouté\u00a0: {mots}.").format(mots=", ".join(map(quoted, added))))
    if removed:
        parts.append(_("Retiré\u00a0: {mots}.").format(mots=", ".join(map(quoted, removed))))
    return " ".join(parts)


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _QUOTED else words[:_QUOTED] + "…"


def _signed(hunk: Hunk, following: str) -> tuple[str, str, str]:
    """Return the words of a piece between their signs; the spaces around them stay outside."""
    words = hunk.text.strip()
    if hunk.kind == "kept" or not words:
        return "", hunk.text if hunk.kind != "removed" else "", ""
    start, end = hunk.text[: len(hunk.text) - len(hunk.text.lstrip())], hunk.text[len(hunk.text.rstrip()) :]
    apart = "" if end or not following or not following[0].isalnum() else " "
    sign = _SIGNS[hunk.kind]
    return start, "\u00a0".join((f"[{sign}", words, f"{sign}]")), end + apart


def _style(hunk: Hunk) -> QTextCharFormat:
    style = QTextCharFormat()
    if hunk.kind == "added":
        style.setFontWeight(QFont.Weight.Bold)
        style.setFontUnderline(True)
    elif hunk.kind == "removed":
        style.setFontStrikeOut(True)
        style.setFontItalic(True)
    return style
