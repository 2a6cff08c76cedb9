"""The page « À faire » and the deadlines in a form: shown the most late first, said by hand, refused in words."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QFileDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from mvl_desktop.services.refusals import RefusError
from tests.ui.fakes import HandAlarms, ImmediateBackground, MemoryDesk
from tests.ui.hands import click, press
from tests.ui.memory_state import NOON
from tests.ui.test_form_view import open_view
from tests.ui.walk import unnamed
from ui.echeance_values import DELEGATION, TOUT, DueLine, DueRule, DueRules, DueSaid, DueWish
from ui.view_models.todo import JOUR, PLUS_TARD, RETARD, SEMAINE, TodoPage, part_of
from ui.views.form_echeances import EcheancesEditor
from ui.views.record_form import RecordFormView
from ui.views.todo import TodoView
from ui.views.todo_rule_form import RuleForm
from ui.views.todo_rules import RulesDialog

TODAY = NOON.date()
LATE = DueLine(
    rec="a1" * 16,
    cle="k1" * 8,
    quoi="Qualifier le signalement",
    le=TODAY - timedelta(days=9),
    etat="en_retard",
    quand="en retard de 6 jours ouvrés",
    pourquoi="La réception du signalement, le 20/10/2026 : 15 jours ouvrés.",
    reference="93-2026-K7-0001",
    titre="Stage fictif",
    responsable="Alix",
)
TODAY_LINE = replace(LATE, cle="k2" * 8, quoi="Aviser le procureur", le=TODAY, etat="aujourdhui", quand="aujourd’hui")
RESERVED = replace(LATE, cle="k3" * 8, quoi="Accuser réception au lanceur d’alerte", a_dire=False, pourquoi="")
ADDED = replace(LATE, cle="k4" * 8, quoi="Rappeler la mairie", ajoutee=True)
RULE = DueRule(
    code="qualification",
    libelle="Qualifier le signalement",
    evenement="La réception du signalement",
    delai="15 jours ouvrés",
    source="Objectif interne proposé",
    appliquee=True,
    a_valider=True,
    propre=False,
    champs={"code": "qualification", "libelle": "Qualifier", "evenement": "un", "nombre": 15, "unite": "un"},
)


@pytest.fixture
def view(qtbot: QtBot, desk: MemoryDesk, background: ImmediateBackground, alarms: HandAlarms) -> TodoView:
    desk.due_lines = (LATE, TODAY_LINE, RESERVED)
    made = TodoView(TodoPage(desk, background), desk, alarms.clock)
    qtbot.addWidget(made)
    made.resize(1024, 640)
    made.show()
    made.refresh()
    return made


def in_dialog(do: Callable[[QDialog], None]) -> None:
    """Do something in the dialog that is about to be opened."""

    def act() -> None:
        shown = QApplication.activeModalWidget()
        assert isinstance(shown, QDialog)
        do(shown)

    QTimer.singleShot(0, act)


def fill(*texts: str) -> Callable[[QDialog], None]:
    """Type in the lines of a dialog, in their order, and go on."""

    def do(dialog: QDialog) -> None:
        lines = [each for each in dialog.findChildren(QLineEdit) if not isinstance(each.parentWidget(), QComboBox)]
        for line, text in zip(lines, texts, strict=False):
            line.setText(text)
        dialog.accept()

    return do


def cells(view: TodoView) -> list[list[str]]:
    found = []
    for place in range(view.table.rowCount()):
        items = [view.table.item(place, column) for column in range(view.table.columnCount())]
        found.append([item.text() if item is not None else "" for item in items])
    return found


def test_each_line_says_what_which_record_when_and_who(view: TodoView) -> None:
    assert cells(view)[0] == [
        "Qualifier le signalement",
        "93-2026-K7-0001 Stage fictif",
        "12/11/2026 · en retard de 6 jours ouvrés",
        "Alix",
    ]
    assert cells(view)[2][2] == "Aujourd’hui"
    assert view.why.text().startswith("La réception du signalement")
    assert unnamed(view) == []


def test_enter_opens_the_record_where_its_deadlines_are(view: TodoView) -> None:
    opened: list[tuple[str, str]] = []
    view.wants_record.connect(lambda kind, rec: opened.append((kind, rec)))
    view.table.setFocus()
    press(view.table, Qt.Key.Key_Return)
    assert opened == [("signalement", LATE.rec)]


def test_the_parts_of_the_page_follow_the_calendar() -> None:
    monday = TODAY - timedelta(days=TODAY.weekday())
    sunday = monday + timedelta(days=6)
    assert part_of(LATE, TODAY) == RETARD
    assert part_of(TODAY_LINE, TODAY) == JOUR
    assert part_of(replace(LATE, etat="a_venir", le=sunday), monday) == SEMAINE
    assert part_of(replace(LATE, etat="a_venir", le=sunday + timedelta(days=1)), monday) == PLUS_TARD
    assert part_of(replace(LATE, etat="a_venir", le=None), monday) == PLUS_TARD


def test_one_part_alone_may_be_shown(view: TodoView) -> None:
    view.when.setCurrentIndex(view.when.findData(JOUR))
    view.when.activated.emit(view.when.currentIndex())
    assert [line.cle for line in view.lines] == [TODAY_LINE.cle]
    assert [view.when.itemText(place) for place in range(view.when.count())] == [
        "Tout",
        "En retard (2)",
        "Aujourd’hui (1)",
    ]


def test_whose_deadlines_is_chosen_and_remembered(view: TodoView, desk: MemoryDesk) -> None:
    view.who.setCurrentIndex(view.who.findData(TOUT))
    view.who.activated.emit(view.who.currentIndex())
    assert desk.due_wishes[-1] == DueWish(TOUT)
    again = TodoPage(desk, ImmediateBackground())
    again.refresh()
    assert again.wish == DueWish(TOUT)
    again.choose(DueWish(DELEGATION, "e1"))
    assert desk.due_wishes[-1] == DueWish(DELEGATION, "e1")


def test_a_deadline_is_put_off_with_a_day_and_a_reason(view: TodoView, desk: MemoryDesk) -> None:
    in_dialog(fill("01/12/2026", "Pièces attendues"))
    click(view.put_off)
    ((rec, said),) = desk.due_said
    assert (rec, said.etat, said.motif, said.cle) == (LATE.rec, "reportee", "Pièces attendues", LATE.cle)
    assert said.pour_le is not None
    assert said.pour_le.isoformat() == "2026-12-01"
    assert "reportée" in view.notice.said.text()
    assert [line.cle for line in view.lines] == [RESERVED.cle, TODAY_LINE.cle]


def test_without_a_reason_nothing_is_written_and_the_dialog_says_why(view: TodoView, desk: MemoryDesk) -> None:
    def twice(dialog: QDialog) -> None:
        in_dialog(QDialog.reject)
        fill("")(dialog)

    in_dialog(twice)
    click(view.set_aside)
    assert not desk.due_said


def test_a_deadline_is_said_to_be_kept_once_confirmed(
    view: TodoView, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.views.todo.ask", lambda *_args, **_kwargs: False)
    click(view.kept)
    assert not desk.due_said
    monkeypatch.setattr("ui.views.todo.ask", lambda *_args, **_kwargs: True)
    click(view.kept)
    assert desk.due_said == ((LATE.rec, DueSaid(etat="tenue", cle=LATE.cle)),)


def test_what_comes_from_what_is_apart_cannot_be_said(view: TodoView) -> None:
    view.table.setCurrentCell(1, 0)
    assert view.chosen == RESERVED
    assert not any(each.isEnabled() for each in (view.kept, view.put_off, view.set_aside))
    assert "Elle s’éteint par l’acte lui-même" in view.why.text()
    assert view.open_button.isEnabled()


def test_one_more_is_added_to_the_record(view: TodoView, desk: MemoryDesk) -> None:
    in_dialog(fill("Rappeler la mairie", "01/12/2026"))
    click(view.more)
    ((rec, said),) = desk.due_said
    assert (rec, said.etat, said.libelle) == (LATE.rec, "a_tenir", "Rappeler la mairie")


def test_files_are_written_where_the_person_said(
    view: TodoView, desk: MemoryDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.views.todo.ask", lambda *_args, **_kwargs: True)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "liste"), ""))
    click(view.export_button)
    click(view.print_button)
    assert desk.due_files == (("agenda", "liste.ics"), ("masque", "liste.pdf"))
    assert "3 échéances écrites" in view.notice.said.text()


def test_a_late_clock_and_what_is_left_out_are_said(view: TodoView, desk: MemoryDesk) -> None:
    assert view.warning.said.text() == ""
    desk.due_doubtful, desk.due_more = True, True
    view.refresh()
    assert "L’horloge de ce poste paraît en retard" in view.warning.said.text()
    assert "Il y en a d’autres" in view.warning.said.text()


def test_a_refusal_is_a_sentence(view: TodoView, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_rec: str, _said: DueSaid) -> None:
        raise RefusError("lecture_seule")

    monkeypatch.setattr(desk, "say_of_due", refuse)
    monkeypatch.setattr("ui.views.todo.ask", lambda *_args, **_kwargs: True)
    click(view.kept)
    assert view.notice.said.text()
    assert view.kept.isEnabled()


def test_nothing_to_do_says_so(view: TodoView, desk: MemoryDesk) -> None:
    desk.due_lines = ()
    view.refresh()
    assert view.pages.currentIndex() == 0
    assert not view.print_button.isEnabled()


# rules


@pytest.fixture
def rules(view: TodoView, qtbot: QtBot, desk: MemoryDesk, alarms: HandAlarms) -> RulesDialog:
    desk.rules_of_dues = DueRules(
        "e1", True, (RULE, replace(RULE, code="b", libelle="Autre", propre=True)), "À valider"
    )
    made = RulesDialog(view, view.todo, desk.rules_of_dues, desk, alarms.clock)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_rule_is_taken_out_or_changed_for_the_espace(rules: RulesDialog, desk: MemoryDesk) -> None:
    click(rules.apply)
    assert desk.rules_kept[-1]["active"] is False
    assert desk.rules_kept[-1]["code"] == "qualification"

    def change(dialog: QDialog) -> None:
        assert isinstance(dialog, RuleForm)
        dialog.fields.editors["nombre"].set_value(5)
        dialog.findChildren(QPushButton)[-1].click()

    in_dialog(change)
    click(rules.change)
    assert (desk.rules_kept[-1]["nombre"], desk.rules_kept[-1]["code"]) == (5, "qualification")
    assert unnamed(rules) == []


def test_who_may_not_change_rules_reads_them(rules: RulesDialog) -> None:
    rules.show_rules(replace(rules.rules, permis=False))
    assert not any(each.isEnabled() for each in (rules.change, rules.apply, rules.add))
    assert "Les référents" in rules.warning.text()
    assert rules.table.rowCount() == 2


def test_a_rule_that_says_too_little_is_not_taken(qtbot: QtBot, rules: RulesDialog, desk: MemoryDesk) -> None:
    def empty(dialog: QDialog) -> None:
        assert isinstance(dialog, RuleForm)
        dialog.findChildren(QPushButton)[-1].click()
        assert dialog.isVisible()
        assert dialog.notice.said.text()
        dialog.reject()

    in_dialog(empty)
    click(rules.add)
    assert desk.rules_kept == ()


# in the form


@pytest.fixture
def form(qtbot: QtBot, desk: MemoryDesk, alarms: HandAlarms) -> Iterator[RecordFormView]:
    desk.due_lines = (LATE, ADDED, replace(LATE, cle="k5" * 8, etat="tenue", ouverte=False, quand="tenue"))
    made = open_view(qtbot, desk, alarms)
    yield made
    made.close()


def editor_of(form: RecordFormView) -> EcheancesEditor:
    editor = form.fields("echeances").editors["echeances"]
    assert isinstance(editor, EcheancesEditor)
    return editor


def test_a_refusal_that_comes_once_the_form_is_left_disturbs_nobody(
    qtbot: QtBot, form: RecordFormView, desk: MemoryDesk
) -> None:
    form.form.open(desk.add("signalement", objet="Stage"))
    deadlines = editor_of(form).deadlines
    other = EcheancesEditor(deadlines, list, lambda: NOON)
    with qtbot.waitSignal(other.destroyed):
        other.deleteLater()
    with qtbot.waitSignal(deadlines.refused):
        deadlines.refused.emit("role_insuffisant")


def test_the_form_shows_deadlines_and_says_of_them_in_what_is_typed(form: RecordFormView, desk: MemoryDesk) -> None:
    form.form.open(desk.add("signalement", objet="Stage"))
    editor = editor_of(form)
    assert [row.line.cle for row in editor.rows] == [LATE.cle, ADDED.cle]
    editor.settled.click()
    assert len(editor.rows) == 3
    editor.say(LATE, "tenue")
    assert form.form.typed is not None
    group = form.form.typed.champs["echeances"]
    assert isinstance(group, list)
    assert (group[0]["id"], group[0]["etat"]) == (LATE.cle, "tenue")
    assert form.form.can_save, "it is recorded with the rest"
    assert not desk.due_said


def test_an_added_deadline_may_be_taken_out(form: RecordFormView, desk: MemoryDesk) -> None:
    held = {"id": "ec" * 8, "libelle": "Rappeler", "pour_le": "2026-12-01", "etat": "a_tenir"}
    form.form.open(desk.add("signalement", objet="Stage", echeances=[held]))
    editor = editor_of(form)
    editor.take_out(replace(ADDED, cle="ec" * 8))
    assert form.form.typed is not None
    assert not form.form.typed.champs.get("echeances")


def test_a_refusal_is_said_beside_the_deadlines(form: RecordFormView, desk: MemoryDesk) -> None:
    form.form.open(desk.add("signalement", objet="Stage"))
    editor = editor_of(form)
    editor.deadlines.say(DueSaid(etat="sans_objet", cle=LATE.cle))
    assert editor.notice.said.text()
