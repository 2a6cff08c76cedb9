"""The indicators of the convention, as data: what each counts, how, by what it may be cut, and since when.

They come from `resources/indicateurs.json`; this module reads them and knows nothing of where records are. Pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, cast, get_args

from mvl_desktop.domain.errors import DomainError
from mvl_desktop.domain.figure import Unite

Famille = Literal["compte", "part", "mediane", "delai", "somme", "moyenne", "distinct", "fiches", "correspondants"]
"""How it is computed. `compte`: how many. `part`: how many of them also hold `dont`. `mediane`: the days from `de` to
`a`. `delai`: how many were within the rule, among those whose delay is known. `somme`: the sum of `champs`. `moyenne`:
a mark, each weighing as many as gave it. `distinct`: how many different values. The last two have their own reading.
"""
Filtres = tuple[tuple[str, str], ...]

MOIS, TRIMESTRE, ANNEE = "mois", "trimestre", "annee"
ESPACE, SIGNALANT = "espace", "signalant"
TEMPS: Final = (MOIS, TRIMESTRE, ANNEE)
"""The cuts by time; `espace` cuts by délégation, `signalant` by what the signalant is, any other is a field."""


class IndicateurInconnuError(DomainError):
    """No indicator has this code."""

    code = "indicateur_inconnu"


class CoupeInconnueError(DomainError):
    """This indicator cannot be cut so."""

    code = "coupe_inconnue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Formule:
    """What is counted: records of a kind, or elements of one of their groups, dated by a field."""

    kind: str
    date: str
    groupe: str = ""
    tout: Filtres = ()
    """What must hold."""
    parmi: tuple[Filtres, ...] = ()
    """Of these, one at least must hold; none: nothing more is asked."""
    sans: tuple[Filtres, ...] = ()
    """None of these may hold."""
    dont: Filtres = ()
    """For a share: what those of the share hold."""
    dont_sans: tuple[Filtres, ...] = ()
    """For a share: what those of the share do not hold."""
    de: str = ""
    a: str = ""
    """For a delay: the fields of its first and last day; of several last days the first counts."""
    ouvres: bool = False
    """Whether days are working days."""
    regle: str = ""
    """For a delay: the rule of deadlines that says how long it may be."""
    champs: tuple[str, ...] = ()
    """For a sum, the numbers added; for a mark, the mark and how many gave it; for `distinct`, the field."""
    diviseur: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicateur:
    """One indicator: its code and label in the convention, what it counts in one sentence, and its formula."""

    code: str
    libelle: str
    definition: str
    unite: Unite
    axe: int
    famille: Famille
    formule: Formule
    depuis: date
    jusqua: date | None = None
    coupes: tuple[str, ...] = ()
    """The cuts that are offered, the usual one first; any field that lists filter by may be asked for too."""
    sensible: bool = False
    """Whether it counts situations of people: small numbers are hidden in what leaves."""
    commun: bool = False
    """Whether the shares of a cut are all of the same whole: the cut says what the share holds."""

    @property
    def mesure(self) -> bool:
        """Whether it measures (days, marks) instead of counting: nothing adds up."""
        return self.famille in ("mediane", "moyenne")


@dataclass(frozen=True, slots=True)
class Indicateurs:
    """Every indicator, in the order of the convention."""

    tous: tuple[Indicateur, ...]
    axe_un: tuple[str, ...] = ()
    """The codes of the four figures that the parties exchange under axe 1."""

    @classmethod
    def from_json(cls, document: object) -> "Indicateurs":
        """Read the parsed `resources/indicateurs.json`; ValueError when malformed."""
        match document:
            case {"indicateurs": list(rows), "bases": dict(bases), "axe_un": list(first)}:
                found = tuple(_indicator(row, bases) for row in rows)
            case _:
                raise ValueError("not indicators")
        if len({each.code for each in found}) != len(found):
            raise ValueError("an indicator stands twice")
        return cls(found, tuple(str(code) for code in first))

    def of(self, code: str) -> Indicateur:
        """Return an indicator. IndicateurInconnuError."""
        for each in self.tous:
            if each.code.lower() == code.strip().lower():
                return each
        raise IndicateurInconnuError


def _indicator(row: Mapping[str, object], bases: Mapping[str, Mapping[str, object]]) -> Indicateur:
    base = bases.get(str(row.get("base") or ""), {})
    said = str(base.get("definition") or "")
    until = row.get("jusqua")
    unite, famille = str(row["unite"]), str(row["famille"])
    if unite not in get_args(Unite) or famille not in get_args(Famille):
        raise ValueError(f"{row['code']}: unknown unit or family")
    return Indicateur(
        code=str(row["code"]),
        libelle=str(row["libelle"]),
        definition=f"{row['definition']} {said}".strip(),
        unite=cast("Unite", unite),
        axe=int(str(row["axe"])),
        famille=cast("Famille", famille),
        formule=_formula(row, base),
        depuis=date.fromisoformat(str(row["depuis"])),
        jusqua=date.fromisoformat(str(until)) if until else None,
        coupes=_names(row.get("coupes")),
        sensible=bool(base.get("sensible")),
        commun=bool(row.get("commun")),
    )


def _formula(row: Mapping[str, object], base: Mapping[str, object]) -> Formule:
    groupe = str(row.get("groupe") or "")
    return Formule(
        kind=str(base.get("kind") or row.get("kind") or ""),
        date=str(row.get("date") or base.get("date") or ""),
        groupe=groupe,
        tout=(*_filters(base.get("tout")), *_filters(row.get("tout"))),
        parmi=_many(row.get("parmi")),
        sans=(*_many(base.get("sans")), *_many(row.get("sans"))),
        dont=_filters(row.get("dont")),
        dont_sans=_many(row.get("dont_sans")),
        de=str(row.get("de") or ""),
        a=str(row.get("a") or ""),
        ouvres=bool(row.get("ouvres")),
        regle=str(row.get("regle") or ""),
        champs=_names(row.get("champs")),
        diviseur=int(str(row.get("diviseur") or 1)),
    )


def _names(value: object) -> tuple[str, ...]:
    return tuple(str(each) for each in value) if isinstance(value, list) else ()


def _filters(value: object) -> Filtres:
    return tuple(_pair(each) for each in value) if isinstance(value, list) else ()


def _many(value: object) -> tuple[Filtres, ...]:
    return tuple(_filters(each) for each in value) if isinstance(value, list) else ()


def _pair(value: object) -> tuple[str, str]:
    match value:
        case [str(name), str(wanted)]:
            return name, wanted
    raise ValueError("not a filter")


def named(indicators: Iterable[Indicateur], axe: int) -> tuple[Indicateur, ...]:
    """Return the indicators of an axe, in their order."""
    return tuple(each for each in indicators if each.axe == axe)
