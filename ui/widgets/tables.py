"""Tables as this application shows them: whole lines, no grid, Tab goes on to the next widget, never sideways."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QTableView, QTableWidget, QTableWidgetItem

from ui.plain import hint

_MEASURED = 200
"""Lines that are measured: more would not change the columns, and would cost."""
_AROUND_CELL, _AROUND_LINE = 24, 18


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
    """A table of a few lines. Where there is no room for every word on one line, its cells take several: none is cut.

    The columns that its owner lets stretch take what the others leave.
    """

    def __init__(self, columns: int) -> None:
        super().__init__(0, columns)
        self._greedy: tuple[int, ...] | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.fit)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for changed in (self.model().dataChanged, self.model().rowsInserted, self.model().rowsRemoved):
            changed.connect(lambda *_what: self._later.start(0))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the name is Qt's
        """Share the room that there is."""
        super().resizeEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Lines grow with the letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            fit_lines(self)
            self._later.start(0)

    def fit(self) -> None:
        """Give each column its share, and each line the height that its words need."""
        header = self.horizontalHeader()
        columns = range(self.columnCount())
        if self._greedy is None:
            stretched = QHeaderView.ResizeMode.Stretch
            self._greedy = tuple(each for each in columns if header.sectionResizeMode(each) == stretched)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        titles = [0 if self.isColumnHidden(each) else header.sectionSizeFromContents(each).width() for each in columns]
        wanted = [max(title, self._widest(column)) for column, title in enumerate(titles)]
        room = self.viewport().width()
        crowded = sum(wanted) > room
        if crowded:
            least = [max(title, self._widest(column, by_word=True)) for column, title in enumerate(titles)]
            widths = shares(least, wanted, room)
        else:
            greedy = self._greedy or (0,)
            spare = (room - sum(wanted)) // len(greedy)
            widths = [wide + (spare if column in greedy else 0) for column, wide in enumerate(wanted)]
        for column, wide in enumerate(widths):
            header.resizeSection(column, wide)
        self.setWordWrap(crowded)
        for line in range(self.rowCount()):
            self.setRowHeight(line, self._height(line, widths) if crowded else self._usual())

    def _usual(self) -> int:
        return self.verticalHeader().defaultSectionSize()

    def _height(self, line: int, widths: Sequence[int]) -> int:
        if line >= _MEASURED:
            return self.fontMetrics().height() * 2 + _AROUND_LINE
        return max(self._usual(), *(self._tall(line, column, wide) for column, wide in enumerate(widths)))

    def _tall(self, line: int, column: int, wide: int) -> int:
        item = self.item(line, column)
        box = QRect(0, 0, wide - self._around(item), 10_000)
        text = item.text() if item is not None else ""
        return self.fontMetrics().boundingRect(box, int(Qt.TextFlag.TextWordWrap), text).height() + _AROUND_LINE

    def _widest(self, column: int, *, by_word: bool = False) -> int:
        if self.isColumnHidden(column):
            return 0
        items = [self.item(line, column) for line in range(min(self.rowCount(), _MEASURED))]
        return max((self._wide(item, by_word=by_word) for item in items if item is not None), default=0)

    def _wide(self, item: QTableWidgetItem, *, by_word: bool) -> int:
        parts = item.text().split() if by_word else [item.text()]
        return max(map(self.fontMetrics().horizontalAdvance, parts), default=0) + self._around(item)

    def _around(self, item: QTableWidgetItem | None) -> int:
        bare = item is None or item.icon().isNull()
        return _AROUND_CELL + (0 if bare else self.style().pixelMetric(QStyle.PixelMetric.PM_ListViewIconSize) + 8)


def shares(least: Sequence[int], wanted: Sequence[int], room: int) -> list[int]:
    """Return a width for each column: short ones are whole first, the longest take what is left and several lines."""
    if sum(least) > room:
        return [room * wide // max(1, sum(least)) for wide in least]
    widths, left = list(least), room
    order = sorted(range(len(wanted)), key=lambda column: wanted[column])
    for place, column in enumerate(order):
        others = order[place + 1 :]
        fair = max(least[column], left // (len(others) + 1))
        widths[column] = min(wanted[column], fair, left - sum(least[other] for other in others))
        left -= widths[column]
    widths[order[-1]] += left
    return widths


def fit_lines(table: QTableView) -> None:
    """Give lines the height that their letters need."""
    table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 18)


def small_table(name: str, titles: Sequence[str]) -> QTableWidget:
    """Return a table of a few lines, whose first column takes the room that the others leave."""
    table = SmallTable(len(titles))
    for column, title in enumerate(titles):
        head = QTableWidgetItem(title)
        head.setToolTip(hint(title))
        table.setHorizontalHeaderItem(column, head)
    dress(table, name)
    header = table.horizontalHeader()
    header.setMinimumSectionSize(_AROUND_CELL)
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
