"""Editors of text: one line, a narrative with its counter, one item a line, a number, a date."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QDate, QEvent, QPoint, Qt
from PySide6.QtGui import QIntValidator, QPalette, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QCalendarWidget,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from mvl_desktop.domain.values import hour
from mvl_desktop.i18n import _, ngettext
from ui.icons import icon
from ui.plain import PlainText, hint, label
from ui.spelling import mark_narrative
from ui.text import parse_date, short_date, thousands
from ui.timing import Now
from ui.widgets.editor import Editor

_LINE_MAX = 2000
_ROWS, _ROWS_MOST = 4, 16
_NARRATIVE_MAX = 700_000
_HOUR = re.compile(r"\d\d:\d\d\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Advice:
    """A place of a text that should be looked at, and what to say of it."""

    start: int
    end: int
    said: str


Heed = Callable[[str], Sequence[Advice]]
"""Returns the advice that a text calls for."""


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
        _alone(self, self.line)
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
        """Show a text."""
        text = value if isinstance(value, str) else ""
        if text != self.line.text():
            self.line.setText(text)
            self.line.setCursorPosition(0)

    def buddy(self) -> QWidget:
        """Return the line."""
        return self.line


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
        column = _alone(self, self.area)
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
        _alone(self, self.area)
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


class DateEditor(Editor):
    """A day as French people type it, or nothing; a calendar for those who prefer. `past`: what happened is dated."""

    def __init__(self, now: Now, *, past: bool = False) -> None:
        super().__init__()
        self._now, self._past = now, past
        self._odd = ""
        self.line = MeasuredLine(18, fixed=True)
        self.line.setPlaceholderText(_("jj/mm/aaaa"))
        self.line.setMaxLength(20)
        self.open = QToolButton()
        self.open.setIcon(icon("calendar-blank"))
        self.open.setToolTip(hint(_("Choisir dans le calendrier")))
        self.open.setAccessibleName(_("Choisir dans le calendrier"))
        self.open.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.open.setProperty("rang", "lien")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.line)
        row.addWidget(self.open)
        row.addStretch()
        self.line.textEdited.connect(self.edited)
        self.line.editingFinished.connect(self._tidy)
        self.open.clicked.connect(self._show_calendar)
        self.watch(self.line)

    def value(self) -> object:
        """Return the day in ISO; None when there is none, or when what is typed is no day."""
        try:
            day = parse_date(self.line.text(), self._now().date())
        except ValueError:
            return None
        return day.isoformat() if day else None

    def set_value(self, value: object) -> None:
        """Show a day."""
        shown = ""
        if isinstance(value, str) and value:
            try:
                shown = short_date(date.fromisoformat(value))
            except ValueError:
                shown = value
        if value != self.value() or not value:
            self.line.setText(shown)

    def trouble(self) -> str | None:
        """Say when what is typed is no day."""
        try:
            parse_date(self.line.text(), self._now().date())
        except ValueError:
            return _("Cette date n’existe pas. Écrivez-la comme 21/11/2026, ou «\u00a0hier\u00a0».")
        return None

    def remark(self) -> str | None:
        """Say when what happened is dated from a day to come; it is kept as it is."""
        value = self.value()
        if self._past and isinstance(value, str) and date.fromisoformat(value) > self._now().date():
            return _(
                "Cette date est à venir. Vérifiez le jour, le mois et l’année\u202f; elle est gardée telle quelle."
            )
        return None

    def buddy(self) -> QWidget:
        """Return the line."""
        return self.line

    def set_locked(self, locked: bool) -> None:
        """Let it be read and not changed."""
        self.line.setReadOnly(locked)
        self.open.setEnabled(not locked)

    def _tidy(self) -> None:
        value = self.value()
        if isinstance(value, str):
            self.line.setText(short_date(date.fromisoformat(value)))

    def _show_calendar(self) -> None:
        menu = QMenu(self)
        calendar = QCalendarWidget()
        calendar.setAccessibleName(_("Calendrier"))
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        value = self.value()
        if isinstance(value, str):
            calendar.setSelectedDate(QDate.fromString(value, Qt.DateFormat.ISODate))
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)
        calendar.activated.connect(self._choose)
        calendar.clicked.connect(self._choose)
        calendar.activated.connect(menu.close)
        calendar.clicked.connect(menu.close)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.line.mapToGlobal(QPoint(0, self.line.height())))
        calendar.setFocus()

    def _choose(self, day: QDate) -> None:
        self.line.setText(short_date(date(day.year(), day.month(), day.day())))
        self.edited.emit()
        self.left.emit()


def _alone(editor: QWidget, widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(editor)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(widget)
    return column


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
