"""What figures are read from, within one unit of work: each count is made once, however many figures ask for it."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from functools import cached_property

from mvl_desktop.domain.errors import ReferenceInvalideError
from mvl_desktop.domain.indicateurs import Filtres, Formule, Indicateur
from mvl_desktop.domain.jours_ouvres import Calendrier
from mvl_desktop.domain.periode import Periode
from mvl_desktop.domain.references import Reference
from mvl_desktop.domain.regles_echeance import Regle
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.counting import Cell, CountedRow, Counting
from mvl_desktop.ports.store import Query, UnitOfWork
from mvl_desktop.services.echeances_rules import Bench, Timetable
from mvl_desktop.services.founding import presented
from mvl_desktop.services.statistiques_traces import Followed

SIGNALEMENT = "signalement"
_SIGNALANT, _QUALITE = "signalant", "qualite"
_FROM = "provenances/depuis"
_STAYS = (("deplace_vers", ""),)


class Lecture:
    """One reading of the store."""

    def __init__(self, uow: UnitOfWork, ports: Ports, table: Timetable) -> None:
        """Read today; the rest when a figure asks for it."""
        self.uow, self._table = uow, table
        self._bench = Bench(uow, ports, table)
        self.today = self._bench.today.day
        self._told: dict[Counting, Sequence[tuple[tuple[Cell, ...], int]]] = {}
        self._calendriers: dict[str, Calendrier] = {}

    def tally(self, counting: Counting) -> Sequence[tuple[tuple[Cell, ...], int]]:
        """Return how many hold which values; the same question is asked once."""
        if counting not in self._told:
            self._told[counting] = self.uow.counts.tally(counting)
        return self._told[counting]

    def prepare(self, countings: Sequence[Counting]) -> None:
        """Count what will be asked for, in as few readings as can be."""
        wanted = [each for each in dict.fromkeys(countings) if each not in self._told]
        self._told |= zip(wanted, self.uow.counts.tallies(wanted), strict=True)

    def follow(self, countings: Sequence[Counting], followed: Sequence[Followed]) -> None:
        """Count what will be asked for, and let traces hear of each record: all of them are never held."""
        told: dict[Counting, Counter[tuple[Cell, ...]]] = {each: Counter() for each in countings}
        heard: dict[Counting, list[Followed]] = defaultdict(list)
        for each in followed:
            heard[each.counting].append(each)
        for some in self.uow.counts.named(list(told)):
            listening = heard[some.counting]
            condense = listening[0].condense if listening else None
            cells = list(map(condense, some.cells)) if condense is not None else some.cells
            told[some.counting].update(cells)
            for each in listening:
                each.traces.hear(some.recs, cells)
        self._told |= {each: list(counted.items()) for each, counted in told.items()}

    def rows(self, counting: Counting) -> Sequence[CountedRow]:
        """Return what is counted, one by one."""
        return self.uow.counts.rows(counting)

    def counting(
        self, each: Indicateur, periode: Periode, filtres: Filtres, by: tuple[str, ...], *, dont: bool = False
    ) -> Counting:
        """Return what an indicator counts in a period; `dont`: of a share, those of the share alone."""
        formule = each.formule
        dated = ((f"{formule.date}>=", periode.du.isoformat()), (f"{formule.date}<=", periode.au.isoformat()))
        own = (*formule.tout, *dated, *(formule.dont if dont else ()))
        return Counting(
            formule.kind,
            formule.groupe,
            filters=filtres,
            any_of=tuple((*each, *own) for each in formule.parmi or ((),)),
            without=(*formule.sans, *(formule.dont_sans if dont else ())),
            but=self.copies if formule.kind == SIGNALEMENT else frozenset(),
            by=by,
        )

    @cached_property
    def copies(self) -> frozenset[bytes]:
        """The signalements copied from another one that is counted here too: one situation is counted once."""
        filled = (((_FROM, ""),),)
        copied = self.uow.counts.rows(Counting(SIGNALEMENT, without=filled, by=(_FROM,)))
        sources = {row.rec: _named(row.cells[0]) for row in copied}
        every = frozenset(rec for recs in sources.values() for rec in recs)
        if not every:
            return frozenset()
        ids = self.uow.records.ids(Query(SIGNALEMENT, _STAYS, only=every))
        here = frozenset(row.rec for row in self.uow.records.rows(SIGNALEMENT, ids) if row is not None)
        return frozenset(rec for rec, recs in sources.items() if (recs & here) - {rec})

    @cached_property
    def espaces(self) -> dict[str, str]:
        """The names of the espaces that are no compartments."""
        return {each.id.hex(): each.name for each in self.uow.espaces.all() if each.compartment_of is None}

    @cached_property
    def reserved(self) -> tuple[str, ...]:
        """The espaces that this post knows and holds no key of: nothing of them is counted."""
        return tuple(each for each in self.espaces if not self.uow.keys.epochs(bytes.fromhex(each)))

    @cached_property
    def signalants(self) -> dict[str, str]:
        """By reference, the quality of each signalant that this post may read; empty when it does not say."""
        rows = self.uow.counts.rows(Counting(_SIGNALANT, by=(_QUALITE,)))
        return {str(Reference(row.espace, row.rec)): str(row.cells[0] or "") for row in rows}

    @cached_property
    def departements(self) -> tuple[str, ...]:
        """The départements of this post, as it presents itself."""
        said = presented(self.uow).get("departements")
        return tuple(str(each) for each in said) if isinstance(said, list) else ()

    def calendrier(self, departement: str) -> Calendrier:
        """Return the working days of a département; those of this post when a record does not say."""
        found = self._calendriers.get(departement)
        if found is None:
            found = self._calendriers[departement] = self._bench.calendrier_of({"departement": departement})
        return found

    def rule(self, espace: str, code: str) -> Regle | None:
        """Return a rule of deadlines as an espace has it."""
        if espace:
            return self._bench.rules(bytes.fromhex(espace)).of(code)
        return self._table.rules.of(code)

    def numbers(self, kind: str, recs: frozenset[bytes]) -> dict[bytes, int]:
        """Return the local numbers of records of a kind."""
        ids = self.uow.records.ids(Query(kind, only=recs)) if recs else ()
        rows = self.uow.records.rows(kind, ids)
        return {row.rec: number for number, row in zip(ids, rows, strict=True) if row is not None}

    def undated(self, each: Indicateur, filtres: Filtres) -> int:
        """Return how many would count and say no date: they are in no period."""
        if each.formule.groupe or each.famille in ("fiches", "correspondants"):
            return 0
        formule = each.formule
        nowhere = (*filtres, (formule.date, ""))
        others = tuple((*each, *formule.tout) for each in formule.parmi or ((),))
        found = Counting(formule.kind, filters=nowhere, any_of=others, without=formule.sans)
        return sum(count for _, count in self.tally(found))

    @cached_property
    def undecided(self) -> dict[str, dict[bytes, frozenset[str]]]:
        """By kind and record, the fields on which somebody has to decide: figures read the first of their values."""
        found: dict[str, dict[bytes, set[str]]] = defaultdict(lambda: defaultdict(set))
        for _espace, rec, kind, key in self.uow.records.conflicts():
            found[kind][rec].add(_field(key))
        return {kind: {rec: frozenset(keys) for rec, keys in recs.items()} for kind, recs in found.items()}

    def doubtful(self, each: Indicateur, periode: Periode, coupe: tuple[str, ...]) -> int:
        """Return how many records of a period may count otherwise once somebody has decided what they say."""
        formule = each.formule
        read = {_plain(name) for filters in _asked(formule) for name, _ in filters} | {formule.date, *coupe}
        held = self.undecided.get(formule.kind, {})
        concerned = frozenset(rec for rec, keys in held.items() if keys & read)
        if not concerned:
            return 0
        ids = self.uow.records.ids(Query(formule.kind, only=concerned))
        rows = [row for row in self.uow.records.rows(formule.kind, ids) if row is not None]
        return sum(formule.date in held[row.rec] or _within(row.values.get(formule.date), periode) for row in rows)

    def bounds(self, kind: str, dated: str) -> tuple[date, date] | None:
        """Return the first and the last day that records say; None when none does."""
        days = sorted(str(cells[0]) for cells, _ in self.tally(Counting(kind, by=(dated,))) if cells[0])
        read = [day for day in map(_day, days) if day is not None]
        return (read[0], read[-1]) if read else None


def _named(cell: Cell) -> frozenset[bytes]:
    found = set()
    for each in cell if isinstance(cell, tuple) else ():
        try:
            found.add(Reference.parse(each).rec)
        except ReferenceInvalideError:
            continue
    return frozenset(found)


def _field(key: str) -> str:
    """Return the field that a key of a record belongs to, as figures name it: `group/champ` within an element."""
    root, _, rest = key.partition("/")
    member = rest.partition("/")[2]
    return f"{root}/{member}" if member else root


def _plain(name: str) -> str:
    return name.removesuffix(">=").removesuffix("<=")


def _asked(formule: Formule) -> list[Filtres]:
    return [formule.tout, *formule.parmi, *formule.sans, formule.dont, *formule.dont_sans]


def _within(held: object, periode: Periode) -> bool:
    days = held if isinstance(held, (list, tuple)) else [held]
    return any(isinstance(day, str) and periode.du.isoformat() <= day <= periode.au.isoformat() for day in days)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
