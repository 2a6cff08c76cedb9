"""P18: what is due among 100 000 open signalements: the first page, the page « À faire », one person’s own."""

from collections.abc import Callable

from mvl_desktop.documents.public_holidays import FrenchCalendars
from mvl_desktop.services import echeances
from mvl_desktop.services.echeances_rules import Timetable, load_rules
from mvl_desktop.services.home import home
from tests.benchmarks import full
from tests.benchmarks.table import Line, growth_wanted
from tests.benchmarks.timing import Took, median
from tests.benchmarks.workers import ROOT

COUNT = 100_000
TURNS = 5


def main() -> list[Line]:
    return [line for count in ([1_000, 10_000, COUNT] if growth_wanted() else [COUNT]) for line in _at(count)]


def _at(count: int) -> list[Line]:
    post = full.reopen(count)
    table = Timetable(load_rules(ROOT / "resources"), FrenchCalendars())
    works: tuple[tuple[str, str, Callable[[], object]], ...] = (
        ("l’accueil, échéances comprises", "≤ 300 ms", lambda: home(post.ports, table)),
        ("« À faire », tout l’espace", "≤ 2 s", lambda: echeances.todo(post.ports, table)),
        ("« À faire », une personne", "≤ 100 ms", lambda: echeances.todo(post.ports, table, personne="Camille")),
    )
    lines = [_line(count, what, target, work) for what, target, work in works]
    post.close()
    return lines


def _line(count: int, what: str, target: str, work: Callable[[], object]) -> Line:
    work()  # the library of public holidays is imported once in the life of a program
    found = []
    for _ in range(TURNS):
        with Took() as took:
            work()
        found.append(took)
    return Line(
        number="P18",
        what=f"{what}, {count} signalements ouverts",
        figure=median(took.wall for took in found) * 1e3,
        unit="ms",
        target=target,
        detail=f"CPU {median(took.cpu for took in found) * 1e3:.0f} ms",
    )
