"""How many functions there are, how many are held, and what they can follow against what comes. Pure; never of people.

Shares are kept as two whole numbers: who shows them rounds them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from mvl_desktop.domain.periode import Periode
from mvl_desktop.domain.tenues import WHOLE, situation

Champs = Mapping[str, object]
YEAR = 365


@dataclass(frozen=True, slots=True)
class Effectif:
    """Functions on a day. `prevu` and `tenu`: hundredths of a full-time equivalent, foreseen and held."""

    fonctions: int = 0
    pourvues: int = 0
    interim: int = 0
    vacantes: int = 0
    prevu: int = 0
    tenu: int = 0

    @property
    def part_vacante(self) -> Fraction | None:
        """Return the share of functions that nobody holds; None when there are none."""
        return Fraction(self.vacantes, self.fonctions) if self.fonctions else None


@dataclass(frozen=True, slots=True)
class Charge:
    """What came somewhere in a period, against what the functions there say that they can follow.

    `capacite`: for a year, of every function; `en_poste`: of those that somebody holds; both brought to the period.
    `muettes`: the functions that say none.
    """

    departement: str
    recus: int
    capacite: int
    en_poste: int
    muettes: int


def effectif(emplois: Iterable[Champs], day: date) -> Effectif:
    """Return the figures of functions on a day; those that are no more, or not yet, do not count."""
    counts = dict.fromkeys(("pourvu", "interim", "vacant"), 0)
    foreseen = held = 0
    for emploi in emplois:
        now = situation(emploi, day)
        if now.etat in counts:
            counts[now.etat] += 1
            share = _number(emploi, "quotite") or WHOLE
            foreseen += share
            held += min(now.quotite, share)
    return Effectif(sum(counts.values()), counts["pourvu"], counts["interim"], counts["vacant"], foreseen, held)


def charges(emplois: Iterable[Champs], recus: Mapping[str, int], periode: Periode) -> list[Charge]:
    """Return the workload of each département that has functions, as they stand on the last day of a period.

    `recus`: how many signalements came in each, in the period.
    """
    places: dict[str, list[int]] = {}
    for emploi in emplois:
        departement, now = str(emploi.get("departement") or ""), situation(emploi, periode.au)
        if departement and now.etat in ("pourvu", "interim", "vacant"):
            sums = places.setdefault(departement, [0, 0, 0])
            capacity = _number(emploi, "charge")
            sums[0] += capacity
            sums[1] += capacity if now.etat != "vacant" else 0
            sums[2] += 0 if capacity else 1
    return [
        Charge(code, recus.get(code, 0), _of(sums[0], periode), _of(sums[1], periode), sums[2])
        for code, sums in sorted(places.items())
    ]


def _of(capacity: int, periode: Periode) -> int:
    """Bring what is said for a year to a period, rounded to the nearest."""
    return round(Fraction(capacity * periode.jours, YEAR))


def _number(emploi: Champs, name: str) -> int:
    value = emploi.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0
