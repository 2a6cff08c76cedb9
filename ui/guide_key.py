"""F1 wherever no menu hears it: before the post is opened, and in the small windows over the others."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from ui.guide_pages import page_for
from ui.window_ears import WindowEars


class GuideKey(WindowEars):
    """Hears F1 for the whole application; the menu of the main window, which has the key, comes first."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.listen(app)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the name is Qt's
        """Open the guide at the page of the window that has the keyboard."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() != Qt.Key.Key_F1 or not isinstance(watched, QWindow):
            return False
        window = QWidget.find(watched.winId())
        return window is not None and self._show(window.focusWidget() or window)

    def _show(self, widget: QWidget) -> bool:
        from ui.views.guide import GuideWindow

        window = widget.window()
        if isinstance(window, GuideWindow):
            return False
        central = getattr(window, "centralWidget", None)
        inside = widget if widget is not window or central is None else central()
        # A window that waits for an answer stops every other one but its own children.
        guides = window.findChildren(GuideWindow, options=Qt.FindChildOption.FindDirectChildrenOnly)
        guide = guides[0] if guides else GuideWindow(window)
        guide.show_page(page_for(inside))
        return True
