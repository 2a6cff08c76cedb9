"""What the system gives to the windows of the application, heard before anything in them.

A filter of the application itself would be called for every event of every widget, which costs as much as drawing them.
"""

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication


class WindowEars(QObject):
    """Filters the events of all the windows: keys and the mouse come there first, before fields, menus and dialogs."""

    _listening = False

    def listen(self, app: QGuiApplication) -> None:
        """Hear the windows that are there, and each of those that come as soon as the keyboard goes to it."""
        self._listening = True
        app.focusWindowChanged.connect(self.gather)
        self.gather()

    def gather(self) -> None:
        """Hear every window that is there: a list that opened has not the keyboard, but may be given the mouse."""
        if self._listening:
            for window in QGuiApplication.allWindows():
                window.installEventFilter(self)  # twice is once

    def leave(self) -> None:
        """Hear nothing more."""
        self._listening = False
        for window in QGuiApplication.allWindows():
            window.removeEventFilter(self)
