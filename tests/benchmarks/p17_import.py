"""P17: a spreadsheet of 50 000 lines and ten columns read, checked, imported, and given again."""

import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from mvl_desktop.bootstrap import default_settings, load_nomenclatures
from mvl_desktop.documents.table_reader import FileTableReader
from mvl_desktop.ports.tables import Manner
from mvl_desktop.services.importing import Wish, apply, examine, proposal
from tests.benchmarks import stage
from tests.benchmarks.corpus import texts
from tests.benchmarks.table import Line, growth_wanted

T = TypeVar("T")

COUNT = 50_000
SIZES = (1_000, 10_000, COUNT)
HEADERS = ["N°", "Date", "Objet", "Département", "Commune", "Niveau", "Domaines", "Mineur", "Mis en cause", "Résumé"]


def main() -> list[Line]:
    return [line for count in (SIZES if growth_wanted() else (COUNT,)) for line in _at(count)]


def _at(count: int) -> list[Line]:
    folder = Path(tempfile.mkdtemp(prefix="mvl-bench-"))
    post, lists = stage.new_post(folder / "post"), load_nomenclatures(default_settings())
    try:
        post.found()
        source = folder / "registre.csv"
        source.write_text("\n".join(_lines(count)), encoding="utf-8")
        before = _peak()
        grid, reading = _took(lambda: FileTableReader().read(source, Manner()))
        said = proposal(post.ports, "signalement", HEADERS, "Délégation fictive")
        wish = Wish("signalement", grid, source.name, said)
        examined, checking = _took(lambda: examine(post.ports, lists, wish, twins=False))
        done, writing = _took(lambda: apply(post.ports, lists, examined))
        again, twice = _took(lambda: examine(post.ports, lists, wish, twins=False))
        assert (done.crees, again.count("inchange")) == (count, count)
        peak = _peak() - before
    finally:
        post.close()
        shutil.rmtree(folder, ignore_errors=True)
    named = f"{count:,} lignes".replace(",", "\u202f")
    return [
        Line(number="P17", what=f"import\u00a0: {named} lues (CSV)", figure=reading * 1e3, unit="ms"),
        Line(number="P17", what=f"import\u00a0: {named} vérifiées, rien d’écrit", figure=count / checking, unit="/s"),
        Line(number="P17", what=f"import\u00a0: {named} écrites, durables", figure=count / writing, unit="/s"),
        Line(number="P17", what="import\u00a0: les mêmes, une autre fois", figure=count / twice, unit="/s"),
        Line(number="P17", what=f"import\u00a0: mémoire en plus, {named}", figure=peak, unit="Mo", target="≤ 400 Mo"),
    ]


def _lines(count: int) -> Iterator[str]:
    yield ";".join(HEADERS)
    for number, (title, text) in enumerate(texts(count)):
        day = f"{1 + number % 28:02}/{1 + number % 12:02}/2025"
        cells = (f"A-{number}", day, title, str(1 + number % 19), "Bourg-en-Bresse (01)", "situation à risque")
        more = ("Santé et bien-être", "oui", f"Praticien fictif {number % 5000}", text[:200])
        yield ";".join(cell.replace(";", ",").replace('"', "").replace("\n", " ") for cell in (*cells, *more))


def _took(work: Callable[[], T]) -> tuple[T, float]:
    """Do something; return what it gave, and how many seconds it took."""
    began = time.perf_counter()
    found = work()
    return found, time.perf_counter() - began


def _peak() -> float:
    """Return the most memory that this process held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
