"""A map of activities in a dialog: the drawing, its table beside, and what leaves of it."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mvl_desktop.i18n import _
from mvl_desktop.ports.charts import Chart
from ui.chiffre_values import ChiffreLeaving
from ui.desk import Wordings
from ui.messages import sentence
from ui.timing import Now
from ui.view_models.export_list import ListExport
from ui.view_models.figure_leaving import FigureLeaving
from ui.views.chiffres_export import ExportFigureDialog
from ui.views.chiffres_panel import ChartCard
from ui.widgets.panels import Notice, scrolled

Lines = Mapping[str, tuple[str, ...]]


class ActivityMap(QWidget):
    """A map that is drawn once it is seen. It leaves as any figure does, under a number of the register."""

    opened = Signal(str)
    """The code of the département whose records are to be shown."""

    def __init__(self, leaving: FigureLeaving, register: ListExport, wordings: Wordings, now: Now) -> None:
        super().__init__()
        self._leaving, self._register, self._wordings, self._now = leaving, register, wordings, now
        self.chart: Chart | None = None
        self._told: tuple[tuple[str, ...], Lines] = ((), {})
        self._drawn = False
        self.notice = Notice()
        self.card = ChartCard()
        body = QWidget()
        inside = QVBoxLayout(body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(self.notice)
        inside.addWidget(self.card)
        inside.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(body))
        self._inside = inside
        self.card.opened.connect(self.opened)
        self.card.export_button.clicked.connect(lambda _on: self.ask_export())
        leaving.said.connect(self._on_left)
        leaving.refused.connect(self._on_refused)

    def stand_over(self, widget: QWidget) -> None:
        """Put a choice over the map: it scrolls with it."""
        self._inside.insertWidget(0, widget)

    def show_map(self, chart: Chart, columns: tuple[str, ...], lines: Lines) -> None:
        """Show a map with its table: now when it is seen, else once it is."""
        self.chart, self._told, self._drawn = chart, (columns, lines), False
        if self.isVisible():
            self._draw()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - the name is Qt's
        """Draw what waits."""
        super().showEvent(event)
        self._draw()

    def ask_export(self) -> None:
        """Ask for whom and why the map leaves, then where to write it."""
        chart = self.chart
        if chart is None:
            return
        dialog = ExportFigureDialog(self.window(), chart.table.title, self._wordings, self._register, sensitive=False)
        path = dialog.ask_path(self._now) if dialog.ask() else None
        if path is not None:
            self.notice.say(_("Export en cours…"))
            motif, pour = str(dialog.motif.currentData() or ""), dialog.recipient.text()
            self._leaving.export(ChiffreLeaving(motif, pour, chart=chart), path)
        dialog.deleteLater()

    def _draw(self) -> None:
        if self.chart is not None and not self._drawn:
            self._drawn = True
            self.card.show_chart(self.chart, *self._told)

    def _on_left(self, said: str) -> None:
        self.notice.say(said, "succes")

    def _on_refused(self, code: str) -> None:
        self.notice.say(sentence(code), "danger")
