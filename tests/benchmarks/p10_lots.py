"""P10: a lot packed, merged into a new post, merged again; beside geodiff's rebase of as many rows in plain tables."""

import shutil
import tempfile
from pathlib import Path

from mvl_desktop.exchange.carriers.lot import FileMedium
from mvl_desktop.exchange.lots import export, merge
from mvl_desktop.exchange.sealing import seal_pending
from tests.benchmarks import stage
from tests.benchmarks.peers import GEODIFF, PeerMissingError, python_of
from tests.benchmarks.post_worker import open_ports
from tests.benchmarks.table import NOT_RUN, Line, growth_wanted, peers_wanted
from tests.benchmarks.timing import Took, median
from tests.benchmarks.workers import Worker

COUNT, TURNS = 10_000, 3
SIZES = {1_000: 3, 10_000: TURNS, 100_000: 1}


def main() -> list[Line]:
    python, absent = None, NOT_RUN
    if peers_wanted():
        try:
            python = python_of(GEODIFF)
        except PeerMissingError as error:
            absent = str(error)
    sizes = SIZES if growth_wanted() else {COUNT: TURNS}
    return [line for count, turns in sizes.items() for line in _at(count, turns, python, absent)]


def _at(count: int, turns: int, python: Path | None, absent: str) -> list[Line]:
    folder = Path(tempfile.mkdtemp(prefix="mvl-bench-"))
    ours: dict[str, list[float]] = {}
    theirs: dict[str, list[float]] = {}
    try:
        first, second = stage.prepare_pair(folder / "prepared", count)
        _seal(first)
        for number in range(turns):
            place = folder / f"turn{number}"
            _add(ours, _turn(stage.copy(first, place / "first"), stage.copy(second, place / "second"), place))
            if python is not None:
                _add(theirs, _geodiff(python, count, place / "geodiff"))
            shutil.rmtree(place)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return _lines(count, ours, theirs, "geodiff, en clair" if theirs else absent)


def _seal(folder: Path) -> None:
    """Seal what was recorded: a lot carries commits, whenever they were made."""
    ports = open_ports(folder)
    with ports.store.work(bulk=True) as uow:
        seal_pending(uow, ports, uow.espaces.all()[0].id)
        uow.commit()
    ports.store.close()


def _turn(first: Path, second: Path, place: Path) -> dict[str, float]:
    sender, reader, medium = open_ports(first), open_ports(second), FileMedium()
    with sender.store.read() as uow:
        espace = uow.espaces.all()[0].id
    target = place / "lot.mvl"
    with Took() as pack:
        export(sender, medium, target, [espace])
    with Took() as merged:
        [outcome] = merge(reader, medium, [target])
    with Took() as again:
        [repeated] = merge(reader, medium, [target])
    if outcome.motif is not None or repeated.counts.nouveaux:
        raise RuntimeError(outcome.motif)
    sender.store.close()
    reader.store.close()
    times = {"pack": pack, "merge": merged, "again": again}
    cpu = {name + "_cpu": took.cpu for name, took in times.items()}
    return {**{name: took.wall for name, took in times.items()}, **cpu, "bytes": float(target.stat().st_size)}


def _geodiff(python: Path, count: int, folder: Path) -> dict[str, float]:
    worker = Worker(python, "tests.benchmarks.geodiff_worker", str(folder))
    worker("prepare", count)
    change, rebase = worker("change"), worker("rebase")
    worker.close()
    if rebase.said["rows"] != 1_000 + 2 * count:
        raise RuntimeError(rebase.said["rows"])
    return {"pack": change.wall, "merge": rebase.wall, "merge_cpu": rebase.cpu, "bytes": change.said["size"]}


def _lines(count: int, ours: dict[str, list[float]], theirs: dict[str, list[float]], peer: str) -> list[Line]:
    middle = {name: median(values) for name, values in ours.items()}
    other = {name: median(values) for name, values in theirs.items()}
    shown = f"{count:,}".replace(",", "\u202f")

    def rate(what: str, name: str, against: str, target: str) -> Line:
        return Line(
            number="P10",
            what=f"{what}, {shown} fiches",
            figure=count / middle[name],
            unit="fiches/s",
            peer=peer,
            peer_figure=count / other[against] if other else None,
            target=target,
            detail=f"CPU {middle[name + '_cpu'] / count * 1e6:.0f} µs",
        )

    return [
        rate("écrire un lot (relu et vérifié) contre une différence", "pack", "pack", ""),
        rate("fusionner un lot contre un rebase", "merge", "merge", "≥ 0,8"),
        Line(
            number="P10",
            what=f"fusionner de nouveau, rien de neuf, {shown} fiches",
            figure=count / middle["again"],
            unit="fiches/s",
            peer="la première fusion",
            peer_figure=count / middle["merge"],
            target="≥ 5",
            detail=f"CPU {middle['again_cpu'] / count * 1e6:.0f} µs",
        ),
        Line(
            number="P10",
            what=f"octets par fiche, {shown} fiches",
            figure=middle["bytes"] / count,
            unit="octets",
            peer=peer,
            peer_figure=other["bytes"] / count if other else None,
            target="≤ 0,5",
        ),
    ]


def _add(to: dict[str, list[float]], more: dict[str, float]) -> None:
    for name, value in more.items():
        to.setdefault(name, []).append(value)
