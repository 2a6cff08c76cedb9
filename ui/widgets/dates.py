"""The editor of a day: typed as French people do, or chosen in a calendar."""

from datetime import date

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QMenu, QToolButton, QWidget, QWidgetAction

from mvl_desktop.i18n import _
from ui.icons import icon
from ui.plain import hint
from ui.text import parse_date, short_date
from ui.timing import Now
from ui.widgets.editor import Editor
from ui.widgets.texts import MeasuredLine


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
