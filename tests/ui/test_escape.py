"""Escape closes whatever opened, and the keyboard is where it was: each button of each page, each key that opens."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QTableWidget, QTabWidget, QWidget
from shiboken6 import isValid

from tests.ui.fakes import HandAlarms, ImmediateBackground, MemoryDesk
from tests.ui.test_windows import fill, go
from ui.main import Workplace
from ui.theme import Theme
from ui.views.tour import Tour

STATES = (
    *("accueil", "liste", "nouveau", "fiche", "pieces", "historique"),
    *("conduite", "conflits", "echanges", "postes 0", "postes 1", "postes 2", "conservation", "acces"),
)
AFTER = {"conservation": "Conservation", "acces": "Mes accès"}
SOME = 5
LEAVING = ("errouill", "Quitter")
_MOST = 5
"""Windows one over the other, and as many times Escape."""


class Escaping:
    """Presses Escape on whatever opens over a window, and remembers what it was."""

    def __init__(self) -> None:
        self.closed: list[str] = []
        self._timer = QTimer()
        self._timer.timeout.connect(self._look)
        self._timer.start(1)

    def stop(self) -> None:
        """Press no more."""
        self._timer.stop()

    def _look(self) -> None:
        shown = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if shown is None:
            return
        self.closed.append(f"{type(shown).__name__} {shown.windowTitle()}")
        if len(self.closed) > _MOST:
            shown.close()
        else:
            QTest.keyClick(shown, Qt.Key.Key_Escape)


@pytest.fixture
def place(desk: MemoryDesk, background: ImmediateBackground, alarms: HandAlarms, theme: Theme) -> Workplace:
    fill(desk, "Stage de jeûne")
    made = Workplace(
        desk, background, theme, make_alarm=alarms, now=alarms.clock, lock_minutes=5, relaunch=lambda: None
    )
    made.window.resize(1280, 800)
    made.window.show()
    made.start()
    return made


@pytest.fixture
def escaping() -> Iterator[Escaping]:
    made = Escaping()
    yield made
    made.stop()


def lost(window: QWidget, opener: QWidget, do: Callable[[], object], escaping: Escaping) -> str:
    """Open something from a widget; return what was opened when Escape did not bring the keyboard back to it."""
    opener.setFocus()
    escaping.closed.clear()
    do()
    QApplication.processEvents()
    back = window.focusWidget()
    if not escaping.closed or (len(escaping.closed) <= _MOST and back is opener):
        return ""
    return f"{escaping.closed} leaves the keyboard on {type(back).__name__} {back.accessibleName() if back else ''}"


def openers(window: QWidget) -> list[QAbstractButton]:
    """Return what a person may press."""
    return [
        each
        for each in window.findChildren(QAbstractButton)
        if each.isVisible()
        and each.isEnabled()
        and each.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not any(word in each.text() for word in LEAVING)
    ]


def show(place: Workplace, state: str) -> None:
    """Bring the window to a state, a line chosen in each table: more can be done then."""
    name, _space, tab = state.partition(" ")
    if name in AFTER:
        place.window.show_titled(AFTER[name])
    else:
        go(place, name)
    if tab:
        place.posts_view.findChildren(QTabWidget)[0].setCurrentIndex(int(tab))
    choose_all_lines(place.window)


def choose_all_lines(window: QWidget) -> None:
    """Choose a line in each table: more can be done then."""
    for table in window.findChildren(QTableWidget):
        if table.isVisible() and table.rowCount():
            table.selectRow(table.rowCount() - 1)
    QApplication.processEvents()


@pytest.mark.parametrize("states", [STATES[:6], STATES[6:]])
def test_each_button_of_each_page(place: Workplace, escaping: Escaping, states: tuple[str, ...]) -> None:
    wrong: dict[str, str] = {}
    tried: set[str] = set()
    for state in states:
        show(place, state)
        for button in openers(place.window):
            if not isValid(button) or not button.isVisible():
                show(place, state)
            said = button.accessibleName() or button.text() if isValid(button) and button.isVisible() else ""
            if not said or said in tried or not button.isEnabled():
                continue
            if found := lost(place.window, button, partial(QTest.keyClick, button, Qt.Key.Key_Space), escaping):
                wrong[said] = found
            if escaping.closed:
                tried.add(said)
    assert len(tried) > SOME
    assert not wrong


@pytest.mark.parametrize("key", ["Ctrl+K", "Ctrl+,", "Ctrl+?"])
def test_each_key_that_opens_from_a_line(place: Workplace, escaping: Escaping, key: str) -> None:
    go(place, "liste")
    search = place.pages["signalement"].search
    found = lost(place.window, search, lambda: QTest.keySequence(search, key), escaping)
    assert escaping.closed
    assert not found


@pytest.mark.parametrize("title", ["Sécurité de ce poste…", "Gardiens et secours…", "À propos de MVL", "Premiers pas…"])
def test_each_window_of_the_menus(place: Workplace, escaping: Escaping, title: str) -> None:
    go(place, "liste")
    command = next(each for each in place.window.commands() if each.title == title)
    found = lost(place.window, place.pages["signalement"].search, command.do, escaping)
    assert escaping.closed
    assert not found


def test_the_tour_and_the_guide_that_leave_the_window_usable(place: Workplace) -> None:
    go(place, "liste")
    field = place.pages["signalement"].search
    field.setFocus()
    place.window.show_tour()
    tour = next(each for each in place.window.findChildren(Tour))
    tour.go(1)
    tour.go(1)
    tour.activateWindow()
    QApplication.processEvents()
    QTest.keyClick(tour, Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert not tour.isVisible()
    assert place.window.focusWidget() is field
    place.window.wants_guide.emit()
    guide = place.guide
    assert guide is not None
    QApplication.processEvents()
    QTest.keySequence(guide, "Esc")
    assert not guide.isVisible()
    assert place.window.focusWidget() is field


def test_a_record_that_is_closed_leaves_the_keyboard_on_its_line(place: Workplace, desk: MemoryDesk) -> None:
    fill(desk, "Un autre")
    go(place, "liste")
    page = place.pages["signalement"]
    page.table.setFocus()
    page.table.selectRow(1)
    line = page.table.currentIndex().row()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert page.is_open
    QTest.keySequence(place.window, "Esc")
    QApplication.processEvents()
    assert not page.is_open
    assert place.window.focusWidget() is page.table
    assert page.table.currentIndex().row() == line


def test_a_fiche_that_is_closed_leaves_the_keyboard_on_its_line(place: Workplace) -> None:
    place.window.show_titled("Fiches de conduite")
    QApplication.processEvents()
    view = place.fiches_view
    view.list.setFocus()
    view.list.setCurrentIndex(view.list.model().index(0, 0))
    QTest.keyClick(view.list, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert view.is_open
    QTest.keySequence(place.window, "Esc")
    QApplication.processEvents()
    assert not view.is_open
    assert place.window.focusWidget() is view.list
    assert view.list.currentIndex().row() == 0
