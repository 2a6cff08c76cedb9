"""The tab of bilans: prepared in one gesture, frozen after a question, exported where one says; refusals in place."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from mvl_desktop.domain.kinds import required
from tests.ui.fakes import HandAlarms, ImmediateBackground, MemoryDesk
from tests.ui.hands import click, press
from ui.view_models.list_actions import ListActions
from ui.view_models.record_form import RecordForm
from ui.view_models.record_side import RecordSide
from ui.view_models.records_list import RecordsList
from ui.views import bilans
from ui.views.bilans import BilanShelf
from ui.views.chiffres_records import CountedDialog
from ui.views.record_form import RecordFormView
from ui.widgets.panels import Notice


@pytest.fixture
def shelf(desk: MemoryDesk, alarms: HandAlarms, qtbot: QtBot) -> BilanShelf:
    """Return the tab over a fake post, with the bilan of the year just prepared."""
    background, now, declared = ImmediateBackground(), alarms.clock, required("bilan")
    form, side = RecordForm(desk, background, alarms, now), RecordSide(desk, background)
    made = BilanShelf(
        RecordsList(declared, desk, background, alarms),
        form,
        lambda: RecordFormView(declared, form, side, desk, now),
        desk,
        ListActions("bilan", desk, background),
        background,
        now,
    )
    qtbot.addWidget(made)
    made.show()
    click(made.prepare_button)
    return made


def test_it_is_prepared_frozen_after_a_question_and_exported(
    shelf: BilanShelf, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = shelf.page
    assert page.life.seen is not None
    assert not page.life.seen.fige
    monkeypatch.setattr(bilans, "ask", lambda *_words: False)
    page.ask_freezing()
    assert not page.life.seen.fige, "who says no keeps it as it is"
    monkeypatch.setattr(bilans, "ask", lambda *_words: True)
    page.ask_freezing()
    assert page.life.seen.fige
    assert page.freeze_button.isHidden()
    assert "figés" in page.state.text()
    target = tmp_path / "bilan.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_words: (str(target), ""))
    page.ask_export()
    assert desk.bilans_left == (target,)
    assert "K7-12" in page.notice.said.text()


def test_a_bilan_without_its_period_says_what_is_missing(shelf: BilanShelf, desk: MemoryDesk) -> None:
    desk.records[shelf.page.life.rec].champs.pop("du")
    shelf.page.life.look()
    assert "période" in shelf.page.notice.said.text()


def test_a_value_opens_the_records_that_it_counts_and_says_when_they_are_others(
    shelf: BilanShelf, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def look(dialog: CountedDialog) -> None:
        told.append(" ".join(each.said.text() for each in dialog.findChildren(Notice)))

    monkeypatch.setattr(CountedDialog, "exec", look)
    page = shelf.page
    shelf.form_view.tabs.setCurrentWidget(page)
    assert page.table is not None
    press(page.table, Qt.Key.Key_Return)
    page.table.setCurrentCell(1, 0)
    assert not page.open_button.isEnabled(), "nothing opens what holds no question"
    monkeypatch.setattr(bilans, "ask", lambda *_words: True)
    page.ask_freezing()
    click(page.open_button)
    assert [each.code for each in desk.counted_asked] == ["I1.1", "I1.1"]
    assert told[0] == ""
    assert "11 comptés, 9 le jour où la valeur a été figée" in told[1]
