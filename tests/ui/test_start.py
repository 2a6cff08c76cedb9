"""From the first paint to the work: what is wrong is said at once, a demonstration makes itself, nothing stays open."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mvl_desktop.services.refusals import RefusError
from tests.ui.fakes import HandAlarms, MemoryDesk
from tests.ui.hands import click
from ui.captures.posts import PHRASE
from ui.start import Start
from ui.theme import Theme
from ui.view_models.first_start import FirstStart, Prepared
from ui.view_models.unlock import Threshold
from ui.views.demonstration import DemoBar, DemoMaking, WindowMarks, mark
from ui.views.first_start import FirstStartView
from ui.views.unlock import UnlockView

CODE = "PG8F-JNZV-RRWT-CYVH-AXJQ-B9KG-2D8C-V25M-WDX6"


class MemoryPosts:
    """Posts in memory: one, or none yet; a real one, or a demonstration."""

    def __init__(self, desk: MemoryDesk, *, there: bool = False, demonstration: str = "", trouble: str = "") -> None:
        self.desk, self.there, self.demonstration = desk, there, demonstration
        self.trouble = trouble
        self.refusal = ""
        self.discarded = 0

    def load(self) -> None:
        """Everything is here."""

    def open(self, passphrase: str) -> object:
        return self.desk

    def rescue(self, code: str, passphrase: str) -> Prepared:
        return self.create(code, passphrase)

    def create(self, name: str, passphrase: str) -> Prepared:
        return Prepared("FICHE", lambda: self.desk, CODE)

    def exists(self) -> bool:
        return self.there

    def threshold(self) -> Threshold:
        return Threshold(self.trouble)

    def make_demonstration(self) -> object:
        if self.refusal:
            raise RefusError(self.refusal)
        return self.desk

    def discard_demonstration(self) -> None:
        self.discarded += 1


class Opened:
    """A start, and where it left for."""

    def __init__(self, start: Start, left: list[bool]) -> None:
        self.start, self.left = start, left


Opening = Callable[[MemoryPosts], Opened]


@pytest.fixture
def opening(qapp: QApplication, theme: Theme, alarms: HandAlarms, tmp_path: Path) -> Iterator[Opening]:
    made: list[Opened] = []

    def start(posts: MemoryPosts) -> Opened:
        left: list[bool] = []
        opened = Opened(
            Start(qapp, theme, tmp_path / "l.json", posts, alarms, lambda: None, left.append),
            left,
        )
        made.append(opened)
        opened.start.show()
        return opened

    yield start
    for each in made:
        each.start._put_away()
        if each.start.workplace is not None:
            each.start.workplace.window.hide()
        else:
            each.start.window.hide()
        each.start.background.stop()
    for marks in qapp.findChildren(WindowMarks):
        qapp.removeEventFilter(marks)
        marks.deleteLater()


def test_a_folder_that_cannot_be_written_is_said_at_the_first_step(
    opening: Opening, desk: MemoryDesk, qtbot: QtBot
) -> None:
    start = opening(MemoryPosts(desk, trouble="profil_lecture_seule")).start
    view = start.view
    assert isinstance(view, FirstStartView)
    qtbot.waitUntil(view.folder.isVisible)
    assert "ne peut pas être écrit" in view.folder.said.text()


def test_a_folder_known_to_be_closed_late_does_not_hide_what_was_said_of_a_line(
    opening: Opening, desk: MemoryDesk, qtbot: QtBot
) -> None:
    view = opening(MemoryPosts(desk)).start.view
    assert isinstance(view, FirstStartView)
    click(view.begin)
    click(view.create_button)
    assert view.notice.isVisible()
    view.warn("profil_lecture_seule")
    assert "Indiquez votre nom" in view.notice.said.text()
    assert "ne peut pas être écrit" in view.folder.said.text()
    view.name.setText("Camille Exemple")
    assert view.folder.isVisible(), "a name typed does not open the folder"


def test_a_second_window_on_the_same_post_asks_for_no_passphrase(
    opening: Opening, desk: MemoryDesk, qtbot: QtBot
) -> None:
    posts = MemoryPosts(desk, there=True, trouble="magasin_deja_ouvert")
    start = opening(posts).start
    view = start.view
    assert isinstance(view, UnlockView)
    qtbot.waitUntil(view.again.isVisible)
    posts.trouble = ""
    click(view.again)
    qtbot.waitUntil(view.go.isVisible)


def test_a_demonstration_makes_itself_says_so_and_is_left_clean(
    opening: Opening, desk: MemoryDesk, qtbot: QtBot
) -> None:
    posts = MemoryPosts(desk, demonstration=PHRASE)
    opened = opening(posts)
    start = opened.start
    assert isinstance(start.view, DemoMaking)
    assert start.window.windowTitle().startswith(mark())
    qtbot.waitUntil(lambda: start.workplace is not None)
    assert start.workplace is not None
    bar = start.workplace.window.findChild(DemoBar)
    assert bar is not None
    assert start.workplace.window.windowTitle().startswith(mark())
    click(bar.leave)
    assert desk.closed
    assert opened.left == [False]


def test_made_again_it_is_thrown_away_after_it_is_closed(opening: Opening, desk: MemoryDesk, qtbot: QtBot) -> None:
    posts = MemoryPosts(desk, there=True, demonstration=PHRASE)
    opened = opening(posts)
    start = opened.start
    assert start.unlock is not None
    start.unlock.attempt(PHRASE)
    qtbot.waitUntil(lambda: start.workplace is not None)
    assert start.workplace is not None
    bar = start.workplace.window.findChild(DemoBar)
    assert bar is not None
    bar.wants_again.emit()
    assert (desk.closed, posts.discarded, opened.left) == (True, 1, [True])


def test_a_demonstration_that_cannot_be_made_says_why_and_goes_back(
    opening: Opening, desk: MemoryDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("ui.start.tell", lambda _parent, _title, text, **_more: told.append(text))
    posts = MemoryPosts(desk, demonstration=PHRASE)
    posts.refusal = "profil_etranger"
    opened = opening(posts)
    qtbot.waitUntil(lambda: opened.left == [False])
    assert "autre chose" in told[0]


def test_the_demonstration_is_offered_before_any_post_is_made(opening: Opening, desk: MemoryDesk, qtbot: QtBot) -> None:
    opened = opening(MemoryPosts(desk))
    view = opened.start.view
    assert isinstance(view, FirstStartView)
    qtbot.waitUntil(view.discover.isVisible)
    click(view.discover)
    assert opened.left == [True]
    assert not desk.closed, "there was nothing to close"


def made(opened: Opened, qtbot: QtBot) -> tuple[FirstStart, FirstStartView]:
    """Make a post, prove that its code is on paper, and arrive at what settles it."""
    first, view = opened.start.first, opened.start.view
    assert first is not None
    assert isinstance(view, FirstStartView)
    first.begin()
    first.type("Camille", PHRASE, PHRASE)
    qtbot.waitUntil(lambda: first.can_create)
    first.create()
    qtbot.waitUntil(lambda: bool(first.code))
    first.prove()
    first.answer(*(CODE.split("-")[place] for place in first.asked))
    qtbot.waitUntil(lambda: view.settling is not None and view.settling.ready)
    return first, view


def test_leaving_in_the_middle_closes_the_post_that_was_just_made(
    opening: Opening, desk: MemoryDesk, qtbot: QtBot
) -> None:
    opened = opening(MemoryPosts(desk))
    _first, view = made(opened, qtbot)
    view.espace.wants_demo.emit()
    assert desk.closed
    assert opened.left == [True]


def test_the_first_signalement_opens_from_the_last_step(opening: Opening, desk: MemoryDesk, qtbot: QtBot) -> None:
    opened = opening(MemoryPosts(desk))
    first, view = made(opened, qtbot)
    first.forward()
    view.espace.nom.setText("Délégation de l’Ain")
    click(view.espace.found_button)
    qtbot.waitUntil(view.espace.first.isVisible)
    click(view.espace.first)
    place = opened.start.workplace
    assert place is not None
    assert place.window.current() is place.pages["signalement"]
    qtbot.waitUntil(lambda: place.forms["signalement"].typed is not None)
