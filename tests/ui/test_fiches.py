"""The page of fiches: what a person on the phone finds first, and a checklist that lands in the right signalement."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont, QGuiApplication, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.relecture import ACCORDER, PROPOSER, PUBLIER
from tests.ui.fakes import NOON, HandAlarms, HeldBackground, ImmediateBackground, MemoryDesk
from tests.ui.hands import press
from tests.ui.walk import unnamed
from ui.resources import resource
from ui.values import FicheVersion
from ui.view_models.fiches import SEARCH_SECONDS, FichesPage
from ui.view_models.fiches_reader import blocks, head
from ui.view_models.record_form import RecordForm
from ui.view_models.record_side import RecordSide
from ui.views import fiches as page_of_fiches
from ui.views.fiche_versions import Compare, VersionsDialog
from ui.views.fiches import FichesView
from ui.views.fiches_list import two_lines
from ui.views.fiches_target import TargetDialog
from ui.views.record_form import RecordFormView

FICHES = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(resource("fiches").glob("*.json"))]
TODAY = date(2026, 11, 21)
DECLARED = required("fiche-conduite")


@dataclass
class Office:
    """The page over a fake post, and the form of the signalement that may be open beside it."""

    desk: MemoryDesk
    alarms: HandAlarms
    background: ImmediateBackground = field(default_factory=ImmediateBackground)

    def __post_init__(self) -> None:
        self.recs = [self.desk.add("fiche-conduite", **champs) for champs in FICHES]
        now = self.alarms.clock
        self.signalement = RecordForm(self.desk, self.background, self.alarms, now)
        self.form = RecordForm(self.desk, self.background, self.alarms, now)
        side = RecordSide(self.desk, self.background)
        self.page = FichesPage(DECLARED, self.desk, self.background, self.alarms, self.signalement)
        self.view = FichesView(
            self.page, self.form, lambda: RecordFormView(DECLARED, self.form, side, self.desk, now), self.desk, now
        )
        self.view.resize(1126, 690)
        self.view.show()
        self.page.refresh()

    @property
    def codes(self) -> list[object]:
        """Return the codes of the fiches listed, in order."""
        return [row.champs.get("code") for row in self.page.lines]


@pytest.fixture
def office(desk: MemoryDesk, alarms: HandAlarms) -> Office:
    return Office(desk, alarms)


def entries(office: Office) -> list[str]:
    """Return what the menu of the review offers."""
    return [action.text() for action in office.view.reader.review.menu().actions() if action.text()]


def steps(office: Office) -> list[object]:
    """Return the labels of the checklist in the open signalement."""
    assert office.signalement.typed is not None
    applied = office.signalement.typed.champs.get("etapes_appliquees")
    return [step["libelle"] for step in applied] if isinstance(applied, list) else []


def reader_says(office: Office) -> str:
    """Return everything that the reader shows."""
    return "\n".join(said.text() for said in office.view.reader.findChildren(QLabel) if said.isVisible())


def test_each_shipped_fiche_gives_what_a_call_needs() -> None:
    assert len(FICHES) == 4
    for champs in FICHES:
        given = {block.champ: block for block in blocks(champs)}
        assert {"declencheur", "a_faire_immediatement", "etapes", "a_ne_pas_faire", "alertes"} <= given.keys()
        assert {"information_personne", "base_legale"} <= given.keys()
        assert len(given["etapes"].lines) == len(champs["etapes"])


def test_parts_come_in_the_order_of_the_call_and_are_numbered_without_a_hole() -> None:
    given = blocks({"etapes": ["Un", "Deux"], "declencheur": "Quand", "base_legale": ["Texte"], "signes": []})
    assert [(block.numero, block.champ) for block in given] == [(1, "declencheur"), (2, "etapes"), (3, "base_legale")]
    assert given[1].spoken == "1. Un\n2. Deux"


def test_whom_to_alert_is_said_with_the_case_the_way_and_the_delay() -> None:
    alert = {"id": "0" * 16, "cas": "Danger", "destinataire": "15", "moyen": "Téléphone", "delai": "aussitôt"}
    (block,) = blocks({"alertes": [alert]})
    assert block.lines == (("Danger", "15", "Téléphone · aussitôt"),)
    assert block.spoken == "Danger – 15 – Téléphone · aussitôt"


def test_the_head_says_who_agreed_on_this_version_only() -> None:
    def said(version: int) -> str:
        champs = {
            "titre": "Essai",
            "version": version,
            "validations": [{"id": "0" * 16, "partie": "ars", "version": 1, "validee_le": "2026-05-04"}],
        }
        return head(DECLARED, champs, lambda _liste, code: code, TODAY).validation

    assert said(1) == "Validée par ars, le 04/05/2026"
    assert said(2) == "Pas encore validée par les deux parties"


def test_a_fiche_past_its_day_or_withdrawn_is_said_so_and_is_not_applied(office: Office) -> None:
    old = office.desk.add("fiche-conduite", titre="Ancienne", etapes=["Un"], a_revoir_le="2026-01-31")
    gone = office.desk.add(
        "fiche-conduite", titre="Retirée", etapes=["Un"], statut="retiree", motif_retrait="loi abrogée"
    )
    office.view.open(old)
    assert "À revoir depuis le 31/01/2026" in reader_says(office)
    assert office.view.reader.apply.isVisible()
    office.view.open(gone)
    assert "loi abrogée" in reader_says(office)
    assert not office.view.reader.apply.isVisible()
    assert not office.view.reader.choose.isVisible()


def test_validated_fiches_come_first_then_the_most_urgent(office: Office) -> None:
    assert office.codes == ["CAT-01", "CAT-02", "CAT-03", "CAT-04"]
    office.desk.records[office.recs[3]].champs["statut"] = "validee"
    office.desk.records[office.recs[0]].champs["statut"] = "retiree"
    office.page.refresh()
    assert office.codes == ["CAT-04", "CAT-02", "CAT-03", "CAT-01"]


def test_a_fiche_is_found_by_a_word_and_the_search_is_taken_back_in_one_press(office: Office) -> None:
    office.view.search.setText("appellation")
    office.alarms.forward(SEARCH_SECONDS)
    assert office.codes == ["CAT-04"]
    office.view.search.setText("introuvable")
    office.alarms.forward(SEARCH_SECONDS)
    assert office.view.again.isVisible()
    office.view.again.click()
    assert len(office.codes) == 4


def test_enter_in_the_search_opens_the_first_fiche_found(office: Office) -> None:
    office.view.search.setText("appellation")
    office.alarms.forward(SEARCH_SECONDS)
    press(office.view.search, Qt.Key.Key_Return)
    assert "Usurpation" in office.view.reader.title.text()
    assert office.view.stack.currentWidget() is office.view.reader


def test_a_figure_jumps_to_its_part_on_an_english_and_on_a_french_keyboard(office: Office) -> None:
    office.view.open(office.recs[0])
    reader = office.view.reader
    office.view.activateWindow()
    QApplication.processEvents()
    press(reader, Qt.Key.Key_5)
    assert reader.blocks[4].hasFocus()
    press(reader.blocks[4], Qt.Key.Key_QuoteDbl)
    assert reader.blocks[2].hasFocus()


def test_the_parts_stand_in_two_columns_only_where_there_is_room(office: Office) -> None:
    office.view.open(office.recs[0])
    QApplication.processEvents()
    by_champ = {block.block.champ: block for block in office.view.reader.blocks}
    assert by_champ["alertes"].x() > by_champ["etapes"].x()
    office.view.resize(640, 690)
    QApplication.processEvents()
    assert by_champ["alertes"].x() == by_champ["etapes"].x()
    assert by_champ["alertes"].y() > by_champ["etapes"].y()


def test_steps_are_added_to_the_open_signalement_once_and_wait_for_its_author(office: Office) -> None:
    rec = office.desk.add("signalement", objet="Stage de jeûne")
    office.signalement.open(rec)
    office.view.open(office.recs[1])
    office.view.reader.apply.click()
    assert steps(office) == FICHES[1]["etapes"]
    assert str(len(FICHES[1]["etapes"])) in office.view.reader.notice.said.text()
    assert office.signalement.can_save
    assert "etapes_appliquees" not in office.desk.records[rec].champs
    office.view.reader.apply.click()
    assert len(steps(office)) == len(FICHES[1]["etapes"])
    assert "déjà" in office.view.reader.notice.said.text()


def test_what_was_being_typed_in_the_signalement_stays(office: Office) -> None:
    office.signalement.begin("signalement")
    office.signalement.type({"objet": "Appel d’une mère"})
    office.page.apply(office.recs[0])
    assert office.signalement.typed is not None
    assert office.signalement.typed.champs["objet"] == "Appel d’une mère"
    assert steps(office) == FICHES[0]["etapes"]


def test_a_call_may_begin_from_the_fiche(office: Office) -> None:
    asked: list[str] = []
    office.view.wants_signalement.connect(asked.append)
    office.view.wants_signalement.connect(lambda _rec: office.signalement.begin("signalement"))
    office.view.open(office.recs[0])
    office.view.reader.apply.click()
    assert asked == [""]
    assert steps(office) == FICHES[0]["etapes"]


def test_another_signalement_is_chosen_by_its_reference_and_opened(office: Office) -> None:
    first = office.desk.add("signalement", objet="Premier", reference="01-2026-K7-0012")
    office.desk.add("signalement", objet="Second", reference="01-2026-K7-0013")
    office.view.open(office.recs[2])
    dialog = TargetDialog(office.view, office.page)
    dialog.search.setText("0012")
    office.alarms.forward(SEARCH_SECONDS)
    assert dialog.chosen == first
    office.page.wants_signalement.connect(office.signalement.open)
    office.page.apply_to(office.recs[2], dialog.chosen)
    assert steps(office) == FICHES[2]["etapes"]
    dialog.search.setText("rien de tel")
    office.alarms.forward(SEARCH_SECONDS)
    assert not dialog.go_on.isEnabled()
    dialog.deleteLater()


def test_a_fiche_that_arrives_after_the_signalement_was_left_is_not_put_elsewhere(
    desk: MemoryDesk, alarms: HandAlarms
) -> None:
    background = HeldBackground()
    office = Office(desk, alarms, background)
    background.finish()
    one, two = desk.add("signalement", objet="Un"), desk.add("signalement", objet="Deux")
    office.signalement.open(one)
    background.finish()
    office.page.apply(office.recs[0])
    held = background.held.pop()
    office.signalement.open(two)
    background.finish()
    held()
    background.finish()
    assert steps(office) == []


def test_reading_and_writing_go_back_and_forth(office: Office) -> None:
    office.view.open(office.recs[0])
    office.view.reader.edit_button.click()
    assert office.view.is_writing
    office.form.type({"titre": "Mineur en danger, texte revu"})
    office.view.close_form()
    assert office.view.stack.currentWidget() is office.view.reader
    office.view.close_form()
    assert not office.view.is_open
    office.view.open(office.recs[0])
    assert office.view.reader.title.text() == "Mineur en danger, texte revu"
    assert "brouillon" in office.view.reader.notice.said.text()


def test_a_new_fiche_is_saved_from_the_page(office: Office) -> None:
    office.view.new()
    office.view.form_view.fields("titre").editors["titre"].set_value("Dérive sur un marché")
    office.view.form_view.fields("etapes").editors["etapes"].set_value(["Regarder", "Écrire"])
    office.view.save()
    kept = [each.champs for each in office.desk.records.values() if each.champs.get("titre") == "Dérive sur un marché"]
    assert [champs["etapes"] for champs in kept] == [["Regarder", "Écrire"]]
    assert len(office.codes) == 5


def test_printing_writes_where_the_person_said(office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[str] = []

    def choose(_parent: object, _title: str, name: str, _formats: str) -> tuple[str, str]:
        asked.append(name)
        return str(tmp_path / "fiche.odt"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    office.view.open(office.recs[0])
    office.view.reader.print_button.click()
    assert (tmp_path / "fiche.odt").exists()
    assert asked[0].endswith(".pdf")
    assert "/" not in asked[0]
    assert "fiche.odt" in office.view.reader.notice.said.text()


def test_a_refusal_is_said_where_the_person_looks(office: Office) -> None:
    office.signalement.begin("signalement")
    office.view.open(office.recs[0])
    del office.desk.records[office.recs[0]]
    office.view.reader.apply.click()
    assert office.view.reader.notice.isVisible()


def test_everything_that_takes_the_focus_has_a_name(office: Office) -> None:
    assert unnamed(office.view) == []
    office.view.open(office.recs[0])
    assert unnamed(office.view.reader) == []
    dialog = TargetDialog(office.view, office.page)
    dialog.show()
    assert unnamed(dialog) == []
    dialog.close()
    dialog.deleteLater()


def test_what_a_fiche_says_is_never_read_as_markup(office: Office) -> None:
    canary = "<img src=file:///canari><b>gras</b>"
    alert = {"id": "0" * 16, "cas": canary, "destinataire": canary}
    rec = office.desk.add("fiche-conduite", titre=canary, declencheur=canary, etapes=[canary], alertes=[alert])
    office.view.open(rec)
    assert reader_says(office).count(canary) == 6
    for said in office.view.reader.findChildren(QLabel):
        assert said.textFormat() == Qt.TextFormat.PlainText


def test_a_long_situation_is_cut_at_the_second_line(office: Office) -> None:
    lines = two_lines("mot " * 200, office.view.font(), 300)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert two_lines("Court.", office.view.font(), 300) == ["Court."]


def test_a_fiche_is_read_again_agreed_on_by_both_and_published(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.desk.records[office.recs[0]].champs["statut"] = "brouillon"
    monkeypatch.setattr(page_of_fiches, "ask_move", lambda _view, _move, partie="", **_asked: {"partie": partie})
    office.view.open(office.recs[0])
    review = office.view.reader.review
    for move in (PROPOSER, f"{ACCORDER}:ars"):
        review.wants.emit(move)
    assert [said for said in entries(office) if said.startswith("Valider")] == ["Valider pour la MIVILUDES…"]
    review.wants.emit(f"{ACCORDER}:miviludes")
    assert "personne différente" in office.view.reader.notice.said.text()
    others = [replace(each, nom="Sacha Fictif") if each.ici else each for each in office.desk.persons]
    office.desk.persons = others
    for move in (f"{ACCORDER}:miviludes", PUBLIER):
        review.wants.emit(move)
    kept = office.desk.records[office.recs[0]].champs
    assert (kept["statut"], kept["validee_le"]) == ("publiee", "2026-11-21")
    assert office.view.reader.notice.said.text() == "La fiche est publiée."
    assert office.codes[0] == FICHES[0]["code"]


def test_giving_up_changes_nothing_and_a_draft_is_not_moved(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_of_fiches, "ask_move", lambda _view, _move, **_asked: None)
    office.view.open(office.recs[0])
    office.view.reader.review.wants.emit(PROPOSER)
    assert office.desk.records[office.recs[0]].champs["statut"] == "brouillon"
    office.form.type({"titre": "En cours de rédaction"})
    office.form.flush()
    office.view.close_form()
    office.view.open(office.recs[0])
    assert not office.view.reader.review.isVisible()


# versions


def test_two_versions_stand_side_by_side_and_what_differs_is_marked_and_said(office: Office) -> None:
    rec = office.recs[0]
    champs = office.desk.records[rec].champs
    former = {**champs, "version": 1, "etapes": ["Appeler le 15", "Écrire à la préfecture"], "a_ne_pas_faire": []}
    champs |= {"version": 2, "etapes": ["Appeler le 15", "Écrire à la CRIP"], "a_ne_pas_faire": ["Attendre"]}
    office.desk.former = [FicheVersion(1, NOON, "Claude Essai", former)]
    versions = office.view.page.versions()
    versions.load(rec)
    dialog = VersionsDialog(office.view, versions, "Mineur")
    dialog.show()
    assert dialog.said.text() == "2 parties ont changé."
    texts = dialog.findChildren(Compare)
    assert [each.accessibleName() for each in texts] == [
        "Étapes, avant",
        "Étapes, après",
        "À ne pas faire, avant",
        "À ne pas faire, après",
    ]
    assert "préfecture" in texts[0].toPlainText()
    assert texts[0].accessibleDescription() == "Retiré\u00a0: préfecture. Ajouté\u00a0: CRIP"
    assert _struck(texts[0]) == ["préfecture"]
    assert _underlined(texts[1]) == ["CRIP"]
    dialog.only.setChecked(False)
    assert len(dialog.findChildren(Compare)) > len(texts)
    assert unnamed(dialog) == []
    dialog.deleteLater()


def test_one_version_alone_is_shown_without_a_list_to_choose_from(office: Office) -> None:
    versions = office.view.page.versions()
    versions.load(office.recs[0])
    dialog = VersionsDialog(office.view, versions, "Mineur")
    dialog.show()
    shown = [each.text() for each in dialog.findChildren(QLabel) if each.isVisible()]
    assert any(text.startswith("Version 1") for text in shown)
    assert any(text.startswith("C’est la seule.") for text in shown)
    assert not any(each.isVisible() for each in (dialog.old, dialog.new, dialog.only))
    dialog.deleteLater()


def _marked(text: Compare, is_marked: Callable[[QTextCharFormat], bool]) -> list[str]:
    found = []
    block = text.document().begin()
    while block.isValid():
        for run in block.textFormats():
            if is_marked(run.format):
                found.append(block.text()[run.start : run.start + run.length])
        block = block.next()
    return found


def _struck(text: Compare) -> list[str]:
    return _marked(text, lambda format_: format_.fontStrikeOut())


def _underlined(text: Compare) -> list[str]:
    return _marked(text, lambda format_: format_.fontUnderline() and format_.fontWeight() > QFont.Weight.Medium)


CRIP = {"role": "protection_enfance", "destinataire": "crip"}


def directory(office: Office) -> None:
    """Fill the annuaire: two of the département, one of another, one of everywhere, one to complete."""
    add = office.desk.add
    near = {"telephone": "04\u00a065\u00a071\u00a000\u00a020", "horaires": "De 9 h à 17 h", "verifie_le": "2025-02-03"}
    add("organisme", nom="CRIP fictive de l’Ain", departements=["01"], **near, **CRIP)
    add("organisme", nom="CRIP fictive de Paris", departements=["75"], telephone="01\u00a000", **CRIP)
    add("organisme", nom="Ligne fictive", destinataire="119", telephone="119", national=True)
    add("organisme", nom="SAMU fictif", role="urgence", telephone="15", national=True)
    add("organisme", nom="CRIP du département", a_completer=True, telephone="00", **CRIP)
    add("organisme", nom="Mission fictive", destinataire="miviludes", national=True)


def called(office: Office) -> list[str]:
    return [each.nom for each in office.view.reader.callers.callers.found]


def test_the_numbers_are_those_of_the_place_of_the_signalement_and_can_be_copied(office: Office) -> None:
    directory(office)
    office.desk.said = replace(office.desk.said, departements=("75",))
    office.view.open(office.recs[0])
    callers = office.view.reader.callers
    assert called(office) == ["SAMU fictif", "CRIP fictive de Paris", "Ligne fictive"], "where this post works"
    office.signalement.begin("signalement")
    office.signalement.put({"departement": "01"})
    office.view.open(office.recs[0])
    assert called(office) == ["SAMU fictif", "CRIP fictive de l’Ain", "Ligne fictive"]
    assert callers.where.currentData() == "01"
    said = callers.cards[1].spoken
    for words in (
        "CRIP fictive de l’Ain",
        "04\u00a065\u00a071\u00a000\u00a020",
        "De 9 h à 17 h",
        "03/02/2025",
        "longtemps",
    ):
        assert words in said
        assert words in callers.accessibleDescription()
    callers.cards[1].buttons[0].click()
    assert QGuiApplication.clipboard().text() == "04\u00a065\u00a071\u00a000\u00a020"
    assert "Copié" in callers.notice.said.text()
    assert unnamed(office.view) == []


def test_what_the_annuaire_does_not_reach_is_said_with_the_way_to_it(office: Office) -> None:
    directory(office)
    office.view.open(office.recs[0])
    callers = office.view.reader.callers
    assert "procureur" in callers.without.text()
    assert "crip" in callers.without.text(), "no département is known: none is guessed"
    asked: list[str] = []
    office.view.wants_directory.connect(asked.append)
    callers.where.setCurrentIndex(callers.where.findData("01"))
    callers.where.activated.emit(callers.where.currentIndex())
    assert "CRIP fictive de l’Ain" in called(office)
    assert "crip" not in callers.without.text()
    callers.directory.click()
    assert asked == ["01"]
    opened: list[tuple[str, str]] = []
    office.view.wants_other.connect(lambda kind, rec: opened.append((kind, rec)))
    callers.cards[1].buttons[-1].click()
    assert opened == [("organisme", callers.callers.found[1].id)]


def test_zero_goes_to_the_numbers_and_a_fiche_that_alerts_nobody_has_none(office: Office) -> None:
    directory(office)
    office.view.open(office.recs[0])
    reader = office.view.reader
    QApplication.processEvents()
    for key in ("0", "à"):
        reader.jump(1)
        QApplication.sendEvent(
            reader, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_0, Qt.KeyboardModifier.NoModifier, key)
        )
        assert reader.focusWidget() is reader.callers
    silent = office.desk.add("fiche-conduite", code="X", titre="Rien", declencheur="Rien")
    office.view.open(silent)
    assert reader.callers.isHidden()
    office.view.open(office.recs[1])
    assert not reader.callers.isHidden(), "the same part goes on from a fiche to the next one"
    reader.resize(500, 690)
    QApplication.processEvents()
    assert reader.callers.isVisible()


def test_an_exchange_that_ends_leaves_the_keyboard_and_what_is_read_where_they_are(office: Office) -> None:
    office.signalement.begin("signalement")
    office.view.open(office.recs[0])
    office.view.reader.apply.click()
    said, first = office.view.reader.notice.said.text(), office.view.reader.blocks[0]
    assert "ajoutée" in said
    third = office.view.reader.blocks[2]
    third.setFocus()

    office.view.refresh()
    assert office.view.focusWidget() is third
    assert office.view.reader.notice.said.text() == said
    assert not office.view.reader.notice.isHidden()

    assert office.form.typed is not None
    office.desk.records[office.recs[0]].champs["titre"] = "Titre venu d’ailleurs"
    office.view.refresh()
    assert office.view.reader.title.text() == "Titre venu d’ailleurs"
    assert office.view.reader.blocks[0] is not first


def test_steps_ticked_while_a_fiche_is_applied_stay(desk: MemoryDesk, alarms: HandAlarms) -> None:
    background = HeldBackground()
    office = Office(desk, alarms, background)
    background.finish()
    office.signalement.open(
        desk.add("signalement", etapes_appliquees=[{"id": "1", "libelle": "Un", "etat": "a_faire"}])
    )
    background.finish()
    office.page.apply(office.recs[0])
    office.signalement.put({"etapes_appliquees": [{"id": "1", "libelle": "Un", "etat": "fait"}]})
    background.finish()
    assert office.signalement.typed is not None
    applied = office.signalement.typed.champs["etapes_appliquees"]
    assert isinstance(applied, list)
    assert applied[0]["etat"] == "fait"
    assert len(applied) > 1
