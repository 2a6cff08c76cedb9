"""Spelling: what is underlined, what never is, what the menu offers; writing never waits for the dictionary."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QTextCursor, QTextLayout
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from tests.ui.fakes import HandAlarms, HeldBackground, ImmediateBackground, MemoryDesk
from tests.ui.hands import write
from ui import spelling
from ui.plain import PlainText
from ui.resources import resource
from ui.spelling import CALM_SECONDS, WORDS_KEY, Spelling, Words, french, mark_narrative, mistakes

KNOWN = frozenset("la mère est inquiète elle appelle depuis hôpital rendez vous demain un prélèvement".split())  # noqa: SIM905


class FewWords:
    """A speller that knows a few words, and counts what it is asked."""

    def __init__(self) -> None:
        self.known = set(KNOWN)
        self.asked: list[str] = []

    def spell(self, word: str) -> bool:
        self.asked.append(word)
        return word.lower() in self.known

    def suggest(self, word: str) -> Sequence[str]:
        return ["prélèvement", "prélèvements"] if word.startswith("prel") else []

    def add(self, word: str) -> None:
        self.known.add(word.lower())


class Page:
    """A text to write, marked as a narrative, and another that is not."""

    def __init__(self, desk: MemoryDesk, alarms: HandAlarms, background: ImmediateBackground) -> None:
        self.desk, self.alarms, self.background = desk, alarms, background
        self.window = QWidget()
        column = QVBoxLayout(self.window)
        self.area, self.other = PlainText(), PlainText()
        mark_narrative(self.area)
        column.addWidget(self.other)
        column.addWidget(self.area)
        self.spelling = Spelling(self.window, desk, background, alarms, resource("orthographe"))
        self.window.show()
        self.window.activateWindow()
        QApplication.processEvents()

    def enter(self) -> None:
        """Put the cursor in the narrative, and let a calm moment pass."""
        self.area.setFocus()
        self.alarms.forward(CALM_SECONDS)

    def underlined(self, area: PlainText | None = None) -> list[str]:
        """Return the words that have a line under them."""
        found = []
        block = (area or self.area).document().begin()
        while block.isValid():
            layout: QTextLayout = block.layout()
            found += [block.text()[each.start : each.start + each.length] for each in layout.formats()]
            block = block.next()
        return found


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> FewWords:
    made = FewWords()
    monkeypatch.setattr(spelling, "french", lambda _folder: made)
    return made


@pytest.fixture
def page(few: FewWords, desk: MemoryDesk, alarms: HandAlarms, background: ImmediateBackground) -> Page:
    return Page(desk, alarms, background)


def test_entering_a_text_is_no_change_of_it(page: Page) -> None:
    """Also once the dictionary is read, when what is unknown is underlined at once."""
    page.enter()
    page.other.setFocus()
    second = PlainText()
    mark_narrative(second)
    second.setPlainText("la mère prelvement")
    layout = page.window.layout()
    assert layout is not None
    layout.addWidget(second)
    changes: list[str] = []
    second.textChanged.connect(lambda: changes.append(second.toPlainText()))
    second.setFocus()
    for _ in range(3):
        QApplication.processEvents()
    assert page.underlined(second) == ["prelvement"]
    assert changes == []


def test_the_shipped_dictionary_knows_french_and_offers_better() -> None:
    words = Words(french(resource("orthographe")))
    right = "hôpital l’hôpital l'hôpital aujourd’hui aujourd'hui rendez-vous naturopathe qu’il jusqu’à cœur d’emprise"
    assert [word for word in right.split() if not words.is_right(word)] == []
    assert [word for word in ("hopital", "prelevement", "l’hopital") if words.is_right(word)] == []
    assert "alimentation" in words.proposals("alimentaton")
    assert "l’hôpital" in words.proposals("l'hopital")


def test_initials_addresses_figures_and_names_inside_a_sentence_are_left_alone(few: FewWords) -> None:
    words = Words(few)
    left = "la MIVILUDES, la CRIP, www.exemple.test/azerty, ecrire@exemple.test, 3mois, la mère Xyzzy"
    assert mistakes(left, words) == []
    assert mistakes("la mère est inquiete", words) == [(12, 8)]
    assert mistakes("Inquiete", words) == [(0, 8)], "a capital at the beginning is no name"
    assert mistakes("Elle appelle. Inquiete", words) == [(14, 8)]


def test_a_word_is_asked_once(few: FewWords) -> None:
    words = Words(few)
    for _time in range(3):
        mistakes("la mère appelle la mère", words)
    assert few.asked == ["la", "mère", "appelle"]


def test_nothing_is_read_before_a_pause_in_a_narrative(few: FewWords, desk: MemoryDesk, alarms: HandAlarms) -> None:
    background = HeldBackground()
    page = Page(desk, alarms, background)
    page.other.setFocus()
    alarms.forward(CALM_SECONDS)
    assert not background.held
    page.area.setFocus()
    for letter in "la mere":
        write(page.area, letter)
        alarms.forward(CALM_SECONDS / 2)
    assert not background.held, "somebody is typing"
    alarms.forward(CALM_SECONDS)
    assert len(background.held) == 1
    write(page.area, " est")
    background.finish()
    assert page.underlined() == ["mere"]


def test_the_word_being_typed_is_left_until_the_cursor_leaves_it(page: Page) -> None:
    page.enter()
    write(page.area, "un prelevement")
    assert page.underlined() == []
    write(page.area, " ")
    assert page.underlined() == ["prelevement"]


def test_only_narratives_are_looked_at(page: Page) -> None:
    page.enter()
    page.other.setFocus()
    write(page.other, "un prelevement ")
    assert page.underlined(page.other) == []


def test_underlining_says_nothing_was_typed_and_adds_nothing_to_undo(page: Page) -> None:
    page.area.setPlainText("un prelevement demain")
    changes: list[bool] = []
    page.area.textChanged.connect(lambda: changes.append(True))
    page.enter()
    assert page.underlined() == ["prelevement"]
    assert changes == []
    assert not page.area.document().isUndoAvailable()


def test_the_menu_offers_better_words_and_undo_takes_a_choice_back(page: Page) -> None:
    page.area.setPlainText("un prelevement demain")
    page.enter()
    page.area.moveCursor(QTextCursor.MoveOperation.End)
    cursor = QTextCursor(page.area.document())
    cursor.setPosition(6)
    menu = page.spelling.menu(page.area, page.area.cursorRect(cursor).center())
    texts = [action.text() for action in menu.actions()]
    assert texts[:3] == ["prélèvement", "prélèvements", "Ajouter «\u00a0prelevement\u00a0» au dictionnaire"]
    menu.actions()[0].trigger()
    assert page.area.toPlainText() == "un prélèvement demain"
    page.area.undo()
    assert page.area.toPlainText() == "un prelevement demain"
    menu.deleteLater()


def test_a_right_word_has_the_ordinary_menu(page: Page) -> None:
    page.area.setPlainText("demain")
    page.enter()
    menu = page.spelling.menu(page.area, QPoint(8, 8))
    assert not any("dictionnaire" in action.text() for action in menu.actions())
    menu.deleteLater()


def test_an_added_word_is_right_at_once_and_next_time(page: Page, desk: MemoryDesk, alarms: HandAlarms) -> None:
    page.area.setPlainText("un prelevement crudivore")
    page.enter()
    page.spelling.add("crudivore")
    assert page.underlined() == ["prelevement"]
    assert desk.remembered[WORDS_KEY] == ["crudivore"]

    again = Page(desk, alarms, page.background)
    again.area.setPlainText("un crudivore demain")
    again.enter()
    assert again.underlined() == []


def test_without_a_dictionary_people_still_write(
    desk: MemoryDesk, alarms: HandAlarms, background: ImmediateBackground, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nowhere(_folder: object) -> None:
        raise FileNotFoundError

    monkeypatch.setattr(spelling, "french", nowhere)
    page = Page(desk, alarms, background)
    page.enter()
    write(page.area, "un prelevement ")
    assert page.area.toPlainText() == "un prelevement "
    assert page.underlined() == []


def test_a_very_long_paragraph_is_left_alone(page: Page, few: FewWords) -> None:
    page.area.setPlainText("prelevement " * 2000)
    page.enter()
    assert page.underlined() == []
    assert few.asked == []


def test_who_prefers_no_underlining_has_none(page: Page) -> None:
    page.area.setPlainText("un prelevement demain")
    page.enter()
    page.spelling.allow(on=False)
    assert page.underlined() == []
    page.spelling.allow(on=True)
    assert page.underlined() == ["prelevement"]
