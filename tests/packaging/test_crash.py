"""L03: the packaged programs die of a broken memory without a core, a dump, a dialog or a word of anybody."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.packaging.conftest import PHRASE, Package, Post

CANARY = "QZVKXJWPLM"
PATIENCE = 60.0

pytestmark = pytest.mark.skipif(not hasattr(os, "WCOREDUMP"), reason="cores are of Unix")


def ask_for_a_core() -> None:
    """Ask the system to keep as much as it may of whoever dies."""
    import resource

    _soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))


def wait_for(program: "subprocess.Popen[bytes]", holds: Callable[[], bool]) -> None:
    """Wait until the program is where it must be."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert program.poll() is None, (program.communicate(), program.returncode)
        assert time.monotonic() < end
        time.sleep(0.02)


def keeps_no_core(pid: int) -> bool:
    limits = Path(f"/proc/{pid}/limits").read_text(encoding="ascii")
    found = re.search(r"^Max core file size +(\S+) +(\S+)", limits, re.MULTILINE)
    return found is not None and found.groups() == ("0", "0")


def crash(command: list[str | Path], ground: Path, **environment: str) -> tuple[int, bytes]:
    """Start a program in an empty folder, break it once it has begun; return its status and what it said."""
    ground.mkdir()
    with subprocess.Popen(
        command,
        cwd=ground,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=os.environ | environment,
        preexec_fn=ask_for_a_core,
    ) as program:
        try:
            wait_for(program, lambda: keeps_no_core(program.pid))
            os.kill(program.pid, signal.SIGSEGV)
            _pid, status = os.waitpid(program.pid, 0)
            program.returncode = -os.WTERMSIG(status)
        finally:
            if program.returncode is None:
                program.kill()
        assert program.stdout is not None
        return status, program.stdout.read()


def died_quietly(status: int, said: bytes, *places: Path) -> None:
    assert os.WIFSIGNALED(status)
    assert os.WTERMSIG(status) == signal.SIGSEGV
    assert not os.WCOREDUMP(status)
    assert CANARY.encode() not in said
    assert PHRASE.encode() not in said
    for place in places:
        dumps = [
            path for path in place.rglob("*") if path.is_file() and re.search(r"(^core|\.core$|\.dmp$)", path.name)
        ]
        assert dumps == []
        held = [path for path in place.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()]
        assert held == []


def test_l03_a_core_would_have_been_written_for_another_program(tmp_path: Path) -> None:
    """Without this, a machine that writes no core at all would prove nothing."""
    program = subprocess.Popen(
        [sys.executable, "-c", "input()"], cwd=tmp_path, stdin=subprocess.PIPE, preexec_fn=ask_for_a_core
    )
    os.kill(program.pid, signal.SIGSEGV)
    _pid, status = os.waitpid(program.pid, 0)
    program.returncode = -os.WTERMSIG(status)
    if program.stdin is not None:
        program.stdin.close()
    if not os.WCOREDUMP(status):
        pytest.skip("this machine keeps no core of anybody")


def test_l03_a_command_that_breaks_leaves_nothing(package: Package, post: Post, tmp_path: Path) -> None:
    post("signalement", "ajouter", "--de", "-", given={"objet": CANARY})
    common: list[str | Path] = [package.folder / "mvl", "--profil", post.profile, "--phrase-fichier", post.phrase]

    status, said = crash([*common, "signalement", "ajouter", "--de", "-"], tmp_path / "sol")

    died_quietly(status, said, tmp_path / "sol", post.profile)
    assert said == b""
    assert list((tmp_path / "sol").iterdir()) == []


def test_l03_the_windows_that_break_leave_nothing(package: Package, post: Post, tmp_path: Path) -> None:
    command: list[str | Path] = [package.folder / "mvl-desktop", "--profil", post.profile]

    status, said = crash(command, tmp_path / "sol", QT_QPA_PLATFORM="offscreen", XDG_RUNTIME_DIR=str(tmp_path))

    died_quietly(status, said, tmp_path / "sol", post.profile)
    assert list((tmp_path / "sol").iterdir()) == []
