"""Minutes typed during a meeting: by the keyboard, kept in the draft, what is taken out is put back."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mvl_desktop.domain.compte_rendu import DECISIONS, INTERVENTIONS, POINTS, PRESENCES, elements
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.obligation import SITUATIONS as KNOWN
from mvl_desktop.services.activity_maps import SITUATIONS
from tests.ui.fakes import HandAlarms, ImmediateBackground, MemoryDesk
from tests.ui.hands import CTRL, click, press, write
from tests.ui.walk import unnamed
from ui.chiffre_values import CountedRecord
from ui.messages import sentence
from ui.view_models.list_actions import ListActions
from ui.view_models.meeting import Meeting
from ui.view_models.minutes import Minutes
from ui.view_models.record_form import RecordForm
from ui.view_models.record_side import RecordSide
from ui.view_models.records_list import RecordsList
from ui.views import meeting_bar
from ui.views.chiffres_records import CountedDialog
from ui.views.meeting_bar import MeetingBar
from ui.views.meeting_forms import DecisionsDialog, MinutesDialog
from ui.views.meeting_since import SinceDialog
from ui.views.meeting_year import YearDialog, cells_of, said_year
from ui.views.minutes import MinutesView
from ui.views.minutes_point import PointPanel
from ui.views.minutes_presences import PresencesPanel
from ui.views.record_form import RecordFormView
from ui.views.reunions import ReunionsShelf
from ui.widgets.panels import Notice

ALT = Qt.KeyboardModifier.AltModifier
POINT = {"id": "0" * 15 + "1", "intitule": "Premier point"}
OTHER = {"id": "0" * 15 + "2", "intitule": "Second point"}
SAID = {"id": "0" * 15 + "3", "point": POINT["id"], "fonction": "Préfet", "texte": "Un mot."}


@dataclass
class Room:
    """A form on a meeting, and what stands around it."""

    form: RecordForm
    desk: MemoryDesk
    meeting: Meeting
    bar: MeetingBar
    alarms: HandAlarms


@pytest.fixture
def room(qtbot: QtBot, desk: MemoryDesk, alarms: HandAlarms) -> Iterator[Room]:
    background = ImmediateBackground()
    form = RecordForm(desk, background, alarms, alarms.clock)
    meeting = Meeting(form, desk, background)
    bar = MeetingBar(meeting, alarms.clock)
    qtbot.addWidget(bar)
    bar.show()
    yield Room(form, desk, meeting, bar, alarms)
    bar.close()


def opened(room: Room, **champs: object) -> str:
    rec = room.desk.add("reunion", **{"objet": "Réunion fictive", "type_reunion": "cdpd_groupe", **champs})
    room.form.open(rec)
    return rec


def typing(room: Room, qtbot: QtBot, wide: int = 1100, **champs: object) -> MinutesView:
    opened(room, **{"points": [POINT, OTHER], "interventions": [SAID], **champs})
    made = MinutesView(Minutes(room.form), room.desk, room.alarms.clock)
    qtbot.addWidget(made)
    made.resize(wide, 700)
    made.show()
    made.begin()
    return made


def held(room: Room, group: str) -> list[dict[str, object]]:
    typed = room.form.typed
    assert typed is not None
    return [dict(each) for each in elements(typed.champs, group)]


def point(view: MinutesView) -> PointPanel:
    assert isinstance(view.panel, PointPanel)
    return view.panel


def test_enter_adds_an_item_and_the_next_one_may_be_typed_at_once(room: Room, qtbot: QtBot) -> None:
    view = typing(room, qtbot, points=[])
    for title in ("Un premier", "Un second"):
        write(view.new, title)
        press(view.new, Qt.Key.Key_Return)
    assert [each["intitule"] for each in held(room, POINTS)] == ["Un premier", "Un second"]
    assert len({each["id"] for each in held(room, POINTS)}) == 2
    assert view.new.text() == ""
    assert [view.agenda.item(row).text() for row in range(3)] == ["Présences", "a) Un premier", "b) Un second"]


def test_alt_and_an_arrow_move_the_item_and_what_was_said_follows(room: Room, qtbot: QtBot) -> None:
    view = typing(room, qtbot)
    press(view.agenda, Qt.Key.Key_Down, ALT)
    assert [each["intitule"] for each in held(room, POINTS)] == ["Second point", "Premier point"]
    assert view.agenda.currentItem().text() == "b) Premier point"
    assert [row.id for row in point(view).rows[INTERVENTIONS]] == [SAID["id"]]
    press(view.agenda, Qt.Key.Key_Down, ALT)  # it is the last one already
    press(view.agenda, Qt.Key.Key_Up, ALT)
    assert [each["intitule"] for each in held(room, POINTS)] == ["Premier point", "Second point"]


def test_a_statement_is_typed_under_its_item_without_the_mouse(room: Room, qtbot: QtBot) -> None:
    view = typing(room, qtbot, presences=[{"id": "0" * 15 + "9", "fonction": "Référent"}])
    press(view.agenda, Qt.Key.Key_Down)
    point(view).add_said.click()
    QApplication.processEvents()
    row = point(view).rows[INTERVENTIONS][0]
    assert view.focusWidget() is row.editors["fonction"].buddy()
    write(row.editors["fonction"].buddy(), "Référent")
    write(row.editors["texte"].buddy(), "Il faut former.")
    press(row.editors["texte"].buddy(), Qt.Key.Key_Return, CTRL)
    first, second, third = held(room, INTERVENTIONS)
    assert first == SAID
    assert (second["point"], second["fonction"], second["texte"]) == (OTHER["id"], "Référent", "Il faut former.")
    assert third["point"] == OTHER["id"]


def test_a_decision_begins_to_be_done_and_has_a_day(room: Room, qtbot: QtBot) -> None:
    view = typing(room, qtbot)
    point(view).add_decision.click()
    row = point(view).rows[DECISIONS][0]
    write(row.editors["texte"].buddy(), "Former les agents")
    write(row.editors["pour_le"].buddy(), "01/04/2027")
    (one,) = held(room, DECISIONS)
    assert (one["point"], one["etat"], one["texte"], one["pour_le"]) == (
        POINT["id"],
        "a_faire",
        "Former les agents",
        "2027-04-01",
    )


def test_what_is_taken_out_is_put_back_where_it_was(room: Room, qtbot: QtBot) -> None:
    view = typing(room, qtbot)
    point(view).rows[INTERVENTIONS][0].remove.click()
    assert held(room, INTERVENTIONS) == []
    view.undo.undo.click()
    assert held(room, INTERVENTIONS) == [SAID]
    press(view.agenda, Qt.Key.Key_Delete)
    assert [each["intitule"] for each in held(room, POINTS)] == ["Second point"]
    view.undo.undo.click()
    assert held(room, POINTS) == [POINT, OTHER]
    assert view.minutes.current == POINT["id"]


def test_attendance_is_ticked_by_function(room: Room, qtbot: QtBot) -> None:
    people = [{"id": f"{n:016x}", "fonction": f"Fonction {n}"} for n in (11, 12)]
    view = typing(room, qtbot, presences=[*people, {"id": "f" * 16, "fonction": "Excusée", "presence": "excuse"}])
    view.minutes.go("")
    assert isinstance(view.panel, PresencesPanel)
    view.panel.everybody.click()
    write(view.panel.lines[0]["nombre"].buddy(), "3")
    assert [each.get("presence") for each in held(room, PRESENCES)] == ["present", "present", "excuse"]
    assert view.panel.count.text() == "4 personnes présentes"


def test_typing_never_takes_the_cursor_away(room: Room, qtbot: QtBot) -> None:
    view = typing(room, qtbot)
    area = point(view).text.buddy()
    area.setFocus()
    write(area, "Dit ")
    room.form.flush()
    room.form.save()
    QApplication.processEvents()
    assert view.panel is not None
    assert view.focusWidget() is area
    write(area, "encore")
    assert held(room, POINTS)[0]["texte"] == "Dit encore"


def test_escape_leaves_the_field_then_the_minutes(room: Room, qtbot: QtBot) -> None:
    view = typing(room, qtbot)
    left: list[bool] = []
    view.left.connect(lambda: left.append(True))
    point(view).text.buddy().setFocus()
    press(view, Qt.Key.Key_Escape)
    assert (view.focusWidget(), left) == (view.agenda, [])
    press(view, Qt.Key.Key_Escape)
    assert left == [True]
    assert held(room, INTERVENTIONS) == [SAID]


@pytest.fixture
def shelf(qtbot: QtBot, desk: MemoryDesk, alarms: HandAlarms) -> Iterator[ReunionsShelf]:
    background, declared = ImmediateBackground(), required("reunion")
    form, side = RecordForm(desk, background, alarms, alarms.clock), RecordSide(desk, background)
    made = ReunionsShelf(
        RecordsList(declared, desk, background, alarms),
        form,
        lambda: RecordFormView(declared, form, side, desk, alarms.clock),
        desk,
        ListActions("reunion", desk, background),
        background,
        alarms.clock,
    )
    qtbot.addWidget(made)
    made.show()
    made.open(desk.add("reunion", objet="Réunion fictive", points=[POINT]))
    yield made
    made.close()


def test_the_minutes_take_the_place_of_the_form_and_give_it_back(shelf: ReunionsShelf) -> None:
    shelf.bar.write.click()
    assert shelf.room is not None
    assert shelf.is_alone
    assert not shelf.form_view.tabs.isVisible()
    assert shelf.room.view is not None
    shelf.room.view.new.setText("Un point de plus")
    press(shelf.room.view.new, Qt.Key.Key_Return)
    shelf.room.view.back.click()
    assert not shelf.is_alone
    assert shelf.form_view.tabs.isVisible()
    assert shelf.form.typed is not None
    assert len(elements(shelf.form.typed.champs, POINTS)) == 2


def test_minutes_are_saved_while_they_are_typed_not_what_the_form_showed_before(
    shelf: ReunionsShelf, desk: MemoryDesk
) -> None:
    """The fields of the form are hidden meanwhile, and know nothing of it."""
    for part in ("points", "decisions", "presences"):
        shelf.form_view.fields(part)
    shelf.bar.write.click()
    assert shelf.room is not None
    view = shelf.room.view
    assert view is not None
    view.new.setText("Un point de plus")
    press(view.new, Qt.Key.Key_Return)
    view.register.click()
    (kept,) = (each for each in desk.records.values() if each.kind == "reunion")
    assert len(elements(kept.champs, POINTS)) == 2
    view.minutes.add(DECISIONS, {"texte": "Décidé"})
    shelf.save()
    assert [each["texte"] for each in elements(kept.champs, DECISIONS)] == ["Décidé"]
    assert shelf.is_alone


def test_everything_has_a_name(room: Room, qtbot: QtBot) -> None:
    view = typing(room, qtbot, presences=[{"id": "0" * 15 + "9", "fonction": "Référent"}])
    point(view).add_decision.click()
    assert unnamed(view) == []
    view.minutes.go("")
    assert unnamed(view) == []


def test_in_a_narrow_window_the_agenda_is_asked_for(room: Room, qtbot: QtBot) -> None:
    view = typing(room, qtbot, wide=480)
    assert not view.agenda.isVisible()
    click(view.all)
    assert view.agenda.isVisible()
    press(view.agenda, Qt.Key.Key_Return)
    assert not view.agenda.isVisible()
    assert view.panel is not None
    assert view.panel.isVisible()


def test_a_new_meeting_takes_the_agenda_of_its_type(room: Room, qtbot: QtBot) -> None:
    room.form.begin("reunion")
    room.form.put({"type_reunion": "cdpd_groupe", "objet": "Le nôtre"})
    assert room.bar.begin.isVisible()
    room.bar.begin.click()
    typed = room.form.typed
    assert typed is not None
    assert typed.champs["objet"] == "Le nôtre"
    assert [each["intitule"] for each in held(room, POINTS)] == ["Premier point"]
    assert not room.bar.begin.isVisible()


def test_what_is_typed_is_saved_before_the_meeting_is_said_held(room: Room, qtbot: QtBot) -> None:
    opened(room)
    room.form.put({"lieu": "Une salle fictive"})
    room.bar.fill_menu()
    held_now = next(each for each in room.bar.follow.menu().actions() if each.text() == "Elle s’est tenue")
    held_now.trigger()
    assert (room.desk.saves, room.desk.meetings) == (1, ["tenue"])
    assert room.bar.notice.said.text() == "La réunion est dite tenue."


def test_a_refusal_is_said_over_the_form(room: Room, qtbot: QtBot) -> None:
    opened(room)
    room.desk.meetings.append("refuse")
    room.meeting.set_state("tenue", "Tenue.")
    assert "date" in room.bar.notice.said.text()


def test_minutes_go_on_from_the_menu_of_a_meeting_that_was_held(room: Room, qtbot: QtBot) -> None:
    opened(room, etat="tenue")
    room.bar.fill_menu()
    titles = [each.text() for each in room.bar.follow.menu().actions() if not each.isSeparator()]
    assert "Valider le compte rendu" in titles
    assert "Compte rendu diffusé" not in titles
    assert room.bar.copy.isVisible()


def test_typing_the_minutes_and_reading_them_are_told_apart_by_their_verbs(room: Room, qtbot: QtBot) -> None:
    opened(room, etat="tenue")
    shown = [each for each in room.bar.buttons if each.isVisible()]
    (write, read) = [each for each in shown if "compte rendu" in each.text().lower()]
    assert (write.text(), read.text()) == ("Rédiger le compte rendu", "Lire ou imprimer le compte rendu…")
    with qtbot.waitSignal(room.bar.wants_minutes):
        click(write)
    with qtbot.waitSignal(room.bar.wants_preview):
        click(read)


def test_the_indicators_of_a_copil_are_frozen(room: Room, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(room, type_reunion="copil")
    monkeypatch.setattr(meeting_bar, "ask_indicators", lambda _parent, choices: [each.code for each in choices])
    click(room.bar.freeze)
    assert room.desk.meetings == ["fige I1.1 I2.1"]
    assert room.bar.notice.said.text() == "2 valeurs sont figées."


def test_a_copy_is_asked_for_the_meeting_that_is_open(room: Room, qtbot: QtBot) -> None:
    rec = opened(room, etat="tenue")
    with qtbot.waitSignal(room.bar.wants_copy) as asked:
        click(room.bar.copy)
    assert asked.args == [rec]


def test_the_preview_hides_names_when_it_is_asked(room: Room, qtbot: QtBot) -> None:
    opened(room)
    dialog = MinutesDialog(room.bar, room.meeting, lambda: None)
    qtbot.addWidget(dialog)
    assert "Camille Inventée" in dialog.text.toPlainText()
    dialog.masked.setChecked(True)
    assert "Camille" not in dialog.text.toPlainText()


def test_a_refusal_that_comes_once_a_window_of_meetings_is_closed_is_said_over_the_form(
    room: Room, qtbot: QtBot
) -> None:
    opened(room)
    dialog = MinutesDialog(room.bar, room.meeting, lambda: None)
    with qtbot.waitSignal(dialog.destroyed):
        room.meeting.shown.disconnect(dialog.show_found)
        dialog.deleteLater()
    room.meeting.refused.emit("reunion_a_venir")
    assert room.bar.notice.said.text() == sentence("reunion_a_venir")


def test_the_year_says_four_things_and_leads_to_the_meeting(room: Room, qtbot: QtBot) -> None:
    opened: list[str] = []
    dialog = YearDialog(room.bar, room.meeting, room.alarms.clock, opened.append)
    qtbot.addWidget(dialog)
    said = [dialog.table.model().index(line, 1).data() for line in range(dialog.table.rowCount())]
    assert said == ["Tenue", "Prévue", "Aucune enregistrée (1 à préciser)", "Pas connu ici"]
    assert "Circulaire du 5 août 2024" in dialog.asked.text()
    dialog.table.cellActivated.emit(3, 0)
    dialog.table.cellActivated.emit(0, 0)
    assert opened == ["r1"]


def test_a_year_before_every_circular_says_so() -> None:
    year = MemoryDesk().obligation(2000)
    assert said_year(year) == "Aucun texte connu ne demandait de réunion cette année-là."
    assert cells_of(year.lignes[0])[0] == "La Réunion (974)"


def test_decisions_and_frozen_values_are_shown(room: Room, qtbot: QtBot) -> None:
    for dialog, cell in (
        (DecisionsDialog(room.bar, room.meeting, lambda _rec: None), "01/04/2026, en retard"),
        (SinceDialog(room.bar, room.meeting), "Signalements reçus"),
    ):
        qtbot.addWidget(dialog)
        assert dialog.table.model().index(0, 0).data() == cell
        room.meeting.shown.disconnect(dialog.show_found)
    assert tuple(SITUATIONS) == KNOWN


def test_a_frozen_value_opens_its_records_and_says_that_they_are_others(
    room: Room, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.desk.counted_records = (CountedRecord("signalement", "a" * 32, "2026-1", "Situation fictive"),)
    seen: list[tuple[str, str]] = []

    def choose(dialog: CountedDialog) -> None:
        seen.append((dialog.findChildren(Notice)[0].said.text(), dialog.table.item(0, 0).text()))  # type: ignore[union-attr]
        dialog.open_chosen()

    monkeypatch.setattr(CountedDialog, "exec", choose)
    dialog = SinceDialog(room.bar, room.meeting)
    qtbot.addWidget(dialog)
    asked: list[tuple[str, str]] = []
    dialog.wants_record.connect(lambda kind, rec: asked.append((kind, rec)))
    dialog.show()
    assert [dialog.table.model().index(line, 4).data() for line in range(2)] == [
        "d’autres\u00a0: 7 alors, 8 aujourd’hui",
        "valeur saisie",
    ]
    dialog.table.setCurrentCell(1, 0)
    assert not dialog.open_button.isEnabled()
    press(dialog.table, Qt.Key.Key_Return)
    assert not room.desk.counted_asked
    dialog.table.setCurrentCell(0, 0)
    assert dialog.open_button.isEnabled()
    press(dialog.table, Qt.Key.Key_Return)
    assert [each.code for each in room.desk.counted_asked] == ["I1.1"]
    assert "8 comptés, 7 le jour où la valeur a été figée" in seen[0][0]
    assert seen[0][1] == "Situation fictive"
    assert asked == [("signalement", "a" * 32)]
    assert unnamed(dialog) == []


def test_the_year_is_drawn_too_and_the_map_leads_to_the_meeting(room: Room, qtbot: QtBot) -> None:
    opened: list[str] = []
    dialog = YearDialog(room.bar, room.meeting, room.alarms.clock, opened.append)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.map.card.chart.chart is None, "nothing is drawn before it is seen"
    dialog.tabs.setCurrentWidget(dialog.map)
    drawn = dialog.map.card.chart
    assert drawn.chart is not None
    drawn.setFocus()
    press(drawn, Qt.Key.Key_Right)
    assert drawn.said() == "Ain\u00a0: Tenue"
    press(drawn, Qt.Key.Key_End)
    assert drawn.said() == "La Réunion\u00a0: Pas connu ici"
    told = drawn.accessibleDescription()
    assert "Pas connu ici" in told
    table = dialog.map.card.table
    assert table is not None
    assert [table.model().index(line, 1).data() for line in (2, 3)] == [
        "Aucune enregistrée (1 à préciser)",
        "Pas connu ici",
    ]
    assert unnamed(dialog) == []
    press(drawn, Qt.Key.Key_Home)
    press(drawn, Qt.Key.Key_Return)
    assert opened == ["r1"]


def test_what_was_done_stays_said_while_the_meeting_is_read_again(room: Room, qtbot: QtBot) -> None:
    rec, other = opened(room), opened(room)
    room.form.open(rec)
    room.meeting.done.emit("21 valeurs sont figées.")
    room.form.open(rec)
    assert not room.bar.notice.isHidden()
    room.form.open(other)
    assert room.bar.notice.isHidden()
