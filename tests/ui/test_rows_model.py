"""The list's model: numbers first, pages as they come into view, nothing kept for ever."""

from mvl_desktop.domain.kinds import required
from tests.ui.fakes import HandAlarms, HeldBackground, ImmediateBackground, MemoryDesk
from ui.values import Wanted
from ui.view_models.records_list import SEARCH_SECONDS, RecordsList
from ui.view_models.rows_model import PAGE, RowsModel


def _texts(model: RowsModel, column: int) -> list[object]:
    for line in range(model.rowCount()):
        model.data(model.index(line, column))
    return [model.data(model.index(line, column)) for line in range(model.rowCount())]


def test_only_the_pages_that_are_seen_are_read(desk: MemoryDesk, background: ImmediateBackground) -> None:
    for number in range(3 * PAGE):
        desk.add("signalement", objet=f"n° {number}")
    model = RowsModel(required("signalement"), desk, background, desk.wording)
    model.show(Wanted("signalement"))
    assert model.rowCount() == 3 * PAGE
    assert desk.asked == []

    model.data(model.index(2 * PAGE + 1, 0))

    assert desk.asked == [f"rows {PAGE} signalement"]


def test_a_page_that_comes_after_another_list_was_asked_is_dropped(desk: MemoryDesk) -> None:
    background = HeldBackground()
    desk.add("signalement", objet="vieux")
    model = RowsModel(required("signalement"), desk, background, desk.wording)
    model.show(Wanted("signalement"))
    background.finish()
    model.data(model.index(0, 0))
    desk.add("signalement", objet="neuf")
    model.show(Wanted("signalement", "neuf"))
    background.finish()
    column = [field.name for field in model.columns].index("objet")
    background.finish()
    model.data(model.index(0, column))
    background.finish()
    assert _texts(model, column) == ["neuf"]


def test_cells_are_said_in_french(desk: MemoryDesk, background: ImmediateBackground) -> None:
    desk.add("signalement", objet="Stage", recu_le="2026-11-03", canal="telephone")
    model = RowsModel(required("signalement"), desk, background, desk.wording)
    model.show(Wanted("signalement"))
    names = [field.name for field in model.columns]
    said = {name: _texts(model, names.index(name))[0] for name in ("recu_le", "canal", "statut")}
    assert said == {"recu_le": "03/11/2026", "canal": "Téléphone", "statut": ""}
    assert _texts(model, len(names)) == ["À envoyer"]


def test_hidden_characters_of_a_title_are_shown_and_not_obeyed(
    desk: MemoryDesk, background: ImmediateBackground
) -> None:
    desk.add("signalement", objet="a\u202eb\nc")
    model = RowsModel(required("signalement"), desk, background, desk.wording)
    model.show(Wanted("signalement"))
    assert _texts(model, [field.name for field in model.columns].index("objet")) == ["a·b·c"]


def test_search_waits_for_the_fingers_and_the_last_word_wins(desk: MemoryDesk, alarms: HandAlarms) -> None:
    desk.add("signalement", objet="jeûne")
    desk.add("signalement", objet="stage")
    background = HeldBackground()
    records = RecordsList(required("signalement"), desk, background, alarms)
    for text in ("j", "je", "jeû"):
        records.search(text)
    assert not background.held
    alarms.forward(SEARCH_SECONDS)
    background.finish()
    assert records.rows.rowCount() == 1


def test_filters_come_from_the_declaration(
    desk: MemoryDesk, background: ImmediateBackground, alarms: HandAlarms
) -> None:
    desk.add("signalement", objet="a", niveau="a_risque")
    desk.add("signalement", objet="b", niveau="non_qualifie")
    records = RecordsList(required("signalement"), desk, background, alarms)
    assert all(field.champ.filtre for field in records.filters)
    records.filter("niveau", "a_risque")
    assert records.rows.rowCount() == 1
    records.filter("niveau", None)
    assert records.rows.rowCount() == 2
