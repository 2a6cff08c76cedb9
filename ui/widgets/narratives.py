"""Editors of long text: a narrative with its counter and the advice that it calls for, one item a line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPalette, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from mvl_desktop.i18n import _, ngettext
from ui.plain import PlainText, label
from ui.spelling import mark_narrative
from ui.text import thousands
from ui.widgets.editor import Editor, alone

_ROWS, _ROWS_MOST = 4, 16
_NARRATIVE_MAX = 700_000


@dataclass(frozen=True, slots=True)
class Advice:
    """A place of a text that should be looked at, and what to say of it."""

    start: int
    end: int
    said: str


Heed = Callable[[str], Sequence[Advice]]
"""Returns the advice that a text calls for."""


class NarrativeEditor(Editor):
    """A long text, with how long it is. It grows with what is typed; `heed` gives advice on it, which stops nobody."""

    def __init__(self, rows: int = _ROWS, heed: Heed | None = None) -> None:
        super().__init__()
        self._rows, self._heed = rows, heed
        self._advice = ""
        self.area = PlainText()
        mark_narrative(self.area)
        self.counter = label("", tone="aide")
        self.counter.setAlignment(Qt.AlignmentFlag.AlignRight)
        column = alone(self, self.area)
        column.setSpacing(2)
        column.addWidget(self.counter)
        self._quiet = False
        self.area.textChanged.connect(self._on_text)
        self.watch(self.area)
        self._count()

    def value(self) -> object:
        """Return the text as typed."""
        text = self.area.toPlainText()
        return text if text.strip() else None

    def set_value(self, value: object) -> None:
        """Show a text; the cursor stays where it was when nothing changed."""
        text = value if isinstance(value, str) else ""
        if text == self.area.toPlainText():
            return
        self._quiet = True
        self.area.setPlainText(text)
        self.area.moveCursor(QTextCursor.MoveOperation.Start)
        self._quiet = False

    def trouble(self) -> str | None:
        """Say when the text is too long to be kept in one field."""
        if len(self.area.toPlainText().encode("utf-8", "replace")) > _NARRATIVE_MAX:
            return _("Ce texte est trop long pour un champ. Joignez-le plutôt comme pièce.")
        return None

    def remark(self) -> str | None:
        """Give the advice that the text calls for, and underline what calls for it."""
        advice = self._heed(self.area.toPlainText()) if self._heed is not None else ()
        self._advice = advice[0].said if advice else ""
        self.area.setExtraSelections([_underline(self.area, each) for each in advice])
        return self._advice or None

    def buddy(self) -> QWidget:
        """Return the area."""
        return self.area

    def set_locked(self, locked: bool) -> None:
        """Let it be read, copied, and not changed."""
        self.area.setReadOnly(locked)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - the name is Qt's
        """Measure again when the letters change."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._grow()

    def _on_text(self) -> None:
        self._count()
        if not self._quiet:
            self.edited.emit()

    def _count(self) -> None:
        length = max(0, self.area.document().characterCount() - 1)
        said = ngettext("{n}\u00a0caractère", "{n}\u00a0caractères", length)
        self.counter.setText(said.format(n=thousands(length)))
        self.counter.setVisible(bool(length))
        self._grow()

    def _grow(self) -> None:
        lines = self.area.document().lineCount() if self.area.document().characterCount() > 1 else 0
        shown = max(self._rows, min(lines + 1, _ROWS_MOST))
        height = self.area.fontMetrics().lineSpacing() * shown + 16
        if self.area.minimumHeight() != height:
            self.area.setFixedHeight(height)


class LinesEditor(Editor):
    """A list, one item a line."""

    def __init__(self) -> None:
        super().__init__()
        self.area = PlainText()
        self.area.setMinimumHeight(self.area.fontMetrics().lineSpacing() * 5)
        alone(self, self.area)
        self._quiet = False
        self.area.textChanged.connect(self._on_text)
        self.watch(self.area)

    def value(self) -> object:
        """Return the items."""
        return [line.strip() for line in self.area.toPlainText().split("\n") if line.strip()] or None

    def set_value(self, value: object) -> None:
        """Show the items."""
        lines = [str(line) for line in value] if isinstance(value, (list, tuple)) else []
        if (self.value() or []) == lines:
            return
        self._quiet = True
        self.area.setPlainText("\n".join(lines))
        self._quiet = False

    def buddy(self) -> QWidget:
        """Return the area."""
        return self.area

    def set_locked(self, locked: bool) -> None:
        """Let it be read, copied, and not changed."""
        self.area.setReadOnly(locked)

    def _on_text(self) -> None:
        if not self._quiet:
            self.edited.emit()


def _underline(area: QPlainTextEdit, advice: Advice) -> QTextEdit.ExtraSelection:
    made = QTextEdit.ExtraSelection()
    style = QTextCharFormat()
    style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
    style.setUnderlineColor(area.palette().color(QPalette.ColorRole.PlaceholderText))
    cursor = QTextCursor(area.document())
    last = area.document().characterCount() - 1
    cursor.setPosition(min(advice.start, last))
    cursor.setPosition(min(advice.end, last), QTextCursor.MoveMode.KeepAnchor)
    made.format, made.cursor = style, cursor
    return made
