"""What comes next for a fiche: read again, agreed on by each party, published, withdrawn; and what each asks for."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QMenu, QToolButton, QWidget

from mvl_desktop.domain.relecture import ACCORDER, PROPOSER, PUBLIER, RENVOYER, REPRENDRE, RETIRER
from mvl_desktop.i18n import N_, _
from ui.icons import icon
from ui.plain import ask
from ui.text import visible
from ui.values import Choice, Row
from ui.views.dialogs import Form

REMARQUER, REMARQUES, EMPLOI = "remarquer", "remarques", "emploi"
"""What may be done with a fiche whatever its status."""
_SAID = {
    PROPOSER: (N_("Envoyer en relecture"), "eye"),
    RENVOYER: (N_("Renvoyer à la rédaction"), "arrow-u-up-left"),
    PUBLIER: (N_("Publier"), "users"),
    RETIRER: (N_("Retirer…"), "x"),
    REPRENDRE: (N_("Préparer une nouvelle version"), "note-pencil"),
}
_ALWAYS = {
    REMARQUER: (N_("Faire une remarque…"), "chat-text"),
    REMARQUES: (N_("Remarques de relecture…"), "list-checks"),
    EMPLOI: (N_("Emploi de cette fiche…"), "columns"),
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
_AGREE = N_("Valider pour {partie}…")
OF = {"ars": N_("l’ARS"), "miviludes": N_("la MIVILUDES")}


class ReviewButton(QToolButton):
    """One button, whose menu holds what comes next. An agreement is asked for as `accorder:<party>`."""

    wants = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setText(_("Relecture"))
        self.setAccessibleName(_("Relecture et validation de la fiche"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setProperty("menu", "true")
        self.setMenu(QMenu(self))

    def offer(self, moves: Sequence[str], parties: Sequence[str] = (), remarks: int = 0, *, used: bool = True) -> None:
        """Offer what may be done next; nothing hides the button.

        `parties`: those that may still agree, each with its own entry. `remarks`: how many are to be treated.
        `used`: its use may be looked at.
        """
        self.menu().clear()
        for move in moves:
            if move == ACCORDER:
                for party in parties:
                    self._add(f"{move}:{party}", _(_AGREE).format(partie=_(OF.get(party, party))), "check-circle")
            else:
                said, icon_name = _SAID[move]
                self._add(move, _(said), icon_name)
        if moves:
            self.menu().addSeparator()
            for what, (said, icon_name) in _ALWAYS.items():
                if what == EMPLOI and not used:
                    continue
                told = _("{action} ({n} à traiter)").format(action=_(said), n=remarks)
                self._add(what, told if what == REMARQUES and remarks else _(said), icon_name)
        self.setVisible(bool(moves))

    def _add(self, what: str, said: str, icon_name: str) -> None:
        action = self.menu().addAction(icon(icon_name), said)
        action.triggered.connect(lambda _on: self.wants.emit(what))


def ask_move(
    parent: QWidget, move: str, *, partie: str = "", version: int = 1, others: Sequence[Choice] = ()
) -> Mapping[str, str] | None:
    """Ask what a move of a fiche needs to know; None when the person gave up. `others`: what may take its place."""
    if move == ACCORDER:
        return _ask_own_agreement(parent, partie, version)
    if move == RETIRER:
        title, go_on = _("Retirer la fiche"), _("&Retirer la fiche")
        said = _("Il se lira en tête de la fiche."), _("Les signalements qui appliquent celle-ci le diront.")
        return ask_withdrawal(parent, title, go_on, said, others)
    return {}


def _ask_own_agreement(parent: QWidget, partie: str, version: int) -> Mapping[str, str] | None:
    said = _(
        "Vous donnez l’accord de {partie} sur la version {n}, telle qu’elle est ici, en votre nom. "
        "Si son texte change ensuite, l’accord ne vaut plus. L’autre partie est validée par une autre personne."
    )
    text = said.format(partie=_(OF.get(partie, partie)), n=version)
    yes = _("Valider pour {partie}").format(partie=_(OF.get(partie, partie)))
    return {"partie": partie} if ask(parent, _("Valider la fiche"), text, yes) else None


def replacements(rows: Sequence[Row], rec: str) -> list[Choice]:
    """Return the fiches, or the grids, that may take the place of one."""
    found = [each.champs for each in rows if each.id != rec and each.champs.get("statut") != "retiree"]
    return [
        Choice(str(champs["code"]), f"{champs['code']} – {champs.get('titre', '')}")
        for champs in found
        if champs.get("code")
    ]


def ask_withdrawal(
    parent: QWidget, title: str, go_on: str, said: tuple[str, str], others: Sequence[Choice]
) -> Mapping[str, str] | None:
    """Ask why something is withdrawn, and what takes its place. `said`: what helps to answer each."""
    form = Form(parent, title, go_on)
    reason, other = QLineEdit(), QComboBox()
    form.go_on.setEnabled(False)
    reason.textChanged.connect(lambda text: form.go_on.setEnabled(bool(text.strip())))
    other.addItem(_("Aucune"), "")
    for choice in others:
        other.addItem(visible(choice.libelle), choice.code)
    other.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    other.view().setAccessibleName(_("Remplacée par"))
    form.add(_("&Motif du retrait"), reason, said[0])
    form.add(_("Remplacée &par"), other, said[1])
    given = {"motif": reason.text().strip(), "remplacee_par": str(other.currentData())} if form.ask() else None
    form.deleteLater()
    return given


def ask_version(parent: QWidget, version: int) -> bool:
    """Ask before what both parties agreed on is changed: it becomes the next version."""
    said = _(
        "Les deux parties ont validé la version {n}. Ce que vous changez devient la version {suivante}, "
        "à faire relire. La version {n} reste celle qui s’applique d’ici là."
    )
    title, yes = _("Modifier une fiche validée"), _("Préparer la version {n}").format(n=version + 1)
    return ask(parent, title, said.format(n=version, suivante=version + 1), yes)
