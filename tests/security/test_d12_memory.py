"""D12: after a lock, the memory of the process holds neither the key of the store, nor what was read or typed."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mvl_desktop.crypto import local_header
from tests.integration.cli.places import PHRASE
from tests.integration.cli.test_no_clear_text import CANARY
from tests.security.programs import SECONDS, make_world

pytestmark = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root reads the memory of a program that forbids it"
)


def memory(pid: int) -> Iterator[bytes]:
    """Give everything that a process has in memory."""
    maps = Path(f"/proc/{pid}/maps").read_text(encoding="utf-8", errors="replace")
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as held:
        for line in maps.splitlines():
            where, rights = line.split()[:2]
            if not rights.startswith("r") or line.endswith(("[vvar]", "[vsyscall]", "[vvar_vclock]")):
                continue
            start, end = (int(each, 16) for each in where.split("-"))
            try:
                held.seek(start)
                yield held.read(end - start)
            except (OSError, ValueError, OverflowError):
                continue


def found(pid: int, needles: dict[str, bytes]) -> set[str]:
    """Return which of these a process has in memory."""
    regions = list(memory(pid))
    assert sum(map(len, regions)) > 10 << 20, "the memory was read"
    return {name for name, needle in needles.items() if any(needle in region for region in regions)}


def test_a_lock_leaves_no_key_and_no_word_in_memory(tmp_path: Path) -> None:
    world = make_world(tmp_path / "monde")
    header = (world.place.folder / "magasin.entete").read_bytes()
    key = local_header.open_with_passphrase(header, PHRASE, pepper=None).key
    needles = {
        "key": key,
        "key in hex": key.hex().encode(),
        "key in capitals": key.hex().upper().encode(),
        "rows": f"{CANARY} objet".encode(),
        "rows in windows": CANARY.encode("utf-16-le"),
        "draft": f"{CANARY} brouillon".encode(),
        "draft in windows": f"{CANARY} brouillon".encode("utf-16-le"),
        "copied": f"{CANARY} copié".encode("utf-16-le"),
    }
    with world.play("verrou") as program:
        assert program.stdin is not None
        assert program.stdout is not None
        assert program.stdout.readline() == "ouvert\n", program.communicate()[1]
        before = found(program.pid, needles)
        assert {"key in hex", "rows in windows", "draft in windows", "copied"} <= before, "they are there to be lost"
        program.stdin.write("verrouiller\n")
        program.stdin.flush()
        descriptors = Path(f"/proc/{program.pid}/fd")
        _wait_for_the_other(program.pid)
        assert program.poll() is None, "the post is locked, not ended"
        assert found(program.pid, needles) == set()
        left = [os.readlink(each) for each in descriptors.iterdir()]
        assert [each for each in left if str(world.place.folder) in each] == []


def _wait_for_the_other(pid: int) -> None:
    """Wait until the process is the locked program, its window made."""
    until = time.monotonic() + SECONDS
    program, maps = Path(f"/proc/{pid}/cmdline"), Path(f"/proc/{pid}/maps")
    while b"ui.app" not in program.read_bytes() or "PySide6/QtWidgets" not in maps.read_text(errors="replace"):
        assert time.monotonic() < until, "the program was not replaced"
        os.sched_yield()
