"""P6: what an encrypted insert with search costs over the same rows by hand. P16: one signalement, made durable."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from mvl_desktop.protocol.objects import ENTRIES_MAX
from mvl_desktop.services.records import add_record
from tests.benchmarks import bare, sealed, stage
from tests.benchmarks.corpus import signalements
from tests.benchmarks.table import Line
from tests.benchmarks.timing import Took, median, percentile
from tests.fakes.world import Post

COUNT = 5_120
TURNS = 3
AT_ONCE = 5 * ENTRIES_MAX
SINGLE = 60
ALREADY = 2_000


def main() -> list[Line]:
    folder = Path(tempfile.mkdtemp(prefix="mvl-bench-"))
    try:
        return [*_inserts(folder), *_single(folder)]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _inserts(folder: Path) -> list[Line]:
    wanted = bare.rows(COUNT)
    times: dict[str, list[Took]] = {"store": [], "bare": [], "plain": [], "clear": []}
    for turn in range(TURNS):
        place = folder / f"turn{turn}"
        post = stage.new_post(place / "post")
        post.found()
        times["store"].append(_keep(post))
        post.close()
        times["bare"].append(bare.insert(place / "bare.db", wanted))
        times["plain"].append(bare.insert(place / "plain.db", wanted, ""))
        times["clear"].append(bare.insert(place / "clear.db", wanted, key=False))
        shutil.rmtree(place)
    store, by_hand, plain, clear = (_rate(times[name]) for name in ("store", "bare", "plain", "clear"))
    cpu = {name: median(took.cpu for took in found) / COUNT * 1e6 for name, found in times.items()}
    detail = f"CPU {cpu['store']:.0f} contre {cpu['bare']:.0f} µs"
    what = "garder des commits ouverts (journal, clés, listes, recherche)"
    return [
        Line(
            number="P6",
            what=what,
            figure=store,
            unit="fiches/s",
            peer="mêmes textes, SQLCipher et FTS5 à la main",
            peer_figure=by_hand,
            target="≥ 0,7",
            detail=detail,
        ),
        Line(
            number="P6",
            what="le même index sans préfixes, à la main",
            figure=store,
            unit="fiches/s",
            peer="SQLCipher et FTS5 sans préfixes",
            peer_figure=plain,
        ),
        Line(
            number="P6",
            what="SQLCipher et FTS5 à la main",
            figure=by_hand,
            unit="fiches/s",
            peer="le même moteur sans clé",
            peer_figure=clear,
            detail=f"CPU {cpu['bare']:.0f} contre {cpu['clear']:.0f} µs",
        ),
    ]


def _keep(post: Post) -> Took:
    batches = list(sealed.sealer_of(post).seal(sealed.revisions(COUNT)))
    each = AT_ONCE // ENTRIES_MAX
    with Took() as took:
        for start in range(0, len(batches), each):
            with post.ports.store.work(bulk=True) as uow:
                sealed.keep(uow, post.espace, batches[start : start + each])
                uow.commit()
    return took


def _single(folder: Path) -> list[Line]:
    post = stage.new_post(folder / "single")
    post.found()
    stage.record(post, ALREADY)
    wanted: list[dict[str, Any]] = list(signalements(SINGLE, ALREADY))
    rows = bare.rows(ALREADY + SINGLE)
    ours: list[float] = []
    ours_cpu: list[float] = []
    theirs: list[float] = []
    for turn in range(3):
        some = wanted[turn * SINGLE // 3 : (turn + 1) * SINGLE // 3]
        for champs in some:
            with Took() as took:
                add_record(post.ports, sealed.KIND, champs)
            ours.append(took.wall)
            ours_cpu.append(took.cpu)
        theirs += bare.insert_one_by_one(folder / f"bare{turn}.db", rows[:ALREADY], rows[ALREADY:])
    post.close()
    return [
        Line(
            number="P16",
            what="enregistrer un signalement, durable, médiane",
            figure=median(ours) * 1e3,
            unit="ms",
            peer="une ligne et son index à la main, durables",
            peer_figure=median(theirs) * 1e3,
            target="≤ 5 ms",
            detail=f"CPU {median(ours_cpu) * 1e3:.1f} ms ; p95 {percentile(ours, 0.95) * 1e3:.1f} ms",
        )
    ]


def _rate(found: list[Took]) -> float:
    return COUNT / median(took.wall for took in found)
