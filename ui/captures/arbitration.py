"""Deciding between values, told to whoever was overruled; a signalement that goes elsewhere. Values are invented."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from ui.arbitration_values import LittleLine, LostValue
from ui.captures.states import refuse
from ui.captures.studio import Studio
from ui.moving_values import MovedLine, MoveSeen
from ui.timing import local_now
from ui.values import Espace
from ui.views.arbitration_told import LostValueCard
from ui.views.moving import MoveForm

if TYPE_CHECKING:
    from ui.main import Workplace

_TITLE = "Stage de jeûne proposé à une patiente"
_LITTLE = LittleLine(
    "00" * 16, "signalement", _TITLE, "Objet", "Même texte, écrit autrement", "Stage d’été à Bourg", ("stage d’ete",)
)


def arbitration(studio: Studio, place: "Workplace", rec: str) -> None:
    """Take them all."""
    _queue(studio, place)
    _told(studio, place)
    _move(studio, place, rec)


def _queue(studio: Studio, place: "Workplace") -> None:
    view = place.conflicts_view
    place.window.show_page(view)
    studio.until(lambda: view.case.current is not None)
    narrative = next(line for line in view.arbitration.queue.lines if line.champ == "resume")
    view.select(narrative.id)
    studio.until(lambda: view.case.current is not None and view.case.current.champ == "resume")
    studio.shoot(place.window, "50b-conflit-de-textes")
    view.case.combine()
    studio.shoot(place.window, "50c-textes-reunis")
    refuse(studio, place.window, view.case, "95-refus-decision")
    studio.dialog(lambda: view.arbitration.grouped.emit([_LITTLE] * 3), "51-decider-d-un-coup")
    view.arbitration.show(poste="Personne")
    studio.until(lambda: view.pages.currentIndex() == 2)
    studio.shoot(place.window, "50d-conflits-filtres")
    view.all_button.click()
    studio.until(lambda: view.pages.currentIndex() == 1)


def _told(studio: Studio, place: "Workplace") -> None:
    page, now = place.home_view.page, local_now()
    place.window.show_page(place.home_view)
    before = page.home
    page.refresh()
    studio.until(lambda: page.home is not None and page.home is not before)
    studio.settle()  # what was asked when the page was shown comes too
    lost = LostValue(
        "00" * 16, "signalement", _TITLE, "", "Objet", "Stage A", "Stage B", "la lettre le dit", "Claude Essai", now
    )
    moved = MovedLine(
        "00" * 16, "signalement", "Appel d’une mère inquiète", "Région fictive", "", "Claude Essai", now, True, 2, True
    )

    def tell() -> None:
        if page.home is not None:
            page.home = replace(page.home, ecartees=(lost,), deplaces=(moved,))
            page.changed.emit()

    studio.shoot(place.window, "10b-decide-autrement", tell)
    tell()
    card = place.home_view.findChildren(LostValueCard)[-1]
    studio.dialog(card.contest.click, "10c-contester")
    page.refresh()


def _move(studio: Studio, place: "Workplace", rec: str) -> None:
    page = place.pages["signalement"]
    place.window.show_page(page)
    page.open(rec)
    studio.until(lambda: page.form_view.form.record is not None)
    moving = page.form_view.moving.moving
    espaces = [Espace("00" * 16, "Région fictive", "")]

    def fill(dialog: QDialog) -> None:
        if isinstance(dialog, MoveForm):
            dialog.show_seen(MoveSeen("Région fictive", ("Objet", "Niveau"), ("Résumé",), False, (), 2, 0, 1, 0))

    studio.dialog(lambda: moving.ready.emit(espaces), "38-transmettre", fill)
    page.close_form()
