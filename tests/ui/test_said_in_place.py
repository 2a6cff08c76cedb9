"""What is wrong is said where it is: under a field, heard as well as seen, and beside the name of a file."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from mvl_desktop.domain.kinds import required
from mvl_desktop.services.files import chunks
from mvl_desktop.services.refusals import RefusError
from tests.ui.fakes import Clock, ImmediateBackground, MemoryDesk
from tests.ui.memory_lots import seen_lots
from ui.values import LotReport
from ui.view_models.exchange import summary
from ui.view_models.lots import LotsReview
from ui.views.lots import LotsDialog
from ui.widgets.checks import telephone
from ui.widgets.dates import DateEditor
from ui.widgets.fields import Fields


@pytest.mark.parametrize("said", ["01 99 00 00 00", "+33 1 99.00.00.00", "(0)199000000", "15", "3919"])
def test_what_can_be_dialled_is_left_alone(said: str) -> None:
    assert telephone(said) is None


@pytest.mark.parametrize("said", ["zéro un", "chez sa sœur", "01 99 OO", "1"])
def test_what_cannot_be_dialled_is_remarked_on(said: str) -> None:
    assert "téléphone" in (telephone(said) or "")


def test_what_happened_is_not_dated_from_tomorrow_without_a_remark(qtbot: QtBot) -> None:
    now = Clock()
    for past, remarked in ((True, True), (False, False)):
        editor = DateEditor(now, past=past)
        qtbot.addWidget(editor)
        editor.set_value((now().date() + timedelta(days=1)).isoformat())
        assert bool(editor.remark()) is remarked
        assert editor.trouble() is None, "it is kept as it is"
        editor.set_value(now().date().isoformat())
        assert editor.remark() is None


def test_a_wrong_date_is_said_again_to_who_comes_back_to_it(qtbot: QtBot) -> None:
    champ = required("signalement").champ("recu_le")
    assert champ is not None
    fields = Fields((champ,), lambda _field: DateEditor(Clock(), past=True), None)
    qtbot.addWidget(fields)
    editor = fields.editors["recu_le"]
    assert isinstance(editor, DateEditor)
    editor.line.setText("31/02/2026")
    fields.check("recu_le")
    assert editor.buddy().accessibleDescription().startswith("Cette date n’existe pas")
    editor.line.setText("28/02/2026")
    fields.check("recu_le")
    assert "n’existe pas" not in editor.buddy().accessibleDescription()


def test_a_file_dropped_on_a_line_is_not_typed_in_it(qtbot: QtBot, tmp_path: Path) -> None:
    editor = DateEditor(Clock())
    qtbot.addWidget(editor)
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(tmp_path / "tract.pdf"))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, held, buttons, keys)
    QApplication.sendEvent(editor.line, event)
    assert not event.isAccepted(), "what holds the line may take it"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(RefusError) as caught:
        chunks(tmp_path)
    assert caught.value.code == "dossier_choisi"


def _dialog(report: LotReport) -> LotsDialog:
    return LotsDialog(None, LotsReview(MemoryDesk(), ImmediateBackground(), seen_lots([report])))


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((0, 4, 0, 0, 0, 0), "n’apporte rien de nouveau"),
        ((1, 4, 0, 0, 0, 0), "Voici ce que ce lot ferait"),
        ((0, 0, 0, 0, 0, 0), "n’apporte aucune fiche"),
    ],
    ids=["known", "new", "words only"],
)
def test_a_lot_that_brings_nothing_says_so(
    qtbot: QtBot, counts: tuple[int, int, int, int, int, int], said: str
) -> None:
    dialog = _dialog(LotReport("x.mvl", "3", "Claude", *counts))
    qtbot.addWidget(dialog)
    assert any(said in each.text() for each in dialog.findChildren(QLabel))


def test_a_lot_of_a_post_that_was_cut_off_says_what_is_set_apart_and_shows_no_zero(qtbot: QtBot) -> None:
    report = LotReport("x.mvl", "3", "Claude", 0, 0, 0, 0, 0, 0, quarantaine=2)
    dialog = _dialog(report)
    qtbot.addWidget(dialog)
    said = [each.text() for each in dialog.findChildren(QLabel)]
    assert any("Voici ce que ce lot ferait" in text for text in said)
    shown = [dialog.filter.itemText(place) for place in range(dialog.filter.count())]
    assert shown == ["Tout (2)", "En quarantaine (2)"]
    assert summary(seen_lots([report])) == "2 en quarantaine"
