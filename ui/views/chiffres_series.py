"""The series that others published, apart from what is counted here: source, unit, breaks, and the table beside."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from mvl_desktop.documents.chart_words import amount_said
from mvl_desktop.i18n import _
from ui.chiffre_values import SerieLine
from ui.icons import icon
from ui.plain import button, label
from ui.text import opening, visible
from ui.view_models.chiffres import ChiffresPage
from ui.views.chiffres_choices import labelled
from ui.views.chiffres_panel import ChartCard
from ui.widgets.flow import Flow
from ui.widgets.panels import empty_state

_LONG = 34


class SeriesPanel(QWidget):
    """One serie at a time."""

    wants_record = Signal(str, str)
    wants_export = Signal(object)
    """The serie that is to leave."""

    def __init__(self, chiffres: ChiffresPage) -> None:
        super().__init__()
        self.chiffres = chiffres
        self.which = QComboBox()
        self.card = ChartCard()
        self.open_button = button(_("&Ouvrir la série"))
        self.open_button.setIcon(icon("chart-bar"))
        apart = _(
            "Ces chiffres sont publiés par d’autres\u00a0: ils ne s’ajoutent jamais aux nôtres. "
            "Une saisine n’est pas un signalement."
        )
        self.table_only = label("", tone="attention", wrap=True)
        nothing = _(
            "Les séries s’enregistrent dans «\u00a0Activités\u00a0», avec leur source. Elles se dessineront ici."
        )
        self.add_button = button(_("Ajouter les séries fournies"), "premier")
        self.empty = empty_state("chart-bar", _("Aucune série"), nothing, self.add_button)
        self.choice = Flow(labelled(_("&Série"), self.which, _LONG), self.open_button, low=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(label(apart, tone="discret", wrap=True))
        for each in (self.empty, self.choice, self.table_only, self.card):
            column.addWidget(each)
            each.setVisible(False)
        chiffres.series_changed.connect(self._show)
        self.which.activated.connect(lambda _place: self._show_chosen())
        self.open_button.clicked.connect(lambda _on: self._open())
        self.add_button.clicked.connect(lambda _on: chiffres.add_series())
        self.card.opened.connect(lambda _key: self._open())
        self.card.export_button.clicked.connect(lambda _on: self.wants_export.emit(self.chosen))

    @property
    def chosen(self) -> SerieLine | None:
        """The serie that is shown."""
        place = self.which.currentIndex()
        series = self.chiffres.series or ()
        return series[place] if 0 <= place < len(series) else None

    def _show(self) -> None:
        series = self.chiffres.series or ()
        kept = self.which.currentData()
        self.which.clear()
        for each in series:
            self.which.addItem(visible(each.titre), each.rec)
        longest = max(range(len(series)), key=lambda place: len(series[place].chart.table.rows), default=-1)
        self.which.setCurrentIndex(self.which.findData(kept) if kept else longest)
        self.empty.setVisible(not series)
        self.choice.setVisible(bool(series))
        self.card.setVisible(bool(series))
        self._show_chosen()

    def _show_chosen(self) -> None:
        serie = self.chosen
        if serie is None:
            return
        table = serie.chart.table
        only = _(
            "Ces valeurs ne se relient pas d’une ligne\u00a0: une seule est connue, ou ce qui est compté change, "
            "ou les durées diffèrent."
        )
        self.table_only.setText("" if serie.tracable else only)
        self.table_only.setVisible(not serie.tracable)
        lines = {
            row.key: (row.label, *(amount_said(each, table.threshold) for each in row.amounts)) for row in table.rows
        }
        self.card.show_chart(serie.chart, tuple(map(opening, (table.head, *table.columns))), lines)

    def _open(self) -> None:
        if self.chosen is not None:
            self.wants_record.emit("serie", self.chosen.rec)
