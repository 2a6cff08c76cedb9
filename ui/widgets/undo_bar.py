"""« Annuler », for a moment, after something was taken out: a bar that stops nobody."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent

from mvl_desktop.i18n import _
from ui.icons import icon
from ui.plain import button
from ui.widgets.panels import Notice

SECONDS = 12


class UndoBar(Notice):
    """One removal at a time. What waits for the bar to go is done when it goes, and only once."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = button(_("Annuler"))
        self.undo.setIcon(icon("arrow-u-up-left"))
        self.add(self.undo)
        self.undo.clicked.connect(self.take_back)
        self._back: Callable[[], None] | None = None
        self._after: Callable[[], None] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.settle)

    def offer(self, said: str, back: Callable[[], None], after: Callable[[], None] | None = None) -> None:
        """Say what was taken out, and offer to put it back; `after` is what its disappearance then does."""
        self.settle()
        self._back, self._after = back, after
        self.say(said)
        self._timer.start(SECONDS * 1000)

    def take_back(self) -> None:
        """Put back what was taken out."""
        back, self._back, self._after = self._back, None, None
        self.settle()
        if back is not None:
            back()

    def settle(self) -> None:
        """Go away, for good."""
        self._timer.stop()
        after, self._back, self._after = self._after, None, None
        self.say("")
        if after is not None:
            after()

    @property
    def offers(self) -> bool:
        """Whether something can be taken back."""
        return self._back is not None

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - the name is Qt's
        """A window that goes away settles what waited."""
        super().hideEvent(event)
        if self.offers and not event.spontaneous():
            self.settle()
