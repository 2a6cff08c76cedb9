"""Around the form: the checklist, notes, attachments, what is kept apart, history taken again, handing over."""

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot

from mvl_desktop.domain.kinds import required
from tests.ui.fakes import NOON, HandAlarms, MemoryDesk
from tests.ui.hands import CTRL, click, press, write
from tests.ui.test_form_view import focused, open_view, said
from tests.ui.walk import shown, unnamed
from ui.thumbnails import png, thumbnail
from ui.values import Change, Espace, Past, Person
from ui.view_models.former_value import with_former
from ui.views.fiche_picker import FichePicker
from ui.views.form_aside import AsideCard
from ui.views.form_checklist import ChecklistEditor
from ui.views.form_links import LinkEditor
from ui.views.form_notes import NotesEditor
from ui.views.record_form import RecordFormView
from ui.widgets.choices import CodesEditor
from ui.widgets.elements import ElementsEditor

SHIFT = Qt.KeyboardModifier.ShiftModifier
CANARY = "<img src=file:///canari><b>gras</b>&amp;"
STEPS = ["Appeler le 15", "Écrire les paroles mot pour mot"]


@pytest.fixture
def view(qtbot: QtBot, desk: MemoryDesk, alarms: HandAlarms) -> Iterator[RecordFormView]:
    made = open_view(qtbot, desk, alarms)
    yield made
    QGuiApplication.clipboard().clear()
    made.close()


def add_fiche(desk: MemoryDesk, **champs: object) -> str:
    """Put a fiche de conduite in the fake post."""
    kept = {"code": "CAT-01", "titre": "Mineur en danger", "version": 1, "natures": ["mineur"], "etapes": STEPS}
    return desk.add("fiche-conduite", **{**kept, **champs})


def checklist(view: RecordFormView) -> ChecklistEditor:
    """Return the checklist, its part open."""
    editor = view.fields("etapes_appliquees").editors["etapes_appliquees"]
    assert isinstance(editor, ChecklistEditor)
    return editor


def notes(view: RecordFormView) -> NotesEditor:
    """Return the notes, their part open."""
    editor = view.fields("notes").editors["notes"]
    assert isinstance(editor, NotesEditor)
    return editor


def picture(width: int = 40, height: int = 30) -> QImage:
    """Return a small picture."""
    made = QImage(width, height, QImage.Format.Format_RGB32)
    made.fill(QColor("#336699"))
    return made


# the checklist


def test_a_fiche_is_applied_and_its_steps_ticked_dated_and_signed(view: RecordFormView, desk: MemoryDesk) -> None:
    fiche = add_fiche(desk)
    rec = desk.add("signalement", objet="Enfant retiré de l’école", natures=["mineur"])
    view.form.open(rec)
    editor = checklist(view)
    picker = FichePicker(view, view.checklist)
    picker.show()
    assert "Proposée\u00a0: Même nature de situation" in picker.list.item(0).text()
    press(picker.search, Qt.Key.Key_Return)
    assert picker.chosen is not None
    view.checklist.apply(picker.chosen.id)
    picker.deleteLater()
    QApplication.processEvents()

    box = editor.rows[0].box
    box.setFocus()
    press(box, Qt.Key.Key_Space)
    assert editor.said.text() == "1 étape sur 2"
    view.save()
    step = desk.records[rec].champs["etapes_appliquees"][0]  # type: ignore[index]
    assert step["etat"] == "fait"
    assert step["fait_par"] == "Camille Exemple"
    assert step["fait_le"] == "2026-11-21"
    assert step["fiche"] == desk.reference_of(fiche)


def test_a_step_is_set_aside_with_a_reason_and_only_then(view: RecordFormView, desk: MemoryDesk) -> None:
    fiche = add_fiche(desk)
    view.form.open(desk.add("signalement", objet="Stage"))
    editor = checklist(view)
    view.checklist.apply(fiche)
    QApplication.processEvents()
    row = editor.rows[1]
    click(row.skip)
    assert focused() is row.motif
    press(row.motif, Qt.Key.Key_Return)
    assert editor.steps[1].items() >= {"etat": "a_faire"}.items()
    write(row.motif, "l’enfant n’a pas parlé")
    press(row.motif, Qt.Key.Key_Return)
    assert editor.steps[1].items() >= {"etat": "ecarte", "motif": "l’enfant n’a pas parlé"}.items()
    click(row.skip)
    assert editor.steps[1]["etat"] == "a_faire"
    assert "motif" not in editor.steps[1]


def test_a_fiche_is_proposed_as_soon_as_what_is_typed_calls_for_it(view: RecordFormView, desk: MemoryDesk) -> None:
    add_fiche(desk)
    view.form.begin("signalement")
    editor = checklist(view)
    assert "Proposée" not in said(view)
    box = view.fields("natures").editors["natures"]
    assert isinstance(box, CodesEditor)
    box.boxes["mineur"].click()
    box.left.emit()
    QApplication.processEvents()
    assert "Proposée\u00a0: Mineur en danger. Même nature de situation" in said(view)
    click(next(each for each in shown(editor) if each.accessibleName() == "Appliquer\u00a0: Mineur en danger"))
    assert [step["libelle"] for step in editor.steps] == STEPS
    QApplication.processEvents()
    assert "Proposée" not in said(view)


def test_a_newer_version_says_what_changed(view: RecordFormView, desk: MemoryDesk) -> None:
    fiche = add_fiche(desk)
    rec = desk.add("signalement", objet="Stage")
    view.form.open(rec)
    editor = checklist(view)
    view.checklist.apply(fiche)
    desk.records[fiche].champs |= {"version": 2, "etapes": [STEPS[0], "Prévenir la CRIP"]}
    view.checklist.ask_newer()
    told = editor.newer.said.text()
    assert "Nouveau\u00a0: Prévenir la CRIP" in told
    assert f"N’y figure plus\u00a0: {STEPS[1]}" in told
    assert editor.newer.isVisible()


def test_the_checklist_stands_beside_where_there_is_room(view: RecordFormView, desk: MemoryDesk) -> None:
    view.form.begin("signalement")
    section = view.content.sections["Conduite à tenir appliquée"]
    assert section.isVisible()
    view.resize(1100, 720)
    QApplication.processEvents()
    assert not section.isVisible()
    assert checklist(view).isVisible()
    assert view.content.panel.isAncestorOf(checklist(view))
    view.resize(660, 720)
    QApplication.processEvents()
    assert section.isVisible()
    assert section.isAncestorOf(checklist(view))


# notes


def test_a_note_is_added_in_two_keystrokes_dated_and_signed(view: RecordFormView, desk: MemoryDesk) -> None:
    rec = desk.add("signalement", objet="Stage", notes=[{"id": "00000000000000aa", "notee_le": "2026-01-01"}])
    view.form.open(rec)
    view.focus_first()
    press(focused(), Qt.Key.Key_N, CTRL | SHIFT)
    write(focused(), "Rappelée, elle va mieux")
    press(focused(), Qt.Key.Key_Return, CTRL)
    assert focused() is notes(view).area
    view.save()
    kept = desk.records[rec].champs["notes"]
    assert isinstance(kept, list)
    assert kept[1] == {
        "notee_le": "2026-11-21",
        "notee_a": "14:03",
        "auteur": "Camille Exemple",
        "texte": "Rappelée, elle va mieux",
    }
    QApplication.processEvents()
    texts = [text for text in said(view).split("\n") if "Exemple" in text or "01/01/2026" in text]
    assert texts.index("Note · 21/11/2026 14:03 · Camille Exemple") < texts.index("Note · 01/01/2026")


def test_a_note_being_written_is_kept_without_any_button(view: RecordFormView, desk: MemoryDesk) -> None:
    view.form.open(desk.add("signalement", objet="Stage"))
    write(notes(view).area, "En cours d’appel")
    view.form.flush()
    kept = next(iter(desk.kept.values())).champs["notes"]
    assert isinstance(kept, list)
    assert kept[0]["texte"] == "En cours d’appel"
    view.save()
    assert desk.records[next(iter(desk.records))].champs["notes"] == kept


def test_a_note_is_removed_and_taken_back(view: RecordFormView, desk: MemoryDesk) -> None:
    rec = desk.add("signalement", objet="Stage", notes=[{"id": "00000000000000aa", "texte": "Appel"}])
    view.form.open(rec)
    editor = notes(view)
    before = editor.value()
    QApplication.processEvents()
    remove = next(each for each in shown(editor) if each.accessibleName().startswith("Retirer la note"))
    click(remove)
    assert editor.value() is None
    click(view.undo_bar.undo)
    assert editor.value() == before


# attachments


def test_a_picture_is_pasted_while_typing_and_the_record_is_saved_first(view: RecordFormView, desk: MemoryDesk) -> None:
    view.form.begin("signalement")
    line = view.fields("objet").editors["objet"].buddy()
    line.setFocus()
    write(line, "Affiche")
    QGuiApplication.clipboard().setImage(picture())
    press(line, Qt.Key.Key_V, CTRL)
    record = next(iter(desk.records.values()))
    assert record.champs["objet"] == "Affiche"
    assert [piece.nom for piece in record.pieces] == ["Image collée le 21-11-2026 à 14\u00a0h\u00a003.png"]
    assert "a été enregistrée" in view.notice.said.text()
    assert view.tabs.tabText(1) == "Pièces (1)"


def test_text_is_pasted_as_text_even_with_a_picture_of_it(view: RecordFormView, desk: MemoryDesk) -> None:
    view.form.begin("signalement")
    line = view.fields("objet").editors["objet"].buddy()
    line.setFocus()
    QGuiApplication.clipboard().setText("Copié d’un courriel")
    press(line, Qt.Key.Key_V, CTRL)
    assert view.fields("objet").editors["objet"].value() == "Copié d’un courriel"
    assert not desk.records


def test_a_piece_on_an_empty_form_asks_for_an_objet(view: RecordFormView, desk: MemoryDesk, tmp_path: Path) -> None:
    path = tmp_path / "tract.txt"
    path.write_text("Guérison assurée")
    view.form.begin("signalement")
    view.attach([path])
    assert not desk.records
    assert "objet" in view.notice.said.text()
    assert view.fields("objet").editors["objet"].isAncestorOf(focused())


def test_a_piece_is_taken_off_only_when_nobody_takes_it_back(view: RecordFormView, desk: MemoryDesk) -> None:
    rec = desk.add("signalement", objet="Stage")
    desk.attach_bytes(rec, "tract.png", png(picture()))
    view.form.open(rec)
    view.tabs.setCurrentIndex(1)
    click(view.pieces.remove)
    assert view.pieces.list.count() == 0
    assert len(desk.records[rec].pieces) == 1
    click(view.undo_bar.undo)
    assert view.pieces.list.count() == 1
    press(view.pieces.list, Qt.Key.Key_Delete)
    view.undo_bar.settle()
    assert desk.records[rec].pieces == ()


def test_leaving_the_record_settles_a_removal_on_the_right_record(view: RecordFormView, desk: MemoryDesk) -> None:
    first, second = desk.add("signalement", objet="Un"), desk.add("signalement", objet="Deux")
    for rec in (first, second):
        desk.attach_bytes(rec, "tract.png", rec.encode())
    view.form.open(first)
    view.tabs.setCurrentIndex(1)
    click(view.pieces.remove)
    view.form.open(second)
    assert desk.records[first].pieces == ()
    assert len(desk.records[second].pieces) == 1


def test_pictures_are_drawn_small_and_within_bounds(view: RecordFormView, desk: MemoryDesk) -> None:
    rec = desk.add("signalement", objet="Stage")
    desk.attach_bytes(rec, "affiche.png", png(picture(2000, 1000)))
    desk.attach_bytes(rec, "leurre.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    view.form.open(rec)
    view.tabs.setCurrentIndex(1)
    drawn = [view.side.pictures[piece.id] for piece in desk.records[rec].pieces]
    assert drawn[0] is not None
    assert drawn[0].width() <= 192
    assert drawn[1] is None


def test_a_picture_with_too_many_points_is_not_decoded() -> None:
    assert thumbnail(flat_png(3_000)) is not None
    assert thumbnail(flat_png(9_000)) is None, "81 million points in some kilobytes"


def test_only_usual_pictures_are_decoded() -> None:
    assert thumbnail(b"P6 2 2 255\n" + bytes(12)) is None
    drawing = b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>"
    assert thumbnail(drawing) is None


def flat_png(side: int) -> bytes:
    """Return a black square of one bit a point: many points in few bytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(bytes((side // 8 + 1) * side)))
    return b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b"")


# what is kept apart


def card(view: RecordFormView) -> AsideCard:
    """Return the card of the signalant."""
    editor = view.fields("signalant").editors["signalant"]
    assert isinstance(editor, AsideCard)
    QApplication.processEvents()  # what was just unfolded takes its place
    return editor


def test_without_a_compartment_one_is_told_whom_to_ask(view: RecordFormView) -> None:
    view.form.begin("signalement")
    assert "Demandez à la personne qui administre votre espace" in card(view).said.text()
    assert not card(view).open.isVisible()


def test_a_compartment_founded_meanwhile_is_offered(view: RecordFormView, desk: MemoryDesk) -> None:
    view.form.begin("signalement")
    assert not card(view).open.isVisible()
    desk.espace_list = [Espace("c" * 32, "Signalants", "referent", compartiment=True, compartiment_de="0a" * 16)]
    view.form.open(desk.add("signalement", objet="Stage"))
    assert card(view).open.text() == "Renseigner le signalant"


def test_the_signalant_is_recorded_apart_and_referred_to(view: RecordFormView, desk: MemoryDesk) -> None:
    apart = Espace("c" * 32, "Signalants", "referent", compartiment=True, compartiment_de="0a" * 16)
    desk.espace_list = [Espace("0a" * 16, "Ain", "referent"), apart]
    rec = desk.add("signalement", objet="Stage")
    view.form.open(rec)
    click(card(view).open)
    window = view.asides.windows[0]
    inner = window.view
    assert isinstance(inner, RecordFormView)
    write(inner.fields("nom").editors["nom"].buddy(), "Alix Exemple")
    inner.save()
    QApplication.processEvents()
    assert view.asides.windows == []
    assert card(view).said.text() == "Alix Exemple"
    view.save()
    other = next(key for key, value in desk.records.items() if value.kind == "signalant")
    assert desk.records[rec].champs["signalant"] == desk.reference_of(other)
    assert "Alix" not in str(desk.records[rec].champs)


def test_a_signalant_begun_is_kept_when_the_window_is_left_or_the_post_locked(
    view: RecordFormView, desk: MemoryDesk
) -> None:
    desk.espace_list = [Espace("c" * 32, "Signalants", "referent", compartiment=True, compartiment_de="0a" * 16)]
    view.form.open(desk.add("signalement", objet="Stage"))
    click(card(view).open)
    inner = view.asides.windows[0].view
    assert isinstance(inner, RecordFormView)
    write(inner.fields("nom").editors["nom"].buddy(), "Alix")
    view.form.flush()
    assert [typed.champs["nom"] for typed in desk.kept.values()] == ["Alix"]
    view.asides.windows[0].reject()
    assert "Reprendre" in card(view).open.text()
    click(card(view).open)
    again = view.asides.windows[0].view
    assert isinstance(again, RecordFormView)
    assert again.fields("nom").editors["nom"].value() == "Alix"
    view.asides.windows[0].reject()


def test_what_only_others_may_read_is_said_reserved(view: RecordFormView, desk: MemoryDesk) -> None:
    reference = desk.set_apart("signalant", nom="Alix Exemple")
    view.form.open(desk.add("signalement", objet="Stage", signalant=reference))
    assert card(view).said.text().startswith("Réservé")
    assert not card(view).open.isVisible()
    assert "Alix" not in said(view)


@pytest.mark.qt_log_ignore("propagateSizeHints|support raise|grabbing the keyboard")
def test_another_signalement_is_linked_by_some_words(view: RecordFormView, desk: MemoryDesk) -> None:
    other = desk.add("signalement", objet="Stage de jeûne, site B")
    rec = desk.add("signalement", objet="Stage de jeûne, site A")
    view.form.open(rec)
    editor = view.fields("liens").editors["liens"]
    assert isinstance(editor, ElementsEditor)
    QApplication.processEvents()
    click(editor.add)
    link = editor.cards[0].fields.editors["vers"]
    assert isinstance(link, LinkEditor)
    link.line.setFocus()
    write(link.line, "site b")
    assert link.trouble() is not None
    proposed = link.line.popup.model().index(0, 0).data()
    assert "site B" in proposed
    link.line.chosen.emit(proposed)
    assert link.line.text() == "Stage de jeûne, site B"
    assert link.trouble() is None
    link.line.popup.hide()
    view.save()
    kept = desk.records[rec].champs["liens"]
    assert isinstance(kept, list)
    assert kept[0]["vers"] == desk.reference_of(other)


# history, people, advice


def test_a_former_value_comes_back_to_the_form_and_is_not_saved_by_itself(
    view: RecordFormView, desk: MemoryDesk
) -> None:
    rec = desk.add("signalement", objet="Nouveau titre")
    change = Change("Objet", "Ancien titre", "Nouveau titre", "objet", "Ancien titre")
    desk.records[rec].past = [Past(NOON, "Claude Essai", (change,))]
    view.form.open(rec)
    view.tabs.setCurrentIndex(2)
    QApplication.processEvents()
    again = next(each for each in shown(view.history) if each.accessibleName().startswith("Reprendre"))
    click(again)
    assert view.fields("objet").editors["objet"].value() == "Ancien titre"
    assert desk.records[rec].champs["objet"] == "Nouveau titre"
    assert view.form.can_save
    view.save()
    assert desk.records[rec].champs["objet"] == "Ancien titre"


def test_former_values_of_sets_and_elements() -> None:
    declared = required("signalement")
    champs = {"natures": ["emprise"], "faits": [{"id": "00000000000000aa", "recit": "après"}]}
    assert with_former(declared, champs, "natures/mineur", True) == {"natures": ["emprise", "mineur"]}
    assert with_former(declared, champs, "natures/emprise", None) == {"natures": None}
    assert with_former(declared, champs, "faits/00000000000000aa/recit", "avant") == {
        "faits": [{"id": "00000000000000aa", "recit": "avant"}]
    }
    assert with_former(declared, champs, "faits/00000000000000bb/recit", "avant") is None
    assert with_former(declared, champs, "reference", "x") is None


def test_a_case_is_handed_over_from_the_menu(view: RecordFormView, desk: MemoryDesk) -> None:
    desk.persons.append(Person("Claude Essai", "referent", "Rhône", "B2"))
    rec = desk.add("signalement", objet="Stage")
    view.form.open(rec)
    action = next(each for each in view.record_actions.hand.actions() if "Claude" in each.text())
    action.trigger()
    assert desk.records[rec].champs.get("titulaire") is None
    view.save()
    assert desk.records[rec].champs["titulaire"] == "Claude Essai"


def test_a_record_is_followed(view: RecordFormView, desk: MemoryDesk) -> None:
    rec = desk.add("signalement", objet="Stage")
    view.form.open(rec)
    view.record_actions.follow.trigger()
    assert desk.records[rec].suivi
    assert view.record_actions.follow.text() == "Ne plus suivre"


def test_words_about_beliefs_are_remarked_and_never_stop_anybody(view: RecordFormView, desk: MemoryDesk) -> None:
    view.form.begin("signalement")
    write(view.fields("objet").editors["objet"].buddy(), "Stage")
    area = view.fields("resume").editors["resume"].buddy()
    assert isinstance(area, QPlainTextEdit)
    area.setFocus()
    write(area, "Cette femme est musulmane et suit un stage.")
    view.register.setFocus()
    marks = area.extraSelections()
    assert marks
    assert (view.fields("resume").editors["resume"].remark() or "rien") in said(view)
    view.save()
    assert desk.saves == 1


# everywhere


def test_everything_is_named_and_no_markup_is_obeyed(view: RecordFormView, desk: MemoryDesk) -> None:
    fiche = add_fiche(desk, titre=CANARY, etapes=[CANARY])
    element = {"id": "00000000000000aa", "nom": CANARY, "texte": CANARY, "auteur": CANARY, "recit": CANARY}
    rec = desk.add("signalement", objet=CANARY, resume=CANARY, notes=[element], personnes=[element], faits=[element])
    desk.attach_bytes(rec, CANARY, b"x")
    desk.records[rec].past = [Past(NOON, CANARY, (Change(CANARY, CANARY, CANARY, "objet", CANARY),))]
    view.form.open(rec)
    view.checklist.apply(fiche)
    view.content.unfold_all()
    for width in (660, 1200):
        view.resize(width, 720)
        for tab in range(3):
            view.tabs.setCurrentIndex(tab)
            QApplication.processEvents()
            assert (width, tab, unnamed(view)) == (width, tab, [])
    labels = view.findChildren(QLabel)
    assert [label.text() for label in labels if label.textFormat() != Qt.TextFormat.PlainText] == []
    assert any(CANARY in label.text() for label in labels)
    tips = [each.toolTip() for each in shown(view) if "canari" in each.toolTip()]
    assert all("<img" not in tip for tip in tips)
