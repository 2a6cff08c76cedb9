"""Unlocking: a wait that doubles after three failures, and an error that is not a failure does not count."""

from PySide6.QtWidgets import QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from mvl_desktop.services.refusals import RefusError
from tests.ui.fakes import HandAlarms, HeldBackground, ImmediateBackground
from ui.view_models.unlock import Unlock
from ui.views.unlock import UnlockView
from ui.widgets.passphrase import PassphraseLine


class Door:
    """Opens for one passphrase."""

    def __init__(self) -> None:
        self.tries = 0
        self.code = "phrase_incorrecte"

    def __call__(self, passphrase: str) -> object:
        self.tries += 1
        if passphrase != "juste":
            raise RefusError(self.code)
        return "poste"


def test_the_wait_doubles_after_three_failures(alarms: HandAlarms) -> None:
    door = Door()
    unlock = Unlock(door, ImmediateBackground(), alarms)
    waits = []
    for _ in range(6):
        unlock.attempt("fausse")
        waits.append(unlock._left)
        alarms.forward(1)
        while unlock.waiting:
            assert not unlock.can_try
            alarms.forward(1)
    assert waits == [0, 0, 1, 2, 4, 8]


def test_nothing_can_be_tried_while_waiting(alarms: HandAlarms) -> None:
    door = Door()
    unlock = Unlock(door, ImmediateBackground(), alarms)
    for _ in range(4):
        unlock.attempt("fausse")
    assert door.tries == 3
    assert "1" in unlock.waiting


def test_once_the_wait_is_over_no_wait_is_said_any_more(alarms: HandAlarms, qtbot: QtBot) -> None:
    unlock = Unlock(Door(), ImmediateBackground(), alarms)
    view = UnlockView(unlock)
    qtbot.addWidget(view)
    for _ in range(3):
        unlock.attempt("fausse")
    assert "Nouvel essai possible" in view.notice.said.text()
    alarms.forward(1)
    assert unlock.can_try
    assert "Nouvel essai" not in view.notice.said.text()
    assert view.notice.said.text(), "why it was refused stays said"


def test_a_store_held_elsewhere_is_not_a_failure(alarms: HandAlarms) -> None:
    door = Door()
    door.code = "magasin_deja_ouvert"
    unlock = Unlock(door, ImmediateBackground(), alarms)
    heard: list[str] = []
    unlock.refused.connect(heard.append)
    for _ in range(5):
        unlock.attempt("fausse")
    assert heard == ["magasin_deja_ouvert"] * 5
    assert unlock.can_try


def test_two_presses_of_enter_are_one_attempt(alarms: HandAlarms) -> None:
    door, background = Door(), HeldBackground()
    unlock = Unlock(door, background, alarms)
    opened: list[object] = []
    unlock.opened.connect(opened.append)
    unlock.attempt("juste")
    unlock.attempt("juste")
    background.finish()
    assert door.tries == 1
    assert opened == ["poste"]


def test_the_eye_shows_the_letters_stands_over_none_of_them_and_hides_them_when_they_are_taken(qtbot: QtBot) -> None:
    line = PassphraseLine("Phrase de passe")
    qtbot.addWidget(line)
    line.setText("cheval agrafe")
    line.show()
    [eye] = line.findChildren(QToolButton)
    assert eye.accessibleName() == "Afficher la phrase"
    assert line.textMargins().right() >= eye.width() > 0
    eye.click()
    assert line.echoMode() == QLineEdit.EchoMode.Normal
    assert eye.accessibleName() == "Masquer la phrase"
    assert line.take() == "cheval agrafe"
    assert line.echoMode() == QLineEdit.EchoMode.Password
    assert eye.accessibleName() == "Afficher la phrase"
