"""A period: two days, both within it; how long it is, which one came before, and how people call it. Pure."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from mvl_desktop.domain.errors import DomainError
from mvl_desktop.domain.typographie import MOIS

_DAY = timedelta(days=1)
_YEAR, _QUARTER = 12, 3


class PeriodeInvalideError(DomainError):
    """A period ends before it begins, or is written in no known way."""

    code = "periode_invalide"


@dataclass(frozen=True, slots=True, order=True)
class Periode:
    """From a day to another one, both included."""

    du: date
    au: date

    def __post_init__(self) -> None:
        if self.au < self.du:
            raise PeriodeInvalideError

    @property
    def jours(self) -> int:
        """Return how many days it has."""
        return (self.au - self.du).days + 1

    @property
    def mois(self) -> float:
        """Return how many months it covers: whole ones, and the share that was taken of those that were begun."""
        return sum(
            (min(end, self.au) - max(start, self.du) + _DAY).days / (end - start + _DAY).days
            for start, end in _months(self.du, self.au)
        )

    @property
    def mois_entiers(self) -> int | None:
        """Return how many months it is made of; None when it does not begin and end with one."""
        whole = self.du.day == 1 and self.au == _last(self.au)
        return (self.au.year - self.du.year) * _YEAR + self.au.month - self.du.month + 1 if whole else None

    @property
    def libelle(self) -> str:
        """Return what people call it: « 2013 », « 1er trimestre 2013 », « juillet 2013 », « du … au … »."""
        months = self.mois_entiers
        if months == _YEAR and self.du.month == 1:
            return str(self.du.year)
        if months == _QUARTER and self.du.month % _QUARTER == 1:
            number = self.du.month // _QUARTER + 1
            return f"{number}{'er' if number == 1 else 'e'} trimestre {self.du.year}"
        if months == 1:
            return f"{MOIS[self.du.month - 1]} {self.du.year}"
        if months is not None and self.du.year == self.au.year:
            return f"{MOIS[self.du.month - 1]} à {MOIS[self.au.month - 1]} {self.du.year}"
        if self.du == self.au:
            return f"le {_said(self.du)}"
        return f"du {_said(self.du)} au {_said(self.au)}"

    @property
    def precedente(self) -> "Periode":
        """Return the one just before, as long: as many months when it is made of months, else as many days."""
        months = self.mois_entiers
        end = self.du - _DAY
        return Periode(_back(self.du, months) if months else self.du - timedelta(days=self.jours), end)

    @property
    def an_passe(self) -> "Periode":
        """Return the same one, the year before."""
        months = self.mois_entiers
        start = _back(self.du, _YEAR)
        return Periode(start, _last(_back(self.au.replace(day=1), _YEAR)) if months else _back(self.au, _YEAR))

    def is_over(self, day: date) -> bool:
        """Whether it is finished on this day."""
        return self.au < day

    def months(self) -> Iterator["Periode"]:
        """Give the months it touches, each cut to what is within it."""
        for start, end in _months(self.du, self.au):
            yield Periode(max(start, self.du), min(end, self.au))

    @classmethod
    def annee(cls, year: int) -> "Periode":
        """Return a calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def trimestre(cls, year: int, number: int) -> "Periode":
        """Return a quarter, from 1 to 4."""
        return cls(date(year, _QUARTER * number - 2, 1), _last(date(year, _QUARTER * number, 1)))

    @classmethod
    def du_mois(cls, year: int, month: int) -> "Periode":
        """Return a month."""
        return cls(date(year, month, 1), _last(date(year, month, 1)))


def _said(day: date) -> str:
    return f"{'1er' if day.day == 1 else day.day} {MOIS[day.month - 1]} {day.year}"


def _months(start: date, end: date) -> Iterator[tuple[date, date]]:
    year, month = start.year, start.month
    while (year, month) <= (end.year, end.month):
        first = date(year, month, 1)
        yield first, _last(first)
        year, month = (year, month + 1) if month < _YEAR else (year + 1, 1)


def _last(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _back(first: date, months: int) -> date:
    """Return the day of the same number `months` before; the last of its month when it has no such day."""
    count = first.year * _YEAR + first.month - 1 - months
    year, month = divmod(count, _YEAR)
    return date(max(year, 1), month + 1, min(first.day, monthrange(max(year, 1), month + 1)[1]))
