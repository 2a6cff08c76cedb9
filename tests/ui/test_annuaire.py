"""The annuaire: names picked from everywhere, the closest first; a reference that leads to another kind of record."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mvl_desktop.domain.kinds import required
from tests.ui.fakes import HandAlarms, ImmediateBackground, MemoryDesk
from tests.ui.walk import unnamed
from ui.main import Workplace
from ui.theme import Theme
from ui.values import Typed
from ui.view_models.around import departement_of
from ui.views.annuaire import FonctionsShelf, OrganismesShelf
from ui.views.form_links import LinkEditor
from ui.views.library import LibraryView
from ui.views.organisme_card import CloseOrganismeForm
from ui.views.shelves import KindShelf
from ui.widgets.suggested_lines import SuggestedLines
from ui.widgets.suggestions import SuggestedEditor, SuggestLine

NEAR = {"nom": "Service fictif de l’Ain", "departements": ["01"], "telephone": "01\u00a000\u00a000\u00a000\u00a000"}
FAR = {"nom": "Service fictif de Paris", "departements": ["75"]}


@pytest.fixture
def place(desk: MemoryDesk, background: ImmediateBackground, alarms: HandAlarms, theme: Theme) -> Iterator[Workplace]:
    made = Workplace(
        desk, background, theme, make_alarm=alarms, now=alarms.clock, lock_minutes=5, relaunch=lambda: None
    )
    made.window.show()
    made.start()
    yield made
    made.window.close()


def opened(place: Workplace, kind: str, rec: str) -> KindShelf:
    place.window.wants_record.emit(kind, rec)
    page = place.window.current()
    assert page is not None
    shelf = next(each for each in page.findChildren(KindShelf) if each.isVisible())
    assert shelf.is_open
    return shelf


def test_names_are_proposed_the_closest_to_the_record_first(place: Workplace, desk: MemoryDesk) -> None:
    desk.add("organisme", **FAR)
    desk.add("organisme", **NEAR)
    rec = desk.add("formation", titre="Action fictive", departement="01")
    shelf = opened(place, "formation", rec)
    proposed = shelf.form_view.around.organismes("01")
    assert list(proposed) == ["Service fictif de l’Ain", "Service fictif de Paris"]
    editor = next(each for each in shelf.findChildren(SuggestedLines))
    assert "annuaire" in editor.finder.placeholderText()
    assert editor._propose_more("service")[0] == "Service fictif de l’Ain"
    line = next(each for each in shelf.findChildren(SuggestedEditor) if isinstance(each.line, SuggestLine))
    assert line is not None


def test_the_departement_of_a_record_is_its_own_or_the_first_of_several() -> None:
    assert departement_of(None) == ""
    assert departement_of(Typed("d", "formation", None, {"departement": "93"})) == "93"
    assert departement_of(Typed("d", "reunion", None, {"departements": ["75", "93"]})) == "75"


def test_a_reference_opens_the_page_of_its_kind(place: Workplace, desk: MemoryDesk) -> None:
    organisme = desk.add("organisme", **NEAR)
    emploi = desk.add("emploi", intitule="Fonction fictive", organisme=desk.reference_of(organisme))
    shelf = opened(place, "emploi", emploi)
    editor = next(each for each in shelf.findChildren(LinkEditor) if each.line.text() == NEAR["nom"])
    editor.open.click()
    assert shelf.isHidden() or not shelf.isVisible()
    form = place.forms["organisme"]
    assert form.record is not None
    assert form.record.id == organisme
    assert required("organisme").kind == "organisme"


class _Shelf(QWidget):
    def refresh(self) -> None:
        """Nothing is asked."""


def test_where_tabs_do_not_hold_a_list_takes_their_place(qtbot: QtBot) -> None:
    page = LibraryView("Activités")
    qtbot.addWidget(page)
    for number in range(5):
        page.add_shelf(str(number), f"Une rubrique assez longue {number}", "users", _Shelf())
    page.show()
    page.resize(2400, 600)
    assert page.tabs.tabBar().isVisible()
    assert page.choice.isHidden()
    page.resize(300, 600)
    assert not page.tabs.tabBar().isVisible()
    page.choice.activated.emit(2)
    assert page.tabs.currentIndex() == 2
    assert page.choice.currentIndex() == 2


# organismes


def organismes(place: Workplace) -> OrganismesShelf:
    place.window.show_page(place.annuaire_view)
    shelf = place.annuaire_view.show_kind("organisme")
    assert isinstance(shelf, OrganismesShelf)
    shelf.refresh()
    return shelf


def told(shelf: OrganismesShelf) -> list[str]:
    model = shelf.found.model()
    return [str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(model.rowCount())]


def choose(box: QComboBox, code: str) -> None:
    box.setCurrentIndex(box.findData(code))
    box.activated.emit(box.currentIndex())


def test_who_is_competent_takes_the_place_of_the_list(place: Workplace, desk: MemoryDesk) -> None:
    near = desk.add("organisme", **NEAR, destinataire="crip", verifie_le="2026-11-01")
    desk.add("organisme", **FAR)
    shelf = organismes(place)
    choose(shelf.where, "01")
    assert told(shelf) == ["Service fictif de l’Ain. Dans le département. 01\u00a000\u00a000\u00a000\u00a000"]
    assert shelf.found.isVisible()
    assert shelf.total.text() == "1 entrée"
    shelf.found.chosen.emit(near)
    assert shelf.is_open
    assert shelf.card.phone.text() == NEAR["telephone"]
    shelf.card.copy.click()
    assert QGuiApplication.clipboard().text() == NEAR["telephone"]
    shelf.close_form()
    choose(shelf.where, "")
    assert shelf.table.isVisible()


def test_an_entry_is_as_tall_as_what_is_said_of_it(place: Workplace, desk: MemoryDesk) -> None:
    desk.add("organisme", **NEAR)
    shelf = organismes(place)

    def tall() -> int:
        return shelf.found.visualRect(shelf.found.model().index(0, 0)).height()

    choose(shelf.where, "01")
    with_phone = tall()
    shelf.review.click()
    assert 0 < tall() < with_phone


def test_what_is_to_verify_is_verified_in_one_gesture(place: Workplace, desk: MemoryDesk) -> None:
    rec = desk.add("organisme", **NEAR)
    desk.add("organisme", **FAR, verifie_le="2026-11-01")
    shelf = organismes(place)
    assert shelf.review.text() == "À vérifier (1)"
    shelf.review.click()
    assert told(shelf) == ["Service fictif de l’Ain. Jamais vérifié"]
    shelf.open(rec)
    shelf.card.verify.click()
    assert desk.records[rec].champs["verifie_le"] == "2026-11-21"
    assert shelf.review.text() == "À vérifier"
    assert told(shelf) == []


def test_an_entry_closes_and_what_replaces_it_is_said(
    place: Workplace, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    rec, after = desk.add("organisme", **NEAR), desk.add("organisme", nom="Nouveau service fictif")

    def fill(form: CloseOrganismeForm) -> bool:
        assert not form.go_on.isEnabled()
        form.le.set_value("2026-11-01")
        form.le.edited.emit()
        assert form.go_on.isEnabled()
        assert form.after is not None
        form.after.set_value(desk.reference_of(after))
        return True

    monkeypatch.setattr(CloseOrganismeForm, "ask", fill)
    shelf = organismes(place)
    shelf.open(rec)
    shelf.card.close_button.click()
    champs = desk.records[rec].champs
    assert champs["ferme_le"] == "2026-11-01"
    assert str(champs["remplace_par"]).startswith("ref:")
    assert shelf.card.verify.isHidden()


def test_an_empty_annuaire_takes_what_is_shipped(place: Workplace) -> None:
    shelf = organismes(place)
    assert shelf.first_shipped.isVisible(), "an empty page offers it"
    shelf.first_shipped.click()
    assert shelf.notice.said.text() == "1 entrée ajoutée."
    shelf.shipped.click()
    assert "déjà toutes là" in shelf.notice.said.text()


def test_functions_that_nobody_holds_stand_above_the_list(place: Workplace, desk: MemoryDesk) -> None:
    desk.add("emploi", intitule="Tenue", tenues=[{"nom": "Camille Exemple", "du": "2020-01-01"}])
    free = desk.add("emploi", intitule="Chargé fictif", vacante_depuis="2026-07-01")
    place.window.show_page(place.annuaire_view)
    shelf = place.annuaire_view.show_kind("emploi")
    assert isinstance(shelf, FonctionsShelf)
    shelf.refresh()
    QApplication.processEvents()
    (line,) = [each for each in shelf.vacancies.findChildren(QPushButton) if each.isVisible()]
    assert line.accessibleName() == "Chargé fictif. Vacante · depuis le 01/07/2026"
    assert any(each.text() == "2 fonctions · 1 vacante" for each in shelf.vacancies.findChildren(QLabel))
    line.click()
    form = place.forms["emploi"]
    assert form.record is not None
    assert form.record.id == free


def test_everything_that_takes_the_focus_has_a_name(place: Workplace, desk: MemoryDesk) -> None:
    rec = desk.add("organisme", **NEAR)
    shelf = organismes(place)
    shelf.open(rec)
    assert unnamed(place.annuaire_view) == []
