"""What exchanges are played on: posts prepared once and copied for each turn, and the service as a program."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mvl_desktop.bootstrap import ThreadExecutor
from mvl_desktop.crypto.passphrase import Costs
from mvl_desktop.crypto.suite1 import load_suite1
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.services.records import create_in
from mvl_desktop.store.profile import prepare_store
from tests.benchmarks.corpus import signalements
from tests.benchmarks.workers import ROOT
from tests.fakes.quiet import QuietJournal
from tests.fakes.world import Post, SetClock

AT_ONCE = 2_000
PHRASE = "phrase"
READY = re.compile(r"prêt (http://\S+)")


@dataclass(frozen=True)
class Central:
    """A running service: its address and its process."""

    address: str
    pid: int


@contextlib.contextmanager
def central(folder: Path) -> Iterator[Central]:
    """Run `mvl-central` on a free port until the end of the block."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "mvl_central.main", "serve", "--data", str(folder), "--listen", "127.0.0.1:0"]
    process = subprocess.Popen(
        [*command, "--open"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8", cwd=ROOT
    )
    try:
        assert process.stdout is not None
        found = READY.search(process.stdout.readline())
        assert found is not None
        yield Central(found[1], process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def prepare_pair(folder: Path, count: int) -> tuple[Path, Path]:
    """Make two posts of one espace, the first with `count` signalements that have not left; return their folders."""
    places = folder / "first", folder / "second"
    first, second = (new_post(place) for place in places)
    first.found()
    first.admit(second)
    record(first, count)
    first.close()
    second.close()
    return places


def new_post(folder: Path) -> Post:
    """Make a real encrypted store in a folder, at the least cost of its passphrase."""
    suite, clock = load_suite1(ROOT / "resources"), SetClock(int(time.time() * 1000))
    opened = prepare_store(folder, PHRASE, crypto=suite, clock=clock, costs=Costs(64 << 10, 2, 1)).confirm()
    return Post(Ports(opened.store, suite, clock, QuietJournal(), ThreadExecutor()), clock)


def record(post: Post, count: int, start: int = 0) -> None:
    """Record invented signalements, many in one transaction."""
    left = list(signalements(count, start))
    while left:
        some, left = left[:AT_ONCE], left[AT_ONCE:]
        with post.ports.store.work(bulk=True) as uow:
            for champs in some:
                create_in(uow, post.ports, post.espace, "signalement", champs)
            uow.commit()


def copy(folder: Path, to: Path) -> Path:
    """Copy a prepared post."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(folder, to)
    os.sync()
    return to
