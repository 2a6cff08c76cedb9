"""Whether somebody is there: the session locks after some minutes without a key or a move of the mouse.

The keys of the urgent lock are heard here too: before any window, any field, any dialog that waits for an answer.
"""

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QInputEvent, QKeyEvent

from ui.timing import AlarmMaker
from ui.window_ears import WindowEars

_SIGNS = frozenset(
    {
        QEvent.Type.ShortcutOverride,  # the key itself goes to a list that is open, and not to the window
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)

_KEYS = frozenset({QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress})
URGENT = QKeyCombination(Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_L)
"""Hide everything and lock, at once."""


class IdleWatch(WindowEars):
    """Listens to every window of the application; rings when nobody is there."""

    idle = Signal()
    urgent = Signal()
    """Somebody comes in: nothing may be seen a moment longer."""

    def __init__(self, minutes: float, make_alarm: AlarmMaker) -> None:
        super().__init__()
        self._seconds = minutes * 60
        self._alarm = make_alarm(self.idle.emit)
        self._alarm.start(self._seconds)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the name is Qt's
        """Put the lock off at each sign of life; hear the keys of the urgent lock wherever they are pressed."""
        if not isinstance(event, QInputEvent):
            return False
        if event.type() != QEvent.Type.MouseMove:
            QTimer.singleShot(0, self, self.gather)  # what a key or the mouse opens
        if event.type() in _KEYS and isinstance(event, QKeyEvent) and event.keyCombination() == URGENT:
            self.urgent.emit()
            return True
        if event.type() in _SIGNS:
            self._alarm.start(self._seconds)
        return False

    def wait(self, minutes: float) -> None:
        """Wait so many minutes from now on."""
        self._seconds = minutes * 60
        self._alarm.start(self._seconds)

    def stop(self) -> None:
        """Listen no more."""
        self._alarm.stop()
