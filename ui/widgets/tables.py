"""Tables as this application shows them: whole lines, no grid, Tab goes on to the next widget, never sideways."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyle,
    QTableView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
)

from ui.plain import hint
from ui.theme import BASE_POINT

_MEASURED = 200
"""Lines that are measured: more would not change the columns, and would cost."""
_LINES_AT_LEAST = 4
_AROUND_CELL, _AROUND_LINE = 24, 18
"""What the style puts around the words of a cell, at the usual size of letters."""
_PADDING = 16
"""What of it grows with the letters."""
_SLACK = 2
"""What words are measured short of, when their box has just their width."""


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
        self._snug = False
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

    def stand_in(self, column: QVBoxLayout, share: int = 1000) -> None:
        """Take a place in a column: as tall as its lines where there is room, so that what follows is near.

        `share`: of the room that there is, beside the shares of what else grows.
        """
        self._snug = True
        column.addWidget(self, share)

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
        heights = [self._height(line, widths) for line in range(min(self.rowCount(), _MEASURED))] if crowded else []
        beyond = max(heights, default=self._usual())
        for line in range(self.rowCount()):
            self.setRowHeight(line, heights[line] if line < len(heights) else beyond)
        if self._snug:
            lines = max(self.verticalHeader().length(), self._usual() * _LINES_AT_LEAST)
            self.setMaximumHeight(max(self.minimumHeight(), header.sizeHint().height() + lines + 2 * self.frameWidth()))

    def _usual(self) -> int:
        return self.verticalHeader().defaultSectionSize()

    def _height(self, line: int, widths: Sequence[int]) -> int:
        return max(self._usual(), *(self._tall(line, column, wide) for column, wide in enumerate(widths)))

    def _tall(self, line: int, column: int, wide: int) -> int:
        item = self.item(line, column)
        box = QRect(0, 0, wide - self._around(item) + _SLACK, 10_000)
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
        around = _AROUND_CELL + round(_PADDING * (QApplication.font().pointSizeF() / BASE_POINT - 1))
        bare = item is None or item.icon().isNull()
        return around + (0 if bare else self.style().pixelMetric(QStyle.PixelMetric.PM_SmallIconSize, None, self) + 8)


def _capped(least: Sequence[int], room: int) -> list[int]:
    """Return widths that fit: narrow columns keep theirs, the widest ones share what is left alike."""
    widths, left = list(least), room
    for place, column in enumerate(sorted(range(len(least)), key=lambda each: least[each])):
        widths[column] = min(least[column], left // (len(least) - place))
        left -= widths[column]
    return widths


def shares(least: Sequence[int], wanted: Sequence[int], room: int) -> list[int]:
    """Return a width for each column: short ones are whole first, the longest take what is left and several lines."""
    if sum(least) > room:
        return _capped(least, room)
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


def small_table(name: str, titles: Sequence[str]) -> SmallTable:
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
