"""Before anybody types: another window has the post, the folder is a stranger's, or cannot be written."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mvl_desktop.bootstrap import threshold
from mvl_desktop.store.lockfile import LockFile
from tests.fakes.stores import cheap_passphrases
from tests.ui.fakes import HandAlarms, ImmediateBackground
from tests.ui.hands import NONE, click
from ui.app import BootstrapPosts
from ui.captures.posts import PHRASE
from ui.view_models.unlock import Threshold, Unlock
from ui.views.unlock import UnlockView


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seuil") / "profil"
    with cheap_passphrases():
        BootstrapPosts(folder).create("Camille Exemple", PHRASE).confirm().close()  # type: ignore[attr-defined]
    return folder


def _content(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir()}


def test_looking_at_a_post_changes_nothing(profile: Path) -> None:
    before = _content(profile)
    assert threshold(profile).trouble == ""
    assert _content(profile) == before


def test_a_post_held_by_another_window_is_said_before_the_passphrase(profile: Path) -> None:
    lock = LockFile(profile / "magasin.verrou")
    try:
        assert threshold(profile).trouble == "magasin_deja_ouvert"
    finally:
        lock.release()
    assert threshold(profile).trouble == ""


def test_the_mark_of_a_brutal_end_is_not_wiped_by_looking(profile: Path) -> None:
    lock = LockFile(profile / "magasin.verrou")
    lock.mark_open()
    lock.release(clean=False)
    threshold(profile)
    again = LockFile(profile / "magasin.verrou")
    assert again.was_unclean
    again.release()


def test_a_folder_that_is_no_post_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "vacances.jpg").touch()
    assert threshold(tmp_path).trouble == "profil_etranger"
    assert [each.name for each in tmp_path.iterdir()] == ["vacances.jpg"]
    assert BootstrapPosts(tmp_path).exists(), "no first start over somebody's files"
    assert threshold(tmp_path / "vacances.jpg").trouble == "profil_etranger"


def test_what_is_missing_or_damaged_has_its_own_sentence(profile: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copie"
    copy.mkdir()
    (copy / "magasin.entete").write_bytes((profile / "magasin.entete").read_bytes())
    assert threshold(copy).trouble == "magasin_disparu"
    (copy / "magasin.entete").rename(copy / "magasin.db")
    assert threshold(copy).trouble == "entete_absent"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    closed = tmp_path / "ferme"
    closed.mkdir(mode=0o500)
    assert threshold(closed).trouble == "profil_lecture_seule"
    assert threshold(closed / "profil").trouble == "profil_lecture_seule"


def test_a_new_folder_is_no_trouble(tmp_path: Path) -> None:
    assert threshold(tmp_path / "a" / "b").trouble == ""
    assert not (tmp_path / "a").exists()


# the window


@pytest.fixture
def view(qtbot: QtBot, alarms: HandAlarms) -> UnlockView:
    made = UnlockView(Unlock(lambda _phrase: "poste", ImmediateBackground(), alarms))
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_second_window_is_told_and_may_try_again(view: UnlockView) -> None:
    looked: list[bool] = []
    view.wants_look.connect(lambda: looked.append(True))
    view.unlock.see(Threshold("magasin_deja_ouvert"))
    assert "déjà ouvert" in view.notice.said.text()
    assert not view.passphrase.isEnabled()
    assert not view.go.isVisible()
    opened: list[object] = []
    view.unlock.opened.connect(opened.append)
    view.unlock.attempt(PHRASE)
    assert opened == []
    click(view.again)
    assert looked == [True]
    view.unlock.see(Threshold())
    assert view.passphrase.isEnabled()
    assert view.go.isVisible()
    assert not view.notice.isVisible()


def test_the_keyring_is_mentioned_only_where_it_has_a_say(view: UnlockView) -> None:
    view.unlock.see(Threshold())
    assert not view.keyring.isVisible()
    view.unlock.see(Threshold(keyring=True))
    assert view.keyring.isVisible()


def _type(view: UnlockView, letter: str, modifier: Qt.KeyboardModifier) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, 0, modifier, letter)
    QApplication.sendEvent(view.passphrase, event)


def test_capitals_that_are_locked_are_noticed_at_the_first_letter(view: UnlockView) -> None:
    shift = Qt.KeyboardModifier.ShiftModifier
    _type(view, "a", NONE)
    _type(view, "É", shift)
    _type(view, "3", shift)
    assert not view.caps.isVisible()
    _type(view, "B", NONE)
    assert view.caps.isVisible()
    _type(view, "b", shift)
    assert view.caps.isVisible(), "with the capitals locked, Shift makes small letters"
    _type(view, "c", NONE)
    assert not view.caps.isVisible()


def test_a_demonstration_opens_without_anything_to_know(qtbot: QtBot, alarms: HandAlarms) -> None:
    opened: list[object] = []
    unlock = Unlock(lambda phrase: phrase, ImmediateBackground(), alarms)
    unlock.opened.connect(opened.append)
    made = UnlockView(unlock, PHRASE)
    qtbot.addWidget(made)
    made.show()
    assert PHRASE in made.notice.said.text()
    assert not made.recovery.isVisible()
    click(made.go)
    assert opened == [PHRASE]
