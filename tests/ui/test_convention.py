"""The tabs of conventions and of fiches d'actions: signed, amended, denounced by hand; steps ticked by one key."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from mvl_desktop.domain.kinds import required
from tests.ui.fakes import NOON, HandAlarms, ImmediateBackground, MemoryDesk
from tests.ui.hands import click, press, write
from tests.ui.walk import unnamed
from ui.view_models.list_actions import ListActions
from ui.view_models.record_form import RecordForm
from ui.view_models.record_side import RecordSide
from ui.view_models.records_list import RecordsList
from ui.views.convention_forms import AvenantDialog, DenunciationForm, SigningForm
from ui.views.convention_shelves import ActionShelf, ConventionShelf
from ui.views.dialogs import Form
from ui.views.fiche_versions import Compare
from ui.views.form_checklist import ChecklistEditor
from ui.views.record_form import RecordFormView
from ui.widgets.elements import ElementsEditor

TODAY = NOON.date()
SIGNED = TODAY - timedelta(days=900)


def _shelf(
    make: type[ConventionShelf] | type[ActionShelf], kind: str, desk: MemoryDesk, alarms: HandAlarms
) -> ConventionShelf | ActionShelf:
    background, now = ImmediateBackground(), alarms.clock
    form = RecordForm(desk, background, alarms, now)
    side = RecordSide(desk, background)
    return make(
        RecordsList(required(kind), desk, background, alarms),
        form,
        lambda: RecordFormView(required(kind), form, side, desk, now),
        desk,
        ListActions(kind, desk, background),
        background,
        now,
    )


@pytest.fixture
def shelf(desk: MemoryDesk, alarms: HandAlarms, qtbot: QtBot) -> ConventionShelf:
    made = _shelf(ConventionShelf, "convention", desk, alarms)
    assert isinstance(made, ConventionShelf)
    qtbot.addWidget(made)
    made.resize(1126, 690)
    made.show()
    return made


def _answering(kind: type[Form], fill: Callable[[Form], None]) -> None:
    """Answer the dialog of this class that the next gesture opens."""

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            fill(dialog)
            dialog.accept()
        elif dialog is not None:
            dialog.close()

    QTimer.singleShot(0, answer)


def _signed(shelf: ConventionShelf, desk: MemoryDesk) -> str:
    rec = desk.begin_convention()
    champs = desk.records[rec].champs
    parties = champs["parties"]
    assert isinstance(parties, list)
    champs["parties"] = [{**each, "signee_le": SIGNED.isoformat()} for each in parties]
    shelf.open(rec)
    return rec


def _said(shelf: ConventionShelf) -> str:
    return " ".join(each.text() for each in shelf.page.findChildren(QLabel))


def test_the_template_is_begun_and_signed_by_each_party(shelf: ConventionShelf, desk: MemoryDesk) -> None:
    shelf.refresh()
    click(shelf.first_model)
    assert shelf.is_open
    assert shelf.page.line.isHidden()
    shelf.form_view.tabs.setCurrentWidget(shelf.page)
    shown = [each.text() for each in shelf.page.findChildren(QPushButton) if each.isVisible()]
    assert shown == ["&Signer…", "Créer les fiches d’a&ctions…"]
    for _partie in range(2):
        _answering(SigningForm, lambda _form: None)
        click(shelf.page.sign_button)
    seen = shelf.life.seen
    assert seen is not None
    assert seen.en_vigueur
    assert not shelf.page.line.isHidden()
    assert not shelf.page.sign_button.isVisible()
    assert "Article 5. Durée" in _said(shelf)


def test_a_day_to_come_or_that_is_none_is_said_where_it_is_typed(shelf: ConventionShelf, desk: MemoryDesk) -> None:
    click(shelf.model_button)
    shelf.form_view.tabs.setCurrentWidget(shelf.page)
    days, told = iter(("31/12/2031", "31/02/2026", f"{TODAY:%d/%m/%Y}")), list[str]()

    def typing(form: Form) -> None:
        told.append(" ".join(each.text() for each in form.findChildren(QLabel)))
        line, city = form.findChildren(QLineEdit)[0], form.findChildren(QLineEdit)[-1]
        assert city.text() == ("Lyon" if len(told) > 1 else "")
        line.selectAll()
        write(line, next(days))
        city.setText("Lyon")
        if len(told) < 3:
            _answering(SigningForm, typing)

    _answering(SigningForm, typing)
    click(shelf.page.sign_button)
    assert "pas encore venu" in told[1]
    assert "Cette date n’existe pas. Écrivez-la comme 21/11/2026" in told[2]
    assert next(days, None) is None
    assert shelf.life.seen is not None
    assert sum(each.signee for each in shelf.life.seen.parties) == 1


def test_the_line_is_read_with_arrows_and_says_every_day(shelf: ConventionShelf, desk: MemoryDesk) -> None:
    _signed(shelf, desk)
    line = shelf.page.line
    assert line.accessibleDescription().startswith("Signature, ")
    assert "Dernier jour pour dénoncer" in line.accessibleDescription()
    line.setFocus()
    press(line, Qt.Key.Key_End)
    assert line.days[line.at].genre == "terme"
    press(line, Qt.Key.Key_Left)
    assert line.days[line.at].genre == "preavis"
    press(line, Qt.Key.Key_Home)
    assert line.days[line.at].genre == "signature"
    line.grab()
    assert unnamed(shelf) == []


def test_an_avenant_shows_what_differs_while_it_is_written(shelf: ConventionShelf, desk: MemoryDesk) -> None:
    rec = _signed(shelf, desk)
    shelf.form_view.tabs.setCurrentWidget(shelf.page)
    met: list[str] = []

    def fill(form: Form) -> None:
        assert isinstance(form, AvenantDialog)
        form.objet.setText("Différends")
        form.article.setCurrentIndex(8)
        assert form.text.toPlainText().startswith("Tout différend")
        form.text.setPlainText(form.text.toPlainText().replace("à l’amiable", "par écrit"))
        form.compare()
        met.extend(each.toPlainText() for each in form.findChildren(Compare))
        form.signed.set_value(TODAY.isoformat())

    _answering(AvenantDialog, fill)
    click(shelf.page.amend_button)
    assert "par écrit" in met[-1]
    assert "à l’amiable" in met[-2]
    assert "Tel que modifié" in _said(shelf)
    avenants = desk.records[rec].champs["avenants"]
    assert isinstance(avenants, list)
    assert avenants[0]["article"] == "8"


def test_gestures_wait_for_what_is_being_written(shelf: ConventionShelf, desk: MemoryDesk) -> None:
    _signed(shelf, desk)
    shelf.form_view.tabs.setCurrentWidget(shelf.page)
    assert shelf.page.denounce_button.isEnabled()
    shelf.form.type({"numero": "C-1"})
    assert not shelf.page.denounce_button.isEnabled()
    assert "Enregistrez" in shelf.page.denounce_button.toolTip()


def test_it_is_denounced_and_says_until_when(shelf: ConventionShelf, desk: MemoryDesk) -> None:
    _signed(shelf, desk)
    shelf.form_view.tabs.setCurrentWidget(shelf.page)
    _answering(DenunciationForm, lambda _form: None)
    click(shelf.page.denounce_button)
    assert "Elle prend fin le" in _said(shelf)
    assert not shelf.page.denounce_button.isVisible()


def test_a_step_is_ticked_with_the_space_bar_and_taken_back(desk: MemoryDesk, alarms: HandAlarms, qtbot: QtBot) -> None:
    made = _shelf(ActionShelf, "fiche-action", desk, alarms)
    assert isinstance(made, ActionShelf)
    qtbot.addWidget(made)
    made.resize(1126, 690)
    made.show()
    late = (TODAY - timedelta(days=2)).isoformat()
    steps = [{"id": "a" * 16, "intitule": "<b>Réunir</b>", "prevue_le": late}, {"id": "b" * 16, "intitule": "Écrire"}]
    indicators = [{"libelle": "Réunions", "cible": "2"}]
    rec = desk.add("fiche-action", titre="Agir", etapes=steps, indicateurs=indicators)
    made.open(rec)
    made.form_view.tabs.setCurrentWidget(made.page)
    listed = made.page.steps
    assert listed.item(0).text().startswith("<b>Réunir</b> (pour le ")
    assert "en retard" in listed.item(0).text()
    cell = made.page.indicators.item(0, 3)
    assert cell is not None
    assert cell.text() == "ne se calcule pas"
    press(listed, Qt.Key.Key_Space)
    assert [each.get("etat") for each in _steps(desk, rec)][:1] == ["faite"]
    assert listed.item(0).checkState() == Qt.CheckState.Checked
    press(listed, Qt.Key.Key_Return)
    assert _steps(desk, rec)[0]["etat"] == "a_faire"
    press(listed, Qt.Key.Key_Down)
    press(listed, Qt.Key.Key_Space)
    assert _steps(desk, rec)[1]["etat"] == "faite"
    assert listed.currentRow() == 1
    assert unnamed(made) == []


def test_steps_are_typed_in_the_form_of_the_action(desk: MemoryDesk, alarms: HandAlarms, qtbot: QtBot) -> None:
    """They are not those of a fiche de conduite, which is applied."""
    made = _shelf(ActionShelf, "fiche-action", desk, alarms)
    qtbot.addWidget(made)
    made.show()
    rec = desk.add("fiche-action", titre="Agir")
    made.open(rec)
    steps = made.form_view.fields("etapes").editors["etapes"]
    assert isinstance(steps, ElementsEditor)
    assert not isinstance(steps, ChecklistEditor)


def _steps(desk: MemoryDesk, rec: str) -> list[dict[str, object]]:
    held = desk.records[rec].champs["etapes"]
    assert isinstance(held, list)
    return held
