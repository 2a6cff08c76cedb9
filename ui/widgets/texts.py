"""Editors of one line: a text, a number, an hour."""

import re

from PySide6.QtCore import QEvent
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QLineEdit, QWidget

from mvl_desktop.domain.values import hour
from mvl_desktop.i18n import _
from ui.widgets.editor import Editor, alone

_LINE_MAX = 2000
_HOUR = re.compile(r"\d\d:\d\d\Z", re.ASCII)


class MeasuredLine(QLineEdit):
    """A line as wide as a number of characters, whatever the size of the text becomes."""

    def __init__(self, characters: int, *, fixed: bool = False) -> None:
        super().__init__()
        self._characters, self._fixed = characters, fixed
        self._measure()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Measure again when the text changes size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure()

    def _measure(self) -> None:
        width = self.fontMetrics().averageCharWidth() * self._characters
        if self._fixed:
            self.setFixedWidth(width)
        else:
            self.setMaximumWidth(width)


class LineEditor(Editor):
    """One line of text."""

    def __init__(self, width: int = 0) -> None:
        super().__init__()
        self.line = self.make_line(width)
        self.line.setMaxLength(_LINE_MAX)
        alone(self, self.line)
        self.line.textEdited.connect(self.edited)
        self.watch(self.line)

    def make_line(self, width: int) -> QLineEdit:
        """Return the line to type in."""
        return MeasuredLine(width + 4) if width else QLineEdit()

    def remark(self) -> str | None:
        """Say when nothing more fits in the line."""
        if len(self.line.text()) >= _LINE_MAX:
            return _("Cette ligne est pleine. La suite a sa place dans un texte plus long.")
        return None

    def value(self) -> object:
        """Return the text, trimmed."""
        return self.line.text().strip() or None

    def set_value(self, value: object) -> None:
        """Show a text; the space just typed after it stays."""
        text = value if isinstance(value, str) else ""
        if text not in (self.line.text(), self.line.text().strip()):
            self.line.setText(text)
            self.line.setCursorPosition(0)

    def buddy(self) -> QWidget:
        """Return the line."""
        return self.line


class NumberEditor(LineEditor):
    """A whole number, or nothing."""

    def __init__(self) -> None:
        super().__init__(width=9)
        self.line.setValidator(QIntValidator(0, 2**31 - 1, self.line))

    def value(self) -> object:
        """Return the number."""
        text = self.line.text().strip()
        return int(text) if text.isdigit() else None

    def set_value(self, value: object) -> None:
        """Show a number."""
        super().set_value(str(value) if isinstance(value, int) and not isinstance(value, bool) else "")


class HourEditor(LineEditor):
    """An hour of the day, written as one likes, shown as `14:30` when it can be read."""

    def __init__(self) -> None:
        super().__init__(width=8)
        self.line.setPlaceholderText(_("hh:mm"))
        self.line.editingFinished.connect(self._tidy)

    def remark(self) -> str | None:
        """Say when what is typed does not read as an hour; it is kept as it is."""
        typed = self.line.text().strip()
        if typed and not _HOUR.match(hour(typed)):
            return _("Cette heure ne se lit pas. Écrivez-la comme 14:30\u202f; elle est gardée telle quelle sinon.")
        return None

    def _tidy(self) -> None:
        self.line.setText(hour(self.line.text().strip()))
