"""The first page: what matters today for this person. Every line opens what it names."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QPushButton, QVBoxLayout, QWidget

from mvl_desktop.i18n import N_, _, ngettext
from ui.messages import sentence
from ui.plain import button, label
from ui.text import breakable, long_date, moment, opening, short_date, thousands
from ui.timing import Now
from ui.values import DraftLine, Home, Lost, Todo
from ui.view_models.home import HomePage
from ui.view_models.reminders import home_due
from ui.views.arbitration_told import LostValueCard, MovedCard
from ui.views.first_steps import StepsCard, are_wanted
from ui.widgets.lines import line_button, tile
from ui.widgets.panels import Notice, clear, icon_label, row, scrolled

_LETTERS_FOR_TWO = 105
_LETTERS_FOR_FOUR, _LETTERS_FOR_PAIRS = 132, 70
_SHOWN = 12
_MARKS = {"vitale": "warning-circle", "forte": "warning", "ordinaire": "list-checks"}
_LATE_CLOCK = N_(
    "L’horloge de ce poste paraît en retard\u00a0: les échéances sont vues de la dernière date connue. "
    "Réglez l’horloge."
)
_NOTHING_TO_DO = N_("Rien ne presse. Les étapes des fiches appliquées et les signalements à qualifier viendront ici.")
_NO_NEWS = N_("Personne d’autre n’a changé ce que vous suivez depuis votre dernier passage.")
_LOST_TEXT = N_(
    "Ces mots n’ont pas été envoyés\u00a0: le signalement a été effacé avant. Recopiez ce qui doit être gardé."
)


class HomeView(QWidget):
    """The first page."""

    wants_new = Signal()
    wants_record = Signal(str, str)
    wants_draft = Signal(str, str)
    wants_todo = Signal()
    wants_exchange = Signal()
    wants_conflicts = Signal()
    wants_guide = Signal()
    wants_setup = Signal()
    wants_tour = Signal()

    def __init__(self, page: HomePage, now: Now) -> None:
        super().__init__()
        self.page, self._now = page, now
        self._tiles: list[QPushButton] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(24, 18, 24, 18)
        self._column.setSpacing(14)
        self._head()
        self.notice = Notice()
        self._column.addWidget(self.notice)
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        self._column.addLayout(self._grid)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.setSpacing(14)
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        for column, share in ((self._left, 3), (self._right, 2)):
            column.setSpacing(14)
            self._both.addLayout(column, share)
        self._column.addLayout(self._both, 1)
        outer.addWidget(scrolled(body))
        page.changed.connect(self._show)
        page.refused.connect(lambda code: self.notice.say(sentence(code), "danger"))

    def show_on_top(self, widget: QWidget) -> None:
        """Show something above everything else."""
        self._column.insertWidget(1, widget)

    def refresh(self) -> None:
        """Ask again what matters."""
        self.page.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the name is Qt's
        """Put side by side what there is room for."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Measure again when the letters change."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._fit)

    def _head(self) -> None:
        self.welcome = label("", "titre", wrap=True)
        self.day = label("", tone="discret", wrap=True)
        self.create_button = button(_("Nouveau signalement"), "premier")
        self.create_button.clicked.connect(self.wants_new)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.welcome)
        words.addWidget(self.day)
        head = row()
        head.addLayout(words, 1)
        head.addWidget(self.create_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._column.addLayout(head)

    def _show(self) -> None:
        home = self.page.home
        if home is None:
            return
        focused = self._focused_name()
        today = self._now().date()
        first_name = home.personne.split(" ")[0]
        self.welcome.setText(_("Bonjour {nom}").format(nom=first_name) if first_name else _("Bonjour"))
        held = ngettext("{n} signalement sur ce poste", "{n} signalements sur ce poste", home.total)
        due = home_due(home)
        said = (opening(long_date(today)), held.format(n=thousands(home.total)), due)
        self.day.setText(" · ".join(part for part in said if part))
        self.notice.say(_(_LATE_CLOCK) if home.horloge_douteuse else "", "attention")
        for layout in (self._grid, self._left, self._right):
            clear(layout)
        self._tiles = self._figures(home)
        self._drafts(home)
        self._told(home)
        if are_wanted(home):
            (self._right if home.total else self._left).addWidget(self._steps(home))
        if home.total or home.brouillons:
            self._lists(home)
        else:
            self._news(home)
        self._at_hand(home)
        for column in (self._left, self._right):
            column.addStretch(1)
        self._fit()
        self._focus_again(focused)

    def _figures(self, home: Home) -> list[QPushButton]:
        age = ""
        if home.plus_ancien is not None:
            age = _("le plus ancien, {when}").format(when=moment(home.plus_ancien, self._now().date()))
        urgent = sum(todo.gravite != "ordinaire" for todo in home.a_faire)
        pressing = ngettext("dont {n} qui presse", "dont {n} qui pressent", urgent).format(n=urgent)
        made = [
            (
                tile("list-checks", str(len(home.a_faire)), _("à faire"), pressing if urgent else "", _tone(urgent)),
                self._look_at_todo,
            ),
            (
                tile("note-pencil", str(len(home.brouillons)), _("à reprendre"), _("brouillons de ce poste")),
                self._resume_first,
            ),
            (
                tile("cloud-slash", thousands(home.en_attente), _("pas encore reçus ailleurs"), age),
                self.wants_exchange.emit,
            ),
            (
                tile("git-merge", str(home.conflits), _("à décider"), _("deux valeurs pour un champ")),
                self.wants_conflicts.emit,
            ),
        ]
        for figure, do in made:
            figure.clicked.connect(do)
        return [figure for figure, _do in made]

    def _lists(self, home: Home) -> None:
        self._left.addWidget(self._card("list-checks", _("À faire"), self._todo_lines(home.a_faire), _NOTHING_TO_DO))
        self._news(home)

    def _drafts(self, home: Home) -> None:
        """What was left in the middle comes before all advice: it is what somebody looks for after a cut."""
        if home.brouillons:
            self._right.addWidget(
                self._card("note-pencil", _("Brouillons à reprendre"), self._draft_lines(home.brouillons), "")
            )

    def _told(self, home: Home) -> None:
        """Say what others did with what was written here, before anything else: somebody waits for an answer."""
        if home.ecartees:
            cards: list[QWidget] = []
            for each in home.ecartees[:_SHOWN]:
                made = LostValueCard(each)
                made.wants_record.connect(lambda each=each: self.wants_record.emit(each.kind, each.id))
                made.put_away.connect(lambda each=each: self.page.put_lost_away(each.decision))
                made.contested.connect(lambda why, each=each: self.page.contest(each.id, each.decision, why))
                cards.append(made)
            self._left.addWidget(self._card("git-merge", _("Décidé autrement que vous"), cards, ""))
        if home.deplaces:
            lines: list[QWidget] = []
            for moved in home.deplaces[:_SHOWN]:
                line = MovedCard(moved)
                line.wants_record.connect(lambda each=moved: self.wants_record.emit(each.kind, each.id))
                line.put_away.connect(lambda each=moved: self.page.put_moved_away(each.id))
                line.carried.connect(lambda each=moved: self.page.carry_over(each.id))
                lines.append(line)
            self._left.addWidget(self._card("tray-arrow-up", _("Passé dans un autre espace"), lines, ""))

    def _news(self, home: Home) -> None:
        if home.total:
            news = [self._record_line(each, "clock") for each in home.recents[:_SHOWN]]
            self._right.addWidget(self._card("clock", _("Changé par d’autres"), news, _NO_NEWS))
        if home.perdus:
            self._right.addWidget(self._lost(home.perdus))

    def _todo_lines(self, todo: Sequence[Todo]) -> list[QWidget]:
        lines: list[QWidget] = [
            self._record_line(each, _MARKS.get(each.gravite, "list-checks")) for each in todo[:_SHOWN]
        ]
        left = len(todo) - _SHOWN
        if left > 0:
            more = button(ngettext("{n} autre à faire", "{n} autres à faire", left).format(n=left), "lien")
            more.clicked.connect(self.wants_todo)
            lines.append(more)
        return lines

    def _record_line(self, todo: Todo, mark: str) -> QPushButton:
        titre = todo.titre or todo.reference or _("Sans objet")
        said = " · ".join(part for part in (todo.quoi, todo.reference) if part)
        since = short_date(todo.depuis.date()) if todo.depuis else ""
        line = line_button(mark, titre, said, since)
        line.clicked.connect(lambda: self.wants_record.emit(todo.kind, todo.rec))
        return line

    def _draft_lines(self, drafts: Sequence[DraftLine]) -> list[QWidget]:
        lines: list[QWidget] = []
        for draft in drafts[:_SHOWN]:
            said = opening(moment(draft.le, self._now().date()))
            line = line_button("note-pencil", draft.titre or _("Sans objet"), said)
            line.clicked.connect(lambda _on=False, draft=draft: self.wants_draft.emit(draft.kind, draft.id))
            lines.append(line)
        return lines

    def _card(self, icon_name: str, title: str, lines: Sequence[QWidget], nothing: str) -> QFrame:
        frame = QFrame()
        frame.setObjectName("carte")
        column = QVBoxLayout(frame)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(4)
        column.addLayout(row(icon_label(icon_name), label(title, "soustitre"), None))
        for line in lines:
            column.addWidget(line)
        if not lines:
            column.addWidget(label(_(nothing), tone="discret", wrap=True))
        column.addStretch(1)
        return frame

    def _lost(self, lost: Sequence[Lost]) -> QFrame:
        lines: list[QWidget] = [label(_(_LOST_TEXT), tone="discret", wrap=True)]
        for each in lost[:_SHOWN]:
            until = _("Lisible ici jusqu’au {day} · {espace}").format(
                day=short_date(each.jusqu_au.date()), espace=each.espace
            )
            lines.append(label(until, "ligne_titre", wrap=True))
            lines += [label(f"{each_.champ}\u00a0: {breakable(each_.apres)}", wrap=True) for each_ in each.changes]
        return self._card("info", _("Saisi dans un signalement effacé depuis"), lines, "")

    def _steps(self, home: Home) -> StepsCard:
        card = StepsCard(home)
        for asked, wanted in (
            (card.wants_setup, self.wants_setup),
            (card.wants_new, self.wants_new),
            (card.wants_exchange, self.wants_exchange),
            (card.wants_tour, self.wants_tour),
            (card.wants_guide, self.wants_guide),
        ):
            asked.connect(wanted)
        card.wants_away.connect(self.page.put_steps_away)
        return card

    def _at_hand(self, home: Home) -> None:
        """Put the fiches that one needs during a call at hand."""
        if home.fiches:
            lines = [self._record_line(each, "list-checks") for each in home.fiches]
            self._right.addWidget(self._card("list-checks", _("Que faire\u202f? Les fiches de conduite"), lines, ""))

    def _look_at_todo(self) -> None:
        home = self.page.home
        if home is not None and len(home.a_faire) == 1:
            self.wants_record.emit(home.a_faire[0].kind, home.a_faire[0].rec)
        else:
            self.wants_todo.emit()

    def _resume_first(self) -> None:
        home = self.page.home
        if home is not None and home.brouillons:
            self.wants_draft.emit(home.brouillons[0].kind, home.brouillons[0].id)
        else:
            self.wants_new.emit()

    def _focused_name(self) -> str:
        widget = self.window().focusWidget()  # this page's own is where it once was, though somebody types elsewhere
        mine = isinstance(widget, QPushButton) and self.isAncestorOf(widget) and widget is not self.create_button
        return widget.accessibleName() if widget is not None and mine else ""

    def _focus_again(self, name: str) -> None:
        """Leave the keyboard where it was: the page is made anew under it."""
        if name:
            same = [each for each in self.findChildren(QPushButton) if each.accessibleName() == name]
            (same[-1] if len(same) > 1 else self.create_button).setFocus()  # the first is the one that goes away

    def _fit(self) -> None:
        letters = self.width() / max(1, self.fontMetrics().averageCharWidth())
        side_by_side = letters >= _LETTERS_FOR_TWO
        way = QBoxLayout.Direction.LeftToRight if side_by_side else QBoxLayout.Direction.TopToBottom
        if self._both.direction() != way:
            self._both.setDirection(way)
        columns = 4 if letters >= _LETTERS_FOR_FOUR else 2 if letters >= _LETTERS_FOR_PAIRS else 1
        for place, figure in enumerate(self._tiles):
            self._grid.addWidget(figure, place // columns, place % columns)
        for column in range(4):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)


def _tone(urgent: int) -> str:
    return "danger" if urgent else ""
