"""One figure on the page: what it counts, the chart, its table beside, and what can be opened and exported of it."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QTableWidgetItem, QVBoxLayout, QWidget

from mvl_desktop.domain.figure import Ligne
from mvl_desktop.i18n import _
from mvl_desktop.ports.charts import Chart, Manner
from mvl_desktop.services.figure_charts import chart_of, paired
from mvl_desktop.services.figure_words import line_said, title_of
from ui.chiffre_values import Chiffre
from ui.icons import icon
from ui.plain import button, label
from ui.text import visible
from ui.view_models.chiffres import comparison_said
from ui.widgets.chart import ChartView
from ui.widgets.flow import Flow
from ui.widgets.panels import Notice, clear
from ui.widgets.tables import SmallTable, small_table

_LETTERS_FOR_BOTH = 118
_LINES_AT_LEAST = 5
_NOTHING = "–"


class ChartCard(QFrame):
    """A chart and, when it is asked for, its table: beside where there is room, else under."""

    opened = Signal(str)
    """The key of the row whose records are to be shown."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("carte")
        self.chart = ChartView()
        self.table: SmallTable | None = None
        self.keys: tuple[str, ...] = ()
        self.data_button = button(_("Voir &les données"))
        self.data_button.setIcon(icon("columns"))
        self.data_button.setCheckable(True)
        self.data_button.setChecked(True)
        self.export_button = button(_("E&xporter…"))
        self.export_button.setIcon(icon("tray-arrow-up"))
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.setSpacing(14)
        drawing = QVBoxLayout()
        drawing.addWidget(self.chart)
        drawing.addStretch(1)
        self._both.addLayout(drawing, 3)
        self._holder = QWidget()
        self._held = QVBoxLayout(self._holder)
        self._held.setContentsMargins(0, 0, 0, 0)
        self._both.addWidget(self._holder, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        column.addLayout(self._both, 1)
        self.buttons = Flow(self.data_button, self.export_button)
        column.addWidget(self.buttons)
        self.data_button.toggled.connect(self._holder.setVisible)
        self.chart.opened.connect(self._on_drawn)

    def show_chart(self, chart: Chart, columns: tuple[str, ...], lines: Mapping[str, tuple[str, ...]]) -> None:
        """Show a chart and the lines of its table, in words, by the key of each."""
        self.chart.show_chart(chart)
        name = _("Données\u00a0: {titre}").format(titre=chart.table.title)
        kept = self.table.currentRow() if self.table is not None and self.keys == tuple(lines) else -1
        self.keys = tuple(lines)
        clear(self._held)
        self.table = small_table(name, columns)
        self.table.setRowCount(len(lines))
        for row, words in enumerate(lines.values()):
            for place, text in enumerate(words):
                cell = QTableWidgetItem(visible(text))
                if place:
                    cell.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, place, cell)
        self.table.activated.connect(lambda index: self.opened.emit(self.keys[index.row()]))
        self.table.stand_in(self._held)
        self._held.addStretch(1)
        if kept >= 0:
            self.table.selectRow(kept)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the name is Qt's
        """Put side by side what there is room for."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Measure again when the letters change."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _on_drawn(self, row: int, _column: int) -> None:
        if self.chart.chart is not None:
            self.opened.emit(self.chart.chart.table.rows[row].key)

    def _fit(self) -> None:
        wide = self.width() >= self.fontMetrics().averageCharWidth() * _LETTERS_FOR_BOTH
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._both.direction() != way:
            self._both.setDirection(way)
        if self.table is not None:
            high = self.fontMetrics().height() + 18
            self.table.setMinimumHeight(high * (min(self.table.rowCount(), _LINES_AT_LEAST) + 1))


class FigurePanel(QWidget):
    """A figure in words, its chart and its table."""

    wants_records = Signal(object, str)
    """The line whose records are to be shown, and how it is said."""
    wants_export = Signal(object, str)
    """The figure that is to leave, and the manner in which it is drawn."""

    def __init__(self, manner: Manner) -> None:
        super().__init__()
        self.manner: Manner = manner
        self.chiffre: Chiffre | None = None
        self._lines: dict[str, tuple[str, Ligne | None]] = {}
        self.title = label("", "soustitre", wrap=True)
        self.total = label("", "grand", wrap=True)
        self.beside = label("", wrap=True)
        self.about = label("", tone="discret", wrap=True)
        self.caution = Notice()
        self.card = ChartCard()
        self.open_button = button(_("&Ouvrir ce qui est compté"))
        self.open_button.setIcon(icon("list-checks"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.card.buttons.take(self.open_button)
        for each in (self.title, self.total, self.beside, self.caution, self.card, self.about):
            column.addWidget(each)
        column.addStretch(1)
        self.open_button.clicked.connect(lambda _on: self._open_total())
        self.card.opened.connect(self._open)
        self.card.export_button.clicked.connect(lambda _on: self.wants_export.emit(self.chiffre, self.manner))
        self.setVisible(False)

    def show_figure(self, chiffre: Chiffre) -> None:
        """Show a figure."""
        self.chiffre = chiffre
        figure, other, seuil = chiffre.figure, chiffre.autre, chiffre.seuil
        self.title.setText(title_of(figure))
        self.total.setText(line_said(figure.total, figure.unite, seuil))
        self.beside.setText(" ".join(comparison_said(chiffre)))
        self.beside.setVisible(other is not None)
        self.about.setText(_(figure.definition))
        notes = dict.fromkeys([*figure.precautions, *(other.precautions if other is not None else ())])
        self.caution.say("\n".join(map(_, notes)), "attention" if notes else "")
        found = paired(figure, other)
        self._lines = {cle: (said, held[0]) for cle, said, held in found}
        words = {
            cle: (said, *(_NOTHING if line is None else line_said(line, figure.unite, seuil) for line in held))
            for cle, said, held in found
        }
        columns = (_(figure.coupe_libelle) or _("Ensemble"), figure.periode.libelle)
        columns = (*columns, *((other.periode.libelle,) if other is not None else ()))
        self.card.show_chart(chart_of(figure, seuil, other, self.manner), columns, words)
        self.open_button.setEnabled(figure.total.requete is not None)
        self.setVisible(True)

    def _open_total(self) -> None:
        if self.chiffre is not None:
            self.wants_records.emit(self.chiffre.figure.total, title_of(self.chiffre.figure))

    def _open(self, key: str) -> None:
        said, line = self._lines.get(key, ("", None))
        if self.chiffre is not None and line is not None and line.requete is not None:
            title = _("{quoi}\u00a0: {ligne}").format(quoi=title_of(self.chiffre.figure), ligne=said)
            self.wants_records.emit(line, title)
