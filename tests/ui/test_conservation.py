"""The page of conservation: what is proposed is decided by hand, what waits is signed, who lacks is named."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from mvl_desktop.services.refusals import RefusError
from tests.ui.fakes import ImmediateBackground, MemoryDesk
from tests.ui.hands import click
from tests.ui.walk import unnamed
from ui.conservation_values import Conserved, DueLine, HeldLine, OrderLine, ProofLine
from ui.view_models.conservation import ConservationPage
from ui.views.conservation import ConservationView

DUE = DueLine(
    "a1",
    "93-2026-K7-0001",
    "Demande d’avis",
    "Demande d’information ou d’avis",
    "anonymiser",
    date(2026, 7, 20),
    "CNIL, alertes professionnelles : deux mois après la clôture",
    a_valider=True,
    bloque=False,
    permis=True,
)
ORDER = OrderLine("o1", "elimination", "fin_de_conservation", "", 3, "Camille", "2026-11-20", "attend", True, True)
PROOF = ProofLine(
    "p1",
    "elimination",
    "fin_de_conservation",
    3,
    datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
    2,
    3,
    ("Dominique",),
    ("Dominique n’a pas confirmé : qu’il synchronise ou reçoive un lot.",),
)
KEPT = Conserved(
    True,
    "Durées proposées, à valider par le délégué à la protection des données.",
    (DUE, replace(DUE, id="a2", reference="93-2026-K7-0002", bloque=True)),
    (ORDER,),
    (PROOF,),
    (HeldLine("a2", "Autre demande"),),
)


@pytest.fixture
def view(qtbot: QtBot, desk: MemoryDesk) -> ConservationView:
    desk.shown_of_conservation = KEPT
    made = ConservationView(ConservationPage(desk, ImmediateBackground()))
    qtbot.addWidget(made)
    made.resize(1024, 640)
    made.show()
    made.refresh()
    return made


def _agree(monkeypatch: pytest.MonkeyPatch, *, yes: bool) -> list[str]:
    asked: list[str] = []

    def answer(_parent: object, title: str, *_rest: object, **_more: object) -> bool:
        asked.append(title)
        return yes

    monkeypatch.setattr("ui.views.conservation.ask", answer)
    return asked


def test_nothing_is_done_until_a_person_says_so_twice(
    view: ConservationView, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not view.anonymise.isEnabled()
    view.due.selectRow(0)
    _agree(monkeypatch, yes=False)
    click(view.anonymise)
    assert not desk.ordered
    asked = _agree(monkeypatch, yes=True)
    click(view.anonymise)
    assert asked == ["Anonymiser 1 enregistrement"]
    assert desk.ordered == (("anonymiser", "fin_de_conservation", "a1"),)
    assert "seconde personne" in view.notice.said.text()


def test_what_is_protected_cannot_be_chosen_for_destruction(view: ConservationView) -> None:
    view.due.selectRow(1)
    assert not view.shred.isEnabled()
    view.due.selectRow(0)
    assert view.shred.isEnabled()


def test_an_order_is_signed_after_it_is_said_whole(
    view: ConservationView, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert view.tabs.tabText(1) == "À signer (1)"
    view.tabs.setCurrentIndex(1)
    view.orders.selectRow(0)
    asked = _agree(monkeypatch, yes=True)
    click(view.sign)
    assert asked == ["Signer cet ordre"]
    assert desk.ordered == (("signer", "o1"),)


def test_who_has_not_confirmed_is_named_and_the_paper_is_written(
    view: ConservationView, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    view.tabs.setCurrentIndex(2)
    view.proofs.selectRow(0)
    assert "Dominique" in view.remains.text()
    target = str(tmp_path / "pv")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (target, ""))
    click(view.certificate)
    assert desk.ordered == (("proces-verbal", "p1", "pv.pdf"),)


def test_a_refusal_is_a_sentence(view: ConservationView, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_order: str) -> str:
        raise RefusError("ordre_deja_signe")

    monkeypatch.setattr(desk, "sign_order", refuse)
    view.conservation.sign(ORDER)
    assert "une autre personne" in view.notice.said.text()


def test_who_may_not_order_sees_why_and_nothing_else(qtbot: QtBot, desk: MemoryDesk) -> None:
    made = ConservationView(ConservationPage(desk, ImmediateBackground()))
    qtbot.addWidget(made)
    made.refresh()
    assert made.pages.currentIndex() == 0


def test_every_widget_has_a_name(view: ConservationView) -> None:
    for place in range(view.tabs.count()):
        view.tabs.setCurrentIndex(place)
        assert not unnamed(view)


def test_what_another_took_in_is_not_erased_unwarned(
    view: ConservationView, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("ui.views.conservation.ask", lambda _parent, _title, why, *_rest, **_more: told.append(why))
    view.due.selectRow(0)
    click(view.shred)
    assert "fusion" not in told[-1]
    desk.shown_of_conservation = replace(KEPT, a_traiter=(replace(DUE, repris_par="93-2026-K7-0009"),))
    view.refresh()
    view.due.selectRow(0)
    click(view.shred)
    assert "Une fusion a repris ce signalement dans 93-2026-K7-0009" in told[-1]


def test_what_takes_the_place_of_a_line_is_not_chosen_in_its_stead(view: ConservationView, desk: MemoryDesk) -> None:
    view.due.selectRow(0)
    view.refresh()
    assert view.shred.isEnabled(), "the same lines again: what was chosen is still so"

    other = replace(DUE, id="a3", reference="93-2026-K7-0000")
    desk.shown_of_conservation = replace(KEPT, a_traiter=(other, *KEPT.a_traiter))
    view.refresh()
    assert not view.due.selectedIndexes()
    assert not view.shred.isEnabled()
