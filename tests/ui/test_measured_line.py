"""A date stays whole when the text grows."""

from pytestqt.qtbot import QtBot

from tests.ui.fakes import Clock
from ui.widgets.dates import DateEditor


def test_a_day_is_never_cut_when_the_text_doubles(qtbot: QtBot) -> None:
    editor = DateEditor(Clock())
    qtbot.addWidget(editor)
    font = editor.line.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    editor.line.setFont(font)
    assert editor.line.width() > editor.line.fontMetrics().horizontalAdvance("00/00/0000") * 1.2
