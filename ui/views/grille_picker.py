"""Which grid to open: those proposed for this signalement first, with why; those that one only reads, said before."""

from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from mvl_desktop.i18n import _, ngettext
from ui.grille_values import GrilleLine
from ui.icons import icon
from ui.messages import sentence
from ui.plain import button, label
from ui.text import visible
from ui.values import Values
from ui.view_models.palette import plain
from ui.view_models.reperage import Reperage
from ui.views.grilles_reader import GrilleReading
from ui.widgets.flow import Flow
from ui.widgets.panels import Notice


class GrillePicker(QDialog):
    """A search, the grids, and what the chosen one is for."""

    def __init__(self, parent: QWidget, reperage: Reperage) -> None:
        super().__init__(parent)
        self._reperage = reperage
        self._lines: list[GrilleLine] = []
        self.chosen: GrilleLine | None = None
        self.setWindowTitle(_("Ouvrir une grille de repérage"))
        room = parent.window().size()
        letters, height = self.fontMetrics().averageCharWidth(), self.fontMetrics().height()
        self.resize(min(letters * 90, room.width() - 40), min(height * 28, room.height() - 40))
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Chercher une grille"))
        self.search.setAccessibleName(_("Chercher une grille"))
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Grilles de repérage"))
        self.list.setWordWrap(True)
        self.about = label("", tone="discret", wrap=True)
        self.notice = Notice()
        self.go_on = button(_("&Ouvrir et répondre"), "premier")
        self.go_on.setDefault(True)
        self.read = button(_("&Lire sans ouvrir…"))
        cancel = button(_("Annuler"))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(_("Ouvrir une grille de repérage"), "soustitre"))
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        column.addWidget(self.about)
        column.addWidget(self.notice)
        column.addWidget(Flow(self.read, cancel, self.go_on))
        cancel.clicked.connect(self.reject)
        self.read.clicked.connect(self._on_read)
        reperage.read.connect(self._show_grille)
        self.go_on.clicked.connect(self._on_go)
        self.list.itemActivated.connect(lambda _item: self._on_go())
        self.list.currentRowChanged.connect(lambda _place: self._show_one())
        self.search.textChanged.connect(lambda _text: self._show())
        reperage.grilles_changed.connect(self._show)
        self._show()
        reperage.ask_grilles()

    def _show(self) -> None:
        wanted = plain(self.search.text().strip())
        self._lines = [each for each in self._reperage.grilles if wanted in plain(f"{each.code} {each.titre}")]
        self.list.clear()
        for each in self._lines:
            self.list.addItem(QListWidgetItem(icon("lock-key" if each.refus else "list-checks"), _line(each)))
        self.list.setCurrentRow(0)
        self._show_one()

    def _show_one(self) -> None:
        line = self._current()
        self.go_on.setEnabled(line is not None and not line.refus)
        self.read.setEnabled(line is not None)
        none = _("Aucune grille ne correspond. Les grilles se rédigent dans la page «\u00a0Grilles\u00a0».")
        self.about.setText(visible(line.declencheur) if line else none)
        self.notice.say(sentence(line.refus) if line and line.refus else "", "attention")

    def _current(self) -> GrilleLine | None:
        place = self.list.currentRow()
        return self._lines[place] if 0 <= place < len(self._lines) else None

    def _on_read(self) -> None:
        line = self._current()
        if line is not None:
            self._reperage.read_only(line)

    def _show_grille(self, titre: str, champs: Values) -> None:
        dialog = GrilleReading(self, titre, champs)
        dialog.exec()
        dialog.deleteLater()

    def _on_go(self) -> None:
        line = self._current()
        if line is not None and not line.refus:
            self.chosen = line
            self.accept()


def _line(grille: GrilleLine) -> str:
    told = " – ".join(part for part in (grille.code, grille.titre) if part)
    about = [_("Proposée\u00a0: {reason}").format(reason=_(grille.raison))] if grille.raison else []
    about.append(ngettext("{n} critère", "{n} critères", grille.criteres).format(n=grille.criteres))
    about += [_("Aide à la lecture, pour un clinicien")] if grille.refus else []
    about += [_("Déjà ouverte")] if grille.ouverte else []
    return visible(told) + "\n" + visible(" · ".join(about))
