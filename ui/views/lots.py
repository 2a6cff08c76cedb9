"""Lots before they are merged: what each holds, every record that they speak of, and what is left aside."""

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mvl_desktop.i18n import _, ngettext
from ui.lot_values import LotLine, LotsSeen, SaidSides
from ui.messages import sentence
from ui.plain import button, hint, label
from ui.text import thousands, visible
from ui.values import LotReport
from ui.view_models.lots import DETAIL, ESPACE, LOT, NAMED, STATE, LotsReview
from ui.views.lot_sides import SidesDialog
from ui.widgets.flow import Flow
from ui.widgets.panels import Notice, row, scrolled
from ui.widgets.tables import ListTable, small_table

SPOILT = frozenset({"lot_incomplet", "lot_endommage"})
"""Why of a lot its beginning may still be taken."""
_WIDTH, _HEIGHT = 1040, 720
_AROUND = 24
_LINES_OF_LOTS, _LINES_OF_FICHES = 5, 7
_NARROW = {STATE: 26, ESPACE: 18, LOT: 12}
"""How many letters the columns beside the title and the detail have room for."""
_PAPER = ((".pdf", "PDF (*.pdf)"), (".odt", "ODT (*.odt)"))


class LinesTable(ListTable):
    """A list whose lines are taken or left by Space, and opened by Enter: neither reaches the buttons below."""

    wants_toggle = Signal()
    wants_open = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the name is Qt's
        """Take or leave what is selected, or open a line."""
        if event.key() == Qt.Key.Key_Space:
            self.wants_toggle.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.wants_open.emit()
        else:
            super().keyPressEvent(event)
            return
        event.accept()


class LotsDialog(QDialog):
    """What some lots would do, line by line; nothing happens before « Fusionner »."""

    def __init__(self, parent: QWidget | None, review: LotsReview) -> None:
        super().__init__(parent)
        self.review = review
        several = len(review.seen.fichiers) > 1
        self.setWindowTitle(_("Contenu des lots") if several else _("Contenu du lot"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 16, 20, 14)
        outer.setSpacing(10)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 10, 0)
        column.setSpacing(10)
        outer.addWidget(scrolled(body), 1)
        self.heading = label("", "soustitre", wrap=True)
        column.addWidget(self.heading)
        self.notice = Notice()
        column.addWidget(self.notice)
        self.about = label("", wrap=True)
        column.addWidget(self.about)
        self.lots = self._lots_table()
        self.lots.setVisible(several)
        column.addWidget(self.lots)
        self.again = button(_("Reprendre ce qui est &lisible des lots abîmés"))
        column.addLayout(self._choosing())
        self.table = self._table()
        column.addWidget(self.table, 1)
        self.keys = label(
            _("Espace\u00a0: prendre ou laisser. Entrée\u00a0: ouvrir des deux côtés."), tone="discret", wrap=True
        )
        column.addWidget(self.keys)
        self.receipt = QCheckBox(_("Enregistrer un récépissé à rendre à l’expéditeur"))
        self.receipt.setChecked(True)
        column.addWidget(self.receipt)
        column.addLayout(self._printing())
        outer.addLayout(self._buttons())
        self._connect()
        self._show()
        room = self.screen().availableGeometry()
        self.resize(min(_WIDTH, room.width() - _AROUND), min(_HEIGHT, room.height() - _AROUND))
        (self.table if review.lines.rowCount() else self.merge).setFocus()

    def ask(self) -> bool:
        """Show it; whether the person wants to merge."""
        return self.exec() == QDialog.DialogCode.Accepted

    def receipt_path(self) -> Path | None:
        """Ask where to write the récépissé, when one is wanted."""
        if not self.receipt.isChecked():
            return None
        name, _chosen = QFileDialog.getSaveFileName(self, _("Enregistrer le récépissé"), _("recepisse.mvl"))
        return Path(name) if name else None

    def toggle(self) -> None:
        """Take what is selected if some of it was left, else leave it."""
        places = [index.row() for index in self.table.selectionModel().selectedRows()]
        lines = [line for place in places if (line := self.review.lines.line(place)) is not None]
        taken = not all(self.review.lines.is_taken(line) for line in lines if line.may_be_left)
        self.review.lines.take(places, taken=taken)

    def ask_print(self) -> None:
        """Ask where, then write the report."""
        filters = ";;".join(said for _ending, said in _PAPER)
        name, chosen = QFileDialog.getSaveFileName(self, _("Enregistrer le rapport"), _("examen-des-lots.pdf"), filters)
        if name:
            ending = next((ending for ending, said in _PAPER if said == chosen), ".pdf")
            path = Path(name)
            self.review.print(path if path.suffix else path.with_suffix(ending), masked=self.masked.isChecked())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - the name is Qt's
        """Measure again when the letters change."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _lots_table(self) -> QTableWidget:
        titles = (_("Prendre ce lot"), _("Écrit par"), _("Ce qu’il apporte"))
        made = small_table(_("Lots"), titles)
        for column in (0, len(titles) - 1):
            made.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        return made

    def _choosing(self) -> QVBoxLayout:
        self.filter = QComboBox()
        self.filter.setAccessibleName(_("État montré"))
        title = label(_("&Montrer"))
        title.setBuddy(self.filter)
        self.take_all = button(_("Tout &prendre"))
        self.leave_all = button(_("Tout lai&sser"))
        self.taken = label("", tone="discret", wrap=True)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addLayout(row(title, self.filter, None))
        column.addWidget(self.taken)
        column.addWidget(Flow(self.take_all, self.leave_all, self.again))
        return column

    def _table(self) -> LinesTable:
        made = LinesTable(_("Fiches de ces lots"))
        made.setSelectionMode(ListTable.SelectionMode.ExtendedSelection)
        made.setModel(self.review.lines)
        made.resized.connect(lambda _width: self._fit())
        return made

    def _printing(self) -> QHBoxLayout:
        self.print = button(_("&Imprimer le rapport…"))
        self.masked = QCheckBox(_("Mas&quer les personnes dans le rapport"))
        self.masked.setChecked(True)
        return row(self.print, self.masked, None)

    def _buttons(self) -> QHBoxLayout:
        self.merge = button(_("&Fusionner"), "premier")
        self.cancel = button(_("Annuler"))
        return row(None, self.cancel, self.merge)

    def _connect(self) -> None:
        review = self.review
        self.merge.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self.print.clicked.connect(self.ask_print)
        self.again.clicked.connect(review.recover)
        self.filter.activated.connect(lambda _place: review.show(self.filter.currentData()))
        self.take_all.clicked.connect(lambda: self._take_shown(taken=True))
        self.leave_all.clicked.connect(lambda: self._take_shown(taken=False))
        self.table.wants_toggle.connect(self.toggle)
        self.table.wants_open.connect(lambda: review.open(self.table.currentIndex().row()))
        self.table.doubleClicked.connect(lambda index: review.open(index.row()))
        self.lots.itemChanged.connect(self._on_lot)
        review.changed.connect(self._show)
        review.lines.taken_changed.connect(self._show_taken)
        review.compared.connect(self._on_compared)
        # Methods, so that an answer that comes once the window is left goes nowhere.
        review.written.connect(self._on_written)
        review.refused.connect(self._on_refused)
        select = QShortcut(QKeySequence(QKeySequence.StandardKey.SelectAll), self.table)
        select.setContext(Qt.ShortcutContext.WidgetShortcut)
        select.activated.connect(self.table.selectAll)

    def _on_written(self) -> None:
        self.notice.say(_("Rapport enregistré."), "succes")

    def _on_refused(self, code: str) -> None:
        self.notice.say(sentence(code), "danger")

    def _show(self) -> None:
        seen, busy = self.review.seen, self.review.busy
        self.heading.setText(_heading(seen))
        self.about.setText("" if len(self.review.files) > 1 else _about(seen))
        self.about.setVisible(bool(self.about.text()))
        if seen.differences:
            words = _("Ce poste a changé depuis l’examen\u202f; rien n’a été fusionné. Ce qui diffère\u00a0: {quoi}")
            self.notice.say(words.format(quoi=" · ".join(seen.differences[:_LINES_OF_LOTS])), "attention")
        self.again.setVisible(not seen.recupere and any(lot.motif in SPOILT for lot in seen.lots))
        for each in (self.merge, self.print, self.lots, self.filter, self.take_all, self.leave_all):
            each.setEnabled(not busy)
        self._fill_filter(seen)
        self._fill_lots(seen)
        self._show_taken()
        self._fit()

    def _fill_filter(self, seen: LotsSeen) -> None:
        self.filter.clear()
        total = sum(line.nombre for line in seen.lignes)
        self.filter.addItem(_("Tout ({n})").format(n=thousands(total)), "")
        for sort, said, number in seen.etats:
            self.filter.addItem(f"{_(said)} ({thousands(number)})", sort)
        self.filter.setCurrentIndex(max(0, self.filter.findData(self.review.lines.state)))

    def _fill_lots(self, seen: LotsSeen) -> None:
        known = dict(zip(seen.fichiers, seen.lots, strict=True))
        self.lots.blockSignals(True)
        self.lots.setRowCount(len(self.review.files))
        for place, path in enumerate(self.review.files):
            for column, text in enumerate(_lot_cells(path, known.get(path))):
                cell = QTableWidgetItem(text)
                cell.setToolTip(hint(text) if text else "")
                cell.setData(Qt.ItemDataRole.AccessibleTextRole, text or _("Rien"))
                if column == 0:
                    cell.setFlags(
                        Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
                    )
                    cell.setCheckState(Qt.CheckState.Checked if path in known else Qt.CheckState.Unchecked)
                self.lots.setItem(place, column, cell)
        self.lots.blockSignals(False)
        lines = min(len(self.review.files), _LINES_OF_LOTS) + 2
        self.lots.setFixedHeight(self.lots.verticalHeader().defaultSectionSize() * lines)

    def _show_taken(self) -> None:
        lines = [line for line in self.review.seen.lignes if line.may_be_left]
        left = len(self.review.lines.aside)
        if not lines:
            said = _("Ces lots ne changeraient aucune fiche.")
        elif not left:
            said = ngettext("{n} fiche sera fusionnée.", "{n} fiches seront fusionnées.", len(lines))
        else:
            said = ngettext(
                "{n} fiche sera fusionnée, {autres} laissées de côté\u00a0: un autre lot pourra les rapporter.",
                "{n} fiches seront fusionnées, {autres} laissées de côté\u00a0: un autre lot pourra les rapporter.",
                len(lines) - left,
            )
        self.taken.setText(said.format(n=thousands(len(lines) - left), autres=thousands(left)))

    def _take_shown(self, *, taken: bool) -> None:
        self.review.lines.take(range(self.review.lines.rowCount()), taken=taken)

    def _on_lot(self, cell: QTableWidgetItem) -> None:
        if cell.column() == 0:
            chosen = [
                path
                for place, path in enumerate(self.review.files)
                if (item := self.lots.item(place, 0)) is not None and item.checkState() == Qt.CheckState.Checked
            ]
            self.review.keep_only(chosen)

    def _on_compared(self, found: tuple[LotLine, SaidSides]) -> None:
        dialog = SidesDialog(self, *found)
        dialog.exec()
        dialog.deleteLater()
        self.table.setFocus()

    def _fit(self) -> None:
        letter = self.fontMetrics().averageCharWidth()
        self.table.setMinimumHeight(self.table.verticalHeader().defaultSectionSize() * _LINES_OF_FICHES)
        room = self.table.viewport().width()
        several = len({line.espace for line in self.review.seen.lignes}) > 1
        self.table.setColumnHidden(ESPACE, not several or room < letter * 90)
        self.table.setColumnHidden(LOT, len(self.review.seen.lots) < 2 or room < letter * 70)
        self.table.setColumnHidden(DETAIL, room < letter * 60)
        header = self.table.horizontalHeader()
        for column in (NAMED, STATE, ESPACE, LOT, DETAIL):
            wide = column in (NAMED, DETAIL)
            header.setSectionResizeMode(
                column, QHeaderView.ResizeMode.Stretch if wide else QHeaderView.ResizeMode.Interactive
            )
            if not wide:
                header.resizeSection(column, letter * _NARROW[column])


def _heading(seen: LotsSeen) -> str:
    many = {sort: number for sort, _said, number in seen.etats}
    known = many.pop("connu", 0)
    if any(many.values()):
        said = ngettext(
            "Voici ce que ce lot ferait. Rien n’est encore fusionné.",
            "Voici ce que ces {n} lots feraient ensemble. Rien n’est encore fusionné.",
            len(seen.lots),
        )
        return said.format(n=len(seen.lots))
    if known:
        return ngettext(
            "Ce lot n’apporte rien de nouveau\u00a0: tout ce qu’il contient est déjà ici.",
            "Ces lots n’apportent rien de nouveau\u00a0: tout ce qu’ils contiennent est déjà ici.",
            len(seen.lots),
        )
    return ngettext(
        "Ce lot n’apporte aucune fiche\u00a0: il dit seulement qui est membre et ce que d’autres ont reçu.",
        "Ces lots n’apportent aucune fiche\u00a0: ils disent seulement qui est membre et ce que d’autres ont reçu.",
        len(seen.lots),
    )


def _about(seen: LotsSeen) -> str:
    """Say who wrote a lot alone, and what there is to know of it."""
    lot = seen.lots[0]
    said = [_("Écrit par\u00a0: {qui}").format(qui=visible(lot.emetteur))] if lot.emetteur else []
    if lot.annonces:
        share = _("Lot abîmé\u00a0: {lus} objets lisibles sur les {annonces} annoncés.")
        said.append(share.format(lus=thousands(lot.lus), annonces=thousands(lot.annonces)))
    return "\n".join((*said, *lot.remarques))


def _lot_cells(path: Path, lot: LotReport | None) -> tuple[str, str, str]:
    if lot is None:
        return visible(path.name), "", _("Retiré de l’examen")
    number = _("lot n°\u00a0{numero}").format(numero=lot.lot) if lot.lot else ""
    who = ", ".join(filter(None, (visible(lot.emetteur), number)))
    said = (sentence(lot.motif),) if lot.motif else (_brings(lot),)
    return visible(path.name), who, " ".join((*said, *lot.remarques))


def _brings(lot: LotReport) -> str:
    """Say in figures what a lot brings."""
    parts = (
        (lot.nouveaux, ngettext("{n} nouveauté", "{n} nouveautés", lot.nouveaux)),
        (lot.fusionnes, ngettext("{n} fusionnée", "{n} fusionnées", lot.fusionnes)),
        (lot.a_arbitrer, _("{n} à décider")),
        (lot.en_attente, _("{n} en attente")),
        (lot.quarantaine, _("{n} en quarantaine")),
        (lot.refuses, ngettext("{n} refusée", "{n} refusées", lot.refuses)),
        (lot.connus, ngettext("{n} déjà connue", "{n} déjà connues", lot.connus)),
    )
    said = ", ".join(text.format(n=thousands(number)) for number, text in parts if number)
    return f"{said or _('aucune fiche')}."
