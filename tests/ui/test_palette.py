"""Ctrl+K: what is typed finds commands at once and records a moment later, without accents, by keyboard alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.fakes import HandAlarms, HeldBackground, ImmediateBackground, MemoryDesk
from tests.ui.hands import press, write
from tests.ui.walk import unnamed
from ui.view_models.palette import SEARCH_SECONDS, Command, Palette
from ui.views.palette import PaletteDialog


class Case:
    """A palette over two commands."""

    def __init__(self, desk: MemoryDesk, alarms: HandAlarms) -> None:
        self.done: list[str] = []
        self.alarms = alarms
        self.palette = Palette(desk, ImmediateBackground(), alarms)
        self.palette.offer(
            [
                Command("Nouveau signalement", "Ctrl+N", "plus", lambda: self.done.append("nouveau")),
                Command("Préférences…", "Ctrl+,", "text-aa", lambda: self.done.append("préférences")),
            ]
        )
        self.parent = QWidget()
        self.parent.resize(1000, 700)
        self.dialog = PaletteDialog(self.parent, self.palette)
        self.dialog.wants_record.connect(lambda kind, rec: self.done.append(f"{kind} {rec}"))
        self.dialog.show()

    def type(self, text: str) -> None:
        write(self.dialog.typed, text)
        self.alarms.forward(SEARCH_SECONDS)

    def lines(self) -> list[str]:
        return [self.dialog.list.item(place).text() for place in range(self.dialog.list.count())]


@pytest.fixture
def case(desk: MemoryDesk, alarms: HandAlarms) -> Case:
    return Case(desk, alarms)


def test_a_command_is_found_without_accents_and_done_by_enter(qtbot: QtBot, case: Case) -> None:
    assert case.lines() == ["Commandes", "Nouveau signalement   (Ctrl+N)", "Préférences…   (Ctrl+,)"]
    case.type("pref")
    assert case.lines() == ["Commandes", "Préférences…   (Ctrl+,)"]
    press(case.dialog.typed, Qt.Key.Key_Return)
    assert case.done == ["préférences"]
    assert not case.dialog.isVisible()


def test_records_come_by_kind_and_the_arrows_skip_titles(qtbot: QtBot, desk: MemoryDesk, alarms: HandAlarms) -> None:
    desk.add("fiche-conduite", titre="Nouveau cas")
    rec = desk.add("signalement", objet="Nouveau stage de jeûne")
    case = Case(desk, alarms)
    case.type("nouveau")
    assert case.lines()[0] == "Commandes"
    assert case.lines()[2] == "Signalements"
    assert case.lines()[3].startswith("Nouveau stage de jeûne")
    assert "Fiches de conduite à tenir" in case.lines()
    press(case.dialog.typed, Qt.Key.Key_Down)
    press(case.dialog.typed, Qt.Key.Key_Return)
    assert case.done == [f"signalement {rec}"]


def test_a_late_answer_does_not_replace_a_newer_question(desk: MemoryDesk, alarms: HandAlarms) -> None:
    desk.add("signalement", objet="Premier")
    held = HeldBackground()
    palette = Palette(desk, held, alarms)
    palette.offer([])
    palette.type("premier")
    alarms.forward(SEARCH_SECONDS)
    palette.type("second")
    held.finish()
    assert palette.found == ()


def test_one_letter_searches_nothing(desk: MemoryDesk, alarms: HandAlarms) -> None:
    desk.add("signalement", objet="Premier")
    palette = Palette(desk, ImmediateBackground(), alarms)
    palette.type("p")
    alarms.forward(SEARCH_SECONDS)
    assert palette.found == ()


def test_everything_in_it_has_a_name(qtbot: QtBot, case: Case) -> None:
    assert not unnamed(case.dialog)
