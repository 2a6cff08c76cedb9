"""Use cases: a spreadsheet of somebody else is looked at, then its lines become records; again, and nothing is doubled.

Everything is read and decided before anything is written. Lines are then written by pages, each whole or not at all:
an import that was stopped is begun again with the same file, and takes up where it was.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from mvl_desktop.domain.commune import folded
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.payload import flatten
from mvl_desktop.domain.values import Value
from mvl_desktop.exchange.older import refuse_older
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.carrier import Cancel, Progress, Step, never, silent, stop_if
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.ports.tables import Grid, TableReader
from mvl_desktop.services.duplicates import DEFAULT, Incoming, Twin, probable
from mvl_desktop.services.espaces import choose_home, homes_of
from mvl_desktop.services.importing_columns import propose
from mvl_desktop.services.importing_lines import Line, LineReader, Refused, is_of_report
from mvl_desktop.services.importing_mapping import (
    KINDS,
    ORIGIN,
    REFERENCE,
    SIGNALANT,
    Correspondance,
    recall,
    remember,
)
from mvl_desktop.services.importing_write import Home, Importer, Outcome, Source
from mvl_desktop.services.refusals import RefusError

PAGE: Final = 200
TWINS_MAX: Final = 5_000
"""New lines that are compared with what this post holds; of a longer file, the first."""
_LINES_A_STEP: Final = 500


@dataclass(frozen=True)
class Wish:
    """What is to be imported: the cells of a file, as what, where, and how its columns are read."""

    kind: str
    grid: Grid = field(repr=False)
    fichier: str = field(repr=False)
    said: Correspondance = field(repr=False)
    espace: str | None = None


@dataclass(frozen=True)
class Examined:
    """What an import would do. Nothing was written. `twins`: by line, records that probably tell the same."""

    wish: Wish
    home: Home
    reader: LineReader = field(repr=False)
    lines: Sequence[Line] = field(repr=False)
    outcomes: Mapping[int, Outcome] = field(repr=False)
    refused: Sequence[Refused] = field(repr=False)
    twins: Mapping[int, tuple[Twin, ...]] = field(default_factory=dict, repr=False)
    rejetes: int = 0

    @property
    def lus(self) -> int:
        """How many lines were read, empty ones left out."""
        return len(self.lines) + self.rejetes

    @property
    def compared(self) -> int:
        """How many new lines were compared with what this post holds: of a long file, the first alone."""
        return min(self.count("cree"), TWINS_MAX)

    def count(self, outcome: Outcome, without: Set[int] = frozenset()) -> int:
        """How many lines come to this, those that are left aside apart."""
        return sum(1 for ligne, each in self.outcomes.items() if each == outcome and ligne not in without)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. `restants`: lines that were not reached when somebody stopped it."""

    crees: int = 0
    modifies: int = 0
    inchanges: int = 0
    ecartes: int = 0
    restants: int = 0


def proposal(ports: Ports, kind: str, headers: Sequence[str], emetteur: str = "") -> Correspondance:
    """Return how a file would be read: as the last of its sender, else by its headers. RefusError: import_reserve."""
    known = {folded(name): said for name, said in recall(ports, kind).items()}
    kept = known.get(folded(emetteur)) if emetteur else None
    proposed = {name: cible for name, cible in propose(kind, headers).items() if not is_of_report(name)}
    if kept is None:
        numbered = {cible.champ: name for name, cible in proposed.items()}
        cle = numbered.get(ORIGIN) or numbered.get(REFERENCE)
        return Correspondance(emetteur=emetteur, colonnes=proposed, cle=(cle,) if cle else ())
    taken = {name: cible for name, cible in kept.colonnes.items() if name in headers}
    return replace(kept, colonnes=taken or proposed, cle=tuple(name for name in kept.cle if name in headers))


def senders(ports: Ports, kind: str) -> list[str]:
    """Return the senders whose spreadsheets this post already read, by name."""
    return [name for name in recall(ports, kind) if name]


def examine(
    ports: Ports,
    lists: Nomenclatures,
    wish: Wish,
    *,
    twins: bool = True,
    progress: Progress = silent,
    cancel: Cancel = never,
) -> Examined:
    """Read every line, and say what each would do.

    Raises RefusError (import_reserve, colonne_absente, rien_a_importer, import_signalant_reserve, aucun_espace…),
    Cancelled.
    """
    if wish.kind not in KINDS:
        raise RefusError("import_reserve")
    reader = LineReader(wish.kind, wish.grid, wish.said, lists, ports.clock.now().date())
    with ports.store.read() as uow:
        refuse_older(uow)
        home = _home(uow, wish, names_signalant=reader.names_signalant)
    lines: list[Line] = []
    refused: list[Refused] = []
    rejetes = 0
    for number, read in enumerate(reader.lines()):
        if number % _LINES_A_STEP == 0:
            stop_if(cancel)
            progress(Step("controle", number, reader.total))
        if isinstance(read, Line):
            lines.append(read)
        elif read is not None:
            refused += read
            rejetes += 1
    importer = _importer(ports, wish, home, lists)
    outcomes: dict[int, Outcome] = {}
    with ports.store.read() as uow:
        for page in _pages(lines):
            stop_if(cancel)
            held = importer.held(uow, page)
            outcomes.update({line.ligne: importer.decide(uow, line, held.get(line.ligne)) for line in page})
            progress(Step("comparaison", len(outcomes), len(lines)))
    examined = Examined(wish, home, reader, lines, outcomes, refused, {}, rejetes)
    return replace(examined, twins=_twins(ports, lists, examined, progress, cancel)) if twins else examined


def apply(
    ports: Ports,
    lists: Nomenclatures,
    examined: Examined,
    *,
    without: Set[int] = frozenset(),
    progress: Progress = silent,
    cancel: Cancel = never,
) -> Imported:
    """Write what an examination said, line by line decided anew; keep how the file of this sender is read.

    `without`: lines that somebody leaves aside. Stopped, what was written stays, each line whole. Raises RefusError.
    """
    wish = examined.wish
    importer = _importer(ports, wish, examined.home, lists)
    wanted = [line for line in examined.lines if line.ligne not in without]
    done = {"cree": 0, "modifie": 0, "inchange": 0}
    reached = 0
    if wish.said.emetteur:
        remember(ports, wish.kind, wish.said)
    for page in _pages(wanted):
        if cancel():
            break
        counts = _write_page(ports, importer, page)
        for outcome, count in counts.items():
            done[outcome] += count
        reached += len(page)
        progress(Step("import", reached, len(wanted)))
    ecartes = len(examined.lines) - len(wanted)
    return Imported(done["cree"], done["modifie"], done["inchange"], ecartes, len(wanted) - reached)


def read_table(reader: TableReader, path: Path, said: Correspondance) -> Grid:
    """Read a file as a correspondance says. Raises TableError."""
    return reader.read(path, said.manner)


def _write_page(ports: Ports, importer: Importer, page: Sequence[Line]) -> dict[Outcome, int]:
    """Write some lines in one transaction, all or none."""
    counts: dict[Outcome, int] = {"cree": 0, "modifie": 0, "inchange": 0}
    with ports.store.work() as uow:
        refuse_older(uow)
        held = importer.held(uow, page)
        for line in page:
            counts[importer.write(uow, line, held.get(line.ligne))] += 1
        if counts["cree"] or counts["modifie"]:
            uow.commit()
    if counts["cree"] or counts["modifie"]:
        ports.journal.note("import", crees=counts["cree"], modifies=counts["modifie"])
    return counts


def _importer(ports: Ports, wish: Wish, home: Home, lists: Nomenclatures) -> Importer:
    return Importer(ports, wish.kind, home, Source(wish.said.emetteur, wish.fichier), lists)


def _home(uow: UnitOfWork, wish: Wish, *, names_signalant: bool) -> Home:
    """Return where lines go. The signalant goes to a compartment of that espace, or nothing is imported at all."""
    espace = choose_home(uow, wish.kind, wish.espace)
    if not names_signalant:
        return Home(espace.id)
    aside = next((each for each in homes_of(uow, SIGNALANT) if each.compartment_of == espace.id), None)
    if aside is None:
        raise RefusError("import_signalant_reserve")
    return Home(espace.id, aside.id)


def _twins(
    ports: Ports, lists: Nomenclatures, examined: Examined, progress: Progress, cancel: Cancel
) -> dict[int, tuple[Twin, ...]]:
    """Return what probably tells the same as the lines that would make a record."""
    if examined.wish.kind != "signalement":
        return {}
    new = [line for line in examined.lines if examined.outcomes[line.ligne] == "cree"][:TWINS_MAX]
    if not new:
        return {}
    ids = iter(range(1 << 62))

    def flat(kind: str, champs: Mapping[str, object]) -> dict[str, Value]:
        return flatten(kind, champs, {}, lambda: f"{next(ids):016x}", lists=lists)

    def told(done: int, total: int) -> bool:
        stop_if(cancel)
        progress(Step("doublons", done, total))
        return True

    with ports.store.read() as uow:
        coming = [
            Incoming(
                espace=examined.home.espace,
                flat=flat(examined.wish.kind, line.champs),
                signalant=flat(SIGNALANT, line.signalant) or None,
            )
            for line in new
        ]
        found = probable(uow, coming, DEFAULT, told)
    ports.journal.note("doublon", lignes=len(new))
    # A twin that comes too is said by its line; of two that come, the second is the twin.
    said = {}
    for place, (line, near) in enumerate(zip(new, found, strict=True)):
        kept = tuple(
            replace(twin, rang=new[twin.rang].ligne) if twin.rang is not None else twin
            for twin in near
            if twin.rang is None or twin.rang < place
        )
        if kept:
            said[line.ligne] = kept
    return said


def _pages(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    for start in range(0, len(lines), PAGE):
        yield lines[start : start + PAGE]
