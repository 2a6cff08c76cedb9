"""The form of a signalement as used on the phone: parts that unfold, what is asked softly, what is taken back."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from mvl_desktop.domain.kinds import required
from tests.ui.fakes import HandAlarms, HeldBackground, ImmediateBackground, MemoryDesk
from tests.ui.hands import CTRL, click, press, write
from tests.ui.walk import shown
from ui.background import Background
from ui.spoken import spoken
from ui.values import Espace
from ui.view_models.record_form import RecordForm
from ui.view_models.record_side import RecordSide
from ui.views.record_form import RecordFormView
from ui.widgets.elements import ElementsEditor

ALT = Qt.KeyboardModifier.AltModifier


def open_view(
    qtbot: QtBot, desk: MemoryDesk, alarms: HandAlarms, width: int = 660, background: Background | None = None
) -> RecordFormView:
    """Show the form of a signalement over a fake post."""
    background = background or ImmediateBackground()
    form = RecordForm(desk, background, alarms, alarms.clock)
    view = RecordFormView(required("signalement"), form, RecordSide(desk, background), desk, alarms.clock)
    qtbot.addWidget(view)
    view.resize(width, 720)
    view.show()
    return view


@pytest.fixture
def view(qtbot: QtBot, desk: MemoryDesk, alarms: HandAlarms) -> Iterator[RecordFormView]:
    made = open_view(qtbot, desk, alarms)
    yield made
    made.close()


def said(view: QWidget) -> str:
    """Return everything that labels say."""
    return "\n".join(widget.text() for widget in shown(view) if isinstance(widget, QLabel))


def focused() -> QWidget:
    """Return where the keyboard is."""
    here = QApplication.focusWidget()
    assert here is not None
    return here


def test_only_what_matters_is_open_first_and_nothing_else_is_made(view: RecordFormView) -> None:
    view.form.begin("signalement")
    opened = [title for title, section in view.content.sections.items() if section.is_open]
    assert opened == ["Réception", "Faits"]
    assert set(view.content.built) == {"Réception", "Faits"}


def test_a_part_opens_by_keyboard_and_tab_goes_into_it(view: RecordFormView) -> None:
    view.form.begin("signalement")
    section = view.content.sections["Lieu"]
    section.fold.setFocus()
    press(section.fold, Qt.Key.Key_Return)
    assert section.is_open
    press(section.fold, Qt.Key.Key_Tab)
    assert view.groups["Lieu"].editors["departement"].isAncestorOf(focused())
    press(focused(), Qt.Key.Key_PageUp, ALT)
    assert focused() is section.fold
    press(section.fold, Qt.Key.Key_Space)
    assert not section.is_open


def test_alt_page_goes_from_part_to_part(view: RecordFormView) -> None:
    view.form.begin("signalement")
    view.focus_first()
    press(focused(), Qt.Key.Key_PageDown, ALT)
    assert focused() is view.content.sections["Lieu"].fold
    press(focused(), Qt.Key.Key_Down)
    assert focused() is view.content.sections["Faits"].fold


def test_a_folded_part_says_what_it_holds(view: RecordFormView, desk: MemoryDesk) -> None:
    rec = desk.add("signalement", objet="Stage", departement="01", adresse_lieu="Salle des fêtes")
    view.form.open(rec)
    fold = view.content.sections["Lieu"].fold
    assert "01 – Ain" in fold.summary
    assert "Salle des fêtes" in fold.summary
    assert "2 sur" in fold.accessibleName()


def test_what_is_folded_and_never_opened_is_saved_as_it_was(view: RecordFormView, desk: MemoryDesk) -> None:
    rec = desk.add("signalement", objet="Stage", departement="01", titulaire="Camille Exemple")
    view.form.open(rec)
    write(view.fields("objet").editors["objet"].buddy(), " de jeûne")
    view.save()
    assert desk.records[rec].champs["departement"] == "01"
    assert desk.records[rec].champs["titulaire"] == "Camille Exemple"


def test_a_part_that_makes_no_sense_is_not_shown_until_it_does(view: RecordFormView) -> None:
    view.form.begin("signalement")
    section = view.content.sections["Mineur"]
    assert section.isHidden()
    buttons = view.fields("mineur_concerne").editors["mineur_concerne"]
    buttons.buddy().click()  # type: ignore[attr-defined]
    assert not section.isHidden()
    assert section.is_open


def test_saving_with_something_missing_saves_and_says_it(view: RecordFormView, desk: MemoryDesk) -> None:
    view.form.begin("signalement")
    write(view.fields("objet").editors["objet"].buddy(), "Stage")
    view.save()
    assert desk.saves == 1
    assert "Il manque encore\u00a0: Reçu le." in view.notice.said.text()


def test_a_number_that_looks_wrong_is_remarked_and_saved(view: RecordFormView, desk: MemoryDesk) -> None:
    view.form.begin("signalement")
    write(view.fields("objet").editors["objet"].buddy(), "Établissement")
    editor = view.fields("mis_en_cause").editors["mis_en_cause"]
    assert isinstance(editor, ElementsEditor)
    QApplication.processEvents()
    click(editor.add)
    fields = editor.cards[0].fields
    line = fields.editors["finess"].buddy()
    write(line, "123")
    view.form.flush()
    fields.check("finess")
    assert "neuf chiffres" in said(view)
    view.save()
    assert desk.saves == 1


def test_a_removal_is_taken_back_by_ctrl_z(view: RecordFormView, desk: MemoryDesk) -> None:
    rec = desk.add("signalement", objet="Stage", personnes=[{"id": "00000000000000aa", "nom": "Alix Exemple"}])
    view.form.open(rec)
    editor = view.fields("personnes").editors["personnes"]
    assert isinstance(editor, ElementsEditor)
    QApplication.processEvents()
    assert "Alix Exemple" in editor.cards[0].fold.summary
    click(editor.cards[0].remove)
    assert editor.value() is None
    assert view.undo_bar.isVisible()
    press(focused(), Qt.Key.Key_Z, CTRL)
    assert editor.value() == desk.records[rec].champs["personnes"]
    assert not view.undo_bar.isVisible()


def test_ctrl_z_in_a_text_undoes_the_text_first(view: RecordFormView, desk: MemoryDesk) -> None:
    rec = desk.add("signalement", objet="Stage", personnes=[{"id": "00000000000000aa", "nom": "Alix Exemple"}])
    view.form.open(rec)
    editor = view.fields("personnes").editors["personnes"]
    assert isinstance(editor, ElementsEditor)
    QApplication.processEvents()
    click(editor.cards[0].remove)
    line = view.fields("objet").editors["objet"].buddy()
    line.setFocus()
    write(line, "x")
    press(line, Qt.Key.Key_Z, CTRL)
    assert view.fields("objet").editors["objet"].value() == "Stage"
    assert editor.value() is None


def test_the_espace_of_a_new_record_is_chosen_and_what_is_typed_goes_with_it(
    view: RecordFormView, desk: MemoryDesk
) -> None:
    desk.espace_list = [Espace("a" * 32, "Ain", "referent"), Espace("b" * 32, "Rhône", "referent")]
    view.form.begin("signalement")
    assert view.head.home.isVisible()
    write(view.fields("objet").editors["objet"].buddy(), "Stage")
    view.head.home.setCurrentIndex(1)
    view.head.home.activated.emit(1)
    view.save()
    record = next(iter(desk.records.values()))
    assert record.espace.nom == "Rhône"
    assert record.champs["objet"] == "Stage"
    assert not desk.kept
    assert not view.head.home.isVisible()


def test_the_reference_is_copied_and_spelt(view: RecordFormView, desk: MemoryDesk) -> None:
    view.form.open(desk.add("signalement", objet="Stage"))
    click(view.head.copy)
    assert QApplication.clipboard().text() == "01-2026-K7-0012"
    click(view.head.speak)
    assert "K comme Kléber" in view.head.spoken.text()
    assert spoken("93-2026-K7-0012") == "93, tiret, 2026, tiret, K comme Kléber, 7, tiret, 0 0 1 2"


def test_what_is_half_typed_stays_when_a_save_or_an_exchange_ends(
    qtbot: QtBot, desk: MemoryDesk, alarms: HandAlarms
) -> None:
    background = HeldBackground()
    view = open_view(qtbot, desk, alarms, background=background)
    view.form.open(desk.add("signalement", objet="Stage"))
    background.finish()
    day, objet = (view.fields(name).editors[name].buddy() for name in ("recu_le", "objet"))
    assert isinstance(day, QLineEdit)
    assert isinstance(objet, QLineEdit)

    objet.end(False)
    write(objet, " long")
    view.save()
    write(objet, " et ")
    background.finish()
    write(objet, "fatigant")
    assert objet.text() == "Stage long et fatigant"
    view.save()
    background.finish()

    write(day, "21/1")
    view.form.refresh()
    background.finish()
    assert day.text() == "21/1"
    view.form.open(desk.add("signalement", objet="Autre"))
    background.finish()
    assert day.text() == ""
