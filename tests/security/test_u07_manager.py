"""U07 on a real screen: what another program sees of what MVL copies, of what it cuts, and after the lock."""

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import pytest

from tests.integration.cli.test_no_clear_text import CANARY
from tests.security.manager import HINT
from tests.security.programs import SECONDS, make_world

MANAGER = Path(__file__).with_name("manager.py")
pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("Xvfb") is None, reason="a screen of X11 is needed"
)


@contextmanager
def a_screen() -> Iterator[dict[str, str]]:
    """Give what programs must know to show themselves on a screen of our own."""
    reading, writing = os.pipe()
    words = ["Xvfb", "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset", "-displayfd", str(writing)]
    server = subprocess.Popen(words, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            yield {"DISPLAY": f":{told.readline().strip()}", "QT_QPA_PLATFORM": "xcb"}
    finally:
        server.kill()
        server.wait()


class Manager:
    """The other program, and what it has seen."""

    def __init__(self, screen: dict[str, str]) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("DBUS_")}
        self.program = subprocess.Popen(
            [sys.executable, str(MANAGER)],
            env={**environment, **screen},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._lines: Queue[dict[str, Any]] = Queue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        assert self.until("")["formats"] == []

    def _read(self) -> None:
        assert self.program.stdout is not None
        for line in self.program.stdout:
            self._lines.put(json.loads(line))

    def until(self, text: str) -> dict[str, Any]:
        """Return the first thing seen from now on whose text is this one."""
        seen = []
        while True:
            try:
                seen.append(self._lines.get(timeout=SECONDS))
            except Empty:
                raise AssertionError(f"{text!r} was not seen: {seen}") from None
            if seen[-1]["text"] == text:
                return seen[-1]

    def close(self) -> None:
        self.program.kill()
        self.program.wait()
        self._reader.join()
        if self.program.stdout is not None:
            self.program.stdout.close()


def test_another_program_sees_marks_then_nothing(tmp_path: Path) -> None:
    world = make_world(tmp_path / "monde")
    with a_screen() as screen:
        manager = Manager(screen)
        try:
            with world.play("copie", more=screen) as program:
                assert program.stdin is not None
                assert program.stdout is not None

                def do(order: str, answer: str) -> None:
                    program.stdin.write(order + "\n")  # type: ignore[union-attr]
                    program.stdin.flush()  # type: ignore[union-attr]
                    said = program.stdout.readline().strip()  # type: ignore[union-attr]
                    assert said == answer, (said, program.poll())

                assert program.stdout.readline().strip() == "prêt"
                for order in ("copier", "couper"):
                    do(order, order)
                    seen = manager.until(f"{CANARY} objet")
                    assert seen["hint"] == "secret", "what a manager that keeps a history reads"
                    assert HINT in seen["formats"]
                    assert not [name for name in seen["formats"] if "html" in name or "image" in name]
                    do("attendre", "vidé")
                    assert manager.until("")["formats"] == []
                do("garder", "garder")  # for longer than this test: nothing but the lock takes it back
                manager.until(f"{CANARY} objet")
                do("verrouiller", "verrouillé")
                after = manager.until("")  # while the program lives: a program that ended holds nothing
                assert after["formats"] == []
                assert after["selection"] == ""
                assert program.poll() is None
                program.stdin.write("finir\n")
                program.stdin.flush()
        finally:
            manager.close()
