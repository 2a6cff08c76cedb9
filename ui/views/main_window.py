"""The main window: navigation on the left, pages, what is always shown of the exchanges, shortcuts and menus."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.icons import icon
from ui.plain import button, hint, label
from ui.preferences import APPEARANCES, SCALES
from ui.text import moment
from ui.theme import Theme
from ui.timing import Now
from ui.view_models.exchange import ExchangeDesk
from ui.views.conflicts import ConflictsView
from ui.views.exchange import ExchangeView
from ui.views.posts import PostsView
from ui.views.records import RecordsView
from ui.widgets.panels import Notice, icon_label

_LOOKS = {"systeme": "Comme le système", "clair": "Clair", "sombre": "Sombre", "contraste": "Contraste élevé"}


_LETTERS_FOR_WORDS = 125
"""Width of the window, in letters, under which the navigation shows icons alone."""


class Page(Protocol):
    """What every page can do."""

    def refresh(self) -> None:
        """Ask for everything again."""


class MainWindow(QMainWindow):
    """Pages and what is around them. It asks to lock and to close; others do it."""

    locked = Signal()
    ended = Signal()
    wants_guide = Signal()

    def __init__(self, exchange: ExchangeDesk, theme: Theme, now: Now, lock_minutes: int) -> None:
        super().__init__()
        self._exchange, self._theme, self._now = exchange, theme, now
        self.setWindowTitle("MVL")
        self.setMinimumSize(QSize(1024, 640))
        self.resize(1280, 800)
        self.pages = QStackedWidget()
        self.pages.setObjectName("pages")
        self._pages: list[tuple[str, QWidget, Page, str]] = []
        self._badges: dict[str, int] = {}
        self._is_narrow = False
        self.banner = Notice("bandeau")
        self.seen_button = button("Compris")
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
        across.addWidget(self._nav())
        across.addLayout(right, 1)
        self.setCentralWidget(root)
        self._status(lock_minutes)
        self._menus()
        exchange.situation_changed.connect(self._show_situation)
        exchange.changed.connect(self._show_busy)

    def add_page(self, title: str, icon_name: str, page: QWidget, refresh: Page) -> None:
        """Add a page and its line in the navigation."""
        self._pages.append((title, page, refresh, icon_name))
        self.nav.addItem(QListWidgetItem(icon(icon_name), title))
        self.pages.addWidget(page)

    def show_page(self, page: QWidget) -> None:
        """Go to a page."""
        for place, (_title, each, _refresh, _icon) in enumerate(self._pages):
            if each is page:
                self.nav.setCurrentRow(place)

    def refresh(self) -> None:
        """Ask again for what the current page shows, and for what is always shown."""
        place = self.nav.currentRow()
        if 0 <= place < len(self._pages):
            self._pages[place][2].refresh()
        self._exchange.refresh()

    def current(self) -> QWidget | None:
        """Return the page shown."""
        return self.pages.currentWidget()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - the name is Qt's
        """Let the session put everything away first."""
        self.ended.emit()
        event.accept()

    @property
    def current_title(self) -> str:
        """Return the title of the page shown."""
        place = self.nav.currentRow()
        return self._pages[place][0] if 0 <= place < len(self._pages) else ""

    def _nav(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("nav")
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 14, 0, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setContentsMargins(18, 0, 12, 4)
        head.setSpacing(10)
        head.addWidget(icon_label("shield-check", 24))
        self._brand = label("MVL", "marque")
        head.addWidget(self._brand, 1)
        column.addLayout(head)
        self.nav = QListWidget()
        self.nav.setObjectName("navlist")
        self.nav.setAccessibleName("Navigation principale")
        self.nav.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.nav.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.nav.currentRowChanged.connect(self._on_nav)
        column.addWidget(self.nav, 1)
        self.sync_button = button("")
        self.sync_button.setIcon(icon("arrows-clockwise"))
        self.sync_button.clicked.connect(self._exchange.synchronise)
        self.lock_button = button("")
        self.lock_button.setIcon(icon("lock-key"))
        self.lock_button.clicked.connect(self.locked)
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 0, 12, 0)
        foot.setSpacing(8)
        foot.addWidget(self.sync_button)
        foot.addWidget(self.lock_button)
        column.addLayout(foot)
        self._nav_frame = frame
        return frame

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep words in the navigation only where there is room for them."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Measure again when the letters change."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange):
            QTimer.singleShot(0, self._fit)

    def _fit(self) -> None:
        letters = self.fontMetrics().averageCharWidth()
        self._is_narrow = self.width() < letters * _LETTERS_FOR_WORDS
        self._nav_frame.setFixedWidth(letters * 9 + 20 if self._is_narrow else letters * 27 + 24)
        for place in range(self.nav.count()):
            self.nav.item(place).setSizeHint(QSize(0, int(self.fontMetrics().height() * 2.2)))
        self._brand.setVisible(not self._is_narrow)
        self.guard.setVisible(not self._is_narrow)
        self._show_names()

    def _show_names(self) -> None:
        """Write names in full, or leave icons alone with their names said and in tooltips."""
        narrow = self._is_narrow
        for place, (title, _page, _refresh, _icon) in enumerate(self._pages):
            number = self._badges.get(title, 0)
            said = f"{title}  ({number})" if number else title
            item = self.nav.item(place)
            item.setText(f" {number}" if narrow and number else "" if narrow else said)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
            item.setToolTip(hint(said) if narrow else "")
        busy = "Échange en cours…" if self._exchange.busy else "S&ynchroniser"
        for each, text in ((self.sync_button, busy), (self.lock_button, "&Verrouiller")):
            each.setText("" if narrow else text)
            each.setAccessibleName(text.replace("&", ""))
            each.setToolTip(hint(text.replace("&", "")) if narrow else "")

    def _status(self, lock_minutes: int) -> None:
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.setContentsMargins(14, 0, 14, 0)
        self.sending = label("")
        self.post_name = label("", tone="discret")
        self.guard = label(f"Chiffré · verrouillage après {lock_minutes} min d’inactivité", tone="discret")
        self.sending_mark = icon_label("cloud-slash", 16)
        bar.addWidget(self.post_name)
        bar.addPermanentWidget(self.sending_mark)
        bar.addPermanentWidget(self.sending)
        bar.addPermanentWidget(self.guard)

    def _menus(self) -> None:
        bar = self.menuBar()
        file = bar.addMenu("&Fichier")
        self.new_action = self._action(file, "Nouveau", "Ctrl+N", self._on_new, "plus")
        self.save_action = self._action(file, "Enregistrer", "Ctrl+S", self._on_save, "floppy-disk")
        file.addSeparator()
        self._action(file, "Synchroniser", "Ctrl+Shift+S", self._exchange.synchronise, "arrows-clockwise")
        file.addSeparator()
        self._action(file, "Verrouiller", "Ctrl+L", self.locked.emit, "lock-key")
        self._action(file, "Quitter", "Ctrl+Q", self.close, "x")
        edit = bar.addMenu("&Rechercher")
        self._action(edit, "Rechercher dans la liste", "Ctrl+F", self._on_find, "magnifying-glass")
        self._action(edit, "Actualiser", "F5", self.refresh, "arrows-clockwise")
        self._action(edit, "Fermer la fiche", "Esc", self._on_escape, "x")
        view = bar.addMenu("Afficha&ge")
        self._pages_menu(view)
        view.addSeparator()
        self._choices(
            view.addMenu(icon("circle-half"), "Apparence"),
            [(_LOOKS[code], code) for code in APPEARANCES],
            self._on_look,
        )
        self._choices(
            view.addMenu(icon("text-aa"), "Taille du texte"),
            [(f"{scale} %", scale) for scale in SCALES],
            self._on_scale,
        )
        help_menu = bar.addMenu("A&ide")
        self._action(help_menu, "Guide", "F1", self.wants_guide.emit, "question")

    def _pages_menu(self, menu: QMenu) -> None:
        for number in range(1, 6):
            action = QAction(self)
            action.setShortcut(QKeySequence(f"Ctrl+{number}"))
            action.triggered.connect(lambda _on, place=number - 1: self.nav.setCurrentRow(place))
            self.addAction(action)
            menu.addAction(action)
            action.setVisible(False)
        self._page_actions = menu.actions()

    def name_pages(self) -> None:
        """Name the pages in the menu, with their shortcuts, once they are all there."""
        for action, (title, _page, _refresh, icon_name) in zip(self._page_actions, self._pages, strict=False):
            action.setText(title)
            action.setIcon(icon(icon_name))
            action.setVisible(True)
        self._fit()

    def _action(self, menu: QMenu, text: str, keys: str, do: Callable[[], object], icon_name: str) -> QAction:
        action = QAction(icon(icon_name), text, self)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _on: do())
        menu.addAction(action)
        return action

    def _choices(self, menu: QMenu, choices: list[tuple[str, object]], choose: Callable[[object], None]) -> None:
        group = QActionGroup(menu)
        current = (self._theme.look.apparence, self._theme.look.taille)
        for text, value in choices:
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(value in current)
            action.triggered.connect(lambda _on, value=value: choose(value))
            group.addAction(action)

    def _on_look(self, value: object) -> None:
        self._theme.choose(apparence=str(value))

    def _on_scale(self, value: object) -> None:
        if isinstance(value, int):
            self._theme.choose(taille=value)

    def _on_nav(self, place: int) -> None:
        if not 0 <= place < len(self._pages):
            return
        title, page, refresh, _icon = self._pages[place]
        self.pages.setCurrentWidget(page)
        self.setWindowTitle(f"MVL – {title}")
        self.new_action.setEnabled(isinstance(page, RecordsView))
        refresh.refresh()

    def _on_new(self) -> None:
        page = self.current()
        if isinstance(page, RecordsView):
            page.new()

    def _on_save(self) -> None:
        page = self.current()
        if isinstance(page, RecordsView) and page.is_open:
            page.form_view.save()

    def _on_find(self) -> None:
        page = self.current()
        if isinstance(page, RecordsView):
            page.focus_search()

    def _on_escape(self) -> None:
        page = self.current()
        if isinstance(page, RecordsView) and page.is_open:
            page.close_form()

    def _show_situation(self) -> None:
        situation = self._exchange.situation
        if situation is None:
            return
        self.post_name.setText(situation.post)
        waiting = situation.a_envoyer + situation.remis
        when = (
            f"dernier échange {moment(situation.derniere, self._now().date())}"
            if situation.derniere
            else "jamais échangé"
        )
        self.sending.setText(
            f"{waiting} en attente · {when}"
            if waiting
            else f"Tout est reçu · {when}"
            if situation.derniere
            else "Rien en attente"
        )
        self.sending_mark.show_icon("cloud-slash" if waiting else "cloud-check")
        self.sync_button.setEnabled(situation.service is not None and not self._exchange.busy)
        self._badge("Conflits", situation.conflits)
        self._badge("Échanges", waiting)
        self.banner.say("\n".join(notice.texte for notice in situation.alarmes), "attention")

    def _show_busy(self) -> None:
        busy = self._exchange.busy
        self._show_names()
        hosted = self._exchange.situation is not None and self._exchange.situation.service is not None
        self.sync_button.setEnabled(hosted and not busy)

    def _badge(self, title: str, number: int) -> None:
        self._badges[title] = number
        self._show_names()


def compose(
    window: MainWindow,
    signalements: RecordsView,
    fiches: RecordsView,
    conflicts: ConflictsView,
    exchange: ExchangeView,
    posts: PostsView,
) -> None:
    """Put the pages in the window and tie them to each other."""
    window.add_page("Signalements", "warning-circle", signalements, signalements)
    window.add_page("Fiches de conduite", "list-checks", fiches, fiches)
    window.add_page("Conflits", "git-merge", conflicts, conflicts)
    window.add_page("Échanges", "arrows-clockwise", exchange, exchange)
    window.add_page("Postes", "users", posts, posts)
    window.name_pages()

    def open_record(kind: str, rec: str) -> None:
        page = fiches if kind == "fiche-conduite" else signalements
        window.show_page(page)
        page.open(rec)

    conflicts.wants_record.connect(open_record)
    exchange.wants_record.connect(open_record)
    signalements.wants_conflicts.connect(lambda: window.show_page(conflicts))
    fiches.wants_conflicts.connect(lambda: window.show_page(conflicts))
