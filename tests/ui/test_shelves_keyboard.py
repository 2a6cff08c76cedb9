"""Pages of several kinds by the keyboard: Tab reads as the eye does, and no letter of Alt serves twice."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QTabBar, QWidget

from mvl_desktop.domain.compte_rendu import DECISIONS, POINTS, elements
from tests.ui.fakes import HandAlarms, ImmediateBackground, MemoryDesk
from tests.ui.hands import CTRL, press, write
from tests.ui.walk import mnemonics
from ui.main import Workplace
from ui.theme import Theme
from ui.views.annuaire import FonctionsShelf, OrganismesShelf
from ui.views.minutes_point import PointPanel
from ui.views.reunions import ReunionsShelf
from ui.views.shelves import KindShelf

_RECORDS = {
    "organisme": {"nom": "Service fictif", "telephone": "01\u00a000\u00a000\u00a000\u00a000"},
    "convention": {"intitule": "Convention fictive"},
    "fiche-action": {"titre": "Action fictive"},
    "bilan": {"intitule": "Bilan fictif", "du": "2026-01-01", "au": "2026-06-30"},
    "reunion": {"objet": "Réunion fictive", "type_reunion": "copil", "etat": "tenue", "tenue_le": "2026-10-01"},
    "formation": {"intitule": "Formation fictive"},
}


@pytest.fixture
def place(desk: MemoryDesk, background: ImmediateBackground, alarms: HandAlarms, theme: Theme) -> Iterator[Workplace]:
    made = Workplace(
        desk, background, theme, make_alarm=alarms, now=alarms.clock, lock_minutes=5, relaunch=lambda: None
    )
    made.window.resize(1366, 768)
    made.window.show()
    made.start()
    yield made
    made.window.close()


def shelf_of(place: Workplace, kind: str) -> KindShelf:
    for page in (place.annuaire_view, place.convention_view, place.activites_view):
        for shelf in page.findChildren(KindShelf):
            if shelf.records.declaration.kind == kind:
                place.window.show_page(page)
                page.show_kind(kind)
                return shelf
    raise LookupError(kind)


def after(widget: QWidget, count: int) -> list[QWidget]:
    """Where Tab leads from a widget, without the pages that are not shown."""
    found: list[QWidget] = []
    here: QWidget | None = widget
    while len(found) < count and here is not None:
        here = here.nextInFocusChain()
        if here is not None and here.isVisible() and here.isEnabled() and here.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.append(here)
    return found


def test_tab_goes_through_what_stands_over_a_list_before_its_search(place: Workplace, desk: MemoryDesk) -> None:
    for page in (place.annuaire_view, place.convention_view, place.activites_view):
        bar = page.findChild(QTabBar)
        assert bar is not None
        assert bar.accessibleName()
    desk.add("organisme", **_RECORDS["organisme"])
    shelf = shelf_of(place, "organisme")
    assert isinstance(shelf, OrganismesShelf)
    shelf.refresh()
    wanted = [shelf.where, shelf.whom, shelf.review, shelf.shipped, shelf.search]
    assert after(shelf.create_button, 5) == wanted


def test_tab_goes_through_vacancies_that_come_later(place: Workplace, desk: MemoryDesk) -> None:
    desk.add("emploi", intitule="Fonction fictive", vacante_depuis="2026-07-01")
    shelf = shelf_of(place, "emploi")
    assert isinstance(shelf, FonctionsShelf)
    shelf.refresh()
    QApplication.processEvents()
    line, search = after(shelf.create_button, 2)
    assert shelf.vacancies.isAncestorOf(line)
    assert search is shelf.search


def test_what_is_offered_of_a_list_follows_its_other_buttons(place: Workplace, desk: MemoryDesk) -> None:
    desk.add("reunion", **_RECORDS["reunion"])
    shelf = shelf_of(place, "reunion")
    assert isinstance(shelf, ReunionsShelf)
    shelf.refresh()
    met = after(shelf.filters.columns, 4)
    assert [each.text() for each in met[:3]] == ["Exporter…", "Obligation annuelle…", "Décisions…"]  # type: ignore[attr-defined]
    assert met[3] is shelf.table


def test_no_letter_serves_twice_in_a_form_nor_beside_it(place: Workplace, desk: MemoryDesk) -> None:
    menus = [action.text()[action.text().index("&") + 1].lower() for action in place.window.menuBar().actions()]
    twice: dict[str, list[str]] = {}

    def look(where: str) -> None:
        QApplication.processEvents()
        letters = mnemonics(place.window) + menus
        twice[where] = sorted({letter for letter in letters if letters.count(letter) > 1})

    for kind, champs in _RECORDS.items():
        shelf = shelf_of(place, kind)
        shelf.open(desk.add(kind, **champs))
        tabs = shelf.form_view.tabs
        for tab in range(tabs.count()):
            tabs.setCurrentIndex(tab)
            look(f"{kind}, {tabs.tabText(tab)}")
        if isinstance(shelf, ReunionsShelf):
            shelf.write_minutes()
            look("présences")
            assert shelf.room is not None
            assert shelf.room.view is not None
            shelf.room.view.minutes.add(POINTS, {"intitule": "Un point"})
            shelf.room.view.minutes.step(1)
            look("un point du compte rendu")
            shelf.room.view.left.emit()
        shelf.close_form()
    assert {where: letters for where, letters in twice.items() if letters} == {}


def test_minutes_are_written_from_nothing_by_the_keyboard(place: Workplace, desk: MemoryDesk) -> None:
    shelf = shelf_of(place, "reunion")
    assert isinstance(shelf, ReunionsShelf)

    def key(code: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        here = QApplication.focusWidget()
        assert here is not None
        press(here, code, modifier)
        QApplication.processEvents()

    def say(text: str) -> None:
        here = QApplication.focusWidget()
        assert here is not None
        write(here, text)

    def walk_to(named: str) -> None:
        for _step in range(80):
            here = QApplication.focusWidget()
            assert here is not None
            said = here.accessibleName() or getattr(here, "text", str)()
            if named in said.replace("&", ""):
                return
            key(Qt.Key.Key_Tab)
        raise LookupError(named)

    shelf.search.setFocus()
    key(Qt.Key.Key_N, CTRL)
    say("Réunion fictive")
    key(Qt.Key.Key_F8)
    walk_to("Ajouter un point")
    say("Un premier point")
    key(Qt.Key.Key_Return)
    view = shelf.room.view if shelf.room is not None else None
    assert view is not None
    view.agenda.setFocus()
    key(Qt.Key.Key_End)
    assert isinstance(view.panel, PointPanel)
    walk_to("Ajouter une décision")
    key(Qt.Key.Key_Space)
    say("Former les équipes.")
    key(Qt.Key.Key_S, CTRL)
    (kept,) = (each for each in desk.records.values() if each.kind == "reunion")
    assert kept.champs["objet"] == "Réunion fictive"
    (point,) = elements(kept.champs, POINTS)
    (decision,) = elements(kept.champs, DECISIONS)
    assert (decision["texte"], decision["point"]) == ("Former les équipes.", point["id"])
    key(Qt.Key.Key_Escape)
    key(Qt.Key.Key_Escape)
    assert shelf.room is not None
    assert shelf.room.view is None
    assert shelf.is_open


def test_a_label_of_a_new_bilan_never_speaks_of_its_freezing(place: Workplace) -> None:
    shelf = shelf_of(place, "bilan")
    shelf.new()
    QApplication.processEvents()
    shown = [each.text().replace("&", "") for each in shelf.form_view.findChildren(QLabel) if each.isVisible()]
    assert "Du" in shown
    assert not {"État", "Figé le", "Figé par"} & set(shown)
