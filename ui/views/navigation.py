"""The navigation on the left: pages with what waits on each, exchange and lock; icons alone where there is no room."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from mvl_desktop.i18n import _
from ui.icons import Role, icon
from ui.plain import button, hint, label
from ui.widgets.panels import icon_label

_WIDE, _CLOSE = 2.2, 1.7
"""How tall a line is, in heights of letters: with room to spare, and at the least."""


class Navigation(QFrame):
    """One line a page."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("nav")
        self._titles: list[str] = []
        self._badges: dict[str, int] = {}
        self._busy = self._narrow = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 0, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setContentsMargins(18, 0, 12, 4)
        head.setSpacing(10)
        head.addWidget(icon_label("shield-check", 24))
        self._brand = label("MVL", "marque")
        head.addWidget(self._brand, 1)
        column.addLayout(head)
        self.list = QListWidget()
        self.list.setObjectName("navlist")
        self.list.setAccessibleName(_("Navigation principale"))
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self.chosen)
        column.addWidget(self.list, 1)
        self.exchange, self.lock = button(""), button("")
        self.exchange.setIcon(icon("arrows-clockwise"))
        self.lock.setIcon(icon("lock-key"))
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 0, 12, 0)
        foot.setSpacing(8)
        foot.addWidget(self.exchange)
        foot.addWidget(self.lock)
        column.addLayout(foot)

    def add(self, title: str, icon_name: str) -> None:
        """Add a line. Its title is translated where it is shown."""
        self._titles.append(title)
        self.list.addItem(QListWidgetItem(icon(icon_name, selected=Role.HighlightedText), _(title)))

    def place_of(self, title: str, window: QWidget) -> QRect:
        """Return where the line of a page is in the window."""
        item = self.list.item(self._titles.index(title))
        self.list.scrollToItem(item)
        rect = self.list.visualItemRect(item)
        return QRect(self.list.viewport().mapTo(window, rect.topLeft()), rect.size())

    def badge(self, title: str, number: int) -> None:
        """Say how many things wait on a page."""
        self._badges[title] = number
        self._write()

    def show_busy(self, *, busy: bool, hosted: bool) -> None:
        """Say whether an exchange is under way, or possible."""
        self._busy = busy
        self.exchange.setEnabled(hosted and not busy)
        self._write()

    def fit(self, *, narrow: bool) -> None:
        """Take the room of words, or of icons alone."""
        self._narrow = narrow
        letters = self.fontMetrics().averageCharWidth()
        self.setFixedWidth(letters * 9 + 20 if narrow else letters * 27 + 24)
        self._space()
        self._brand.setVisible(not narrow)
        self._write()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the name is Qt's
        """Draw lines closer where that shows more of them."""
        super().resizeEvent(event)
        self._space()

    def _space(self) -> None:
        letters, count = self.fontMetrics().height(), max(self.list.count(), 1)
        tall = min(int(letters * _WIDE), max(int(letters * _CLOSE), self.list.height() // count))
        for place in range(self.list.count()):
            self.list.item(place).setSizeHint(QSize(0, tall))
        current = self.list.currentItem()
        if current is not None:
            self.list.scrollToItem(current)

    def _write(self) -> None:
        """Write names in full, or leave icons alone with their names said and in tooltips."""
        for place, title in enumerate(self._titles):
            number = self._badges.get(title, 0)
            said = f"{_(title)}  ({number})" if number else _(title)
            item = self.list.item(place)
            item.setText(f" {number}" if self._narrow and number else "" if self._narrow else said)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
            item.setToolTip(hint(said) if self._narrow else "")
        exchange = _("Échange en cours…") if self._busy else _("S&ynchroniser")
        for each, text in ((self.exchange, exchange), (self.lock, _("&Verrouiller"))):
            each.setText("" if self._narrow else text)
            each.setAccessibleName(text.replace("&", ""))
            each.setToolTip(hint(text.replace("&", "")) if self._narrow else "")
