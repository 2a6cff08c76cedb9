"""P1 to P5: a first sync up and down, one changed record, nothing changed, bytes on the wire; beside Anki's own."""

import sys

from tests.benchmarks.peers import ANKI, PeerMissingError, python_of
from tests.benchmarks.table import NOT_RUN, Line, growth_wanted, peers_wanted
from tests.benchmarks.timing import median
from tests.benchmarks.workers import run_json

COUNT = 10_000
TURNS = 3
SIZES = {1_000: 3, 10_000: TURNS, 100_000: 1}
Measures = list[dict[str, float]]


def main() -> list[Line]:
    anki, absent = None, NOT_RUN
    if peers_wanted():
        try:
            anki = str(python_of(ANKI))
        except PeerMissingError as error:
            absent = str(error)
    sizes = SIZES if growth_wanted() else {COUNT: TURNS}
    return [line for count, turns in sizes.items() for line in _lines(count, turns, anki, absent)]


def _lines(count: int, turns: int, anki: str | None, absent: str) -> list[Line]:
    words = [str(count), str(turns), *(("--anki", anki) if anki else ())]
    found = run_json(sys.executable, "tests.benchmarks.exchange", *words)
    ours, theirs, bare = found["mvl"], found["anki"], found["bare"]["bare"]
    peer = "Anki, en clair" if anki else absent
    shown = f"{count:,}".replace(",", "\u202f")
    lines = [
        _speed("P1", f"premier envoi, {shown} fiches, jusqu’au reçu gardé", count, ours["up"], theirs.get("up"), peer),
        _speed("P2", f"première réception, {shown} fiches", count, ours["down"], theirs.get("down"), peer),
        Line(
            number="P2",
            what="la même, en temps, contre l’insertion nue des mêmes textes",
            figure=_middle(ours["down"], "wall"),
            unit="s",
            peer="SQLCipher et FTS5 à la main",
            peer_figure=_middle(bare, "wall"),
            target="≤ 1,5",
            detail=f"CPU {_middle(ours['down'], 'cpu'):.2f} contre {_middle(bare, 'cpu'):.2f} s",
        ),
    ]
    if count == COUNT:
        lines += _small(ours, theirs, peer)
    if found["own_loopback"]:
        lines += _bytes(count, ours, theirs, peer)
    return lines


def _speed(number: str, what: str, count: int, ours: Measures, theirs: Measures | None, peer: str) -> Line:
    detail = f"CPU {_each(ours, count)}"
    return Line(
        number=number,
        what=what,
        figure=count / _middle(ours, "wall"),
        unit="fiches/s",
        peer=peer,
        peer_figure=count / _middle(theirs, "wall") if theirs else None,
        target={"P1": "≥ 2", "P2": "≥ 1,3"}[number],
        detail=detail + (f" contre {_each(theirs, count)}" if theirs else ""),
    )


def _small(ours: dict[str, Measures], theirs: dict[str, Measures], peer: str) -> list[Line]:
    one = _middle(ours["one_up"], "wall") + _middle(ours["one_down"], "wall")
    other = _middle(theirs["one_up"], "wall") + _middle(theirs["one_down"], "wall") if theirs else None
    cpu = _middle(ours["one_up"], "cpu") + _middle(ours["one_down"], "cpu")
    served = _middle(ours["one_up"], "served") + _middle(ours["one_down"], "served")
    return [
        Line(
            number="P3",
            what="une fiche changée, envoyée puis reçue, durable des deux côtés",
            figure=one * 1e3,
            unit="ms",
            peer=peer,
            peer_figure=other and other * 1e3,
            target="≤ 1",
            detail=f"CPU {cpu * 1e3:.1f} ms, service {served * 1e3:.1f} ms",
        ),
        Line(
            number="P4",
            what="rien de changé",
            figure=_middle(ours["nothing"], "wall") * 1e3,
            unit="ms",
            peer=peer,
            peer_figure=_middle(theirs["nothing"], "wall") * 1e3 if theirs else None,
            target="≤ 3",
            detail=f"CPU {_middle(ours['nothing'], 'cpu') * 1e3:.2f} ms",
        ),
    ]


def _bytes(count: int, ours: dict[str, Measures], theirs: dict[str, Measures], peer: str) -> list[Line]:
    def line(number: str, what: str, name: str, share: int, target: str) -> Line:
        return Line(
            number=number,
            what=what,
            figure=_middle(ours[name], "bytes") / share,
            unit="octets",
            peer=peer,
            peer_figure=_middle(theirs[name], "bytes") / share if theirs else None,
            target=target,
        )

    shown = f"{count:,}".replace(",", "\u202f")
    lines = [line("P5", f"sur le fil, par fiche neuve parmi {shown} (TCP/IP compris)", "up", count, "≤ 2")]
    if count == COUNT:
        lines.insert(0, line("P4", "rien de changé, sur le fil", "nothing", 1, "≤ 1 024"))
        lines.append(line("P5", "une fiche changée, envoi seul, sur le fil", "one_up", 1, ""))
    return lines


def _each(measures: Measures, count: int) -> str:
    return f"{_middle(measures, 'cpu') / count * 1e6:.0f} + {_middle(measures, 'served') / count * 1e6:.0f} µs"


def _middle(measures: Measures, name: str) -> float:
    return median(measure[name] for measure in measures)
