"""The packaged `mvl-desktop` in a real window, worked with a keyboard: it unlocks, records a signalement, quits."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.packaging.conftest import PHRASE, ROOT, Package, Post
from tests.screen.conftest import screen
from tests.screen.screen import Screen

__all__ = ["screen"]


def test_a_signalement_is_recorded_in_a_real_window(
    package: Package, new_post: Callable[[str], Post], screen: Screen
) -> None:
    post = new_post("a")
    program = screen.start([package.folder / "mvl-desktop", "--profil", post.profile])
    screen.reach("text", "Phrase de passe")
    screen.type(PHRASE)
    screen.press("Return")
    screen.find("list", "Navigation principale")
    screen.press("ctrl+n")
    screen.reach("text", "Objet")
    screen.type("Stage de respiration à l’étranger")
    screen.press("ctrl+s")
    screen.find("label", "Enregistré à")
    screen.press("ctrl+q")
    assert program.wait(60) == 0

    elements = post("signalement", "lister")["elements"]
    assert [element["objet"] for element in elements] == ["Stage de respiration à l’étranger"]


def test_the_real_windows_can_be_photographed(tmp_path: Path) -> None:
    """What build/run.py leaves on a machine without a screen."""
    command: list[str | Path] = [sys.executable, "-m", "ui.captures", "--vers", tmp_path]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    pictures = sorted(path.name for path in tmp_path.glob("*.png"))
    assert len(pictures) > 10
    assert all(path.stat().st_size > 5_000 for path in tmp_path.glob("*.png"))
