"""The real program, played by `played.py` in a world of its own: a home, a temporary folder, a post with canaries."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.integration.cli.places import Place
from tests.integration.cli.test_no_clear_text import CANARY, filled

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60


@dataclass
class World:
    """A post whose records hold the canary in every field, and what surrounds it."""

    folder: Path
    place: Place

    def environment(self, more: Mapping[str, str]) -> dict[str, str]:
        """Return the environment of a program that lives here: whatever it writes, it writes in this folder."""
        home = self.folder / "maison"
        folders = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CACHE", "CONFIG", "DATA", "STATE")}
        runtime = self.folder / "session"
        runtime.mkdir(mode=0o700, exist_ok=True)
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("DBUS_", "PYTEST_"))}
        return {
            **inherited,
            **self.place.environment,
            **folders,
            "XDG_RUNTIME_DIR": str(runtime),
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": str(ROOT),
            "DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nowhere",
            "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere",
            **more,
        }

    @contextmanager
    def play(
        self,
        scene: str,
        cwd: Path = ROOT,
        before: Callable[[], None] | None = None,
        more: Mapping[str, str] | None = None,
    ) -> "Iterator[subprocess.Popen[str]]":
        """Run a scene; its first line of input is the canary."""
        script = str(ROOT / "tests" / "security" / "played.py")
        program = subprocess.Popen(
            [sys.executable, script, str(self.place.folder), str(self.place.phrase), scene],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=cwd,
            env=self.environment(more or {}),
            preexec_fn=before,
        )
        assert program.stdin is not None
        program.stdin.write(CANARY + "\n")
        program.stdin.flush()
        try:
            with program:
                yield program
                program.kill()
        finally:
            program.kill()


def make_world(folder: Path) -> World:
    """Make a post, and put the canary in every field of two records."""
    folder.mkdir()
    place = Place(folder / "alix").made()
    place("espace", "fonder", "Fictif")
    for kind in ("signalement", "fiche-conduite"):
        place(kind, "ajouter", "--de", "-", given=filled(kind))
    return World(folder, place)
