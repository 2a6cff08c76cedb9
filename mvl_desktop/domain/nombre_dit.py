"""A figure as French papers say it: « 2 391 », « 4,2 », « environ 2 800 », « 10 à 12 », « moins de 20 ». Pure."""

import re
from dataclasses import dataclass

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
_NUMBER = r"(\d{1,3}(?: \d{3})+(?:,\d+)?|\d+(?:,\d+|\.\d{1,2})?)"
"""A point before three digits is refused: « 2.391 » may be two thousand as well as two and a half."""
_EXACT = re.compile(rf"{_NUMBER} ?(?:%|/ ?5)?\Z")
_RANGE = re.compile(rf"(?:de |entre )?{_NUMBER} ?%? ?(?:à|-|–|et) ?{_NUMBER} ?%?\Z")
_ABOUT = re.compile(r"(?:≈|~|environ|près de|à peu près) ?")
_LESS = re.compile(rf"(?:<|moins de) ?{_NUMBER} ?%?\Z")
_MORE = re.compile(rf"(?:>|plus de) ?{_NUMBER} ?%?\Z")


@dataclass(frozen=True, slots=True)
class Nombre:
    """A number between two bounds, the same when it is exact; `environ` when it is only known roughly."""

    bas: float
    haut: float
    environ: bool = False

    @property
    def milieu(self) -> float:
        """Return the middle of what it may be."""
        return (self.bas + self.haut) / 2

    @property
    def exact(self) -> bool:
        """Whether it is one number, known as such."""
        return self.bas == self.haut and not self.environ


def nombre_dit(texte: str) -> Nombre | None:
    """Read a figure; None when it says none, or in a way that is not known. Nothing is guessed."""
    said = _SPACES.sub(" ", texte).strip().casefold()
    if found := _LESS.match(said):
        bound = _read(found[1])
        return Nombre(0, bound - 1 if bound.is_integer() and bound else bound)
    if found := _MORE.match(said):
        return Nombre(_read(found[1]), _read(found[1]), environ=True)
    about = _ABOUT.match(said)
    rest = said[about.end() :] if about else said
    if found := _EXACT.match(rest):
        return Nombre(_read(found[1]), _read(found[1]), environ=bool(about))
    if found := _RANGE.match(rest):
        low, high = _read(found[1]), _read(found[2])
        return Nombre(low, high, environ=bool(about)) if low <= high else None
    return None


def nombre_exact(texte: str) -> float | None:
    """Read a figure that is one number, « 4,2 » or « 2 391 »; None for anything else."""
    found = nombre_dit(texte)
    return found.bas if found is not None and found.exact else None


def _read(texte: str) -> float:
    return float(texte.replace(" ", "").replace(",", "."))
