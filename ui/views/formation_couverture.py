"""Who was reached by training: totals of a year and of a public, a map, a line for each département and public."""

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QTableWidgetItem, QTabWidget, QVBoxLayout, QWidget

from mvl_desktop.documents.chart_words import said_in
from mvl_desktop.domain.formation_totaux import Totaux
from mvl_desktop.i18n import _
from mvl_desktop.services.activity_maps import MESURES, NOTHING, Mesure, coverage_amount, coverage_chart
from mvl_desktop.services.figure_words import written
from mvl_desktop.services.formations_faits import totals_said
from ui.background import Background
from ui.desk import Wordings
from ui.plain import button, label
from ui.text import visible
from ui.timing import Now
from ui.view_models.coverage import Coverage, CoverageDesk
from ui.view_models.export_list import ListExport
from ui.view_models.figure_leaving import FigureLeaving
from ui.views.activity_map import ActivityMap
from ui.views.chiffres_choices import labelled
from ui.views.chiffres_records import CountedDialog
from ui.widgets.chart import geography
from ui.widgets.flow import Flow
from ui.widgets.panels import row
from ui.widgets.tables import SmallTable, small_table

_YEARS = 6
_LETTERS, _LINES = 130, 46
_PUBLICS = "publics_formation"
_NOT_SAID = "–"


class CouvertureDialog(QDialog):
    """What was held in a year, and for whom. Head-counts only."""

    wants_record = Signal(str, str)

    def __init__(
        self, parent: QWidget, desk: CoverageDesk, wordings: Wordings, background: Background, now: Now
    ) -> None:
        super().__init__(parent)
        self._wordings, self._now = wordings, now
        self.coverage = Coverage(desk, background)
        self.setWindowTitle(_("Qui a été touché"))
        letters, lines = self.fontMetrics().averageCharWidth(), self.fontMetrics().lineSpacing()
        room = self.screen().availableGeometry()
        self.resize(min(letters * _LETTERS, room.width() - 40), min(lines * _LINES, room.height() - 60))
        self.year, self.public, self.measure = QComboBox(), QComboBox(), QComboBox()
        self._fill_choices()
        self.told = label("", wrap=True)
        self.waiting = label("", tone="attention", wrap=True)
        columns = (_("Séances"), _("Prévues"), _("Personnes"), _("Agents"), _("Heures"))
        self.departements = small_table(
            _("Par département"), (_("Département"), _("Demandes"), *columns, _("Dernière séance"))
        )
        self.publics = small_table(_("Par public et par année"), (_("Public"), _("Année"), columns[0], *columns[2:]))
        self.map = ActivityMap(FigureLeaving(desk, background), ListExport(desk, background), wordings, now)
        self.map.stand_over(Flow(labelled(_("La carte &dit"), self.measure)))
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(_("Comment les séances se répartissent"))
        self.tabs.addTab(self.departements, _("Par département"))
        self.tabs.addTab(self.map, _("Carte"))
        self.tabs.addTab(self.publics, _("Par public"))
        self.tabs.tabBar().setAccessibleName(_("Comment les séances se répartissent"))
        close = button(_("&Fermer"))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(_("Qui a été touché"), "soustitre"))
        column.addWidget(Flow(labelled(_("A&nnée"), self.year), labelled(_("&Public"), self.public)))
        for each in (self.told, self.waiting, self.tabs):
            column.addWidget(each, 1 if each is self.tabs else 0)
        column.addLayout(row(None, close))
        close.clicked.connect(self.accept)
        self.coverage.changed.connect(self._show)
        for box in (self.year, self.public):
            box.currentIndexChanged.connect(lambda _place: self.look())
        self.measure.currentIndexChanged.connect(lambda _place: self._show_map())
        self.map.opened.connect(self.open_there)
        self.departements.activated.connect(lambda index: self.open_there(self._code(index.row())))
        self.look()

    def look(self) -> None:
        """Ask for the totals of the year and of the public that are chosen."""
        self.coverage.look(int(self.year.currentData()) or None, str(self.public.currentData()))

    def open_there(self, code: str) -> None:
        """Show the actions of a département: the only one at once, else a list of them."""
        found = self.coverage.behind(code)
        if len(found) == 1:
            self._go(found[0].kind, found[0].rec)
        elif found:
            dialog = CountedDialog(self, self._place(code), found)
            dialog.wants_record.connect(self._go)
            dialog.exec()
            dialog.deleteLater()

    def _go(self, kind: str, rec: str) -> None:
        self.accept()
        self.wants_record.emit(kind, rec)

    def _fill_choices(self) -> None:
        self.year.addItem(_("Toutes les années"), 0)
        first = self._now().year
        for year in range(first, first - _YEARS, -1):
            self.year.addItem(str(year), year)
        self.public.addItem(_("Tous les publics"), "")
        for choice in self._wordings.codes(_PUBLICS):
            self.public.addItem(_(choice.libelle), choice.code)
        for mesure, said in MESURES.items():
            self.measure.addItem(_(said), mesure)

    def _show(self) -> None:
        training = self.coverage.training
        said = list(totals_said(training.totaux, training.filieres))
        self.told.setText(visible(" ".join(said)) if said else _("Aucune séance n’est dite tenue sur cette période."))
        waiting = [self._place(each.departement) for each in training.departements if each.attend]
        told = _("Demandé, et rien de tenu ni de prévu\u00a0: {ou}.").format(ou=", ".join(waiting))
        self.waiting.setText(visible(told) if waiting else "")
        self.waiting.setVisible(bool(waiting))
        _fill(
            self.departements,
            [
                (
                    self._place(each.departement),
                    written(each.demandes),
                    *_counts(each.totaux),
                    f"{each.derniere:%m/%Y}" if each.derniere else _NOT_SAID,
                )
                for each in training.departements
            ],
        )
        _fill(
            self.publics,
            [(self._public(each.public), each.annee or _NOT_SAID, *_held(each.totaux)) for each in training.publics],
        )
        self._show_map()

    def _show_map(self) -> None:
        mesure = cast("Mesure", self.measure.currentData())
        over = [self.year.currentText() if self.year.currentData() else _("toutes les années")]
        if self.public.currentData():
            over.append(self.public.currentText())
        held = self.coverage.training.departements
        chart = coverage_chart(
            held, mesure, self.coverage.training.totaux, self._now().date(), self._place, over, geography().names
        )
        table = chart.table
        lines = {
            each.departement: (
                visible(self._place(each.departement)),
                _(NOTHING) if each.vide else said_in(table, coverage_amount(each, mesure)),
            )
            for each in held
        }
        self.map.show_map(chart, (table.head, *table.columns), lines)

    def _code(self, place: int) -> str:
        return self.coverage.training.departements[place].departement

    def _place(self, code: str) -> str:
        return _(self._wordings.wording("departements", code)) if code else _("Département non précisé")

    def _public(self, code: str) -> str:
        return _(self._wordings.wording(_PUBLICS, code)) if code else _("Public non précisé")


def _held(held: Totaux) -> tuple[str, ...]:
    seances, _planned, *others = _counts(held)
    return (seances, *others)


def _counts(held: Totaux) -> tuple[str, ...]:
    return (
        written(held.seances),
        written(held.prevues),
        written(held.personnes),
        written(held.agents),
        written(round(held.heures, 1)),
    )


def _fill(table: SmallTable, lines: Sequence[Sequence[str]]) -> None:
    table.setRowCount(len(lines))
    for place, words in enumerate(lines):
        for column, text in enumerate(words):
            cell = QTableWidgetItem(visible(text))
            if column:
                cell.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            table.setItem(place, column, cell)
