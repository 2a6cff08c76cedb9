"""P13: the bilan of a year of 100 000 signalements, frozen then compared; its memory, beside that of 10 000."""

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.benchmarks import full
from tests.benchmarks.p13_statistics import COUNT, told
from tests.benchmarks.table import Line
from tests.benchmarks.timing import median
from tests.benchmarks.workers import run_json

FEWER, TURNS = 10_000, 3
WORKS = (
    ("figer", "préparer et figer le bilan d’une année, chaque chiffre avec ce qu’il compte"),
    ("relire", "comparer chaque valeur figée à celle d’aujourd’hui"),
)


def main() -> list[Line]:
    few, many = _played(FEWER), _played(COUNT)
    return [
        line for code, what in WORKS for line in _lines(what, [each[code] for each in few], [one[code] for one in many])
    ]


def _played(count: int) -> list[dict[str, Any]]:
    """Freeze a bilan several times, each in a process of its own and on a copy of the post."""
    found = []
    for _turn in range(TURNS):
        folder = Path(tempfile.mkdtemp(prefix="mvl-bench-"))
        try:
            copy = shutil.copytree(full.profile(count, told), folder / "poste")
            found.append(run_json(sys.executable, "tests.benchmarks.bilan_worker", str(copy)))
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return found


def _lines(what: str, few: list[dict[str, float]], many: list[dict[str, float]]) -> list[Line]:
    wall, cpu, mb = (median(each[name] for each in many) for name in ("wall", "cpu", "mb"))
    fewer, cpu_fewer = median(each["mb"] for each in few), median(each["cpu"] for each in few)
    detail = f"CPU {cpu:.1f} s\u202f; {FEWER} signalements\u00a0: CPU {cpu_fewer:.1f} s"
    return [
        Line(number="P13", what=f"{what}, {COUNT} signalements", figure=wall, unit="s", detail=detail),
        Line(
            number="P13",
            what=f"mémoire prise pour cela, {COUNT} signalements",
            figure=mb,
            unit="Mo",
            peer=f"les mêmes chiffres, {FEWER} signalements",
            peer_figure=fewer,
            target="rapport ≤ 2",
        ),
    ]
