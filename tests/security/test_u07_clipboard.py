"""U07: what is copied out of MVL is marked as a secret, taken back after half a minute and at the lock; ours alone."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QClipboard, QImage
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.fakes import HandAlarms, ImmediateBackground, MemoryDesk
from tests.ui.hands import CTRL, press
from ui.clipboard import ClipboardGuard
from ui.main import Workplace
from ui.theme import Theme

HINT = "x-kde-passwordManagerHint"


@pytest.fixture
def clipboard(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[QClipboard]:
    """The clipboard of a platform that knows what is its own: the offscreen one always says that nothing is."""
    monkeypatch.setattr(QClipboard, "ownsClipboard", lambda _self: True)
    qapp.clipboard().clear()
    yield qapp.clipboard()
    qapp.clipboard().clear()


@pytest.fixture
def guard(clipboard: QClipboard, alarms: HandAlarms) -> Iterator[ClipboardGuard]:
    made = ClipboardGuard(alarms)
    yield made
    made.stop()


@pytest.mark.usefixtures("guard")
def test_what_a_field_copies_is_marked_and_gone_after_half_a_minute(
    clipboard: QClipboard, alarms: HandAlarms, qtbot: QtBot
) -> None:
    line = QLineEdit("Madame Exemple")
    qtbot.addWidget(line)
    line.selectAll()
    press(line, Qt.Key.Key_C, CTRL)
    held = clipboard.mimeData()
    assert held.text() == "Madame Exemple"
    assert bytes(held.data(HINT).data()) == b"secret"
    assert any("ExcludeClipboardContentFromMonitorProcessing" in name for name in held.formats())
    assert any("CanUploadToCloudClipboard" in name for name in held.formats())
    alarms.forward(29)
    assert clipboard.text() == "Madame Exemple"
    alarms.forward(2)
    assert clipboard.text() == ""


@pytest.mark.usefixtures("guard")
def test_each_copy_has_its_own_half_minute(clipboard: QClipboard, alarms: HandAlarms) -> None:
    clipboard.setText("un")
    alarms.forward(20)
    clipboard.setText("deux")
    alarms.forward(20)
    assert clipboard.text() == "deux"
    alarms.forward(11)
    assert clipboard.text() == ""


@pytest.mark.usefixtures("guard")
def test_formats_that_carry_more_than_the_text_are_left_behind(clipboard: QClipboard) -> None:
    data = QMimeData()
    data.setText("texte")
    data.setHtml("<b>texte</b>")
    data.setImageData(QImage(2, 2, QImage.Format.Format_RGB32))
    clipboard.setMimeData(data)
    assert clipboard.text() == "texte"
    assert not clipboard.mimeData().hasHtml()
    assert not clipboard.mimeData().hasImage()


def test_what_another_program_copied_since_is_not_touched(
    guard: ClipboardGuard, clipboard: QClipboard, alarms: HandAlarms, monkeypatch: pytest.MonkeyPatch
) -> None:
    clipboard.setText("à nous")
    monkeypatch.setattr(QClipboard, "ownsClipboard", lambda _self: False)
    clipboard.setText("à un autre")
    alarms.forward(60)
    assert clipboard.text() == "à un autre"
    guard.clear()
    assert clipboard.text() == "à un autre"
    assert not clipboard.mimeData().hasFormat(HINT)


def test_a_lock_takes_back_what_is_ours_before_it_waits_for_anything(
    desk: MemoryDesk, background: ImmediateBackground, alarms: HandAlarms, theme: Theme, clipboard: QClipboard
) -> None:
    seen: list[str] = []
    place = Workplace(
        desk, background, theme, make_alarm=alarms, now=alarms.clock, lock_minutes=5, relaunch=lambda: None
    )
    place.window.show()
    place.start()
    clipboard.setText("Référence")
    assert clipboard.mimeData().hasFormat(HINT), "the window guards the clipboard"
    form = place.forms["signalement"]
    form.flush = lambda: seen.append(clipboard.text())  # type: ignore[method-assign]
    place.lock()
    assert set(seen) == {""}
    assert clipboard.text() == ""
