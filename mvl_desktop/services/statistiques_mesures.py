"""What is drawn from the values that stand together: counts, sums, medians in working days, shares in time."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mvl_desktop.domain.indicateurs import Formule, Indicateur
from mvl_desktop.domain.jours_ouvres import Calendrier
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.regles_echeance import Regle
from mvl_desktop.ports.counting import Cell

Told = tuple[Sequence[Cell], int]
"""Values that stand together, and how many hold them."""
_PLACE = "departement"


@dataclass(frozen=True, slots=True)
class Amount:
    """What a line says: its number, what it is a part of or measured on, and how many records stand behind it."""

    valeur: int | float | None
    sur: int | None
    behind: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """How days are counted: the working days of a département, the rule in force in an espace, today."""

    calendrier: Callable[[str], Calendrier]
    rule: Callable[[str, str], Regle | None]
    """(espace, code of the rule)."""
    today: date


class Mesure:
    """How one indicator is measured: which fields it reads, and what a line makes of their values."""

    def __init__(self, indicateur: Indicateur, days: Days) -> None:
        """Read the formula."""
        self._indicateur, self._days = indicateur, days
        self.columns = _columns(indicateur)
        self._of_place = _has_place(indicateur.formule)
        self._kept: dict[tuple[object, ...], int | bool | None] = {}
        self._places: dict[str, str] = {}

    def amount(self, told: Sequence[Told]) -> Amount:
        """Return what these values make."""
        match self._indicateur.famille:
            case "mediane":
                return self._median(told)
            case "delai":
                return self._in_time(told)
            case "somme":
                return self._sum(told)
            case "moyenne":
                return _mean(told)
            case "distinct":
                found = {cells[0] for cells, _ in told if cells[0] is not None}
                behind = sum(count for cells, count in told if cells[0] is not None)
                return Amount(len(found), None, behind)
        count = sum(count for _, count in told)
        return Amount(count, None, count)

    @property
    def holds_all(self) -> bool:
        """Whether all that is counted stands behind the number, whatever it holds."""
        return self._indicateur.famille in ("compte", "part")

    def condensing(self, width: int) -> Callable[[tuple[Cell, ...]], tuple[Cell, ...]] | None:
        """Return what makes places of the same working days one, after the `width` first cells; None: no place."""
        if not self._of_place:
            return None
        at = width + 2

        def condensed(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
            return (*cells[:at], self._place(cells[width:]), *cells[at + 1 :])

        return condensed

    def is_behind(self, cells: Sequence[Cell]) -> bool:
        """Whether a record, or an element, that holds these values stands behind the number."""
        match self._indicateur.famille:
            case "mediane":
                return self._lapse(cells[0], cells[1], self._place(cells)) is not None
            case "delai":
                return self._is_in_time(cells) is True
            case "somme":
                return any(isinstance(cell, int) for cell in cells)
            case "moyenne":
                return _mark(cells[0]) is not None
            case "distinct":
                return cells[0] is not None
        return True

    def _median(self, told: Sequence[Told]) -> Amount:
        same: Counter[tuple[Cell, Cell, str]] = Counter()
        place = self._place
        for cells, count in told:
            same[cells[0], cells[1], place(cells)] += count
        lapses: Counter[int] = Counter()
        for (start, end, where), count in same.items():
            lapse = self._lapse(start, end, where)
            if lapse is not None:
                lapses[lapse] += count
        measured = sum(lapses.values())
        return Amount(median(lapses), measured, measured)

    def _in_time(self, told: Sequence[Told]) -> Amount:
        kept = known = 0
        for cells, count in told:
            said = self._is_in_time(cells)
            if said is not None:
                known += count
                kept += count * said
        return Amount(kept if known else None, known, kept)

    def _sum(self, told: Sequence[Told]) -> Amount:
        whole = behind = 0
        for cells, count in told:
            numbers = [cell for cell in cells if isinstance(cell, int)]
            whole += count * sum(numbers)
            behind += count if numbers else 0
        divided = whole / self._indicateur.formule.diviseur
        return Amount(int(divided) if divided == int(divided) else round(divided, 1), None, behind)

    def _place(self, cells: Sequence[Cell]) -> str:
        """Return a place that has the working days of this one: most have those of the whole country."""
        if not self._of_place:
            return ""
        said = str(cells[2] or "")
        found = self._places.get(said)
        if found is None:
            calendrier = self._days.calendrier(said)
            same = (place for place in self._places.values() if self._days.calendrier(place) is calendrier)
            found = self._places[said] = next(same, said)
        return found

    def _lapse(self, start: Cell, end: Cell, place: str) -> int | None:
        """Return the days from the first to the last; None when one of them is not known."""
        key = (start, end, place)
        if key not in self._kept:
            calendrier = self._days.calendrier(place) if self._indicateur.formule.ouvres else None
            self._kept[key] = _lapse(_day(start), _day(_first(end)), calendrier)
        return self._kept[key]

    def _is_in_time(self, cells: Sequence[Cell]) -> bool | None:
        """Whether it was done within the rule; None while nobody can know."""
        place, espace = self._place(cells), str(cells[-1] or "")
        key = (cells[0], cells[1], place, espace)
        if key not in self._kept:
            rule = self._days.rule(espace, self._indicateur.formule.regle)
            calendrier = self._days.calendrier(place)
            self._kept[key] = self._judged(_day(cells[0]), _day(_first(cells[1])), rule, calendrier)
        said = self._kept[key]
        return None if said is None else bool(said)

    def _judged(self, start: date | None, end: date | None, rule: Regle | None, calendrier: Calendrier) -> bool | None:
        applies = rule is not None and start is not None and rule.is_current(start)
        due = rule.due(start, calendrier) if applies and rule is not None and start is not None else None
        if due is None or (end is None and due >= self._days.today):
            return None
        return end is not None and end <= due


def _columns(indicateur: Indicateur) -> tuple[str, ...]:
    formule = indicateur.formule
    if indicateur.famille in ("mediane", "delai"):
        place = (_PLACE,) if _has_place(formule) else ()
        return (formule.de, formule.a, *place, *(("espace",) if indicateur.famille == "delai" else ()))
    return formule.champs if indicateur.famille in ("somme", "moyenne", "distinct") else ()


def _has_place(formule: Formule) -> bool:
    return (formule.ouvres or bool(formule.regle)) and required(formule.kind).champ(_PLACE) is not None


def median(lapses: Mapping[int, int]) -> int | float | None:
    """Return the median of numbers, each with how often it stands; None of nothing."""
    count, passed = sum(lapses.values()), 0
    low: int | None = None
    for number in sorted(lapses):
        passed += lapses[number]
        if low is None and 2 * passed >= count:
            low = number
        if low is not None and 2 * passed > count:
            return _half(low + number)
    return None


def _half(double: int) -> int | float:
    return double // 2 if double % 2 == 0 else double / 2


def _mean(told: Iterable[Told]) -> Amount:
    weight = behind = 0
    total = 0.0
    for cells, count in told:
        mark = _mark(cells[0])
        if mark is not None:
            weighs = cells[1] if isinstance(cells[1], int) and cells[1] > 0 else 1
            total += mark * weighs * count
            weight += weighs * count
            behind += count
    return Amount(round(total / weight, 2) if weight else None, weight, behind)


def _mark(cell: Cell) -> float | None:
    try:
        mark = float(str(cell).strip().replace(",", "."))
    except ValueError:
        return None
    return mark if 0 <= mark <= 5 else None


def _first(cell: Cell) -> Cell:
    """Return the first of several days: a set is kept in order."""
    return (min(cell) if cell else None) if isinstance(cell, tuple) else cell


def _day(cell: Cell) -> date | None:
    try:
        return date.fromisoformat(str(cell)) if cell else None
    except ValueError:
        return None


def _lapse(start: date | None, end: date | None, calendrier: Calendrier | None) -> int | None:
    if start is None or end is None:
        return None
    return calendrier.between(start, end) if calendrier is not None else max((end - start).days, 0)
