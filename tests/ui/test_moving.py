"""A signalement goes to another espace: what goes and stays is shown before; the first page says what others did."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.fakes import NOON, ImmediateBackground, MemoryDesk
from tests.ui.hands import click, write
from ui.arbitration_values import LostValue
from ui.moving_values import MovedLine, MoveSeen, MoveWish
from ui.values import Espace
from ui.view_models.home import HomePage
from ui.view_models.moving import RecordMoving
from ui.views.arbitration_told import ContestForm, LostValueCard, MovedCard
from ui.views.home import HomeView
from ui.views.moving import MoveForm

LOST = LostValue(
    "r1", "signalement", "Stage de jeûne", "arbitrages/d1", "Objet", "Stage A", "Stage B", "après appel", "Claude", NOON
)
MOVED = MovedLine("r2", "signalement", "Appel inquiet", "Région fictive", "r3", "Claude", NOON, True, 2, True)


@pytest.fixture
def desk() -> MemoryDesk:
    made = MemoryDesk()
    made.lost, made.moved = [LOST], [MOVED]
    return made


@pytest.fixture
def home(qtbot: QtBot, desk: MemoryDesk) -> HomeView:
    made = HomeView(HomePage(desk, ImmediateBackground()), lambda: NOON)
    qtbot.addWidget(made)
    made.resize(1100, 900)
    made.show()
    made.refresh()
    return made


def test_whoever_was_overruled_reads_why_and_by_whom(home: HomeView, desk: MemoryDesk) -> None:
    (card,) = home.findChildren(LostValueCard)
    said = "Votre valeur du champ «\u00a0Objet\u00a0» n’a pas été retenue\u00a0: Après appel."
    assert card.said.text().startswith(said)
    assert "Par Claude" in card.said.text()
    opened: list[tuple[str, str]] = []
    home.wants_record.connect(lambda kind, rec: opened.append((kind, rec)))
    click(card.open)
    assert opened == [("signalement", "r1")]
    click(card.seen)
    assert desk.lost == []
    assert home.page.home is not None
    assert home.page.home.ecartees == ()


def test_a_decision_is_contested_with_a_reason(
    home: HomeView, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(form: ContestForm) -> bool:
        assert not form.go_on.isEnabled()
        form.typed.setText("la lettre dit autre chose")
        return form.go_on.isEnabled()

    monkeypatch.setattr(ContestForm, "ask", answer)
    click(home.findChildren(LostValueCard)[0].contest)
    assert desk.contested == [("r1", "arbitrages/d1", "la lettre dit autre chose")]


def test_another_text_in_the_place_of_all_is_said_otherwise(qtbot: QtBot) -> None:
    card = LostValueCard(replace(LOST, reunie=True))
    qtbot.addWidget(card)
    assert "a été remplacée par une autre" in card.said.text()


def test_what_did_not_follow_a_signalement_is_carried_over(home: HomeView, desk: MemoryDesk) -> None:
    (card,) = home.findChildren(MovedCard)
    said = " ".join(each.text() for each in card.findChildren(QPushButton))
    assert "Reporter" in said
    assert not card.seen.isVisible(), "nothing is put away while something waits"
    click(card.carry)
    assert desk.carried == ["r2"]


def test_what_goes_and_stays_is_said_before_anything_goes(qtbot: QtBot) -> None:
    asked: list[MoveWish] = []
    form = MoveForm(None, [Espace("e1", "Région fictive", ""), Espace("e2", "Autre", "")], asked.append)
    qtbot.addWidget(form)
    form.show()
    assert asked == [MoveWish("e1", deplace=False, masque=True)]
    write(form.motif, "réunion régionale")
    assert not form.go_on.isEnabled(), "what would go was not said yet"
    form.show_seen(MoveSeen("Région fictive", ("Objet",), ("Résumé des faits",), True, ("Niveau",), 2, 0, 1, 1))
    assert form.go_on.isEnabled()
    assert form.goes.text() == (
        "Partira\u00a0: Objet, votre brouillon, 1 champ à décider, 2 étapes à faire, 1 pièce jointe."
    )
    assert "Résumé des faits" in form.stays.text()
    form.hand_over.click()
    assert not form.go_on.isEnabled(), "it is asked again"
    assert asked[-1].deplace
    assert not asked[-1].masque


def test_fields_are_taken_or_left_one_by_one_and_the_choice_is_remembered(qtbot: QtBot, desk: MemoryDesk) -> None:
    moving = RecordMoving(desk, ImmediateBackground())
    rec = desk.add("signalement", objet="Fictif")
    form = MoveForm(None, [Espace("r", "Région fictive", "agent")], moving.foresee)
    qtbot.addWidget(form)
    moving.seen.connect(form.show_seen)
    moving.profiles_found.connect(form.fields.show_profiles)
    form.fields.kept.connect(moving.keep_profile)
    form.fields.forgotten.connect(moving.forget_profile)
    moving.begin(desk.read(rec))
    form.show()
    fields = form.fields
    assert not fields.inside.isVisible(), "what is rare is closed at first"
    form.hand_over.setChecked(True)
    form.share.setChecked(True)
    click(fields.open_button)
    ticked = {fields.list.item(place).text(): fields.list.item(place).checkState() for place in range(3)}
    on, off = Qt.CheckState.Checked, Qt.CheckState.Unchecked
    assert ticked == {"Objet": on, "Niveau": on, "Résumé des faits": off}
    fields.list.item(2).setCheckState(on)
    fields.list.item(1).setCheckState(off)
    assert (form.wish.avec, form.wish.sans) == (frozenset({"resume"}), frozenset({"niveau"}))
    assert fields.list.item(2).checkState() == on, "what would go is asked again"
    fields.name.setText("Vers la région")
    click(fields.keep_button)
    assert [each.nom for each in desk.move_profiles()] == ["Vers la région"]
    form.whole.setChecked(True)
    assert (form.wish.avec, form.wish.sans) == (frozenset(), frozenset())
    fields.profile.setCurrentIndex(1)
    fields.profile.activated.emit(1)
    assert (form.wish.avec, form.wish.sans) == (frozenset({"resume"}), frozenset({"niveau"}))
    click(fields.forget_button)
    assert desk.move_profiles() == ()
