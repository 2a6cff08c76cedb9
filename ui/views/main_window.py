"""The main window: navigation on the left, pages, what is always shown of the exchanges, shortcuts and menus."""

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar, cast

from PySide6.QtCore import QEvent, QSize, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mvl_desktop.i18n import N_, _, ngettext
from ui.icons import icon
from ui.plain import button, label
from ui.text import moment
from ui.theme import Theme
from ui.timing import Now
from ui.view_models.exchange import ExchangeDesk
from ui.view_models.palette import Command
from ui.views.about import AboutDialog
from ui.views.copies import CopiesView
from ui.views.fiches import FichesView
from ui.views.grilles import GrillesView
from ui.views.library import LibraryView
from ui.views.menus import entry, look_menus, numbered
from ui.views.navigation import Navigation
from ui.views.records import RecordsView
from ui.views.shortcuts import ShortcutsDialog, bare, keys_of
from ui.views.tour import Tour
from ui.widgets.focus import show_focus
from ui.widgets.panels import Notice, icon_label

_LETTERS_FOR_WORDS = 125
"""Width of the window, in letters, under which the navigation shows icons alone."""


_PAGES = 20
"""More pages than the navigation will ever have."""
_SHEETS = (FichesView, GrillesView, LibraryView)
"""Pages whose records are read before they are written."""
_RECORDS = (RecordsView, *_SHEETS)
"""Pages of records: one can begin, look for and leave a record there."""


class Page(Protocol):
    """What every page can do."""

    def refresh(self) -> None:
        """Ask for everything again."""


P = TypeVar("P", bound=Page)


class Room(Generic[P]):
    """The place of a page; the page is made the first time that it is shown or asked for."""

    def __init__(self, title: str, icon_name: str, make: Callable[[], P], put: Callable[[QWidget], None]) -> None:
        self.title, self.icon_name = title, icon_name
        self._make, self._put = make, put
        self._made: P | None = None

    @property
    def view(self) -> P:
        """Return the page."""
        if self._made is None:
            self._made = self._make()
            self._put(cast("QWidget", self._made))
        return self._made

    def holds(self, page: object) -> bool:
        """Whether this is the place of that page."""
        return self._made is page

    def refresh(self) -> None:
        """Ask the page for everything again, if it was made."""
        if self._made is not None:
            self._made.refresh()


class MainWindow(QMainWindow):
    """Pages and what is around them. It asks to lock and to close; others do it."""

    locked = Signal()
    ended = Signal()
    wants_guide = Signal()
    wants_preferences = Signal()
    wants_security = Signal()
    wants_custody = Signal()
    wants_setup = Signal()
    """To go through the first steps again."""
    wants_new = Signal()
    """A signalement is to be begun, wherever one is."""
    wants_palette = Signal()
    wants_duplicates = Signal()
    wants_import = Signal()
    """The signalements that probably tell the same are to be looked for."""
    wants_record = Signal(str, str)
    """A record to show: its kind and its id."""

    def __init__(self, exchange: ExchangeDesk, theme: Theme, now: Now, lock_minutes: int) -> None:
        super().__init__()
        self._exchange, self._theme, self._now = exchange, theme, now
        self.setWindowTitle("MVL")
        self.setMinimumSize(QSize(1024, 640))
        room = self.screen().availableSize()
        self.resize(min(1280, room.width()), min(800, room.height() - self.fontMetrics().height() * 2))
        self._trail: list[int] = []
        self._ahead: list[int] = []
        self.pages = QStackedWidget()
        self.pages.setObjectName("pages")
        self._rooms: list[Room[Page]] = []
        self.banner = Notice("bandeau")
        self.seen_button = button(_("Compris"))
        self.alarms_button = button(_("Voir les alertes"))
        self.alarms_button.clicked.connect(lambda _on: self.show_titled(N_("Échanges")))
        self.banner.add(self.alarms_button)
        self.keep_button = button(_("Sécurité de ce poste…"))
        self.keep_button.clicked.connect(self.wants_security)
        self.banner.add(self.keep_button)
        self.banner.add(self.seen_button)
        self.seen_button.clicked.connect(exchange.acknowledge)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.banner)
        right.addWidget(self.pages, 1)
        root = QWidget()
        across = QHBoxLayout(root)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        self.navigation = Navigation()
        self.nav = self.navigation.list
        self.navigation.chosen.connect(self._on_nav)
        self.navigation.exchange.clicked.connect(exchange.synchronise)
        self.navigation.lock.clicked.connect(self.locked)
        across.addWidget(self.navigation)
        across.addLayout(right, 1)
        self.setCentralWidget(root)
        self._status(lock_minutes)
        self._menus()
        exchange.situation_changed.connect(self._show_situation)
        exchange.changed.connect(self._show_busy)

    def add_page(self, title: str, icon_name: str, make: Callable[[], P]) -> Room[P]:
        """Add a page and its line in the navigation; the page is made when it is first wanted."""
        place, empty = len(self._rooms), QWidget()

        def put(page: QWidget) -> None:
            self.pages.insertWidget(place, page)
            self.pages.removeWidget(empty)
            empty.deleteLater()

        room = Room(title, icon_name, make, put)
        self._rooms.append(cast("Room[Page]", room))
        self.navigation.add(title, icon_name)
        self.pages.addWidget(empty)
        return room

    def show_page(self, page: QWidget) -> None:
        """Go to a page."""
        for place, room in enumerate(self._rooms):
            if room.holds(page):
                self.nav.setCurrentRow(place)

    def show_titled(self, title: str) -> None:
        """Go to a page by its title."""
        places = (place for place, room in enumerate(self._rooms) if room.title == title)
        self.nav.setCurrentRow(next(places, self.nav.currentRow()))

    def keep_titled(self, kept: frozenset[str]) -> None:
        """Leave only these pages in the navigation, and nothing to begin."""
        for place, room in enumerate(self._rooms):
            self.nav.setRowHidden(place, room.title not in kept)
        self.new_action.setEnabled(False)
        if self.current_title not in kept:
            self.nav.setCurrentRow(next(place for place, room in enumerate(self._rooms) if room.title in kept))

    def show_tour(self) -> None:
        """Show the main places, one after the other."""
        Tour(self).show()

    def refresh(self) -> None:
        """Ask again for what the current page shows, and for what is always shown."""
        place = self.nav.currentRow()
        if 0 <= place < len(self._rooms):
            self._rooms[place].refresh()
        self._exchange.refresh()

    def current(self) -> QWidget | None:
        """Return the page shown."""
        return self.pages.currentWidget()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - the name is Qt's
        """Bring what Tab goes to into sight: Qt does so inside a column that scrolls, not where one enters it."""
        moved = super().focusNextPrevChild(forward)
        show_focus(self.focusWidget())
        return moved

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - the name is Qt's
        """Let the session put everything away first."""
        self.ended.emit()
        event.accept()

    @property
    def current_title(self) -> str:
        """Return the title of the page shown."""
        place = self.nav.currentRow()
        return self._rooms[place].title if 0 <= place < len(self._rooms) else ""

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep words in the navigation only where there is room for them."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Measure again when the letters change."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange):
            QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        narrow = self.width() < self.fontMetrics().averageCharWidth() * _LETTERS_FOR_WORDS
        self.guard.setVisible(not narrow)
        self.due.setVisible(not narrow)
        self.navigation.fit(narrow=narrow)

    def _status(self, lock_minutes: int) -> None:
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.setContentsMargins(14, 0, 14, 0)
        self.sending = label("")
        self.post_name = label("", tone="discret")
        self.guard = label("", tone="discret")
        self.due = label("", tone="discret")
        self.show_lock_minutes(lock_minutes)
        self.sending_mark = icon_label("cloud-slash", 16)
        bar.addWidget(self.post_name)
        bar.addWidget(self.due)
        bar.addPermanentWidget(self.sending_mark)
        bar.addPermanentWidget(self.sending)
        bar.addPermanentWidget(self.guard)

    def _menus(self) -> None:
        bar = self.menuBar()
        file = bar.addMenu(_("&Fichier"))
        self.new_action = entry(file, _("Nouveau signalement"), "Ctrl+N", self._on_new, "plus")
        entry(file, _("Grille de repérage…"), "Ctrl+Shift+G", self._on_grille, "list-checks")
        self.save_action = entry(file, _("Enregistrer"), "Ctrl+S", self._on_save, "floppy-disk")
        entry(file, _("Imprimer la fiche ouverte…"), "", self._on_print, "printer")
        file.addSeparator()
        entry(file, _("Importer un tableur…"), "", self.wants_import.emit, "tray-arrow-down")
        entry(file, _("Synchroniser"), "Ctrl+Shift+S", self._exchange.synchronise, "arrows-clockwise")
        file.addSeparator()
        entry(file, _("Préférences…"), "Ctrl+,", self.wants_preferences.emit, "text-aa")
        entry(file, _("Sécurité de ce poste…"), "", self.wants_security.emit, "shield-check")
        entry(file, _("Gardiens et secours…"), "", self.wants_custody.emit, "key")
        entry(file, _("Verrouiller"), "Ctrl+L", self.locked.emit, "lock-key")
        entry(file, _("Tout cacher et verrouiller, tout de suite"), "Ctrl+Shift+L", self.locked.emit, "lock-key")
        entry(file, _("Quitter"), "Ctrl+Q", self.close, "x")
        search = bar.addMenu(_("&Rechercher"))
        entry(search, _("Aller à, ou faire…"), "Ctrl+K", self.wants_palette.emit, "command")
        entry(search, _("Rechercher dans la liste"), "Ctrl+F", self._on_find, "magnifying-glass")
        entry(search, _("Doublons probables…"), "", self.wants_duplicates.emit, "files")
        entry(search, _("Actualiser"), "F5", self.refresh, "arrows-clockwise")
        entry(search, _("Fermer la fiche"), "Esc", self._on_escape, "x")
        view = bar.addMenu(_("Afficha&ge"))
        self._page_actions = numbered(view, _PAGES, self.nav.setCurrentRow)
        self.addActions(self._page_actions)
        view.addSeparator()
        self.back_action = entry(view, _("Page précédente"), "Alt+Left", self._on_back, "arrow-left")
        self.ahead_action = entry(view, _("Page suivante"), "Alt+Right", self._on_ahead, "arrow-right")
        view.addSeparator()
        look_menus(view, self._theme)
        help_menu = bar.addMenu(_("A&ide"))
        entry(help_menu, _("Guide"), "F1", self.wants_guide.emit, "question")
        entry(help_menu, _("Raccourcis clavier"), "Ctrl+?", self._show_shortcuts, "keyboard")
        entry(help_menu, _("Visite guidée"), "", self.show_tour, "eye")
        entry(help_menu, _("Premiers pas…"), "", self.wants_setup.emit, "shield-check")
        entry(help_menu, _("À propos de MVL"), "", lambda: _open(AboutDialog(self)), "info")
        self._show_ways()

    def show_lock_minutes(self, minutes: int) -> None:
        """Say after how many minutes the window locks."""
        said = _("Chiffré · verrouillage après {minutes}\u00a0min d’inactivité")
        self.guard.setText(said.format(minutes=minutes))

    def name_pages(self) -> None:
        """Name the pages in the menu, with their shortcuts, once they are all there."""
        for action, room in zip(self._page_actions, self._rooms, strict=False):
            action.setText(_(room.title))
            action.setIcon(icon(room.icon_name))
            action.setData(room.icon_name)
            action.setVisible(True)
        self._fit()

    def _on_nav(self, place: int) -> None:
        if not 0 <= place < len(self._rooms):
            return
        room = self._rooms[place]
        page = cast("QWidget", room.view)
        if not self._trail or self._trail[-1] != place:
            self._trail.append(place)
            self._ahead.clear()
        self.pages.setCurrentWidget(page)
        self.setWindowTitle(_(room.title))
        new = _("Nouvelle grille") if isinstance(page, GrillesView) else _("Nouvelle fiche")
        self.new_action.setText(new if isinstance(page, _SHEETS) else _("Nouveau signalement"))
        self._show_ways()
        room.refresh()

    def _on_back(self) -> None:
        if len(self._trail) > 1:
            self._ahead.append(self._trail.pop())
            self.nav.setCurrentRow(self._trail[-1])
            self._show_ways()

    def _on_ahead(self) -> None:
        if self._ahead:
            ahead = self._ahead[:-1]
            self.nav.setCurrentRow(self._ahead[-1])
            self._ahead = ahead
            self._show_ways()

    def _show_ways(self) -> None:
        self.back_action.setEnabled(len(self._trail) > 1)
        self.ahead_action.setEnabled(bool(self._ahead))

    def commands(self) -> list[Command]:
        """Return what menus can do now, for the palette."""
        return [
            Command(bare(action), keys_of(action), str(action.data() or "caret-right"), action.trigger)
            for action in self._actions()
            if action.isEnabled() and action.isVisible() and action.menu() is None
        ]

    def _actions(self) -> list[QAction]:
        """Return every entry of the menus, those of the look apart."""
        menus = [menu for menu in self.menuBar().findChildren(QMenu) if menu.parent() is self.menuBar()]
        found = [action for menu in menus for action in menu.actions()]
        return [action for action in found if action.text() and not action.isSeparator()]

    def _show_shortcuts(self) -> None:
        _open(ShortcutsDialog(self, self._actions()))

    def _on_new(self) -> None:
        page = self.current()
        if isinstance(page, _SHEETS):
            page.new()
        else:
            self.wants_new.emit()

    def _on_print(self) -> None:
        page = self.current()
        if isinstance(page, _SHEETS):
            page.print_record()
        elif isinstance(page, RecordsView) and page.is_open:
            page.form_view.print()

    def _on_save(self) -> None:
        page = self.current()
        if isinstance(page, _SHEETS):
            page.save()
        elif isinstance(page, RecordsView) and page.is_open:
            page.form_view.save()

    def _on_grille(self) -> None:
        """Choose a grid for the signalement that is open; else show them all."""
        page = self.current()
        if isinstance(page, RecordsView) and page.is_open:
            page.form_view.choose_grille()
        else:
            self.show_titled(N_("Grilles"))

    def _on_find(self) -> None:
        page = self.current()
        if isinstance(page, _RECORDS):
            page.focus_search()

    def _on_escape(self) -> None:
        page = self.current()
        if isinstance(page, (*_RECORDS, CopiesView)) and page.is_open:
            page.close_form()

    def show_due(self, number: int, said: str) -> None:
        """Say how many deadlines press: in the navigation, and in a line that names nothing."""
        self.navigation.badge(N_("À faire"), number)
        self.due.setText(said)

    def _show_situation(self) -> None:
        situation = self._exchange.situation
        if situation is None:
            return
        self.post_name.setText(situation.post)
        waiting = situation.a_envoyer + situation.remis
        at = situation.derniere
        when = _("dernier échange {when}").format(when=moment(at, self._now().date())) if at else _("jamais échangé")
        calm = _("Tout est reçu · {when}").format(when=when) if at else _("Rien en attente")
        self.sending.setText(_("{n} en attente · {when}").format(n=waiting, when=when) if waiting else calm)
        self.sending_mark.show_icon("cloud-slash" if waiting else "cloud-check")
        self._show_busy()
        self.navigation.badge(N_("Conflits"), situation.conflits)
        self.navigation.badge(N_("Échanges"), waiting)
        keeping = [notice.texte for notice in situation.alarmes if notice.id < 0]
        alarms = len(situation.alarmes) - len(keeping)
        if alarms:
            said = ngettext("{n} alerte à traiter.", "{n} alertes à traiter.", alarms)
            keeping.append(said.format(n=alarms))
        for each in (self.keep_button, self.seen_button):
            each.setVisible(len(keeping) > bool(alarms))
        self.alarms_button.setVisible(bool(alarms))
        self.banner.say("\n".join(keeping), "attention")

    def _show_busy(self) -> None:
        situation = self._exchange.situation
        hosted = situation is not None and situation.service is not None
        self.navigation.show_busy(busy=self._exchange.busy, hosted=hosted)


def _open(dialog: QDialog) -> None:
    dialog.exec()
    dialog.deleteLater()
