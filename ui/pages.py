"""The pages of the main window, each made the first time that it is shown or asked for, and what ties them together."""

from collections.abc import Callable, Mapping

from mvl_desktop.domain.kinds import required
from mvl_desktop.i18n import N_
from ui.background import Background
from ui.desk import Desk
from ui.timing import AlarmMaker, Now
from ui.view_models.access import AccessDesk
from ui.view_models.conflicts import ConflictsList
from ui.view_models.conservation import ConservationPage
from ui.view_models.custody import CustodyDesk
from ui.view_models.exchange import ExchangeDesk
from ui.view_models.fiches import FichesPage
from ui.view_models.home import HomePage
from ui.view_models.journal import JournalPage
from ui.view_models.list_actions import ListActions
from ui.view_models.posts import PostsList
from ui.view_models.record_form import RecordForm
from ui.view_models.record_side import RecordSide
from ui.view_models.records_list import RecordsList
from ui.views.alarms import AlarmsPanel, route
from ui.views.conflicts import ConflictsView
from ui.views.conservation import ConservationView
from ui.views.custody import CustodyHint
from ui.views.exchange import ExchangeView
from ui.views.fiches import FichesView
from ui.views.home import HomeView
from ui.views.journal import JournalView
from ui.views.main_window import MainWindow
from ui.views.posts import PostsView
from ui.views.record_form import RecordFormView
from ui.views.records import RecordsView
from ui.views.revoked import ask_hand_over

SIGNALEMENT, FICHES, SEQUESTRE = "signalement", "fiche-conduite", "sequestre"


class Pages:
    """What the navigation leads to. Forms are there from the start, since they keep drafts; views wait."""

    def __init__(
        self,
        window: MainWindow,
        desk: Desk,
        background: Background,
        exchange: ExchangeDesk,
        posts: PostsList,
        conflicts: ConflictsList,
        make_alarm: AlarmMaker,
        now: Now,
    ) -> None:
        self._window, self._desk, self._background = window, desk, background
        self._exchange, self._posts, self._conflicts = exchange, posts, conflicts
        self._make_alarm, self._now = make_alarm, now
        self.access = AccessDesk(desk, background)
        self.forms = {kind: RecordForm(desk, background, make_alarm, now) for kind in (SIGNALEMENT, FICHES)}
        self.home = window.add_page(N_("Accueil"), "house", self._make_home)
        self.signalements = window.add_page(N_("Signalements"), "warning-circle", self._make_signalements)
        self.fiches = window.add_page(N_("Fiches de conduite"), "list-checks", self._make_fiches)
        self.conflicts = window.add_page(N_("Conflits"), "git-merge", self._make_conflicts)
        self.exchange = window.add_page(N_("Échanges"), "arrows-clockwise", self._make_exchange)
        self.posts = window.add_page(N_("Postes"), "users", self._make_posts)
        self.conservation = window.add_page(
            N_("Conservation"), "trash", lambda: ConservationView(ConservationPage(desk, background))
        )
        self.journal = window.add_page(N_("Mes accès"), "eye", lambda: JournalView(JournalPage(desk, background), now))
        window.name_pages()
        window.wants_new.connect(self.begin)
        window.wants_record.connect(self.open_record)
        # What an exchange ends with is said on its page, whoever began it.
        exchange.changed.connect(lambda: self.exchange.view if exchange.busy else None)

    def begin(self) -> None:
        """Open an empty signalement."""
        page = self.signalements.view
        self._window.show_page(page)
        page.new()

    def open_record(self, kind: str, rec: str) -> None:
        """Show a record; a séquestre is the window of the gardiens."""
        if kind == SEQUESTRE:
            self._window.wants_custody.emit()
            return
        self._page_of(kind).open(rec)

    def refresh(self) -> None:
        """Ask again what was made shows of records; the others ask when they are shown."""
        for each in (self.signalements, self.fiches, self.home):
            each.refresh()

    def _page_of(self, kind: str) -> RecordsView | FichesView:
        page: RecordsView | FichesView = self.fiches.view if kind == FICHES else self.signalements.view
        self._window.show_page(page)
        return page

    def _open_draft(self, kind: str, draft: str) -> None:
        if required(kind).compartiment:
            page = self.signalements.view
            self._window.show_page(page)
            page.resume_aside(kind, draft)
        else:
            self._page_of(kind).resume(draft)

    def _compare(self, rec: str) -> None:
        page = self.conflicts.view
        page.select(rec)
        self._window.show_page(page)

    def _apply_to(self, rec: str) -> None:
        if rec:
            self.signalements.view.open(rec)
        else:
            self.signalements.view.new()

    def _make_home(self) -> HomeView:
        window, home = self._window, HomeView(HomePage(self._desk, self._background), self._now)
        home.wants_new.connect(self.begin)
        home.wants_record.connect(self.open_record)
        home.wants_draft.connect(self._open_draft)
        home.wants_list.connect(lambda: window.show_page(self.signalements.view))
        home.wants_exchange.connect(lambda: window.show_page(self.exchange.view))
        home.wants_conflicts.connect(lambda: window.show_page(self.conflicts.view))
        home.wants_guide.connect(window.wants_guide)
        home.wants_setup.connect(window.wants_setup)
        home.wants_tour.connect(window.show_tour)
        home.show_on_top(self._alarms())
        return home

    def _make_signalements(self) -> RecordsView:
        records = RecordsList(required(SIGNALEMENT), self._desk, self._background, self._make_alarm)
        actions = ListActions(SIGNALEMENT, self._desk, self._background)
        actions.changed.connect(self._exchange.refresh)
        made = RecordsView(
            records, self.forms[SIGNALEMENT], self._form_view(SIGNALEMENT), self._desk, actions, self._now
        )
        made.wants_conflicts.connect(self._compare)
        return made

    def _make_fiches(self) -> FichesView:
        page = FichesPage(required(FICHES), self._desk, self._background, self._make_alarm, self.forms[SIGNALEMENT])
        made = FichesView(page, self.forms[FICHES], self._form_view(FICHES), self._desk, self._now)
        made.wants_conflicts.connect(self._compare)
        made.wants_signalement.connect(self._apply_to)
        made.wants_signalements.connect(lambda: self._window.show_page(self.signalements.view))
        return made

    def _form_view(self, kind: str) -> Callable[[], RecordFormView]:
        side = RecordSide(self._desk, self._background)
        return lambda: RecordFormView(required(kind), self.forms[kind], side, self._desk, self._now)

    def _make_conflicts(self) -> ConflictsView:
        made = ConflictsView(self._conflicts, self._desk, self._now)
        made.wants_record.connect(self.open_record)
        return made

    def _make_posts(self) -> PostsView:
        made = PostsView(self._posts, self.access, self._now)
        hint = CustodyHint(CustodyDesk(self._desk, self._background), self._posts.changed)
        hint.wants_custody.connect(self._window.wants_custody)
        made.show_on_top(hint)
        return made

    def _make_exchange(self) -> ExchangeView:
        made = ExchangeView(self._exchange, self._posts, self._now)
        made.wants_record.connect(self.open_record)
        made.wants_draft.connect(self._open_draft)
        made.show_on_top(self._alarms())
        return made

    def _alarms(self) -> AlarmsPanel:
        """Make a panel of alarms, each of whose buttons does its work or goes where it is done."""
        panel = AlarmsPanel(self.access, self._now)
        route(panel, self.alarm_ways())
        return panel

    def alarm_ways(self) -> Mapping[str, Callable[[], object]]:
        """Return what each button of an alarm does, by its action."""
        window = self._window

        def at_exchange(then: Callable[[], None]) -> Callable[[], None]:
            def go() -> None:
                window.show_page(self.exchange.view)
                then()

            return go

        def at_posts(then: Callable[[PostsView], None]) -> Callable[[], None]:
            def go() -> None:
                window.show_page(self.posts.view)
                then(self.posts.view)

            return go

        return {
            "voir_les_postes": lambda: window.show_page(self.posts.view),
            "synchroniser": at_exchange(self._exchange.synchronise),
            "recevoir_un_lot": at_exchange(lambda: self.exchange.view.ask_examine()),
            "remettre": at_exchange(lambda: ask_hand_over(window, self._exchange)),
            "reprendre_le_poste": window.wants_security.emit,
            "voir_les_cles": at_posts(PostsView.show_keys),
            "voir_la_quarantaine": at_posts(PostsView.show_quarantine),
        }
