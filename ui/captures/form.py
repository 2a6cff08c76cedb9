"""The form of a signalement: its head, each of its parts, pieces, history, and what is kept apart."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton

from ui.captures.passed import transmissions
from ui.captures.states import refuse
from ui.captures.studio import Studio
from ui.views.form_aside import AsideCard
from ui.views.form_checklist import ChecklistEditor
from ui.views.form_incoming import LinksEditor

if TYPE_CHECKING:
    from ui.main import Workplace
    from ui.views.record_form import RecordFormView

_PARTS = ("objet", "departement", "resume", "domaines", "personnes", "mis_en_cause", "mineur_contexte", "pathologie")
_LATER = ("demarches", "niveau", "statut", "notes", "etapes_appliquees", "liens")


def forms(studio: Studio, place: "Workplace", rec: str) -> None:
    """Open the richest signalement, and look at all of it; then an empty one."""
    page = place.pages["signalement"]
    place.window.show_page(page)
    page.open(rec)
    view = page.form_view
    studio.until(lambda: view.form.record is not None and view.form.record.id == rec)
    studio.shoot(place.window, "30-signalement")
    for number, name in enumerate((*_PARTS, *_LATER), 1):
        if view.content.title_of(name):
            studio.shoot(place.window, f"31-partie-{number:02d}-{name}", partial(view.scroll_to, name))
    _aside(studio, view)
    view.tabs.setCurrentIndex(1)
    studio.settle()
    studio.shoot(place.window, "35-pieces")
    view.tabs.setCurrentIndex(2)
    studio.until(lambda: bool(view.side.history))
    studio.shoot(place.window, "36-historique")
    erase = next(each for each in view.history.findChildren(QPushButton) if each.text().startswith("Effacer"))
    studio.dialog(erase.click, "36b-effacer-une-saisie")
    refuse(studio, place.window, view.history, "95-refus-historique")
    view.tabs.setCurrentIndex(0)
    menu = view.record_actions.menu()
    menu.popup(view.mapToGlobal(view.rect().center()))
    studio.shoot(menu, "37-actions")
    menu.close()
    studio.dialog(view.print, "38-imprimer")
    checklist = view.fields("etapes_appliquees").editors["etapes_appliquees"]
    if isinstance(checklist, ChecklistEditor):
        studio.dialog(checklist.apply.click, "39-appliquer-une-fiche")
    _link(studio, place, view)
    transmissions(studio, place, view)
    page.close_form()
    page.new()
    studio.until(lambda: view.form.typed is not None and view.form.typed.rec is None)
    studio.shoot(place.window, "32-nouveau")
    page.close_form()


def _link(studio: Studio, place: "Workplace", view: "RecordFormView") -> None:
    """Open the line that names another signalement, then take it off: nothing is kept of it."""
    links = view.fields("liens").editors["liens"]
    if not isinstance(links, LinksEditor):
        return
    links.add.click()
    studio.shoot(place.window, "31c-lien", partial(view.scroll_to, "liens"))
    links.cards[-1].remove.click()


def _aside(studio: Studio, view: "RecordFormView") -> None:
    card = view.fields("signalant").editors["signalant"]
    if not isinstance(card, AsideCard):
        return
    studio.settle()
    view.asides.open(card)
    studio.until(lambda: bool(view.asides.windows))
    window = view.asides.windows[0]
    studio.settle()
    studio.shoot(window, "33-signalant")
    window.reject()
