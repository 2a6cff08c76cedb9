"""Every tab of the pages made of shelves, full of markup: its list, the form of its record, what is said of it."""

from typing import TYPE_CHECKING

from tests.security.markup import TaintedDesk
from ui.annuaire_values import AVerifier, Interlocuteur
from ui.desk_faits import FactLine
from ui.pages import ACTIVITES, ANNUAIRE, CONVENTION
from ui.timing import local_now
from ui.view_models.around import Around
from ui.view_models.fiche_callers import Callers
from ui.views.annuaire import FonctionsShelf, OrganismesShelf
from ui.views.fiche_callers import CallersPanel
from ui.views.organisme_card import CloseOrganismeForm
from ui.views.shelves import KindShelf
from ui.views.transmission_who import WhoToAsk

if TYPE_CHECKING:
    from tests.security.test_u01_markup import Stage


def shelves(stage: "Stage", desk: TaintedDesk) -> None:
    """Open each tab and the record of its kind, with a fact that says the same."""
    place = stage.place
    pages = ((place.annuaire_view, ANNUAIRE), (place.convention_view, CONVENTION), (place.activites_view, ACTIVITES))
    for page, kinds in pages:
        place.window.show_page(page)
        for kind, _picture in kinds:
            shelf = page.show_kind(kind)
            assert isinstance(shelf, KindShelf)
            desk.told[desk.first[kind]] = [FactLine(stage.text, "attention", kind, desk.first[kind])]
            shelf.refresh()
            stage.look(place.window, f"tab {kind}")
            shelf.open(desk.first[kind])
            shelf.form_view.content.unfold_all()
            stage.look(place.window, f"form of {kind}")
            if isinstance(shelf, (OrganismesShelf, FonctionsShelf)):
                stage.press_everything(shelf, f"form of {kind}")
            shelf.close_form()
    _found(stage)


def _found(stage: "Stage") -> None:
    """Look at what is found, at what is proposed for a transmission, and at what closes an entry."""
    place, text = stage.place, stage.text
    one = Interlocuteur("ab" * 16, text, text, text, "departement", *(text,) * 9)
    page = place.annuaire_view
    place.window.show_page(page)
    shelf = page.show_kind("organisme")
    assert isinstance(shelf, OrganismesShelf)
    shelf.annuaire.departement, shelf.annuaire.found = "01", (one,)
    shelf.annuaire.changed.emit()
    stage.look(place.window, "who is competent")
    shelf.annuaire.departement, shelf.annuaire.reviewing = "", True
    shelf.annuaire.late = (AVerifier("ab" * 16, text, text, "jamais", text),)
    shelf.annuaire.changed.emit()
    stage.look(place.window, "what is to verify")
    shelf.annuaire.review(on=False)
    who = WhoToAsk()
    who.show_found((one,))
    form = CloseOrganismeForm(place.window, local_now, Around(place.desk, place.background), text)
    numbers = CallersPanel()
    numbers.show_callers(Callers("01", (one,), (text,), 1))
    for each in (who, form, numbers):
        each.show()
        stage.look(each, type(each).__name__)
        each.close()
        each.deleteLater()
