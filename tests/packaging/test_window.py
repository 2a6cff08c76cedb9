"""The packaged `mvl-desktop` in real windows: a whole day of one person, from the first start to a colleague's post."""

import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QImage

from tests.gallery.layout import COLOURS, colours
from tests.packaging.conftest import ROOT, Package
from tests.screen.conftest import screen
from tests.screen.day import Programs, play
from tests.screen.screen import Screen

__all__ = ["screen"]


def test_a_whole_day_in_the_windows_of_the_package(package: Package, screen: Screen, tmp_path: Path) -> None:
    def desktop(profile: Path) -> list[str | Path]:
        return [package.folder / "mvl-desktop", "--profil", profile]

    central = Path(sys.executable).with_name("mvl-central")
    play(screen, Programs(desktop, [package.folder / "mvl"], [central]), tmp_path)


SOME = "^(01|06|10|20|30|4[012]|90)-"
"""A first start, pages, a form, a reader, the guide: the other scenes are walked through in `tests/gallery`."""


def test_the_real_windows_can_be_photographed(tmp_path: Path) -> None:
    """What build/run.py leaves on a machine without a screen."""
    command: list[str | Path] = [sys.executable, "-m", "ui.captures", "--vers", tmp_path, "--seulement", SOME]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    pictures = sorted(tmp_path.glob("*.png"))
    assert len(pictures) >= 7
    assert [path.name for path in pictures if colours(QImage(str(path))) < COLOURS] == []
