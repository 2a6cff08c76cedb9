"""A post that holds very many signalements, and the same by hand: made once in a run for all that is measured there."""

import atexit
import shutil
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from mvl_desktop.bootstrap import ThreadExecutor
from mvl_desktop.crypto.suite1 import load_suite1
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.protocol.objects import ENTRIES_MAX, Revision
from mvl_desktop.store.profile import open_store
from tests.benchmarks import bare, sealed, stage
from tests.benchmarks.corpus import texts
from tests.benchmarks.workers import ROOT
from tests.fakes.quiet import QuietJournal
from tests.fakes.world import Post, SetClock

CHUNK = 20 * ENTRIES_MAX
Told = Callable[[int, int], list[Revision]]


@cache
def profile(count: int, told: Told = sealed.revisions) -> Path:
    """Return the folder of a post that holds `count` signalements received from another; nobody writes in it.

    `told` gives their revisions: how many, from which number.
    """
    folder = _folder()
    post = stage.new_post(folder)
    post.found()
    sealer = sealed.sealer_of(post)
    for start in range(0, count, CHUNK):
        batches = list(sealer.seal(told(min(CHUNK, count - start), start)))
        with post.ports.store.work(bulk=True) as uow:
            sealed.keep(uow, post.espace, batches)
            uow.commit()
    post.close()
    return folder


def reopen(count: int, told: Told = sealed.revisions) -> Post:
    """Open that post."""
    return open_at(profile(count, told), SetClock(int(time.time() * 1000)))


def open_at(folder: Path, clock: SetClock) -> Post:
    """Open a post on a day."""
    suite = load_suite1(ROOT / "resources")
    opened = open_store(folder, stage.PHRASE, crypto=suite, clock=clock)
    return Post(Ports(opened.store, suite, clock, QuietJournal(), ThreadExecutor()), clock)


@cache
def by_hand(count: int) -> Any:
    """Return a connection to as many in one table with its index of words, by hand."""
    connection = bare.connect(_folder() / "bare.db")
    bare.create(connection)
    for start in range(0, count, CHUNK):
        some = list(enumerate(texts(min(CHUNK, count - start), start), start + 1))
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(
            "INSERT INTO rec VALUES(?, ?, ?, 'signalement', x'', ?, 0, 0, ?, '', ?)",
            [(n, n.to_bytes(16, "big"), n.to_bytes(16, "big"), n, title, text) for n, (title, text) in some],
        )
        connection.executemany(
            "INSERT INTO fts(rowid, name, text) VALUES(?, ?, ?)", [(n, title, text) for n, (title, text) in some]
        )
        connection.execute("COMMIT")
    return connection


def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="mvl-bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
