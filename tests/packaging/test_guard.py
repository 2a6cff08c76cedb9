"""The packaged program looks for code in its own folder only."""

import importlib.util
from pathlib import Path

from tests.packaging.conftest import ROOT


def test_a_path_outside_the_folder_is_foreign(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("guard", ROOT / "build" / "launchers" / "guard.py")
    assert spec is not None
    assert spec.loader is not None
    guard = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(guard)
    home = tmp_path / "mvl"
    (home / "lib").mkdir(parents=True)
    (home / "way-out").symlink_to(tmp_path)

    inside = [str(home / "lib"), str(home / "lib" / "base_library.zip"), str(home)]
    outside = [str(tmp_path), str(home / ".." / "other"), str(home / "way-out"), f"{home}-evil"]

    assert guard.foreign_paths(inside, home.resolve()) == []
    assert guard.foreign_paths(outside, home.resolve()) == outside
