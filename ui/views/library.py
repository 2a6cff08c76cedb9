"""A page of several shelves, a tab each: the library, the annuaire, the convention, the activities."""

from typing import Protocol, cast

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QTabWidget, QVBoxLayout, QWidget

from mvl_desktop.i18n import _
from ui.guide_pages import KIND
from ui.icons import icon
from ui.plain import label
from ui.widgets.panels import row


class Shelf(Protocol):
    """What every tab of the library can do: begin, open, leave, save, print and look for a record of its kind."""

    @property
    def is_open(self) -> bool:
        """Whether a record is open."""

    def new(self) -> None:
        """Begin a record."""

    def open(self, rec: str) -> None:
        """Open a record."""

    def resume(self, draft: str) -> None:
        """Go on writing where it was left."""

    def save(self) -> None:
        """Save what is being written."""

    def refresh(self) -> None:
        """Ask for everything again."""

    def focus_search(self) -> None:
        """Put the cursor in the search."""

    def close_form(self) -> None:
        """Step back."""

    def print_record(self) -> None:
        """Print the record that is read."""


class LibraryView(QWidget):
    """The shelves, one tab each; what the menus ask goes to the one that is shown.

    Where the tabs do not all hold side by side, a list of them takes their place.
    """

    def __init__(self, title: str) -> None:
        """Make an empty page; its title is translated where it is shown."""
        super().__init__()
        self._kinds: list[str] = []
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setAccessibleName(_(title))
        self.tabs.tabBar().setAccessibleName(_(title))
        self.tabs.setMinimumWidth(1)  # what the tabs want must not hold the window wide
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 16, 0, 0)
        outer.setSpacing(6)
        self.choice = QComboBox()
        self.choice.setAccessibleName(_("{page}\u00a0: rubrique").format(page=_(title)))
        self.choice.setAccessibleDescription(self.choice.accessibleName())  # no label stands before it
        self.choice.activated.connect(self.tabs.setCurrentIndex)
        self.choice.hide()
        head = row(label(_(title), "titre"), self.choice, None, gap=16)
        head.setContentsMargins(20, 0, 20, 0)
        outer.addLayout(head)
        outer.addWidget(self.tabs, 1)
        self.tabs.currentChanged.connect(self._on_shown)

    def add_shelf(self, kind: str, title: str, icon_name: str, view: QWidget) -> None:
        """Add the shelf of a kind of record. Its title is translated where it is shown."""
        self._kinds.append(kind)
        view.setProperty(KIND, kind)
        self.tabs.addTab(view, icon(icon_name), _(title))
        self.choice.addItem(icon(icon_name), _(title))

    def show_kind(self, kind: str) -> Shelf:
        """Show the shelf of a kind of record, and return it."""
        self.tabs.setCurrentIndex(self._kinds.index(kind))
        return self.shelf

    @property
    def shelf(self) -> Shelf:
        """The shelf that is shown."""
        return cast("Shelf", self.tabs.currentWidget())

    @property
    def is_open(self) -> bool:
        """Whether a record is open."""
        return self.shelf.is_open

    def new(self) -> None:
        """Begin a record."""
        self.shelf.new()

    def save(self) -> None:
        """Save what is being written."""
        self.shelf.save()

    def refresh(self) -> None:
        """Ask the shelf that is shown for everything again."""
        if self.tabs.count():
            self.shelf.refresh()

    def focus_search(self) -> None:
        """Put the cursor in the search."""
        self.shelf.focus_search()

    def close_form(self) -> None:
        """Step back."""
        self.shelf.close_form()

    def print_record(self) -> None:
        """Print the record that is read."""
        self.shelf.print_record()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the name is Qt's
        """Show the tabs where they hold, else a list of them."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Measure again when the letters change."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        bar = self.tabs.tabBar()
        holds = bar.sizeHint().width() <= self.width()
        bar.setVisible(holds)
        self.choice.setVisible(not holds)

    def _on_shown(self, place: int) -> None:
        """The tabs themselves have the page of the guide of the one that is shown."""
        self.setProperty(KIND, self._kinds[place] if place >= 0 else "")
        self.choice.setCurrentIndex(place)
        self.refresh()
