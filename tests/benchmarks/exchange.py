"""Exchanges in turns, the product then Anki: a first sync up and down, one changed record, nothing changed.

A program of its own (`python -m tests.benchmarks.exchange`): it leaves the machine's network for a loopback where
every byte counted is that of the exchange. It writes what it measured as one JSON document.
"""

import argparse
import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.benchmarks import bare, loopback, stage
from tests.benchmarks.workers import Measure, Worker

SMALL = 8
PEER_SIZE_MB = "2000"
Turn = dict[str, list[dict[str, float]]]


def product_turn(folder: Path, pair: tuple[Path, Path], count: int) -> Turn:
    """Play the product once, on copies of the prepared posts and a new service."""
    with stage.central(folder / "service") as central:
        folders = [stage.copy(each, folder / each.name) for each in pair]
        first, second = (
            Worker(sys.executable, "tests.benchmarks.post_worker", str(f), central.address) for f in folders
        )
        with contextlib.closing(first), contextlib.closing(second):
            first("publish")
            return _play(first, second, central.pid, count)


def anki_turn(folder: Path, python: str, count: int) -> Turn:
    """Play Anki once: its own server, two of its clients, as many notes of the same text."""
    folder.mkdir(parents=True)
    with _anki_server(folder, python) as (address, pid):
        module = "tests.benchmarks.anki_worker"
        first, second = (Worker(python, module, str(folder / f"{n}.anki2"), address) for n in "ab")
        with contextlib.closing(first), contextlib.closing(second):
            first("up_whole")
            second("down_whole")
            first("sync")
            second("sync")
            first("add", count, 0)
            return _play(first, second, pid, count)


def bare_turn(folder: Path, count: int) -> Turn:
    """Insert the same rows without any product: SQLCipher and full-text search by hand."""
    folder.mkdir(parents=True)
    took = bare.insert(folder / "bare.db", bare.rows(count))
    return {"bare": [{"wall": took.wall, "cpu": took.cpu}]}


def _play(first: Worker, second: Worker, server: int, count: int) -> Turn:
    said: Turn = {}

    def note(what: str, measure: Measure) -> Measure:
        said.setdefault(what, []).append(
            {"wall": measure.wall, "cpu": measure.cpu, "served": measure.served, "bytes": measure.bytes}
        )
        return measure

    note("up", first("sync", server=server))
    note("down", second("sync", server=server))
    found = second("count").said["records"]
    if found != count:
        raise RuntimeError(f"{found} records arrived of {count}")
    first("sync")
    second("sync")
    for number in range(SMALL):
        first("edit", number)
        note("one_up", first("sync", server=server))
        note("one_down", second("sync", server=server))
    first("sync")
    for _ in range(2 * SMALL):
        note("nothing", first("sync", server=server))
    return said


@contextlib.contextmanager
def _anki_server(folder: Path, python: str) -> Iterator[tuple[str, int]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    where = {"SYNC_USER1": "user:pass", "SYNC_BASE": str(folder / "server"), "SYNC_HOST": "127.0.0.1"}
    limits = {"SYNC_PORT": str(port), "RUST_LOG": "anki=error", "MAX_SYNC_PAYLOAD_MEGS": PEER_SIZE_MB}
    process = subprocess.Popen([python, "-m", "anki.syncserver"], env={**os.environ, **where, **limits})
    try:
        for _ in range(600):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/", process.pid
    finally:
        process.terminate()
        process.wait(30)


def measure(count: int, turns: int, anki: str | None) -> dict[str, Any]:
    """Play the turns; return what was measured by program."""
    folder = Path(tempfile.mkdtemp(prefix="mvl-bench-"))
    found: dict[str, Turn] = {"mvl": {}, "anki": {}, "bare": {}}
    try:
        pair = stage.prepare_pair(folder / "prepared", count)
        for number in range(turns):
            place = folder / f"turn{number}"
            _add(found["mvl"], product_turn(place / "mvl", pair, count))
            if anki is not None:
                _add(found["anki"], anki_turn(place / "anki", anki, count))
            _add(found["bare"], bare_turn(place / "bare", count))
            shutil.rmtree(place)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return {"own_loopback": loopback.is_own(), "count": count, **found}


def _add(to: Turn, turn: Turn) -> None:
    for what, measures in turn.items():
        to.setdefault(what, []).extend(measures)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int)
    parser.add_argument("turns", type=int)
    parser.add_argument("--anki", help="interpreter of Anki's environment")
    options = parser.parse_args()
    loopback.isolate()
    print(json.dumps(measure(options.count, options.turns, options.anki)))


if __name__ == "__main__":
    main()
