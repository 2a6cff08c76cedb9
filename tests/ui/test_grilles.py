"""The page of grids: read beside their list, written criterion by criterion, agreed on, and given to a new espace."""

import json
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QFileDialog, QLabel, QLineEdit

from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.relecture import ACCORDER, PROPOSER, PUBLIER, RETIRER
from mvl_desktop.domain.reperage import answers_of
from tests.ui.fakes import NOON, HandAlarms, ImmediateBackground, MemoryDesk
from tests.ui.hands import CTRL, click, press, write
from tests.ui.test_interview import grille
from tests.ui.walk import unnamed
from ui.main import Workplace
from ui.resources import default_grilles
from ui.theme import Theme
from ui.values import FicheVersion
from ui.view_models.criteres import needs_version, next_code
from ui.view_models.grilles import SEARCH_SECONDS, GrillesPage
from ui.view_models.grilles_reader import parts
from ui.view_models.record_form import RecordForm
from ui.view_models.record_side import RecordSide
from ui.views import grilles_review as review_of_grids
from ui.views.dialogs import Form
from ui.views.fiche_versions import VersionsDialog
from ui.views.fiches_remarks import RemarkForm, RemarksDialog, remarks_of
from ui.views.fiches_review import REMARQUER, REMARQUES, replacements
from ui.views.grille_picker import GrillePicker
from ui.views.grilles import GrillesView
from ui.views.grilles_review import ask_for_grille
from ui.views.record_form import RecordFormView

DECLARED = required("grille")
GRIDS = [dict(each) for each in default_grilles()]


@dataclass
class Office:
    """The page over a fake post, and the form of the signalement that may be open beside it."""

    desk: MemoryDesk
    alarms: HandAlarms
    background: ImmediateBackground = field(default_factory=ImmediateBackground)

    def __post_init__(self) -> None:
        for champs in GRIDS:
            self.desk.add("grille", **champs)
        now = self.alarms.clock
        self.signalement = RecordForm(self.desk, self.background, self.alarms, now)
        self.form = RecordForm(self.desk, self.background, self.alarms, now)
        side = RecordSide(self.desk, self.background)
        self.page = GrillesPage(DECLARED, self.desk, self.background, self.alarms)
        self.view = GrillesView(
            self.page,
            self.form,
            self.signalement,
            lambda: RecordFormView(DECLARED, self.form, side, self.desk, now),
            self.desk,
            now,
        )
        self.view.resize(1126, 690)
        self.view.show()
        self.page.refresh()

    @property
    def says(self) -> str:
        """Return everything that the reader shows."""
        QApplication.processEvents()
        return "\n".join(said.text() for said in self.view.reader.findChildren(QLabel) if said.isVisible())

    def open(self, code: str) -> str:
        """Read a grid."""
        rec = grille(self.desk, code)
        self.view.open(rec)
        return rec

    def write(self, code: str) -> str:
        """Write a grid."""
        rec = self.open(code)
        self.view.reader.edit_button.click()
        QApplication.processEvents()
        return rec

    @property
    def typed(self) -> dict[str, object]:
        """Return what is typed."""
        assert self.form.typed is not None
        return dict(self.form.typed.champs)


@pytest.fixture
def office(desk: MemoryDesk, alarms: HandAlarms) -> Office:
    return Office(desk, alarms)


def criteres(champs: dict[str, object]) -> list[dict[str, object]]:
    """Return criteria."""
    held = champs.get("criteres")
    return [dict(each) for each in held] if isinstance(held, list) else []


def test_seven_grids_are_listed_and_each_is_read_family_by_family(office: Office) -> None:
    assert len(office.page.lines) == 7
    assert office.page.lines[-1].champs["code"] == "EMP", "what most people only read comes last"
    for champs in GRIDS:
        families = [part.titre for part in parts(champs) if part.nom == "famille"]
        assert len(families) == len(set(families)) >= 1, "criteria of one family stand together"
        assert sum(len(part.lines) for part in parts(champs) if part.nom == "famille") == len(criteres(champs))


def test_the_list_stands_beside_what_is_read_and_alone_where_there_is_no_room(office: Office) -> None:
    office.open("F10")
    assert office.view.left.isVisible()
    assert not office.view.reader.back.isVisible()
    office.view.resize(700, 600)
    QApplication.processEvents()
    assert not office.view.left.isVisible()
    click(office.view.reader.back)
    assert office.view.left.isVisible()
    assert not office.view.right.isVisible()


def test_the_reader_says_when_with_what_care_and_what_to_look_at(office: Office) -> None:
    office.open("MIN")
    said = office.says
    for words in ("Quand l’utiliser", "À garder en tête", "MIN-02", "Pas encore validée par les deux parties"):
        assert words in said
    assert unnamed(office.view.reader) == []


def test_what_is_clinical_says_before_that_others_only_read_it(office: Office) -> None:
    office.open("EMP")
    assert "médecin inspecteur" in office.says
    assert not office.view.reader.answer.isVisible()
    office.open("F10")
    assert office.view.reader.answer.isVisible()
    office.desk.clinician = True
    office.page.refresh()
    office.open("EMP")
    assert office.view.reader.answer.isVisible()


def test_an_espace_without_grids_is_offered_those_of_the_application(desk: MemoryDesk, alarms: HandAlarms) -> None:
    office = Office(desk, alarms)
    for rec in [rec for rec, each in desk.records.items() if each.kind == "grille"]:
        del desk.records[rec]
    desk.defaults = GRIDS
    office.page.refresh()
    QApplication.processEvents()
    click(office.view.defaults)
    assert len(office.page.lines) == 7
    assert office.view.notice.said.text() == "7 grilles ajoutées."
    office.page.add_defaults()
    assert len(office.page.lines) == 7, "what is here is left as it is"


def test_a_grid_is_found_by_a_word(office: Office) -> None:
    office.view.search.setText("établissement")
    office.alarms.forward(SEARCH_SECONDS)
    assert "ETA" in [row.champs["code"] for row in office.page.lines]
    office.view.search.setText("introuvable")
    office.alarms.forward(SEARCH_SECONDS)
    QApplication.processEvents()
    click(office.view.again)
    assert len(office.page.lines) == 7


def test_a_new_criterion_has_the_next_code_and_the_family_of_the_one_before(office: Office) -> None:
    office.write("MIN")
    editor = office.view.criteres
    editor.add.click()
    held = criteres(office.typed)
    assert (held[-1]["code"], held[-1]["famille"]) == ("MIN-12", held[-2]["famille"])
    card = editor.cards[-1]
    write(card.fields.editors["libelle"].buddy(), "Séjours répétés loin des siens")
    assert criteres(office.typed)[-1]["libelle"] == "Séjours répétés loin des siens"


def test_a_code_is_never_given_twice_even_after_its_criterion_went(office: Office) -> None:
    rec = grille(office.desk, "MIN")
    old = {**office.desk.records[rec].champs, "criteres": [{"code": "MIN-40", "libelle": "Ancien"}], "version": 0}
    office.desk.former_grilles = [FicheVersion(0, NOON, "Claude Essai", old)]
    office.write("MIN")
    office.view.criteres.add.click()
    assert criteres(office.typed)[-1]["code"] == "MIN-41"
    assert next_code("F10", {"F10-01", "F10-12", "autre"}) == "F10-13"
    assert next_code("", ()) == "C-01"


def test_a_criterion_is_moved_by_the_keyboard_and_the_focus_goes_with_it(office: Office) -> None:
    office.write("F10")
    editor = office.view.criteres
    before = [each["code"] for each in criteres(office.typed)]
    down = editor.arrows[editor.cards[0]][1]
    assert down.accessibleName() == "Descendre\u00a0: Critère 1"
    assert not editor.arrows[editor.cards[0]][0].isEnabled()
    down.setFocus()
    press(down, Qt.Key.Key_Space)
    assert [each["code"] for each in criteres(office.typed)] == [before[1], before[0], *before[2:]]
    assert QApplication.focusWidget() is editor.arrows[editor.cards[1]][1]
    assert unnamed(office.view.form_view) == []


def published(office: Office, code: str = "F10") -> str:
    """Return a grid that both parties agreed on."""
    rec = grille(office.desk, code)
    office.desk.records[rec].champs |= {"statut": "publiee", "validee_le": "2026-05-04"}
    return rec


def test_when_the_criteria_of_a_published_grid_change_another_version_begins_and_asks_what_changes(
    office: Office,
) -> None:
    published(office)
    office.write("F10")
    view = office.view.form_view
    view.fields("prudence").editors["prudence"].buddy().setFocus()
    write(view.fields("prudence").editors["prudence"].buddy(), "x")
    assert office.typed["version"] == 1, "what is said around criteria changes no version"
    card = office.view.criteres.cards[0]
    card.fold.setChecked(True)
    write(card.fields.editors["libelle"].buddy(), " soudaine")
    assert office.typed.items() >= {"version": 2, "statut": "brouillon"}.items()
    assert "version 2" in view.notice.said.text()
    assert "Ce qui change" in view.notice.said.text()
    write(card.fields.editors["libelle"].buddy(), " et vive")
    assert office.typed.items() >= {"version": 2}.items(), "one version is enough"
    view.save()
    assert office.desk.records[grille(office.desk, "F10")].champs["version"] == 2


def test_a_draft_grid_changes_without_another_version() -> None:
    saved = {"statut": "brouillon", "version": 1, "criteres": [{"code": "A"}]}
    assert not needs_version(saved, {**saved, "criteres": []})
    assert needs_version({**saved, "statut": "validee"}, {**saved, "criteres": []})
    assert not needs_version({**saved, "statut": "validee"}, {**saved, "criteres": [{"code": "A", "id": "0" * 16}]})


def test_both_parties_agree_then_the_grid_is_published_and_withdrawn(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    rec = office.open("F10")
    champs = office.desk.records[rec].champs
    monkeypatch.setattr(
        review_of_grids,
        "ask_for_grille",
        lambda _view, _move, partie, _n, _others: {"partie": partie, "motif": "remplacée", "remplacee_par": "F1"},
    )
    for move in (PROPOSER, f"{ACCORDER}:ars", f"{ACCORDER}:miviludes"):
        office.view.reader.review.wants.emit(move)
    assert "personne différente" in office.view.reader.notice.said.text()
    assert champs["statut"] == "en_relecture", "one person does not agree for both"
    office.desk.persons[0] = replace(office.desk.persons[0], nom="Claude Essai")
    office.view.reader.review.wants.emit(f"{ACCORDER}:miviludes")
    assert "L’accord est noté" in office.view.reader.notice.said.text()
    for move in (PUBLIER, RETIRER):
        office.view.reader.review.wants.emit(move)
    assert (champs["statut"], champs["motif_retrait"], champs["remplacee_par"]) == ("retiree", "remplacée", "F1")
    assert "Grille retirée\u00a0: remplacée · remplacée par F1" in office.says
    assert not office.view.reader.answer.isVisible()


def test_what_takes_the_place_of_a_grid_is_chosen_among_those_in_use(office: Office) -> None:
    rec = office.open("F10")
    gone = office.desk.records[grille(office.desk, "EMP")]
    gone.champs["statut"] = "retiree"
    office.page.refresh()
    offered = replacements(office.page.lines, rec)
    assert offered
    assert not {"F10", "EMP"} & {each.code for each in offered}

    def fill() -> None:
        form = QApplication.activeModalWidget()
        assert isinstance(form, Form)
        form.findChild(QLineEdit).setText("Refondue")  # type: ignore[union-attr]
        choice = form.findChild(QComboBox)
        choice.setCurrentIndex(choice.findData(offered[0].code))  # type: ignore[union-attr]
        form.go_on.click()

    QTimer.singleShot(0, fill)
    given = review_of_grids.ask_for_grille(office.view, RETIRER, "", 1, offered)
    assert given == {"motif": "Refondue", "remplacee_par": offered[0].code}


def test_a_remark_is_made_on_a_part_and_set_aside_with_its_reason(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    rec = office.open("F10")

    def write_it(form: RemarkForm) -> bool:
        assert form.part.itemText(0) == "Toute la grille"
        form.part.setCurrentIndex(form.part.findData("Ce qui touche la personne"))
        form.text.setPlainText("Dire qui l’a vu")
        return True

    monkeypatch.setattr(RemarkForm, "ask", write_it)
    office.view.reader.review.wants.emit(REMARQUER)
    remark = remarks_of(office.desk.records[rec].champs)[0]
    assert (remark["sur"], remark["texte"]) == ("Ce qui touche la personne", "Dire qui l’a vu")
    monkeypatch.setattr(
        RemarksDialog, "exec", lambda dialog: dialog.answered.emit(str(remark["id"]), "ecartee", "Déjà dit")
    )
    office.view.reader.review.wants.emit(REMARQUES)
    assert remarks_of(office.desk.records[rec].champs)[0]["reponse"] == "Déjà dit"
    assert not any("Emploi" in action.text() for action in office.view.reader.review.menu().actions())


def test_a_withdrawal_wants_a_reason(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []

    def leave(dialog: QDialog) -> int:
        asked.append(dialog.go_on.isEnabled())  # type: ignore[attr-defined]
        return int(QDialog.DialogCode.Rejected)

    monkeypatch.setattr(QDialog, "exec", leave)
    assert ask_for_grille(office.view, RETIRER, "", 1) is None
    assert asked == [False]


def test_two_versions_are_compared_part_by_part(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    rec = office.open("F10")
    now = office.desk.records[rec].champs
    former = json.loads(json.dumps(now))
    former["criteres"][0]["libelle"] = "Déstabilisation"
    now["version"] = 2
    office.desk.former_grilles = [FicheVersion(1, NOON, "Claude Essai", former)]
    seen: list[str] = []

    def look(dialog: VersionsDialog) -> int:
        dialog.show()
        QApplication.processEvents()
        seen.append("\n".join(each.text() for each in dialog.findChildren(QLabel)) + dialog.windowTitle())
        dialog.hide()
        return 0

    monkeypatch.setattr(VersionsDialog, "exec", look)
    office.view.compare_versions()
    assert "1 partie a changé" in seen[0]
    assert "Ce qui touche la personne" in seen[0]
    assert "Versions de la grille" in seen[0]


def test_a_blank_grid_is_written_where_one_asks(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.open("F10")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(tmp_path / "vierge.odt"), ""))
    office.view.print_record()
    assert (tmp_path / "vierge.odt").exists()
    assert "vierge.odt" in office.view.reader.notice.said.text()


def test_what_is_refused_is_said_in_the_page(office: Office) -> None:
    office.desk.refusal = "lecture_seule"
    office.page.refresh()
    assert office.view.notice.said.text()


def test_from_the_page_a_grid_opens_in_the_signalement_of_the_form(
    desk: MemoryDesk, background: ImmediateBackground, alarms: HandAlarms, theme: Theme
) -> None:
    for champs in GRIDS:
        desk.add("grille", **champs)
    rec = desk.add("signalement", objet="Appel d’une mère")
    place = Workplace(
        desk, background, theme, make_alarm=alarms, now=alarms.clock, lock_minutes=5, relaunch=lambda: None
    )
    place.window.resize(1366, 768)
    place.window.show()
    place.start()
    page = place.pages["signalement"]
    place.window.show_page(page)
    page.open(rec)
    place.window.show_page(place.grilles_view)
    place.grilles_view.open(grille(desk, "F10"))
    QApplication.processEvents()
    assert "01-2026-K7-0012" in place.grilles_view.reader.answer.text()
    click(place.grilles_view.reader.answer)
    QApplication.processEvents()
    assert place.window.current() is page
    assert page.form_view.interview.is_open
    assert not page.left.isVisible(), "the interview has the whole page"
    assert page.form_view.interview.view is not None
    assert page.form_view.interview.view.list.isVisible()
    for _each in range(10):
        press(page.form_view.interview.view.list, Qt.Key.Key_R)
    assert page.form.typed is not None
    assert [one.get("reponse") for one in answers_of(page.form.typed.champs)] == ["rapporte"] * 10
    page.form_view.interview.view.back.click()
    QApplication.processEvents()
    assert page.left.isVisible()
    place.window.close()


def test_every_page_is_reached_from_the_palette(
    desk: MemoryDesk, background: ImmediateBackground, alarms: HandAlarms, theme: Theme
) -> None:
    place = Workplace(
        desk, background, theme, make_alarm=alarms, now=alarms.clock, lock_minutes=5, relaunch=lambda: None
    )
    place.window.show()
    place.start()
    do = {command.title: command.do for command in place.window.commands()}
    assert {"Grilles", "Mes accès", "Conservation", "Grille de repérage…"} <= do.keys()
    do["Grille de repérage…"]()
    assert place.window.current() is place.grilles_view, "no signalement is open: every grid is shown"
    assert "Nouvelle grille" in {command.title for command in place.window.commands()}
    place.window.close()


def test_during_a_call_a_grid_is_one_shortcut_away(
    desk: MemoryDesk,
    background: ImmediateBackground,
    alarms: HandAlarms,
    theme: Theme,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for champs in GRIDS:
        desk.add("grille", **champs)
    place = Workplace(
        desk, background, theme, make_alarm=alarms, now=alarms.clock, lock_minutes=5, relaunch=lambda: None
    )
    place.window.show()
    place.start()
    place.window.wants_new.emit()

    asked: list[str] = []

    def take(picker: GrillePicker) -> int:
        asked.append(picker.windowTitle())
        picker.show()
        picker.search.setText("faisceau")
        press(picker.search, Qt.Key.Key_Return)
        return picker.result()

    monkeypatch.setattr(GrillePicker, "exec", take)
    QApplication.processEvents()
    press(place.window, Qt.Key.Key_G, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert asked == ["Ouvrir une grille de repérage"]
    view = place.pages["signalement"].form_view
    assert view.interview.view is not None
    assert view.interview.view.interview.grid["code"] == "F10"
    view.write_note()
    assert not view.interview.is_open, "a note is written in the form"
    place.window.close()
