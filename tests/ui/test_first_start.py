"""The first start: a weak phrase makes nothing, nobody goes on without the sheet, nothing typed is lost."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mvl_desktop.services.refusals import RefusError
from tests.ui.fakes import HeldBackground, ImmediateBackground, MemoryDesk
from tests.ui.hands import click, press, write
from tests.ui.walk import mnemonics, unnamed
from ui.strength import Strength, strength
from ui.view_models.first_start import ESPACE, PHRASE, SHEET, TERRITORY, WELCOME, FirstStart, Prepared, asked_groups
from ui.view_models.settling import Settling
from ui.views.first_start import FirstStartView
from ui.views.settling import TerritoryPage

PHRASE_OK = "cheval agrafe batterie lampe"
CODE = "PG8F-JNZV-RRWT-CYVH-AXJQ-B9KG-2D8C-V25M-WDX6"


class Makes:
    """Makes posts in memory."""

    def __init__(self, desk: object = "poste") -> None:
        self.prepared = 0
        self.made: list[tuple[str, str]] = []
        self.kept: list[tuple[str, Path]] = []
        self._desk = desk

    def prepare(self, name: str, passphrase: str) -> Prepared:
        self.prepared += 1

        def confirm() -> object:
            self.made.append((name, passphrase))
            return self._desk

        return Prepared("FICHE DE SECOURS", confirm, CODE)

    def keep_sheet(self, sheet: str, path: Path) -> None:
        self.kept.append((sheet, path))


def _judge(passphrase: str, about: tuple[str, ...]) -> Strength:
    return Strength(4 if len(passphrase) > 20 and passphrase not in about else 1, "…")


def _at_sheet(maker: Makes, *, rescue: bool = False) -> FirstStart:
    start = FirstStart(maker, _judge, ImmediateBackground(), rescue=rescue)
    start.begin()
    start.type(" Camille ", PHRASE_OK, PHRASE_OK)
    start.create()
    return start


def _groups(start: FirstStart) -> list[str]:
    return [CODE.split("-")[place] for place in start.asked]


def test_a_weak_or_different_phrase_makes_nothing() -> None:
    maker = Makes()
    start = FirstStart(maker, _judge, ImmediateBackground())
    start.begin()
    for phrase, again in (("court", "court"), (PHRASE_OK, PHRASE_OK + "s"), (PHRASE_OK, "")):
        start.type("Camille", phrase, again)
        start.create()
    start.type("", PHRASE_OK, PHRASE_OK)
    start.create()
    assert not maker.made
    assert start.step == PHRASE


@pytest.mark.parametrize(("phrase", "step"), [(PHRASE_OK, SHEET), ("court", PHRASE)])
def test_enter_before_the_phrase_is_judged_waits_for_the_judgement(phrase: str, step: int, qtbot: QtBot) -> None:
    background = HeldBackground()
    view = FirstStartView(FirstStart(Makes(), _judge, background))
    qtbot.addWidget(view)
    view.start.begin()
    for line, text in ((view.name, "Camille"), (view.phrase, phrase), (view.again, phrase)):
        write(line, text)
    press(view.again, Qt.Key.Key_Return)
    assert view.notice.said.text() == "", "nobody is told that a phrase is weak before it is known"
    background.finish()
    assert view.start.step == step
    assert ("se devine" in view.notice.said.text()) == (step == PHRASE)


def test_nobody_goes_on_without_the_sheet(tmp_path: Path) -> None:
    maker = Makes()
    start = _at_sheet(maker)
    start.go_on()
    start.keep_sheet(tmp_path / "fiche.pdf")
    start.go_on()
    assert start.step == SHEET
    assert not maker.made, "a file in the recycle bin is no proof: groups of the code are asked back"

    start.prove()
    start.answer("AAAA", "BBBB")
    assert start.proof_wrong
    assert not maker.made

    start.answer(*_groups(start))

    assert maker.made == [("Camille", PHRASE_OK)]
    assert maker.kept == [("FICHE DE SECOURS", tmp_path / "fiche.pdf")]
    assert start.step == TERRITORY


def test_groups_are_read_as_people_write_them() -> None:
    start = _at_sheet(Makes())
    start.prove()
    start.answer(*(f" {group.lower().replace('0', 'o').replace('1', 'l')} " for group in _groups(start)))
    assert start.post == "poste"


def test_one_group_of_each_half_is_asked_and_not_always_the_same() -> None:
    codes = [CODE, CODE.replace("P", "Q"), CODE.replace("J", "K"), CODE.replace("W", "Z")]
    for code in codes:
        first, second = asked_groups(code)
        assert 0 <= first < 4 <= second < 9
    assert len({asked_groups(code) for code in codes}) > 1


def test_going_back_and_forth_keeps_the_sheet_until_the_phrase_changes() -> None:
    maker = Makes()
    start = _at_sheet(maker)
    start.prove()
    start.back()
    assert (start.step, start.proving) == (SHEET, False)
    start.back()
    start.back()
    assert start.step == WELCOME
    start.begin()
    start.create()
    assert (start.step, maker.prepared) == (SHEET, 1), "the sheet that was printed is still the right one"

    start.back()
    start.type("Camille", PHRASE_OK + "s", PHRASE_OK + "s")
    start.create()
    assert maker.prepared == 2
    assert not start.sheet_kept


def test_once_made_nothing_goes_back_to_the_passphrase() -> None:
    start = _at_sheet(Makes())
    start.prove()
    start.answer(*_groups(start))
    start.forward()
    assert start.step == ESPACE
    for _ in range(4):
        start.back()
    assert start.step == SHEET
    start.forward()
    assert start.step == TERRITORY


def test_a_refusal_leaves_what_was_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    maker = Makes()
    start = FirstStart(maker, _judge, ImmediateBackground())
    heard: list[str] = []
    start.refused.connect(heard.append)
    start.begin()
    start.type("Camille", PHRASE_OK, PHRASE_OK)

    def full(_name: str, _phrase: str) -> Prepared:
        raise RefusError("disque_plein")

    with monkeypatch.context() as changed:
        changed.setattr(maker, "prepare", full)
        start.create()
    assert heard == ["disque_plein"]
    assert start.can_create
    start.create()
    assert start.step == SHEET


def test_coming_back_by_the_code_ends_after_the_new_sheet() -> None:
    start = _at_sheet(Makes(), rescue=True)
    finished: list[object] = []
    start.made.connect(finished.append)
    start.prove()
    start.answer(*_groups(start))
    assert finished == ["poste"]


def test_strength_is_said_in_french_and_knows_the_person() -> None:
    assert not strength("court").enough
    assert strength("court").said.startswith("Trop courte")
    assert not strength("motdepasse2026").enough
    assert strength(PHRASE_OK).enough
    assert strength("camille exemple", ("Camille Exemple",)).mark < strength("cadmium exonder plinthe").mark


# the window


@pytest.fixture
def opened(qtbot: QtBot, desk: MemoryDesk) -> tuple[FirstStart, FirstStartView]:
    background = ImmediateBackground()
    start = FirstStart(Makes(desk), _judge, background)
    view = FirstStartView(start)
    start.made.connect(lambda _desk: view.settle(Settling(desk, background)))
    qtbot.addWidget(view)
    view.resize(1024, 640)
    view.show()
    view.focus()
    return start, view


def test_all_of_it_by_the_keyboard(opened: tuple[FirstStart, FirstStartView], desk: MemoryDesk) -> None:
    start, view = opened
    press(view.begin, Qt.Key.Key_Space)
    for line, text in ((view.name, "Camille Exemple"), (view.phrase, PHRASE_OK), (view.again, PHRASE_OK)):
        write(line, text)
        press(line, Qt.Key.Key_Return)
    assert start.step == SHEET
    press(view.sheet.next_button, Qt.Key.Key_Space)
    assert all(not label.isVisible() for label in view.findChildren(type(view.title), "code")), "the code is hidden"
    for line, group in zip(view.sheet.proof, _groups(start), strict=True):
        write(line, group)
        press(line, Qt.Key.Key_Return)
    assert start.step == TERRITORY
    assert not view.phrase.text()

    write(view.territory.delegation, "Délégation de l’Ain")
    write(view.territory.departements, "1 93")
    press(view.territory.departements, Qt.Key.Key_Return)
    assert desk.said.departements == ("01", "93")
    assert start.step == ESPACE
    assert view.espace.nom.text() == "Délégation de l’Ain"

    heard: list[str] = []
    view.wants_first.connect(lambda: heard.append("premier"))
    press(view.espace.nom, Qt.Key.Key_Return)
    assert [espace.nom for espace in desk.espace_list][:1] == ["Délégation de l’Ain"]
    assert any(espace.compartiment for espace in desk.espaces())
    press(view.espace.first, Qt.Key.Key_Space)
    assert heard == ["premier"]


def test_what_is_lacking_is_said_in_a_sentence(opened: tuple[FirstStart, FirstStartView]) -> None:
    _start, view = opened
    click(view.begin)
    click(view.create_button)
    assert "Indiquez votre nom" in view.notice.said.text()
    write(view.name, "Camille Exemple")
    write(view.phrase, "court")
    click(view.create_button)
    assert "se devine" in view.notice.said.text()
    write(view.phrase, PHRASE_OK)
    write(view.again, "autre chose")
    click(view.create_button)
    assert "diffèrent" in view.notice.said.text()


def test_a_number_that_is_no_departement_is_said_and_stops(opened: tuple[FirstStart, FirstStartView]) -> None:
    start, view = opened
    start.begin()
    start.type("Camille", PHRASE_OK, PHRASE_OK)
    start.create()
    start.prove()
    start.answer(*_groups(start))
    write(view.territory.nom, "Camille")
    write(view.territory.departements, "01, 99")
    assert "99" in view.territory.found.text()
    click(view.territory.go_on)
    assert start.step == TERRITORY
    click(view.territory.later)
    assert start.step == ESPACE, "everything here may wait"


def test_every_step_has_names_and_letters_of_its_own(opened: tuple[FirstStart, FirstStartView]) -> None:
    start, view = opened

    def look() -> None:
        assert unnamed(view) == []
        letters = mnemonics(view)
        assert len(letters) == len(set(letters)), (start.step, letters)

    look()
    start.begin()
    look()
    start.type("Camille", PHRASE_OK, PHRASE_OK)
    start.create()
    look()
    start.prove()
    look()
    start.answer(*_groups(start))
    look()
    start.forward()
    look()


def test_two_presses_make_one_post() -> None:
    maker, background = Makes(), HeldBackground()
    start = FirstStart(maker, lambda _phrase, _about: Strength(4, ""), background)
    start.begin()
    start.type("Camille", PHRASE_OK, PHRASE_OK)
    background.finish()
    start.create()
    start.create()
    background.finish()
    assert maker.prepared == 1


def test_the_words_of_a_sheet_do_not_change_while_it_is_prepared(qtbot: QtBot) -> None:
    maker, background = Makes(), HeldBackground()
    view = FirstStartView(FirstStart(maker, lambda _phrase, _about: Strength(4, ""), background))
    qtbot.addWidget(view)
    view.show()
    view.start.begin()
    for line, text in ((view.name, "Camille"), (view.phrase, PHRASE_OK), (view.again, PHRASE_OK)):
        write(line, text)
    background.finish()
    press(view.again, Qt.Key.Key_Return)
    write(view.phrase, " et autre chose")
    assert view.phrase.text() == PHRASE_OK
    background.finish()
    assert view.start.step == SHEET
    view.start.back()
    write(view.phrase, "s")
    assert view.phrase.text() == PHRASE_OK + "s"


def test_a_name_typed_before_the_territory_is_known_stays(qtbot: QtBot, desk: MemoryDesk) -> None:
    background = HeldBackground()
    settling = Settling(desk, background)
    page = TerritoryPage(settling)
    qtbot.addWidget(page)
    page.show()
    settling.load()
    write(page.nom, "Dominique Exemple")
    write(page.departements, "01")
    background.finish()
    assert page.nom.text() == "Dominique Exemple"
    assert page.departements.text() == "01"
    assert "Ain" in page.found.text()
    assert page.go_on.isEnabled()
