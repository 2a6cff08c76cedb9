"""The first two steps of an import: which file and whose, then how it is read. What was found out can be changed."""

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QComboBox, QFileDialog, QFormLayout, QSpinBox, QTableWidgetItem, QVBoxLayout, QWidget

from mvl_desktop.i18n import N_, _, ngettext
from ui.icons import icon
from ui.import_values import TableSeen
from ui.plain import button, label
from ui.text import thousands, visible
from ui.view_models.importing import ImportDesk
from ui.widgets.panels import row
from ui.widgets.tables import small_table

ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".ods")
_SENDER_MAX = 120
_LONGEST = 80
_SHOWN = 2
_ENCODINGS = (
    ("utf-8", N_("UTF-8 (le plus courant)")),
    ("windows-1252", N_("Windows, Europe de l’Ouest")),
    ("utf-16", N_("UTF-16")),
)
_SEPARATORS = (
    (";", N_("Point-virgule")),
    (",", N_("Virgule")),
    ("\t", N_("Tabulation")),
    ("|", N_("Barre verticale")),
)


class FileStep(QWidget):
    """The file, its sender, and the espace where its lines go."""

    def __init__(self, importing: ImportDesk) -> None:
        super().__init__()
        self._importing = importing
        column = _column(self)
        about = _(
            "Chaque ligne du tableur deviendra un signalement. Rien n’est écrit avant la dernière étape, et importer "
            "deux fois le même fichier ne crée rien deux fois."
        )
        column.addWidget(label(about, wrap=True))
        self.choose = button(_("&Choisir un fichier…"), "premier")
        self.choose.setIcon(icon("tray-arrow-down", QPalette.ColorRole.HighlightedText))
        self.chosen = label("", wrap=True)
        column.addLayout(row(self.choose, None))
        column.addWidget(self.chosen)
        column.addWidget(
            label(
                _("Fichiers .csv, .xlsx ou .ods, de 20 Mo au plus. On peut aussi en déposer un ici."),
                tone="aide",
                wrap=True,
            )
        )
        form = _form(column)
        self.emetteur = QComboBox()
        self.emetteur.setEditable(True)
        edit = self.emetteur.lineEdit()
        if edit is not None:
            edit.setMaxLength(_SENDER_MAX)
            edit.setAccessibleName(_("Émetteur"))
        _add(
            form,
            _("É&metteur"),
            self.emetteur,
            _("Le service qui tient ce tableur\u00a0: ses colonnes seront retenues pour la prochaine fois."),
        )
        self.home = QComboBox()
        self._home_title = _add(form, _("&Espace"), self.home, "")
        column.addStretch(1)
        self.choose.clicked.connect(self.ask)
        self.emetteur.editTextChanged.connect(lambda _text: self._say())
        self.home.activated.connect(lambda _place: self._say())

    def ask(self) -> None:
        """Ask for a file."""
        kinds = _("Tableurs (*.csv *.tsv *.txt *.xlsx *.xlsm *.ods)")
        name, _chosen = QFileDialog.getOpenFileName(
            self, _("Importer un tableur"), "", kinds + ";;" + _("Tous les fichiers (*)")
        )
        if name:
            self._importing.choose(Path(name))

    def show_state(self) -> None:
        """Show what is known."""
        importing = self._importing
        table = importing.table
        self.chosen.setText(_file_said(table) if table is not None else _("Aucun fichier choisi."))
        with QSignalBlocker(self.emetteur):
            if self.emetteur.count() != len(importing.senders):
                self.emetteur.clear()
                self.emetteur.addItems([visible(each) for each in importing.senders])
            if self.emetteur.currentText().strip() != importing.emetteur:
                self.emetteur.setEditText(importing.emetteur)
        with QSignalBlocker(self.home):
            if self.home.count() != len(importing.espaces):
                self.home.clear()
                for each in importing.espaces:
                    self.home.addItem(visible(each.nom), each.id)
            self.home.setCurrentIndex(max(0, self.home.findData(importing.espace)))
        for widget in (self.home, self._home_title):
            widget.setVisible(len(importing.espaces) > 1)
        self.choose.setEnabled(not importing.busy)

    def _say(self) -> None:
        self._importing.set_sender(self.emetteur.currentText(), str(self.home.currentData() or ""))


class ReadingStep(QWidget):
    """The sheet, or the letters and the separator; the line of the headers; the first lines as they are read."""

    changed = Signal()

    def __init__(self, importing: ImportDesk) -> None:
        super().__init__()
        self._importing = importing
        column = _column(self)
        column.addWidget(label(_("Vérifiez que les titres et les premières lignes sont bien lus."), wrap=True))
        form = _form(column)
        self.sheet, self.encoding, self.separator = QComboBox(), QComboBox(), QComboBox()
        self._sheet_title = _add(form, _("&Feuille"), self.sheet, "")
        self._encoding_title = _add(form, _("&Lettres"), self.encoding, "")
        self._separator_title = _add(form, _("&Séparateur"), self.separator, "")
        for code, said in _ENCODINGS:
            self.encoding.addItem(_(said), code)
        for sign, said in _SEPARATORS:
            self.separator.addItem(_(said), sign)
        self.titles = QSpinBox()
        self.titles.setRange(1, 1000)
        self.titles.lineEdit().setTextMargins(self.fontMetrics().averageCharWidth(), 0, 0, 0)
        _add(form, _("Ligne des &titres"), self.titles, "")
        self.table = small_table(_("Premières lignes du fichier"), (_("Colonne"), "", ""))
        self.table.setMinimumHeight(self.fontMetrics().lineSpacing() * 9)
        column.addWidget(self.table, 1)
        self.sheet.activated.connect(lambda _place: importing.read_as(feuille=self.sheet.currentText(), titres=0))
        self.encoding.activated.connect(lambda _place: importing.read_as(encodage=self.encoding.currentData()))
        self.separator.activated.connect(lambda _place: importing.read_as(separateur=self.separator.currentData()))
        self.titles.editingFinished.connect(self._on_titles)

    def show_state(self) -> None:
        """Show how the file was read."""
        seen = self._importing.table
        if seen is None:
            return
        with QSignalBlocker(self.sheet), QSignalBlocker(self.encoding), QSignalBlocker(self.separator):
            self.sheet.clear()
            self.sheet.addItems(list(seen.feuilles))
            self.sheet.setCurrentText(seen.feuille)
            self.encoding.setCurrentIndex(max(0, self.encoding.findData(_encoding(seen.encodage))))
            self.separator.setCurrentIndex(max(0, self.separator.findData(seen.separateur)))
        with QSignalBlocker(self.titles):
            self.titles.setValue(seen.titres)
        is_csv = not seen.feuilles
        for widget in (self.sheet, self._sheet_title):
            widget.setVisible(not is_csv)
        for widget in (self.encoding, self._encoding_title, self.separator, self._separator_title):
            widget.setVisible(is_csv)
        self._show_lines(seen)

    def _on_titles(self) -> None:
        seen = self._importing.table
        if seen is not None and self.titles.value() != seen.titres:
            self._importing.read_as(titres=self.titles.value())

    def _show_lines(self, seen: TableSeen) -> None:
        lines = seen.apercu[:_SHOWN]
        titles = [_("Colonne"), *(_("Ligne {n}").format(n=seen.titres + 1 + place) for place in range(_SHOWN))]
        self.table.setHorizontalHeaderLabels(titles)
        for place in range(len(titles)):
            self.table.setColumnHidden(place, place > len(lines))
        self.table.setRowCount(len(seen.entetes))
        for place, header in enumerate(seen.entetes):
            cells = [header, *(line[place] if place < len(line) else "" for line in lines)]
            cells += [""] * (_SHOWN + 1 - len(cells))
            for column, text in enumerate(cells):
                self.table.setItem(place, column, cell(text))


def cell(text: str) -> QTableWidgetItem:
    """Return a cell that shows a text, its beginning when it is long."""
    shown = visible(" ".join(text.split()))
    made = QTableWidgetItem(shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…")
    made.setData(Qt.ItemDataRole.AccessibleTextRole, made.text() or _("Rien"))
    return made


def _file_said(seen: TableSeen) -> str:
    said = ngettext(
        "«\u00a0{nom}\u00a0»\u00a0: {n} ligne sous les titres.",
        "«\u00a0{nom}\u00a0»\u00a0: {n} lignes sous les titres.",
        seen.lignes,
    )
    return said.format(nom=visible(seen.wish.path.name), n=thousands(seen.lignes))


def _encoding(found: str) -> str:
    return "utf-16" if found.startswith("utf-16") else found


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 12, 0)
    column.setSpacing(10)
    return column


def _form(column: QVBoxLayout) -> QFormLayout:
    form = QFormLayout()
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
    form.setVerticalSpacing(4)
    column.addLayout(form)
    return form


def _add(form: QFormLayout, title: str, widget: QWidget, help_text: str) -> QWidget:
    said = label(title)
    said.setBuddy(widget)
    widget.setAccessibleName(title.replace("&", ""))
    widget.setAccessibleDescription(help_text)
    form.addRow(said, widget)
    if help_text:
        form.addRow(label(help_text, tone="aide", wrap=True))
    return said
