"""The guide, in a window of the application: our own pages, on this machine, and nothing from anywhere else."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QMainWindow, QTextBrowser

from mvl_desktop.i18n import _
from ui.resources import guide_image, guide_page

FIRST_PAGE = "README.md"
_PICTURE_WIDTH = 680


class GuidePages(QTextBrowser):
    """Shows a page of the guide; a link to another page opens it here, any other link does nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setAccessibleName(_("Guide de MVL"))
        self.document().setDocumentMargin(24)
        self.anchorClicked.connect(self._follow)

    def loadResource(self, _type: int, name: QUrl | str) -> object:  # noqa: N802 - the name is Qt's
        """Give the guide's own pictures, fitted to the page, and nothing else."""
        path = guide_image(name.path() if isinstance(name, QUrl) else name)
        if path is None:
            return None
        picture = QImage(str(path))
        return picture.scaledToWidth(min(_PICTURE_WIDTH, picture.width()), Qt.TransformationMode.SmoothTransformation)

    def show_file(self, path: Path) -> None:
        """Show a page."""
        self.setMarkdown(path.read_text(encoding="utf-8"))

    def _follow(self, link: QUrl) -> None:
        path = guide_page(link.path())
        if not link.scheme() and path is not None:
            self.show_file(path)


class GuideWindow(QMainWindow):
    """The guide beside the work."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(_("Guide de MVL"))
        self.resize(QSize(760, 720))
        self.pages = GuidePages()
        self.setCentralWidget(self.pages)

    def show_page(self, name: str) -> None:
        """Open at a page."""
        path = guide_page(name) or guide_page(FIRST_PAGE)
        if path is not None:
            self.pages.show_file(path)
        self.show()
        self.raise_()
        self.activateWindow()
