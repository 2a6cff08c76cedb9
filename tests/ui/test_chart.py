"""A chart on the screen: the keyboard goes through its values, a reader hears them, Enter opens what is counted."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QHelpEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from mvl_desktop.ports.charts import UNKNOWN, Amount, Chart, Row, Table
from tests.ui.hands import press
from ui.preferences import Look
from ui.theme import Theme
from ui.widgets import chart as module
from ui.widgets.chart import ChartView, appearance_of, geography

GOLDEN = Path(__file__).parent / "golden"
FAR_OFF = 24
"""How different a channel may be before a point counts as another one: letters are smoothed a little differently."""


def table(*rows: Row, columns: tuple[str, ...] = ("2026",)) -> Table:
    return Table("Signalements reçus", "nombre", "Essai", date(2026, 11, 22), "Mois", columns, rows)


MONTHS = Chart(
    "barres",
    table(
        Row("01", "janv.", (Amount(12), Amount(9))),
        Row("02", "févr.", (Amount(silent="petit"), Amount(0))),
        Row("03", "mars", (Amount(10, 12), UNKNOWN)),
        columns=("2026", "2025"),
    ),
)
LINE = Chart(
    "courbes",
    table(
        Row("13", "2013", (Amount(2391),)),
        Row("14", "2014", (UNKNOWN,)),
        Row("15", "2015", (Amount(2160),)),
        Row("16", "2016", (Amount(2323, about=True),)),
        Row("17", "2017", (Amount(2580),), "le comptage change"),
        Row("18", "2018", (Amount(10, 2790),)),
    ),
)
MAP = Chart(
    "carte",
    table(
        Row("01", "Ain", (Amount(12),)),
        Row("59", "Nord", (Amount(silent="petit"),)),
        Row("75", "Paris", (Amount(31),)),
        Row("974", "La Réunion", (Amount(0),)),
    ),
)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    said: list[str] = []
    monkeypatch.setattr(module, "announce", lambda _widget, text: said.append(text))
    return said


def shown(qtbot: QtBot, chart: Chart, width: int = 640) -> ChartView:
    made = ChartView()
    qtbot.addWidget(made)
    made.resize(width, 400)
    made.show_chart(chart)
    made.show()
    made.setFocus()
    return made


def test_arrows_go_from_value_to_value_and_a_reader_hears_each(qtbot: QtBot, heard: list[str]) -> None:
    view = shown(qtbot, MONTHS)
    press(view, Qt.Key.Key_Right)
    press(view, Qt.Key.Key_Down)
    press(view, Qt.Key.Key_Right)
    press(view, Qt.Key.Key_Up)
    press(view, Qt.Key.Key_End)
    press(view, Qt.Key.Key_Right)  # nothing after the last one
    assert heard == [
        "janv., 2026\u00a0: 12",
        "janv., 2025\u00a0: 9",
        "févr., 2025\u00a0: 0",
        "févr., 2026\u00a0: moins de 5",
        "mars, 2025\u00a0: pas de donnée",
    ]
    press(view, Qt.Key.Key_Home)
    assert heard[-1] == "janv., 2026\u00a0: 12"


def test_it_has_a_name_and_says_everything_to_who_does_not_see_it(qtbot: QtBot) -> None:
    view = shown(qtbot, MONTHS)
    met = QAccessible.queryAccessibleInterface(view)
    assert met.text(QAccessible.Text.Name) == "Signalements reçus"
    told = met.text(QAccessible.Text.Description)
    for words in ("janv., 2026\u00a0: 12", "mars, 2026\u00a0: 10 à 12", "moins de 5", "Unité", "Flèches"):
        assert words in told
    press(view, Qt.Key.Key_Right)
    assert met.text(QAccessible.Text.Description).startswith("janv., 2026\u00a0: 12. Flèches")


def test_enter_and_a_double_click_open_what_is_counted(qtbot: QtBot) -> None:
    view = shown(qtbot, MONTHS)
    opened: list[tuple[int, int]] = []
    view.opened.connect(lambda row, column: opened.append((row, column)))
    press(view, Qt.Key.Key_Return)
    assert opened == []
    view.go_to(1, 1)
    press(view, Qt.Key.Key_Return)
    spot = view.drawing.spots[0] if view.drawing else None
    assert spot is not None
    x, y, width, height = spot.box
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(int(x + width / 2), int(y + height / 2)))
    assert opened == [(1, 1), (0, 0)]


def test_the_pointer_is_told_the_value_under_it(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _where, text, *_more: said.append(text))
    view = shown(qtbot, MAP)
    spots = view.drawing.spots if view.drawing else ()
    island = next(spot for spot in spots if spot.row == 3)
    x, y, width, height = island.box
    for point in (QPoint(int(x + width / 2), int(y + height / 2)), QPoint(1, 1)):
        QApplication.sendEvent(view, QHelpEvent(QEvent.Type.ToolTip, point, view.mapToGlobal(point)))
    assert "La Réunion" in said[0]
    assert said[1] == ""


def test_paris_is_pointed_at_where_it_is_large(qtbot: QtBot) -> None:
    view = shown(qtbot, MAP)
    spots = [spot for spot in (view.drawing.spots if view.drawing else ()) if spot.row == 2]
    assert len(spots) == 2
    small, large = sorted(spot.box[2] for spot in spots)
    assert large > 4 * small
    assert len(geography().names) == 101


def test_it_is_drawn_again_for_another_width_and_keeps_the_value(qtbot: QtBot) -> None:
    view = shown(qtbot, MONTHS)
    view.go_to(2)
    view.resize(400, 600)
    qtbot.waitUntil(lambda: view.drawing is not None and view.drawing.width == 400)
    assert view.said().startswith("mars")
    assert view.minimumHeight() == int(view.drawing.height if view.drawing else 0)


def test_the_same_figure_asked_again_leaves_the_value_where_it_was(qtbot: QtBot) -> None:
    view = shown(qtbot, MONTHS)
    view.go_to(1)
    view.show_chart(MONTHS)
    assert view.said().startswith("févr.")
    view.show_chart(LINE)
    assert view.said() == ""
    view.show_chart(None)
    press(view, Qt.Key.Key_Right)
    assert view.drawing is None


@pytest.fixture
def dark(theme: Theme) -> Iterator[Theme]:
    before = theme.look
    theme.apply(Look(apparence="contraste"))
    yield theme
    theme.apply(before)


def test_it_takes_the_colours_of_the_look(qtbot: QtBot, dark: Theme) -> None:
    view = shown(qtbot, MONTHS)
    assert appearance_of(view.palette()) == dark.appearance == "contraste"
    assert view.drawing is not None
    assert "#ffff00" in view.drawing.svg
    assert view.grab().toImage().pixelColor(3, 3).name() == "#000000"


@pytest.mark.parametrize(("name", "chart"), [("barres", MONTHS), ("courbe", LINE), ("carte", MAP)])
def test_it_looks_as_it_did(qtbot: QtBot, tmp_path: Path, name: str, chart: Chart) -> None:
    """Few points may differ from the picture that was looked at; what was drawn is kept beside when too many do."""
    view = shown(qtbot, chart, 420)
    view.clearFocus()
    drawn = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    expected = QImage(str(GOLDEN / f"{name}.png")).convertToFormat(QImage.Format.Format_RGB888)
    assert drawn.size() == expected.size()
    other = sum(
        abs(a - b) > FAR_OFF for a, b in zip(bytes(drawn.constBits()), bytes(expected.constBits()), strict=True)
    )
    if other > drawn.sizeInBytes() // 500:
        drawn.save(str(tmp_path / f"{name}.png"))
    assert other <= drawn.sizeInBytes() // 500, tmp_path
