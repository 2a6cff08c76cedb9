"""Time as windows need it: what o'clock it is, and « in two seconds unless something happens »."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QObject, QTimer


class Alarm(Protocol):
    """Something to do later, once; starting it again puts it off."""

    def start(self, seconds: float) -> None:
        """Ring in so many seconds, counted from now."""

    def stop(self) -> None:
        """Do not ring."""


AlarmMaker = Callable[[Callable[[], None]], Alarm]
"""Makes an alarm that calls back."""

Now = Callable[[], datetime]
"""What o'clock it is, in local time."""


def local_now() -> datetime:
    """Return the present time, in the zone of this machine."""
    return datetime.now().astimezone()


class QtAlarm(QObject):
    """An alarm on the event loop."""

    def __init__(self, ring: Callable[[], None]) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(ring)

    def start(self, seconds: float) -> None:
        """Ring in so many seconds, counted from now."""
        self._timer.start(int(seconds * 1000))

    def stop(self) -> None:
        """Do not ring."""
        self._timer.stop()
