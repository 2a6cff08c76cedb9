"""What is around the work in an opened post: preferences, the first steps again, a lot dropped on the window."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QDialog

from ui.background import Background
from ui.desk import Desk
from ui.idle import IdleWatch
from ui.preferences import Habits
from ui.theme import Theme
from ui.timing import Now
from ui.view_models.custody import CustodyDesk
from ui.view_models.exchange import ExchangeDesk
from ui.view_models.preferences import Preferences
from ui.view_models.security import SecurityDesk
from ui.view_models.settling import Settling
from ui.views.custody import CustodyDialog
from ui.views.main_window import MainWindow
from ui.views.preferences import PreferencesDialog
from ui.views.security import SecurityDialog
from ui.views.settling import SetupDialog

LOT_ENDING = ".mvl"


class Comforts(QObject):
    """Opens the small windows, puts habits in force, and hears what is dropped."""

    wants_demo = Signal()
    wants_join = Signal()
    wants_first = Signal()
    settled = Signal()
    """Espaces, or who sits here, may have changed."""

    def __init__(
        self,
        window: MainWindow,
        desk: Desk,
        background: Background,
        theme: Theme,
        exchange: ExchangeDesk,
        examine: Callable[[Path], None],
        idle: IdleWatch,
        now: Now,
    ) -> None:
        super().__init__(window)
        self._window, self._desk, self._background, self._theme = window, desk, background, theme
        self._now = now
        self._exchange, self._examine, self._idle = exchange, examine, idle
        self.preferences = Preferences(desk, background)
        self.preferences.applied.connect(self._apply)
        window.wants_preferences.connect(self.show_preferences)
        window.wants_setup.connect(self.show_setup)
        self.security = SecurityDesk(desk, background)
        window.wants_security.connect(self.show_security)
        self.custody = CustodyDesk(desk, background)
        window.wants_custody.connect(self.show_custody)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def start(self) -> None:
        """Put in force what was chosen."""
        self.preferences.load()

    def show_preferences(self) -> None:
        """Open the preferences."""
        _open(PreferencesDialog(self._window, self.preferences, self._theme))

    def show_security(self) -> None:
        """Open what opens this post and what is kept of it."""
        dialog = SecurityDialog(self._window, self.security, self._now)
        self.security.done.connect(self._on_secured)
        _open(dialog)
        self.security.done.disconnect(self._on_secured)

    def show_custody(self) -> None:
        """Open who keeps the keys of espaces, and what they open again."""
        dialog = CustodyDialog(self._window, self.custody)
        self.custody.named.connect(self.settled)
        self.custody.refounded.connect(self.settled)
        _open(dialog)
        self.custody.named.disconnect(self.settled)
        self.custody.refounded.disconnect(self.settled)

    def _on_secured(self, what: str) -> None:
        if what == "reprise":
            self.settled.emit()

    def show_setup(self) -> None:
        """Open the first steps again."""
        settling = Settling(self._desk, self._background)
        dialog = SetupDialog(self._window, settling)
        dialog.wants_demo.connect(self.wants_demo)
        dialog.wants_join.connect(self.wants_join)
        dialog.wants_first.connect(self.wants_first)
        settling.introduced.connect(self.settled)
        settling.founded.connect(self.settled)
        _open(dialog)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the name is Qt's
        """Take a lot that is dropped on the window, and show what it holds."""
        if isinstance(event, QDropEvent) and event.type() in (QEvent.Type.DragEnter, QEvent.Type.Drop):
            lot = dropped_lot(event)
            if lot is not None:
                event.acceptProposedAction()
                if event.type() == QEvent.Type.Drop:
                    self._examine(lot)
                return True
        return False

    def _apply(self, habits: Habits) -> None:
        self._idle.wait(habits.minutes)
        self._window.show_lock_minutes(habits.minutes)
        self._exchange.set_automatic(on=habits.echanges)


def dropped_lot(event: QDropEvent) -> Path | None:
    """Return the one lot that is being dropped; None for anything else."""
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.suffix.lower() == LOT_ENDING else None


def _open(dialog: QDialog) -> None:
    dialog.exec()
    dialog.deleteLater()
