"""The windows of an opened post: each page, then the form in all its parts, then the dialogs."""

from ui.background import ThreadBackground
from ui.captures.activites import activites
from ui.captures.arbitration import arbitration
from ui.captures.asked import asked
from ui.captures.bilans import bilans
from ui.captures.chiffres import chiffres
from ui.captures.convention import convention
from ui.captures.copies import copies
from ui.captures.courriers import courriers
from ui.captures.custody import custody
from ui.captures.dialogs import dialogs
from ui.captures.duplicates import duplicates
from ui.captures.echeances import echeances
from ui.captures.form import forms
from ui.captures.grilles import grilles
from ui.captures.imports import imports
from ui.captures.library import library
from ui.captures.posts import demonstration, rich
from ui.captures.reunions import reunions
from ui.captures.shelves import annuaire, shelves
from ui.captures.states import states
from ui.captures.studio import Studio
from ui.main import Workplace
from ui.timing import QtAlarm, local_now
from ui.views.demonstration import DemoBar


def main_windows(studio: Studio) -> None:
    """Open the demonstration, and take every page of it."""
    desk = demonstration(studio.folder)
    rec = rich(desk, studio.folder)
    background = ThreadBackground()
    place = Workplace(
        desk,
        background,
        studio.theme,
        make_alarm=QtAlarm,
        now=local_now,
        lock_minutes=5,
        relaunch=lambda: None,
    )
    try:
        place.window.resize(*studio.wishes.sizes[0])
        place.window.show()
        place.start()
        place.idle.idle.disconnect()  # nobody is here, and pictures take their time
        studio.until(lambda: place.exchange.situation is not None)
        studio.shoot(place.window, "10-accueil")
        echeances(studio, place, rec)
        chiffres(studio, place)
        _list(studio, place)
        imports(studio, place)
        forms(studio, place, rec)
        _fiches(studio, place)
        grilles(studio, place, rec)
        library(studio, place)
        courriers(studio, place, rec)
        shelves(studio, place)
        annuaire(studio, place, desk)
        convention(studio, place, desk)
        bilans(studio, place, desk)
        activites(studio, place, desk)
        reunions(studio, place, desk)
        _exchanges(studio, place)
        arbitration(studio, place, rec)
        duplicates(studio, place, desk)
        dialogs(studio, place)
        asked(studio, place, rec)
        states(studio, place)
        copies(studio, place, desk, rec)
        custody(studio, place)
        _demonstration(studio, place)
    finally:
        place.window.hide()
        background.stop()
        desk.close()


def _list(studio: Studio, place: Workplace) -> None:
    page = place.pages["signalement"]
    place.window.show_page(page)
    studio.until(lambda: page.records.rows.row(0) is not None)
    studio.shoot(place.window, "20-signalements")
    page.records.filter("niveau", (("niveau", "a_risque"), ("niveau", "infractionnelle")))
    page.records.filter("recu_le", (("recu_le>=", "2026-03-01"),))
    page.search.setText("jeun")
    studio.until(lambda: page.records.wanted.text == "jeun")
    studio.shoot(place.window, "21-recherche-et-filtres")
    page.search.setText("introuvable")
    studio.until(lambda: page.records.wanted.text == "introuvable")
    studio.shoot(place.window, "22-aucun-resultat")
    page.search.clear()
    page.records.clear()
    studio.until(lambda: page.records.wanted.text == "" and page.records.rows.row(3) is not None)
    page.table.selectAll()
    studio.shoot(place.window, "22b-plusieurs")
    page.table.clearSelection()


def _fiches(studio: Studio, place: Workplace) -> None:
    fiches = place.fiches_view
    place.window.show_page(fiches)
    studio.until(lambda: bool(fiches.page.lines))
    studio.shoot(place.window, "40-fiches-de-conduite")
    fiches.open(fiches.page.lines[0].id)
    studio.until(lambda: fiches.is_open)
    studio.shoot(place.window, "41-fiche-de-conduite")
    fiches.reader.edit_button.click()
    studio.until(lambda: fiches.is_writing)
    studio.shoot(place.window, "42-fiche-en-ecriture")
    fiches.close_form()
    fiches.close_form()


def _exchanges(studio: Studio, place: Workplace) -> None:
    place.window.show_page(place.conflicts_view)
    studio.until(lambda: place.conflicts_view.case.current is not None)
    studio.shoot(place.window, "50-conflits")
    place.window.show_page(place.exchange_view)
    studio.until(lambda: bool(place.exchange.unsent))
    studio.shoot(place.window, "60-echanges")
    place.exchange_view.tabs.setCurrentIndex(1)
    studio.shoot(place.window, "60b-derniers-echanges")
    place.exchange_view.tabs.setCurrentIndex(0)
    place.window.show_page(place.posts_view)
    studio.until(lambda: bool(place.posts.members))
    studio.shoot(place.window, "70-postes")
    for name, page in (("79-mes-acces", place.journal_view), ("79b-conservation", place.conservation_view)):
        place.window.show_page(page)
        studio.settle()
        studio.shoot(place.window, name)


def _demonstration(studio: Studio, place: Workplace) -> None:
    bar = DemoBar(place.window)
    place.window.show_page(place.home_view)
    studio.shoot(place.window, "84-demonstration")
    studio.dialog(bar.again.click, "84b-refaire-la-demonstration")
    place.window.removeToolBar(bar)
    place.window.wants_guide.emit()
    studio.until(lambda: place.guide is not None)
    if place.guide is not None:
        studio.shoot(place.guide, "90-guide")
        place.guide.close()
