"""Whether the person leaves this machine: it goes to sleep, the session is locked, somebody else takes the screen.

Each system says it its own way: by its message bus on Linux, by messages to windows on Windows. Elsewhere, and where
no bus answers, the lock after some minutes is what remains.
"""

import ctypes
import sys
from ctypes import wintypes
from typing import Final

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QWidget

_POWER: Final = 0x218
_SESSION: Final = 0x2B1
_DEPARTURES: Final = frozenset({(_POWER, 4), (_SESSION, 2), (_SESSION, 4), (_SESSION, 7)})
"""Sleep; another user on the screen; a remote session cut; the session locked."""


class Leaving(QObject):
    """Says once that the person leaves."""

    left = Signal()


def watch_leaving(window: QWidget) -> Leaving:
    """Return what listens to this system, for as long as it is kept."""
    if sys.platform == "win32":
        return WindowsLeaving(window)
    if sys.platform.startswith("linux"):
        from ui.leaving_bus import listen

        return listen()
    return Leaving()


def is_departure(message: int, word: int) -> bool:
    """Whether a message of Windows says that the person leaves."""
    return (message, word) in _DEPARTURES


class _Filter(QAbstractNativeEventFilter):
    """Reads what Windows sends to our windows."""

    def __init__(self, leaving: Leaving) -> None:
        super().__init__()
        self._leaving = leaving

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> object:  # noqa: N802 - the name is Qt's
        """Hear of a departure; Windows waits until this returns before it sleeps."""
        if QByteArray(kind).data() == b"windows_generic_MSG":
            sent = wintypes.MSG.from_address(int(message))
            if is_departure(sent.message, sent.wParam):
                self._leaving.left.emit()
        return False, 0


class WindowsLeaving(Leaving):
    """Listens to the messages that Windows sends to a window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self._filter = _Filter(self)
        application = QCoreApplication.instance()
        if application is not None:
            application.installNativeEventFilter(self._filter)
        if sys.platform == "win32":
            ctypes.windll.wtsapi32.WTSRegisterSessionNotification(wintypes.HWND(int(window.winId())), 0)
