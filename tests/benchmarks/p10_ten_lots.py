"""P10: ten lots of a thousand signalements, of ten posts: gone through, a line opened, merged; and the memory of it."""

import resource
import shutil
import tempfile
from pathlib import Path

from mvl_desktop.exchange.carriers.lot import FileMedium
from mvl_desktop.exchange.lots import export
from mvl_desktop.services.carrying import examine_lots, merge_lots
from mvl_desktop.services.lot_comparing import compare_record
from mvl_desktop.services.lot_plans import verdicts
from tests.benchmarks import stage
from tests.benchmarks.table import Line
from tests.benchmarks.timing import Took

LOTS, EACH = 10, 1_000
_TOTAL = LOTS * EACH
_KB = 1_000


def main() -> list[Line]:
    folder = Path(tempfile.mkdtemp(prefix="mvl-bench-"))
    try:
        return _played(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _played(folder: Path) -> list[Line]:
    operator, medium = stage.new_post(folder / "operator"), FileMedium()
    operator.found()
    files = []
    for number in range(LOTS):
        sender = stage.new_post(folder / f"sender{number}")
        operator.admit(sender)
        stage.record(sender, EACH, number * EACH)
        made = export(sender.ports, medium, folder / f"{number}.mvl", [sender.espace], recipient=operator.id)
        files.append(made[0].path)
        sender.close()
    before = _held()
    with Took() as examined:
        plan = examine_lots(operator.ports, medium, files)
    more = _held() - before
    brought = [line for line in plan.lines if line.kind == "signalement"]
    with Took() as opened:
        compare_record(operator.ports, medium, [files[place] for place in brought[-1].lots], brought[-1].id)
    with Took() as merged:
        done = merge_lots(operator.ports, medium, files, expecting=verdicts(plan.lines), likely=False)
    if len(brought) != _TOTAL or verdicts(done.lines) != verdicts(plan.lines):
        raise RuntimeError(len(brought))
    operator.close()
    likely = plan.states().get("doublon_probable", 0)
    return [
        _rate(
            "examiner 10 lots de 1\u202f000 fiches, doublons probables compris",
            examined,
            f"{likely} doublons probables",
        ),
        _rate("les fusionner en une fois, tels que montrés", merged, ""),
        Line(number="P10", what="ouvrir une ligne des deux côtés", figure=opened.wall * 1e3, unit="ms"),
        Line(
            number="P10",
            what="mémoire de plus, le temps de l’examen",
            figure=more / _KB,
            unit="Mo",
            peer="les 10 fichiers",
            peer_figure=sum(path.stat().st_size for path in files) / _KB**2,
        ),
    ]


def _rate(what: str, took: Took, detail: str) -> Line:
    cpu = f"{took.wall:.1f} s, CPU {took.cpu / _TOTAL * 1e6:.0f} µs"
    return Line(
        number="P10",
        what=what,
        figure=_TOTAL / took.wall,
        unit="fiches/s",
        detail="\u202f; ".join(filter(None, (cpu, detail))),
    )


def _held() -> int:
    """Return the most that this process has held, in kB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
