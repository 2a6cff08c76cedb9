"""The list's model: numbers first, pages as they come into view, nothing kept for ever."""

from pytestqt.qtbot import QtBot

from mvl_desktop.domain.kinds import required
from tests.ui.fakes import HandAlarms, HeldBackground, ImmediateBackground, MemoryDesk
from ui.values import Wanted
from ui.view_models.filters import between
from ui.view_models.list_actions import ListActions
from ui.view_models.records_list import SEARCH_SECONDS, RecordsList
from ui.view_models.rows_model import PAGE, RowsModel
from ui.views.columns import fit_columns
from ui.widgets.tables import ListTable


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
    model.choose(["recu_le", "canal", "statut", "etat_envoi", "inconnue"])
    model.show(Wanted("signalement"))
    names = [field.name for field in model.columns]
    said = {name: _texts(model, names.index(name))[0] for name in ("recu_le", "canal", "statut")}
    assert said == {"recu_le": "03/11/2026", "canal": "Téléphone", "statut": ""}
    assert _texts(model, names.index("etat_envoi")) == ["À envoyer"]


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
    declared = {field.name for field in required("signalement").champs if field.champ.filtre}
    offered = {facet.name for facet in records.facets}
    assert declared <= offered, "every declared filter is offered"
    records.filter("niveau", (("niveau", "a_risque"),))
    assert records.rows.rowCount() == 1
    assert [said for _name, said in records.chips] == ["Niveau\u00a0: Situation à risque"]
    records.filter("niveau", (("niveau", "a_risque"), ("niveau", "non_qualifie")))
    assert records.rows.rowCount() == 2
    records.filter("niveau", (("niveau", ""),))
    assert records.rows.rowCount() == 0
    records.filter("niveau", ())
    assert records.rows.rowCount() == 2
    assert records.chips == ()


def test_chosen_columns_and_kept_searches_come_back(
    desk: MemoryDesk, background: ImmediateBackground, alarms: HandAlarms
) -> None:
    desk.add("signalement", objet="a", niveau="a_risque")
    first = RecordsList(required("signalement"), desk, background, alarms)
    first.refresh()
    usual = [column.name for column in first.rows.columns]
    first.choose_columns(["objet", "canal"])
    first.filter("niveau", (("niveau", "a_risque"),))
    first.keep("À surveiller")
    first.rename("À surveiller", "À suivre de près")

    again = RecordsList(required("signalement"), desk, background, alarms)
    again.refresh()
    assert [column.name for column in again.rows.columns] == ["objet", "canal"]
    assert [search.nom for search in again.searches] == ["À suivre de près"]
    again.apply("À suivre de près")
    assert again.wanted.filters == (("niveau", "a_risque"),)
    again.forget("À suivre de près")
    assert again.searches == ()
    again.choose_columns([])
    assert [column.name for column in again.rows.columns] == usual


def test_days_and_what_is_not_filled_are_said(
    desk: MemoryDesk, background: ImmediateBackground, alarms: HandAlarms
) -> None:
    desk.add("signalement", objet="a", recu_le="2026-11-03")
    desk.add("signalement", objet="b", recu_le="2026-10-03")
    desk.add("signalement", objet="c")
    records = RecordsList(required("signalement"), desk, background, alarms)
    records.filter("recu_le", between("recu_le", "2026-11-01", None))
    assert (records.rows.rowCount(), records.chips[0][1]) == (1, "Reçu le\u00a0: depuis le 01/11/2026")
    records.filter("recu_le", between("recu_le", "2026-10-01", "2026-11-30"))
    assert (records.rows.rowCount(), records.chips[0][1]) == (2, "Reçu le\u00a0: du 01/10/2026 au 30/11/2026")
    records.filter("recu_le", (("recu_le", ""),))
    assert (records.rows.rowCount(), records.chips[0][1]) == (1, "Reçu le\u00a0: non renseigné")


def test_several_records_are_handed_over_and_taken_back(desk: MemoryDesk, background: ImmediateBackground) -> None:
    recs = [desk.add("signalement", objet="a", titulaire="Claude Essai"), desk.add("signalement", objet="b")]
    typed = desk.edit(desk.add("signalement", objet="en cours"))
    desk.keep(typed)
    numbers = [int(rec, 16) for rec in desk.records]
    actions = ListActions("signalement", desk, background)
    said: list[str] = []
    actions.done.connect(said.append)

    actions.assign(numbers, "Camille Exemple")

    assert [desk.records[rec].champs.get("titulaire") for rec in recs] == ["Camille Exemple"] * 2
    assert said == ["2 signalements confiés à Camille Exemple"]
    assert list(desk.kept), "what somebody is typing is left alone"
    actions.undo()
    assert [desk.records[rec].champs.get("titulaire") for rec in recs] == ["Claude Essai", None]

    actions.follow(numbers, followed=True)
    assert all(record.suivi for record in desk.records.values())
    actions.undo()
    assert not any(record.suivi for record in desk.records.values())


def test_meetings_are_read_by_their_day_even_beside_a_form(
    desk: MemoryDesk, background: ImmediateBackground, qtbot: QtBot
) -> None:
    desk.add("reunion", objet="Groupe fictif", tenue_le="2026-11-02")
    model = RowsModel(required("reunion"), desk, background, desk.wording)
    names = [field.name for field in model.columns]
    assert names[:2] == ["objet", "tenue_le"]
    assert {"type_reunion", "etat_compte_rendu"} <= set(names)
    table = ListTable("Réunions")
    qtbot.addWidget(table)
    table.setModel(model)
    fit_columns(table, names, table.fontMetrics().averageCharWidth() * 55)
    shown = [name for place, name in enumerate(names) if not table.isColumnHidden(place)]
    assert shown == ["objet", "tenue_le"]
