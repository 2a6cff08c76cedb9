"""The tab of meetings: the list, the form of one, what may be done with it, and the screen where minutes are typed."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mvl_desktop.i18n import _
from ui.background import Background
from ui.desk import Desk
from ui.icons import icon
from ui.plain import button
from ui.timing import Now
from ui.view_models.list_actions import ListActions
from ui.view_models.meeting import Meeting
from ui.view_models.record_form import RecordForm
from ui.view_models.records_list import RecordsList
from ui.views.meeting_bar import MeetingBar
from ui.views.meeting_forms import DecisionsDialog, MinutesDialog
from ui.views.meeting_since import SinceDialog
from ui.views.meeting_year import YearDialog
from ui.views.minutes_room import MinutesRoom
from ui.views.record_form import RecordFormView
from ui.views.shelves import KindShelf


class ReunionsShelf(KindShelf):
    """Meetings."""

    wants_copy = Signal(str)
    """A communicable copy of the minutes of the meeting of this id is to be prepared."""

    def __init__(
        self,
        records: RecordsList,
        form: RecordForm,
        make_form_view: Callable[[], RecordFormView],
        desk: Desk,
        actions: ListActions,
        background: Background,
        now: Now,
    ) -> None:
        self.meeting = Meeting(form, desk, background)
        self.bar = MeetingBar(self.meeting, now)
        self.room: MinutesRoom | None = None
        self._desk = desk
        super().__init__(records, form, make_form_view, desk, actions, background, now)
        self.year = button(_("Obligation annuelle…"), "lien")
        self.year.setIcon(icon("calendar-blank"))
        self.decisions = button(_("Décisions…"), "lien")
        self.decisions.setIcon(icon("list-checks"))
        self.decisions.setAccessibleName(_("Décisions à suivre…"))
        for each in (self.year, self.decisions):
            self.filters.offer(each)
        self.year.clicked.connect(self.show_year)
        self.decisions.clicked.connect(self.show_decisions)
        self.bar.wants_minutes.connect(self.write_minutes)
        self.bar.wants_preview.connect(self.show_minutes)
        self.bar.wants_copy.connect(self.wants_copy)
        self.bar.wants_since.connect(self.show_since)
        self.meeting.made.connect(self._on_made)
        self.meeting.done.connect(lambda _said: self.records.refresh())
        self.meeting.done.connect(self.standing.look)

    @property
    def is_alone(self) -> bool:
        """Whether minutes take the whole page."""
        return self.room is not None and self.room.is_open

    def write_minutes(self) -> None:
        """Type the minutes of the meeting that is open."""
        if self.room is not None:
            self.room.open()

    def show_minutes(self) -> None:
        """Show the minutes as they print."""
        self._show(MinutesDialog(self.window(), self.meeting, self.print_record))

    def show_year(self) -> None:
        """Show the yearly meeting of each département."""
        self._show(YearDialog(self.window(), self.meeting, self._now, self.open))

    def show_decisions(self) -> None:
        """Show what meetings left to do."""
        self._show(DecisionsDialog(self.window(), self.meeting, self.open))

    def show_since(self) -> None:
        """Show frozen values beside today's."""
        dialog = SinceDialog(self.window(), self.meeting)
        dialog.wants_record.connect(self.wants_other)
        self._show(dialog)

    def _show(self, dialog: YearDialog | DecisionsDialog | MinutesDialog | SinceDialog) -> None:
        dialog.exec()
        self.meeting.shown.disconnect(dialog.show_found)
        dialog.deleteLater()

    def _with_standing(self, make: Callable[[], RecordFormView]) -> RecordFormView:
        made = make()
        over = QWidget()
        column = QVBoxLayout(over)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.standing)
        column.addWidget(self.bar)
        made.show_on_top(over)
        self.room = MinutesRoom(self.form, (made.tabs, made.head, made.foot, over), self._desk, self._now)
        made.show_in_place(self.room)
        self.room.wants_save.connect(made.save)
        self.room.toggled.connect(self._fit)
        return made

    def _on_made(self, rec: str) -> None:
        self.records.refresh()
        self.open(rec)
