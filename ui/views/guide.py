"""The guide, in a window of the application: our own pages, on this machine, and nothing from anywhere else."""

from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QAction, QImage, QResizeEvent, QTextBlockFormat, QTextCursor, QTextTable
from PySide6.QtWidgets import QMainWindow, QTextBrowser, QToolBar, QWidget

from mvl_desktop.i18n import _
from ui.guide_pages import FIRST_PAGE
from ui.icons import icon
from ui.resources import guide_image, guide_page

_PICTURE_WIDTH = 680
_MARGIN = 24
_PICTURE = "\ufffc"
"""What stands for a picture in the text."""
_LINE = 130.0
_PROPORTIONAL = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value


class GuidePages(QTextBrowser):
    """Shows a page of the guide; a link to another page opens it here, any other link does nothing."""

    turned = Signal()
    """Another page is shown."""

    def __init__(self) -> None:
        super().__init__()
        self._trail: list[Path] = []
        self.setOpenLinks(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName(_("Guide de MVL"))
        self.document().setDocumentMargin(_MARGIN)
        self.anchorClicked.connect(self._follow)

    def loadResource(self, _type: int, name: QUrl | str) -> object:  # noqa: N802 - the name is Qt's
        """Give the guide's own pictures, fitted to the page; an empty point for anything else.

        Where nothing at all is given, Qt reads the file that was named.
        """
        path = guide_image(name.path() if isinstance(name, QUrl) else name)
        if path is None:
            return _empty_point()
        picture = QImage(str(path))
        room = min(_PICTURE_WIDTH, picture.width(), self.viewport().width() - 2 * _MARGIN)
        return picture.scaledToWidth(max(1, room), Qt.TransformationMode.SmoothTransformation)

    def open(self, name: str) -> None:
        """Show a page, and remember the one that was shown."""
        path = guide_page(name)
        if path is not None and (not self._trail or self._trail[-1] != path):
            self._trail.append(path)
            self._show()

    def back(self) -> None:
        """Show the page that was shown before."""
        if self.can_go_back:
            self._trail.pop()
            self._show()

    @property
    def can_go_back(self) -> bool:
        """Whether a page was shown before."""
        return len(self._trail) > 1

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - the name is Qt's
        """Lay the page out again when the letters or the colours change."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange) and self._trail:
            QTimer.singleShot(0, self, self._refit)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fit the pictures to the new width, where one was."""
        super().resizeEvent(event)
        if self._trail and event.size().width() != event.oldSize().width():
            QTimer.singleShot(0, self, self._refit)

    def _refit(self) -> None:
        place = self.verticalScrollBar().value()
        self._lay_out()
        self.verticalScrollBar().setValue(place)

    def _show(self) -> None:
        self._lay_out()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.turned.emit()

    def _lay_out(self) -> None:
        self.document().setDefaultFont(self.font())
        self.setMarkdown(self._trail[-1].read_text(encoding="utf-8"))
        self._breathe()

    def _breathe(self) -> None:
        """Give lines and tables the air that a page of text wants."""
        block = self.document().begin()
        while block.isValid():
            cursor = QTextCursor(block)
            form = block.blockFormat()
            form.setNonBreakableLines(False)
            if _PICTURE not in block.text():
                form.setLineHeight(_LINE, _PROPORTIONAL)
            if form.headingLevel():
                form.setTopMargin(self.fontMetrics().height() * (0.4 if form.headingLevel() == 1 else 1.1))
            cursor.setBlockFormat(form)
            block = block.next()
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                table = frame.format().toTableFormat()
                table.setCellPadding(6)
                table.setCellSpacing(0)
                table.setBorderCollapse(True)
                table.setBorder(1)
                table.setBorderBrush(self.palette().mid())
                frame.setFormat(table)

    def _follow(self, link: QUrl) -> None:
        if not link.scheme():
            self.open(link.path())


def _empty_point() -> QImage:
    point = QImage(1, 1, QImage.Format.Format_ARGB32)
    point.fill(Qt.GlobalColor.transparent)
    return point


class GuideWindow(QMainWindow):
    """The guide beside the work; over a window that waits for an answer, it is that window's own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Guide de MVL"))
        self.resize(QSize(760, 720))
        self.pages = GuidePages()
        self.setCentralWidget(self.pages)
        bar = QToolBar(_("Aller dans le guide"), self)
        bar.setMovable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        bar.toggleViewAction().setEnabled(False)
        self.contents = bar.addAction(icon("house"), _("Sommaire"), lambda: self.pages.open(FIRST_PAGE))
        self.back = bar.addAction(icon("arrow-left"), _("Page précédente"), self.pages.back)
        self.contents.setShortcut("Alt+Home")
        self.back.setShortcut("Alt+Left")
        for action in bar.actions():
            bar.widgetForAction(action).setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.addToolBar(bar)
        close = QAction(self)
        close.setShortcut("Esc")
        close.triggered.connect(self.close)
        self.addAction(close)
        self.pages.turned.connect(self._show_way)
        self._show_way()

    def show_page(self, name: str) -> None:
        """Open at a page."""
        self.pages.open(name if guide_page(name) else FIRST_PAGE)
        self.show()
        self.raise_()
        self.activateWindow()
        self.pages.setFocus()

    def _show_way(self) -> None:
        self.back.setEnabled(self.pages.can_go_back)
