"""The part « Transmissions » of a signalement: prepared, sent and answered by keyboard; what left is only read."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QPushButton
from pytestqt.qtbot import QtBot

from mvl_desktop.domain.transmettre import SEAL, fingerprint
from tests.ui.fakes import HandAlarms, MemoryDesk
from tests.ui.hands import click, press, write
from tests.ui.memory_state import CODES, NOON
from tests.ui.test_form_view import open_view, said
from ui.values import Piece
from ui.views.form_statut import StatutEditor
from ui.views.form_transmissions import SentDialog, TransmissionsEditor
from ui.views.record_form import RecordFormView
from ui.views.transmission_card import TransmissionCard
from ui.views.transmission_dialog import TransmissionDialog
from ui.views.transmission_gestures import GestureDialog

PIECE = "00000000000000c1"
READY = {
    "id": "00000000000000a1",
    "etat": "projet",
    "destinataire": "procureur",
    "destinataire_nom": "Parquet fictif",
    "fondements": ["Article 40 du code de procédure pénale"],
    "contenu": "Des faits rapportés.",
    "identite_revelee": False,
}
GONE = {**READY, "etat": "envoyee", "canal_envoi": "courrier_rar", "envoyee_le": "2026-10-01"}


def sealed(**more: object) -> dict[str, object]:
    """Return one that left, sealed."""
    gone = {**GONE, **more}
    return {**gone, SEAL: fingerprint(gone)}


WORDS = {
    "destinataires": {
        "procureur": "Procureur de la République",
        "crip": "CRIP",
        "conseil_departemental": "Conseil départemental",
    },
    "etats_transmission": {"projet": "En préparation", "close": "Close", "abandonnee": "Abandonnée"},
    "canaux_envoi": {"courrier_rar": "Courrier recommandé", "courriel": "Courriel"},
    "issues_transmission": {"enquete": "Enquête ouverte", "sans_retour": "Sans retour"},
    "statuts": {
        "enregistre": "Enregistré",
        "oriente": "Orienté",
        "suites_attendues": "Suites attendues",
        "clos": "Clos",
    },
    "motifs_cloture": {"transmis_sans_retour": "Transmis, sans retour"},
}


@pytest.fixture(autouse=True)
def _words(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, codes in WORDS.items():
        monkeypatch.setitem(CODES, name, codes)


@pytest.fixture
def view(qtbot: QtBot, desk: MemoryDesk, alarms: HandAlarms) -> Iterator[RecordFormView]:
    made = open_view(qtbot, desk, alarms, 900)
    yield made
    made.close()


def opened(view: RecordFormView, desk: MemoryDesk, *transmissions: dict[str, object], **champs: object) -> str:
    """Open a signalement with these transmissions, its part unfolded."""
    rec = desk.add(
        "signalement", objet="Fictif", transmissions=[dict(each) for each in transmissions] or None, **champs
    )
    view.form.open(rec)
    editor(view)
    QApplication.processEvents()
    return rec


def editor(view: RecordFormView) -> TransmissionsEditor:
    """Return the part."""
    made = view.fields("transmissions").editors["transmissions"]
    assert isinstance(made, TransmissionsEditor)
    return made


def card(view: RecordFormView, place: int = 0) -> TransmissionCard:
    """Return a card."""
    return editor(view).cards[place]


def held(view: RecordFormView, place: int = 0) -> dict[str, object]:
    """Return what is typed of a transmission."""
    typed = view.form.typed
    assert typed is not None
    group = typed.champs["transmissions"]
    assert isinstance(group, list)
    return dict(group[place])


def entry(made: TransmissionCard, begins: str) -> QAction:
    """Return an entry of the menu of a card."""
    return next(each for each in made.menu.actions() if each.text().startswith(begins))


def when_asked(do: Callable[[QDialog], None]) -> None:
    """Do something in the dialog that is about to open."""

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        try:
            do(dialog)
        finally:
            if dialog.isVisible():
                dialog.reject()

    QTimer.singleShot(0, act)


def choose(made: object, code: str) -> None:
    """Choose in a box as a person does."""
    box = made.box  # type: ignore[attr-defined]
    box.setCurrentIndex(box.findData(code))
    box.activated.emit(box.currentIndex())


def test_a_transmission_is_prepared_with_its_basis_its_pieces_and_its_copies(
    view: RecordFormView, desk: MemoryDesk
) -> None:
    rec = opened(view, desk, mineur_concerne=True, pieces=[{"id": PIECE, "nom": "capture.png", "taille": 2000}])
    desk.records[rec].pieces = (Piece(PIECE, "capture.png", 2000, True, "image/png", "", "", "", "", ""),)

    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, TransmissionDialog)
        choose(dialog.parts[0].editors["destinataire"], "procureur")
        assert "copie au département" in dialog.advice.said.text()
        assert dialog.copies.boxes["conseil_departemental"].isChecked(), "proposed, and may be taken out"
        write(dialog.parts[0].editors["destinataire_nom"].buddy(), "Parquet fictif")
        assert "Base légale" in dialog.missing.text()
        dialog.grounds.usual.boxes["Article 40 du code de procédure pénale"].click()
        dialog.pieces.boxes[PIECE].click()
        assert not dialog.missing.text()
        click(dialog.go_on)

    when_asked(fill)
    click(editor(view).prepare)
    passed = held(view)
    assert passed["fondements"] == ["Article 40 du code de procédure pénale"]
    assert passed["pieces"] == [f"{PIECE} {'ab' * 32} capture.png"]
    assert (passed["copie_a"], passed["identite_revelee"]) == (["conseil_departemental"], False)
    assert "Parquet fictif" in card(view).title.text()


def test_another_text_of_the_library_is_found_by_a_few_letters(view: RecordFormView, desk: MemoryDesk) -> None:
    opened(view, desk, READY)

    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, TransmissionDialog)
        assert list(dialog.grounds.usual.boxes) == ["Article 40 du code de procédure pénale"]
        dialog.grounds.others.finder.setFocus()
        write(dialog.grounds.others.finder, "226")
        press(dialog.grounds.others.finder, Qt.Key.Key_Return)
        click(dialog.go_on)

    when_asked(fill)
    entry(card(view), "Modifier").trigger()
    assert held(view)["fondements"] == ["Article 40 du code de procédure pénale", "Article L.226-2-1 du CASF"]


def test_a_basis_replaced_since_is_said_on_the_card_and_in_the_form(view: RecordFormView, desk: MemoryDesk) -> None:
    ended = {"en_vigueur_au": "2026-05-01", "remplace_par": "circ-2026"}
    desk.add("texte-juridique", code="circ-2008", intitule="Circulaire du 25 février 2008", **ended)
    desk.add("texte-juridique", code="circ-2026", intitule="Circulaire du 1er mai 2026")
    opened(view, desk, {**READY, "fondements": ["Circulaire du 25 février 2008"]}, READY)
    replaced = "Cite un texte remplacé depuis le 01/05/2026 par «\u00a0Circulaire du 1er mai 2026\u00a0»"
    assert card(view).texts.text().startswith(replaced)
    assert not card(view, 1).texts.isVisible(), "its basis is in force"

    def amend(dialog: QDialog) -> None:
        assert isinstance(dialog, TransmissionDialog)
        assert dialog.texts.said.text().startswith(replaced)
        dialog.grounds.set_value(["Article 40 du code de procédure pénale"])
        dialog.grounds.left.emit()
        assert dialog.texts.isHidden()
        click(dialog.go_on)

    when_asked(amend)
    entry(card(view), "Modifier").trigger()
    assert not card(view).texts.isVisible()


def test_it_is_marked_as_sent_by_a_person_and_then_locked(view: RecordFormView, desk: MemoryDesk) -> None:
    opened(view, desk, READY)
    desk.due = "2027-01-04"

    def leave(dialog: QDialog) -> None:
        assert isinstance(dialog, GestureDialog)
        assert "MVL n’envoie rien" in said(dialog)
        assert dialog.fields.values()["envoyee_le"] == NOON.date().isoformat()
        assert dialog.fields.values()["retour_attendu_le"] == "2027-01-04", "the rules of deadlines propose it"
        click(dialog.go_on)
        assert "Nécessaire" in said(dialog), "no way of sending was said"
        choose(dialog.fields.editors["canal_envoi"], "courrier_rar")
        click(dialog.go_on)

    when_asked(leave)
    click(card(view).first)
    assert (held(view)["etat"], held(view)["canal_envoi"]) == ("envoyee", "courrier_rar")
    made = card(view)
    assert "ne change plus" in made.lock.text()
    assert [each.text() for each in made.menu.actions() if "Modifier" in each.text()] == []
    assert "Retour reçu" in made.first.text()
    assert "Suites attendues" in editor(view).notice.said.text()
    click(editor(view).take_statut)
    typed = view.form.typed
    assert typed is not None
    assert typed.champs["statut"] == "suites_attendues"


def test_a_mail_warns_and_stops_nobody(view: RecordFormView, desk: MemoryDesk) -> None:
    opened(view, desk, READY)

    def leave(dialog: QDialog) -> None:
        assert isinstance(dialog, GestureDialog)
        choose(dialog.fields.editors["canal_envoi"], "courriel")
        assert "Jamais de donnée de santé" in dialog.notice.said.text()
        click(dialog.go_on)

    when_asked(leave)
    click(card(view).first)
    assert held(view)["etat"] == "envoyee"


def test_what_is_missing_is_said_and_the_sending_refused(view: RecordFormView, desk: MemoryDesk) -> None:
    opened(view, desk, {**READY, "fondements": [], "destinataire": "crip"})
    assert "Base légale" in card(view).missing.text()
    assert "Personne concernée informée" in card(view).missing.text()

    def leave(dialog: QDialog) -> None:
        assert isinstance(dialog, GestureDialog)
        choose(dialog.fields.editors["canal_envoi"], "courrier_rar")
        click(dialog.go_on)

    when_asked(leave)
    click(card(view).first)
    assert held(view)["etat"] == "projet"
    assert "Il manque" in editor(view).notice.said.text()


def test_an_overdue_return_is_said_in_words_and_beside_an_icon(view: RecordFormView, desk: MemoryDesk) -> None:
    opened(view, desk, sealed(retour_attendu_le="2026-11-01"))
    made = card(view)
    assert "en retard de" in made.due.text()
    assert made.due_mark.isVisible()


def test_what_came_back_is_noted_then_the_transmission_closed(view: RecordFormView, desk: MemoryDesk) -> None:
    opened(view, desk, sealed())

    def answer(dialog: QDialog) -> None:
        assert isinstance(dialog, GestureDialog)
        choose(dialog.fields.editors["issue"], "enquete")
        click(dialog.go_on)

    when_asked(answer)
    click(card(view).first)
    assert (held(view)["etat"], held(view)["issue"]) == ("retour_recu", "enquete")
    when_asked(lambda dialog: click(dialog.go_on))  # type: ignore[attr-defined]
    click(card(view).first)
    assert held(view)["etat"] == "close"
    assert held(view)[SEAL] == sealed()[SEAL]


def test_giving_up_asks_why_and_can_be_taken_back(view: RecordFormView, desk: MemoryDesk) -> None:
    opened(view, desk, READY)

    def give_up(dialog: QDialog) -> None:
        assert isinstance(dialog, GestureDialog)
        click(dialog.go_on)
        write(dialog.fields.editors["motif_abandon"].buddy(), "Déjà faite par ailleurs")
        click(dialog.go_on)

    when_asked(give_up)
    entry(card(view), "Abandonner").trigger()
    assert (held(view)["etat"], held(view)["motif_abandon"]) == ("abandonnee", "Déjà faite par ailleurs")
    click(card(view).first)
    assert held(view)["etat"] == "projet"


def test_one_changed_after_it_left_is_marked_and_what_left_is_read(view: RecordFormView, desk: MemoryDesk) -> None:
    opened(view, desk, {**sealed(), "destinataire_nom": "Un autre parquet"})
    made = card(view)
    assert "Modifiée après l’envoi" in made.lock.text()
    desk.departed = sealed()
    seen: list[str] = []

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, SentDialog)
        seen.append(said(dialog))

    when_asked(look)
    entry(made, "Voir ce qui est parti").trigger()
    assert "Parquet fictif" in seen[0]


def test_the_detail_is_read_and_cannot_be_typed(view: RecordFormView, desk: MemoryDesk) -> None:
    opened(view, desk, sealed())
    made = card(view)
    click(made.fold)
    QApplication.processEvents()
    assert "Des faits rapportés." in said(made)
    assert not made.findChildren(QCheckBox)


def test_a_bordereau_is_written_for_what_is_recorded(
    view: RecordFormView, desk: MemoryDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(view, desk, sealed())
    target = tmp_path / "b.pdf"
    monkeypatch.setattr("ui.views.form_transmissions.PrintDialog.ask", lambda _self: (target, True))
    entry(card(view), "Bordereau").trigger()
    assert target.read_text("utf-8") == "00000000000000a1 True"
    assert "b.pdf" in editor(view).notice.said.text()


def test_closing_says_what_is_pending_and_proposes_a_reason(view: RecordFormView, desk: MemoryDesk) -> None:
    step = {"id": "00000000000000b1", "libelle": "Appeler", "etat": "a_faire"}
    opened(view, desk, sealed(), statut="enregistre", etapes_appliquees=[step])
    made = view.fields("statut").editors["statut"]
    assert isinstance(made, StatutEditor)
    assert not made.pending.isVisible()
    choose(made, "clos")
    assert "1 transmission sans retour · 1 étape à faire" in made.pending.said.text()
    assert "Précision" in made.notice.said.text(), "closing all the same asks why"
    assert "Transmis, sans retour" in made.proposed.said.text()
    click(made.reason)
    typed = view.form.typed
    assert typed is not None
    assert (typed.champs["motif_cloture"], typed.champs["clos_le"]) == ("transmis_sans_retour", "2026-11-21")
    assert not made.proposed.isVisible()
    choose(made, "enregistre")
    assert not made.pending.isVisible()


def test_who_is_competent_is_proposed_and_one_press_writes_its_name(view: RecordFormView, desk: MemoryDesk) -> None:
    desk.add("organisme", nom="Parquet fictif de Paris", destinataire="procureur", departements=["75"])
    desk.add("organisme", nom="Parquet fictif de l’Ain", destinataire="procureur", departements=["01"], telephone="17")
    desk.add("organisme", nom="Parquet du département", destinataire="procureur", a_completer=True)
    opened(view, desk, departement="01")

    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, TransmissionDialog)
        assert dialog.who.isHidden()
        choose(dialog.parts[0].editors["destinataire"], "procureur")
        (line,) = dialog.who.findChildren(QPushButton)
        assert line.accessibleName().startswith("Parquet fictif de l’Ain. 17")
        line.click()
        assert dialog.values()["destinataire_nom"] == "Parquet fictif de l’Ain"
        choose(dialog.parts[0].editors["destinataire"], "crip")
        assert dialog.who.isHidden()
        dialog.reject()

    when_asked(fill)
    click(editor(view).prepare)


def test_an_answer_that_comes_once_the_form_is_left_disturbs_nobody(
    qtbot: QtBot, desk: MemoryDesk, view: RecordFormView
) -> None:
    opened(view, desk, {"id": "a" * 16, "destinataire": "ars"})
    made = editor(view)
    field, model, make, words = made._field, made._model, made._make, made._words
    other = TransmissionsEditor(field, model, make, words, letters=False)
    other.show()
    with qtbot.waitSignal(other.destroyed):
        other.deleteLater()
    model.moved.emit()
    for told, word in ((model.refused, "role_insuffisant"), (model.printed, "bordereau.pdf")):
        with qtbot.waitSignal(told):
            told.emit(word)
