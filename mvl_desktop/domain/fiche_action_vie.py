"""Where a FicheAction stands on a day: its steps, what is late, its indicators against what was aimed at. Pure.

It speaks of the action and of its figures, never of the people who lead it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final, Literal

from mvl_desktop.domain.echeances_faits import Champs, day, elements, text

REALISEE: Final = "realisee"
ABANDONNEE: Final = "abandonnee"
FAITE: Final = "faite"
TERMINEES: Final = (REALISEE, ABANDONNEE)
"""The states in which nothing is left to do."""
AU_PLUS: Final = "au_plus"
Issue = Literal["atteint", "pas_encore", "sans_cible", "incalculable"]
_THIN: Final = str.maketrans("", "", " \u00a0\u202f")


@dataclass(frozen=True, slots=True)
class Avancement:
    """How far an action has come: `faites` of `total` steps (what was given up is left out), those that are late."""

    faites: int
    total: int
    en_retard: tuple[Champs, ...] = field(default=(), repr=False)
    prochaine: Champs | None = field(default=None, repr=False)
    """The step whose day comes next."""
    fin_passee: bool = False
    """Whether the day that the action was to end on is past, and it goes on."""


@dataclass(frozen=True, slots=True)
class Constat:
    """An indicator against what was aimed at. `valeur`: as it is written; empty when there is none."""

    libelle: str
    code: str
    unite: str
    reference: str
    cible: str
    sens: str
    valeur: str
    au: date | None
    issue: Issue
    preuve: str = field(default="", repr=False)


def avancement(champs: Champs, jour: date) -> Avancement:
    """Return how far an action has come on a day."""
    steps = [each for each in elements(champs, "etapes") if text(each, "etat") != ABANDONNEE]
    done = [each for each in steps if is_done(each)]
    left = [(at, each) for each in steps if not is_done(each) and (at := day(each, "prevue_le")) is not None]
    over = text(champs, "etat") in TERMINEES
    late = () if over else tuple(each for at, each in sorted(left, key=_when) if at < jour)
    coming = [] if over else [each for at, each in sorted(left, key=_when) if at >= jour]
    end = day(champs, "fin_le")
    past = not over and end is not None and end < jour
    return Avancement(len(done), len(steps), late, coming[0] if coming else None, past)


def is_done(etape: Champs) -> bool:
    """Whether a step is done."""
    return text(etape, "etat") == FAITE


def constats(champs: Champs, calcules: dict[str, str] | None = None) -> list[Constat]:
    """Return each indicator with its last value. `calcules`: the values that the records give, by code."""
    return [_constat(champs, each, calcules or {}) for each in elements(champs, "indicateurs")]


def reached(valeur: str, cible: str, sens: str) -> Issue:
    """Return how a value stands against a target; nothing is said of what is no number."""
    if not cible.strip():
        return "sans_cible"
    value, target = nombre(valeur), nombre(cible)
    if value is None or target is None:
        return "incalculable"
    return "atteint" if (value <= target if sens == AU_PLUS else value >= target) else "pas_encore"


def nombre(written: str) -> Decimal | None:
    """Read a number in French writing (« 1 234,5 », « 80 % »); None when it is none."""
    bare = written.translate(_THIN).removesuffix("%").replace(",", ".")
    try:
        found = Decimal(bare)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def actions_tenues(fiches: Iterable[Champs], jour: date) -> tuple[int, int]:
    """Return how many actions are done, of those that were to be by this day (indicator I3.3).

    What was given up is left out; one that was done before its day counts on both sides.
    """
    kept = [each for each in fiches if text(each, "etat") != ABANDONNEE]
    done = [each for each in kept if text(each, "etat") == REALISEE]
    due = [each for each in kept if each not in done and (end := day(each, "fin_le")) is not None and end <= jour]
    return len(done), len(done) + len(due)


def _constat(champs: Champs, one: Champs, calcules: dict[str, str]) -> Constat:
    code = text(one, "code").strip().upper()
    computed = calcules.get(code) if code else None
    entered = _last_entered(champs, one) if computed is None else None
    value = computed if computed is not None else text(entered or {}, "valeur")
    return Constat(
        libelle=text(one, "libelle") or code,
        code=code,
        unite=text(one, "unite"),
        reference=text(one, "reference"),
        cible=text(one, "cible"),
        sens=text(one, "sens"),
        valeur=value,
        au=_at(entered) if entered is not None else None,
        issue=reached(value, text(one, "cible"), text(one, "sens")),
        preuve=text(entered, "preuve") if entered is not None else "",
    )


def _last_entered(champs: Champs, one: Champs) -> Champs | None:
    """Return the last value that somebody entered of an indicator, which its label names, or its code."""
    names = {_name(text(one, "libelle")), _name(text(one, "code"))} - {""}
    held = [
        each
        for each in elements(champs, "valeurs")
        if {_name(text(each, "libelle")), _name(text(each, "code"))} & names
    ]
    return max(enumerate(held), key=lambda at: (_at(at[1]) or date.min, at[0]))[1] if held else None


def _name(written: str) -> str:
    return " ".join(written.split()).casefold()


def _at(measure: Champs) -> date | None:
    return day(measure, "au") or day(measure, "figee_le") or day(measure, "du")


def _when(one: tuple[date, Champs]) -> tuple[date, str]:
    return one[0], text(one[1], "id")
