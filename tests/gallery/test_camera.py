"""The camera itself: a scene that fails leaves its dialogs and says so; nobody waits for it."""

import pytest
from PySide6.QtWidgets import QDialog

from ui.captures import studio as camera
from ui.captures.studio import Studio, Wishes


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    folder = tmp_path_factory.mktemp("camera")
    return Studio(folder, folder, Wishes())


def _never(_dialog: QDialog) -> None:
    raise LookupError("rien à prendre")


def test_what_fails_before_a_picture_leaves_the_dialog(studio: Studio) -> None:
    outer = QDialog()
    with pytest.raises(LookupError, match="rien à prendre"):
        studio.dialog(outer.exec, "essai", _never)
    assert not outer.isVisible()


def test_what_fails_on_the_way_leaves_every_dialog(studio: Studio) -> None:
    outer = QDialog()
    with pytest.raises(LookupError, match="rien à prendre"):
        studio.dialog(outer.exec, "essai", by=(_never,))
    assert not outer.isVisible()


def test_a_dialog_that_never_comes_is_not_waited_for_long(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera, "_PATIENCE", 0.2)
    outer = QDialog()
    with pytest.raises(TimeoutError, match="essai"):
        studio.dialog(outer.exec, "essai", by=(lambda _dialog: None,))
    assert not outer.isVisible()


def test_the_inner_dialog_is_taken_and_both_are_left(studio: Studio) -> None:
    outer, inner = QDialog(), QDialog()
    studio.dialog(outer.exec, "essai", by=(lambda _dialog: inner.exec(),))
    assert not outer.isVisible()
    assert not inner.isVisible()
