"""Run what the continuous integration runs: `python3 build/test.py`, or `--rapide` for the core alone.

Every step runs, even after a failure; the last line says what happened, and the code is 0 only when all passed. Steps
run on five lanes: two cores are there, and real windows, the disk and kills make a step wait for much of its
time. What a step says is shown when it ends.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from environment import (
    BIN,
    DEV_LOCK,
    PYTHON,
    ROOT,
    TEST_PROGRAMS,
    MissingError,
    main_guard,
    need_programs,
    need_qt_libraries,
    prepare,
    say,
    virtual_screen,
)

STEP_SECONDS = 1800
LANES = 5
MEMORY, ROOM = Path("/dev/shm"), 6 << 30  # noqa: S108 - each step has a folder of its own there


@dataclass(frozen=True)
class Step:
    """One program to run, and what it proves."""

    title: str
    command: Sequence[str | Path]
    environment: dict[str, str] = field(default_factory=dict)
    on_screen: bool = False


@dataclass(frozen=True)
class Result:
    """What a step came to."""

    step: Step
    passed: bool
    elapsed: float
    processor: float
    """Seconds of processor, of the programs that were waited for."""


def pytest(*words: str) -> list[str | Path]:
    """Return the command that plays these tests and names the slowest; lanes must not share a cache."""
    return [PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--durations=5", *words]


MISTAKES = "tests/screen/test_every_mistake"


def mistakes() -> list[str]:
    """Return the scripts of everything done wrong in real windows; the other scripts there play days that go well."""
    return sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob(f"{MISTAKES}*.py"))


STORES = ("tests/integration/store", "tests/integration/desk")
APART = ("tests/integration/cli", *STORES)
"""What has a step of its own: no step may be so long that the others wait for its end."""
OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}
STATIC = [
    Step("Types (mypy strict)", [BIN / "mypy"]),
    Step("Étages (import-linter)", [BIN / "lint-imports", "--no-logo", "--no-cache"]),
    Step("Style (ruff)", [BIN / "ruff", "check", "."]),
    Step("Mise en forme (ruff)", [BIN / "ruff", "format", "--check", "."]),
]
CORE = [
    Step("Cœur", pytest("tests/unit", "tests/vectors", "tests/architecture"), OFFSCREEN),
    Step("Propriétés et entrées hostiles", pytest("tests/property", "tests/fuzz"), OFFSCREEN),
]
WHOLE = [
    Step("Vraies fenêtres\u00a0: journées", pytest("tests/screen", f"--ignore-glob={MISTAKES}*")),
    Step("Commandes", pytest("tests/integration/cli"), OFFSCREEN),
    Step("Intégration", pytest("tests/integration", *(f"--ignore={each}" for each in APART)), OFFSCREEN),
    Step("Paquet et vraies fenêtres", pytest("tests/packaging"), on_screen=True),
    Step("Vraies fenêtres\u00a0: erreurs", pytest(*mistakes())),
    Step("Attaques sur le poste", pytest("tests/security"), OFFSCREEN),
    Step("Écrans", pytest("tests/ui"), OFFSCREEN),
    Step("Galerie", pytest("tests/gallery"), OFFSCREEN),
    Step("Magasin et bureau", pytest(*STORES), OFFSCREEN),
    *CORE,
    Step("Contrats", pytest("tests/contract"), OFFSCREEN),
    *STATIC,
]
"""Everything, the longest first, and steps that wait beside steps that compute: whoever is free takes the next."""
SPEAKING = threading.Lock()


@contextmanager
def scratch() -> Iterator[str]:
    """Give a step its own temporary folder, in memory where there is room: thousands of stores are written durably.

    Nothing is lost to the proof: a test may kill a process, never cut the power of the machine. Its name is short: the
    path of a Unix socket may not be long.
    """
    in_memory = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ROOM
    with tempfile.TemporaryDirectory(
        prefix="mvl-", dir=MEMORY if in_memory else None, ignore_cleanup_errors=True
    ) as folder:
        yield folder


def play(step: Step, environment: dict[str, str]) -> Result:
    """Run one step; show what it said, and return whether it passed and how long it took."""
    started = time.monotonic()
    with scratch() as folder, tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        more = [f"--basetemp={folder}/t"] if "pytest" in step.command else []
        program = subprocess.Popen(
            [*map(str, step.command), *more],
            cwd=ROOT,
            env=environment | step.environment | {"TMPDIR": folder},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        limit = threading.Timer(STEP_SECONDS, os.killpg, (program.pid, signal.SIGKILL))
        limit.daemon = True
        limit.start()
        _pid, status, used = os.wait4(program.pid, 0)
        limit.cancel()
        code = program.returncode = os.waitstatus_to_exitcode(status)
        elapsed, processor = time.monotonic() - started, used.ru_utime + used.ru_stime
        if elapsed >= STEP_SECONDS:
            said.write(f"\nArrêtée après {STEP_SECONDS} s.\n")
        said.seek(0)
        with SPEAKING:
            say(f"\n━━ {step.title} ━━\n{said.read()}")
            say(f"── {step.title}\u00a0: {'réussie' if code == 0 else f'ÉCHEC (code {code})'}, {elapsed:.0f} s")
    return Result(step, code == 0, elapsed, processor)


def play_lane(waiting: deque[Step]) -> list[Result]:
    """Take steps from those that wait until none is left."""
    plain = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    results: list[Result] = []
    while True:
        try:
            step = waiting.popleft()
        except IndexError:
            return results
        if step.on_screen:
            with virtual_screen() as environment:
                results.append(play(step, environment))
        else:
            results.append(play(step, plain))


def play_all(steps: Sequence[Step]) -> list[Result]:
    """Run everything, in this order, on lanes."""
    waiting = deque(steps)
    with ThreadPoolExecutor(LANES) as pool:
        lanes = [pool.submit(play_lane, waiting) for _lane in range(LANES)]
        return [result for lane in lanes for result in lane.result()]


def check_machine() -> None:
    """See that what the tests need is here. PostgreSQL may be missing on a desk, never in continuous integration."""
    need_qt_libraries()
    try:
        need_programs(TEST_PROGRAMS)
    except MissingError:
        need_programs({name: package for name, package in TEST_PROGRAMS.items() if name != "pg_ctl"})
        if os.environ.get("CI"):
            raise
        say("PostgreSQL est absent\u00a0: les contrats du service ne sont joués que sur SQLite.")


def main() -> int:
    """Make the environment, play the steps, print the table and the last line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rapide", action="store_true", help="le cœur seul, sans écran ni base de données")
    options = parser.parse_args()
    started = time.monotonic()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # hundreds of processes would each compile everything
    prepare(DEV_LOCK)
    if not options.rapide:
        check_machine()
    results = play_all(CORE + STATIC if options.rapide else WHOLE)
    say("\n━━ Résumé ━━")
    for result in results:
        mark = "✓" if result.passed else "✗"
        say(f"{mark} {result.elapsed:6.0f} s, {result.processor:5.0f} de processeur  {result.step.title}")
    failed = [result.step.title for result in results if not result.passed]
    processor = sum(result.processor for result in results)
    total = f"{time.monotonic() - started:.0f} s, {processor:.0f} s de processeur"
    if failed:
        say(f"ÉCHEC en {total}\u00a0: {', '.join(failed)}")
        return 1
    say(f"Tout est passé\u00a0: {len(results)} étapes en {total}")
    return 0


if __name__ == "__main__":
    sys.exit(main_guard(main))
