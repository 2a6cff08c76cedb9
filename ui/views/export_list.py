"""A list that leaves: for whom, why, and with or without what names people; and the register of those that left."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHeaderView,
    QLineEdit,
    QRadioButton,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mvl_desktop.domain.champ import Declaration
from mvl_desktop.i18n import N_, _, ngettext
from ui.desk import Wordings
from ui.export_values import ListWish
from ui.filenames import safe_name
from ui.messages import sentence
from ui.plain import button, label
from ui.text import thousands, visible
from ui.timing import Now
from ui.values import Wanted
from ui.view_models.export_list import ENDINGS, ListExport, told
from ui.views.dialogs import Form
from ui.widgets.flow import Flow
from ui.widgets.panels import Notice, empty_state, row
from ui.widgets.tables import small_table

_MOTIFS = "motifs_export"
_LONGEST = 120
_LETTERS = 24
_FORMATS = {
    ".xlsx": N_("Tableur Excel (*.xlsx)"),
    ".ods": N_("Tableur OpenDocument (*.ods)"),
    ".csv": N_("Tableur CSV (*.csv)"),
    ".pdf": N_("Document PDF (*.pdf)"),
    ".odt": N_("Document à modifier, ODT (*.odt)"),
}


class ExportListDialog(Form):
    """Why and for whom, then where. Masked unless the person says otherwise."""

    def __init__(self, parent: QWidget, declared: Declaration, total: int, wordings: Wordings, leaving: ListExport):
        what = ngettext(
            "{n} fiche, telle que la liste la montre\u00a0: mêmes filtres, même ordre, mêmes colonnes.",
            "{n} fiches, telles que la liste les montre\u00a0: mêmes filtres, même ordre, mêmes colonnes.",
            total,
        )
        super().__init__(parent, _("Exporter la liste"), _("Choisir où l’écrire…"), what.format(n=thousands(total)))
        self._declared, self._leaving = declared, leaving
        self.recipient = QLineEdit()
        self.recipient.setMaxLength(_LONGEST)
        self.add(_("Pour &qui"), self.recipient, _("La personne ou le service qui recevra ce fichier."))
        self.motif = QComboBox()
        self.motif.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.motif.setMinimumContentsLength(_LETTERS)
        for choice in wordings.codes(_MOTIFS):
            self.motif.addItem(choice.libelle, choice.code)
        self.add(_("&Motif"), self.motif)
        self.masked = QRadioButton(_("Identités masquées\u00a0: sans ce qui nomme ou décrit les personnes"))
        self.whole = QRadioButton(_("Identités en clair, pour le service seul"))
        self.masked.setChecked(True)
        self.say(self.masked)
        self.say(self.whole)
        about = _(
            "Les signalants et les pièces médicales sont réservés et n’y seront jamais. Le fichier sera écrit en "
            "clair, hors de la protection de MVL\u202f; son numéro y figure, et l’export est inscrit au registre."
        )
        self.say(label(about, tone="discret", wrap=True))
        self.register = button(_("Registre des exports…"), "lien")
        self.register.clicked.connect(self._show_register)
        self.say(Flow(self.register))
        self.recipient.textChanged.connect(lambda _text: self._judge())
        self._judge()

    def wish(self, wanted: Wanted, columns: tuple[str, ...]) -> ListWish:
        """Return what is asked."""
        motif = str(self.motif.currentData() or "")
        return ListWish(wanted, columns, motif, self.recipient.text(), entier=self.whole.isChecked())

    def ask_path(self, now: Now) -> Path | None:
        """Ask where to write, and in which format; None when the person gave up."""
        proposed = safe_name(f"{_(self._declared.pluriel).lower()}-{now():%Y-%m-%d}.xlsx")
        kinds = {ending: _(said) for ending, said in _FORMATS.items()}
        name, chosen = QFileDialog.getSaveFileName(self, _("Exporter la liste"), proposed, ";;".join(kinds.values()))
        if not name:
            return None
        path = Path(name)
        if path.suffix.lower() in ENDINGS:
            return path
        ending = next((ending for ending, said in kinds.items() if said == chosen), ENDINGS[0])
        return path.with_name(path.name + ending)

    def _judge(self) -> None:
        self.go_on.setEnabled(bool(self.recipient.text().strip()))

    def _show_register(self) -> None:
        dialog = ExportRegisterDialog(self, self._leaving)
        dialog.exec()
        dialog.deleteLater()


class ExportRegisterDialog(QDialog):
    """What left: when, by whom, for whom and why; and the records of the one that is chosen."""

    def __init__(self, parent: QWidget, leaving: ListExport) -> None:
        super().__init__(parent)
        self._leaving = leaving
        self.setWindowTitle(_("Registre des exports"))
        letters = self.fontMetrics().averageCharWidth()
        room = self.screen().availableSize()
        self.resize(min(letters * 130, room.width() - 40), min(self.fontMetrics().height() * 32, room.height() - 60))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(_("Registre des exports"), "soustitre"))
        why = _("Qui a reçu quoi\u00a0: à prévenir si une fiche est rectifiée ou effacée (RGPD, article 19).")
        column.addWidget(label(why, tone="discret", wrap=True))
        self.notice = Notice()
        column.addWidget(self.notice)
        titles = (_("Pour qui"), _("Numéro"), _("Quand"), _("Par"))
        self.table = _table(_("Exports"), titles)
        self.pages = QStackedWidget()
        nothing = _("Les listes exportées de ce poste, et de ceux de vos espaces, s’inscriront ici.")
        self.pages.addWidget(empty_state("tray-arrow-up", _("Aucun export"), nothing))
        self.pages.addWidget(self.table)
        column.addWidget(self.pages, 3)
        self.records = _table(_("Fiches de cet export"), (_("Fiche"), _("Repère dans le fichier")))
        self.said = label("", tone="discret", wrap=True)
        column.addWidget(self.said)
        column.addWidget(self.records, 2)
        close = button(_("Fermer"), "premier")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        column.addLayout(row(None, close))
        self.table.currentCellChanged.connect(lambda line, *_cells: self._choose(line))
        leaving.register_changed.connect(self._show)
        leaving.records_changed.connect(self._show_records)
        leaving.refused.connect(self._on_refused)
        self._show()
        leaving.refresh()

    def _show(self) -> None:
        lines = self._leaving.register
        self.pages.setCurrentIndex(1 if lines else 0)
        self.records.setVisible(bool(lines))
        self.said.setVisible(bool(lines))
        self.table.setRowCount(len(lines))
        for place, line in enumerate(lines):
            _fill(self.table, place, (line.pour, line.numero, line.quand, line.par))
        if lines and self.table.currentRow() < 0:
            self.table.setCurrentCell(0, 0)

    def _choose(self, line: int) -> None:
        if 0 <= line < len(self._leaving.register):
            self._leaving.choose(self._leaving.register[line].numero)

    def _show_records(self) -> None:
        found = self._leaving.records
        line = next((each for each in self._leaving.register if each.numero == self._leaving.chosen), None)
        if line is not None:
            self.said.setText(visible(told(line)))
        self.records.setRowCount(len(found))
        for place, each in enumerate(found):
            named = each.reference or _("Effacée, ou pas sur ce poste")
            _fill(self.records, place, (named, each.repere or _("Sa référence")))

    def _on_refused(self, code: str) -> None:
        self.notice.say(sentence(code), "danger")


def _table(name: str, titles: tuple[str, ...]) -> QTableWidget:
    made = small_table(name, titles)
    made.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    return made


def _fill(table: QTableWidget, line: int, texts: tuple[str, ...]) -> None:
    for column, text in enumerate(texts):
        cell = QTableWidgetItem(visible(text))
        cell.setData(Qt.ItemDataRole.AccessibleTextRole, visible(text) or _("Rien"))
        table.setItem(line, column, cell)
