"""A fiche with others: remarks and answers, what is said of what it cites, its use, its booklet, what follows it."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QPushButton

from mvl_desktop.domain.relecture import fingerprint
from tests.ui.fakes import HandAlarms, MemoryDesk
from tests.ui.test_fiches import Office, entries
from tests.ui.walk import unnamed
from ui.view_models.checklist import Checklist
from ui.views import fiches as page_of_fiches
from ui.views.fiches_remarks import ReasonForm, RemarkForm, RemarksDialog, UseDialog
from ui.views.fiches_review import EMPLOI, REMARQUER, REMARQUES
from ui.views.form_checklist import ChecklistEditor


@pytest.fixture
def office(desk: MemoryDesk, alarms: HandAlarms) -> Office:
    made = Office(desk, alarms)
    made.view.open(made.recs[0])
    return made


def says(widget: QDialog | ChecklistEditor) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def test_a_remark_is_made_on_a_part_and_counted_until_it_is_treated(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(form: RemarkForm) -> bool:
        assert not form.go_on.isEnabled()
        assert unnamed(form) == []
        form.part.setCurrentText("Étapes")
        form.text.setPlainText("Dire qui rappelle.")
        return form.go_on.isEnabled()

    monkeypatch.setattr(RemarkForm, "ask", write)
    office.view.reader.review.wants.emit(REMARQUER)
    champs = office.desk.records[office.recs[0]].champs
    held: Any = champs["remarques"]
    (remark,) = held
    assert (remark["sur"], remark["texte"]) == ("Étapes", "Dire qui rappelle.")
    assert "1 remarque à traiter." in office.view.reader.about.said.text()
    assert "Remarques de relecture… (1 à traiter)" in entries(office)


def test_a_remark_is_set_aside_with_a_reason_that_is_shown(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.desk.remark_fiche(office.recs[0], "Étapes", "Dire qui rappelle.")
    office.desk.remark_fiche(office.recs[0], "", "Raccourcir.")
    office.view.open(office.recs[0])

    def leave(form: ReasonForm) -> bool:
        form.reason.setText("Déjà dit plus haut.")
        return form.go_on.isEnabled()

    def act(dialog: RemarksDialog) -> int:
        assert unnamed(dialog) == []
        pressed = {each.accessibleName(): each for each in dialog.findChildren(QPushButton)}
        pressed["Suivie\u00a0: Dire qui rappelle."].click()
        pressed = {each.accessibleName(): each for each in dialog.findChildren(QPushButton)}
        pressed["Écarter\u00a0: Raccourcir."].click()
        assert "Déjà dit plus haut." in says(dialog)
        return 0

    monkeypatch.setattr(ReasonForm, "ask", leave)
    monkeypatch.setattr(RemarksDialog, "exec", act)
    office.view.reader.review.wants.emit(REMARQUES)
    held = office.desk.records[office.recs[0]].champs["remarques"]
    assert [(each["etat"], each["reponse"]) for each in held] == [  # type: ignore[attr-defined]
        ("suivie", ""),
        ("ecartee", "Déjà dit plus haut."),
    ]


def test_a_fiche_says_that_it_cites_a_text_replaced_since(office: Office) -> None:
    desk = office.desk
    desk.add(
        "texte-juridique",
        code="circ-2008",
        intitule="Circulaire du 25 février 2008",
        en_vigueur_au="2024-08-05",
        remplace_par="circ-2024",
    )
    desk.add("texte-juridique", code="circ-2024", intitule="Circulaire du 5 août 2024", en_vigueur_du="2024-08-05")
    desk.records[office.recs[0]].champs["base_legale"] = ["circulaire du 25 février 2008"]
    office.view.open(office.recs[0])
    said = office.view.reader.about.said.text()
    assert "Cite un texte remplacé depuis le 05/08/2024 par «\u00a0Circulaire du 5 août 2024\u00a0»" in said


def test_what_was_agreed_on_before_the_text_changed_is_said_not_to_hold(office: Office) -> None:
    champs = office.desk.records[office.recs[0]].champs
    champs["statut"] = "validee"
    champs["validations"] = [
        {"partie": partie, "version": 1, "validee_par": partie, "empreinte": fingerprint(champs)}
        for partie in ("ars", "miviludes")
    ]
    office.view.open(office.recs[0])
    assert "Publier" in entries(office)
    champs["etapes"] = ["Autre chose"]
    office.view.open(office.recs[0])
    assert "ils ne valent plus" in office.view.reader.about.said.text()
    assert "Publier" not in entries(office)


def test_changing_what_both_agreed_on_is_asked_first(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.desk.records[office.recs[0]].champs["statut"] = "publiee"
    office.view.open(office.recs[0])
    answers = iter([False, True])
    monkeypatch.setattr(page_of_fiches, "ask_version", lambda _view, _version: next(answers))
    office.view.reader.edit_button.click()
    assert not office.view.is_writing
    office.view.reader.edit_button.click()
    assert office.view.is_writing


def test_the_use_of_a_fiche_is_counted_and_names_nobody(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []

    def look(dialog: UseDialog) -> int:
        assert unnamed(dialog) == []
        shown.append(says(dialog))
        return 0

    monkeypatch.setattr(UseDialog, "exec", look)
    office.view.reader.review.wants.emit(EMPLOI)
    assert "3 signalements l’appliquent. 3 en version 1" in shown[0]
    assert "Déjà fait par l’école. (1)" in shown[0]


def test_the_booklet_is_written_where_it_is_asked(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    office.view.close_form()
    monkeypatch.setattr(QDialog, "exec", lambda dialog: int(QDialog.DialogCode.Accepted))
    target = str(tmp_path / "livret.odt")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (target, ""))
    office.view.booklet_button.click()
    assert office.desk.asked[-1] == "booklet livret.odt False"
    assert "4 fiches dans «\u00a0livret.odt\u00a0»." in office.view.notice.said.text()


# the case that applies it


def checklist(office: Office) -> ChecklistEditor:
    """Return the checklist of a signalement that applied the first fiche, one step done."""
    champs = office.desk.records[office.recs[0]].champs
    champs["etapes"] = ["Appeler", "Écrire"]
    office.signalement.begin("signalement")
    made = Checklist(office.desk, office.signalement)
    editor = ChecklistEditor(made, lambda: "Alix", office.alarms.clock)
    office.signalement.opened.connect(lambda: None)
    made.applied.connect(lambda _n: editor.set_value(_steps(office)))
    made.followed.connect(lambda _n: editor.set_value(_steps(office)))
    made.apply(office.recs[0])
    editor.settle(0, {**editor.steps[0], "etat": "fait", "fait_par": "Alix"})
    office.signalement.put({"etapes_appliquees": editor.value()})
    return editor


def _steps(office: Office) -> object:
    typed = office.signalement.typed
    return typed.champs.get("etapes_appliquees") if typed else None


def test_a_newer_version_is_followed_by_one_button(office: Office) -> None:
    editor = checklist(office)
    office.desk.records[office.recs[0]].champs |= {"version": 2, "etapes": ["Prévenir", "Appeler"]}
    editor._checklist.ask_newer()
    assert "Nouveau\u00a0: Prévenir" in editor.newer.said.text()
    editor.renew.click()
    assert [(step["libelle"], step["version"], step["etat"]) for step in editor.steps] == [
        ("Écrire", 1, "ecarte"),
        ("Prévenir", 2, "a_faire"),
        ("Appeler", 2, "fait"),
    ]
    assert editor.newer.isHidden()


def test_a_withdrawn_or_erased_fiche_is_said_and_the_steps_stay(office: Office) -> None:
    editor = checklist(office)
    office.desk.records[office.recs[0]].champs |= {"statut": "retiree", "motif_retrait": "Loi changée"}
    editor._checklist.ask_newer()
    assert "a été retirée\u00a0: Loi changée." in editor.gone.said.text()
    del office.desk.records[office.recs[0]]
    editor._checklist.ask_newer()
    assert "n’est plus sur ce poste" in editor.gone.said.text()
    assert [step["libelle"] for step in editor.steps] == ["Appeler", "Écrire"]


@pytest.mark.parametrize("place", range(4))
def test_what_a_call_needs_holds_on_one_screen_of_1366_by_768(office: Office, place: int) -> None:
    office.view.resize(1126, 719)  # what the frame of the window leaves
    office.view.open(office.recs[place])
    for _turn in range(2):  # the parts, then the numbers under them
        QApplication.processEvents()
    reader = office.view.reader
    seen = reader.area.viewport().height()
    wanted = ("declencheur", "a_faire_immediatement", "etapes", "alertes", "a_ne_pas_faire")
    blocks = {view.block.champ: view for view in reader.blocks if view.block.champ in wanted}
    assert set(blocks) == set(wanted)
    for champ, view in blocks.items():
        bottom = view.mapTo(reader.area.viewport(), view.rect().bottomLeft()).y()
        assert 0 < bottom <= seen, champ
        words = [said for said in view.findChildren(QLabel) if said.wordWrap()]
        assert all(said.height() >= said.heightForWidth(said.width()) for said in words), champ  # nothing is cut
