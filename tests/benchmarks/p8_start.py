"""P8: from the start of the program to its locked window painted, warm, beside bare widgets and other programs."""

import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.benchmarks import stage
from tests.benchmarks.first_paint import STARTED, now
from tests.benchmarks.peers import ANKI_WINDOW, BOUQUIN, Peer, PeerMissingError, python_of
from tests.benchmarks.table import NOT_RUN, Line, peers_wanted
from tests.benchmarks.timing import median
from tests.benchmarks.workers import WorkerError, run_json

TURNS = 5
NO_SCREEN = {"QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "*=false", "QTWEBENGINE_DISABLE_SANDBOX": "1"}
Starter = Callable[[], dict[str, Any]]


def main() -> list[Line]:
    folder = Path(tempfile.mkdtemp(prefix="mvl-bench-"))
    absent: dict[str, str] = {"bouquin": NOT_RUN, "anki": NOT_RUN}
    try:
        stage.new_post(folder / "post").close()
        starters = {
            "mvl": _starter(sys.executable, folder, "window_mvl", str(folder / "post")),
            "bare": _starter(sys.executable, folder, "window_bare"),
        }
        if peers_wanted():
            _with_peer(starters, absent, "bouquin", BOUQUIN, folder)
            _with_peer(starters, absent, "anki", ANKI_WINDOW, folder)
        found = _play(starters)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return [
        _line("fenêtre verrouillée peinte, à chaud", found, "bare", "des éléments nus", "≤ 1,5"),
        _line("la même", found, "bouquin", absent["bouquin"] or "bouquin (PySide6, SQLCipher)", "≤ 0,77"),
        _line("la même", found, "anki", absent["anki"] or "Anki (PyQt6)", "≤ 0,5"),
    ]


def _starter(python: Path | str, home: Path, module: str, *words: str) -> Starter:
    def start() -> dict[str, Any]:
        where = {"HOME": str(home), "XDG_CONFIG_HOME": str(home / "c"), "XDG_CACHE_HOME": str(home / "k")}
        env = NO_SCREEN | where | {STARTED: repr(now())}
        said: dict[str, Any] = run_json(python, f"tests.benchmarks.{module}", *words, env=env)
        return said

    return start


def _with_peer(starters: dict[str, Starter], absent: dict[str, str], name: str, peer: Peer, folder: Path) -> None:
    home = folder / name
    home.mkdir()
    try:
        starter = _starter(python_of(peer), home, "window_peer", name, str(home / "base"))
        starter()
    except (PeerMissingError, WorkerError) as error:
        absent[name] = f"{name} ne démarre pas ici\u00a0: {str(error).strip().splitlines()[-1][:80]}"
        return
    absent[name] = ""
    starters[name] = starter


def _play(starters: dict[str, Starter]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in starters}
    for starter in starters.values():
        starter()
    for _ in range(TURNS):
        for name, starter in starters.items():
            found[name].append(starter())
    return found


def _line(what: str, found: dict[str, list[dict[str, Any]]], against: str, peer: str, target: str) -> Line:
    cpu = {name: median(each["cpu_ms"] for each in measures) for name, measures in found.items()}
    return Line(
        number="P8",
        what=what,
        figure=median(each["ms"] for each in found["mvl"]),
        unit="ms",
        peer=peer,
        peer_figure=median(each["ms"] for each in found[against]) if against in found else None,
        target=target,
        detail=f"CPU {cpu['mvl']:.0f}" + (f" contre {cpu[against]:.0f} ms" if against in found else " ms"),
    )
