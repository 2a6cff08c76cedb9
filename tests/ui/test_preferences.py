"""Preferences: in force at once, remembered by the post, and never a trap when what was kept makes no sense."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.fakes import HandAlarms, ImmediateBackground, MemoryDesk
from tests.ui.hands import CTRL, type_key
from tests.ui.walk import mnemonics, unnamed
from ui.idle import IdleWatch
from ui.preferences import HABITS, Habits, Look, habits_document, keep_look, read_habits, read_look
from ui.theme import Theme
from ui.values import Espace, Introduction
from ui.view_models.exchange import FIRST_RETRY_SECONDS, ExchangeDesk
from ui.view_models.preferences import Preferences
from ui.views.preferences import PreferencesDialog


@pytest.fixture
def preferences(desk: MemoryDesk) -> Preferences:
    return Preferences(desk, ImmediateBackground())


def _choose(box: QComboBox, data: object) -> None:
    box.setCurrentIndex(box.findData(data))
    box.activated.emit(box.currentIndex())


@pytest.mark.parametrize(
    "raw", [None, 3, [], {"minutes": 0}, {"minutes": 90}, {"minutes": "5"}, {"orthographe": "oui"}, {"inconnu": 1}]
)
def test_what_makes_no_sense_is_as_by_default(raw: object) -> None:
    assert read_habits(raw) == Habits()


def test_habits_come_back_as_they_were_chosen() -> None:
    habits = Habits(minutes=12, orthographe=False, echanges=False)
    assert read_habits(habits_document(habits)) == habits


def test_what_is_chosen_is_in_force_and_remembered(preferences: Preferences, desk: MemoryDesk) -> None:
    heard: list[Habits] = []
    preferences.applied.connect(heard.append)
    preferences.choose(minutes=2)
    preferences.choose(orthographe=False)
    assert heard[-1] == Habits(minutes=2, orthographe=False)
    assert read_habits(desk.remembered[HABITS]) == heard[-1]

    again = Preferences(desk, ImmediateBackground())
    again.load()
    assert again.habits == heard[-1]


def test_the_lock_waits_as_long_as_was_chosen(alarms: HandAlarms) -> None:
    rung: list[bool] = []
    idle = IdleWatch(5, alarms)
    idle.idle.connect(lambda: rung.append(True))
    idle.wait(1)
    alarms.forward(59)
    assert not rung
    alarms.forward(1)
    assert rung == [True]


def test_a_sign_of_life_in_any_window_or_list_puts_the_lock_off(qapp: QApplication, alarms: HandAlarms) -> None:
    rung: list[str] = []
    window, later = QWidget(), QDialog()
    box = QComboBox(window)
    box.addItems(["a", "b"])
    window.show()
    idle = IdleWatch(1, alarms)
    idle.idle.connect(lambda: rung.append("nobody"))
    idle.urgent.connect(lambda: rung.append("urgent"))
    idle.listen(qapp)
    later.show()
    qapp.processEvents()
    for there in (window, later):
        alarms.forward(40)
        type_key(there, Qt.Key.Key_A)
    box.showPopup()
    alarms.forward(40)
    type_key(window, Qt.Key.Key_Down)
    qapp.processEvents()
    alarms.forward(40)
    popup = box.view().window()
    QTest.mouseMove(popup.windowHandle(), QPoint(3, 3))
    alarms.forward(40)
    assert rung == []
    type_key(box.view(), Qt.Key.Key_L, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert set(rung) == {"urgent"}
    idle.leave()
    type_key(window, Qt.Key.Key_A)
    alarms.forward(60)
    assert rung[-1] == "nobody"
    box.hidePopup()


def test_without_exchanges_of_itself_nothing_leaves_unasked(
    desk: MemoryDesk, background: ImmediateBackground, alarms: HandAlarms
) -> None:
    desk.add("signalement", objet="a")
    exchange = ExchangeDesk(desk, background, alarms)
    exchange.set_automatic(on=False)
    exchange.refresh()
    alarms.forward(24 * 3600)
    assert [record.etat for record in desk.records.values()] == ["a_envoyer"]
    assert exchange.next_try is None
    exchange.synchronise()
    assert [record.etat for record in desk.records.values()] == ["atteste"], "asked, it still exchanges"

    exchange.set_automatic(on=True)
    assert exchange.next_try is not None
    desk.add("signalement", objet="b")
    alarms.forward(FIRST_RETRY_SECONDS)
    assert {record.etat for record in desk.records.values()} == {"atteste"}


def test_the_usual_departement_is_the_first_of_those_followed(preferences: Preferences, desk: MemoryDesk) -> None:
    desk.said = Introduction("Camille Exemple", departements=("01", "93"))
    preferences.look()
    preferences.choose_departement("93")
    assert desk.said.departements == ("93", "01")
    preferences.choose_departement("")
    assert preferences.choices.departement == "93"


def test_everything_is_chosen_in_the_window(
    qtbot: QtBot, preferences: Preferences, desk: MemoryDesk, theme: Theme
) -> None:
    desk.espace_list = [Espace("e1", "Ain", "admin"), Espace("e2", "Rhône", "agent")]
    desk.said = Introduction("Camille Exemple", departements=("01",))
    dialog = PreferencesDialog(None, preferences, theme)
    qtbot.addWidget(dialog)
    dialog.show()
    assert unnamed(dialog) == []
    letters = mnemonics(dialog)
    assert len(letters) == len(set(letters)), letters

    before = theme.look
    try:
        _choose(dialog.appearance, "sombre")
        assert theme.appearance == "sombre"
        _choose(dialog.size_box, 150)
        assert theme.scale == 1.5
        _choose(dialog.language, "en")
        assert theme.look == Look("sombre", 150, "en")
    finally:
        theme.apply(before)
    _choose(dialog.minutes, 15)
    dialog.spelling.click()
    dialog.exchanges.click()
    _choose(dialog.departement, "93")
    assert preferences.habits == Habits(15, orthographe=False, echanges=False)
    assert desk.said.departements == ("93", "01")


def test_the_language_is_kept_with_the_look(tmp_path: Path) -> None:
    path = tmp_path / "apparence.json"
    keep_look(path, Look("clair", 115, "en"))
    assert read_look(path) == Look("clair", 115, "en")
    path.write_text('{"langue": "klingon", "taille": 115}', encoding="utf-8")
    assert read_look(path) == Look("systeme", 115, "fr")
