"""Exporting a list: what is asked before anything leaves, what is proposed, and the register."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from mvl_desktop.domain.kinds import required
from tests.ui.fakes import HandAlarms, HeldBackground, ImmediateBackground, MemoryDesk
from tests.ui.hands import click, write
from tests.ui.walk import mnemonics, shown, unnamed
from ui.export_values import ExportedRecord, ExportLine
from ui.main import Workplace
from ui.theme import Theme
from ui.view_models.export_list import ListExport
from ui.views.export_list import ExportListDialog, ExportRegisterDialog
from ui.views.records import RecordsView

LINE = ExportLine("K7-12", "22/11/2026 à 14 h 03", "Alix", "Cellule <b>", "Contrôle ou audit", "Signalements", 2, True)


@pytest.fixture
def place(desk: MemoryDesk, background: ImmediateBackground, alarms: HandAlarms, theme: Theme) -> Workplace:
    desk.add("signalement", objet="Stage de jeûne", niveau="a_risque")
    desk.add("signalement", objet="Cabinet")
    made = Workplace(
        desk, background, theme, make_alarm=alarms, now=alarms.clock, lock_minutes=5, relaunch=lambda: None
    )
    made.window.show()
    made.start()
    made.window.show_page(made.pages["signalement"])
    return made


def asked(page: RecordsView, answer: Callable[[ExportListDialog], None]) -> list[QDialog]:
    """Press the button, and answer the dialog that it opens."""
    seen: list[QDialog] = []

    def meet() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ExportListDialog)
        seen.append(dialog)
        answer(dialog)

    QTimer.singleShot(0, meet)
    click(page.export_button)
    return seen


def test_a_list_leaves_as_it_is_shown_masked_and_for_somebody(
    place: Workplace, desk: MemoryDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = place.pages["signalement"]
    page.records.filter("niveau", (("niveau", "a_risque"),))
    proposed: list[str] = []

    def save(_parent: object, _title: str, name: str, kinds: str) -> tuple[str, str]:
        proposed.append(name)
        return str(tmp_path / "liste"), kinds.split(";;")[1]

    monkeypatch.setattr(QFileDialog, "getSaveFileName", save)

    def answer(dialog: ExportListDialog) -> None:
        said = " ".join(widget.text() for widget in shown(dialog) if isinstance(widget, QLabel))
        assert "1 fiche, telle que la liste la montre" in said
        assert not dialog.go_on.isEnabled(), "somebody receives it"
        assert dialog.masked.isChecked()
        assert unnamed(dialog) == []
        letters = mnemonics(dialog)
        assert len(letters) == len(set(letters))
        write(dialog.recipient, "  Cellule   fictive ")
        click(dialog.go_on)

    assert asked(page, answer)
    ((wish, path),) = desk.left
    assert path == tmp_path / "liste.ods"
    assert proposed == ["signalements-2026-11-21.xlsx"]
    assert wish.destinataire == "Cellule fictive"
    assert wish.motif == "un"
    assert not wish.entier
    assert wish.wanted.filters == (("niveau", "a_risque"),)
    assert wish.colonnes == tuple(column.name for column in page.records.rows.columns)
    assert "K7-1" in page.notice.said.text()


def test_identities_leave_only_when_they_are_asked_for(
    place: Workplace, desk: MemoryDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(tmp_path / "l.csv"), ""))

    def answer(dialog: ExportListDialog) -> None:
        write(dialog.recipient, "Moi")
        dialog.whole.click()
        click(dialog.go_on)

    asked(place.pages["signalement"], answer)
    ((wish, path),) = desk.left
    assert wish.entier
    assert path.suffix == ".csv"


def test_giving_up_at_either_question_writes_nothing(
    place: Workplace, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: ("", ""))
    page = place.pages["signalement"]
    asked(page, lambda dialog: dialog.reject())

    def answer(dialog: ExportListDialog) -> None:
        write(dialog.recipient, "Moi")
        click(dialog.go_on)

    asked(page, answer)
    assert desk.left == ()


def test_a_refusal_is_said_where_the_list_is(
    place: Workplace, desk: MemoryDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(tmp_path / "l.csv"), ""))
    desk.export_refusal = "support_plein"

    def answer(dialog: ExportListDialog) -> None:
        write(dialog.recipient, "Moi")
        click(dialog.go_on)

    page = place.pages["signalement"]
    asked(page, answer)
    assert "place" in page.notice.said.text()
    desk.export_refusal = ""
    asked(page, answer)
    assert len(desk.left) == 1, "a refusal leaves the way open"


def test_an_empty_list_cannot_leave(place: Workplace) -> None:
    page = place.pages["signalement"]
    page.records.filter("niveau", (("niveau", "introuvable"),))
    assert not page.export_button.isEnabled()


def test_the_register_says_who_received_what_and_which_records(desk: MemoryDesk, qtbot: QtBot) -> None:
    desk.register = (LINE,)
    desk.left_records = (ExportedRecord("aa", "01-2026-K7-0012", "R7KQ3M2X"), ExportedRecord("bb", "", "B2FX9PZZ"))
    dialog = ExportRegisterDialog(None, ListExport(desk, ImmediateBackground()))  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    dialog.show()
    cells = [item.text() for column in range(4) if (item := dialog.table.item(0, column))]
    assert cells == ["Cellule <b>", "K7-12", LINE.quand, "Alix"]
    assert all(word in dialog.said.text() for word in ("K7-12", "2 fiches", LINE.motif, "Identités en clair"))
    found = [[item.text() for column in range(2) if (item := dialog.records.item(line, column))] for line in range(2)]
    assert found == [["01-2026-K7-0012", "R7KQ3M2X"], ["Effacée, ou pas sur ce poste", "B2FX9PZZ"]]
    assert unnamed(dialog) == []


def test_the_last_export_is_told_at_once_however_late_the_register_comes(desk: MemoryDesk, qtbot: QtBot) -> None:
    desk.register = (LINE,)
    desk.left_records = (ExportedRecord("aa", "01-2026-K7-0012", "R7KQ3M2X"),)
    held = HeldBackground()
    dialog = ExportRegisterDialog(None, ListExport(desk, held))  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    dialog.show()
    held.finish()
    assert "K7-12" in dialog.said.text()
    assert dialog.records.rowCount() == 1


def test_an_empty_register_says_so(desk: MemoryDesk, qtbot: QtBot) -> None:
    dialog = ExportRegisterDialog(None, ListExport(desk, ImmediateBackground()))  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.table.isVisible()
    assert any("Aucun export" in widget.text() for widget in shown(dialog) if isinstance(widget, QLabel))


def test_every_kind_that_has_a_list_says_what_it_is(desk: MemoryDesk, qtbot: QtBot) -> None:
    leaving = ListExport(desk, ImmediateBackground())
    dialog = ExportListDialog(None, required("fiche-conduite"), 1234, desk, leaving)  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    dialog.show()
    assert any("1\u202f234 fiches" in widget.text() for widget in shown(dialog) if isinstance(widget, QLabel))
