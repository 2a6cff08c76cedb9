"""F1: the guide opens in the application at the right page, shows its own pictures, and follows no link elsewhere."""

import ast
import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QVBoxLayout

from mvl_desktop.domain.kinds import declaration
from tests.architecture.source import ROOT, python_files, tree
from tests.ui.fakes import HandAlarms, ImmediateBackground, MemoryDesk
from tests.ui.hands import type_key
from tests.ui.walk import unnamed
from ui.captures.guide import IMAGES
from ui.guide_key import GuideKey
from ui.guide_pages import FIRST_PAGE, KINDS, PARTS, WHOLE, page_for
from ui.main import Workplace
from ui.resources import guide_page
from ui.theme import Theme
from ui.views.fiches_target import TargetDialog
from ui.views.guide import GuideWindow
from ui.views.preferences import PreferencesDialog

IMAGE = int(QTextDocument.ResourceType.ImageResource)
PAGES = sorted((ROOT / "docs" / "guide").glob("*.md"))
PICTURES = sorted((ROOT / "docs" / "images").glob("*.png"))
LINK = re.compile(r"\]\(([^)]+)\)")
FRAMES = frozenset({"FittedDialog", "Form"})
"""Dialogs that are only what others are made of: they have the page of the window that they are over."""


@pytest.fixture
def place(desk: MemoryDesk, background: ImmediateBackground, alarms: HandAlarms, theme: Theme) -> Workplace:
    made = Workplace(
        desk, background, theme, make_alarm=alarms, now=alarms.clock, lock_minutes=5, relaunch=lambda: None
    )
    made.window.show()
    made.start()
    return made


def test_a_page_is_shown_with_its_pictures_and_nothing_of_elsewhere() -> None:
    window = GuideWindow()
    window.show_page("echanger.md")
    assert "récépissé" in window.pages.toPlainText()
    assert isinstance(window.pages.loadResource(IMAGE, QUrl("../images/echanges.png")), QImage)
    for elsewhere in ("/etc/hostname", "http://exemple.invalid/x.png", "../../pyproject.toml"):
        nothing = window.pages.loadResource(IMAGE, QUrl(elsewhere))
        assert isinstance(nothing, QImage)
        assert nothing.width() == 1, "where nothing at all is given, Qt reads the file itself"
    window.pages.anchorClicked.emit(QUrl("verrouiller.md"))
    assert "errouill" in window.pages.toPlainText()
    before = window.pages.toPlainText()
    window.pages.anchorClicked.emit(QUrl("https://exemple.invalid/conflits.md"))
    assert window.pages.toPlainText() == before
    assert unnamed(window) == []


def test_one_goes_back_to_the_page_before_and_to_the_contents() -> None:
    window = GuideWindow()
    window.show_page("echanger.md")
    assert not window.back.isEnabled()
    window.pages.anchorClicked.emit(QUrl("conflits.md"))
    window.back.trigger()
    assert window.pages.toPlainText().startswith("Échanger")
    window.contents.trigger()
    assert window.pages.toPlainText().startswith("Guide de MVL")


def test_f1_opens_the_page_of_what_is_on_screen(place: Workplace) -> None:
    pages = {
        place.home_view: "La page d’accueil",
        place.pages["signalement"]: "Retrouver un signalement",
        place.fiches_view: "Suivre une fiche",
        place.conflicts_view: "Arbitrer",
        place.exchange_view: "Échanger",
        place.posts_view: "Entrer dans un espace",
    }
    for page, title in pages.items():
        place.window.show_page(page)
        page.setFocus()
        place.window.wants_guide.emit()
        assert place.guide is not None
        assert place.guide.pages.toPlainText().startswith(title)
    place.window.show_page(place.pages["signalement"])
    place.pages["signalement"].new()
    place.window.wants_guide.emit()
    assert place.guide is not None
    assert place.guide.pages.toPlainText().startswith("Enregistrer un signalement")
    place.window.close()
    assert not place.guide.isVisible()


def test_f1_opens_the_page_of_the_tab_that_is_shown(place: Workplace, desk: MemoryDesk, theme: Theme) -> None:
    place.window.wants_record.emit("texte-juridique", desk.add("texte-juridique", intitule="Article fictif"))
    place.window.wants_guide.emit()
    assert place.guide is not None
    assert place.guide.pages.toPlainText().startswith("Citer un texte")
    place.window.wants_record.emit("organisme", desk.add("organisme", nom="Service fictif"))
    place.window.wants_guide.emit()
    assert place.guide.pages.toPlainText().startswith("Trouver à qui s’adresser")
    dialog = PreferencesDialog(place.window.current(), place.comforts.preferences, theme)
    assert page_for(dialog) == "preferences.md", "a dialog comes before the tab that it is over"


def test_f1_answers_over_a_window_that_waits(place: Workplace, theme: Theme) -> None:
    dialog = PreferencesDialog(place.window, place.comforts.preferences, theme)
    assert page_for(dialog) == "preferences.md"
    assert page_for(TargetDialog(place.window, place.fiches_view.page)) == "fiches.md"
    question = QDialog(place.posts_view)
    assert page_for(question) == "postes.md"


def test_f1_is_heard_before_the_post_is_open(qapp: QApplication) -> None:
    GuideKey(qapp)
    dialog = QDialog()
    line = QLineEdit()
    QVBoxLayout(dialog).addWidget(line)
    dialog.show()
    qapp.processEvents()
    type_key(dialog, Qt.Key.Key_F1)
    type_key(dialog, Qt.Key.Key_F1)
    guides = dialog.findChildren(GuideWindow)
    assert len(guides) == 1, "F1 again shows the same guide"
    assert guides[0].isVisible()
    dialog.close()


def test_a_name_is_never_a_path() -> None:
    assert guide_page("../../README.md") == guide_page("README.md")
    assert guide_page("absent.md") is None


# what is written


def test_every_window_has_its_page() -> None:
    classes = {
        node.name: {ast.unparse(base) for base in node.bases}
        for path in python_files("ui")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef)
    }
    named = WHOLE | PARTS
    assert not named.keys() - classes.keys(), "a page for a window that no longer exists"
    assert not {page for page in (*named.values(), *KINDS.values()) if guide_page(page) is None}
    assert not [kind for kind in KINDS if declaration(kind) is None]
    dialogs = {name for name, bases in classes.items() if bases & {"QDialog", *FRAMES}}
    assert not dialogs - named.keys() - FRAMES


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_pictures_of_a_page_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert not [link for link in LINK.findall(text) if not (page.parent / link).is_file()]
    assert not [link for link in LINK.findall(text) if link.endswith(".md") and guide_page(link) is None]
    assert "![](" not in text, "a picture says what it shows"


def test_every_page_is_reached_and_every_picture_used() -> None:
    links = {Path(link).name for page in PAGES for link in LINK.findall(page.read_text(encoding="utf-8"))}
    assert {page.name for page in PAGES} - links <= {FIRST_PAGE}
    assert {picture.name for picture in PICTURES} <= links
    assert {picture.stem for picture in PICTURES} == set(IMAGES.values()), "pictures are made by the script"


def test_pictures_are_light_enough_to_be_shipped() -> None:
    """The map, with its hundred outlines, is the heaviest."""
    assert not [picture.name for picture in PICTURES if picture.stat().st_size > 165_000]


def test_pages_and_pictures_are_in_the_package() -> None:
    recipe = (ROOT / "installer.spec").read_text(encoding="utf-8")
    assert '("docs/guide", "docs/guide")' in recipe
    assert '("docs/images", "docs/images")' in recipe
