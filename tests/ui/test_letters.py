"""Windows of letters: chosen, written, settled, reviewed, sent; nothing typed is lost, nothing said by colour alone."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QApplication, QDialog, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.fakes import NOON, HandAlarms, HeldBackground, ImmediateBackground, MemoryDesk
from tests.ui.hands import click, press, write
from ui.courrier_values import LetterField
from ui.view_models.letters import LetterDesk, Letters
from ui.views.form_courriers import CourriersEditor
from ui.views.form_modele import TemplateBody
from ui.views.letter_dialog import LetterDialog
from ui.views.letter_forms import HeadForm, KeepForm, ReviewForm, SendForm, TemplatePicker

REC = "0a" * 16
F8 = Qt.Key.Key_F8


class Desk:
    """A letter open in its window, over a post in memory."""

    def __init__(self, qtbot: QtBot, desk: MemoryDesk | None = None) -> None:
        self.desk = desk or MemoryDesk()
        self.alarms = HandAlarms()
        self.letter = next(iter(self.desk.letter_list), "") or self.desk.write_letter(REC, "t1", "")
        self.model = LetterDesk(self.desk, ImmediateBackground(), self.alarms)
        self.dialog = LetterDialog(None, self.model, self.desk, lambda: NOON)  # type: ignore[arg-type]
        qtbot.addWidget(self.dialog)
        self.dialog.resize(1400, 800)
        self.dialog.show()
        self.model.open(REC, self.letter)

    def look(self) -> None:
        """Let the pause after a key pass."""
        self.alarms.forward(1)

    @property
    def kept(self) -> dict[str, object]:
        """The letter as the post holds it."""
        return self.desk.letter_list[self.letter]


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(qtbot)
    yield made
    made.model.forget()


def buttons(dialog: LetterDialog, text: str) -> list[QPushButton]:
    return [each for each in dialog.check.findChildren(QPushButton) if each.text() == text and each.isVisible()]


def answer(monkeypatch: pytest.MonkeyPatch, form: type[QDialog], fill: Callable[[QDialog], object]) -> None:
    """Answer the next form of a class."""

    def ask(shown: QDialog) -> bool:
        fill(shown)
        return True

    monkeypatch.setattr(form, "ask", ask)


def test_a_letter_is_shown_beside_its_page_with_what_is_to_settle(desk: Desk) -> None:
    dialog = desk.dialog
    assert dialog.area.text() == desk.kept["texte"]
    assert dialog.tabs.tabText(2) == "Vérification (1)"
    assert not dialog.review_button.isEnabled()
    assert dialog.pages.isVisible()
    assert not dialog.lines["destinataire_nom"].isVisible()  # the signalant is kept apart
    assert "restent à part" in dialog.apart.said.text()
    assert not desk.model.is_dirty


def test_no_break_spaces_survive_the_window(qtbot: QtBot) -> None:
    memory = MemoryDesk()
    letter = memory.write_letter(REC, "t1", "")
    memory.letter_list[letter]["texte"] = "n°\u00a012\u202f; ok"
    desk = Desk(qtbot, memory)
    assert not desk.model.is_dirty
    write(desk.dialog.area, "x")
    assert desk.model.champs["texte"] == "xn°\u00a012\u202f; ok"
    desk.model.forget()


def test_marks_differ_by_their_line(desk: Desk) -> None:
    desk.dialog.area.setPlainText("Le 20 novembre 2026, Éloïse Lefèvre [date]")
    desk.look()
    lines = {
        selection.cursor.selectedText(): selection.format.underlineStyle()
        for selection in desk.dialog.area.extraSelections()
    }
    styles = QTextCharFormat.UnderlineStyle
    assert lines["20 novembre 2026"] == styles.DotLine
    assert lines["[date]"] == styles.DashUnderline
    assert lines["Éloïse Lefèvre"] == styles.WaveUnderline


def test_f8_walks_from_bracket_to_bracket(desk: Desk) -> None:
    area = desk.dialog.area
    area.setPlainText("[un] puis [deux]")
    said: list[str] = []
    area.walked.connect(said.append)
    seen = []
    for _time in range(3):
        press(area, F8)
        seen.append(area.textCursor().selectedText())
    press(area, F8, Qt.KeyboardModifier.ShiftModifier)
    assert [*seen, area.textCursor().selectedText()] == ["[un]", "[deux]", "[un]", "[deux]"]
    assert said[0] == "un. 2 passages à compléter"


def test_f8_says_in_the_window_that_nothing_is_left(desk: Desk) -> None:
    desk.dialog.area.setPlainText("[un]")
    press(desk.dialog.area, F8)
    assert not desk.dialog.notice.isVisible(), "the passage is selected: that is seen"
    desk.dialog.area.setPlainText("Tout est dit.")
    press(desk.dialog.area, F8)
    assert desk.dialog.notice.isVisible()
    assert desk.dialog.notice.said.text() == "Plus rien à compléter dans le texte."


def test_a_letter_that_cites_a_replaced_text_says_it(qtbot: QtBot) -> None:
    memory = MemoryDesk()
    ended = {"en_vigueur_au": "2026-05-01", "remplace_par": "circ-2026"}
    memory.add("texte-juridique", code="circ-2008", intitule="Circulaire du 25 février 2008", **ended)
    memory.add("texte-juridique", code="circ-2026", intitule="Circulaire du 1er mai 2026")
    memory.grounds_of_template = ("Circulaire du 25 février 2008",)
    desk = Desk(qtbot, memory)
    replaced = "Cite un texte remplacé depuis le 01/05/2026 par «\u00a0Circulaire du 1er mai 2026\u00a0»"
    assert desk.dialog.check.texts.said.text().startswith(replaced), "cited by its template"
    memory.grounds_of_template = ()
    again = Desk(qtbot, memory)
    assert again.dialog.check.texts.said.text() == ""
    again.dialog.area.setPlainText("Selon la circulaire du 25 février 2008.")
    again.look()
    assert again.dialog.check.texts.said.text().startswith(replaced), "cited by what is typed"
    for each in (desk, again):
        each.model.forget()


def test_a_letter_sent_before_its_transmission_is_marked_says_it(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = MemoryDesk()
    letter = memory.write_letter(REC, "t1", "00000000000000a1")
    memory.letter_list[letter]["etat"] = "relu"
    desk = Desk(qtbot, memory)
    answer(monkeypatch, SendForm, lambda form: None)
    click(desk.dialog.send_button)
    said = "La transmission que ce courrier accompagne reste à marquer comme envoyée."
    assert desk.dialog.notice.said.text() == said
    assert memory.letter_list[letter]["etat"] == "envoye"


def test_what_is_typed_is_kept_at_once_and_found_again(desk: Desk, qtbot: QtBot) -> None:
    write(desk.dialog.lines["objet"], "!")
    desk.look()
    assert desk.desk.unfinished_letters[desk.letter]["objet"] == "!Votre message"
    assert desk.kept["objet"] == "Votre message"  # the letter changes when the person says so
    again = Desk(qtbot, desk.desk)
    assert again.dialog.lines["objet"].text() == "!Votre message"
    assert "de nouveau là" in again.dialog.notice.said.text()
    again.dialog.save()
    assert again.kept["objet"] == "!Votre message"
    assert desk.letter not in desk.desk.unfinished_letters


def test_a_revelation_is_shown_taken_out_or_kept_with_a_reason(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    dialog = desk.dialog
    dialog.area.setPlainText("Bonjour LEFEVRE, et Éloïse.")
    desk.look()
    dialog.tabs.setCurrentIndex(2)
    assert dialog.check.sum.text() == "2 points à régler"
    click(buttons(dialog, "Retirer")[0])
    desk.look()
    assert dialog.area.text() == "Bonjour , et Éloïse."
    dialog.tabs.setCurrentIndex(2)
    answer(monkeypatch, KeepForm, lambda form: form.motif.setText("Accord écrit"))  # type: ignore[attr-defined]
    click(buttons(dialog, "Garder…")[0])
    assert desk.model.champs["revelations"] == ["identite_signalant : « Éloïse » – Accord écrit"]
    assert dialog.review_button.isEnabled()


def test_a_letter_is_reviewed_then_sent_then_only_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    dialog = desk.dialog
    dialog.area.setPlainText("Tout est dit.")
    desk.look()
    answer(monkeypatch, ReviewForm, lambda form: form.par.setCurrentText("Sacha"))  # type: ignore[attr-defined]
    click(dialog.review_button)
    assert (desk.kept["etat"], desk.kept["relu_par"]) == ("relu", "Sacha")
    assert desk.kept["texte"] == "Tout est dit."
    answer(monkeypatch, SendForm, lambda form: None)
    click(dialog.send_button)
    assert (desk.kept["etat"], desk.kept["canal_envoi"]) == ("envoye", "courrier_simple")
    assert dialog.area.isReadOnly()
    assert not dialog.save_button.isVisible()
    assert not dialog.send_button.isVisible()


def test_leaving_keeps_on_the_post_what_is_not_in_the_letter(desk: Desk) -> None:
    write(desk.dialog.lines["objet"], "!")
    desk.dialog.reject()
    assert not desk.dialog.isVisible()
    assert desk.desk.unfinished_letters[desk.letter]["objet"] == "!Votre message"


def test_in_a_narrow_window_the_page_is_behind_a_tab(desk: Desk) -> None:
    desk.dialog.resize(600, 500)
    assert desk.dialog.tabs.isTabVisible(3)
    desk.dialog.tabs.setCurrentIndex(3)
    assert desk.dialog.pages.isVisible()
    desk.dialog.resize(1400, 800)
    assert not desk.dialog.tabs.isTabVisible(3)


def test_what_this_post_cannot_verify_is_said(qtbot: QtBot) -> None:
    memory = MemoryDesk()
    memory.reserve = ("L’identité du signalant",)
    desk = Desk(qtbot, memory)
    assert "Ne peut pas être vérifié ici" in desk.dialog.check.reserve.said.text()
    form = ReviewForm(desk.dialog, "Camille Exemple", [], "Camille Exemple", memory.reserve)
    qtbot.addWidget(form)
    assert form.same.text() == "C’est la personne qui a rédigé ce courrier."
    desk.model.forget()


def test_templates_that_suit_come_first_and_the_search_narrows(qtbot: QtBot) -> None:
    memory = MemoryDesk()
    letters = Letters(memory, ImmediateBackground())
    letters.show(REC)
    picker = TemplatePicker(None, letters, "")  # type: ignore[arg-type]
    qtbot.addWidget(picker)
    picker.show()
    assert picker.list.item(0).text() == "CPL-01 – Demande de complément\nUtile ici."
    write(picker.search, "acc")
    picker._on_go()
    assert picker.chosen is not None
    assert picker.chosen.code == "ACC-02"


def test_a_refusal_that_comes_once_a_template_is_chosen_disturbs_nobody(qtbot: QtBot) -> None:
    letters = Letters(MemoryDesk(), ImmediateBackground())
    picker = TemplatePicker(None, letters, "")  # type: ignore[arg-type]
    with qtbot.waitSignal(picker.destroyed):
        picker.deleteLater()
    heard: list[str] = []
    letters.refused.connect(heard.append)
    letters.refused.emit("role_insuffisant")
    assert heard == ["role_insuffisant"]


def test_what_is_printed_once_a_letter_is_left_disturbs_nobody(qtbot: QtBot) -> None:
    model = LetterDesk(MemoryDesk(), ImmediateBackground(), HandAlarms())
    dialog = LetterDialog(None, model, model.desk, lambda: NOON)  # type: ignore[arg-type]
    with qtbot.waitSignal(dialog.destroyed):
        dialog.deleteLater()
    for told, said in ((model.printed, "courrier.odt"), (model.refused, "role_insuffisant")):
        with qtbot.waitSignal(told):
            told.emit(said)
    model.found_again.emit()


def test_the_form_lists_letters_and_writes_none(qtbot: QtBot) -> None:
    memory = MemoryDesk()
    letter = memory.write_letter(REC, "t1", "")
    letters = Letters(memory, ImmediateBackground())
    editor = CourriersEditor(letters)
    qtbot.addWidget(editor)
    editor.set_value([{"id": letter}])
    letters.show(REC)
    editor.show()
    opened: list[str] = []
    editor.wants_open.connect(opened.append)
    click(next(each for each in editor.findChildren(QPushButton) if each.text() == "Ouvrir"))
    assert opened == [letter]
    assert editor.value() == [{"id": letter}]


def test_the_letterhead_is_typed_once(qtbot: QtBot) -> None:
    memory = MemoryDesk()
    form = HeadForm(None, memory.letterhead())  # type: ignore[arg-type]
    qtbot.addWidget(form)
    form.lieu.setText(" Bourg ")
    assert (form.head().service, form.head().lieu) == ("Service d’essai", "Bourg")


def test_a_template_names_what_letters_do_not_know_as_one_types(qtbot: QtBot) -> None:
    body = TemplateBody([LetterField("reference", "Référence"), LetterField("recu_le", "Reçu le")])
    qtbot.addWidget(body)
    body.show()
    body.set_value("Dossier {refference}")
    assert body.trouble() == "Champ inconnu des courriers\u00a0: {refference}"
    body.set_value("Dossier ")
    body.area.moveCursor(body.area.textCursor().MoveOperation.End)
    click(body.insert)
    assert body.value() == "Dossier {reference}"
    assert body.trouble() is None
    assert "1 champ rempli" in body.said.text()


def test_every_window_is_named_and_walked_by_tab(desk: Desk) -> None:
    for widget in (*desk.dialog.lines.values(), desk.dialog.area, desk.dialog.address, desk.dialog.pages):
        assert widget.accessibleName(), widget
    assert QApplication.focusWidget() is not None


def test_what_is_typed_while_a_letter_is_kept_stays_to_be_kept(qtbot: QtBot) -> None:
    memory, background = MemoryDesk(), HeldBackground()
    letter = memory.write_letter(REC, "t1", "")
    model = LetterDesk(memory, background, HandAlarms())
    model.open(REC, letter)
    background.finish()
    model.type("objet", "Avant")
    model.type("texte", "Début")
    model.save()
    model.type("texte", "Début et fin")
    background.finish()
    assert model.champs["texte"] == "Début et fin"
    assert model.said == {"texte": "Début et fin"}
    assert memory.letter_list[letter]["objet"] == "Avant"

    model.save()
    background.finish()
    assert memory.letter_list[letter]["texte"] == "Début et fin"
    assert not model.is_dirty
