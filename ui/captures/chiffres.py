"""The page « Chiffres »: the four figures, indicators, the map, series of others, what is opened and what leaves."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QScrollArea

from ui.captures.states import refuse
from ui.captures.studio import Studio
from ui.chiffre_values import ChiffreWish, SerieLine
from ui.views.chiffres import FIRST, INDICATORS, MAP, SERIES

if TYPE_CHECKING:
    from mvl_desktop.ports.charts import Manner
    from ui.main import Workplace
    from ui.views.chiffres import ChiffresView

SCENES = (
    "15-chiffres",
    "15b-indicateur",
    "15c-carte",
    "15d-series-nationales",
    "15e-aucune-serie",
    "15f-ce-qui-est-compte",
    "15g-rien-a-montrer",
    "15h-exporter-un-chiffre",
    "15i-registre-depuis-un-chiffre",
    "15j-garder-une-vue",
    "15k-oublier-une-vue",
    "15l-dates-choisies",
    "15m-renommer-une-vue",
    "95-refus-chiffres",
)
_COMPARED = ChiffreWish(beside="an_passe")


def chiffres(studio: Studio, place: "Workplace") -> None:
    """Take them all."""
    if not any(map(studio.wants, SCENES)):
        return
    view = place.chiffres_view
    page = view.chiffres
    place.window.show_page(view)
    studio.until(lambda: page.seen is not None)
    page.choose(_COMPARED)
    studio.until(lambda: page.seen is not None and page.seen.premiers[0].autre is not None)
    studio.shoot(place.window, "15-chiffres")
    refuse(studio, place.window, view, "95-refus-chiffres")
    first = page.seen.premiers[0] if page.seen is not None else None
    if first is not None:
        studio.dialog(partial(page.open_line, first.figure.total, "Signalements reçus"), "15f-ce-qui-est-compte")
        studio.dialog(partial(view.show_records, "Signalements reçus", ()), "15g-rien-a-montrer")
        studio.dialog(partial(view.ask_export, first, "barres"), "15h-exporter-un-chiffre")
        by = [lambda dialog: dialog.register.click()]
        studio.dialog(partial(view.ask_export, first, "barres"), "15i-registre-depuis-un-chiffre", by=by)
    studio.dialog(view.choices.keep, "15j-garder-une-vue")
    studio.dialog(partial(view.choices.forget, "Bilan annuel"), "15k-oublier-une-vue")
    studio.dialog(partial(view.choices.rename, "Bilan annuel"), "15m-renommer-une-vue")
    _drawn(studio, place, view)
    page.choose(ChiffreWish("libre", page.today.replace(month=1, day=1), page.today))
    studio.shoot(place.window, "15l-dates-choisies")
    page.choose(ChiffreWish())
    view.tabs.setCurrentIndex(FIRST)


def _drawn(studio: Studio, place: "Workplace", view: "ChiffresView") -> None:
    """Take the charts: a value pointed at, the map, a serie and none."""
    page = view.chiffres
    view.tabs.setCurrentIndex(INDICATORS)
    studio.until(lambda: "barres" in page.figures)
    studio.shoot(place.window, "15b-indicateur", partial(_point, view, "barres"))
    view.tabs.setCurrentIndex(MAP)
    studio.until(lambda: "carte" in page.figures)
    studio.shoot(place.window, "15c-carte", partial(_point, view, "carte"))
    view.tabs.setCurrentIndex(SERIES)
    studio.until(lambda: page.series is not None)
    kept = tuple(page.series or ())

    def show(series: tuple[SerieLine, ...]) -> None:
        page.series = series
        page.series_changed.emit()

    studio.shoot(place.window, "15e-aucune-serie", partial(show, ()))
    if not kept:
        page.add_series()
        studio.until(lambda: bool(page.series))
        kept = tuple(page.series or ())
    studio.shoot(place.window, "15d-series-nationales", partial(show, kept))
    show(kept)


def _point(view: "ChiffresView", manner: "Manner") -> None:
    """Point at the first value of a chart, its page scrolled to it."""
    panel = view.panels[manner]
    panel.card.chart.setFocus()
    panel.card.chart.go_to(0)
    column = view.findChild(QScrollArea)
    body = column.widget() if column is not None else None
    if column is not None and body is not None:
        column.verticalScrollBar().setValue(panel.mapTo(body, QPoint(0, 0)).y())
