"""The last step of an import: what it would do, line by line, before anything is written; then what it did."""

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QFileDialog, QHeaderView, QTableWidget, QTableWidgetItem, QTabWidget, QVBoxLayout, QWidget

from mvl_desktop.i18n import N_, _, ngettext
from ui.import_values import ImportDone, ImportSeen
from ui.plain import button, label
from ui.text import thousands
from ui.view_models.importing import ImportDesk
from ui.views.importing_steps import cell
from ui.widgets.flow import Flow
from ui.widgets.panels import empty_state
from ui.widgets.tables import small_table

_FORMATS = {
    ".xlsx": N_("Tableur Excel (*.xlsx)"),
    ".ods": N_("Tableur OpenDocument (*.ods)"),
    ".csv": N_("Tableur CSV (*.csv)"),
}
_SHOWN = 1000
_LINES = 2


class CheckStep(QWidget):
    """Counts, the first lines as they will be, refused lines and why, probable duplicates to import or leave aside."""

    def __init__(self, importing: ImportDesk) -> None:
        super().__init__()
        self._importing = importing
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(10)
        self.counts = label("", wrap=True)
        column.addWidget(self.counts)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(_("Ce que ferait cet import"))
        self.tabs.tabBar().setAccessibleName(_("Ce que ferait cet import"))
        self.tabs.setMinimumHeight(self.fontMetrics().lineSpacing() * 12)
        column.addWidget(self.tabs, 1)
        self.preview = small_table(_("Premières fiches, comme elles seront"), (_("Champ"), "", ""))
        self.refused = small_table(
            _("Lignes refusées"), (_("Motif"), _("Ligne"), _("Cellule"), _("Ce qu’elle contient"))
        )
        self.twins = small_table(
            _("Doublons probables"), (_("Ligne"), _("Ressemble à"), _("Parce que"), _("Que faire"))
        )
        for table, place in ((self.refused, 0), (self.twins, 1)):
            table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
            table.horizontalHeader().setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        self.tabs.addTab(self.preview, _("Aperçu"))
        self.tabs.addTab(
            self._page(
                self.refused, "check-circle", _("Aucune ligne refusée"), _("Toutes les lignes peuvent être importées.")
            ),
            "",
        )
        self.tabs.addTab(
            self._page(
                self.twins,
                "check-circle",
                _("Aucun doublon probable"),
                _("Aucune ligne nouvelle ne ressemble à une fiche de ce poste."),
            ),
            "",
        )
        self.write = button(_("Écrire les lignes &refusées dans un fichier…"), "lien")
        column.addWidget(Flow(self.write))
        self.write.clicked.connect(lambda: ask_refused(self, importing))
        self.twins.itemChanged.connect(self._on_twin)

    def show_state(self) -> None:
        """Show what the import would do."""
        seen = self._importing.seen
        if seen is None:
            return
        self.counts.setText(said_counts(seen, len(self._importing.aside)))
        self.write.setVisible(seen.rejetes > 0)
        self._show_preview(seen)
        self._show_refused(seen)
        self._show_twins(seen)
        self.tabs.setTabText(1, _("Refusées ({n})").format(n=thousands(seen.rejetes)))
        self.tabs.setTabText(2, _("Doublons probables ({n})").format(n=thousands(len(seen.doublons))))

    def _page(self, table: QTableWidget, mark: str, title: str, text: str) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(table)
        column.addWidget(empty_state(mark, title, text))
        return page

    def _show_preview(self, seen: ImportSeen) -> None:
        titles = [_("Champ"), *(_("Ligne {n}").format(n=ligne) for ligne, _values in seen.apercu[:_LINES])]
        self.preview.setHorizontalHeaderLabels([*titles, *[""] * (_LINES + 1 - len(titles))])
        for place in range(_LINES + 1):
            self.preview.setColumnHidden(place, place >= len(titles))
        self.preview.setRowCount(len(seen.apercu_champs))
        for line, champ in enumerate(seen.apercu_champs):
            texts = [champ, *(values[line] for _ligne, values in seen.apercu[:_LINES])]
            for place, text in enumerate([*texts, *[""] * (_LINES + 1 - len(texts))]):
                self.preview.setItem(line, place, cell(text))

    def _show_refused(self, seen: ImportSeen) -> None:
        self.refused.setRowCount(len(seen.refus))
        for line, each in enumerate(seen.refus):
            for place, text in enumerate(
                (each.motif, str(each.ligne), each.colonne or _("Toute la ligne"), each.valeur)
            ):
                made = cell(text)
                if place == 0:
                    made.setText(each.motif)
                self.refused.setItem(line, place, made)
        _show_or_say(self.refused, bool(seen.refus))

    def _show_twins(self, seen: ImportSeen) -> None:
        with QSignalBlocker(self.twins):
            self.twins.setRowCount(min(len(seen.doublons), _SHOWN))
            for line, each in enumerate(seen.doublons[:_SHOWN]):
                texts = (_("{n}\u00a0: {objet}").format(n=each.ligne, objet=each.objet), each.autre, each.raisons)
                for place, text in enumerate(texts):
                    self.twins.setItem(line, place, cell(text))
                aside = each.ligne in self._importing.aside
                choice = QTableWidgetItem(_("Laisser de côté") if aside else _("Importer quand même"))
                choice.setFlags(choice.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                choice.setCheckState(Qt.CheckState.Unchecked if aside else Qt.CheckState.Checked)
                choice.setData(Qt.ItemDataRole.UserRole, each.ligne)
                self.twins.setItem(line, 3, choice)
        _show_or_say(self.twins, bool(seen.doublons))

    def _on_twin(self, item: QTableWidgetItem) -> None:
        ligne = item.data(Qt.ItemDataRole.UserRole)
        if isinstance(ligne, int):
            self._importing.leave_aside(ligne, aside=item.checkState() != Qt.CheckState.Checked)


class ResultStep(QWidget):
    """What the import did, and the file of refused lines to send back."""

    def __init__(self, importing: ImportDesk) -> None:
        super().__init__()
        self._importing = importing
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(10)
        self.said = label("", wrap=True)
        column.addWidget(self.said)
        self.rest = label("", wrap=True)
        column.addWidget(self.rest)
        self.write = button(_("Écrire les lignes &refusées dans un fichier…"))
        column.addWidget(Flow(self.write))
        after = _(
            "Corrigez ce fichier, ou renvoyez-le à son émetteur, puis importez-le de la même façon\u00a0: les lignes "
            "déjà importées ne le seront pas deux fois."
        )
        self.after = label(after, tone="discret", wrap=True)
        column.addWidget(self.after)
        column.addStretch(1)
        self.write.clicked.connect(lambda: ask_refused(self, importing))

    def show_state(self) -> None:
        """Show what was done."""
        done, seen = self._importing.done, self._importing.seen
        if done is None or seen is None:
            return
        self.said.setText(said_done(done))
        rest = ngettext(
            "Vous avez interrompu l’import\u00a0: {n} ligne reste. Importez de nouveau le même fichier pour continuer.",
            "Vous avez interrompu l’import\u00a0: {n} lignes restent. Importez de nouveau le même fichier pour "
            "continuer.",
            done.restants,
        )
        self.rest.setText(rest.format(n=thousands(done.restants)))
        self.rest.setVisible(done.restants > 0)
        for each in (self.write, self.after):
            each.setVisible(seen.rejetes > 0)


def ask_refused(parent: QWidget, importing: ImportDesk) -> None:
    """Ask where to write the refused lines; the format of the file that came is proposed first."""
    source = importing.table.wish.path if importing.table is not None else Path("tableur.xlsx")
    own = source.suffix.lower() if source.suffix.lower() in _FORMATS else ".csv" if not _is_book(source) else ".xlsx"
    kinds = {own: _(_FORMATS[own]), **{ending: _(said) for ending, said in _FORMATS.items() if ending != own}}
    proposed = str(source.with_name(_("{nom}-rejets").format(nom=source.stem) + own))
    name, chosen = QFileDialog.getSaveFileName(
        parent, _("Écrire les lignes refusées"), proposed, ";;".join(kinds.values())
    )
    if name:
        path = Path(name)
        ending = next((ending for ending, said in kinds.items() if said == chosen), own)
        importing.save_refused(path if path.suffix.lower() in kinds else path.with_name(path.name + ending))


def said_counts(seen: ImportSeen, aside: int) -> str:
    """Say in one sentence what an import would do."""
    read = ngettext("{n} ligne lue\u00a0: ", "{n} lignes lues\u00a0: ", seen.lus).format(n=thousands(seen.lus))
    parts = [
        ngettext("{n} fiche à créer", "{n} fiches à créer", seen.crees - aside).format(n=thousands(seen.crees - aside)),
        ngettext("{n} à modifier", "{n} à modifier", seen.modifies).format(n=thousands(seen.modifies)),
        ngettext("{n} sans changement", "{n} sans changement", seen.inchanges).format(n=thousands(seen.inchanges)),
        ngettext("{n} refusée", "{n} refusées", seen.rejetes).format(n=thousands(seen.rejetes)),
    ]
    beyond = _(" Seules les {n} premières lignes nouvelles ont été comparées aux fiches de ce poste.")
    more = beyond.format(n=thousands(seen.compares)) if seen.compares < seen.crees else ""
    if aside:
        parts.append(ngettext("{n} laissée de côté", "{n} laissées de côté", aside).format(n=thousands(aside)))
    return read + ", ".join(parts) + "." + more


def said_done(done: ImportDone) -> str:
    """Say in one sentence what an import did."""
    parts = [
        ngettext("{n} fiche créée", "{n} fiches créées", done.crees).format(n=thousands(done.crees)),
        ngettext("{n} modifiée", "{n} modifiées", done.modifies).format(n=thousands(done.modifies)),
        ngettext("{n} sans changement", "{n} sans changement", done.inchanges).format(n=thousands(done.inchanges)),
    ]
    if done.ecartes:
        parts.append(
            ngettext("{n} laissée de côté", "{n} laissées de côté", done.ecartes).format(n=thousands(done.ecartes))
        )
    return _("Import terminé\u00a0: {quoi}.").format(quoi=", ".join(parts))


def _is_book(path: Path) -> bool:
    return path.suffix.lower() in (".xlsx", ".xlsm", ".ods")


def _show_or_say(table: QTableWidget, filled: bool) -> None:
    """Show a table, or what stands in its place when it has nothing to show."""
    table.setVisible(filled)
    page = table.parentWidget()
    layout = page.layout() if page is not None else None
    instead = layout.itemAt(1) if layout is not None else None
    widget = instead.widget() if instead is not None else None
    if widget is not None:
        widget.setVisible(not filled)
