"""The first window, locked or of a first start, and the way from it to the main one. Qt alone until it is painted."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import QEvent, QObject, QSize, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from ui.background import ThreadBackground
from ui.plain import tell
from ui.preferences import Look, keep_look
from ui.strength import strength
from ui.theme import Theme
from ui.timing import AlarmMaker, local_now
from ui.view_models.first_start import FirstStart, Prepared
from ui.view_models.unlock import Unlock
from ui.views.first_start import FirstStartView
from ui.views.unlock import UnlockView

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.main import Workplace

LOCK_MINUTES = 5


class Posts(Protocol):
    """Opens and makes posts."""

    def load(self) -> None:
        """Import what opening needs."""

    def open(self, passphrase: str) -> object:
        """Open the post with its passphrase."""

    def rescue(self, code: str, passphrase: str) -> Prepared:
        """Prepare a new passphrase by the recovery code."""

    def create(self, name: str, passphrase: str) -> Prepared:
        """Prepare a post."""

    def exists(self) -> bool:
        """Whether there is a post here; answered without loading anything."""


class Start(QObject):
    """The application from its first paint to its end."""

    def __init__(
        self,
        app: QApplication,
        theme: Theme,
        look_file: Path,
        posts: Posts,
        make_alarm: AlarmMaker,
        relaunch: Callable[[], None],
    ) -> None:
        super().__init__()
        self.app, self.theme, self._posts = app, theme, posts
        self._make_alarm, self._relaunch = make_alarm, relaunch
        self.background = ThreadBackground(self)
        self.workplace: Workplace | None = None
        self._loaded = False
        theme.chosen.connect(lambda look: keep_look(look_file, cast("Look", look)))
        self.window = QMainWindow()
        self.window.setWindowTitle("MVL")
        self.window.setMinimumSize(QSize(1024, 640))
        self.window.resize(1280, 800)
        self.view: QWidget = self._unlock() if posts.exists() else self._first_start()
        self.window.setCentralWidget(self.view)
        self.window.installEventFilter(self)

    def show(self) -> None:
        """Show the first window; the rest is imported once it is painted."""
        self.window.show()

    def run(self) -> int:
        """Run until the end."""
        code = self.app.exec()
        if self.workplace is not None:
            self.workplace.session.close()
        self.background.stop()
        return code

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the name is Qt's
        """Import the rest after the first paint."""
        if event.type() == QEvent.Type.Paint and not self._loaded:
            self._loaded = True
            QTimer.singleShot(0, self, self._load)
        return super().eventFilter(watched, event)

    def tell_incident(self, number: str) -> None:
        """Say that something unexpected happened, without any data."""
        text = (
            "Un incident imprévu vient de se produire. Ce qui était enregistré ou gardé en brouillon est intact.\n\n"
            f"Numéro à donner à votre opérateur : {number}"
        )
        tell(self.app.activeWindow(), "Incident", text, trouble=True)

    def _load(self) -> None:
        self.background.run(self._posts.load, lambda _none: None, _raise)

    def _unlock(self) -> QWidget:
        self.unlock = Unlock(self._posts.open, self.background, self._make_alarm)
        self.unlock.opened.connect(self._enter)
        view = UnlockView(self.unlock)
        view.wants_rescue.connect(self._rescue)
        QTimer.singleShot(0, view, view.passphrase.setFocus)
        return view

    def _first_start(self) -> QWidget:
        self.first = FirstStart(_Maker(self._posts.create), strength, self.background)
        self.first.finished.connect(self._enter)
        view = FirstStartView(self.first)
        view.wants_found.connect(lambda: self._enter_and("found"))
        view.wants_join.connect(lambda: self._enter_and("join"))
        QTimer.singleShot(0, view, view.name.setFocus)
        return view

    def _rescue(self) -> None:
        self.first = FirstStart(_Maker(self._posts.rescue), strength, self.background, rescue=True)
        self.first.finished.connect(self._enter)
        view = FirstStartView(self.first)
        self.view = view
        self.window.setCentralWidget(view)
        view.name.setFocus()

    def _enter_and(self, what: str) -> None:
        self.first.finish()
        if self.workplace is not None:
            self.workplace.window.show_page(self.workplace.posts_view)
            ask = self.workplace.posts_view.ask_found if what == "found" else self.workplace.posts_view.ask_join
            QTimer.singleShot(0, self.workplace.window, ask)

    def _enter(self, desk: object) -> None:
        from ui.main import Workplace

        workplace = Workplace(
            cast("Desk", desk),
            self.background,
            self.theme,
            make_alarm=self._make_alarm,
            now=local_now,
            lock_minutes=LOCK_MINUTES,
            relaunch=self._relaunch,
        )
        self.workplace = workplace
        self.app.installEventFilter(workplace.idle)
        workplace.window.setGeometry(self.window.geometry())
        workplace.window.show()
        workplace.start()
        self.window.hide()
        self.window.deleteLater()


class _Maker:
    """Makes a post and writes its sheet, for the first start."""

    def __init__(self, prepare: Callable[[str, str], Prepared]) -> None:
        self._prepare = prepare

    def prepare(self, name: str, passphrase: str) -> Prepared:
        """Prepare a post, or a new passphrase."""
        return self._prepare(name, passphrase)

    def keep_sheet(self, sheet: str, path: Path) -> None:
        """Write the recovery sheet."""
        from ui.sheet import write_sheet

        write_sheet(sheet, path)


def _raise(error: Exception) -> None:
    raise error
