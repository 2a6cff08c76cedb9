"""Use cases on plans: what some lots would do together, seen before anything is touched, then done as it was seen."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import overload

from mvl_desktop.domain.kinds import declaration, kinds
from mvl_desktop.domain.values import Value
from mvl_desktop.exchange.lot_merge import settle_lots
from mvl_desktop.exchange.lot_taking import LotOutcome
from mvl_desktop.exchange.motives import reason_of
from mvl_desktop.exchange.plan import RANK, Fate
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.carrier import Cancel, LotMedium, Progress, never, silent
from mvl_desktop.ports.store import Query, UnitOfWork
from mvl_desktop.services.duplicates import Incoming, Twin, prepare, probable
from mvl_desktop.services.lot_reports import Likely, LotPlan, PlanLine, is_counted, report_of
from mvl_desktop.services.records import shown
from mvl_desktop.services.refusals import RefusError

Verdicts = Mapping[str, tuple[str, tuple[str, ...]]]
"""What was shown of each record, by its id: its state, and the fields left to decide."""

SIGNALEMENT = "signalement"
HORS_PERIMETRE = "hors_perimetre"
_ROWS = 500


@dataclass(frozen=True, slots=True)
class Difference:
    """A record that a plan made again sees otherwise: its state before and now, empty when it was or is not there."""

    id: str
    titre: str = field(repr=False)
    avant: str
    apres: str


class PlanDepasseError(RefusError):
    """This post, or a file, changed since the lots were examined; nothing was merged. It carries the plan made anew."""

    def __init__(self, plan: LotPlan, differences: tuple[Difference, ...]) -> None:
        """Keep the plan made again, and how it differs from the one that was shown."""
        super().__init__("plan_depasse")
        self.plan, self.differences = plan, differences


def plan_lots(
    ports: Ports,
    medium: LotMedium,
    sources: Sequence[Path],
    *,
    recover: bool = False,
    progress: Progress = silent,
    cancel: Cancel = never,
) -> LotPlan:
    """Say what merging these lots in this order would do; nothing is kept. Raises MediumError, Cancelled."""
    prepare(ports, lambda _done, _total: not cancel())
    made: list[LotPlan] = []

    def look(uow: UnitOfWork, outcomes: tuple[LotOutcome, ...]) -> bool:
        made.append(_plan(ports, uow, outcomes, cancel))
        return False

    settle_lots(ports, medium, sources, look, recover=recover, progress=progress, cancel=cancel)
    ports.journal.note("lot_examine", lots=len(sources))
    return made[-1]


def apply_plan(
    ports: Ports,
    medium: LotMedium,
    sources: Sequence[Path],
    *,
    excluding: frozenset[bytes] = frozenset(),
    recover: bool = False,
    expecting: Verdicts | None = None,
    likely: bool = True,
    progress: Progress = silent,
    cancel: Cancel = never,
) -> tuple[LotPlan, tuple[LotOutcome, ...]]:
    """Merge lots in one transaction, as `expecting` showed it; those of `excluding` are set aside by choice.

    `likely`: say once more what probably repeats something, which costs more than the rest.
    Raises PlanDepasseError when the plan is no longer what was shown: nothing is merged. MediumError, Cancelled.
    """
    if likely:
        prepare(ports, lambda _done, _total: not cancel())
    made: list[LotPlan] = []

    def settle(uow: UnitOfWork, outcomes: tuple[LotOutcome, ...]) -> bool:
        plan = _plan(ports, uow, outcomes, cancel, likely=likely)
        if expecting is not None and (differences := tuple(_differences(plan, expecting, excluding))):
            raise PlanDepasseError(plan, differences)
        made.append(plan)
        return True

    outcomes = settle_lots(
        ports, medium, sources, settle, excluding=excluding, recover=recover, progress=progress, cancel=cancel
    )
    return made[-1], outcomes


def verdicts(lines: Iterable[PlanLine]) -> Verdicts:
    """Return what a plan says of each record, to be held against the plan that is applied."""
    return {line.id: line.verdict for line in lines if line.id}


def _differences(plan: LotPlan, expecting: Verdicts, excluding: frozenset[bytes]) -> Iterator[Difference]:
    now = {line.id: line for line in plan.lines if line.id}
    aside = {rec.hex() for rec in excluding}
    for id_ in sorted((now.keys() | expecting.keys()) - aside):
        line, before = now.get(id_), expecting.get(id_)
        if before != (line.verdict if line else None):
            yield Difference(id_, line.titre if line else "", before[0] if before else "", line.sort if line else "")


def _plan(
    ports: Ports, uow: UnitOfWork, outcomes: Sequence[LotOutcome], cancel: Cancel, *, likely: bool = True
) -> LotPlan:
    """Put together what lots come to, within their transaction."""
    lines = _lines(uow, outcomes)
    lines = _with_titles(uow, lines)
    if likely:
        lines = _with_twins(ports, uow, lines, cancel)
    twins = frozenset(bytes.fromhex(line.id) for line in lines if line.doublons)
    return LotPlan(tuple(report_of(uow, outcome, twins) for outcome in outcomes), tuple(lines))


def _lines(uow: UnitOfWork, outcomes: Sequence[LotOutcome]) -> list[PlanLine]:
    names = {espace.id: espace.name for espace in uow.espaces.all()}
    found: dict[bytes, PlanLine] = {}
    others: list[PlanLine] = []
    for place, outcome in enumerate(outcomes):
        for rec, fate in outcome.records.items():
            if is_counted(fate.kind):
                line = PlanLine(rec.hex(), fate.kind, str(fate.fate), espace=names[outcome.espaces[rec]], lots=(place,))
                found[rec] = _joined(found[rec], line) if rec in found else line
        others += (PlanLine("", "", HORS_PERIMETRE, lots=(place,), nombre=count) for count in outcome.outside.values())
        for refusal in outcome.refusals:
            named = refusal.id.hex() if refusal.id else ""
            others.append(PlanLine(named, "", str(Fate.REFUSE), lots=(place,), motif=reason_of(refusal)))
        if outcome.is_refused:
            others.append(PlanLine("", "", str(Fate.REFUSE), lots=(place,), motif=outcome.motif or ""))
    settled = [_decided(uow, rec, line) for rec, line in found.items()]
    return sorted(settled, key=lambda line: (-RANK.index(Fate(line.sort)), line.id)) + others


def _joined(before: PlanLine, now: PlanLine) -> PlanLine:
    """Return what two lots do to one record: the more telling of the two, and the lots that bring something of it."""
    told = max(before, now, key=lambda line: RANK.index(Fate(line.sort)))
    bring = [line.lots for line in (before, now) if line.sort != Fate.CONNU or told.sort == Fate.CONNU]
    return replace(told, kind=now.kind or before.kind, lots=tuple(place for lots in bring for place in lots))


def _decided(uow: UnitOfWork, rec: bytes, line: PlanLine) -> PlanLine:
    """Say which fields are left to decide once all the lots are there: one may decide what another opened."""
    if line.sort != Fate.A_ARBITRER:
        return line
    view = uow.records.get(rec)
    conflicts = view.state.conflicts if view is not None else ()
    return replace(line, champs=conflicts) if conflicts else replace(line, sort=str(Fate.FUSIONNE))


def _with_titles(uow: UnitOfWork, lines: Sequence[PlanLine]) -> list[PlanLine]:
    """Name the records as lists name them: from their projection, so that no body is opened twice."""
    wanted = frozenset(bytes.fromhex(line.id) for line in lines if line.sort != Fate.REFUSE and line.id)
    named: dict[str, tuple[str, str]] = {}
    for kind in kinds() if wanted else ():
        declared = declaration(kind)
        numbers = uow.records.ids(Query(kind, only=wanted))
        for start in range(0, len(numbers), _ROWS):
            for row in uow.records.rows(kind, numbers[start : start + _ROWS]):
                if row is not None and declared is not None:
                    named[row.rec.hex()] = (kind, declared.titre(row.values))
    titled = (
        replace(line, kind=line.kind or named[line.id][0], titre=named[line.id][1]) if line.id in named else line
        for line in lines
    )
    return [line for line in titled if is_counted(line.kind)]


def _with_twins(ports: Ports, uow: UnitOfWork, lines: list[PlanLine], cancel: Cancel) -> list[PlanLine]:
    """Say of what is new whether it probably repeats something that is held, or that comes with it."""
    places = [place for place, line in enumerate(lines) if (line.sort, line.kind) == (Fate.NOUVEAU, SIGNALEMENT)]
    if not places:
        return lines
    coming = _Coming(uow, [bytes.fromhex(lines[place].id) for place in places])
    with ports.store.read() as held:
        twins = probable(held, coming, progress=lambda _done, _total: not cancel())
    found = list(lines)
    for place, near in zip(places, twins, strict=True):
        likely = tuple(_likely(uow, twin, lambda rang: lines[places[rang]]) for twin in near)
        found[place] = replace(lines[place], doublons=likely)
    return found


def _likely(uow: UnitOfWork, twin: Twin, coming: Callable[[int], PlanLine]) -> Likely:
    if twin.rang is not None:
        other = coming(twin.rang)
        return Likely(other.id, other.titre, twin.score, twin.raisons)
    rec = bytes.fromhex(twin.id)
    view = uow.records.get(rec)
    declared = declaration(view.kind) if view is not None else None
    titre = declared.titre(shown(view.state)) if view is not None and declared is not None else ""
    return Likely(twin.id, titre, twin.score, twin.raisons)


class _Coming(Sequence[Incoming]):
    """The signalements that come, each read from the transaction when it is asked for: none is held for the others."""

    def __init__(self, uow: UnitOfWork, records: Sequence[bytes]) -> None:
        self._uow, self._records = uow, records

    def __len__(self) -> int:
        return len(self._records)

    @overload
    def __getitem__(self, place: int) -> Incoming: ...
    @overload
    def __getitem__(self, place: slice) -> "_Coming": ...
    def __getitem__(self, place: int | slice) -> "Incoming | _Coming":
        """Return one that comes, or some of them."""
        if isinstance(place, slice):
            return _Coming(self._uow, self._records[place])
        rec = self._records[place]
        view = self._uow.records.get(rec)
        flat: Mapping[str, Value] = shown(view.state) if view is not None else {}
        return Incoming(view.espace if view is not None else b"", flat, rec)
