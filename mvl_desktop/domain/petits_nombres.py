"""Small numbers of what leaves: those under a threshold are hidden, and so are others until none can be found again.

Whoever reads a document knows that a hidden number is from 1 to the threshold less one, that lines add up to their
total, that two figures may count the same thing: what they could deduce from all of it is worked out here. Pure.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import inf
from typing import Literal

from mvl_desktop.domain.figure import Figure, Ligne, Masque
from mvl_desktop.domain.indicateurs import TEMPS, Indicateurs
from mvl_desktop.domain.periode import Periode

SEUIL = 5
Part = Literal["valeur", "reste", "sur"]
"""Of a share: those that hold, those that do not, all of them. A count has only its `valeur`."""
_SUMS = (("I1.0", ("I1.1", "I1.2")),)
"""Indicators that are the sum of others: what one says of a place is what the others say of it together."""


@dataclass(frozen=True, slots=True)
class Case:
    """A number of a document, named by what it counts: the same wherever it stands."""

    quoi: tuple[object, ...]
    ou: frozenset[tuple[str, str]]
    periode: Periode
    part: Part


@dataclass(frozen=True, slots=True)
class Somme:
    """A number that is the sum of others."""

    total: Case
    parts: tuple[Case, ...]


@dataclass(slots=True)
class Nombres:
    """Every number of a document, and what ties them to each other."""

    valeurs: dict[Case, int]
    sommes: list[Somme]


def for_leaving(figures: Sequence[Figure], indicateurs: Indicateurs, seuil: int = SEUIL) -> list[Figure]:
    """Return the figures of one document as they may leave: no hidden number can be deduced from the others."""
    grid = _grid([each for each in figures if each.sensible], indicateurs)
    hidden = hide(grid, seuil)
    left = [_hidden(each, indicateurs, hidden) if each.sensible else each for each in figures]
    return [replace(each, internes=(), sortie=True) for each in left]


def hide(grid: Nombres, seuil: int = SEUIL) -> Mapping[Case, Masque]:
    """Return what to hide: the small numbers, then others, the smallest first, until no small one can be deduced."""
    hidden: dict[Case, Masque] = {case: "petit" for case, value in grid.valeurs.items() if 0 < value < seuil}
    while found := deduced(grid, hidden, seuil):
        if not (more := _another(grid, hidden, found)):
            return hidden
        hidden[more] = "secret"
    return hidden


def deduced(grid: Nombres, hidden: Mapping[Case, Masque], seuil: int = SEUIL) -> frozenset[Case]:
    """Return the small numbers that a reader of the others can work out."""
    bounds = _bounds(grid, hidden, seuil)
    known = {case for case, (low, high) in bounds.items() if low >= high}
    known |= _solved(grid, hidden)
    return frozenset(case for case in known if hidden.get(case) == "petit")


def _another(grid: Nombres, hidden: Mapping[Case, Masque], found: frozenset[Case]) -> Case | None:
    """Return the next number to hide: near one that can be deduced, else anywhere that hides one; a total last."""
    near = [somme for somme in grid.sommes if found & {somme.total, *somme.parts}]
    touched = [somme for somme in grid.sommes if hidden.keys() & {somme.total, *somme.parts}]
    for sommes in (near, touched, grid.sommes):
        for wanted in ([case for each in sommes for case in each.parts], [each.total for each in sommes]):
            free = [case for case in wanted if case not in hidden and grid.valeurs[case] > 0]
            if free:
                return min(free, key=lambda case: (grid.valeurs[case], _order(case)))
    return None


def _order(case: Case) -> tuple[str, ...]:
    return (repr(case.quoi), *sorted(map(str, case.ou)), str(case.periode), case.part)


def _bounds(grid: Nombres, hidden: Mapping[Case, Masque], seuil: int) -> dict[Case, tuple[float, float]]:
    """Return between what a reader knows each hidden number to be, from sums gone through until nothing moves."""
    start = {"petit": (1.0, seuil - 1.0), "secret": (float(seuil), inf)}
    bounds = {
        case: start[hidden[case]] if case in hidden else (float(value), float(value))
        for case, value in grid.valeurs.items()
    }
    moved = True
    while moved:
        moved = False
        for somme in grid.sommes:
            low, high = _sums(bounds, somme.parts)
            moved |= _narrow(bounds, somme.total, low, high)
            least, most = bounds[somme.total]
            for part in somme.parts:
                low, high = _sums(bounds, [each for each in somme.parts if each != part])
                moved |= _narrow(bounds, part, least - high, most - low)
    return bounds


def _sums(bounds: Mapping[Case, tuple[float, float]], parts: Iterable[Case]) -> tuple[float, float]:
    held = [bounds[part] for part in parts]
    return sum(low for low, _ in held), sum(high for _, high in held)


def _narrow(bounds: dict[Case, tuple[float, float]], case: Case, low: float, high: float) -> bool:
    before = bounds[case]
    after = (max(before[0], low), min(before[1], high))
    bounds[case] = after
    return after != before


def _solved(grid: Nombres, hidden: Mapping[Case, Masque]) -> set[Case]:
    """Return the hidden numbers that the sums alone give, taken together: those that elimination leaves by themselves.

    A number that stands alone in a line is known: everything else in that line is said.
    """
    rows: dict[Case, dict[Case, Fraction]] = {}
    for somme in grid.sommes:
        row: dict[Case, Fraction] = {}
        for case, sign in ((somme.total, Fraction(1)), *((part, Fraction(-1)) for part in somme.parts)):
            if case in hidden:
                row[case] = row.get(case, Fraction(0)) + sign
        row = {case: factor for case, factor in row.items() if factor}
        for pivot in [case for case in row if case in rows]:
            _subtract(row, rows[pivot], row.get(pivot, Fraction(0)))
        if not row:
            continue
        pivot = min(row, key=_order)
        factor = row[pivot]
        row = {case: each / factor for case, each in row.items()}
        for other in rows.values():
            _subtract(other, row, other.get(pivot, Fraction(0)))
        rows[pivot] = row
    return {pivot for pivot, row in rows.items() if len(row) == 1}


def _subtract(row: dict[Case, Fraction], other: Mapping[Case, Fraction], times: Fraction) -> None:
    if not times:
        return
    for case, factor in other.items():
        left = row.get(case, Fraction(0)) - times * factor
        if left:
            row[case] = left
        else:
            row.pop(case, None)


def _grid(figures: Sequence[Figure], indicateurs: Indicateurs) -> Nombres:
    grid = Nombres({}, [])
    for figure in figures:
        for key in _beside(figure, figures):
            grid.valeurs[_names(figure, indicateurs)(Ligne(key, key, 0), "valeur")] = 0
    for figure in figures:
        named = _names(figure, indicateurs)
        lines = [line for line in figure.lignes if line.valeur is not None or line.sur is not None]
        for line in (*lines, figure.total):
            for part, value in _values(figure, line).items():
                grid.valeurs[named(line, part)] = value
            if {"reste", "sur"} <= _values(figure, line).keys():
                parts = (named(line, "valeur"), named(line, "reste"))
                grid.sommes.append(Somme(named(line, "sur"), parts))
        if figure.exclusives and lines:
            for part in _values(figure, figure.total):
                if len({named(line, part) for line in lines}) == len(lines) and _adds_up(figure, lines, part):
                    grid.sommes.append(Somme(named(figure.total, part), tuple(named(line, part) for line in lines)))
    grid.sommes += _of_periods(grid.valeurs)
    grid.sommes += _of_others(grid.valeurs, indicateurs)
    grid.sommes = [somme for somme in dict.fromkeys(grid.sommes) if somme.parts != (somme.total,)]
    return grid


def _beside(figure: Figure, figures: Sequence[Figure]) -> set[str]:
    """Return the lines that other figures of the same cut have and this one has not: nothing stands in them."""
    same = [each for each in figures if (each.coupe, each.periode, each.filtres) == _cut(figure)]
    every = {line.cle for each in same for line in each.lignes}
    return every - {line.cle for line in figure.lignes} if figure.unite == "n" else set()


def _cut(figure: Figure) -> tuple[object, ...]:
    return (figure.coupe, figure.periode, figure.filtres)


def _values(figure: Figure, line: Ligne) -> dict[Part, int]:
    """Return the counts of a line: a median and a mark are no counts, how many they were measured on is one."""
    sur = {} if line.sur is None else {"sur": line.sur}
    if figure.unite == "%" and isinstance(line.valeur, int) and line.sur is not None:
        return {"valeur": line.valeur, "reste": line.sur - line.valeur, "sur": line.sur}
    if figure.unite == "n" and isinstance(line.valeur, int):
        return {"valeur": line.valeur}
    return sur  # type: ignore[return-value]


def _adds_up(figure: Figure, lines: Sequence[Ligne], part: Part) -> bool:
    return sum(_values(figure, line).get(part, 0) for line in lines) == _values(figure, figure.total).get(part)


def _names(figure: Figure, indicateurs: Indicateurs) -> Callable[[Ligne, Part], Case]:
    """Return what names the numbers of a figure by what they count: the same formula, narrowed in the same way."""
    each = indicateurs.of(figure.code)
    formule = each.formule
    base = (formule.kind, formule.groupe, formule.date, frozenset(formule.parmi), frozenset(formule.sans))
    whole = frozenset((*formule.tout, *figure.filtres))
    measured = () if figure.unite == "n" or (each.famille == "part") else (each.code,)

    def name(line: Ligne, part: Part) -> Case:
        here, periode = whole, figure.periode
        if line is not figure.total and figure.coupe in TEMPS:
            periode = within(figure, line)
        elif line is not figure.total and not (each.commun and part == "sur"):
            here = whole | {(figure.coupe, line.cle)}
        if figure.unite != "n" and each.famille == "part" and part != "sur":
            held = frozenset(formule.dont), frozenset(formule.dont_sans)
            # A share without a condition of its own counts those of its line: nothing is left beside.
            if part == "valeur" and held == (frozenset(), frozenset()):
                return Case(base, here, periode, "valeur")
            return Case((*base, *held), here, periode, part)
        return Case((*base, *measured), here, periode, "valeur" if not measured else part)

    return name


def within(figure: Figure, line: Ligne) -> Periode:
    """Return the part of a period that a line by time is of. ValueError, PeriodeInvalideError: it is of none."""
    year, rest = int(line.cle[:4]), line.cle[5:]
    if not rest:
        whole = Periode.annee(year)
    elif rest.startswith("T"):
        whole = Periode.trimestre(year, int(rest[1:]))
    else:
        whole = Periode.du_mois(year, int(rest))
    return Periode(max(whole.du, figure.periode.du), min(whole.au, figure.periode.au))


def _of_periods(valeurs: Mapping[Case, int]) -> list[Somme]:
    """Return the sums of what is counted in periods that follow each other within a longer one."""
    same: dict[tuple[object, ...], list[Case]] = {}
    for case in valeurs:
        same.setdefault((case.quoi, case.ou, case.part), []).append(case)
    found = []
    for cases in same.values():
        for whole in cases:
            inside = [
                case for case in cases if whole.periode.du <= case.periode.du and case.periode.au <= whole.periode.au
            ]
            for longest in (31, 92, 366):
                parts = [case for case in inside if case.periode.jours <= longest and case != whole]
                parts = [case for case in parts if not any(_holds(other, case) for other in parts)]
                if parts and sum(case.periode.jours for case in parts) == whole.periode.jours:
                    found.append(Somme(whole, tuple(sorted(parts, key=lambda case: case.periode))))
    return found


def _holds(one: Case, other: Case) -> bool:
    return one != other and one.periode.du <= other.periode.du and other.periode.au <= one.periode.au


def _of_others(valeurs: Mapping[Case, int], indicateurs: Indicateurs) -> list[Somme]:
    """Return the sums of indicators that others make up, place by place."""
    codes = {each.code for each in indicateurs.tous}
    found = []
    for code, parts in _SUMS:
        if not {code, *parts} <= codes:
            continue
        bases = [_base(indicateurs, each) for each in (code, *parts)]
        for case in [each for each in valeurs if each.quoi == bases[0]]:
            others = tuple(Case(base, case.ou, case.periode, case.part) for base in bases[1:])
            if all(other in valeurs for other in others):
                found.append(Somme(case, others))
    return found


def _base(indicateurs: Indicateurs, code: str) -> tuple[object, ...]:
    formule = indicateurs.of(code).formule
    return (formule.kind, formule.groupe, formule.date, frozenset(formule.parmi), frozenset(formule.sans))


def _hidden(figure: Figure, indicateurs: Indicateurs, hidden: Mapping[Case, Masque]) -> Figure:
    named = _names(figure, indicateurs)

    def left(line: Ligne) -> Ligne:
        masks = [hidden[case] for part in _values(figure, line) if (case := named(line, part)) in hidden]
        if not masks:
            return line
        # « Moins de cinq » is said of a count; a median on too few, a share with too few beside it, are not told.
        own = hidden.get(named(line, "valeur"), "secret") if figure.unite in ("n", "%") else "secret"
        return replace(line, valeur=None, sur=None, masque="petit" if own == "petit" else "secret")

    return replace(figure, lignes=tuple(map(left, figure.lignes)), total=left(figure.total))
