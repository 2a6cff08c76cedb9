"""The page of communicable copies: passages taken out by the mouse or the keyboard, read again, handed over."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from mvl_desktop.domain.occulter import Passage, moves
from tests.ui.fakes import Clock, HandAlarms, HeldBackground, ImmediateBackground, MemoryDesk
from tests.ui.hands import click, press
from tests.ui.memory_copies import COPY, LEFT
from tests.ui.walk import unnamed
from ui.copy_values import CopyHint, CopyLine, CopySource
from ui.view_models.copies import CopiesPage
from ui.view_models.occultation import ELSEWHERE, Occultation
from ui.view_models.record_form import RecordForm
from ui.views.copies import CopiesView
from ui.views.copies_forms import CopyWordsForm, HandForm, NewCopyForm
from ui.views.form_recalled import RecalledNotice
from ui.views.form_refusal import RefusalAsker
from ui.views.left_copies import LeftDialog, RecallForm

LINE = CopyLine("c1", "Compte rendu fictif", "en_preparation", "Association fictive", date(2026, 12, 2))


@pytest.fixture
def view(qtbot: QtBot, desk: MemoryDesk) -> CopiesView:
    desk.shown_copies = (LINE,)
    background = ImmediateBackground()
    made = CopiesView(CopiesPage(desk, background), Occultation(desk, background), Clock())
    qtbot.addWidget(made)
    made.resize(1024, 640)
    made.show()
    made.refresh()
    return made


@pytest.fixture
def opened(view: CopiesView) -> CopiesView:
    view.open("c1")
    return view


def result(view: CopiesView) -> str:
    return view.work.result.toPlainText()


def test_a_word_a_sentence_a_selection_are_taken_out_by_single_keys(opened: CopiesView, qtbot: QtBot) -> None:
    text = opened.work.document
    assert unnamed(opened) == []
    text.go_to(1, 4, 4)
    press(text, Qt.Key.Key_M)
    assert "Mme [occulté : " in result(opened)
    assert "Modèle est entendue" in result(opened)
    text.go_to(1, 35, 35)
    press(text, Qt.Key.Key_P)
    assert "stage fictif" not in result(opened)
    text.go_to(2, 0, 0)
    for _each in range(8):
        press(text, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    press(text, Qt.Key.Key_R)
    assert "Rappeler" not in result(opened)
    assert len(opened.work.occultation.passages) == 3
    press(text, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "Rappeler" in result(opened)
    assert "Alix Modèle est entendue" in text.toPlainText(), "the document itself never changes"


def test_words_go_everywhere_with_the_reason_that_a_figure_chose(opened: CopiesView, qtbot: QtBot) -> None:
    work = opened.work
    text = work.document
    press(text, Qt.Key.Key_2)
    text.go_to(1, 4, 15)
    press(text, Qt.Key.Key_T)
    assert "Modèle" not in result(opened)
    motifs = {each.motif for each in work.occultation.passages}
    assert motifs == {work.occultation.motifs[1].code}
    assert [(each.bloc, each.debut, each.fin) for each in work.occultation.passages] == [(1, 4, 15), (2, 9, 20)]
    text.go_to(2, 12, 12)
    press(text, Qt.Key.Key_Backspace)
    assert "Rappeler Alix Modèle" in result(opened)


def test_what_was_taken_out_once_is_proposed_where_it_can_still_be_read(opened: CopiesView, qtbot: QtBot) -> None:
    work = opened.work
    work.document.go_to(1, 4, 15)
    press(work.document, Qt.Key.Key_R)
    (alix, modele) = work.occultation.to_look_at
    assert (alix.sorte, alix.texte, modele.texte) == (ELSEWHERE, "Alix", "Modèle")
    work.tabs.setCurrentIndex(2)
    work.hints.selectRow(0)
    click(work.hint_all)
    assert work.occultation.to_look_at == ()
    assert "Alix" not in result(opened)


def test_suggestions_are_taken_one_by_one_or_left_and_never_by_themselves(view: CopiesView, desk: MemoryDesk) -> None:
    phone = CopyHint(Passage(2, 24, 38, "vie_privee"), "telephone", "01 99 00 00 01")
    small = CopyHint(Passage(3, 4, 5, "vie_privee"), "effectif", "3")
    desk.hints = (phone, small)
    view.open("c1")
    work = view.work
    assert work.occultation.passages == ()
    assert work.hints.rowCount() == 2
    work.tabs.setCurrentIndex(2)
    work.hints.selectRow(0)
    click(work.hint_out)
    assert "01 99" not in result(view)
    work.hints.selectRow(0)
    click(work.hint_left)
    assert work.hints.rowCount() == 0
    assert len(work.occultation.passages) == 1


def test_passages_are_put_back_or_given_another_reason_from_their_list(opened: CopiesView, qtbot: QtBot) -> None:
    work = opened.work
    work.occultation.take_out([(1, 4, 15)])
    work.tabs.setCurrentIndex(1)
    work.gone.selectRow(0)
    work.motif.setCurrentIndex(1)
    click(work.gone_why)
    assert work.occultation.passages[0].motif == work.occultation.motifs[1].code
    work.gone.selectRow(0)
    click(work.gone_back)
    assert work.occultation.passages == ()


def test_leaving_the_page_records_what_was_chosen(opened: CopiesView, desk: MemoryDesk) -> None:
    opened.work.occultation.take_out([(1, 4, 15)])
    click(opened.work.back)
    assert desk.of_copies == (("record", (Passage(1, 4, 15, "un"),)),)
    assert not opened.is_open


def test_the_reading_is_asked_then_done_by_another_person(
    opened: CopiesView, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = opened.work
    work.occultation.take_out([(1, 4, 15)])
    click(work.reading)
    assert [each[0] for each in desk.of_copies] == ["record", "ask"]
    assert not work.accept.isVisible(), "whoever prepared does not read again"
    assert not work.bar.isVisible()
    desk.copy = replace(desk.copy, relecteur=True)
    opened.open("c1")
    assert work.accept.isVisible()
    assert work.result.isVisible()
    assert work.document.isVisible(), "before and after, side by side"
    monkeypatch.setattr("ui.views.occultation.ask", lambda *_what, **_more: False)
    click(work.accept)
    assert desk.of_copies[-1][0] == "ask"
    monkeypatch.setattr("ui.views.occultation.ask", lambda *_what, **_more: True)
    click(work.accept)
    assert desk.of_copies[-1] == ("accept", "")
    assert work.hand.isVisible()


def test_it_is_sent_back_refused_or_handed_with_what_each_asks_for(
    view: CopiesView, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    desk.copy = replace(COPY, etat="a_relire", possible=moves({"etat": "a_relire"}), relecteur=True)
    view.open("c1")

    def typed(form: CopyWordsForm) -> bool:
        assert not form.go_on.isEnabled()
        form.text.setPlainText("Retirer aussi le lieu.")
        return form.go_on.isEnabled()

    monkeypatch.setattr(CopyWordsForm, "ask", typed)
    click(view.work.send_back)
    assert desk.of_copies[-1] == ("send_back", "Retirer aussi le lieu.")
    click(view.work.refuse)
    assert desk.of_copies[-1] == ("refuse", "Retirer aussi le lieu.")
    desk.copy = replace(COPY, etat="relue", possible=moves({"etat": "relue"}), relue=True)
    view.open("c1")
    monkeypatch.setattr(HandForm, "ask", lambda form: form.whom == "Association fictive")
    target = tmp_path / "copie"
    chosen = (str(target), "Document à modifier, ODT (*.odt)")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_what: chosen)
    click(view.work.hand)
    assert list(desk.of_copies[-1]) == ["hand", "copie.odt", "Association fictive"]
    assert "K7-12" in view.work.notice.said.text()


def test_a_new_copy_is_of_a_record_a_text_or_a_file_and_never_of_a_signalement(
    view: CopiesView, desk: MemoryDesk, qtbot: QtBot
) -> None:
    sources = [CopySource("f1", "fiche-conduite", "Mineur en danger"), CopySource("g1", "grille", "Repérage")]
    form = NewCopyForm(view, sources, Clock(), "g1")
    qtbot.addWidget(form)
    form.show()
    assert form.wish.rec == "g1"
    assert form.go_on.isEnabled()
    form.sort.setCurrentIndex(1)
    assert not form.go_on.isEnabled()
    form.texte.setPlainText("Un texte fictif.")
    form.titre.setText("Compte rendu")
    assert (form.wish.rec, form.wish.texte, form.wish.titre) == ("", "Un texte fictif.", "Compte rendu")
    form.sort.setCurrentIndex(3)
    assert form.why.isVisible()
    assert "490743" in form.why.text()
    assert not form.go_on.isEnabled()
    assert unnamed(form) == []


def test_the_list_says_what_waits_for_me_and_what_is_late(view: CopiesView, desk: MemoryDesk) -> None:
    desk.shown_copies = (replace(LINE, a_relire=True), replace(LINE, avant_le=date(2026, 1, 1)))
    view.refresh()
    assert "1 copie attend" in view.notice.said.text()
    late = view.table.item(1, 2)
    assert late is not None
    assert late.text() == "01/01/2026, dépassé"


def test_a_copy_elsewhere_is_recalled_from_the_register(
    view: CopiesView, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    desk.left_lines = (LEFT, replace(LEFT, etat="effacee", etat_dit="effacée", rappelable=False))
    dialog = LeftDialog(view, view.copies)
    qtbot.addWidget(dialog)
    view.copies.find_left()
    dialog.show()
    assert dialog.table.rowCount() == 2
    assert "aa-1" in dialog.more.text()
    assert unnamed(dialog) == []

    def typed(form: RecallForm) -> bool:
        assert not form.go_on.isEnabled()
        form.motif.setText("envoyé par erreur")
        return form.go_on.isEnabled()

    monkeypatch.setattr(RecallForm, "ask", typed)
    click(dialog.recall_button)
    assert desk.of_copies[-1] == ("recall", "s1", "s2", "envoyé par erreur")
    assert "Rappel transmis" in dialog.notice.said.text()
    desk.recall_reaches = False
    click(dialog.recall_button)
    assert "pas transmis" in dialog.notice.said.text()
    dialog.table.selectRow(1)
    assert not dialog.recall_button.isEnabled()


PROVENANCE = {"espace": "Ain", "source": "rappelee", "rappel_motif": "envoyé par erreur", "rappelee_le": "2026-11-20"}


@pytest.fixture
def recalled(qtbot: QtBot, desk: MemoryDesk) -> tuple[RecalledNotice, RecordForm]:
    form = RecordForm(desk, ImmediateBackground(), HandAlarms(), Clock())
    notice = RecalledNotice(form, desk)
    qtbot.addWidget(notice)
    rec = desk.add("signalement", objet="Copie fictive", provenances=[PROVENANCE])
    form.open(rec)
    return notice, form


def test_a_recalled_copy_says_so_over_its_form_and_is_kept_for_a_reason(
    recalled: tuple[RecalledNotice, RecordForm], desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice, form = recalled
    notice.show()
    assert notice.said.text() == "Ain rappelle cette copie\u00a0: envoyé par erreur"
    monkeypatch.setattr(CopyWordsForm, "ask", lambda asked: asked.text.setPlainText("procédure en cours") is None)
    click(notice.keep)
    typed = form.typed
    assert typed is not None
    assert desk.of_copies[-1] == ("keep_recalled", typed.rec, "procédure en cours")


def test_a_recalled_copy_is_erased_when_somebody_says_so_twice(
    recalled: tuple[RecalledNotice, RecordForm], desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice, _form = recalled
    notice.show()
    monkeypatch.setattr("ui.views.form_recalled.ask", lambda *_what, **_more: False)
    click(notice.erase)
    assert not desk.ordered
    monkeypatch.setattr("ui.views.form_recalled.ask", lambda *_what, **_more: True)
    click(notice.erase)
    assert [each[:2] for each in desk.ordered] == [("detruire", "decision")]
    assert "seconde personne" in notice.said.text()


def test_a_record_that_nobody_recalls_says_nothing(qtbot: QtBot, desk: MemoryDesk) -> None:
    form = RecordForm(desk, ImmediateBackground(), HandAlarms(), Clock())
    notice = RecalledNotice(form, desk)
    qtbot.addWidget(notice)
    form.open(desk.add("signalement", objet="Fictif", provenances=[{"espace": "Ain"}]))
    assert notice.isHidden()


def test_a_signalement_that_is_asked_for_is_answered_by_a_letter(
    qtbot: QtBot, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = RecordForm(desk, ImmediateBackground(), HandAlarms(), Clock())
    parent = QWidget()
    qtbot.addWidget(parent)
    asker = RefusalAsker(parent, form, desk)
    said: list[str] = []
    asker.said.connect(lambda text, _tone: said.append(text))
    rec = desk.add("signalement", objet="Fictif")
    form.open(rec)
    monkeypatch.setattr("ui.views.form_refusal.ask", lambda *_what, **_more: False)
    asker.ask()
    assert not desk.of_copies
    monkeypatch.setattr("ui.views.form_refusal.ask", lambda *_what, **_more: True)
    asker.ask()
    assert list(desk.of_copies) == [("refuse_signalement", rec)]
    assert "Courriers" in said[-1]
    form.type({"objet": "Autre"})
    asker.ask()
    assert said[-1].startswith("Enregistrez d’abord")
    assert len(desk.of_copies) == 1


def test_a_copy_that_was_left_does_not_come_back_with_a_late_answer(desk: MemoryDesk) -> None:
    background = HeldBackground()
    work = Occultation(desk, background)
    work.open("c1")
    work.close()
    background.finish()
    assert work.seen is None
    assert not work.hints

    work.open("c1")
    background.finish()
    assert work.seen is not None
    work.ask_reading()
    work.close()
    background.finish()
    assert work.seen is None
    assert not work.busy
