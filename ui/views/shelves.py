"""Pages that hold several kinds of record, a tab each: a list, and beside it the form and what is computed of it."""

from collections.abc import Callable
from itertools import pairwise
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QVBoxLayout, QWidget

from ui.background import Background
from ui.desk import Wordings
from ui.desk_faits import Standings
from ui.timing import Now
from ui.view_models.list_actions import ListActions
from ui.view_models.record_form import RecordForm
from ui.view_models.records_list import RecordsList
from ui.views.record_form import RecordFormView
from ui.views.records import RecordsView
from ui.views.standing import StandingPanel


class ShelfDesk(Wordings, Standings, Protocol):
    """What a shelf asks of the post."""


class KindShelf(RecordsView):
    """The list and the form of one kind, as a tab of a page."""

    def __init__(
        self,
        records: RecordsList,
        form: RecordForm,
        make_form_view: Callable[[], RecordFormView],
        desk: ShelfDesk,
        actions: ListActions,
        background: Background,
        now: Now,
    ) -> None:
        self.standing = StandingPanel(form, desk, background)
        super().__init__(records, form, lambda: self._with_standing(make_form_view), desk, actions, now)
        self.standing.wants_record.connect(self.wants_other)
        self.heading.hide()  # the tab says it
        self.import_button.hide()
        self.setAcceptDrops(False)

    def offer_first(self, gesture: QAbstractButton) -> None:
        """Offer another way to begin where nothing is recorded yet."""
        column = self.nothing_yet.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(column.indexOf(self.first) + 1, gesture, 0, Qt.AlignmentFlag.AlignHCenter)

    def stand_over(self, panel: QWidget) -> None:
        """Show a panel between the head of the list and its search."""
        column = self._list.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(1, panel)
        self.walk_through(panel)

    def walk_through(self, panel: QWidget) -> None:
        """Let Tab go through a panel where it stands: before the search, in the order in which it was filled."""
        inside = [each for each in panel.findChildren(QWidget) if isinstance(each, QAbstractButton | QComboBox)]
        met = [self.create_button, *inside, self.search]
        for before, after in pairwise(met):
            QWidget.setTabOrder(before, after)

    def save(self) -> None:
        """Save what is being written."""
        if self.is_open:
            self.form_view.save()

    def print_record(self) -> None:
        """Print the record that is open."""
        if self.is_open:
            self.form_view.print()

    def _with_standing(self, make: Callable[[], RecordFormView]) -> RecordFormView:
        made = make()
        made.show_on_top(self.standing)
        return made
