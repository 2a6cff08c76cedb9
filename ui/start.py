"""The first window, locked or of a first start, and the way from it to the main one. Qt alone until it is painted.

What the locked window does not show is imported where it is used: most starts never do.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import QEvent, QObject, QSize, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from mvl_desktop.i18n import _
from mvl_desktop.services.refusals import RefusError
from ui.background import ThreadBackground
from ui.messages import sentence
from ui.plain import tell
from ui.preferences import Look, keep_look
from ui.theme import Theme
from ui.timing import AlarmMaker, local_now
from ui.view_models.unlock import Threshold, Unlock
from ui.views.unlock import UnlockView

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.guide_key import GuideKey
    from ui.main import Workplace
    from ui.view_models.first_start import FirstStart, Prepared

LOCK_MINUTES = 5


class Posts(Protocol):
    """Opens and makes posts."""

    def load(self) -> None:
        """Import what opening needs."""

    def open(self, passphrase: str) -> object:
        """Open the post with its passphrase."""

    def rescue(self, code: str, passphrase: str) -> "Prepared":
        """Prepare a new passphrase by the recovery code."""

    def create(self, name: str, passphrase: str) -> "Prepared":
        """Prepare a post."""

    def exists(self) -> bool:
        """Whether there is a post here; answered without loading anything."""

    def threshold(self) -> Threshold:
        """Return what can be said of the profile before it is opened."""

    @property
    def demonstration(self) -> str:
        """The passphrase of a demonstration; empty for a real post."""

    def make_demonstration(self) -> object:
        """Make the demonstration, and open it."""

    def discard_demonstration(self) -> None:
        """Throw the demonstration away."""


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
        switch: Callable[[bool], None] = lambda _demonstration: None,
    ) -> None:
        """`switch` leaves for the demonstration, or comes back from it."""
        super().__init__()
        self.app, self.theme, self._posts = app, theme, posts
        self._make_alarm, self._relaunch, self._switch = make_alarm, relaunch, switch
        self.background = ThreadBackground(self)
        self.workplace: Workplace | None = None
        self._left = False
        theme.chosen.connect(lambda look: keep_look(look_file, cast("Look", look)))
        self._demonstration = posts.demonstration
        self.key: GuideKey | None = None
        if self._demonstration:
            from ui.views.demonstration import WindowMarks

            WindowMarks(app)
        self.window = QMainWindow()
        self.window.setWindowTitle("MVL")
        self.window.setMinimumSize(QSize(1024, 640))
        room = self.window.screen().availableSize()
        self.window.resize(min(1280, room.width()), min(800, room.height() - self.window.fontMetrics().height() * 2))
        self.unlock: Unlock | None = None
        self.first: FirstStart | None = None
        self.view: QWidget = self._first_view()
        self.window.setCentralWidget(self.view)
        self.window.installEventFilter(self)

    def show(self) -> None:
        """Show the first window; the rest is imported once it is painted."""
        self.window.show()

    def run(self) -> int:
        """Run until the end."""
        code = self.app.exec()
        self._put_away()
        self.background.stop()
        return code

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the name is Qt's
        """Import the rest after the first paint."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._load)
        return False

    def tell_incident(self, number: str) -> None:
        """Say that something unexpected happened, without any data."""
        text = _(
            "Un incident imprévu vient de se produire. Ce qui était enregistré ou gardé en brouillon est intact.\n\n"
            "Numéro à donner à votre opérateur : {numero}"
        )
        tell(self.app.activeWindow(), _("Incident"), text.format(numero=number), trouble=True)

    def _load(self) -> None:
        if self._left:
            return
        import ui.main
        import ui.post_desk  # noqa: F401 - ahead, and here: classes of Qt are made in the thread of the windows alone
        from ui.guide_key import GuideKey

        self.key = cast("GuideKey | None", self.app.findChild(GuideKey)) or GuideKey(self.app)
        self.background.run(self._posts.load, lambda _none: self._look(), _raise)

    def _look(self) -> None:
        """Look at the profile: what is wrong with it is said before anybody types."""
        self.background.run(self._posts.threshold, self._on_threshold, _raise)

    def _on_threshold(self, threshold: Threshold) -> None:
        if self.unlock is not None:
            if self.workplace is None:
                self.unlock.see(threshold)
            return
        from ui.views.demonstration import DemoMaking
        from ui.views.first_start import FirstStartView

        if isinstance(self.view, FirstStartView) and threshold.trouble:
            self.view.warn(threshold.trouble)
        elif isinstance(self.view, DemoMaking):
            self._make_demonstration()

    def _first_view(self) -> QWidget:
        if self._posts.exists():
            return self._unlock()
        if not self._demonstration:
            return self._first_start()
        from ui.views.demonstration import DemoMaking

        return DemoMaking()

    def _unlock(self) -> QWidget:
        self.unlock = Unlock(self._posts.open, self.background, self._make_alarm)
        self.unlock.opened.connect(self._enter)
        view = UnlockView(self.unlock, self._demonstration)
        view.wants_rescue.connect(self._rescue)
        view.wants_look.connect(self._look)
        view.wants_demo.connect(lambda: self._leave_for(demonstration=True))
        view.wants_real.connect(lambda: self._leave_for(demonstration=False))
        QTimer.singleShot(0, view, view.passphrase.setFocus)
        return view

    def _first_start(self) -> QWidget:
        from ui.strength import strength
        from ui.view_models.first_start import FirstStart
        from ui.view_models.settling import Settling
        from ui.views.first_start import FirstStartView

        first = self.first = FirstStart(_Maker(self._posts.create), strength, self.background)
        view = FirstStartView(first)
        first.made.connect(lambda desk: view.settle(Settling(cast("Desk", desk), self.background)))
        view.wants_join.connect(lambda: self._enter_and("join"))
        view.wants_first.connect(lambda: self._enter_and("record"))
        view.finished.connect(lambda: self._enter_and(""))
        view.wants_demo.connect(lambda: self._leave_for(demonstration=True))
        QTimer.singleShot(0, view, view.focus)
        return view

    def _rescue(self) -> None:
        from ui.strength import strength
        from ui.view_models.first_start import FirstStart
        from ui.views.first_start import FirstStartView

        first = self.first = FirstStart(_Maker(self._posts.rescue), strength, self.background, rescue=True)
        first.made.connect(self._enter)
        view = FirstStartView(first)
        view.wants_out.connect(lambda: self._show_view(self._unlock()))
        self._show_view(view)
        view.focus()

    def _show_view(self, view: QWidget) -> None:
        self.view = view
        self.window.setCentralWidget(view)

    def _make_demonstration(self) -> None:
        self.background.run_long(
            lambda _watch: self._posts.make_demonstration(), self._enter, self._on_no_demo, lambda _progress: None
        )

    def _on_no_demo(self, error: Exception) -> None:
        from ui.views.demonstration import mark

        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        tell(self.window, mark(), sentence(code), trouble=True)
        self._leave_for(demonstration=False)

    def _leave_for(self, *, demonstration: bool) -> None:
        """Put everything away, and become the program on the other profile."""
        self._left = True
        self._put_away()
        self.background.stop()
        self._switch(demonstration)

    def _put_away(self) -> None:
        if self.workplace is not None:
            self.workplace.idle.leave()
            self.workplace.close()
        elif self.first is not None and self.first.post is not None:
            cast("Desk", self.first.post).close()
            self.first.post = None

    def _enter_and(self, what: str) -> None:
        if self.first is None or self.first.post is None:
            return
        self._enter(self.first.post)
        place = self.workplace
        if place is not None and what == "join":
            place.window.show_page(place.posts_view)
            QTimer.singleShot(0, place.window, place.posts_view.ask_join)
        elif place is not None and what == "record":
            place.record_first()

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
        workplace.idle.listen(self.app)
        workplace.wants_demo.connect(lambda: self._leave_for(demonstration=True))
        if self._demonstration:
            from ui.views.demonstration import DemoBar

            bar = DemoBar(workplace.window)
            bar.wants_out.connect(lambda: self._leave_for(demonstration=False))
            bar.wants_again.connect(self._demonstrate_again)
        workplace.window.setGeometry(self.window.geometry())
        workplace.window.show()
        workplace.start()
        self.window.hide()
        self.window.deleteLater()

    def _demonstrate_again(self) -> None:
        from ui.views.demonstration import mark

        self._left = True
        self._put_away()
        self.background.stop()
        try:
            self._posts.discard_demonstration()
        except RefusError as error:
            tell(None, mark(), sentence(error.code), trouble=True)
        self._switch(True)


class _Maker:
    """Makes a post and writes its sheet, for the first start."""

    def __init__(self, prepare: "Callable[[str, str], Prepared]") -> None:
        self._prepare = prepare

    def prepare(self, name: str, passphrase: str) -> "Prepared":
        """Prepare a post, or a new passphrase."""
        return self._prepare(name, passphrase)

    def keep_sheet(self, sheet: str, path: Path) -> None:
        """Write the recovery sheet."""
        from ui.sheet import write_sheet

        write_sheet(sheet, path)


def _raise(error: Exception) -> None:
    raise error
