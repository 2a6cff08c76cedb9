"""From an opened post to its windows: view-models, views, and what ties them. It knows the desk, not what is under."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from ui.background import Background
from ui.clipboard import ClipboardGuard
from ui.comforts import Comforts
from ui.desk import Desk
from ui.guide_pages import page_for
from ui.idle import IdleWatch
from ui.leaving import watch_leaving
from ui.pages import SIGNALEMENT, Pages
from ui.resources import resource
from ui.session import Session
from ui.spelling import Spelling
from ui.theme import Theme
from ui.timing import AlarmMaker, Now
from ui.view_models.arbitration import Arbitration
from ui.view_models.exchange import ExchangeDesk
from ui.view_models.palette import Palette
from ui.view_models.posts import PostsList
from ui.view_models.record_form import RecordForm
from ui.views.arbitration import ArbitrationView
from ui.views.chiffres import ChiffresView
from ui.views.conservation import ConservationView
from ui.views.copies import CopiesView
from ui.views.exchange import ExchangeView
from ui.views.fiches import FichesView
from ui.views.grilles import GrillesView
from ui.views.guide import GuideWindow
from ui.views.home import HomeView
from ui.views.journal import JournalView
from ui.views.library import LibraryView
from ui.views.main_window import MainWindow
from ui.views.palette import PaletteDialog
from ui.views.posts import PostsView
from ui.views.records import RecordsView
from ui.views.revoked import REGISTERS, RevokedView, is_revoked, reads_registers_only, show_revoked
from ui.views.todo import TodoView


class Workplace(QObject):
    """The main window of an opened post, with everything that lives as long as it."""

    wants_demo = Signal()

    def __init__(
        self,
        desk: Desk,
        background: Background,
        theme: Theme,
        *,
        make_alarm: AlarmMaker,
        now: Now,
        lock_minutes: int,
        relaunch: Callable[[], None],
    ) -> None:
        super().__init__()
        self.desk, self.background = desk, background
        self.exchange = ExchangeDesk(desk, background, make_alarm)
        self.posts = PostsList(desk, background)
        self.conflicts = Arbitration(desk, background)
        self.guide: GuideWindow | None = None
        self.window = MainWindow(self.exchange, theme, now, lock_minutes)
        self._pages = Pages(self.window, desk, background, self.exchange, self.posts, self.conflicts, make_alarm, now)
        self.access = self._pages.access
        self.palette = Palette(desk, background, make_alarm)
        self.session = Session(desk, background, relaunch)
        self.session.watch(tuple(self.forms.values()))
        self.idle = IdleWatch(lock_minutes, make_alarm)
        self.leaving = watch_leaving(self.window)
        self.clipboard = ClipboardGuard(make_alarm)
        self._away = False
        self.revoked_view: RevokedView | None = None
        self.comforts = Comforts(self.window, desk, background, theme, self.exchange, self._examine, self.idle, now)
        self.spelling = Spelling(self.window, desk, background, make_alarm, resource("orthographe"))
        self._connect()

    @property
    def forms(self) -> Mapping[str, RecordForm]:
        """Return what is being written, by kind."""
        return self._pages.forms

    @property
    def pages(self) -> Mapping[str, RecordsView]:
        """Return the pages of records, by kind."""
        return {SIGNALEMENT: self._pages.signalements.view}

    @property
    def home_view(self) -> HomeView:
        """Return the first page."""
        return self._pages.home.view

    @property
    def todo_view(self) -> TodoView:
        """Return the page of what is to do."""
        return self._pages.todo.view

    @property
    def fiches_view(self) -> FichesView:
        """Return the page of the fiches de conduite."""
        return self._pages.fiches.view

    @property
    def grilles_view(self) -> GrillesView:
        """Return the page of the grilles de repérage."""
        return self._pages.grilles.view

    @property
    def library_view(self) -> LibraryView:
        """Return the page of the library."""
        return self._pages.library.view

    @property
    def annuaire_view(self) -> LibraryView:
        """Return the page of the annuaire."""
        return self._pages.annuaire.view

    @property
    def convention_view(self) -> LibraryView:
        """Return the page of the convention."""
        return self._pages.convention.view

    @property
    def activites_view(self) -> LibraryView:
        """Return the page of activities."""
        return self._pages.activites.view

    @property
    def chiffres_view(self) -> ChiffresView:
        """Return the page of figures."""
        return self._pages.chiffres.view

    @property
    def conflicts_view(self) -> ArbitrationView:
        """Return the page of conflicts."""
        return self._pages.conflicts.view

    @property
    def exchange_view(self) -> ExchangeView:
        """Return the page of exchanges."""
        return self._pages.exchange.view

    @property
    def posts_view(self) -> PostsView:
        """Return the page of posts."""
        return self._pages.posts.view

    @property
    def conservation_view(self) -> ConservationView:
        """Return the page of conservation."""
        return self._pages.conservation.view

    @property
    def copies_view(self) -> CopiesView:
        """Return the page of communicable copies."""
        return self._pages.copies.view

    @property
    def journal_view(self) -> JournalView:
        """Return the page of accesses."""
        return self._pages.journal.view

    def start(self) -> None:
        """Ask for what the first page shows."""
        self.window.nav.setCurrentRow(0)
        self.exchange.refresh()
        self.posts.refresh()
        self.access.refresh()
        self.comforts.start()

    def _look_alarms(self) -> None:
        """Ask for the alarms again when the frame knows of others than those shown."""
        situation = self.exchange.situation
        known = {notice.id for notice in situation.alarmes if notice.id > 0} if situation else set()
        if known != {alarm.id for alarm in self.access.alarms if alarm.id > 0}:
            self.access.refresh()

    def record_first(self) -> None:
        """Open an empty signalement."""
        self._pages.begin()

    def close(self) -> None:
        """Put everything away."""
        self._away = True
        self.idle.stop()
        self.clipboard.stop()
        self.exchange.stop()
        if self.guide is not None:
            self.guide.close()
        self.session.close()

    def lock(self) -> None:
        """Hide everything, put it away and start again locked. Once is enough, whoever asks."""
        if self._away:
            return
        self._away = True
        for window in QApplication.topLevelWidgets():
            window.hide()
        self.clipboard.stop()
        self.idle.stop()
        self.exchange.stop()
        self.session.lock()

    def _connect(self) -> None:
        self.window.locked.connect(self.lock)
        self.window.ended.connect(self.close)
        self.window.wants_guide.connect(self._show_guide)
        self.window.wants_palette.connect(self._show_palette)
        self.idle.idle.connect(self.lock)
        self.idle.urgent.connect(self.lock)
        self.leaving.left.connect(self.lock)
        self.comforts.wants_demo.connect(self.wants_demo)
        self.comforts.preferences.applied.connect(lambda habits: self.spelling.allow(on=habits.orthographe))
        self.comforts.wants_join.connect(lambda: QTimer.singleShot(0, self.window, self._join))
        self.comforts.wants_first.connect(self.record_first)
        self.comforts.settled.connect(self.posts.refresh)
        self.comforts.settled.connect(self.exchange.refresh)
        for form in self.forms.values():
            form.saved.connect(lambda _rec: self.exchange.refresh())
            form.saved.connect(lambda _rec: self._pages.home.refresh())
        self.conflicts.decided.connect(self._on_records_changed)
        self.exchange.exchanged.connect(self._on_records_changed)
        self.posts.joined.connect(self._on_records_changed)
        self.posts.changed.connect(self._look_revoked)
        self.exchange.situation_changed.connect(self._look_alarms)
        self.access.handled.connect(self.exchange.refresh)
        self.exchange.exchanged.connect(self.posts.refresh)
        self.exchange.exchanged.connect(self.access.refresh)
        self.exchange.refused.connect(lambda _code: self.posts.refresh())

    def _look_revoked(self) -> None:
        """Leave nothing but the hand-over to a post that every espace has closed, but the registers to an auditor."""
        if self.revoked_view is None and is_revoked(self.posts.members):
            self.revoked_view = show_revoked(self.window, self.exchange)
        elif reads_registers_only(self.posts.members):
            self.window.keep_titled(REGISTERS)

    def _join(self) -> None:
        self.window.show_page(self.posts_view)
        self.posts_view.ask_join()

    def _show_palette(self) -> None:
        self.palette.offer(self.window.commands())
        dialog = PaletteDialog(self.window, self.palette)
        dialog.wants_record.connect(self.window.wants_record)
        dialog.exec()
        dialog.deleteLater()

    def _show_guide(self) -> None:
        if self.guide is None:
            self.guide = GuideWindow()
        page, focused = self.window.current(), self.window.focusWidget()
        inside = page is not None and focused is not None and page.isAncestorOf(focused)
        shown = page.form_view if isinstance(page, RecordsView) and page.is_open else page
        self.guide.show_page(page_for(focused if inside else shown))

    def _examine(self, lot: Path) -> None:
        self.window.show_page(self.exchange_view)
        self.exchange_view.examine(lot)

    def _on_records_changed(self) -> None:
        self._pages.refresh()
        self.conflicts.refresh()
        self.exchange.refresh()
