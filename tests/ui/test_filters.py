"""The filters, the columns and the lines selected of a list, by keyboard, over a fake post."""

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QApplication

from mvl_desktop.domain.kinds import required
from tests.ui.fakes import HandAlarms, ImmediateBackground, MemoryDesk
from tests.ui.hands import press
from tests.ui.walk import unnamed
from ui.main import Workplace
from ui.theme import Theme
from ui.view_models.records_list import RecordsList
from ui.views.columns_dialog import ColumnsDialog
from ui.views.filter_dialog import FilterDialog
from ui.views.records import RecordsView

SELECT = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows


@pytest.fixture
def page(desk: MemoryDesk, background: ImmediateBackground, alarms: HandAlarms, theme: Theme) -> RecordsView:
    for number in range(6):
        desk.add("signalement", objet=f"n° {number}", niveau="a_risque" if number % 2 else "non_qualifie")
    place = Workplace(
        desk, background, theme, make_alarm=alarms, now=alarms.clock, lock_minutes=5, relaunch=lambda: None
    )
    place.window.show()
    place.start()
    page = place.pages["signalement"]
    place.window.show_page(page)
    page.setProperty("place", place)
    return page


def dialog(page: RecordsView, name: str, desk: MemoryDesk, alarms: HandAlarms) -> FilterDialog:
    records = page.records
    made = FilterDialog(page, records.facet(name), records.wanted.filters, desk, records.people, alarms.clock)
    made.show()
    return made


def test_a_chip_says_its_filter_and_delete_takes_it_off(page: RecordsView) -> None:
    page.records.filter("niveau", (("niveau", "a_risque"),))
    assert page.records.rows.rowCount() == 3
    (chip,) = page.filters.chips
    assert "Situation à risque" in chip.accessibleName()
    chip.setFocus()
    press(chip, Qt.Key.Key_Delete)
    assert page.records.rows.rowCount() == 6
    assert page.filters.chips == []


def test_values_are_checked_by_keyboard(page: RecordsView, desk: MemoryDesk, alarms: HandAlarms) -> None:
    asked = dialog(page, "niveau", desk, alarms)
    assert unnamed(asked) == []
    press(asked.list, Qt.Key.Key_Space)
    press(asked.list, Qt.Key.Key_Down)
    press(asked.list, Qt.Key.Key_Space)
    assert asked.pairs == (("niveau", "non_qualifie"), ("niveau", "a_risque"))


def test_two_days_bound_a_date_and_the_filter_is_taken_off(
    page: RecordsView, desk: MemoryDesk, alarms: HandAlarms
) -> None:
    asked = dialog(page, "recu_le", desk, alarms)
    assert unnamed(asked) == []
    asked.start.set_value("2026-11-01")
    assert asked.pairs == (("recu_le>=", "2026-11-01"),)
    page.records.filter("recu_le", asked.pairs)
    again = dialog(page, "recu_le", desk, alarms)
    assert again.start.value() == "2026-11-01"
    again.remove.click()
    assert again.pairs == ()


def test_a_long_list_is_found_by_its_letters(page: RecordsView, desk: MemoryDesk, alarms: HandAlarms) -> None:
    asked = dialog(page, "commune", desk, alarms)
    asked.finder.setText("bourg")
    found = [asked.list.item(place) for place in range(asked.list.count())]
    (bourg,) = [item for item in found if item.text().startswith("Bourg")]
    bourg.setCheckState(Qt.CheckState.Checked)
    asked.finder.setText("saint")
    assert asked.pairs == (("commune", "01053"),), "what is checked stays while another is looked for"


def test_columns_are_moved_and_left_out(desk: MemoryDesk, background: ImmediateBackground, alarms: HandAlarms) -> None:
    records = RecordsList(required("signalement"), desk, background, alarms)
    asked = ColumnsDialog(None, records.rows.offered, records.rows.columns)  # type: ignore[arg-type]
    asked.show()
    assert unnamed(asked) == []
    assert asked.chosen[:2] == ["reference", "objet"]
    asked.move_current(1)
    assert asked.chosen[:2] == ["objet", "reference"]
    press(asked.list, Qt.Key.Key_Space)
    assert "reference" not in asked.chosen


def test_lines_selected_are_handed_over_and_taken_back(page: RecordsView, desk: MemoryDesk) -> None:
    model = page.table.selectionModel()
    for line in (1, 3):
        model.select(page.records.rows.index(line, 0), SELECT)
    QApplication.processEvents()
    assert page.selection.line.isVisible()
    page.selection.doing.assign(page.selection.numbers(), "Camille Exemple")
    held = [record.champs.get("titulaire") for record in desk.records.values()]
    assert held.count("Camille Exemple") == 2
    assert not page.selection.line.isVisible()
    page.selection.undo_bar.undo.click()
    assert not any(record.champs.get("titulaire") for record in desk.records.values())


def test_lines_selected_stay_so_when_an_exchange_brings_another(page: RecordsView, desk: MemoryDesk) -> None:
    rows, picking = page.records.rows, page.table.selectionModel()
    for line in (1, 2, 4):
        picking.select(rows.index(line, 0), SELECT)
    chosen = set(page.selection.numbers())
    desk.add("signalement", objet="Venu d’ailleurs")
    page.refresh()
    QApplication.processEvents()
    assert rows.rowCount() == 7
    assert set(page.selection.numbers()) == chosen
    assert page.selection.line.isVisible()

    page.records.filter("niveau", (("niveau", "a_risque"),))
    assert not page.selection.numbers(), "of another list, nothing is chosen yet"


def test_the_arrows_go_on_from_where_they_are_when_lines_come(page: RecordsView, desk: MemoryDesk) -> None:
    rows = page.records.rows
    QApplication.processEvents()
    first = rows.row(0)
    assert first is not None
    page.open(first.id)
    page.table.setFocus()
    page.table.selectRow(0)
    press(page.table, Qt.Key.Key_Down)
    press(page.table, Qt.Key.Key_Down)
    assert page.table.currentIndex().row() == 2
    rows.dataChanged.emit(rows.index(0, 0), rows.index(0, 0))
    assert page.table.currentIndex().row() == 2


def test_what_was_said_of_an_export_stays_when_the_list_is_asked_again(page: RecordsView, desk: MemoryDesk) -> None:
    page.records.leaving.written.emit("Export n° 1 : 6 lignes écrites.")
    page.refresh()
    assert page.notice.said.text() == "Export n° 1 : 6 lignes écrites."

    page.records.refused.emit("fiche_inconnue")
    page.refresh()
    assert page.notice.isHidden(), "the list could be read again"
