"""Who holds a function on a day, and since when nobody does: read from the dates of its tenues. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from mvl_desktop.domain.annuaire import day_of

Champs = Mapping[str, object]
Etat = Literal["pourvu", "interim", "vacant", "a_venir", "ferme"]
"""`a_venir`: created later on; `ferme`: the function is no more."""
TITULAIRE, SUPPLEANT, INTERIM = "titulaire", "suppleant", "interim"
WHOLE = 100
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PeriodeTenue:
    """Somebody in a function, from a day to another one, both included; None: since always, or still."""

    place: int
    du: date | None
    au: date | None
    quotite: int

    def holds(self, day: date) -> bool:
        """Whether it covers a day."""
        return (self.du is None or self.du <= day) and (self.au is None or day <= self.au)


@dataclass(frozen=True, slots=True)
class Occupation:
    """How a function stands on a day. `tenants`: the places of the tenues of who holds it, or stands in for them.

    `depuis`: since when it stands so; `jusqua`: the last day of who holds it; `remplacement_le`: when somebody comes.
    """

    etat: Etat
    depuis: date | None = None
    jusqua: date | None = None
    remplacement_le: date | None = None
    tenants: tuple[int, ...] = ()
    suppleants: tuple[int, ...] = ()
    quotite: int = 0


@dataclass(frozen=True, slots=True)
class Ecart:
    """What the dates of titulaires say that should be looked at: days that nobody covers, or too many do."""

    nature: Literal["trou", "chevauchement"]
    du: date
    au: date


def periods(emploi: Champs, qualite: str) -> list[PeriodeTenue]:
    """Return the tenues of a quality, in the order of their beginnings; one that says no quality is a titulaire's."""
    found = []
    for place, tenue in enumerate(tenues_of(emploi)):
        du, au = day_of(tenue.get("du")), day_of(tenue.get("au"))
        if str(tenue.get("qualite") or TITULAIRE) == qualite and not (du and au and au < du):
            found.append(PeriodeTenue(place, du, au, _share(tenue.get("quotite"))))
    return sorted(found, key=lambda each: (each.du or date.min, each.au or date.max))


def tenues_of(emploi: Champs) -> Sequence[Champs]:
    """Return the tenues of a function."""
    held = emploi.get("tenues")
    return [each for each in held if isinstance(each, Mapping)] if isinstance(held, (list, tuple)) else []


def situation(emploi: Champs, today: date) -> Occupation:
    """Return how a function stands on a day."""
    opened, closed = day_of(emploi.get("ouverte_le")), day_of(emploi.get("fermee_le"))
    if closed is not None and closed <= today:
        return Occupation("ferme", depuis=closed)
    if opened is not None and opened > today:
        return Occupation("a_venir", remplacement_le=opened)
    holders = periods(emploi, TITULAIRE)
    now = [each for each in holders if each.holds(today)]
    suppleants = tuple(each.place for each in periods(emploi, SUPPLEANT) if each.holds(today))
    coming = _coming(emploi, holders, today)
    if now:
        return Occupation(
            etat="pourvu",
            depuis=min((each.du for each in now if each.du), default=None),
            jusqua=max(each.au or date.max for each in now) if all(each.au for each in now) else None,
            remplacement_le=coming,
            tenants=tuple(each.place for each in now),
            suppleants=suppleants,
            quotite=sum(each.quotite for each in now),
        )
    stand_ins = [each for each in periods(emploi, INTERIM) if each.holds(today)]
    return Occupation(
        etat="interim" if stand_ins else "vacant",
        depuis=vacant_since(emploi, today),
        jusqua=max((each.au or date.max for each in stand_ins), default=None) if _all_end(stand_ins) else None,
        remplacement_le=coming,
        tenants=tuple(each.place for each in stand_ins),
        suppleants=suppleants,
        quotite=min(sum(each.quotite for each in stand_ins), WHOLE),
    )


def vacant_since(emploi: Champs, today: date) -> date | None:
    """Return the first day without titulaire, of a function that has none; None when nothing tells."""
    ended = [each.au for each in periods(emploi, TITULAIRE) if each.au is not None and each.au < today]
    if ended:
        return max(ended) + _DAY
    said = day_of(emploi.get("vacante_depuis"))
    return said if said is not None and said <= today else day_of(emploi.get("ouverte_le"))


def is_unfilled(emploi: Champs, day: date) -> bool:
    """Whether a function exists on a day and nobody holds it, nor stands in."""
    return situation(emploi, day).etat == "vacant"


def ecarts(emploi: Champs) -> Iterator[Ecart]:
    """Give the days between two titulaires that nobody covers, and those that more than one whole person does."""
    stand_ins = periods(emploi, INTERIM)
    holders = [each for each in periods(emploi, TITULAIRE) if each.du is not None]
    covered: date | None = None
    for one, other in pairwise(holders):
        covered = max(covered or date.min, one.au or date.max)
        if other.du is None:
            continue
        if covered < other.du - _DAY:
            yield from _holes(covered + _DAY, other.du - _DAY, stand_ins)
        elif covered >= other.du and one.quotite + other.quotite > WHOLE:
            last = min(one.au or date.max, other.au or date.max)
            if last >= other.du:
                yield Ecart("chevauchement", other.du, last)


def _holes(du: date, au: date, stand_ins: Sequence[PeriodeTenue]) -> Iterator[Ecart]:
    for each in stand_ins:
        if each.du is not None and each.du > au:
            break
        if each.du is not None and each.du > du:
            yield Ecart("trou", du, each.du - _DAY)
        if each.au is None:
            return
        du = max(du, each.au + _DAY)
    if du <= au:
        yield Ecart("trou", du, au)


def _coming(emploi: Champs, holders: Sequence[PeriodeTenue], today: date) -> date | None:
    said = day_of(emploi.get("remplacement_le"))
    days = [each.du for each in holders if each.du is not None and each.du > today]
    return min(days, default=said if said is not None and said > today else None)


def _all_end(held: Sequence[PeriodeTenue]) -> bool:
    return bool(held) and all(each.au for each in held)


def _share(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else WHOLE
