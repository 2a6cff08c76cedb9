"""What is said of a grid that is read again, agreed on, published or withdrawn, and what each move asks for."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mvl_desktop.domain.relecture import (
    ACCORDER,
    PARTIES,
    PROPOSER,
    PUBLIER,
    RENVOYER,
    REPRENDRE,
    RETIRER,
    agreed,
    moves,
)
from mvl_desktop.domain.reperage import version_of
from mvl_desktop.i18n import N_, _
from ui.plain import ask
from ui.values import Choice, Typed, Values
from ui.view_models.grilles import GrillesPage
from ui.view_models.grilles_reader import parts
from ui.view_models.record_form import RecordForm
from ui.views.fiches_remarks import A_TRAITER, RemarkForm, RemarksDialog, remarks_of
from ui.views.fiches_review import OF, REMARQUER, REMARQUES, ReviewButton, ask_withdrawal, replacements

DONE = {
    PROPOSER: N_("La grille est en relecture."),
    RENVOYER: N_("La grille est de nouveau à rédiger."),
    ACCORDER: N_("L’accord est noté. La grille est validée quand les deux parties l’ont donné pour cette version."),
    PUBLIER: N_("La grille est publiée."),
    RETIRER: N_("La grille est retirée\u00a0: elle se lit encore et ne s’ouvre plus."),
    REPRENDRE: N_("Une nouvelle version est à rédiger\u202f; les signalements gardent celle où ils ont répondu."),
}
"""What is said once a move is saved."""


class GrilleReview(QObject):
    """What comes next for the grid that is read, in the name of who sits here, and the remarks made on it."""

    done = Signal(str)
    """Something was done: what to say of it, and the grid is to be read anew."""

    def __init__(self, parent: QWidget, page: GrillesPage, form: RecordForm, menu: ReviewButton) -> None:
        super().__init__(parent)
        self._parent, self._page, self._form, self._menu = parent, page, form, menu
        self._remarks: RemarksDialog | None = None
        menu.wants.connect(self._on_wanted)
        page.moved.connect(lambda move: self.done.emit(_(DONE[move])))
        page.remarked.connect(lambda: self.done.emit(_("C’est noté.")))

    def offer(self, typed: Typed) -> None:
        """Offer what comes next; each party agrees for itself, and remarks wait to be treated."""
        given = agreed(typed.champs)
        mine = (self._page.party,) if self._page.party else PARTIES
        parties = [party for party in PARTIES if party in mine and party not in given]
        remarks = remarks_of(typed.champs)
        waiting = sum(each.get("etat") in (None, "", A_TRAITER) for each in remarks)
        self._menu.offer(() if typed.kept else moves(typed.champs), parties, waiting, used=False)
        if self._remarks is not None:
            self._remarks.show_remarks(remarks)

    def _on_wanted(self, asked: str) -> None:
        typed, record = self._form.typed, self._form.record
        if typed is None or record is None:
            return
        move, _separator, partie = asked.partition(":")
        if move == REMARQUER:
            self._remark(record.id, typed.champs)
        elif move == REMARQUES:
            self._show_remarks(record.id, typed.champs)
        else:
            others = replacements(self._page.lines, record.id) if move == RETIRER else ()
            given = ask_for_grille(self._parent, move, partie, version_of(typed.champs), others)
            if given is not None:
                self._page.advance(record.id, move, given)

    def _remark(self, rec: str, champs: Values) -> None:
        form = RemarkForm(self._parent, [part.titre for part in parts(champs)])
        form.part.setItemText(0, _("Toute la grille"))
        if form.ask():
            self._page.remark(rec, str(form.part.currentData()), form.said)
        form.deleteLater()

    def _show_remarks(self, rec: str, champs: Values) -> None:
        dialog = self._remarks = RemarksDialog(self._parent, self._page, remarks_of(champs))
        dialog.answered.connect(lambda one, etat, why: self._page.answer(rec, one, etat, why))
        dialog.exec()
        dialog.deleteLater()
        self._remarks = None


def ask_for_grille(
    parent: QWidget, move: str, partie: str, version: int, others: Sequence[Choice] = ()
) -> Mapping[str, str] | None:
    """Ask what a move needs to know; None when the person gave up. `others`: what may take its place."""
    if move == ACCORDER:
        return _ask_agreement(parent, partie, version)
    if move == RETIRER:
        read = _("Il se lira en tête de la grille.")
        title, go_on = _("Retirer la grille"), _("&Retirer la grille")
        return ask_withdrawal(parent, title, go_on, (read, _("Son code se lira en tête de celle-ci.")), others)
    return {}


def _ask_agreement(parent: QWidget, partie: str, version: int) -> Mapping[str, str] | None:
    said = _(
        "Vous donnez l’accord de {partie} sur la version {n} de cette grille, telle qu’elle est ici, en votre nom. "
        "Si elle change ensuite, l’accord ne vaut plus. L’autre partie est validée par une autre personne."
    )
    of = _(OF.get(partie, partie))
    yes = _("Valider pour {partie}").format(partie=of)
    return {"partie": partie} if ask(parent, _("Valider la grille"), said.format(partie=of, n=version), yes) else None
