"""F1 wherever no menu hears it: before the post is opened, and in the small windows over the others."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.guide_pages import page_for


class GuideKey(QObject):
    """Hears F1 for the whole application; the menu of the main window, which has the key, comes first."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the name is Qt's
        """Open the guide at the page of the window that has the keyboard."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() != Qt.Key.Key_F1 or not isinstance(watched, QWidget):
            return False
        return self._show(watched)

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
