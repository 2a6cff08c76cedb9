"""Every window, question, empty state and refusal is photographed, and in none is anything cut, covered or English."""

import importlib
import inspect
import json
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QTableWidgetItem, QWidget
from pytestqt.qtbot import QtBot

import ui.views
from tests.gallery.layout import COLOURS, covered, cut
from tests.gallery.openers import empty_states, openers
from ui.widgets.tables import small_table

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 1500
FRAMES = frozenset(
    {
        "ui.views.dialogs.FittedDialog",
        "ui.views.custody_forms.SheetsForm",
        "ui.views.meeting_forms.ReadingDialog",
        "ui.views.minutes.Agenda",
        "ui.views.minutes_point.ElementRow",
        "ui.views.shelves.KindShelf",
    }
)
"""What windows are made of and that is never one by itself."""
PRINTERS = frozenset({"ui/views/first_sheet.py", "ui/views/security_forms.py"})
"""Files whose one question is that of the system, to print the recovery sheet: its words and its looks are not ours."""
ENGLISH = re.compile(r"\b(the|and|save|cancel|open|close|error|search|new|delete|loading|unknown|yes)\b", re.I)

Met = dict[str, dict[str, Any]]


@pytest.fixture(scope="session")
def met(tmp_path_factory: pytest.TempPathFactory) -> Met:
    """Walk through every scene once, in a process of its own."""
    result = tmp_path_factory.mktemp("galerie") / "met.json"
    done = subprocess.run(
        [sys.executable, "-m", "tests.gallery.walk", str(result)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    found: Met = json.loads(result.read_text(encoding="utf-8"))
    return found


def test_every_scene_is_drawn(met: Met) -> None:
    assert {name: scene["colours"] for name, scene in met.items() if scene["colours"] < COLOURS} == {}


def test_nothing_is_cut_in_the_smallest_window_with_the_largest_letters(met: Met) -> None:
    assert {name: scene["cut"] for name, scene in met.items() if scene["cut"]} == {}


def test_nothing_stands_over_its_neighbour(met: Met) -> None:
    assert {name: scene["covered"] for name, scene in met.items() if scene["covered"]} == {}


def test_every_window_and_page_has_its_picture(met: Met) -> None:
    shown = {name for scene in met.values() for name in scene["classes"]}
    assert set(_views()) - shown - FRAMES == set()


def test_every_question_has_its_picture(met: Met) -> None:
    seen = {(file, line) for scene in met.values() for file, line in scene["openers"]}
    missing = [
        f"{file}:{first}"
        for file, first, last in openers()
        if file not in PRINTERS and not any((file, line) in seen for line in range(first, last + 1))
    ]
    assert missing == []


def test_the_questions_of_the_system_are_only_those_to_print() -> None:
    for file in PRINTERS:
        assert [path for path, _first, _last in openers()].count(file) == 1
        assert (ROOT / file).read_text(encoding="utf-8").count("QPrintDialog(") == 1


def test_every_empty_state_has_its_picture(met: Met) -> None:
    said = "\n".join(scene["said"] for scene in met.values())
    assert [title for title in empty_states() if title[1] and title[1] not in said] == []


def test_every_place_that_says_a_refusal_was_seen_saying_one(met: Met) -> None:
    places = {name for scene in met.values() for name in scene["notices"] if name}
    warned = {name for scene in met.values() for name in scene["warned"]}
    pages = {name for name in places if name.endswith("View")}
    assert pages - warned == set()


def test_nobody_meets_an_english_word(met: Met) -> None:
    lines = [line for scene in met.values() for line in scene["said"].split("\n")]
    assert [line for line in lines if ENGLISH.search(line.replace("&", ""))] == []


def _views() -> Iterator[str]:
    for module in pkgutil.iter_modules(ui.views.__path__, "ui.views."):
        for name, found in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if found.__module__ == module.name and issubclass(found, QWidget) and not name.startswith("_"):
                yield f"{module.name}.{name}"


# the eye itself


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(300, 200)
    made.show()
    return made


def test_the_eye_sees_a_label_and_a_button_that_are_cut(window: QWidget) -> None:
    for number, made in enumerate((QLabel("Un libellé bien trop long"), QPushButton("Enregistrer sous…"))):
        made.setParent(window)
        made.setGeometry(10, 40 * number, 30, 30)
        made.show()
    assert len(cut(window)) == 2


def test_the_eye_sees_what_leaves_its_place_and_what_covers_its_neighbour(window: QWidget) -> None:
    for place in (10, 40):
        made = QPushButton("Oui", window)
        made.setGeometry(place, 10, 90, 40)
        made.show()
    assert len(covered(window)) == 1
    assert cut(window) == []
    made.setGeometry(260, 10, 90, 40)
    assert len(cut(window)) == 1
    assert covered(window) == []


def test_what_is_said_whole_in_a_tooltip_is_not_lost(window: QWidget) -> None:
    made = QLabel("Un libellé bien trop long", window)
    made.setGeometry(10, 10, 30, 30)
    made.show()
    assert cut(window)
    made.setToolTip(made.text())
    made.setAccessibleName(made.text())
    assert cut(window) == []


def test_a_small_table_takes_several_lines_rather_than_cutting_a_word(window: QWidget) -> None:
    table = small_table("Essai", ("Fiche", "État", "Depuis"))
    row = QHBoxLayout(window)
    row.addWidget(table)
    table.setRowCount(2)
    for line, first in enumerate(("Arrêt d’un traitement conseillé pendant un stage", "Court")):
        for place, text in enumerate((first, "Remis, sans accusé", "Hier")):
            table.setItem(line, place, QTableWidgetItem(text))
    QApplication.processEvents()
    assert cut(window) == []
    assert table.rowHeight(0) > 2 * table.fontMetrics().lineSpacing()
    window.resize(420, 300)
    QApplication.processEvents()
    assert table.wordWrap()
    assert table.rowHeight(1) < 2 * table.fontMetrics().lineSpacing() + 18, "what holds in a line takes one"
    window.resize(1200, 300)
    QApplication.processEvents()
    assert table.rowHeight(0) < 2 * table.fontMetrics().lineSpacing() + 18
