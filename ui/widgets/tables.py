"""Tables as this application shows them: whole lines, no grid, Tab goes on to the next widget, never sideways."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QTableWidget


class ListTable(QTableView):
    """A long list over a model; says when there is more or less room for columns."""

    resized = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        dress(self, name)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the name is Qt's
        """Say how much room there is."""
        super().resizeEvent(event)
        self.resized.emit(self.viewport().width())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Lines grow with the letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            fit_lines(self)
            self.resized.emit(self.viewport().width())


class SmallTable(QTableWidget):
    """A table of a few lines."""

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - the name is Qt's
        """Lines grow with the letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            fit_lines(self)


def fit_lines(table: QTableView) -> None:
    """Give lines the height that their letters need."""
    table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 18)


def small_table(name: str, titles: Sequence[str]) -> QTableWidget:
    """Return a table of a few lines, whose first column takes the room that the others leave."""
    table = SmallTable(0, len(titles))
    table.setHorizontalHeaderLabels(list(titles))
    dress(table, name)
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    return table


def dress(table: QTableView, name: str) -> None:
    """Give a table its manners."""
    table.setAccessibleName(name)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setCornerButtonEnabled(False)
    table.verticalHeader().hide()
    fit_lines(table)
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
    header.setMinimumSectionSize(60)
