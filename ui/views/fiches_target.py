"""Choosing the signalement that a fiche is applied to, by its reference or by any of its words."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from mvl_desktop.i18n import _
from ui.text import visible
from ui.view_models.fiches import FichesPage
from ui.views.dialogs import Form


class TargetDialog(Form):
    """A search, and what it finds; the latest signalements while nothing is typed."""

    def __init__(self, parent: QWidget, page: FichesPage) -> None:
        super().__init__(parent, _("Appliquer la fiche à un signalement"), _("&Appliquer"))
        self._page = page
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Référence, objet, lieu…"))
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setMinimumHeight(self.fontMetrics().height() * 12)
        self.list.setWordWrap(True)
        self.add(_("&Rechercher un signalement"), self.search)
        self.add(
            _("&Signalements trouvés"),
            self.list,
            _("Les étapes s’ajoutent à sa liste\u202f; vous l’enregistrez ensuite."),
        )
        self.search.textChanged.connect(page.look_for)
        self.list.itemDoubleClicked.connect(lambda _item: self.accept())
        page.targets_changed.connect(self._show)
        page.look_for("")
        self._show()
        self.search.setFocus()

    @property
    def chosen(self) -> str:
        """Return the id of the signalement chosen, or an empty text."""
        item = self.list.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def _show(self) -> None:
        self.list.clear()
        for target in self._page.targets:
            said = " · ".join(part for part in (target.reference, visible(target.objet)) if part)
            item = QListWidgetItem(said or _("Signalement sans titre"))
            item.setData(Qt.ItemDataRole.UserRole, target.rec)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.go_on.setEnabled(self.list.count() > 0)
