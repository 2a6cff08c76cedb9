"""An entry made by mistake is erased from its line of the history, once it was said what that would do."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.fakes import NOON, ImmediateBackground, MemoryDesk
from tests.ui.hands import click
from tests.ui.walk import unnamed
from ui.conservation_values import ErasureSeen, KeptElsewhere
from ui.values import Change, Past
from ui.view_models.record_side import RecordSide
from ui.views.history import HistoryView
from ui.views.history_erasure import ErasureForm

FIRST = Past(NOON - timedelta(days=2), "Camille", (Change("Objet", "", "Stage"),), revision="aa:1", effacable=True)
WRONG = Past(
    NOON - timedelta(days=1), "Alix", (Change("Objet", "Stage", "Malencontre"),), revision="bb:2", effacable=True
)
AGAIN = Past(NOON, "Alix", (Change("Résumé", "", "Malencontre dit"),), revision="bb:3", effacable=True)


def opened(qtbot: QtBot, desk: MemoryDesk, history: list[Past], monkeypatch: pytest.MonkeyPatch) -> HistoryView:
    rec = desk.add("signalement", objet="Stage")
    monkeypatch.setattr(desk, "history", lambda _rec: history)
    side = RecordSide(desk, ImmediateBackground())
    view = HistoryView(side)
    qtbot.addWidget(view)
    view.resize(800, 900)
    view.show()
    side.show(desk.read(rec))
    side.load_history()
    QApplication.processEvents()
    return view


def buttons(view: HistoryView) -> list[QPushButton]:
    return [
        each for each in view.findChildren(QPushButton) if each.text() == "Effacer cette saisie…" and each.isVisible()
    ]


def test_the_form_says_what_would_come_back_and_what_would_stay_then_erases_what_is_ticked(
    qtbot: QtBot, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.erasure_seen = ErasureSeen("bb:2", ("Objet",), (KeptElsewhere("bb:3", "Résumé"),))
    view = opened(qtbot, desk, [AGAIN, WRONG, FIRST], monkeypatch)
    said: list[str] = []

    def ask(form: ErasureForm) -> bool:
        form.show()
        assert unnamed(form) == []
        said.extend(each.text() for each in form.findChildren(QLabel))
        form.boxes["bb:3"].click()
        return True

    monkeypatch.setattr(ErasureForm, "ask", ask)
    click(buttons(view)[1])
    text = " ".join(said)
    assert "Alix" in text
    assert "Une valeur ancienne reparaîtra" in text
    assert "gardent les mots effacés" in text
    [(what, _rec, *revisions)] = desk.ordered
    assert (what, revisions) == ("effacer", ["bb:2", "bb:3"])
    assert "seconde personne" in view.notice.said.text()


def test_nothing_is_done_before_the_form_was_answered(
    qtbot: QtBot, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = opened(qtbot, desk, [WRONG], monkeypatch)
    monkeypatch.setattr(ErasureForm, "ask", lambda _form: False)
    click(buttons(view)[0])
    assert desk.ordered == ()


def test_who_may_not_order_an_erasure_is_not_offered_one(
    qtbot: QtBot, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = Past(NOON, "Camille", (Change("Objet", "", "Stage"),), revision="aa:1")
    gone = Past(NOON, "Camille", (), efface=True, revision="aa:2", effacable=False)
    assert buttons(opened(qtbot, desk, [plain, gone], monkeypatch)) == []
