"""The pages of the main window, each made the first time that it is shown or asked for, and what ties them together."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt

from mvl_desktop.domain.kinds import required
from mvl_desktop.i18n import N_
from mvl_desktop.matching.weights import THRESHOLD
from ui.background import Background
from ui.desk import Desk
from ui.timing import AlarmMaker, Now
from ui.view_models.access import AccessDesk
from ui.view_models.arbitration import Arbitration
from ui.view_models.chiffres import ChiffresPage
from ui.view_models.conservation import ConservationPage
from ui.view_models.copies import CopiesPage
from ui.view_models.custody import CustodyDesk
from ui.view_models.duplicates import DuplicatesDesk
from ui.view_models.exchange import ExchangeDesk
from ui.view_models.export_list import ListExport
from ui.view_models.fiches import FichesPage
from ui.view_models.grilles import GrillesPage
from ui.view_models.home import HomePage
from ui.view_models.importing import ImportDesk
from ui.view_models.journal import JournalPage
from ui.view_models.list_actions import ListActions
from ui.view_models.modeles import ModelesPage
from ui.view_models.occultation import Occultation
from ui.view_models.posts import PostsList
from ui.view_models.record_form import RecordForm
from ui.view_models.record_side import RecordSide
from ui.view_models.records_list import RecordsList
from ui.view_models.reminders import Reminders
from ui.view_models.textes import TextesPage
from ui.view_models.todo import TodoPage
from ui.views.alarms import AlarmsPanel, route
from ui.views.annuaire import FonctionsShelf, OrganismesShelf
from ui.views.arbitration import ArbitrationView
from ui.views.bilans import BilanShelf
from ui.views.chiffres import ChiffresView
from ui.views.conservation import ConservationView
from ui.views.convention_shelves import ActionShelf, ConventionShelf
from ui.views.copies import CopiesView
from ui.views.custody import CustodyHint
from ui.views.duplicates import DuplicatesDialog
from ui.views.exchange import ExchangeView
from ui.views.fiches import FichesView
from ui.views.formations import FormationShelf
from ui.views.grilles import GrillesView
from ui.views.home import HomeView
from ui.views.importing import ImportDialog
from ui.views.journal import JournalView
from ui.views.library import LibraryView, Shelf
from ui.views.main_window import MainWindow
from ui.views.mises_en_garde import WarningShelf
from ui.views.modeles import ModelesView
from ui.views.posts import PostsView
from ui.views.record_form import RecordFormView
from ui.views.records import RecordsView
from ui.views.reunions import ReunionsShelf
from ui.views.revoked import ask_hand_over
from ui.views.series import OthersShelf
from ui.views.shelves import KindShelf
from ui.views.textes import TextesView
from ui.views.todo import TodoView

SIGNALEMENT, FICHES, SEQUESTRE = "signalement", "fiche-conduite", "sequestre"
COPIES = "copie-communicable"
GRILLES = "grille"
TEXTES = "texte-juridique"
MODELES = "modele-courrier"
SHELVES = (TEXTES, MODELES)
"""The kinds that the library holds, a tab each."""
ANNUAIRE = (("organisme", "address-book"), ("emploi", "users"))
CONVENTION = (("convention", "handshake"), ("fiche-action", "list-checks"), ("bilan", "file-text"))
ACTIVITES = (
    ("reunion", "users-three"),
    ("formation", "graduation-cap"),
    ("etude", "file-text"),
    ("serie", "chart-bar"),
    ("mise-en-garde", "warning"),
)
"""The kinds of three other pages, a tab each, with its picture."""
_SHELVES: Mapping[str, type[KindShelf]] = {
    "emploi": FonctionsShelf,
    "organisme": OrganismesShelf,
    "convention": ConventionShelf,
    "fiche-action": ActionShelf,
    "bilan": BilanShelf,
    "formation": FormationShelf,
    "reunion": ReunionsShelf,
    "etude": OthersShelf,
    "serie": OthersShelf,
    "mise-en-garde": WarningShelf,
}
"""The tabs that are more than a list and a form."""
_TABS = tuple(kind for page in (ANNUAIRE, CONVENTION, ACTIVITES) for kind, _picture in page)
_KINDS = (SIGNALEMENT, FICHES, GRILLES, *SHELVES, *_TABS)


def _kinds(tabs: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(kind for kind, _picture in tabs)


class Pages:
    """What the navigation leads to. Forms are there from the start, since they keep drafts; views wait."""

    def __init__(
        self,
        window: MainWindow,
        desk: Desk,
        background: Background,
        exchange: ExchangeDesk,
        posts: PostsList,
        conflicts: Arbitration,
        make_alarm: AlarmMaker,
        now: Now,
    ) -> None:
        self._window, self._desk, self._background = window, desk, background
        self._exchange, self._posts, self._conflicts = exchange, posts, conflicts
        self._make_alarm, self._now = make_alarm, now
        self._threshold = round(THRESHOLD * 100)
        self.access = AccessDesk(desk, background)
        self.reminders: Reminders | None = None
        self.forms = {kind: RecordForm(desk, background, make_alarm, now) for kind in _KINDS}
        self.home = window.add_page(N_("Accueil"), "house", self._make_home)
        self.todo = window.add_page(N_("À faire"), "calendar-blank", self._make_todo)
        self.signalements = window.add_page(N_("Signalements"), "warning-circle", self._make_signalements)
        self.fiches = window.add_page(N_("Fiches de conduite"), "list-checks", self._make_fiches)
        self.grilles = window.add_page(N_("Grilles"), "check-circle", self._make_grilles)
        self.library = window.add_page(N_("Bibliothèque"), "bookmark-simple", self._make_library)
        self.annuaire = window.add_page(N_("Annuaire"), "address-book", lambda: self._shelves(N_("Annuaire"), ANNUAIRE))
        self.convention = window.add_page(
            N_("Convention"), "handshake", lambda: self._shelves(N_("Convention"), CONVENTION)
        )
        self.activites = window.add_page(
            N_("Activités"), "users-three", lambda: self._shelves(N_("Activités"), ACTIVITES)
        )
        self.chiffres = window.add_page(N_("Chiffres"), "chart-bar", self._make_chiffres)
        self.conflicts = window.add_page(N_("Conflits"), "git-merge", self._make_conflicts)
        self.exchange = window.add_page(N_("Échanges"), "arrows-clockwise", self._make_exchange)
        self.posts = window.add_page(N_("Postes"), "users", self._make_posts)
        self.copies = window.add_page(N_("Copies communicables"), "eye-slash", self._make_copies)
        self.conservation = window.add_page(
            N_("Conservation"), "trash", lambda: ConservationView(ConservationPage(desk, background))
        )
        self.journal = window.add_page(N_("Mes accès"), "eye", lambda: JournalView(JournalPage(desk, background), now))
        window.name_pages()
        window.wants_new.connect(self.begin)
        window.wants_duplicates.connect(self.show_duplicates)
        window.wants_record.connect(self.open_record)
        window.wants_import.connect(self.ask_import)
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
        if kind == COPIES:
            self._window.show_page(self.copies.view)
            self.copies.view.open(rec)
            return
        self._page_of(kind).open(rec)

    def begin_copy(self, rec: str) -> None:
        """Ask for what is needed to prepare a communicable copy of a document."""
        self.copies.view.new(rec)

    def refresh(self) -> None:
        """Ask again what was made shows of records; the others ask when they are shown."""
        pages = (self.signalements, self.fiches, self.grilles, self.library, self.home, self.todo)
        for each in (*pages, self.annuaire, self.convention, self.activites):
            each.refresh()

    def _page_of(self, kind: str) -> RecordsView | FichesView | GrillesView | Shelf:
        if kind == GRILLES:
            self._window.show_page(self.grilles.view)
            return self.grilles.view
        shelves = {SHELVES: self.library, _kinds(ANNUAIRE): self.annuaire, _kinds(CONVENTION): self.convention}
        shelves[_kinds(ACTIVITES)] = self.activites
        for kinds, room in shelves.items():
            if kind in kinds:
                self._window.show_page(room.view)
                return room.view.show_kind(kind)
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
        home.wants_todo.connect(lambda: window.show_page(self.todo.view))
        home.wants_exchange.connect(lambda: window.show_page(self.exchange.view))
        home.wants_conflicts.connect(lambda: window.show_page(self.conflicts.view))
        home.wants_guide.connect(window.wants_guide)
        home.wants_setup.connect(window.wants_setup)
        home.wants_tour.connect(window.show_tour)
        home.show_on_top(self._alarms())
        self.reminders = Reminders(home.page, self._make_alarm, self._now)
        self.reminders.changed.connect(self._show_due)
        return home

    def _show_due(self) -> None:
        if self.reminders is not None:
            self._window.show_due(self.reminders.late + self.reminders.today, self.reminders.said)

    def _make_todo(self) -> TodoView:
        made = TodoView(TodoPage(self._desk, self._background), self._desk, self._now)
        made.wants_record.connect(self.open_deadlines)
        made.todo.decided.connect(self.home.refresh)
        made.todo.decided.connect(self._exchange.refresh)
        return made

    def open_deadlines(self, kind: str, rec: str) -> None:
        """Show a record where its deadlines are."""
        self.open_record(kind, rec)
        if kind == SIGNALEMENT:
            self.signalements.view.form_view.show_when_read(rec, "echeances")

    def _make_signalements(self) -> RecordsView:
        records = RecordsList(required(SIGNALEMENT), self._desk, self._background, self._make_alarm)
        actions = ListActions(SIGNALEMENT, self._desk, self._background)
        actions.changed.connect(self._exchange.refresh)
        made = RecordsView(
            records, self.forms[SIGNALEMENT], self._form_view(SIGNALEMENT), self._desk, actions, self._now
        )
        made.wants_conflicts.connect(self._compare)
        made.wants_import.connect(self.ask_import)
        made.wants_other.connect(self.open_record)
        made.wants_twins.connect(self.show_duplicates)
        return made

    def show_duplicates(self, only: str = "") -> None:
        """Open the window of duplicates beside the others: typing goes on while it searches."""
        duplicates = DuplicatesDesk(self._desk, self._background, self._threshold, only)
        duplicates.treated.connect(lambda _what: self.refresh())
        duplicates.treated.connect(lambda _what: self._exchange.refresh())
        dialog = DuplicatesDialog(self._window, duplicates)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(lambda _result: self._keep_threshold(duplicates.threshold))
        dialog.show()

    def _keep_threshold(self, percent: int) -> None:
        self._threshold = percent

    def ask_import(self, path: Path | None = None) -> None:
        """Import a spreadsheet, step after step; what came is shown when it ends."""
        importing = ImportDesk(self._desk, self._background, lambda: self._desk.homes(SIGNALEMENT))
        importing.imported.connect(self.refresh)
        importing.imported.connect(self._exchange.refresh)
        dialog = ImportDialog(self._window, importing, path)
        dialog.exec()
        dialog.deleteLater()

    def _make_fiches(self) -> FichesView:
        page = FichesPage(required(FICHES), self._desk, self._background, self._make_alarm, self.forms[SIGNALEMENT])
        made = FichesView(page, self.forms[FICHES], self._form_view(FICHES), self._desk, self._now)
        made.wants_conflicts.connect(self._compare)
        made.wants_signalement.connect(self._apply_to)
        made.wants_signalements.connect(lambda: self._window.show_page(self.signalements.view))
        made.wants_copy.connect(self.begin_copy)
        made.wants_other.connect(self.open_record)
        made.wants_directory.connect(self.show_directory)
        return made

    def show_directory(self, departement: str) -> None:
        """Show who is competent in a département, in the annuaire."""
        self._window.show_page(self.annuaire.view)
        shelf = self.annuaire.view.show_kind("organisme")
        if isinstance(shelf, OrganismesShelf):
            shelf.look_for(departement)

    def _make_grilles(self) -> GrillesView:
        page = GrillesPage(required(GRILLES), self._desk, self._background, self._make_alarm)
        made = GrillesView(
            page, self.forms[GRILLES], self.forms[SIGNALEMENT], self._form_view(GRILLES), self._desk, self._now
        )
        made.wants_conflicts.connect(self._compare)
        made.wants_answer.connect(self._answer)
        made.wants_copy.connect(self.begin_copy)
        return made

    def _answer(self, grille: str) -> None:
        """Open a grid in the signalement that stands in its form, or in a new one."""
        page = self.signalements.view
        self._window.show_page(page)
        if self.forms[SIGNALEMENT].typed is None:
            page.new()
        page.form_view.reperage.open(grille)

    def _make_library(self) -> LibraryView:
        made = LibraryView(N_("Bibliothèque"))
        made.add_shelf(TEXTES, N_("Textes de référence"), "file-text", self._make_textes())
        made.add_shelf(MODELES, N_("Modèles de courrier"), "note-pencil", self._make_modeles())
        return made

    def _shelves(self, title: str, kinds: Sequence[tuple[str, str]]) -> LibraryView:
        made = LibraryView(title)
        for kind, picture in kinds:
            made.add_shelf(kind, required(kind).pluriel, picture, self._shelf(kind))
        return made

    def _shelf(self, kind: str) -> KindShelf:
        records = RecordsList(required(kind), self._desk, self._background, self._make_alarm)
        actions = ListActions(kind, self._desk, self._background)
        make = _SHELVES.get(kind, KindShelf)
        made = make(records, self.forms[kind], self._form_view(kind), self._desk, actions, self._background, self._now)
        made.wants_conflicts.connect(self._compare)
        made.wants_other.connect(self.open_record)
        if isinstance(made, ReunionsShelf):
            made.wants_copy.connect(self.begin_copy)
        return made

    def _make_modeles(self) -> ModelesView:
        page = ModelesPage(self._desk, self._background, self._make_alarm)
        made = ModelesView(page, self.forms[MODELES], self._form_view(MODELES))
        made.wants_conflicts.connect(self._compare)
        return made

    def _make_textes(self) -> TextesView:
        page = TextesPage(required(TEXTES), self._desk, self._background, self._make_alarm)
        made = TextesView(page, self.forms[TEXTES], self._form_view(TEXTES), self._desk, self._now)
        made.wants_conflicts.connect(self._compare)
        made.wants_record.connect(self.open_record)
        return made

    def _form_view(self, kind: str) -> Callable[[], RecordFormView]:
        side = RecordSide(self._desk, self._background)
        return lambda: RecordFormView(required(kind), self.forms[kind], side, self._desk, self._now)

    def _make_chiffres(self) -> ChiffresView:
        page = ChiffresPage(self._desk, self._background, self._now)
        made = ChiffresView(page, ListExport(self._desk, self._background), self._desk, self._now)
        made.wants_record.connect(self.open_record)
        return made

    def _make_conflicts(self) -> ArbitrationView:
        made = ArbitrationView(self._conflicts, self._desk, self._now)
        made.wants_record.connect(self.open_record)
        return made

    def _make_copies(self) -> CopiesView:
        copies = CopiesPage(self._desk, self._background)
        made = CopiesView(copies, Occultation(self._desk, self._background), self._now)
        made.wants_record.connect(self.open_record)
        for came in (copies.begun, copies.refused):  # asked for from a fiche or a grid too
            came.connect(lambda _said: self._window.show_page(made))
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
