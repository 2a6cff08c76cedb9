"""The page of accesses: one's own lines in words; for an auditor, every register and what is wrong with it."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QTableWidget
from pytestqt.qtbot import QtBot

from mvl_desktop.services.refusals import RefusError
from tests.ui.fakes import NOON, HandAlarms, ImmediateBackground, MemoryDesk
from tests.ui.hands import click, press
from tests.ui.walk import unnamed
from ui.journal_values import Accesses, AccessLine, RegisterLine
from ui.view_models.journal import JournalPage
from ui.views.journal import JournalView

MINE = (
    AccessLine(NOON, "consultation", "Stage de jeûne <b>", ""),
    AccessLine(NOON - timedelta(hours=1), "deverrouillage_refuse", "", "2 essais"),
)
HERE = RegisterLine("e", "aa", "Alix", "Délégation fictive", 2, date(2026, 11, 1), date(2026, 11, 20), ici=True)
HOLED = RegisterLine(
    "e", "bb", "Camille", "Délégation fictive", 9, None, None, (("lignes_manquantes", 4, 6),), grave=True
)


def opened(desk: MemoryDesk, alarms: HandAlarms) -> JournalView:
    view = JournalView(JournalPage(desk, ImmediateBackground()), alarms.clock)
    view.resize(1100, 700)
    view.show()
    view.refresh()
    QApplication.processEvents()
    return view


def cells(table: QTableWidget) -> list[list[str]]:
    return [
        [item.text() if (item := table.item(line, column)) else "" for column in range(table.columnCount())]
        for line in range(table.rowCount())
    ]


def test_ones_own_accesses_are_said_in_words(qtbot: QtBot, desk: MemoryDesk, alarms: HandAlarms) -> None:
    desk.noted = Accesses(MINE, (HERE,), auditeur=False, designe=True)
    view = opened(desk, alarms)
    found = cells(view.table)
    assert [line[0] for line in found] == ["Fiche ouverte", "Déverrouillage refusé"]
    assert found[0][1] == "Stage de jeûne <b>"
    assert found[1][2] == "2 essais"
    assert view.registers.isHidden()
    assert view.found.isHidden()
    assert not unnamed(view)


def test_without_an_auditor_the_page_says_that_nobody_else_reads(
    qtbot: QtBot, desk: MemoryDesk, alarms: HandAlarms
) -> None:
    desk.noted = Accesses(MINE, (HERE,))
    assert "Aucun auditeur" in opened(desk, alarms).found.said.text()


def test_an_auditor_sees_every_post_and_what_is_missing(qtbot: QtBot, desk: MemoryDesk, alarms: HandAlarms) -> None:
    desk.noted = Accesses(MINE, (HERE, HOLED), auditeur=True, designe=True)
    desk.of_others = (AccessLine(NOON, "impression", "", ""),)
    view = opened(desk, alarms)
    assert [line[0] for line in cells(view.registers)] == ["Alix", "Camille"]
    assert cells(view.registers)[0][2] == "du 01/11/2026 au 20/11/2026"
    assert [line[4] for line in cells(view.registers)] == ["Complet", "Altéré ou incomplet"]
    assert "Camille\u00a0: Des lignes manquent dans ce registre. (lignes 4 à 6)" in view.found.said.text()
    view.registers.setFocus()
    view.registers.setCurrentCell(1, 0)
    press(view.registers, Qt.Key.Key_Return)
    assert view.shown.text() == "Accès de Camille"
    assert cells(view.table)[0][0] == "Impression"
    view.refresh()
    assert view.shown.text() == "Accès de Camille"
    click(view.mine)
    assert cells(view.table)[0][0] == "Fiche ouverte"


def test_somebody_who_is_no_auditor_is_shown_no_register_of_others(
    qtbot: QtBot, desk: MemoryDesk, alarms: HandAlarms
) -> None:
    desk.noted = Accesses(MINE, (HERE, HOLED), auditeur=False, designe=True)
    view = opened(desk, alarms)
    assert cells(view.registers) == []
    assert view.journal.others == ()


def test_the_journal_is_written_where_the_person_asks(
    qtbot: QtBot, desk: MemoryDesk, alarms: HandAlarms, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    desk.noted = Accesses(MINE, (HERE,), designe=True)
    view = opened(desk, alarms)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "journal"), ""))
    click(view.export)
    assert desk.written == (tmp_path / "journal.csv",)
    assert view.notice.said.text() == "2 lignes écrites dans «\u00a0journal.csv\u00a0»."


def test_a_refusal_is_a_sentence(
    qtbot: QtBot, desk: MemoryDesk, alarms: HandAlarms, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> Accesses:
        raise RefusError("ecriture_impossible")

    view = opened(desk, alarms)
    monkeypatch.setattr(desk, "accesses", refuse)
    view.refresh()
    assert "écrit" in view.notice.said.text()
