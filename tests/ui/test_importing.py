"""Importing a spreadsheet in the window: four steps, each shown before anything is written."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QTableWidget
from pytestqt.qtbot import QtBot

from tests.ui.fakes import HandAlarms, HeldBackground, ImmediateBackground, MemoryDesk
from tests.ui.hands import click
from tests.ui.walk import mnemonics, unnamed
from ui.import_values import ColumnRead, Columns, ImportDone, ImportSeen
from ui.main import Workplace
from ui.theme import Theme
from ui.values import Espace
from ui.view_models.importing import CHECK, COLUMNS, DONE, FILE, READING, ImportDesk
from ui.views.importing import ImportDialog
from ui.views.importing_check import said_counts

FILE_NAME = Path("registre.csv")


def homes(number: int = 1) -> Callable[[], Sequence[Espace]]:
    return lambda: [Espace(str(place), f"Espace fictif {place}", "referent") for place in range(number)]


def said(table: QTableWidget, line: int, column: int) -> str:
    item = table.item(line, column)
    return item.text() if item is not None else ""


def tick(table: QTableWidget, state: Qt.CheckState) -> None:
    """Tick the choice of the first line, or take the tick away."""
    item = table.item(0, 3)
    assert item is not None
    item.setCheckState(state)


@pytest.fixture
def importing(desk: MemoryDesk, background: ImmediateBackground) -> ImportDesk:
    return ImportDesk(desk, background, homes())


@pytest.fixture
def dialog(qtbot: QtBot, importing: ImportDesk) -> ImportDialog:
    made = ImportDialog(None, importing)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_steps_follow_each_other_and_nothing_is_written_before_the_last(
    importing: ImportDesk, desk: MemoryDesk
) -> None:
    importing.start()
    assert not importing.can_go_on
    importing.choose(FILE_NAME)
    importing.set_sender("  Délégation   fictive du Nord ", "0")
    importing.go_on()
    assert importing.step == READING
    importing.go_on()
    assert importing.step == COLUMNS
    assert importing.columns.cle == "N°"
    importing.go_on()
    assert importing.step == CHECK
    assert not desk.imported
    importing.leave_aside(2, aside=True)
    importing.go_on()
    assert importing.step == DONE
    wish, aside = desk.imported[0]
    assert (wish.emetteur, wish.espace, aside) == ("Délégation fictive du Nord", "0", frozenset({2}))
    assert importing.done == ImportDone(0, 1, 0, 1)


def test_one_comes_back_to_a_step_and_what_was_read_otherwise_forgets_the_columns(importing: ImportDesk) -> None:
    importing.start()
    importing.choose(FILE_NAME)
    importing.go_on()
    importing.go_on()
    importing.go_back()
    assert importing.step == READING
    importing.read_as(separateur=",")
    assert importing.table is not None
    assert importing.table.separateur == ","
    assert importing.columns == Columns()
    importing.go_back()
    importing.go_back()
    assert importing.step == FILE


def test_a_field_takes_one_column_and_a_file_without_any_goes_nowhere(importing: ImportDesk) -> None:
    importing.start()
    importing.choose(FILE_NAME)
    importing.go_on()
    importing.go_on()
    importing.set_column("Remarque", "objet")
    assert importing.columns.vers["Remarque"] == ColumnRead("objet")
    assert "Objet" not in importing.columns.vers
    for header in ("Remarque", "Date", "N°"):
        importing.set_column(header, "")
    assert not importing.can_go_on


def test_a_refusal_leaves_the_step_where_it_was(importing: ImportDesk, desk: MemoryDesk) -> None:
    heard: list[tuple[str, str]] = []
    importing.refused.connect(lambda code, champ: heard.append((code, champ)))
    desk.table_refusal = "tableur_protege"
    importing.choose(FILE_NAME)
    assert importing.table is None
    desk.table_refusal, desk.import_refusal = "", "import_signalant_reserve"
    importing.choose(FILE_NAME)
    for _step in range(3):
        importing.go_on()
    assert importing.step == COLUMNS
    assert not importing.busy
    assert [code for code, _champ in heard] == ["tableur_protege", "import_signalant_reserve"]


def test_work_under_way_can_be_stopped_and_is_not_begun_twice(desk: MemoryDesk) -> None:
    background = HeldBackground()
    importing = ImportDesk(desk, background, homes())
    importing.choose(FILE_NAME)
    assert importing.busy
    importing.choose(Path("autre.csv"))
    background.finish()
    assert [wish.path for wish in desk.tables] == [FILE_NAME]


def test_the_whole_window_is_walked_by_the_keyboard(
    dialog: ImportDialog, importing: ImportDesk, desk: MemoryDesk
) -> None:
    importing.choose(Path("registre.xlsx"))
    for step in (FILE, READING, COLUMNS, CHECK):
        assert importing.step == step
        assert unnamed(dialog) == []
        assert len(mnemonics(dialog)) == len(set(mnemonics(dialog)))
        click(dialog.go_on)
    assert importing.step == DONE
    assert "1 fiche créée" in dialog.outcome.said.text()
    assert dialog.outcome.write.isVisible()
    click(dialog.go_on)
    assert not dialog.isVisible()
    assert desk.forgotten


def test_the_columns_are_chosen_under_the_table(dialog: ImportDialog, importing: ImportDesk) -> None:
    importing.choose(FILE_NAME)
    click(dialog.go_on)
    click(dialog.go_on)
    columns = dialog.columns
    columns.table.setCurrentCell(1, 0)
    assert columns.target.currentText() == "Reçu le"
    assert columns.order.isEnabled()
    columns.order.setCurrentIndex(2)
    columns.order.activated.emit(2)
    assert importing.columns.vers["Date"] == ColumnRead("recu_le", "mois_jour")
    columns.table.setCurrentCell(3, 0)
    assert not columns.order.isEnabled()
    assert said(columns.table, 3, 2) == "(pas reprise)"
    edit = columns.target.lineEdit()
    assert edit is not None
    edit.setText("objet")
    edit.editingFinished.emit()
    assert importing.columns.vers["Remarque"] == ColumnRead("objet")


def test_what_would_be_done_is_shown_and_twins_are_chosen_one_by_one(
    dialog: ImportDialog, importing: ImportDesk, desk: MemoryDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    importing.choose(FILE_NAME)
    for _step in range(3):
        click(dialog.go_on)
    check = dialog.check
    assert check.counts.text() == "3 lignes lues\u00a0: 1 fiche à créer, 1 à modifier, 0 sans changement, 1 refusée."
    assert said(check.refused, 0, 0) == "Ce n’est pas une date connue."
    assert said(check.refused, 0, 3) == "31/02/2024"
    tick(check.twins, Qt.CheckState.Unchecked)
    assert importing.aside == {2}
    assert "1 laissée de côté" in check.counts.text()
    tick(check.twins, Qt.CheckState.Checked)
    assert importing.aside == frozenset()
    asked: list[str] = []

    def save(_parent: object, _title: str, name: str, kinds: str) -> tuple[str, str]:
        asked.append(name)
        return str(tmp_path / "a-corriger"), kinds.split(";;")[0]

    monkeypatch.setattr(QFileDialog, "getSaveFileName", save)
    click(check.write)
    assert asked == ["registre-rejets.csv"]
    assert desk.refused_files == (tmp_path / "a-corriger.csv",)
    assert "en clair" in dialog.notice.said.text()


def test_a_refusal_names_the_column_and_stays_until_the_next_step(
    dialog: ImportDialog, importing: ImportDesk, desk: MemoryDesk
) -> None:
    desk.table_refusal = "tableur_trop_grand"
    importing.choose(FILE_NAME)
    assert "20\u00a0Mo" in dialog.notice.said.text()
    importing.refused.emit("colonne_absente", "Objet")
    assert "«\u00a0Objet\u00a0»" in dialog.notice.said.text()


def test_a_correspondance_is_written_and_taken_again(
    dialog: ImportDialog, importing: ImportDesk, desk: MemoryDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    importing.choose(FILE_NAME)
    click(dialog.go_on)
    click(dialog.go_on)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(tmp_path / "c"), ""))
    click(dialog.columns.save)
    assert desk.column_files == (tmp_path / "c.json",)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_asked: (str(tmp_path / "c.json"), ""))
    click(dialog.columns.load)
    assert importing.columns.vers == {"Objet": ColumnRead("objet")}
    assert importing.emetteur == "Service fictif"


def test_the_list_offers_it_and_takes_a_file_that_is_dropped(
    desk: MemoryDesk, background: ImmediateBackground, alarms: HandAlarms, theme: Theme
) -> None:
    place = Workplace(
        desk, background, theme, make_alarm=alarms, now=alarms.clock, lock_minutes=5, relaunch=lambda: None
    )
    place.window.show()
    place.start()
    page = place.pages["signalement"]
    place.window.show_page(page)
    seen: list[str] = []

    def meet() -> None:
        shown = QApplication.activeModalWidget()
        assert isinstance(shown, ImportDialog)
        seen.append(shown.file.chosen.text())
        shown.reject()

    QTimer.singleShot(0, meet)
    click(page.import_button)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/nulle-part/registre.ods")])
    event = QDropEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QTimer.singleShot(0, meet)
    page.dropEvent(event)
    assert seen[0] == "Aucun fichier choisi."
    assert "registre.ods" in seen[1]


def test_what_was_not_compared_is_said() -> None:
    seen = ImportSeen(6000, 6000, 0, 0, 0, compares=5000)
    assert "5\u202f000 premières lignes" in said_counts(seen, 0)
    assert "comparées" not in said_counts(ImportSeen(9, 9, 0, 0, 0, compares=9), 0)
