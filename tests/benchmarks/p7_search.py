"""P7: search while typing, newest first, in a store of 100 000 signalements (1 000 000 when asked)."""

import itertools
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from mvl_desktop.protocol.objects import ENTRIES_MAX
from tests.benchmarks import bare, sealed, stage
from tests.benchmarks.corpus import texts, vocabulary
from tests.benchmarks.table import MILLION, Line, growth_wanted
from tests.benchmarks.timing import Took, median, percentile
from tests.fakes.world import Post

COUNT = 100_000
CHUNK = 20 * ENTRIES_MAX
LIMIT = 50
ROUNDS = 3
TARGETS = {100_000: "p95 ≤ 5 ms", 1_000_000: "p95 ≤ 30 ms"}


def main() -> list[Line]:
    counts = [1_000, 10_000, COUNT] if growth_wanted() else [COUNT]
    if os.environ.get(MILLION) == "1":
        counts.append(1_000_000)
    return [line for count in counts for line in _at(count)]


def typed() -> list[str]:
    """Return what somebody types: the first letters of words of every frequency, then the words, then two of them."""
    words = [vocabulary()[0][rank] for rank in (0, 3, 10, 40, 150, 600, 2_500, 9_000)]
    prefixes = [word[:size] for word in words for size in (2, 3, 4)]
    return [*prefixes, *words, *(f"{a[:4]} {b[:4]}" for a, b in itertools.pairwise(words))]


def _at(count: int) -> list[Line]:
    folder = Path(tempfile.mkdtemp(prefix="mvl-bench-"))
    try:
        post = stage.new_post(folder / "post")
        post.found()
        _fill(post, count)
        connection = bare.connect(folder / "bare.db")
        bare.create(connection)
        _fill_bare(connection, count)
        ours, theirs = [], []
        for _ in range(ROUNDS):
            for text in typed():
                with Took() as took, post.ports.store.read() as uow:
                    uow.records.search(text, None, LIMIT)
                ours.append(took.wall * 1e3)
                with Took() as took:
                    match = " AND ".join(f'"{word}"*' for word in text.split())
                    connection.execute(_BARE, (match, LIMIT)).fetchall()
                theirs.append(took.wall * 1e3)
        connection.close()
        post.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    shown = f"{count:,}".replace(",", "\u202f")
    return [
        Line(
            number="P7",
            what=f"chercher pendant la frappe, {shown} fiches, p95 (total compté, extraits)",
            figure=percentile(ours, 0.95),
            unit="ms",
            peer="mêmes mots, SQLCipher et FTS5 à la main, sans total ni extrait",
            peer_figure=percentile(theirs, 0.95),
            target=TARGETS.get(count, ""),
            detail=f"médianes {median(ours):.2f} et {median(theirs):.2f} ms",
        )
    ]


_BARE = "SELECT r.id, r.name FROM fts JOIN rec r ON r.id = fts.rowid WHERE fts MATCH ? ORDER BY fts.rowid DESC LIMIT ?"


def _fill(post: Post, count: int) -> None:
    sealer = sealed.sealer_of(post)
    for start in range(0, count, CHUNK):
        batches = list(sealer.seal(sealed.revisions(min(CHUNK, count - start), start)))
        with post.ports.store.work(bulk=True) as uow:
            sealed.keep(uow, post.espace, batches)
            uow.commit()


def _fill_bare(connection: Any, count: int) -> None:
    for start in range(0, count, CHUNK):
        some = list(enumerate(texts(min(CHUNK, count - start), start), start + 1))
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(
            "INSERT INTO rec VALUES(?, ?, ?, '', x'', 0, 0, 0, ?, '', ?)",
            [(n, n.to_bytes(16, "big"), n.to_bytes(16, "big"), title, text) for n, (title, text) in some],
        )
        connection.executemany(
            "INSERT INTO fts(rowid, name, text) VALUES(?, ?, ?)", [(n, title, text) for n, (title, text) in some]
        )
        connection.execute("COMMIT")
