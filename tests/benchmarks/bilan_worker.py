"""A bilan of a year, prepared, frozen, then read again beside the records of today: its time and its memory."""

import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from mvl_desktop.bootstrap import load_nomenclatures
from mvl_desktop.documents.public_holidays import FrenchCalendars
from mvl_desktop.services.bilans import changed_since, freeze_bilan, prepare_bilan
from mvl_desktop.services.echeances_rules import Timetable, load_rules
from mvl_desktop.services.statistiques import load_indicators
from mvl_desktop.services.statistiques_calcul import Outils
from mvl_desktop.settings import Settings
from tests.benchmarks import full
from tests.benchmarks.p13_statistics import YEAR
from tests.benchmarks.timing import Took, forget_peak, memory_mb
from tests.benchmarks.workers import ROOT
from tests.fakes.world import SetClock

RESOURCES = ROOT / "resources"
AFTER = datetime(YEAR.au.year + 1, 1, 15, tzinfo=UTC)
"""A year is frozen once it is over."""


def main(folder: Path) -> None:
    post = full.open_at(folder, SetClock(int(AFTER.timestamp() * 1000)))
    lists, table = load_nomenclatures(Settings(RESOURCES)), Timetable(load_rules(RESOURCES), FrenchCalendars())
    outils = Outils(load_indicators(RESOURCES), lists, table)
    rec = prepare_bilan(post.ports, periode=YEAR, lists=lists)
    made: list[object] = []
    figures = {"figer": _measured(lambda: made.append(freeze_bilan(post.ports, outils, rec)))}
    figures["relire"] = _measured(lambda: made.append(changed_since(post.ports, outils, rec)))
    post.close()
    print(json.dumps(figures))


def _measured(work: Callable[[], object]) -> dict[str, float]:
    before = memory_mb(os.getpid(), "VmRSS")
    forget_peak()
    with Took() as took:
        work()
    return {"wall": took.wall, "cpu": took.cpu, "mb": memory_mb(os.getpid()) - before}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
