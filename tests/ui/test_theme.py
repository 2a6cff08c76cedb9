"""The letters of what is made and not yet shown change with the others."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QSpinBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.preferences import Look
from ui.theme import Theme
from ui.widgets.lines import line_button, tile


@pytest.fixture
def theme(qapp: QApplication, tmp_path: Path) -> Iterator[Theme]:
    font, colours = qapp.font(), qapp.palette()
    made = Theme(qapp, Look("clair", 100), tmp_path)
    yield made
    made.deleteLater()
    qapp.setStyleSheet("")
    qapp.setFont(font)
    qapp.setPalette(colours)


def test_what_was_never_shown_takes_the_new_letters(theme: Theme, qtbot: QtBot) -> None:
    made = [tile("list-checks", "10", "à faire", "dont 9"), line_button("warning", "Titre", "Dit", "22/11/2026")]
    for each in made:
        qtbot.addWidget(each)
    theme.apply(Look("contraste", 200))
    for each in made:
        each.show()
    said = {label.text(): label.font().pointSizeF() for each in made for label in each.findChildren(QLabel)}
    assert {text: size for text, size in said.items() if text and size < 20} == {}


@pytest.mark.parametrize("apparence", ["clair", "sombre", "contraste"])
def test_a_number_to_choose_has_the_frame_of_every_field(theme: Theme, qtbot: QtBot, apparence: str) -> None:
    theme.apply(Look(apparence, 100))
    window = QWidget()
    column = QVBoxLayout(window)
    number, other = QSpinBox(), QLineEdit()
    column.addWidget(QLineEdit())  # the first one has the focus
    column.addWidget(other)
    column.addWidget(number)
    qtbot.addWidget(window)
    window.show()
    picture = window.grab().toImage()

    def edge(widget: QWidget) -> str:
        return picture.pixelColor(widget.x() + widget.width() // 2, widget.y()).name()

    assert edge(number) == edge(other) != picture.pixelColor(1, 1).name()
