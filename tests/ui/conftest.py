"""Windows are tested offscreen, in French, at scale 1, with the shipped font; none may be left behind."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_SCALE_FACTOR"] = "1"
os.environ["QT_FONT_DPI"] = "96"

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, Qt
from PySide6.QtWidgets import QApplication

from tests.ui.fakes import HandAlarms, ImmediateBackground, MemoryDesk
from ui.guide_key import GuideKey
from ui.preferences import Look
from ui.theme import Theme


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says that it can neither limit nor raise windows, nor hold keys; nothing else may be."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints|support raise|grabbing the keyboard"))


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["mvl-tests"]


@pytest.fixture(scope="session", autouse=True)
def theme(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Theme:
    QLocale.setDefault(QLocale(QLocale.Language.French, QLocale.Country.France))
    return Theme(qapp, Look(apparence="clair"), tmp_path_factory.mktemp("style") / "dessins")


@pytest.fixture(autouse=True)
def _no_window_left(qapp: QApplication) -> Iterator[None]:
    yield
    for widget in qapp.topLevelWidgets():
        if widget.parent() is None and widget.windowType() != Qt.WindowType.Popup:  # a popup belongs to its owner
            widget.hide()
            widget.deleteLater()
    for key in qapp.findChildren(GuideKey):  # it would hear the windows of the tests that follow
        key.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    gc.freeze()  # what outlives a test outlives them all: the next search for garbage looks at what is new
    left = [type(widget).__name__ for widget in qapp.topLevelWidgets() if widget.isVisible()]
    assert not left, f"windows left open: {left}"


@pytest.fixture
def desk() -> MemoryDesk:
    return MemoryDesk()


@pytest.fixture
def background() -> ImmediateBackground:
    return ImmediateBackground()


@pytest.fixture
def alarms() -> HandAlarms:
    return HandAlarms()
