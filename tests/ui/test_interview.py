"""Answering a grid on the phone: by the keyboard alone, nothing lost, nothing concluded."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mvl_desktop.domain.reperage import answers_of
from tests.ui.fakes import HandAlarms, MemoryDesk
from tests.ui.hands import CTRL, click, press, write
from tests.ui.test_form_view import focused, open_view
from tests.ui.walk import unnamed
from ui.resources import resource
from ui.values import Piece
from ui.view_models.interview import CODES, SAID
from ui.views import interview as screen
from ui.views.form_grilles import GrillesEditor
from ui.views.grille_picker import GrillePicker
from ui.views.grille_relecture import RelectureDialog
from ui.views.grilles_reader import GrilleReading
from ui.views.interview import InterviewView
from ui.views.record_form import RecordFormView

GRIDS = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in resource("grilles").glob("*.json")}
LETTERS = {
    "o": Qt.Key.Key_O,
    "r": Qt.Key.Key_R,
    "d": Qt.Key.Key_D,
    "a": Qt.Key.Key_A,
    "i": Qt.Key.Key_I,
    "c": Qt.Key.Key_C,
    "s": Qt.Key.Key_S,
}


@pytest.fixture
def view(qtbot: QtBot, desk: MemoryDesk, alarms: HandAlarms) -> Iterator[RecordFormView]:
    for name in sorted(GRIDS):
        desk.add("grille", **GRIDS[name])
    made = open_view(qtbot, desk, alarms)
    yield made
    made.close()


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what screen readers are told by the interview."""
    said: list[str] = []
    monkeypatch.setattr(screen, "announce", lambda _widget, text: said.append(text))
    return said


def grille(desk: MemoryDesk, code: str) -> str:
    """Return the id of a grid by its code."""
    return next(rec for rec, each in desk.records.items() if each.champs.get("code") == code)


def part(view: RecordFormView) -> GrillesEditor:
    """Return the part « Repérage »."""
    editor = view.fields("grilles").editors["grilles"]
    assert isinstance(editor, GrillesEditor)
    return editor


def begin(view: RecordFormView, desk: MemoryDesk, code: str = "F10", **champs: object) -> InterviewView:
    """Open a grid on a signalement, ready to be answered."""
    view.form.open(desk.add("signalement", objet="Appel d’une mère", **champs))
    part(view).open.setFocus()
    view.reperage.open(grille(desk, code))
    QApplication.processEvents()
    assert view.interview.view is not None
    return view.interview.view


def given(view: RecordFormView) -> list[object]:
    """Return the answers of the grid in hand, in the order of its criteria."""
    assert view.form.typed is not None
    return [one.get("reponse") for one in answers_of(view.form.typed.champs)]


def press_here(letter: str) -> None:
    """Press a key where the focus is, as a hand that does not look."""
    here = focused()
    assert here is not None
    press(here, LETTERS[letter]) if letter in LETTERS else write(here, letter)


def words(widget: QWidget) -> str:
    """Return everything that a widget shows."""
    QApplication.processEvents()
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def test_from_the_first_criterion_to_the_last_without_leaving_the_keyboard(
    view: RecordFormView, desk: MemoryDesk
) -> None:
    made = begin(view, desk)
    assert focused() is made.card
    keys = "oraoi" * 2
    for key in keys:
        press_here(key)
    wanted = {"o": "observe", "r": "rapporte", "a": "absent", "i": "inconnu"}
    assert given(view) == [wanted[key] for key in keys]
    assert focused() is made.finish
    press(made.finish, Qt.Key.Key_Space)
    assert view.interview.view is None
    assert view.form.typed is not None
    assert view.form.typed.champs["grilles"][0]["terminee_le"] == "2026-11-21"  # type: ignore[index]
    assert view.tabs.isVisible()


@pytest.mark.parametrize("keys", ["12345", "&é\"'("])
def test_figures_answer_with_or_without_the_shift_key_of_a_french_keyboard(
    view: RecordFormView, desk: MemoryDesk, keys: str
) -> None:
    begin(view, desk)
    for key in keys:
        press_here(key)
    assert given(view)[:5] == list(CODES)


def test_each_answer_says_when_and_by_whom(view: RecordFormView, desk: MemoryDesk) -> None:
    begin(view, desk)
    press_here("o")
    assert view.form.typed is not None
    first = answers_of(view.form.typed.champs)[0]
    assert (first["repondu_le"], first["repondu_par"]) == ("2026-11-21", "Camille Exemple")


def test_one_comes_back_takes_an_answer_away_and_answers_otherwise(view: RecordFormView, desk: MemoryDesk) -> None:
    made = begin(view, desk)
    press_here("o")
    press(made.card, Qt.Key.Key_Backspace)
    assert made.interview.place == 0
    press(made.card, Qt.Key.Key_Delete)
    assert given(view)[0] is None
    press(made.card, Qt.Key.Key_Return)
    press(made.card, Qt.Key.Key_Up)
    press_here("a")
    assert given(view)[:2] == ["absent", None]


def test_a_letter_in_a_comment_is_a_letter(view: RecordFormView, desk: MemoryDesk) -> None:
    made = begin(view, desk)
    press_here("o")
    press(made.card, Qt.Key.Key_Backspace)
    press_here("c")
    assert focused() is made.card.comment
    write(made.card.comment, "Dit au radio")
    press(made.card.comment, Qt.Key.Key_Tab)
    assert focused() is made.card.source
    write(made.card.source, "Sa mère")
    press(made.card.source, Qt.Key.Key_Return)
    assert made.interview.place == 1
    assert focused() is made.card
    assert view.form.typed is not None
    first = answers_of(view.form.typed.champs)[0]
    assert (first["reponse"], first["commentaire"], first["source"]) == ("observe", "Dit au radio", "Sa mère")


def test_escape_leaves_the_comment_then_the_interview_and_never_the_signalement(
    view: RecordFormView, desk: MemoryDesk
) -> None:
    made = begin(view, desk)
    press_here("c")
    press(made.card.comment, Qt.Key.Key_Escape)
    assert focused() is made.card
    press(made.card, Qt.Key.Key_Escape)
    assert view.interview.view is None
    assert view.form.typed is not None


def test_what_is_documented_asks_by_which_piece_and_goes_on(view: RecordFormView, desk: MemoryDesk) -> None:
    rec = desk.add("signalement", objet="Appel")
    desk.records[rec].pieces = (Piece("0b" * 8, "facture.pdf", 12),)
    view.form.open(rec)
    part(view)
    view.reperage.open(grille(desk, "F10"))
    QApplication.processEvents()
    made = view.interview.view
    assert made is not None
    press_here("d")
    assert focused() is made.card.piece
    press(made.card.piece, Qt.Key.Key_Down)
    press(made.card.piece, Qt.Key.Key_Return)
    assert made.interview.place == 1
    assert view.form.typed is not None
    first = answers_of(view.form.typed.champs)[0]
    assert (first["reponse"], first["piece"]) == ("documente", "0b" * 8)


def test_a_draft_killed_in_the_middle_keeps_the_answers(
    view: RecordFormView, desk: MemoryDesk, alarms: HandAlarms, qtbot: QtBot
) -> None:
    begin(view, desk)
    for key in "ora":
        press_here(key)
    (kept,) = desk.kept.values()
    again = open_view(qtbot, desk, alarms)
    again.form.resume(kept.id)
    assert given(again)[:4] == ["observe", "rapporte", "absent", None]
    part(again).cards[0].go_on.click()
    assert again.interview.view is not None
    assert again.interview.view.interview.place == 3, "one goes on where it was left"
    again.close()


def test_a_lock_in_the_middle_of_a_comment_keeps_it(view: RecordFormView, desk: MemoryDesk) -> None:
    made = begin(view, desk)
    press_here("c")
    write(made.card.comment, "Elle a d")
    view.form.flush()  # what every lock does first
    (kept,) = desk.kept.values()
    assert answers_of(kept.champs)[0]["commentaire"] == "Elle a d"


def test_saving_in_the_middle_goes_on_with_the_same_criterion(view: RecordFormView, desk: MemoryDesk) -> None:
    made = begin(view, desk)
    for key in "or":
        press_here(key)
    view.save()
    assert view.interview.view is made
    assert made.interview.place == 2
    press_here("a")
    assert given(view)[:3] == ["observe", "rapporte", "absent"]


def test_what_a_screen_reader_says_at_each_answer(view: RecordFormView, desk: MemoryDesk, told: list[str]) -> None:
    made = begin(view, desk)
    assert made.card.accessibleName().startswith("Critère 1 sur 10")
    press_here("o")
    second = answers_of(view.form.typed.champs)[1]["libelle"]  # type: ignore[union-attr]
    assert told == [f"Observé. Critère 2 sur 10\u00a0: {second}"]
    assert unnamed(made) == []


def test_counts_are_words_family_by_family_and_nothing_is_concluded(view: RecordFormView, desk: MemoryDesk) -> None:
    made = begin(view, desk)
    for key in "oora":
        press_here(key)
    said = words(made)
    assert "Ce qui touche la personne\u00a0: 2 observés, 1 rapporté, 1 absent, 1 sans réponse" in said
    assert "Ce qui touche la collectivité\u00a0: 5 sans réponse" in said
    assert not re.search(r"%|score|total|danger|risque (faible|élevé)|conclusion\u00a0:", said, re.IGNORECASE)


def test_the_clinical_grid_is_read_by_all_and_refused_before(
    view: RecordFormView, desk: MemoryDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    view.form.open(desk.add("signalement", objet="Appel"))
    picker = GrillePicker(part(view), view.reperage)
    qtbot.addWidget(picker)
    picker.show()
    picker.search.setText("EMP")
    assert not picker.go_on.isEnabled()
    assert "médecin inspecteur" in picker.notice.said.text()
    press(picker.list, Qt.Key.Key_Return)
    assert picker.chosen is None
    read: list[str] = []

    def look(dialog: GrilleReading) -> int:
        dialog.show()
        read.append(words(dialog))
        return 0

    monkeypatch.setattr(GrilleReading, "exec", look)
    picker.read.click()
    assert "EMP-01" in read[0], "it is help for whoever listens"
    desk.clinician = True
    view.reperage.ask_grilles()
    assert picker.go_on.isEnabled()
    picker.reject()


def test_a_clinical_grid_that_a_physician_opened_is_only_read_by_others(view: RecordFormView, desk: MemoryDesk) -> None:
    desk.clinician = True
    made = begin(view, desk, "EMP")
    press_here("o")
    view.save()
    desk.clinician = False
    view.reperage.look_again()
    made.card.setFocus()
    press_here("a")
    assert given(view)[:2] == ["observe", None]
    assert made.notice.isVisible()
    assert not made.card.answers["observe"].isEnabled()


def test_the_part_shows_what_was_opened_by_whom_and_counts(view: RecordFormView, desk: MemoryDesk) -> None:
    made = begin(view, desk)
    press_here("r")
    made.back.click()
    (card,) = part(view).cards
    said = words(card)
    assert "Ouverte le 21/11/2026 par Camille Exemple" in said
    assert "Ce qui touche la personne\u00a0: 1 rapporté, 4 sans réponse" in said
    assert card.go_on.text() == "Continuer"
    assert not hasattr(card, "out"), "what was answered is not taken out by a click"


def test_a_grid_opened_by_mistake_is_taken_out_and_put_back(view: RecordFormView, desk: MemoryDesk) -> None:
    begin(view, desk).back.click()
    QApplication.processEvents()
    click(part(view).cards[0].out)
    assert given(view) == []
    view.undo_bar.take_back()
    assert len(given(view)) == 10
    assert len(part(view).cards) == 1


def test_a_grid_is_proposed_with_why(view: RecordFormView, desk: MemoryDesk) -> None:
    desk.records[grille(desk, "MIN")].champs["natures"] = ["mineur"]
    view.form.open(desk.add("signalement", objet="Appel", natures=["mineur"]))
    said = words(part(view).proposed)
    assert "Même nature de situation" in said
    begin_button = next(each for each in part(view).proposed.findChildren(QPushButton) if each.isVisible())
    click(begin_button)
    assert view.interview.view is not None
    assert view.interview.view.interview.grid["code"] == "MIN"


def test_answers_call_for_a_fiche_say_why_and_apply_it_by_the_usual_way(view: RecordFormView, desk: MemoryDesk) -> None:
    fiche = desk.add("fiche-conduite", code="CAT-09", titre="Mineur en danger", etapes=["Appeler", "Écrire"])
    rec = grille(desk, "F10")
    criteres = [dict(each) for each in GRIDS["f10"]["criteres"]]
    criteres[0]["fiches"] = ["CAT-09"]
    desk.records[rec].champs["criteres"] = criteres
    made = begin(view, desk)
    assert not made.side.called.isVisible()
    press_here("o")
    view.reperage.ask_called()
    said = words(made.side.called)
    assert "CAT-09" in said
    assert str(criteres[0]["libelle"]) in said
    click(next(each for each in made.side.called.findChildren(QPushButton) if each.isVisible()))
    assert view.form.typed is not None
    steps = view.form.typed.champs["etapes_appliquees"]
    assert [step["libelle"] for step in steps] == ["Appeler", "Écrire"]  # type: ignore[attr-defined]
    assert "Déjà appliquée" in words(made.side.called)
    assert fiche


def newer(desk: MemoryDesk) -> list[dict[str, Any]]:
    """Publish a second version of F10: one criterion reworded, one gone, one new."""
    rec = grille(desk, "F10")
    criteres = [dict(each) for each in GRIDS["f10"]["criteres"]]
    criteres[1]["libelle"] = "Dépenses sans mesure"
    gone = criteres.pop(2)
    criteres.append({"code": "F10-11", "libelle": "Un critère de plus", "famille": "collectivité"})
    desk.records[rec].champs |= {"criteres": criteres, "version": 2}
    return [gone, criteres[-1]]


def test_a_newer_version_is_read_side_by_side_and_only_what_is_ticked_is_taken(
    view: RecordFormView, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = begin(view, desk)
    for key in "oraoi" * 2:
        press_here(key)
    made.finish.click()
    gone, new = newer(desk)
    view.save()
    view.reperage.look_again()
    (card,) = part(view).cards
    assert "Une version plus récente existe\u00a0: la version 2." in words(card)
    seen: list[str] = []

    def read(dialog: RelectureDialog) -> int:
        dialog.show()
        seen.append(words(dialog))
        dialog.same.click()
        assert "F10-01" in dialog.codes
        assert "F10-02" not in dialog.codes, "what is reworded is taken by hand only"
        assert gone["code"] not in dialog.boxes
        dialog.boxes["F10-04"].setChecked(False)
        return int(QDialog.DialogCode.Accepted)

    monkeypatch.setattr(RelectureDialog, "exec", read)
    card.again.click()
    assert "1 critère nouveau, 1 reformulé, 1 n’y figure plus" in seen[0]
    assert str(new["libelle"]) in seen[0]
    assert view.interview.view is not None
    answers = {str(one["critere"]): one.get("reponse") for one in view.interview.view.interview.answers}
    assert answers["F10-01"] == "observe"
    assert answers["F10-02"] is None
    assert answers["F10-04"] is None
    assert answers["F10-11"] is None
    assert view.interview.view.interview.current["critere"] == "F10-02"
    assert "À la lecture précédente\u00a0: Rapporté" in words(view.interview.view)
    write(view.interview.view.card, "v")
    answers = {str(one["critere"]): one.get("reponse") for one in view.interview.view.interview.answers}
    assert answers["F10-02"] == "rapporte"
    assert len(given(view)) == 20, "the older reading stays as it was"


def test_answers_have_their_own_words(view: RecordFormView) -> None:
    assert list(SAID) == list(CODES)


def test_a_comment_begun_with_ctrl_enter_goes_to_the_next_criterion(view: RecordFormView, desk: MemoryDesk) -> None:
    made = begin(view, desk)
    press_here("c")
    write(made.card.comment, "Rien dit")
    press(made.card.comment, Qt.Key.Key_Return, CTRL)
    assert made.interview.place == 1
    assert made.card.comment.toPlainText() == ""


def test_where_there_is_no_room_every_criterion_is_one_key_away(view: RecordFormView, desk: MemoryDesk) -> None:
    view.resize(600, 500)
    made = begin(view, desk)
    QApplication.processEvents()
    assert not made.list.isVisible()
    click(made.all)
    assert focused() is made.list
    assert not made.area.isVisible()
    press(made.list, Qt.Key.Key_Down)
    press_here("r")
    assert given(view)[:3] == [None, "rapporte", None]
    press(made.list, Qt.Key.Key_Return)
    assert focused() is made.card
    assert made.interview.place == 2
    made.show_list(shown=True)
    press(made.list, Qt.Key.Key_Escape)
    assert focused() is made.card
    assert view.interview.is_open
