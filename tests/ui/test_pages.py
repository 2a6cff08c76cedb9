"""Pages of the window are made when they are shown: the first one alone stands between the passphrase and the work."""

import pytest
from PySide6.QtWidgets import QWidget

from tests.ui.fakes import HandAlarms, ImmediateBackground, MemoryDesk
from ui.main import Workplace
from ui.theme import Theme


@pytest.fixture
def place(desk: MemoryDesk, background: ImmediateBackground, alarms: HandAlarms, theme: Theme) -> Workplace:
    made = Workplace(
        desk, background, theme, make_alarm=alarms, now=alarms.clock, lock_minutes=5, relaunch=lambda: None
    )
    made.window.show()
    made.start()
    return made


def made(place: Workplace) -> list[str]:
    """Name the pages that have been made, in the order of the navigation."""
    stack = place.window.pages
    pages = [stack.widget(row) for row in range(stack.count())]
    return [type(page).__name__ for page in pages if type(page) is not QWidget]


def test_the_first_page_alone_is_made_until_another_is_wanted(place: Workplace) -> None:
    assert made(place) == ["HomeView"]
    place.window.show_titled("Conflits")
    assert made(place) == ["HomeView", "ArbitrationView"]
    assert place.window.current() is place.conflicts_view
    place.window.wants_new.emit()
    assert place.window.current() is place.pages["signalement"]
    assert made(place) == ["HomeView", "RecordsView", "ArbitrationView"]


def test_each_line_of_the_navigation_leads_to_its_page(place: Workplace) -> None:
    rows = range(place.window.nav.count())
    shown = []
    for row in reversed(rows):
        place.window.nav.setCurrentRow(row)
        shown.append(place.window.current())
        assert place.window.pages.currentIndex() == row
    assert len({id(page) for page in shown}) == len(rows)
    assert len(made(place)) == len(rows)


def test_what_an_exchange_ends_with_is_on_its_page_whoever_began_it(place: Workplace) -> None:
    place.exchange.synchronise()
    assert "ExchangeView" in made(place)
    place.window.show_page(place.exchange_view)
    assert place.exchange_view.notice.isVisible()
