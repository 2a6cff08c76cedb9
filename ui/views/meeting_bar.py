"""What may be done with the meeting that is open, over its form: minutes, indicators, how it stands, what follows."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QMenu, QVBoxLayout

from mvl_desktop.domain import compte_rendu as cr
from mvl_desktop.i18n import N_, _
from ui.icons import icon
from ui.messages import sentence
from ui.plain import button, hint
from ui.timing import Now
from ui.view_models.meeting import COPIL, Meeting
from ui.views.meeting_forms import ask_day, ask_indicators
from ui.widgets.flow import Flow
from ui.widgets.panels import Notice

_STATES = (
    ("convoquee", N_("Convoquée aujourd’hui"), N_("La réunion est convoquée.")),
    ("tenue", N_("Elle s’est tenue"), N_("La réunion est dite tenue.")),
    ("reportee", N_("Reportée…"), N_("La réunion est reportée.")),
    ("annulee", N_("Annulée"), N_("La réunion est annulée.")),
)
_MOVES = (
    (cr.RELIRE, N_("Compte rendu relu"), N_("Le compte rendu est dit relu.")),
    (cr.VALIDER, N_("Valider le compte rendu"), N_("Le compte rendu est validé.")),
    (cr.DIFFUSER, N_("Compte rendu diffusé"), N_("Le compte rendu est dit diffusé.")),
    (cr.ROUVRIR, N_("Rouvrir le compte rendu"), N_("Le compte rendu est de nouveau un brouillon.")),
)


class MeetingBar(QFrame):
    """Buttons on one line or two, and what was done."""

    wants_minutes = Signal()
    """The minutes are to be typed."""
    wants_preview = Signal()
    wants_copy = Signal(str)
    """A communicable copy of the meeting of this id is to be prepared."""
    wants_since = Signal()
    """Frozen values are to be seen beside today's."""

    def __init__(self, meeting: Meeting, now: Now) -> None:
        super().__init__()
        self.meeting, self._now = meeting, now
        self._told_of = ""
        """The meeting that was open when something was said: it stays said when the same one is read again."""
        self.notice = Notice()
        self.begin = button(_("Reprendre l’ordre du jour type"))
        self.begin.setIcon(icon("list-checks"))
        self.write = button(_("Rédiger le compte rendu"))
        self.write.setIcon(icon("note-pencil"))
        self.write.setToolTip(hint("F8"))
        self.write.setShortcut("F8")
        self.preview = button(_("Lire ou imprimer le compte rendu…"))
        self.preview.setIcon(icon("file-text"))
        self.preview.setToolTip(hint(_("Le lire comme il s’imprime, avec ou sans les noms")))
        self.freeze = button(_("Figer les indicateurs…"))
        self.freeze.setIcon(icon("chart-bar"))
        self.since = button(_("Depuis…"))
        self.since.setToolTip(hint(_("Les valeurs figées à côté de celles d’aujourd’hui")))
        self.since.setAccessibleName(_("Indicateurs figés et valeurs d’aujourd’hui…"))
        self.copy = button(_("Copie communicable…"))
        self.copy.setIcon(icon("eye-slash"))
        self.follow = button(_("Suite"))
        self.follow.setToolTip(hint(_("Où en est la réunion, son compte rendu, la réunion suivante")))
        self._menu = QMenu(self)
        self.follow.setMenu(self._menu)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.buttons = (self.begin, self.write, self.preview, self.freeze, self.since, self.copy, self.follow)
        column.addWidget(Flow(*self.buttons))
        column.addWidget(self.notice)
        self._connect()
        self.show_state()

    def show_state(self) -> None:
        """Show what may be done with what is typed."""
        meeting = self.meeting
        recorded, copil = bool(meeting.rec), meeting.champs.get("type_reunion") == COPIL
        self.setVisible(meeting.form.typed is not None)
        self.begin.setVisible(meeting.may_begin)
        self.preview.setVisible(recorded)
        self.copy.setVisible(recorded and meeting.champs.get("etat") == "tenue")
        self.freeze.setVisible(recorded and copil)
        self.since.setVisible(recorded and bool(meeting.champs.get("mesures")))
        self.follow.setVisible(recorded)

    def _connect(self) -> None:
        meeting = self.meeting
        meeting.done.connect(lambda said: self.notice.say(said, "succes"))
        meeting.refused.connect(lambda code: self.notice.say(sentence(code), "danger"))
        meeting.form.opened.connect(self._on_opened)
        meeting.form.changed.connect(self.show_state)
        self.begin.clicked.connect(meeting.begin_from_type)
        self.write.clicked.connect(self.wants_minutes)
        self.preview.clicked.connect(self.wants_preview)
        self.freeze.clicked.connect(self._on_freeze)
        self.since.clicked.connect(self.wants_since)
        self.copy.clicked.connect(lambda: self.wants_copy.emit(meeting.rec))
        self._menu.aboutToShow.connect(self.fill_menu)

    def fill_menu(self) -> None:
        """Offer what may be done next."""
        self._menu.clear()
        champs = self.meeting.champs
        for etat, title, said in _STATES:
            if champs.get("etat") != etat:
                self._offer(title, partial(self._on_state, etat, _(said)))
        self._menu.addSeparator()
        if champs.get("etat") == "tenue":
            for move, title, said in _MOVES:
                if move in cr.moves(champs):
                    self._offer(title, partial(self.meeting.move_minutes, move, _(said)))
        self._menu.addSeparator()
        self._offer(N_("Réunion suivante…"), self._on_next)

    def _offer(self, title: str, do: Callable[[], object]) -> None:
        self._menu.addAction(_(title)).triggered.connect(lambda _checked: do())

    def _on_opened(self) -> None:
        if self.meeting.rec != self._told_of:
            self.notice.say("")
        self._told_of = self.meeting.rec
        self.show_state()

    def _on_state(self, etat: str, said: str) -> None:
        if etat != "reportee":
            self.meeting.set_state(etat, said)
            return
        found = ask_day(self, _("Reporter la réunion"), _("Reporter"), self._now, wanted=False)
        if found is not None:
            day = found[0]
            self.meeting.set_state("prevue" if day else "reportee", said, day)

    def _on_next(self) -> None:
        found = ask_day(self, _("Réunion suivante"), _("La préparer"), self._now, wanted=True)
        if found is not None and found[0] is not None:
            self.meeting.begin_next(found[0])

    def _on_freeze(self) -> None:
        codes = ask_indicators(self, self.meeting.indicators())
        if codes:
            self.meeting.freeze(codes)
