"""The third step of an import: which column becomes which field, and which one numbers the lines."""

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QFileDialog, QFormLayout, QVBoxLayout, QWidget

from mvl_desktop.i18n import N_, _, ngettext
from ui.plain import button, label
from ui.text import visible
from ui.view_models.importing import ImportDesk
from ui.views.importing_steps import cell
from ui.widgets.flow import Flow
from ui.widgets.tables import small_table

_JSON = N_("Correspondances (*.json)")
_ORDERS = (
    ("", N_("Jour d’abord\u202f; refuser ce qui est douteux")),
    ("jour_mois", N_("Toujours jour/mois/année")),
    ("mois_jour", N_("Toujours mois/jour/année")),
)
_EXAMPLES = 2


class ColumnsStep(QWidget):
    """The columns of the file, an example of each, and what it becomes; the choice is made under the table."""

    def __init__(self, importing: ImportDesk) -> None:
        super().__init__()
        self._importing = importing
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(10)
        self.about = label("", wrap=True)
        column.addWidget(self.about)
        self.table = small_table(_("Colonnes du fichier"), (_("Colonne"), _("Exemple"), _("Devient")))
        self.table.setMinimumHeight(self.fontMetrics().lineSpacing() * 9)
        column.addWidget(self.table, 1)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setVerticalSpacing(4)
        column.addLayout(form)
        self.target = QComboBox()
        self.target.setEditable(True)
        self.target.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = self.target.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.target_title = self._add(form, _("Cette colonne &devient"), self.target)
        self.order = QComboBox()
        for code, said in _ORDERS:
            self.order.addItem(_(said), code)
        self.order_title = self._add(form, _("&Ordre de ses dates"), self.order)
        self.key = QComboBox()
        self.key_title = self._add(form, _("Colonne qui &numérote les lignes"), self.key)
        why = _("Elle permet de reconnaître une ligne quand le fichier revient, même si tout le reste a changé.")
        form.addRow(label(why, tone="aide", wrap=True))
        self.load = button(_("&Reprendre une correspondance…"), "lien")
        self.save = button(_("Enre&gistrer cette correspondance…"), "lien")
        column.addWidget(Flow(self.load, self.save))
        self.table.currentCellChanged.connect(lambda *_cells: self._show_chosen())
        self.target.activated.connect(lambda _place: self._on_target())
        edit = self.target.lineEdit()
        if edit is not None:
            edit.editingFinished.connect(self._on_typed)
        self.order.activated.connect(lambda _place: self._on_target())
        self.key.activated.connect(lambda _place: importing.set_key(str(self.key.currentData() or "")))
        self.load.clicked.connect(self.ask_load)
        self.save.clicked.connect(self.ask_save)

    @property
    def header(self) -> str:
        """The column that is chosen."""
        table, line = self._importing.table, self.table.currentRow()
        return table.entetes[line] if table is not None and 0 <= line < len(table.entetes) else ""

    def ask_load(self) -> None:
        """Ask for a file of correspondances, and take its columns."""
        name, _chosen = QFileDialog.getOpenFileName(self, _("Reprendre une correspondance"), "", _(_JSON))
        if name:
            self._importing.load_columns(Path(name))

    def ask_save(self) -> None:
        """Ask where to write the correspondances."""
        name, _chosen = QFileDialog.getSaveFileName(
            self, _("Enregistrer cette correspondance"), _("correspondance.json"), _(_JSON)
        )
        if name:
            path = Path(name)
            self._importing.save_columns(path if path.suffix else path.with_suffix(".json"))

    def show_state(self) -> None:
        """Show where columns go."""
        importing, seen = self._importing, self._importing.table
        if seen is None:
            return
        taken = len(importing.columns.vers)
        said = ngettext(
            "{n} colonne sur {total} est reprise. Choisissez une ligne pour dire ce qu’elle devient.",
            "{n} colonnes sur {total} sont reprises. Choisissez une ligne pour dire ce qu’elle devient.",
            taken,
        )
        self.about.setText(said.format(n=taken, total=len(seen.entetes)))
        self._fill_targets()
        labels = {each.champ: each.libelle for each in importing.targets}
        with QSignalBlocker(self.table):
            self.table.setRowCount(len(seen.entetes))
            for place, header in enumerate(seen.entetes):
                read = importing.columns.vers.get(header)
                becomes = labels.get(read.champ, "") if read is not None else _("(pas reprise)")
                examples = [line[place] for line in seen.apercu if place < len(line) and line[place].strip()]
                for column, text in enumerate((header, " · ".join(examples[:_EXAMPLES]), becomes)):
                    self.table.setItem(place, column, cell(text))
            if self.table.currentRow() < 0:
                self.table.setCurrentCell(0, 0)
        with QSignalBlocker(self.key):
            self.key.clear()
            self.key.addItem(_("Aucune\u00a0: reconnaître par la date, l’objet et le lieu"), "")
            for header in seen.entetes:
                self.key.addItem(visible(header), header)
            self.key.setCurrentIndex(max(0, self.key.findData(importing.columns.cle)))
        self._show_chosen()

    def _fill_targets(self) -> None:
        if self.target.count() == len(self._importing.targets) + 1:
            return
        with QSignalBlocker(self.target):
            self.target.clear()
            self.target.addItem(_("(pas reprise)"), "")
            for each in self._importing.targets:
                self.target.addItem(each.libelle, each.champ)

    def _show_chosen(self) -> None:
        read = self._importing.columns.vers.get(self.header)
        champ = read.champ if read is not None else ""
        with QSignalBlocker(self.target), QSignalBlocker(self.order):
            self.target.setCurrentIndex(max(0, self.target.findData(champ)))
            self.order.setCurrentIndex(max(0, self.order.findData(read.ordre if read is not None else "")))
        dated = any(each.champ == champ and each.est_date for each in self._importing.targets)
        self.order.setEnabled(dated)
        named = _("Ce que devient la colonne {nom}").format(nom=self.header)
        self.target.setAccessibleName(named)
        edit = self.target.lineEdit()
        if edit is not None:
            edit.setAccessibleName(named)

    def _on_target(self) -> None:
        if self.header:
            champ = str(self.target.currentData() or "")
            self._importing.set_column(self.header, champ, str(self.order.currentData() or ""))

    def _on_typed(self) -> None:
        """Take the field whose name was typed, or show again the one that stands."""
        place = self.target.findText(self.target.currentText(), Qt.MatchFlag.MatchFixedString)
        if place < 0:
            self._show_chosen()
            return
        read = self._importing.columns.vers.get(self.header)
        self.target.setCurrentIndex(place)
        if str(self.target.currentData() or "") != (read.champ if read is not None else ""):
            self._on_target()

    def _add(self, form: QFormLayout, title: str, widget: QWidget) -> QWidget:
        said = label(title)
        said.setBuddy(widget)
        widget.setAccessibleName(title.replace("&", ""))
        form.addRow(said, widget)
        return said
