"""Unlocking: one attempt at a time, and a wait that doubles after the third failure. It holds no widget."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from mvl_desktop.i18n import _
from ui.background import Background
from ui.text import count
from ui.timing import AlarmMaker

FREE_ATTEMPTS = 3
_LONGEST = 3600

WRONG = frozenset({"phrase_refusee", "phrase_incorrecte"})
"""What counts as a failure; a damaged store, or another program that holds it, does not."""

Open = Callable[[str], object]
"""Opens the post with a passphrase; raises an error that carries a code."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """What can be said of a profile before it is opened. Nothing of what it holds."""

    trouble: str = ""
    """Why it cannot be opened now: the code of a sentence."""
    keyring: bool = False
    """Whether the keyring of the session also has a say."""


class Unlock(QObject):
    """What the locked window may do."""

    changed = Signal()
    opened = Signal(object)
    refused = Signal(str)

    def __init__(self, open_post: Open, background: Background, make_alarm: AlarmMaker) -> None:
        super().__init__()
        self._open, self._background = open_post, background
        self._alarm = make_alarm(self._tick)
        self._failures = 0
        self._left = 0
        self.busy = False
        self.last_code = ""
        self.threshold = Threshold()

    @property
    def can_try(self) -> bool:
        """Whether a passphrase may be tried now."""
        return not self.busy and self._left == 0 and not self.threshold.trouble

    def see(self, threshold: Threshold) -> None:
        """Take what was seen of the profile."""
        self.threshold = threshold
        self.changed.emit()

    @property
    def waiting(self) -> str:
        """What to say while nothing may be tried."""
        if not self._left:
            return ""
        return _("Nouvel essai possible dans {temps}.").format(temps=count(self._left, "seconde"))

    def attempt(self, passphrase: str) -> None:
        """Try a passphrase."""
        if not self.can_try or not passphrase:
            return
        self.busy = True
        self.changed.emit()
        self._background.run(lambda: self._open(passphrase), self._on_opened, self._on_error)

    def _on_opened(self, post: object) -> None:
        self.busy = False
        self.opened.emit(post)

    def _on_error(self, error: Exception) -> None:
        self.busy = False
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            self.changed.emit()
            raise error
        self.last_code = code
        if code in WRONG:
            self._failures += 1
            if self._failures >= FREE_ATTEMPTS:
                self._left = min(2 ** (self._failures - FREE_ATTEMPTS), _LONGEST)
                self._alarm.start(1)
        self.refused.emit(code)
        self.changed.emit()

    def _tick(self) -> None:
        self._left = max(0, self._left - 1)
        if self._left:
            self._alarm.start(1)
        self.changed.emit()
