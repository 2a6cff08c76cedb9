"""The page « Chiffres »: the four figures first, then each indicator with its chart, the map, what others counted."""

from dataclasses import replace
from typing import cast

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QTabBar, QVBoxLayout, QWidget

from mvl_desktop.domain.figure import Ligne
from mvl_desktop.i18n import _
from mvl_desktop.ports.charts import Manner
from mvl_desktop.services.figure_words import title_of
from ui.chiffre_values import Chiffre, ChiffreLeaving, CountedRecord, SerieLine
from ui.desk import Wordings
from ui.messages import sentence
from ui.plain import label
from ui.text import numbered
from ui.timing import Now
from ui.view_models.chiffres import BY_PLACE, ChiffresPage
from ui.view_models.export_list import ListExport
from ui.views.chiffres_choices import ChiffresChoices, labelled
from ui.views.chiffres_export import ExportFigureDialog
from ui.views.chiffres_first import FirstFigures
from ui.views.chiffres_panel import FigurePanel
from ui.views.chiffres_records import CountedDialog
from ui.views.chiffres_series import SeriesPanel
from ui.widgets.flow import Flow
from ui.widgets.panels import Notice, page, row, scrolled

FIRST, INDICATORS, MAP, SERIES = range(4)
_LONG = 34


class ChiffresView(QWidget):
    """What is counted, over what is chosen."""

    wants_record = Signal(str, str)

    def __init__(self, chiffres: ChiffresPage, leaving: ListExport, wordings: Wordings, now: Now) -> None:
        super().__init__()
        self.chiffres, self._leaving, self._wordings, self._now = chiffres, leaving, wordings, now
        self.period = label("", tone="discret")
        self.notice = Notice()
        self.choices = ChiffresChoices(chiffres, wordings, now)
        self.first = FirstFigures()
        self.which, self.cut, self.place = QComboBox(), QComboBox(), QComboBox()
        self.panels: dict[Manner, FigurePanel] = {"barres": FigurePanel("barres"), "carte": FigurePanel("carte")}
        self.series = SeriesPanel(chiffres)
        self.tabs = QTabBar()
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(_("Chiffres"))
        by_cut = Flow(labelled(_("I&ndicateur"), self.which, _LONG), labelled(_("Divi&sé par"), self.cut))
        by_place = Flow(labelled(_("I&ndicateur"), self.place, _LONG))
        self.parts = (
            self._part(_("L’essentiel"), self.first),
            self._part(_("Indicateurs"), by_cut, self.panels["barres"]),
            self._part(_("Carte"), by_place, self.panels["carte"]),
            self._part(_("Séries nationales"), self.series),
        )
        body, column = page()
        column.addLayout(row(label(_("Chiffres"), "titre"), self.period, None, gap=12))
        column.addWidget(self.notice)
        column.addWidget(self.choices)
        column.addWidget(self.tabs)
        for part in self.parts:
            column.addWidget(part)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.area = scrolled(body)
        outer.addWidget(self.area)
        self._connect()

    def refresh(self) -> None:
        """Ask for everything again."""
        self.chiffres.refresh()

    def show_figure(self, code: str) -> None:
        """Show an indicator with its chart."""
        self.which.setCurrentIndex(max(0, self.which.findData(code)))
        self._fill_cuts()
        self.tabs.setCurrentIndex(INDICATORS)
        self._ask("barres")

    def ask_export(self, chiffre: Chiffre, manner: Manner) -> None:
        """Ask for whom and why a figure leaves, then where to write it."""
        wanted = ChiffreLeaving("", "", self.chiffres.wish, chiffre.asked, manner)
        self._ask_export(title_of(chiffre.figure), wanted)

    def ask_export_serie(self, serie: SerieLine) -> None:
        """Ask the same of a serie."""
        self._ask_export(serie.titre, ChiffreLeaving("", "", self.chiffres.wish, serie=serie.rec))

    def show_records(self, title: str, records: tuple[CountedRecord, ...]) -> None:
        """Show what a number counts."""
        dialog = CountedDialog(self.window(), title, records)
        dialog.wants_record.connect(self.wants_record)
        dialog.exec()
        dialog.deleteLater()

    def _ask_export(self, title: str, wanted: ChiffreLeaving) -> None:
        dialog = ExportFigureDialog(self.window(), title, self._wordings, self._leaving)
        path = dialog.ask_path(self._now) if dialog.ask() else None
        if path is not None:
            self.notice.say(_("Export en cours…"))
            motif, pour = str(dialog.motif.currentData() or ""), dialog.recipient.text()
            leaving = replace(wanted, motif=motif, destinataire=pour, interne=dialog.inside.isChecked())
            self.chiffres.export(leaving, path)
        dialog.deleteLater()

    def _connect(self) -> None:
        chiffres = self.chiffres
        chiffres.changed.connect(self._show)
        chiffres.drawn.connect(self._show_figure)
        chiffres.found.connect(self.show_records)
        chiffres.said.connect(lambda said: self._tell(said, "succes"))
        chiffres.refused.connect(lambda code: self._tell(sentence(code), "danger"))
        self.first.wants_records.connect(self._open)
        self.first.wants_figure.connect(self.show_figure)
        for panel in self.panels.values():
            panel.wants_records.connect(self._open)
            panel.wants_export.connect(lambda chiffre, manner: self.ask_export(chiffre, cast("Manner", manner)))
        self.series.wants_record.connect(self.wants_record)
        self.series.wants_export.connect(self.ask_export_serie)
        self.which.activated.connect(lambda _place: self._on_which())
        self.cut.activated.connect(lambda _place: self._ask("barres"))
        self.place.activated.connect(lambda _place: self._ask("carte"))
        self.tabs.currentChanged.connect(lambda _place: self._on_tab())
        self._on_tab()

    def _tell(self, said: str, tone: str) -> None:
        """Say something on top of the page, and bring it into view: what was pressed may be far under it."""
        self.notice.say(said, tone)
        QTimer.singleShot(0, self, lambda: self.area.ensureWidgetVisible(self.notice))

    def _open(self, ligne: Ligne, title: str) -> None:
        self.chiffres.open_line(ligne, title)

    def _show(self) -> None:
        self.notice.say("")
        self.period.setText(self.chiffres.wish.periode(self.chiffres.today).libelle)
        if self.chiffres.seen is None:
            return
        self.first.show_figures(self.chiffres.seen.premiers)
        if self.which.count() != len(self.chiffres.indicateurs):
            self._fill_indicators()
        self._on_tab()

    def _fill_indicators(self) -> None:
        self.which.clear()
        self.place.clear()
        for each in self.chiffres.indicateurs:
            said = f"{numbered(each.code)} – {_(each.libelle)}"
            self.which.addItem(said, each.code)
            if any(coupe.code.rpartition("/")[2] == BY_PLACE for coupe in each.coupes):
                self.place.addItem(said, each.code)
        self._fill_cuts()

    def _fill_cuts(self) -> None:
        code = self.which.currentData()
        found = next((each for each in self.chiffres.indicateurs if each.code == code), None)
        self.cut.clear()
        for coupe in found.coupes if found is not None else ():
            self.cut.addItem(_(coupe.libelle), coupe.code)
        self.cut.addItem(_("Ensemble"), "")

    def _on_which(self) -> None:
        self._fill_cuts()
        self._ask("barres")

    def _part(self, title: str, *widgets: QWidget) -> QWidget:
        """Add a tab, and what it shows."""
        self.tabs.addTab(title)
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in widgets:
            column.addWidget(widget)
        made.setVisible(False)
        return made

    def _on_tab(self) -> None:
        """Show the part of the tab, and ask for what it shows."""
        shown = self.tabs.currentIndex()
        for place, part in enumerate(self.parts):
            part.setVisible(place == shown)
        if shown == SERIES and self.chiffres.series is None:
            self.chiffres.ask_series()
        elif shown in (INDICATORS, MAP):
            self._ask("barres" if shown == INDICATORS else "carte")

    def _ask(self, manner: Manner) -> None:
        box = self.which if manner == "barres" else self.place
        code = box.currentData()
        if code:
            self.chiffres.ask_figure(manner, str(code), str(self.cut.currentData() or ""))

    def _show_figure(self, manner: Manner) -> None:
        self.panels[manner].show_figure(self.chiffres.figures[manner])
