"""P17: probable duplicates of what comes among 100 000 held, a page of pairs among those held, and what they are worth.

The corpus is hard on blocking: four communes and as many days as a year hold everything. A tenth of what comes is held
already, so that there is something to find. Precision and recall are those of the labelled set, on its held-out half.
"""

import shutil
import tempfile
from pathlib import Path

from mvl_desktop.bootstrap import ThreadExecutor
from mvl_desktop.crypto.suite1 import load_suite1
from mvl_desktop.domain.payload import flatten
from mvl_desktop.matching.weights import THRESHOLD
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.services.duplicates import PAGE, Incoming, list_page, prepare, probable
from mvl_desktop.store.profile import open_store
from tests.benchmarks import full, stage
from tests.benchmarks.corpus import signalements
from tests.benchmarks.likeness_learn import HELD_OUT, SITUATIONS, drawn, scores, worth_of
from tests.benchmarks.likeness_set import labelled
from tests.benchmarks.table import Line, growth_wanted
from tests.benchmarks.timing import Took
from tests.benchmarks.workers import ROOT
from tests.fakes.quiet import QuietJournal
from tests.fakes.world import SetClock

COUNT, COMING, KNOWN = 100_000, 1_000, 100


def main() -> list[Line]:
    counts = [1_000, 10_000, COUNT] if growth_wanted() else [COUNT]
    return [*_worth(), *(line for count in counts for line in _at(count))]


def _worth() -> list[Line]:
    """Measure what likeness is worth on signalements that taught it nothing."""
    found = drawn(labelled(SITUATIONS, HELD_OUT))
    scored = scores(found)
    lines = []
    for threshold in (THRESHOLD, 0.95):
        worth = worth_of(scored, len(found.true), threshold)
        said = f"{worth.shown} paires montrées, {worth.true} vraies\u202f; {worth.blocked:.0%} partagent une clé"
        for name, figure in (("précision", worth.precision), ("rappel", worth.recall)):
            lines.append(
                Line(
                    number="P17",
                    what=f"doublons, {name} au seuil {threshold} (moitié jamais vue)",
                    figure=figure * 100,
                    unit="%",
                    detail=said,
                )
            )
    return lines


def _at(count: int) -> list[Line]:
    folder = Path(tempfile.mkdtemp(prefix="mvl-bench-"))
    try:
        return _in(folder / "poste", count)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _in(folder: Path, count: int) -> list[Line]:
    shutil.copytree(full.profile(count), folder)
    suite, clock = load_suite1(ROOT / "resources"), SetClock()
    opened = open_store(folder, stage.PHRASE, crypto=suite, clock=clock)
    ports = Ports(opened.store, suite, clock, QuietJournal(), ThreadExecutor())
    with Took() as drawing:
        prepare(ports)
    first = Took()

    def heard(done: int, _total: int) -> bool:
        if done == 1:
            first.__exit__()
        return True

    with ports.store.read() as uow:
        espace = uow.espaces.all()[0].id
        coming = [*signalements(COMING - KNOWN, count), *signalements(KNOWN)]
        incoming = [Incoming(espace, flatten("signalement", each, {}, Ids())) for each in coming]
        first.__enter__()
        with Took() as finding:
            twins = probable(uow, incoming, THRESHOLD, heard)
    found = sum(bool(each) for each in twins[-KNOWN:])
    with Took() as paging:
        page = list_page(ports, THRESHOLD)
    opened.store.close()
    shown = f"{count:,}".replace(",", "\u202f")
    target = "≤ 10 s" if count == COUNT else ""
    return [
        Line(
            number="P17",
            what=f"doublons probables de {COMING} signalements qui arrivent, parmi {shown}",
            figure=finding.wall,
            unit="s",
            target=target,
            detail=(
                f"premier en {first.wall * 1e3:.0f} ms\u202f; {found} retrouvés sur {KNOWN}\u202f;"
                f" CPU {finding.cpu:.1f} s"
            ),
        ),
        Line(
            number="P17",
            what=f"une page de paires\u00a0: {PAGE} signalements contre {shown}",
            figure=paging.wall,
            unit="s",
            detail=f"{len(page.paires)} paires\u202f; CPU {paging.cpu:.1f} s",
        ),
        Line(
            number="P17",
            what=f"première lecture de ce qui se compare, {shown}",
            figure=drawing.wall,
            unit="s",
            detail=f"CPU {drawing.cpu * 1e6 / count:.0f} µs par signalement, une fois",
        ),
    ]


class Ids:
    """Gives the ids of elements, one after the other."""

    def __init__(self) -> None:
        self._last = 0

    def __call__(self) -> str:
        self._last += 1
        return f"{self._last:016x}"
