"""The guided tour: by keyboard alone, each place framed in sight, left at any time, taken again from the help."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication

from tests.ui.fakes import HandAlarms, ImmediateBackground, MemoryDesk
from tests.ui.hands import press
from tests.ui.walk import unnamed
from ui.main import Workplace
from ui.theme import Theme
from ui.views.tour import STOPS, Tour


@pytest.fixture
def place(desk: MemoryDesk, background: ImmediateBackground, alarms: HandAlarms, theme: Theme) -> Workplace:
    made = Workplace(
        desk, background, theme, make_alarm=alarms, now=alarms.clock, lock_minutes=5, relaunch=lambda: None
    )
    made.window.resize(1024, 640)
    made.window.show()
    made.start()
    return made


def opened(place: Workplace) -> Tour:
    """Begin the tour from the help, as the palette does."""
    next(each for each in place.window.commands() if each.title == "Visite guidée").do()
    QApplication.processEvents()
    return next(tour for tour in place.window.findChildren(Tour) if tour.isVisible())


def test_enter_and_the_arrows_go_through_every_place_and_back_to_the_first(place: Workplace) -> None:
    tour = opened(place)
    seen = []
    for number in range(len(STOPS)):
        seen.append(tour.title.text())
        framed = tour.frame.geometry()
        assert place.window.rect().intersects(framed)
        assert framed.width() > 20
        assert unnamed(tour) == []
        if number == 1:
            press(tour, Qt.Key.Key_Left)
            assert tour.title.text() == seen[0]
            press(tour, Qt.Key.Key_Right)
        if number < len(STOPS) - 1:
            press(tour, Qt.Key.Key_Return)
    assert len(set(seen)) == len(STOPS)
    assert place.window.current_title == "Échanges", "places that are no page leave the last one shown"
    press(tour, Qt.Key.Key_Return)
    assert not tour.isVisible()
    assert place.window.current_title == "Accueil"


def test_escape_leaves_and_it_can_be_taken_again(place: Workplace) -> None:
    tour = opened(place)
    press(tour, Qt.Key.Key_Right)
    frame = tour.frame
    press(tour, Qt.Key.Key_Escape)
    assert not tour.isVisible()
    assert not frame.isVisible()
    assert place.window.current_title == "Accueil"
    assert opened(place).title.text() == "L’accueil"


def test_it_stands_inside_the_window_and_leaves_it_usable(place: Workplace) -> None:
    tour = opened(place)
    corner = place.window.mapFromGlobal(tour.pos())
    assert place.window.rect().contains(QRect(corner, tour.size()))
    assert not tour.isModal()
