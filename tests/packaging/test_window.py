"""The packaged `mvl-desktop`, in a real window, worked with a keyboard: it unlocks, records a signalement, and quits.

A screen has no event to wait for: each key is given time, and the whole is played again with more of it when the
machine was too slow.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.packaging.conftest import PHRASE, ROOT, Package, Post

pytestmark = pytest.mark.skipif(
    not os.environ.get("DISPLAY") or shutil.which("xdotool") is None,
    reason="needs an X screen and xdotool; build/test.py gives them",
)


class Screen:
    """A person in front of one window, slower and slower."""

    def __init__(self, patience: float) -> None:
        self.patience = patience

    def do(self, *words: str) -> str:
        done = subprocess.run(["xdotool", *words], capture_output=True, text=True, check=True, timeout=120)
        time.sleep(self.patience)
        return done.stdout.strip()

    def wait_for(self, title: str, patience: float = 120) -> None:
        """Wait for a window of this title, and give it the keyboard; windows come and go while xdotool looks."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            with suppress(subprocess.CalledProcessError, IndexError):
                window = self.do("search", "--onlyvisible", "--name", title).split()[0]
                self.do("windowactivate", "--sync", window)
                return
            time.sleep(0.3)
        raise subprocess.TimeoutExpired(title, patience)

    def write(self, text: str) -> None:
        self.do("type", "--delay", "30", text)


@pytest.fixture
def desktop(package: Package, tmp_path: Path) -> Iterator[Callable[[Post], subprocess.Popen[bytes]]]:
    """Start the program on a profile, with its settings in a folder of the test; stop it whatever happens."""
    started: list[subprocess.Popen[bytes]] = []
    places = {"XDG_CONFIG_HOME": str(tmp_path / "config"), "XDG_CACHE_HOME": str(tmp_path / "cache")}

    def start(post: Post) -> subprocess.Popen[bytes]:
        command: list[str | Path] = [package.folder / "mvl-desktop", "--profil", post.profile]
        program = subprocess.Popen(
            command, cwd=package.folder.anchor, env=os.environ | places | {"QT_QPA_PLATFORM": "xcb"}
        )
        started.append(program)
        return program

    yield start
    for program in started:
        program.kill()
        program.wait()


def unlock(screen: Screen) -> None:
    """Type the passphrase; type it again where a key came before the window listened."""
    screen.wait_for("MVL")
    for patience in (60.0, 60.0, 90.0):
        screen.write(PHRASE)
        screen.do("key", "Return")
        try:
            screen.wait_for("Signalements", patience)
        except subprocess.TimeoutExpired:
            screen.do("key", "ctrl+a")
        else:
            return
    screen.wait_for("Signalements")


def record(screen: Screen, objet: str) -> None:
    """Unlock, write a new signalement, save it, quit: by keyboard alone."""
    unlock(screen)
    screen.do("key", "ctrl+n")
    screen.do("key", "alt+o")
    screen.write(objet)
    screen.do("key", "ctrl+s")
    screen.do("key", "ctrl+q")


def test_a_signalement_is_recorded_in_a_real_window(
    new_post: Callable[[str], Post], desktop: Callable[[Post], subprocess.Popen[bytes]]
) -> None:
    post = new_post("a")
    total = 0
    for patience in (1.0, 3.0, 8.0):
        program = desktop(post)
        try:
            record(Screen(patience), "stage de respiration totale")
            assert program.wait(60) == 0
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()
        total = post("signalement", "lister")["total"]
        if total:
            break

    assert total == 1
    assert post("signalement", "lister")["elements"][0]["objet"] == "stage de respiration totale"


def test_the_real_windows_can_be_photographed(tmp_path: Path) -> None:
    """What build/run.py leaves on a machine without a screen."""
    command: list[str | Path] = [sys.executable, "-m", "ui.captures", "--vers", tmp_path]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    pictures = sorted(path.name for path in tmp_path.glob("*.png"))
    assert len(pictures) > 10
    assert all(path.stat().st_size > 5_000 for path in tmp_path.glob("*.png"))
