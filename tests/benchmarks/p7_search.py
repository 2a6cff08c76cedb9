"""P7: search while typing, newest first, in a store of 100 000 signalements (1 000 000 when asked)."""

import itertools
import os

from mvl_desktop.ports.store import Query
from tests.benchmarks import full
from tests.benchmarks.corpus import vocabulary
from tests.benchmarks.sealed import KIND
from tests.benchmarks.table import MILLION, Line, growth_wanted
from tests.benchmarks.timing import Took, median, percentile

COUNT = 100_000
LIMIT = 50
ROUNDS = 3
TARGETS = {100_000: "p95 ≤ 5 ms", 1_000_000: "p95 ≤ 30 ms"}
_BARE = "SELECT r.id, r.name FROM fts JOIN rec r ON r.id = fts.rowid WHERE fts MATCH ? ORDER BY fts.rowid DESC LIMIT ?"


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
    post, connection = full.reopen(count), full.by_hand(count)
    ours: list[Took] = []
    listed: list[Took] = []
    theirs: list[Took] = []
    for text in typed() * ROUNDS:
        with Took() as took, post.ports.store.read() as uow:
            uow.records.search(text, None, LIMIT)
        ours.append(took)
        match = " AND ".join(f'"{word}"*' for word in text.split())
        with Took() as took:
            connection.execute(_BARE, (match, LIMIT)).fetchall()
        theirs.append(took)
        with Took() as took, post.ports.store.read() as uow:
            uow.records.ids(Query(KIND, text=text))
        listed.append(took)
    post.close()
    shown = f"{count:,}".replace(",", "\u202f")
    return [
        Line(
            number="P7",
            what=f"chercher pendant la frappe, {shown} fiches, p95 (total compté jusqu’à 1\u202f000, extraits)",
            figure=_p95(ours),
            unit="ms",
            peer="mêmes mots, SQLCipher et FTS5 à la main, sans total ni extrait",
            peer_figure=_p95(theirs),
            target=TARGETS.get(count, ""),
            detail=_detail(ours, theirs),
        ),
        Line(
            number="P7",
            what=f"les numéros de toute la liste qui contient ces mots, {shown} fiches, p95",
            figure=_p95(listed),
            unit="ms",
            peer="les cinquante premières lignes, à la main",
            peer_figure=_p95(theirs),
            target="≤ 100 ms" if count == COUNT else "",
            detail=_detail(listed, theirs),
        ),
    ]


def _p95(found: list[Took]) -> float:
    return percentile((took.wall for took in found), 0.95) * 1e3


def _detail(ours: list[Took], theirs: list[Took]) -> str:
    halves = [median(took.wall for took in found) * 1e3 for found in (ours, theirs)]
    cpu = [percentile((took.cpu for took in found), 0.95) * 1e3 for found in (ours, theirs)]
    return f"médianes {halves[0]:.2f} et {halves[1]:.2f} ms\u202f; CPU p95 {cpu[0]:.1f} contre {cpu[1]:.1f} ms"
