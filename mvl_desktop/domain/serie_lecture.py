"""A serie of others, as it may be read: its values in time, what is missing, what cannot be joined. Nothing is guessed.

Pure: series come as `nest` gives them.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from mvl_desktop.domain.nombre_dit import Nombre, nombre_dit
from mvl_desktop.domain.periode import Periode
from mvl_desktop.domain.typographie import MOIS

KIND = "serie"
APPROCHES = frozenset({"arrondie", "estimee", "calculee"})
"""The statuses of a value that is only known roughly."""
INCONNUE = "inconnue"
Obstacle = Literal["declare", "sans_date", "inegales", "une_seule"]
"""Why values are not joined by a line: the serie says so; a value without time; periods of other lengths; only one."""

_MONTH = f"({'|'.join(MOIS)})"
_YEAR = r"(\d{4})"
_YEARS = re.compile(rf"{_YEAR}(?: ?[-–—/] ?| à | et ){_YEAR}\Z")
_MONTHS = re.compile(rf"(?:de |d’)?{_MONTH}(?: {_YEAR})? (?:à|-|–) {_MONTH} {_YEAR}\Z")
_ONE_MONTH = re.compile(rf"{_MONTH} {_YEAR}\Z")


@dataclass(frozen=True, slots=True)
class PointLu:
    """One value as its source says it. `nombre` None: it was not found, or is said in no way that can be read."""

    ligne: str
    libelle: str
    """How its period is called."""
    periode: Periode | None
    nombre: Nombre | None
    dit: str
    statut: str = ""
    source: str = ""
    remarque: str = ""

    @property
    def environ(self) -> bool:
        """Whether it is only known roughly."""
        return self.statut in APPROCHES or (self.nombre is not None and self.nombre.environ)


@dataclass(frozen=True, slots=True)
class Rang:
    """A period of the serie, a hole included: its points by line, and why it is not joined to the one before."""

    libelle: str
    periode: Periode | None
    points: Mapping[str, PointLu]
    rupture: str = ""

    @property
    def est_trou(self) -> bool:
        """Whether nothing is known of it."""
        return all(point.nombre is None for point in self.points.values())


@dataclass(frozen=True, slots=True)
class Lecture:
    """A serie in the order of time, year that nobody found included."""

    lignes: tuple[str, ...]
    rangs: tuple[Rang, ...]
    obstacle: Obstacle | None = None

    @property
    def se_trace(self) -> bool:
        """Whether its values may be joined by a line."""
        return self.obstacle is None

    def points(self, ligne: str) -> list[PointLu]:
        """Return the points of a line, in time."""
        return [rang.points[ligne] for rang in self.rangs if ligne in rang.points]

    def segments(self, ligne: str) -> list[list[PointLu]]:
        """Return the runs of points that a line may join: none crosses a hole nor a break of definition."""
        runs: list[list[PointLu]] = [[]]
        for rang in self.rangs:
            point = rang.points.get(ligne)
            known = point is not None and point.nombre is not None
            if rang.rupture or not known:
                runs.append([])
            if known and point is not None:
                runs[-1].append(point)
        return [run for run in runs if run]


def lecture(champs: Mapping[str, object]) -> Lecture:
    """Read a serie."""
    points = [_point(row) for row in _rows(champs.get("valeurs"))]
    lines = tuple(dict.fromkeys(point.ligne for point in points))
    breaks = sorted(
        (day, str(row.get("motif") or "")) for row in _rows(champs.get("ruptures")) if (day := _day(row.get("le")))
    )
    return Lecture(lines, tuple(_ranks(points, breaks)), _obstacle(champs, points))


def periode_dite(texte: str) -> Periode | None:
    """Read a period as it is said: « 2013 », « 2016–2017 », « janvier à juillet 2013 »; None when it is not known."""
    said = " ".join(texte.replace("\u00a0", " ").replace("\u202f", " ").split()).casefold()
    if re.fullmatch(_YEAR, said):
        return _safe(Periode.annee, int(said))
    if found := _YEARS.match(said):
        years = [_safe(Periode.annee, int(found[place])) for place in (1, 2)]
        return _span(*years)
    if found := _ONE_MONTH.match(said):
        return _safe(Periode.du_mois, int(found[2]), MOIS.index(found[1]) + 1)
    if found := _MONTHS.match(said):
        last = _safe(Periode.du_mois, int(found[4]), MOIS.index(found[3]) + 1)
        first = _safe(Periode.du_mois, int(found[2] or found[4]), MOIS.index(found[1]) + 1)
        return _span(first, last)
    return None


def _point(row: Mapping[str, object]) -> PointLu:
    said, most = _text(row.get("valeur")), _text(row.get("valeur_max"))
    start, end, statut = _day(row.get("du")), _day(row.get("au")), _text(row.get("statut"))
    periode = _between(start, end) if start and end else periode_dite(_text(row.get("periode")))
    label = _text(row.get("periode")) or (periode.libelle if periode else "")
    told = f"{said} à {most}" if said and most else said or (f"jusqu’à {most}" if most else "")
    number = None if statut == INCONNUE else _number(said, most)
    return PointLu(
        ligne=_text(row.get("ligne")),
        libelle=label,
        periode=periode,
        nombre=number,
        dit=told,
        statut=statut,
        source=_text(row.get("source")),
        remarque=_text(row.get("remarque")),
    )


def _number(said: str, most: str) -> Nombre | None:
    low, high = nombre_dit(said), nombre_dit(most)
    if high is None:
        return low if not most else None
    if low is None:
        return None if said else Nombre(0, high.haut)
    return Nombre(low.bas, high.haut, low.environ or high.environ) if low.bas <= high.haut else None


def _ranks(points: Sequence[PointLu], breaks: Sequence[tuple[date, str]]) -> Iterator[Rang]:
    """Give the periods in time, those without a day last; a missing year stands between those that are there."""
    groups: dict[tuple[bool, str, str], list[PointLu]] = {}
    for point in sorted(points, key=_when):
        groups.setdefault(_group(point), []).append(point)
    yearly = bool(points) and all(_is_year(point.periode) for point in points)
    before: Periode | None = None
    for group in groups.values():
        periode, named = group[0].periode, group[0].libelle
        if yearly and before is not None and periode is not None:
            for year in range(before.du.year + 1, periode.du.year):
                hole = Periode.annee(year)
                yield Rang(hole.libelle, hole, {}, _broken(breaks, before, hole))
                before = hole
        yield Rang(named, periode, _by_line(group), _broken(breaks, before, periode))
        before = periode or before


def _by_line(points: Iterable[PointLu]) -> dict[str, PointLu]:
    found: dict[str, PointLu] = {}
    for point in points:
        found.setdefault(point.ligne, point)
    return found


def _broken(breaks: Sequence[tuple[date, str]], before: Periode | None, after: Periode | None) -> str:
    if before is None or after is None:
        return ""
    crossed = [why or "la définition change" for day, why in breaks if before.du < day <= after.du]
    return "\u202f; ".join(crossed)


def _obstacle(champs: Mapping[str, object], points: Sequence[PointLu]) -> Obstacle | None:
    known = [point for point in points if point.nombre is not None]
    if champs.get("tracable") is False:
        return "declare"
    if any(point.periode is None for point in known):
        return "sans_date"
    lengths = {_length(point.periode) for point in known if point.periode is not None}
    if len(lengths) > 1:
        return "inegales"
    return "une_seule" if len({point.periode for point in known}) <= 1 else None


def _length(periode: Periode) -> tuple[str, int]:
    months = periode.mois_entiers
    return ("mois", months) if months else ("jours", periode.jours)


def _when(point: PointLu) -> tuple[bool, date, date]:
    known = point.periode
    return (known is None, known.du if known else date.min, known.au if known else date.min)


def _group(point: PointLu) -> tuple[bool, str, str]:
    known = point.periode
    return (known is None, f"{known.du}/{known.au}" if known else "", "" if known else point.libelle)


def _is_year(periode: Periode | None) -> bool:
    return periode is not None and periode.mois_entiers == len(MOIS) and periode.du.month == 1


def _between(start: date, end: date) -> Periode | None:
    return Periode(start, end) if start <= end else None


def _span(first: Periode | None, last: Periode | None) -> Periode | None:
    return _between(first.du, last.au) if first and last else None


def _safe(make: Callable[..., Periode], *numbers: int) -> Periode | None:
    """Make a period; None when its year is no year."""
    try:
        return make(*numbers)
    except ValueError:
        return None


def _rows(value: object) -> list[Mapping[str, object]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, (list, tuple)) else []


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _day(value: object) -> date | None:
    try:
        return value if isinstance(value, date) else date.fromisoformat(_text(value))
    except ValueError:
        return None
