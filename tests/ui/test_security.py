"""« Sécurité »: nothing changes without the present passphrase, nor a code before its sheet is on paper."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from tests.ui.fakes import HandAlarms, ImmediateBackground, MemoryDesk
from tests.ui.walk import mnemonics, unnamed
from ui.main import Workplace
from ui.messages import sentence
from ui.theme import Theme
from ui.values import NewSheet, Safety
from ui.view_models.security import SecurityDesk
from ui.views.security import SecurityDialog
from ui.views.security_forms import PhraseForm, SheetDialog

NEW = "six mots tirés au hasard dimanche"
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def dialog(qtbot: QtBot, desk: MemoryDesk) -> SecurityDialog:
    made = SecurityDialog(None, SecurityDesk(desk, ImmediateBackground()), lambda: NOW)
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


def fill(present: str, new: str = "", again: str = "") -> Callable[[QDialog], None]:
    def act(form: QDialog) -> None:
        assert isinstance(form, PhraseForm)
        assert not form.go_on.isEnabled()
        form.present.setText(present)
        form.new.setText(new)
        form.again.setText(again or new)
        assert form.go_on.isEnabled()
        form.go_on.click()

    return act


def on_paper(form: QDialog) -> None:
    assert isinstance(form, SheetDialog)
    assert not form.go_on.isEnabled()
    form.kept.setChecked(True)
    form.go_on.click()


def test_a_passphrase_is_changed_by_who_knows_it(dialog: SecurityDialog, desk: MemoryDesk) -> None:
    answer(PhraseForm, fill("ce n’est pas elle", NEW))
    dialog.phrase.click()
    assert dialog.notice.said.text() == sentence("phrase_refusee")
    answer(PhraseForm, fill(desk.phrase, NEW))
    dialog.phrase.click()
    assert desk.phrase == NEW
    assert "changée" in dialog.notice.said.text()


def test_a_weak_or_mistyped_passphrase_goes_nowhere(dialog: SecurityDialog, qtbot: QtBot) -> None:
    form = PhraseForm(dialog, "Changer", "Changer", "", renewing=True)
    qtbot.addWidget(form)
    form.present.setText("la mienne")
    for new, again in (("motdepasse", "motdepasse"), (NEW, NEW + "s"), ("", "")):
        form.new.setText(new)
        form.again.setText(again)
        assert not form.go_on.isEnabled()
    assert form.mark.text() == " "


def test_a_new_code_is_in_force_only_once_its_sheet_is_on_paper(dialog: SecurityDialog, desk: MemoryDesk) -> None:
    sheets: list[NewSheet] = []
    confirmed: list[bool] = []
    prepare = desk.prepare_code

    def watched(phrase: str) -> NewSheet:
        sheet = replace(prepare(phrase), confirm=lambda: confirmed.append(True))
        sheets.append(sheet)
        return sheet

    desk.prepare_code = watched  # type: ignore[method-assign]
    answer(PhraseForm, fill(desk.phrase))
    answer(SheetDialog, lambda form: form.reject())
    dialog.code.click()
    assert len(sheets) == 1
    assert confirmed == []
    answer(PhraseForm, fill(desk.phrase))
    answer(SheetDialog, on_paper)
    dialog.code.click()
    assert confirmed == [True]


def test_after_a_leak_everything_is_replaced_at_once(dialog: SecurityDialog, desk: MemoryDesk) -> None:
    answer(PhraseForm, fill(desk.phrase, NEW))
    answer(SheetDialog, on_paper)
    dialog.leak.click()
    assert desk.phrase == NEW
    assert "anciennes sauvegardes" in dialog.notice.said.text()


def test_a_backup_says_what_it_holds_and_when_it_was_made(dialog: SecurityDialog, tmp_path: Path) -> None:
    assert "Aucune sauvegarde" in dialog.last.text()
    dialog.security.back_up(tmp_path / "s.mvl-sauvegarde")
    assert "12 enregistrements, 1 brouillon, 3 pièces" in dialog.notice.said.text()
    assert "20\u00a0novembre" in dialog.last.text()
    dialog.security.try_backup(tmp_path / "s.mvl-sauvegarde", "ce n’est pas elle")
    assert dialog.notice.said.text() == sentence("phrase_refusee")


def test_a_restored_post_says_so_and_is_taken_up_by_one_button(qtbot: QtBot, desk: MemoryDesk) -> None:
    desk.safe = Safety(ancien=True)
    made = SecurityDialog(None, SecurityDesk(desk, ImmediateBackground()), lambda: NOW)
    qtbot.addWidget(made)
    made.show()
    assert made.older.said.text() == sentence("poste_restaure")
    made.resume.click()
    assert made.older.isHidden()
    assert "nouveau nom" in made.notice.said.text()


def test_every_control_has_a_name_and_a_letter_of_its_own(dialog: SecurityDialog, qtbot: QtBot) -> None:
    assert unnamed(dialog) == []
    assert len(set(mnemonics(dialog))) == len(mnemonics(dialog))
    form = PhraseForm(dialog, "Changer la phrase de passe", "&Changer", "", renewing=True)
    qtbot.addWidget(form)
    assert unnamed(form) == []


def test_a_window_closed_hears_nothing_of_what_ends_later(qtbot: QtBot, desk: MemoryDesk) -> None:
    security = SecurityDesk(desk, ImmediateBackground())
    first = SecurityDialog(None, security, lambda: NOW)
    first.deleteLater()
    QApplication.sendPostedEvents(first, QEvent.Type.DeferredDelete)
    second = SecurityDialog(None, security, lambda: NOW)
    qtbot.addWidget(second)
    second.show()
    security.change_passphrase("ce n’est pas elle", NEW)
    assert second.notice.said.text() == sentence("phrase_refusee")


def test_the_menu_and_the_reminder_open_it(
    desk: MemoryDesk, background: ImmediateBackground, theme: Theme, alarms: HandAlarms, qtbot: QtBot
) -> None:
    place = Workplace(
        desk, background, theme, make_alarm=alarms, now=alarms.clock, lock_minutes=5, relaunch=lambda: None
    )
    qtbot.addWidget(place.window)
    shown: list[str] = []

    def look(form: QDialog) -> None:
        shown.append(form.windowTitle())
        form.reject()

    place.window.show()
    entry = next(each for each in place.window.commands() if each.title.startswith("Sécurité"))
    answer(SecurityDialog, look)
    entry.do()
    answer(SecurityDialog, look)
    place.window.keep_button.clicked.emit()
    assert shown == ["Sécurité de ce poste"] * 2
