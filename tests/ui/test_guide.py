"""F1: the guide opens in the application, shows its own pictures, and follows no link elsewhere."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QTextDocument

from tests.ui.fakes import HandAlarms, ImmediateBackground, MemoryDesk
from tests.ui.walk import unnamed
from ui.main import Workplace
from ui.resources import guide_page
from ui.theme import Theme
from ui.views.guide import GuideWindow

IMAGE = int(QTextDocument.ResourceType.ImageResource)


def test_a_page_is_shown_with_its_pictures_and_nothing_of_elsewhere(tmp_path: Path) -> None:
    window = GuideWindow()
    window.show_page("echanger.md")
    assert "récépissé" in window.pages.toPlainText()
    assert isinstance(window.pages.loadResource(IMAGE, QUrl("../images/echanges.png")), QImage)
    for elsewhere in ("/etc/hostname", "http://exemple.invalid/x.png", "../../pyproject.toml"):
        assert window.pages.loadResource(IMAGE, QUrl(elsewhere)) is None
    window.pages.anchorClicked.emit(QUrl("verrouiller.md"))
    assert "errouill" in window.pages.toPlainText()
    before = window.pages.toPlainText()
    window.pages.anchorClicked.emit(QUrl("https://exemple.invalid/verrouiller.md"))
    assert window.pages.toPlainText() == before
    assert unnamed(window) == []


def test_f1_opens_the_page_of_what_is_on_screen(
    desk: MemoryDesk, background: ImmediateBackground, alarms: HandAlarms, theme: Theme
) -> None:
    place = Workplace(
        desk, background, theme, make_alarm=alarms, now=alarms.clock, lock_minutes=5, relaunch=lambda: None
    )
    place.window.show()
    place.start()
    place.window.show_page(place.exchange_view)
    place.window.wants_guide.emit()
    assert place.guide is not None
    assert "Échanger" in place.guide.pages.toPlainText()
    place.window.close()
    assert not place.guide.isVisible()


def test_a_name_is_never_a_path() -> None:
    assert guide_page("../../README.md") == guide_page("README.md")
    assert guide_page("absent.md") is None
