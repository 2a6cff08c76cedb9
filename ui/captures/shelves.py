"""The pages made of tabs: each list while it is empty, the form of each kind, and what refuses to be saved."""

from typing import TYPE_CHECKING

from ui.captures.posts import directory
from ui.captures.states import refuse
from ui.captures.studio import Studio
from ui.messages import sentence
from ui.pages import ACTIVITES, ANNUAIRE, CONVENTION
from ui.views.annuaire import FonctionsShelf, OrganismesShelf
from ui.views.library import LibraryView
from ui.views.shelves import KindShelf

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.main import Workplace


SCENES = (
    "101-organismes",
    "101b-competents",
    "101c-a-verifier",
    "101d-organisme",
    "101e-plus-en-service",
    "101f-refus-organisme",
    "101g-delegation",
    "101h-fonctions",
    "101i-fonction-vacante",
    "41b-qui-appeler",
)
"""The pictures of the annuaire, and of who reads it."""


def shelves(studio: Studio, place: "Workplace") -> None:
    """Take every tab of the three pages, while nothing is recorded."""
    for page, kinds in (
        (place.annuaire_view, ANNUAIRE),
        (place.convention_view, CONVENTION),
        (place.activites_view, ACTIVITES),
    ):
        place.window.show_page(page)
        for number, (kind, _picture) in enumerate(kinds):
            if studio.wants(f"100-{kind}"):
                _tab(studio, place, page, kind, first=number == 0)


def _tab(studio: Studio, place: "Workplace", page: LibraryView, kind: str, *, first: bool) -> None:
    shelf = page.show_kind(kind)
    studio.settle()
    if not isinstance(shelf, KindShelf):
        return
    if first:
        studio.shoot(place.window, f"100-{kind}-vide")
    shelf.new()
    studio.shoot(place.window, f"100-{kind}-nouveau")
    if first:
        shelf.form_view.notice.say(sentence("fiche_trop_longue"), "danger")
        studio.shoot(place.window, f"100-{kind}-refus")
        shelf.form_view.notice.say("")
    shelf.close_form()


def annuaire(studio: Studio, place: "Workplace", desk: "Desk") -> None:
    """Look for who is competent, verify, close, and see the functions that nobody holds."""
    if not any(map(studio.wants, SCENES)):
        return
    here = directory(desk)
    page = place.annuaire_view
    place.window.show_page(page)
    shelf = page.show_kind("organisme")
    if not isinstance(shelf, OrganismesShelf):
        return
    shelf.refresh()
    studio.until(lambda: shelf.records.rows.rowCount() > 3)
    studio.settle()
    studio.shoot(place.window, "101-organismes")
    shelf.where.setCurrentIndex(shelf.where.findData("01"))
    shelf.where.activated.emit(shelf.where.currentIndex())
    studio.until(lambda: len(shelf.annuaire.found) > 3)
    studio.shoot(place.window, "101b-competents")
    shelf.review.click()
    studio.until(lambda: shelf.annuaire.reviewing)
    studio.shoot(place.window, "101c-a-verifier")
    shelf.annuaire.review(on=False)
    shelf.open(next(each.id for each in desk.competent("01", destinataire="procureur")))
    studio.until(lambda: shelf.card.isVisible())
    studio.shoot(place.window, "101d-organisme")
    studio.dialog(shelf.ask_close, "101e-plus-en-service")
    refuse(studio, place.window, shelf.card, "101f-refus-organisme")
    shelf.close_form()
    shelf.open(here)
    studio.until(lambda: len(shelf.standing.facts) > 2)
    studio.shoot(place.window, "101g-delegation")
    shelf.close_form()
    _callers(studio, place)
    place.window.show_page(page)
    functions = page.show_kind("emploi")
    studio.until(lambda: isinstance(functions, FonctionsShelf) and bool(functions.annuaire.functions))
    studio.shoot(place.window, "101h-fonctions")
    if isinstance(functions, FonctionsShelf):
        functions.open(functions.annuaire.functions[0].id)
        studio.until(lambda: bool(functions.standing.facts))
        studio.shoot(place.window, "101i-fonction-vacante")
        functions.close_form()


def _callers(studio: Studio, place: "Workplace") -> None:
    """Read a fiche de conduite: the numbers of those whom it says to alert."""
    fiches = place.fiches_view
    place.window.show_page(fiches)
    studio.until(lambda: bool(fiches.page.lines))
    fiches.open(fiches.page.lines[0].id)
    studio.until(lambda: fiches.is_open)
    fiches.page.who.choose("01")
    callers = fiches.reader.callers
    studio.until(lambda: callers.callers.departement == "01" and len(callers.cards) > 1)
    studio.settle()
    studio.shoot(place.window, "41b-qui-appeler", fiches.reader.jump_to_callers)
    fiches.close_form()
