"""P12 in the windows: a list of 100 000 signalements sorted, filtered, jumped through, and the worst key to paint."""

from tests.benchmarks import windows
from tests.benchmarks.table import Line
from tests.benchmarks.timing import median

COUNT = 100_000
TURNS = 3
SHOWN = {
    "sort": "trier, la plus lente des colonnes",
    "filter": "filtrer, puis tout revoir",
    "jump": "sauter à la dernière ligne",
    "key": "taper dans la recherche, de la pire touche à son affichage",
}


def main() -> list[Line]:
    found = windows.play("window_typing", COUNT, TURNS)
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
