"""The sheet of keyboard shortcuts: what menus say, and what works inside a form, on one page."""

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QTableWidgetItem, QVBoxLayout, QWidget

from mvl_desktop.i18n import N_, _
from ui.plain import button, label
from ui.widgets.panels import row
from ui.widgets.tables import small_table

_INSIDE = (
    (N_("Sur le titre d’une partie du formulaire\u00a0: l’ouvrir, la replier"), N_("Entrée ou Espace")),
    (N_("Sur le titre d’une partie\u00a0: la suivante, la précédente"), "↓, ↑"),
    (N_("Ajouter une note d’appel ou de visite"), "Ctrl+Shift+N"),
    (N_("Imprimer la fiche ouverte"), "Ctrl+P"),
    (N_("Coller une image comme pièce jointe"), "Ctrl+V"),
    (N_("Annuler, rétablir dans un texte"), "Ctrl+Z, Ctrl+Shift+Z"),
    (N_("Ouvrir la ligne choisie d’une liste"), N_("Entrée")),
    (N_("Dans une fiche de conduite\u00a0: aller à un bloc"), "1 à 9"),
)


class ShortcutsDialog(QDialog):
    """Every shortcut, and what it does."""

    def __init__(self, parent: QWidget, actions: Sequence[QAction]) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Raccourcis clavier"))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(10)
        column.addWidget(label(_("Raccourcis clavier"), "titre"))
        lines = [(bare(action), keys_of(action)) for action in actions if keys_of(action) and action.isVisible()]
        lines += [(_(said), shown(_(keys))) for said, keys in _INSIDE]
        self.table = small_table(_("Raccourcis clavier"), (_("Ce que l’on fait"), _("Touches")))
        self.table.setRowCount(len(lines))
        for place, (said, keys) in enumerate(lines):
            self.table.setItem(place, 0, QTableWidgetItem(said))
            self.table.setItem(place, 1, QTableWidgetItem(keys))
        column.addWidget(self.table, 1)
        close = button(_("Fermer"), "premier")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        column.addLayout(row(None, close))
        letters, lines_high = self.fontMetrics().averageCharWidth(), self.fontMetrics().height()
        room = parent.size()
        self.resize(min(letters * 100, room.width() - 60), min(lines_high * 36, room.height() - 60))


def keys_of(action: QAction) -> str:
    """Return the keys of an action, as a French keyboard names them."""
    return shown(action.shortcut().toString())


def shown(keys: str) -> str:
    """Return keys as they are written on the keyboard."""
    return keys.replace("Shift", _("Maj")).replace("Esc", _("Échap")).replace("Left", "←").replace("Right", "→")


def bare(action: QAction) -> str:
    """Return what an action is called, without its mnemonic."""
    return action.text().replace("&", "").partition("\t")[0]
