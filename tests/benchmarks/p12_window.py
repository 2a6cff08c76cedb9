"""P12 in the windows: a list of 100 000 signalements sorted, filtered, jumped through, and the worst key to paint."""

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.benchmarks import full, stage
from tests.benchmarks.p8_start import NO_SCREEN
from tests.benchmarks.table import Line
from tests.benchmarks.timing import median
from tests.benchmarks.workers import run_json

COUNT = 100_000
TURNS = 3
SHOWN = {
    "sort": "trier, la plus lente des colonnes",
    "filter": "filtrer, puis tout revoir",
    "jump": "sauter à la dernière ligne",
    "key": "taper dans la recherche, de la pire touche à son affichage",
}


def main() -> list[Line]:
    home = Path(tempfile.mkdtemp(prefix="mvl-bench-"))
    where = {"HOME": str(home), "XDG_CONFIG_HOME": str(home / "c"), "XDG_CACHE_HOME": str(home / "k")}
    words = (str(full.profile(COUNT)), stage.PHRASE)
    try:
        found: list[dict[str, Any]] = [
            run_json(sys.executable, "tests.benchmarks.window_typing", *words, env=NO_SCREEN | where)
            for _ in range(TURNS)
        ]
    finally:
        shutil.rmtree(home, ignore_errors=True)
    return [
        Line(
            number="P12",
            what=f"fenêtre, liste de 100\u202f000\u00a0: {said}",
            figure=median(each[name] for each in found),
            unit="ms",
            target="≤ 100 ms",
            detail=f"de la demande à la ligne affichable, médiane de {TURNS}",
        )
        for name, said in SHOWN.items()
    ]
