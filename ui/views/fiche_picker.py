"""Which fiche de conduite to apply: those proposed for this signalement first, with why."""

from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from mvl_desktop.i18n import _
from ui.icons import icon
from ui.plain import button, label
from ui.text import visible
from ui.values import FicheLine
from ui.view_models.checklist import Checklist
from ui.widgets.panels import row


class FichePicker(QDialog):
    """Which fiche to apply: those proposed for this signalement first, with why."""

    def __init__(self, parent: QWidget, checklist: Checklist) -> None:
        super().__init__(parent)
        self._checklist = checklist
        self.chosen: FicheLine | None = None
        self.setWindowTitle(_("Appliquer une fiche de conduite"))
        self.resize(self.fontMetrics().averageCharWidth() * 90, self.fontMetrics().height() * 26)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Chercher une fiche"))
        self.search.setAccessibleName(_("Chercher une fiche"))
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Fiches de conduite"))
        self.list.setWordWrap(True)
        self.about = label("", tone="discret", wrap=True)
        self.go_on = button(_("Appliquer"), "premier")
        self.go_on.setDefault(True)
        cancel = button(_("Annuler"))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(_("Appliquer une fiche de conduite"), "soustitre"))
        for widget in (self.search, self.list, self.about):
            column.addWidget(widget)
        column.addLayout(row(None, cancel, self.go_on))
        cancel.clicked.connect(self.reject)
        self.go_on.clicked.connect(self._on_go)
        self.list.itemActivated.connect(lambda _item: self._on_go())
        self.list.currentRowChanged.connect(lambda _place: self._show_one())
        self.search.textChanged.connect(lambda _text: self._show())
        checklist.fiches_changed.connect(self._show)
        checklist.ask_fiches(again=True)

    def _show(self) -> None:
        wanted = self.search.text().strip().lower()
        self._lines = [each for each in self._checklist.fiches if wanted in f"{each.code} {each.titre}".lower()]
        self.list.clear()
        for each in self._lines:
            self.list.addItem(QListWidgetItem(icon("list-checks"), _line(each)))
        self.list.setCurrentRow(0)
        self._show_one()

    def _show_one(self) -> None:
        place = self.list.currentRow()
        found = 0 <= place < len(self._lines)
        self.go_on.setEnabled(found)
        none = _("Aucune fiche ne correspond. Les fiches se rédigent dans la page «\u00a0Fiches de conduite\u00a0».")
        self.about.setText(visible(self._lines[place].declencheur) if found else none)

    def _on_go(self) -> None:
        place = self.list.currentRow()
        if 0 <= place < len(self._lines):
            self.chosen = self._lines[place]
            self.accept()


def _line(fiche: FicheLine) -> str:
    told = " – ".join(part for part in (fiche.code, fiche.titre) if part)
    about = [_("Proposée\u00a0: {reason}").format(reason=_(fiche.raison))] if fiche.raison else []
    about += [_("Déjà appliquée")] if fiche.appliquee else []
    return visible(told) + ("\n" + visible(" · ".join(about)) if about else "")
