"""P15: what the windows hold in memory on a post of 100 000 signalements; P9: from the passphrase to the first line."""

from mvl_desktop.crypto.passphrase import Costs, timed
from tests.benchmarks import windows
from tests.benchmarks.table import Line
from tests.benchmarks.timing import median

COUNT = 100_000
TURNS = 3


def main() -> list[Line]:
    found = windows.play("window_full", COUNT, TURNS)
    locked, held, peak, opening, worked, window, shown, most = (
        median(each[name] for each in found)
        for name in ("locked_mb", "mb", "peak_mb", "ms", "cpu_ms", "window_ms", "window_cpu_ms", "opening_mb")
    )
    stretched = median(timed(Costs(64 << 10, 2, 1)) for _ in range(TURNS))
    return [
        Line(
            number="P15",
            what="mémoire des fenêtres, 100\u202f000 fiches, liste parcourue et cherchée, au plus haut",
            figure=peak,
            unit="Mo",
            peer="la fenêtre verrouillée, tout importé",
            peer_figure=locked,
            target="≤ 200 Mo",
            detail=f"{held:.0f} Mo à la fin\u202f; {most:.0f} Mo le temps de la phrase de passe",
        ),
        Line(
            number="P9",
            what="de la phrase de passe à la première ligne, 100\u202f000 fiches, Argon2id au moindre coût",
            figure=opening,
            unit="ms",
            peer="Argon2id seul",
            peer_figure=stretched * 1e3,
            target="+ 100 ms",
            detail=f"CPU {worked:.0f} ms\u202f; fenêtre montrée à {window:.0f} ms, CPU {shown:.0f}",
        ),
    ]
