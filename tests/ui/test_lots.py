"""Lots gone through line by line: what is taken, what is left, what is opened; all by the keyboard."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.ui.fakes import HandAlarms, ImmediateBackground, MemoryDesk
from tests.ui.hands import click, press
from tests.ui.memory_lots import SIDES, lines_of, seen_lots
from tests.ui.walk import unnamed
from ui.lot_values import LotLine, LotsChangedError
from ui.values import LotReport
from ui.view_models.exchange import ExchangeDesk
from ui.view_models.lots import STATE, LotsReview
from ui.view_models.posts import PostsList
from ui.views.exchange import ExchangeView
from ui.views.lot_sides import SidesDialog
from ui.views.lots import LotsDialog

REPORT = LotReport("a.mvl", "12", "Claude Essai", 3, 1, 1, 1, 0, 0, doublons=1)


@pytest.fixture
def desk() -> MemoryDesk:
    return MemoryDesk()


def opened(qtbot: QtBot, desk: MemoryDesk, *reports: LotReport) -> LotsDialog:
    dialog = LotsDialog(None, LotsReview(desk, ImmediateBackground(), seen_lots(reports or (REPORT,))))
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def shown(dialog: LotsDialog) -> list[str]:
    lines = dialog.review.lines
    return [str(lines.index(place, STATE).data()) for place in range(lines.rowCount())]


def test_each_state_is_counted_and_can_be_shown_alone(qtbot: QtBot, desk: MemoryDesk) -> None:
    dialog = opened(qtbot, desk)
    offered = [dialog.filter.itemText(place) for place in range(dialog.filter.count())]
    assert offered == [
        "Tout (6)",
        "À arbitrer (1)",
        "Nouveau (3)",
        "Fusionné tout seul (1)",
        "Doublon probable (1)",
        "Déjà connu (1)",
    ]
    dialog.review.show("doublon_probable")
    assert shown(dialog) == ["Nouveau, doublon probable"]
    dialog.review.show("nouveau")
    assert len(shown(dialog)) == 3
    assert unnamed(dialog) == []


def test_space_leaves_a_line_and_takes_it_again_and_merges_nothing(qtbot: QtBot, desk: MemoryDesk) -> None:
    dialog = opened(qtbot, desk)
    dialog.table.selectRow(1)
    press(dialog.table, Qt.Key.Key_Space)
    assert len(dialog.review.lines.aside) == 1
    assert "laissé de côté" in shown(dialog)[1]
    assert "4 fiches seront fusionnées, 1 laissée" in dialog.taken.text().replace("laissées", "laissée")
    press(dialog.table, Qt.Key.Key_Space)
    assert dialog.review.lines.aside == frozenset()
    # What is known already brings nothing: there is nothing to leave.
    dialog.review.show("connu")
    dialog.table.selectRow(0)
    press(dialog.table, Qt.Key.Key_Space)
    assert dialog.review.lines.aside == frozenset()
    assert dialog.isVisible()
    assert not [each for each in desk.asked if each.startswith("merge")]


def test_all_that_is_shown_is_left_at_once(qtbot: QtBot, desk: MemoryDesk) -> None:
    dialog = opened(qtbot, desk)
    dialog.review.show("doublon_probable")
    click(dialog.leave_all)
    dialog.review.show("")
    assert len(dialog.review.lines.aside) == 1
    click(dialog.take_all)
    assert dialog.review.lines.aside == frozenset()


def test_enter_opens_both_sides_and_does_not_merge(
    qtbot: QtBot, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[SidesDialog] = []
    monkeypatch.setattr(SidesDialog, "exec", lambda dialog: seen.append(dialog))
    dialog = opened(qtbot, desk)
    dialog.table.selectRow(1)
    press(dialog.table, Qt.Key.Key_Return)
    assert len(seen) == 1
    assert dialog.isVisible()
    assert desk.asked == [f"compare {dialog.review.lines.line(1).id}"]  # type: ignore[union-attr]


def test_what_differs_is_said_by_a_sign_and_what_does_not_waits_to_be_asked_for(qtbot: QtBot) -> None:
    [line] = [each for each in lines_of(REPORT) if each.doublons]
    dialog = SidesDialog(None, line, SIDES)
    qtbot.addWidget(dialog)
    dialog.show()

    def said() -> list[str]:
        return [each.text() for each in dialog.findChildren(QLabel) if each.isVisibleTo(dialog)]

    assert "≠ Objet" in said()
    assert "Commune" not in said()
    assert any("Répète sans doute" in text and "même commune, récits proches" in text for text in said())
    dialog.same.setChecked(True)
    QApplication.processEvents()
    assert "Commune" in said()


def test_a_lot_taken_out_has_the_others_examined_again(qtbot: QtBot, desk: MemoryDesk) -> None:
    other = LotReport("b.mvl", "13", "Dominique Essai", 1, 0, 0, 0, 0, 0)
    dialog = opened(qtbot, desk, REPORT, other)
    item = dialog.lots.item(1, 0)
    assert item is not None
    item.setCheckState(Qt.CheckState.Unchecked)
    assert desk.asked == ["examine a.mvl"]
    assert dialog.review.seen.fichiers == (Path("a.mvl"),)
    assert dialog.lots.rowCount() == 2, "what was taken out can be put back"


def test_a_report_written_once_the_window_is_left_disturbs_nobody(qtbot: QtBot, desk: MemoryDesk) -> None:
    review = LotsReview(desk, ImmediateBackground(), seen_lots((REPORT,)))
    dialog = LotsDialog(None, review)
    with qtbot.waitSignal(dialog.destroyed):
        dialog.deleteLater()
    with qtbot.waitSignal(review.written):
        review.written.emit()
    with qtbot.waitSignal(review.refused):
        review.refused.emit("role_insuffisant")


def test_ten_thousand_lines_are_shown_without_being_drawn(qtbot: QtBot, desk: MemoryDesk) -> None:
    lines = [LotLine(f"{place:032x}", "signalement", "nouveau", f"Fiche {place}", "E", (0,)) for place in range(10_000)]
    dialog = LotsDialog(None, LotsReview(desk, ImmediateBackground(), seen_lots([REPORT], lines)))
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.review.lines.rowCount() == 10_000
    dialog.table.selectAll()
    dialog.toggle()
    assert len(dialog.review.lines.aside) == 10_000


def test_the_report_is_masked_unless_the_person_says_otherwise(
    qtbot: QtBot, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(qtbot, desk)
    monkeypatch.setattr("ui.views.lots.QFileDialog.getSaveFileName", lambda *_asked: ("/x/rapport", "ODT (*.odt)"))
    click(dialog.print)
    dialog.masked.setChecked(False)
    click(dialog.print)
    assert desk.asked == ["report rapport.odt True", "report rapport.odt False"]
    assert "Rapport enregistré" in dialog.notice.said.text()


def test_what_changed_meanwhile_brings_the_lots_back_with_what_differs(
    qtbot: QtBot, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    alarms = HandAlarms()
    exchange = ExchangeDesk(desk, ImmediateBackground(), alarms, now=alarms.clock)
    page = ExchangeView(exchange, PostsList(desk, ImmediateBackground(), alarms), alarms.clock)
    qtbot.addWidget(page)
    asked: list[LotsDialog] = []

    def person(dialog: LotsDialog) -> bool:
        asked.append(dialog)
        return len(asked) == 1

    seen = seen_lots([REPORT])

    def changed(*_asked: object) -> object:
        raise LotsChangedError(replace(seen, differences=("Fiche 1 : Nouveau → À arbitrer",)))

    monkeypatch.setattr(LotsDialog, "ask", person)
    monkeypatch.setattr(LotsDialog, "receipt_path", lambda _dialog: None)
    monkeypatch.setattr(desk, "merge_lots", changed)
    page.examine(Path("a.mvl"))
    assert len(asked) == 2
    assert "Fiche 1 : Nouveau → À arbitrer" in asked[1].notice.said.text()
    assert "rien n’a été fusionné" in page.notice.said.text()
