"""The tab of public warnings: what is in force, circulars of the library included, then the list of all."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from mvl_desktop.i18n import _, ngettext
from mvl_desktop.services.mises_en_garde import standing_said
from ui.background import Background
from ui.desk_formations import Formations
from ui.formation_values import CircularLine, WarningLine
from ui.plain import button, label
from ui.text import short_date
from ui.timing import Now
from ui.view_models.list_actions import ListActions
from ui.view_models.record_form import RecordForm
from ui.view_models.records_list import RecordsList
from ui.views.record_form import RecordFormView
from ui.views.shelves import KindShelf, ShelfDesk
from ui.widgets.flow import Flow
from ui.widgets.lines import line_button
from ui.widgets.panels import clear, scrolled

WARNING, TEXT = "mise-en-garde", "texte-juridique"
IN_FORCE = "en_vigueur"
_LINES = 7


class WarningsDesk(ShelfDesk, Formations, Protocol):
    """What this tab asks of the post."""


class InForce(QFrame):
    """What is in force today: warnings, then circulars, each a line to press."""

    wants_record = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("carte")
        self.warnings: Sequence[WarningLine] = ()
        self.circulars: Sequence[CircularLine] = ()
        self.title = label("", "fort")
        self.circulars_button = button("", "lien")
        self.circulars_button.setCheckable(True)
        self._warnings, self._circulars = QVBoxLayout(), QVBoxLayout()
        self._standing, self._folded = QWidget(), QWidget()
        self._standing.setLayout(self._warnings)
        self._warnings.setContentsMargins(0, 0, 0, 0)
        self._folded.setLayout(self._circulars)
        self._circulars.setContentsMargins(0, 0, 0, 0)
        body = QWidget()
        inside = QVBoxLayout(body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self._standing)
        inside.addWidget(self._folded)
        inside.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        for lines in (self._warnings, self._circulars):
            lines.setSpacing(2)
        column.addWidget(Flow(self.title, self.circulars_button))
        self.area = scrolled(body)
        column.addWidget(self.area)
        self._folded.hide()
        self.circulars_button.toggled.connect(self._turn)
        self.hide()

    def show_lines(self, warnings: Sequence[WarningLine], circulars: Sequence[CircularLine]) -> None:
        """Show what is in force."""
        self.warnings = [each for each in warnings if each.portee.tenue == IN_FORCE]
        self.circulars = circulars
        count = len(self.warnings)
        self.title.setText(
            ngettext("{n} mise en garde en vigueur", "{n} mises en garde en vigueur", count).format(n=count)
            if count
            else _("Aucune mise en garde en vigueur")
        )
        count = len(circulars)
        self.circulars_button.setText(
            ngettext("{n} circulaire en vigueur", "{n} circulaires en vigueur", count).format(n=count) if count else ""
        )
        self.circulars_button.setVisible(bool(count))
        self.setVisible(bool(warnings or circulars))
        clear(self._warnings)
        for each in self.warnings:
            said = standing_said(each.portee)
            self._add(
                self._warnings, WARNING, each.id, each.titre, said, "warning" if each.portee.bientot else "check-circle"
            )
        clear(self._circulars)
        for line in circulars:
            self._add(self._circulars, TEXT, line.id, line.intitule, _since(line.depuis), "file-text")
        self._fit()

    def _turn(self, circulars: bool) -> None:
        self._folded.setVisible(circulars)
        self._standing.setVisible(not circulars)
        self._fit()

    def _add(self, column: QVBoxLayout, kind: str, rec: str, titre: str, said: str, mark: str) -> None:
        line = line_button(mark, titre, said)
        line.clicked.connect(lambda: self.wants_record.emit(kind, rec))
        column.addWidget(line)
        line.show()  # Qt would show it later, and it would not be measured

    def _fit(self) -> None:
        """Take the height of the lines, and no more than a few: Qt does not measure what it has not shown yet."""
        shown = self._circulars if self.circulars_button.isChecked() else self._warnings
        items = [shown.itemAt(place) for place in range(shown.count())]
        lines = [item.sizeHint().height() for item in items if item is not None]
        wanted = sum(lines) + max(0, len(lines) - 1) * shown.spacing()
        self.area.setVisible(bool(lines))
        self.area.setFixedHeight(min(wanted, self.fontMetrics().height() * _LINES))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - the name is Qt's
        """Measure again when the letters change."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()


class WarningShelf(KindShelf):
    """Public warnings: those in force first."""

    def __init__(
        self,
        records: RecordsList,
        form: RecordForm,
        make_form_view: Callable[[], RecordFormView],
        desk: WarningsDesk,
        actions: ListActions,
        background: Background,
        now: Now,
    ) -> None:
        self._desk, self._background = desk, background
        super().__init__(records, form, make_form_view, desk, actions, background, now)
        self.in_force = InForce()
        self.in_force.wants_record.connect(self.wants_other)
        self.stand_over(self.in_force)
        self.records.rows.counted.connect(lambda _total: self._ask())

    def _ask(self) -> None:
        self._background.run(
            lambda: (self._desk.warnings(), self._desk.circulars()),
            lambda found: self._show(*found),
            lambda _error: self._show((), ()),
        )

    def _show(self, warnings: Sequence[WarningLine], circulars: Sequence[CircularLine]) -> None:
        self.in_force.show_lines(warnings, circulars)
        self.walk_through(self.in_force)


def _since(day: str) -> str:
    return _("du {jour}").format(jour=short_date(date.fromisoformat(day))) if day else ""
