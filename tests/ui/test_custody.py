"""« Gardiens et secours »: three people are named, two sheets are tried, and the window says what became of it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.fakes import ImmediateBackground, MemoryDesk
from tests.ui.memory_custody import ESPACE, GOOD, OTHER
from tests.ui.walk import mnemonics, unnamed
from ui.custody_values import Custody
from ui.view_models.custody import CustodyDesk
from ui.views.custody import CustodyDialog, CustodyHint
from ui.views.custody_forms import NameForm, PrepareForm, RefoundForm, SheetsForm


@pytest.fixture
def dialog(qtbot: QtBot, desk: MemoryDesk) -> CustodyDialog:
    made = CustodyDialog(None, CustodyDesk(desk, ImmediateBackground()))
    qtbot.addWidget(made)
    made.show()
    return made


def answer(kind: type[QDialog], act: Callable[[QDialog], None]) -> None:
    """Act on the next dialog of this kind, once it is there."""

    def look() -> None:
        shown = QApplication.activeModalWidget()
        if isinstance(shown, kind):
            act(shown)
        else:
            QTimer.singleShot(0, look)

    QTimer.singleShot(0, look)


def files(monkeypatch: pytest.MonkeyPatch, *paths: str) -> None:
    """Choose these files, one after the other, in the windows of the system."""
    left = list(paths)
    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_words: (left.pop(0), ""))


def three(form: QDialog) -> None:
    assert isinstance(form, NameForm)
    assert not form.go_on.isEnabled()
    for each in form.choose:
        assert not form.go_on.isEnabled()
        each.click()
    assert form.go_on.isEnabled()
    form.go_on.click()


def typed(first: str, second: str) -> Callable[[QDialog], None]:
    def act(form: QDialog) -> None:
        assert isinstance(form, SheetsForm)
        form.first.setPlainText(first)
        form.second.setPlainText(second)
        assert form.go_on.isEnabled()
        form.go_on.click()

    return act


def test_three_guardians_are_named_by_the_files_they_gave(
    dialog: CustodyDialog, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "tout est perdu" in dialog.state.text()
    assert not dialog.rehearse.isEnabled()
    files(monkeypatch, "Sacha.mvl-gardien", "Charlie.mvl-gardien", "Noor.mvl-gardien")
    answer(NameForm, three)
    dialog.name.click()
    assert [each.nom for each in desk.custody.gardiens] == ["Sacha", "Charlie", "Noor"]
    assert "Charlie, empreinte empreinte de Charlie" in dialog.who.text()
    assert "jamais été répété" in dialog.state.text()
    assert dialog.rehearse.isEnabled()
    assert dialog.name.text().replace("&", "").startswith("Changer")


def test_the_same_guardian_twice_goes_nowhere(
    dialog: CustodyDialog, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    files(monkeypatch, "Sacha.mvl-gardien", "Charlie.mvl-gardien", "Sacha.mvl-gardien", "autre.txt")

    def act(form: QDialog) -> None:
        assert isinstance(form, NameForm)
        for each in form.choose:
            each.click()
        assert not form.go_on.isEnabled()
        form.choose[2].click()
        assert "clé publique" in form.notice.said.text()
        form.reject()

    answer(NameForm, act)
    dialog.name.click()
    assert not desk.custody.gardiens


def test_a_sheet_may_be_prepared_here_for_one_of_them(dialog: CustodyDialog, monkeypatch: pytest.MonkeyPatch) -> None:
    files(monkeypatch, "fiche", "Charlie.mvl-gardien", "Noor.mvl-gardien")

    def prepare(form: QDialog) -> None:
        assert isinstance(form, PrepareForm)
        form.name.setText("Sacha")
        form.go_on.click()

    def act(form: QDialog) -> None:
        assert isinstance(form, NameForm)
        answer(PrepareForm, prepare)
        form.prepare[0].click()
        form.choose[1].click()
        form.choose[2].click()
        assert [card.path.name for card in form.chosen()] == [
            "fiche.mvl-gardien",
            "Charlie.mvl-gardien",
            "Noor.mvl-gardien",
        ]
        form.reject()

    answer(NameForm, act)
    dialog.name.click()


def test_a_rehearsal_says_who_opened_or_which_word_is_wrong(
    dialog: CustodyDialog, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.name_guardians("", [Path(f"{name}.mvl-gardien") for name in ("Sacha", "Charlie", "Noor")])
    dialog.custody.look()

    def slip(form: QDialog) -> None:
        assert isinstance(form, SheetsForm)
        wrong = OTHER.split()
        wrong[6] = "inconnu"
        typed(GOOD, " ".join(wrong))(form)
        assert form.isVisible(), "a slip costs one word, not forty-eight"
        assert form.notice.said.text().startswith("Fiche 2, mot 7\u00a0: ce mot")
        QApplication.processEvents()
        layout = form.layout()
        assert layout is not None
        assert layout.totalHeightForWidth(form.width()) <= form.height(), "the sentence lies over nothing"
        assert form.first.toPlainText() == GOOD
        assert (form.focusWidget(), form.second.textCursor().selectedText()) == (form.second, "inconnu")
        form.second.insertPlainText(OTHER.split()[6])
        form.go_on.click()
        assert not form.isVisible()
        assert form.sheets() == ["", ""], "no word stays in a window that is closed"

    answer(SheetsForm, slip)
    dialog.rehearse.click()
    assert dialog.focusWidget() is dialog.rehearse
    assert "Sacha et Charlie ouvrent cet espace" in dialog.notice.said.text()
    assert "22/11/2026" in dialog.state.text()


def test_words_are_counted_and_forgotten(qtbot: QtBot, dialog: CustodyDialog) -> None:
    form = SheetsForm(dialog, "Essai", "Essayer", "")
    qtbot.addWidget(form)
    form.first.setPlainText("1. abaisser 2. abandon")
    assert form.first.count.text() == "2 mots sur 24"
    assert not form.go_on.isEnabled()
    form.first.setPlainText(GOOD)
    form.second.setPlainText(OTHER)
    assert form.go_on.isEnabled()
    assert form.sheets() == [GOOD, OTHER]
    form.reject()
    assert form.first.toPlainText() == form.second.toPlainText() == ""
    assert not form.first.document().isUndoAvailable()


def test_a_lost_espace_is_founded_again(
    dialog: CustodyDialog, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    files(monkeypatch, "copie.mvl-espace")

    def act(form: QDialog) -> None:
        assert isinstance(form, RefoundForm)
        form.first.setPlainText(GOOD)
        form.second.setPlainText(OTHER)
        assert not form.go_on.isEnabled()
        form.name.setText("  Délégation   refondée ")
        form.founder.setText("f" * 64)
        form.parent_espace.setCurrentIndex(form.parent_espace.findData(ESPACE))
        form.go_on.click()

    answer(RefoundForm, act)
    dialog.refound.click()
    assert desk.refounded == ("Délégation refondée", "f" * 64, ESPACE)
    assert "12 enregistrements" in dialog.notice.said.text()


def test_a_copy_says_whether_guardians_could_open_it(
    dialog: CustodyDialog, desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    files(monkeypatch, "copie", "copie")
    dialog.copy.click()
    assert "personne n’en garde la clé" in dialog.notice.said.text()
    desk.name_guardians("", [Path(f"{name}.mvl-gardien") for name in ("Sacha", "Charlie", "Noor")])
    dialog.copy.click()
    assert "personne" not in dialog.notice.said.text()
    assert "f" * 64 in dialog.notice.said.text()


def test_this_post_is_confided_and_taken_back(dialog: CustodyDialog, desk: MemoryDesk) -> None:
    assert not dialog.keep.isEnabled()
    desk.name_guardians("", [Path(f"{name}.mvl-gardien") for name in ("Sacha", "Charlie", "Noor")])
    dialog.custody.look()
    dialog.keep.click()
    assert desk.opener == "Délégation fictive"
    assert dialog.keep.text().replace("&", "") == "Ne plus confier ce poste"

    def confirm(shown: QDialog) -> None:
        next(each for each in shown.findChildren(QPushButton) if "Ne plus confier" in each.text()).click()

    answer(QDialog, confirm)
    dialog.keep.click()
    assert desk.opener is None


def test_everything_is_reached_by_the_keyboard_and_named(qtbot: QtBot, dialog: CustodyDialog, desk: MemoryDesk) -> None:
    forms = [
        dialog,
        NameForm(dialog, dialog.custody, desk.custody),
        PrepareForm(dialog),
        RefoundForm(dialog, [desk.custody]),
        SheetsForm(dialog, "Essai", "&Essayer", ""),
    ]
    for each in forms:
        if each is not dialog:
            qtbot.addWidget(each)
        assert not unnamed(each)
        keys = mnemonics(each)
        assert len(keys) == len(set(keys)), (type(each).__name__, sorted(keys))


def test_gardiens_are_proposed_where_nobody_keeps_an_espace(qtbot: QtBot, desk: MemoryDesk) -> None:
    class Looked(QObject):
        again = Signal()

    looked = Looked()
    hint = CustodyHint(CustodyDesk(desk, ImmediateBackground()), looked.again)
    qtbot.addWidget(hint)
    assert "Délégation fictive" in hint.said.text()
    with qtbot.waitSignal(hint.wants_custody):
        hint.go.click()
    desk.name_guardians("", [Path(f"{name}.mvl-gardien") for name in ("Sacha", "Charlie", "Noor")])
    looked.again.emit()
    assert hint.isHidden()
    desk.custody = Custody(ESPACE, "Délégation fictive", peut_nommer=False)
    looked.again.emit()
    assert hint.isHidden()
