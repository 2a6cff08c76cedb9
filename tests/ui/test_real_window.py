"""The program itself in a real window, worked by keyboard: unlock, record a signalement with accents, lock, quit.

A screen has no event to wait for: each key is given time, and all is played again, slower, when it was not enough.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import cast

import pytest

from ui.app import BootstrapPosts
from ui.captures import PHRASE
from ui.desk import Desk
from ui.values import Wanted

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ("Xvfb", "openbox", "xdotool")


@pytest.fixture
def screen() -> Iterator[dict[str, str]]:
    """A screen of our own, with a window manager."""
    if missing := [name for name in PROGRAMS if shutil.which(name) is None]:
        if os.environ.get("CI"):
            pytest.fail(f"missing: {missing}")
        pytest.skip(f"missing: {missing}")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1400x900x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as pipe:
        number = pipe.readline().strip()
    environment = {**os.environ, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
    manager = subprocess.Popen(["openbox"], env=environment, stderr=subprocess.DEVNULL)
    yield environment
    for program in (manager, server):
        program.terminate()
        program.wait()


class Hands:
    """A person in front of the screen, more or less patient."""

    def __init__(self, environment: dict[str, str], patience: float) -> None:
        self._environment, self._patience = environment, patience

    def do(self, *words: str) -> str:
        done = subprocess.run(
            ["xdotool", *words], env=self._environment, capture_output=True, text=True, check=True, timeout=120
        )
        time.sleep(self._patience)
        return done.stdout.strip()

    def face(self, title: str) -> None:
        """Wait for a window of this title, and give it the keyboard; windows come and go while xdotool looks."""
        for _ in range(200):
            with suppress(subprocess.CalledProcessError):
                window = self.do("search", "--onlyvisible", "--name", title).split()[0]
                self.do("windowactivate", "--sync", window)
                return
            time.sleep(0.3)
        raise AssertionError(title)

    def write(self, text: str) -> None:
        self.do("type", "--delay", "40", text)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.do("key", key)


def _play(hands: Hands, program: subprocess.Popen[bytes]) -> None:
    hands.face("MVL")
    hands.write(PHRASE)
    hands.press("Return")
    hands.face("Signalements")
    hands.press("ctrl+n")
    hands.write("stage de respiration")
    hands.press("ctrl+s", "ctrl+n")
    hands.write("resté en brouillon")
    hands.press("ctrl+l")
    hands.face("MVL")
    assert program.poll() is None, "the lock replaces the process, it does not end it"
    hands.press("alt+F4")


def _profile(folder: Path) -> Path:
    desk = cast("Desk", BootstrapPosts(folder).create("Camille", PHRASE).confirm())
    desk.found("Délégation de l’Ain")
    desk.close()
    return folder


def test_a_signalement_is_recorded_and_a_draft_survives_the_lock(screen: dict[str, str], tmp_path: Path) -> None:
    found: tuple[list[object], list[str]] = ([], [])
    for patience in (0.7, 2.0, 5.0):
        profile = _profile(tmp_path / f"profil-{patience}")
        own = {"XDG_CONFIG_HOME": str(tmp_path / "c"), "XDG_CACHE_HOME": str(tmp_path / "k")}
        program = subprocess.Popen(
            [sys.executable, "-m", "ui.app", "--profil", str(profile)], cwd=ROOT, env={**screen, **own}
        )
        try:
            _play(Hands(screen, patience), program)
            program.wait(60)
        except (subprocess.SubprocessError, AssertionError):
            continue
        finally:
            program.kill()
            program.wait()
        desk = cast("Desk", BootstrapPosts(profile).open(PHRASE))
        rows = desk.rows("signalement", desk.numbers(Wanted("signalement")))
        found = ([row.champs.get("objet") for row in rows if row], [draft.titre for draft in desk.drafts()])
        desk.close()
        if found[0] and found[1]:
            break

    assert found == (["stage de respiration"], ["resté en brouillon"])
