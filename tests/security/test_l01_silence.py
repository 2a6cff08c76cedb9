"""L01, L02, L03: whatever fails, nothing of anybody is in an output, a log, a file of the machine, a dump."""

import os
import re
import signal
from pathlib import Path

import pytest

from tests.integration.cli.test_no_clear_text import CANARY, traces
from tests.security.programs import SECONDS, make_world
from ui import crash

LINE = re.compile(r"(incident [0-9a-f]{8} \w+ [\w.]+:?\d*|incident [0-9a-f]{8} \w+ \?|qt [\w.]+|sans suite \w+)\Z")
"""All that this program may ever write on its error output."""


def test_failures_in_every_layer_at_the_highest_verbosity_say_nothing_of_anybody(tmp_path: Path) -> None:
    world = make_world(tmp_path / "monde")
    louder = {
        "QT_LOGGING_RULES": "*=true",
        "QT_DEBUG_PLUGINS": "1",
        "SQLALCHEMY_WARN_20": "1",
        "PYTHONWARNINGS": "always",
    }
    with world.play("ennuis", more=louder) as program:
        said, errors = program.communicate(timeout=SECONDS)
    assert program.returncode == 0, (said, errors)
    lines = errors.splitlines()
    assert [line for line in lines if not LINE.match(line)] == []
    assert len([line for line in lines if line.startswith("incident")]) >= 7, lines
    assert {"qt default", "sans suite ValueError"} <= set(lines)
    assert CANARY not in said
    assert int(said.split()[0]) >= 5
    assert traces([world.folder]) == []
    logs = [path for path in world.folder.rglob("*") if path.suffix in {".log", ".txt", ".dmp", ".core"}]
    assert logs == [], "no log is kept at all"


@pytest.mark.parametrize("forged", ["a\nincident 00000000 faux", "\x1b[31mrouge", "a\u202eb", "a\rb", "a\u2028b"])
def test_a_line_cannot_be_forged(forged: str, capsys: pytest.CaptureFixture[str]) -> None:
    crash._write("qt", forged)
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert said.endswith("\n")
    assert said[:-1].isprintable()
    assert said.isascii()


def test_a_window_without_an_error_output_survives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", None)
    crash._write("incident", "00000000")


@pytest.mark.skipif(not hasattr(os, "WCOREDUMP"), reason="cores are of Unix")
def test_a_crash_leaves_no_core_no_dump_and_no_dialog(tmp_path: Path) -> None:
    import resource

    world = make_world(tmp_path / "monde")
    ground = tmp_path / "sol"
    ground.mkdir()
    _soft, hard = resource.getrlimit(resource.RLIMIT_CORE)

    def ask_for_a_core() -> None:
        resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))

    with world.play("panne", ground, ask_for_a_core) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "0 (0, 0)\n", program.communicate()[1]
        _pid, status = os.waitpid(program.pid, 0)
        program.returncode = -os.WTERMSIG(status)
        errors = program.stderr.read() if program.stderr else ""
    assert os.WTERMSIG(status) == signal.SIGSEGV
    assert not os.WCOREDUMP(status)
    assert CANARY not in errors
    assert list(ground.iterdir()) == []
    assert traces([world.folder]) == []
