"""The table of measures: run the benchmarks beside this file and print a line for each (`build/bench.py`).

A benchmark is a file `p<number>_<what>.py` (several numbers: `p1_p2_<what>.py`; `k…` for what keys cost) with
`main() -> list[Line]`. It asks `peers_wanted()` before it plays a peer, and `growth_wanted()` before it draws how the
cost grows. Nothing measured here is asserted by a test.
"""

import argparse
import importlib
import os
import platform
import re
import sys
import time
from dataclasses import dataclass
from pathlib import Path

PEERS, GROWTH, MILLION = "MVL_BENCH_PEERS", "MVL_BENCH_GROWTH", "MVL_BENCH_MILLION"
HEADINGS = ("n°", "mesure", "chiffre", "comparé à", "son chiffre", "rapport", "visé", "précisions")
NOT_RUN = "pair non mesuré"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure, the one it is compared with in the same run, and what was aimed at."""

    number: str
    what: str
    figure: float
    unit: str
    peer: str = ""
    peer_figure: float | None = None
    target: str = ""
    detail: str = ""

    @property
    def ratio(self) -> float | None:
        """Return our figure over the other's; None when nothing was compared."""
        return self.figure / self.peer_figure if self.peer_figure else None


def peers_wanted() -> bool:
    """Whether other programs are measured in the same run."""
    return os.environ.get(PEERS) == "1"


def growth_wanted() -> bool:
    """Whether the cost is drawn at several sizes."""
    return os.environ.get(GROWTH) == "1"


def amount(figure: float | None, unit: str) -> str:
    """Write a figure with three digits that matter, and its unit."""
    if figure is None:
        return "–"
    digits = 0 if abs(figure) >= 100 else 1 if abs(figure) >= 10 else 3
    return f"{figure:,.{digits}f}".replace(",", "\u202f") + f" {unit}"


def cells(line: Line) -> tuple[str, ...]:
    """Return a line as the table shows it."""
    ratio = "–" if line.ratio is None else f"{line.ratio:.2f}"
    figures = (amount(line.figure, line.unit), line.peer or "–", amount(line.peer_figure, line.unit))
    return (line.number, line.what, *figures, ratio, line.target or "–", line.detail or "–")


def table(lines: list[Line]) -> str:
    """Return the whole table in Markdown, columns aligned."""
    rows = [HEADINGS, *(cells(line) for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    drawn = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    drawn.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(drawn)


def benchmarks(wanted: set[str]) -> list[str]:
    """Name the benchmark files, all or those of the numbers asked for, in the order of their numbers."""
    names = [path.stem for path in Path(__file__).parent.glob("[kp][0-9]*.py")]
    names = [name for name in names if not wanted or numbers(name) & wanted]
    return sorted(names, key=lambda name: (name[0] != "p", int(name.split("_")[0][1:]), name))


def numbers(name: str) -> set[str]:
    """Return the numbers of the table that a benchmark file measures."""
    return {part for part in name.split("_") if re.fullmatch(r"[kp]\d+", part)}


def main() -> int:
    """Run the benchmarks one after the other and print what they measured."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument(
        "--with-peers", action="store_true", help="mesurer aussi les autres programmes, dans la même suite"
    )
    parser.add_argument("numbers", nargs="*", metavar="P", help="P1 P3… (tous sans argument)")
    parser.add_argument("--growth", action="store_true", help="mesurer aussi à 1 000, 10 000 et 100 000 fiches")
    parser.add_argument("--million", action="store_true", help="chercher aussi parmi 1 000 000 de fiches (P7, long)")
    options = parser.parse_args()
    for name, asked in ((PEERS, options.with_peers), (GROWTH, options.growth), (MILLION, options.million)):
        os.environ[name] = "1" if asked else "0"
    wrong: list[str] = []
    lines: list[Line] = []
    for name in benchmarks({number.lower() for number in options.numbers}):
        started = time.monotonic()
        try:
            lines += importlib.import_module(f"tests.benchmarks.{name}").main()
        except Exception as error:  # noqa: BLE001 - one measure that fails must not hide the others
            wrong.append(f"{name}\u00a0: {type(error).__name__} {error}")
        print(f"{name}\u00a0: {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cœurs\n")
    print(table(lines))
    for sentence in wrong:
        print(f"ÉCHEC {sentence}")
    return 1 if wrong or not lines else 0


if __name__ == "__main__":
    sys.exit(main())
