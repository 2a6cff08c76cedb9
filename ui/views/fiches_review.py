"""What comes next for a fiche: read again, agreed on by each party, published, withdrawn; and what each asks for."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QMenu, QToolButton, QWidget

from mvl_desktop.domain.relecture import ACCORDER, PROPOSER, PUBLIER, RENVOYER, REPRENDRE, RETIRER
from mvl_desktop.i18n import N_, _
from ui.icons import icon
from ui.values import Choice
from ui.views.dialogs import Form

_SAID = {
    PROPOSER: (N_("Proposer à la relecture"), "eye"),
    RENVOYER: (N_("Renvoyer à la rédaction"), "arrow-u-up-left"),
    ACCORDER: (N_("Noter l’accord d’une partie…"), "check-circle"),
    PUBLIER: (N_("Publier"), "users"),
    RETIRER: (N_("Retirer…"), "x"),
    REPRENDRE: (N_("Préparer une nouvelle version"), "note-pencil"),
}
DONE = {
    PROPOSER: N_("La fiche est en relecture."),
    RENVOYER: N_("La fiche est de nouveau à rédiger."),
    ACCORDER: N_("L’accord est noté. La fiche est validée quand les deux parties l’ont donné pour cette version."),
    PUBLIER: N_("La fiche est publiée."),
    RETIRER: N_("La fiche est retirée\u00a0: elle se lit encore et ne s’applique plus."),
    REPRENDRE: N_("Une nouvelle version est à rédiger\u202f; les signalements gardent celle qu’ils appliquent."),
}
"""What is said once a move is saved."""


class ReviewButton(QToolButton):
    """One button, whose menu holds what comes next."""

    wants = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setText(_("Relecture"))
        self.setAccessibleName(_("Relecture et validation de la fiche"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setProperty("menu", "true")
        self.setMenu(QMenu(self))

    def offer(self, moves: Sequence[str]) -> None:
        """Offer what may be done next; nothing hides the button."""
        self.menu().clear()
        for move in moves:
            said, icon_name = _SAID[move]
            action = self.menu().addAction(icon(icon_name), _(said))
            action.triggered.connect(lambda _on, move=move: self.wants.emit(move))
        self.setVisible(bool(moves))


def ask_for(parent: QWidget, move: str, parties: Sequence[Choice]) -> Mapping[str, str] | None:
    """Ask what a move needs to know; None when the person gave up."""
    if move == ACCORDER:
        return _ask_agreement(parent, parties)
    if move == RETIRER:
        return _ask_reason(parent)
    return {}


def _ask_agreement(parent: QWidget, parties: Sequence[Choice]) -> Mapping[str, str] | None:
    form = Form(parent, _("Accord d’une partie de la convention"), _("&Noter l’accord"))
    party, who = QComboBox(), QLineEdit()
    for choice in parties:
        party.addItem(_(choice.libelle), choice.code)
    form.add(_("&Partie"), party)
    form.add(_("Donné p&ar"), who, _("La fonction suffit."))
    answer = {"partie": str(party.currentData()), "par": who.text().strip()} if form.ask() else None
    form.deleteLater()
    return answer


def _ask_reason(parent: QWidget) -> Mapping[str, str] | None:
    form = Form(parent, _("Retirer la fiche"), _("&Retirer la fiche"))
    reason = QLineEdit()
    form.go_on.setEnabled(False)
    reason.textChanged.connect(lambda text: form.go_on.setEnabled(bool(text.strip())))
    form.add(_("&Motif du retrait"), reason, _("Il se lira en tête de la fiche."))
    answer = {"motif": reason.text().strip()} if form.ask() else None
    form.deleteLater()
    return answer
