"""The tabs of studies and of series of others: what is shipped, and in the form of a serie its chart and its table."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mvl_desktop.documents.chart_words import amount_said
from mvl_desktop.domain.serie_lecture import lecture
from mvl_desktop.i18n import _, ngettext
from mvl_desktop.services.serie_charts import serie_of
from mvl_desktop.services.series_faits import OBSTACLES
from ui.background import Background
from ui.desk_formations import Formations
from ui.icons import icon
from ui.messages import sentence
from ui.plain import button, hint, label
from ui.text import opening
from ui.timing import Now
from ui.view_models.list_actions import ListActions
from ui.view_models.record_form import RecordForm
from ui.view_models.records_list import RecordsList
from ui.views.chiffres_panel import ChartCard
from ui.views.record_form import RecordFormView
from ui.views.shelves import KindShelf, ShelfDesk
from ui.widgets.panels import empty_state, scrolled

SERIE = "serie"


class SeriesDesk(ShelfDesk, Formations, Protocol):
    """What these tabs ask of the post."""


class SerieDrawing(QWidget):
    """The serie that is open, drawn from what is typed, its table beside it. It draws only while it is seen."""

    def __init__(self, form: RecordForm, now: Now) -> None:
        super().__init__()
        self._form, self._now = form, now
        self.said = label("", tone="attention", wrap=True)
        self.nothing = label(_("Donnez au moins une valeur et sa période\u00a0: elle se dessinera ici."), wrap=True)
        self.card = ChartCard()
        self.card.export_button.hide()  # it leaves from the page of figures, which keeps the register
        body = QWidget()
        inside = QVBoxLayout(body)
        inside.setContentsMargins(0, 8, 0, 8)
        for each in (self.said, self.nothing, self.card):
            inside.addWidget(each)
        inside.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(body))
        for changed in (form.opened, form.filled, form.changed):
            changed.connect(self.show_serie)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - the name is Qt's
        """Draw what may have changed since."""
        super().showEvent(event)
        self.show_serie()

    def show_serie(self) -> None:
        """Draw what is typed."""
        typed = self._form.typed
        if typed is None or not self.isVisible():
            return
        seen, read = serie_of(typed.rec or "", typed.champs, self._now().date()), lecture(typed.champs)
        table = seen.chart.table
        self.nothing.setVisible(not table.rows)
        self.card.setVisible(bool(table.rows))
        self.said.setText(_(OBSTACLES[read.obstacle]) if read.obstacle and table.rows else "")
        self.said.setVisible(bool(self.said.text()))
        if table.rows and self.card.chart.chart != seen.chart:
            lines = {row.key: (row.label, *(amount_said(each, 0) for each in row.amounts)) for row in table.rows}
            self.card.show_chart(seen.chart, tuple(map(opening, (table.head, *table.columns))), lines)


class OthersShelf(KindShelf):
    """What others published: it comes with series and studies, that are added with one button."""

    def __init__(
        self,
        records: RecordsList,
        form: RecordForm,
        make_form_view: Callable[[], RecordFormView],
        desk: SeriesDesk,
        actions: ListActions,
        background: Background,
        now: Now,
    ) -> None:
        self._desk, self._background, self._clock = desk, background, now
        super().__init__(records, form, make_form_view, desk, actions, background, now)
        self.shipped_button = button(_("Ajouter ce qui est livré"), "lien")
        self.shipped_button.setIcon(icon("download-simple"))
        self.shipped_button.setToolTip(hint(_("Les séries nationales et les études fournies, avec leurs sources")))
        self.first_shipped = button(_("Ajouter ce qui est livré"))
        said = _("Des séries nationales et une étude sont fournies, avec leurs sources et ce qu’il faut en craindre.")
        former = self.pages.widget(1)
        empty = empty_state("chart-bar", _("Rien d’enregistré pour l’instant"), said, self.first, self.first_shipped)
        self.pages.insertWidget(1, scrolled(empty))
        if former is not None:
            self.pages.removeWidget(former)
            former.deleteLater()
        self.filters.offer(self.shipped_button)
        for each in (self.shipped_button, self.first_shipped):
            each.clicked.connect(lambda _on: self.add_shipped())

    def add_shipped(self) -> None:
        """Add the series and studies that come with the application."""

        def done(added: int) -> None:
            said = ngettext("{n} série ou étude ajoutée.", "{n} séries et études ajoutées.", added).format(n=added)
            self._told = said if added else _("Tout ce qui est livré est déjà là.")
            self.records.rows.counted.connect(self._tell, Qt.ConnectionType.SingleShotConnection)
            self.records.refresh()

        self._background.run(self._desk.add_default_series, done, self._on_not_added)

    def _tell(self, _total: int) -> None:
        """Say what was added once the list that shows it, which clears what was said, is here."""
        self.notice.say(self._told, "succes")

    def _on_not_added(self, error: Exception) -> None:
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.notice.say(sentence(code), "danger")

    def _with_standing(self, make: Callable[[], RecordFormView]) -> RecordFormView:
        made = super()._with_standing(make)
        if self.records.declaration.kind == SERIE:
            made.add_tab(SerieDrawing(self.form, self._clock), _("Graphique"), "chart-bar")
        return made
