"""What happened to a record: when, at which post, each field before and after; a former value can be taken again."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from mvl_desktop.i18n import _, ngettext
from ui.conservation_values import ErasureSeen
from ui.icons import icon
from ui.plain import button, hint, label
from ui.text import breakable, moment, opening, visible
from ui.timing import local_now
from ui.values import Change, Past
from ui.view_models.record_side import RecordSide
from ui.views.history_erasure import STATES, ErasureForm
from ui.widgets.panels import Notice, card, clear, empty_state, icon_label, row, scrolled

_SHOWN = 100
_LONG = 600


class HistoryView(QWidget):
    """The revisions of a record, latest first."""

    wants_former = Signal(object)
    """The change whose former value is wanted in the form."""

    def __init__(self, side: RecordSide) -> None:
        super().__init__()
        self._side = side
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(2, 12, 14, 12)
        self._column.setSpacing(10)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.notice = Notice()
        outer.addWidget(self.notice)
        outer.addWidget(scrolled(body))
        side.history_changed.connect(self._show)
        side.erasure_seen.connect(self._ask_erasure)
        side.reopened.connect(
            lambda: self.notice.say(_("La décision est annulée\u202f; les valeurs sont à décider."), "succes")
        )
        side.erased.connect(lambda state: self.notice.say(_(STATES[state]), "succes"))

    def _show(self) -> None:
        clear(self._column)
        if not self._side.history:
            title, text = _("Pas encore d’historique"), _("Chaque enregistrement s’inscrira ici.")
            self._column.addWidget(empty_state("clock-counter-clockwise", title, text))
            return
        for past in self._side.history[:_SHOWN]:
            self._column.addWidget(_card(past, self.wants_former.emit, self._side.look_erasure, self._side.take_back))
        if len(self._side.history) > _SHOWN:
            rest = len(self._side.history) - _SHOWN
            said = ngettext("… et {n} modification plus ancienne.", "… et {n} modifications plus anciennes.", rest)
            self._column.addWidget(label(said.format(n=rest)))
        self._column.addStretch(1)

    def _ask_erasure(self, past: Past, seen: ErasureSeen) -> None:
        if not self.isVisible():
            return
        form = ErasureForm(self, past, seen, self._side.history)
        if form.ask():
            self._side.erase(form.revisions)
        form.deleteLater()


def _card(
    past: Past, take: Callable[[Change], None], erase: Callable[[Past], None], reopen: Callable[[str], None]
) -> QWidget:
    head = QWidget()
    when = label(opening(moment(past.le, local_now().date())), tone="discret")
    head.setLayout(row(icon_label("laptop"), label(visible(past.poste), "soustitre"), None, when))
    if past.efface:
        gone = _("Contenu effacé\u00a0: la loi ou l’espace l’a demandé.")
        return card(head, label(gone, tone="discret", wrap=True), margin=12)
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(6)
    for place, title in enumerate((_("Champ"), _("Avant"), _("Après"))):
        grid.addWidget(label(title, tone="aide"), 0, place)
        grid.setColumnStretch(place, 1 if place == 0 else 2)
    for line, change in enumerate(past.changes, start=1):
        for place, text in enumerate((change.champ, change.avant, change.apres)):
            shown = text if len(text) <= _LONG else text[:_LONG] + "…"
            said = label(breakable(shown), tone="discret" if place == 1 else "", wrap=True)
            grid.addWidget(said, line, place, Qt.AlignmentFlag.AlignTop)
        if change.nom and change.valeur_avant is not None:
            again = button(_("Reprendre"), "lien")
            again.setIcon(icon("arrow-u-up-left"))
            again.setToolTip(hint(_("Reprendre cette valeur")))
            again.setAccessibleName(_("Reprendre l’ancienne valeur\u00a0: {field}").format(field=change.champ))
            again.clicked.connect(lambda _on, change=change: take(change))
            grid.addWidget(again, line, 3, Qt.AlignmentFlag.AlignTop)
        elif change.decide:
            back = button(_("Revenir sur la décision"), "lien")
            back.setIcon(icon("arrow-u-up-left"))
            back.setAccessibleName(_("Revenir sur la décision\u00a0: {field}").format(field=change.champ))
            back.clicked.connect(lambda _on, change=change: reopen(change.decide))
            grid.addWidget(back, line, 3, Qt.AlignmentFlag.AlignTop)
    made = card(head, holder, margin=12)
    column = made.layout()
    if past.effacable and isinstance(column, QVBoxLayout):
        wipe = button(_("Effacer cette saisie…"), "lien")
        wipe.setAccessibleName(_("Effacer cette saisie de {poste}").format(poste=visible(past.poste)))
        wipe.clicked.connect(lambda _on: erase(past))
        column.addLayout(row(None, wipe))
    return made
