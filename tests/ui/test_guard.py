"""Before the first window: what must not run is refused, what could load a stranger's code is removed."""

from pathlib import Path

import PySide6
import pytest

from ui.cache import UnsafeFolderError, keep_drawing
from ui.guard import clean_environment, qt_version, refusal
from ui.preferences import Look, keep_look, read_look


def test_the_version_that_loses_data_is_refused_in_french() -> None:
    assert "6.12.0" in (refusal("6.12.0", (3, 11)) or "")
    assert refusal("6.12.0", (3, 12)) is None
    assert refusal("6.11.3", (3, 11)) is None


def test_the_version_that_is_installed_is_known_before_it_is_loaded() -> None:
    assert qt_version() == PySide6.__version__


def test_the_environment_is_cleaned() -> None:
    environment = {
        "QT_PLUGIN_PATH": "/ailleurs",
        "QT_QPA_PLATFORM": "offscreen",
        "QT_STYLE_OVERRIDE": "x",
        "PYTHONPATH": "/ailleurs",
        "KEYRING_PROPERTY_X": "1",
        "HOME": "/home/a",
    }
    clean_environment(environment)
    assert environment == {"QT_QPA_PLATFORM": "offscreen", "HOME": "/home/a"}
    foreign = {"QT_QPA_PLATFORM": "vnc:port=1"}
    clean_environment(foreign)
    assert foreign == {}


def test_drawings_go_in_a_folder_of_ours_alone(tmp_path: Path) -> None:
    folder = tmp_path / "dessins"
    first = keep_drawing(folder, b"<svg/>")
    assert folder.stat().st_mode & 0o077 == 0
    first.write_bytes(b"autre")
    assert keep_drawing(folder, b"<svg/>").read_bytes() == b"<svg/>"


def test_a_drawing_is_never_written_through_a_link(tmp_path: Path) -> None:
    elsewhere = tmp_path / "victime"
    elsewhere.mkdir()
    (tmp_path / "dessins").symlink_to(elsewhere)
    with pytest.raises(UnsafeFolderError):
        keep_drawing(tmp_path / "dessins", b"<svg/>")
    assert not list(elsewhere.iterdir())


def test_a_damaged_look_is_the_usual_one(tmp_path: Path) -> None:
    path = tmp_path / "apparence.json"
    keep_look(path, Look("contraste", 200))
    assert read_look(path) == Look("contraste", 200)
    for damaged in ("", "[]", '{"apparence": "rose", "taille": 4000}', '{"taille": "x"}'):
        path.write_text(damaged, encoding="utf-8")
        assert read_look(path) == Look()
