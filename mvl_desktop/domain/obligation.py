"""The yearly meeting of each département on dérives sectaires: what each circular asked, and what was held. Pure.

Circulars are data, dated: a year is told by the one that was in force at its end. Nothing here judges a département:
where nobody who works here follows it, the answer is that it is not known.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

SituationAnnuelle = Literal["tenue", "prevue", "aucune", "inconnu"]
TENUE, PREVUE, AUCUNE, INCONNU = "tenue", "prevue", "aucune", "inconnu"
SITUATIONS: tuple[SituationAnnuelle, ...] = ("tenue", "prevue", "aucune", "inconnu")
_HELD = "tenue"
_AHEAD = frozenset({"", "prevue", "convoquee"})


@dataclass(frozen=True, slots=True)
class Obligation:
    """What a circular asks: so many meetings a year, of these types, in each département."""

    code: str
    libelle: str
    texte: str
    """The circular itself, as it is cited."""
    depuis: date
    types: frozenset[str]
    par_an: int
    conseil: bool
    """Whether it advises and does not ask."""
    citation: str
    """What it asks, in our words."""
    a_verifier: bool = False
    """Whether its day is still to be read on the text itself."""


@dataclass(frozen=True, slots=True)
class Rencontre:
    """A meeting, as far as the obligation looks at it."""

    rec: str
    type_reunion: str
    etat: str
    le: date | None
    departement: str
    consacree: bool | None = None
    ars_presente: bool | None = None
    miviludes_presente: bool | None = None


@dataclass(frozen=True, slots=True)
class LigneDepartement:
    """A département in a year: what was held, what is planned, what was held and does not say what it was about."""

    departement: str
    situation: SituationAnnuelle
    tenues: tuple[Rencontre, ...] = ()
    prevues: tuple[Rencontre, ...] = ()
    a_preciser: tuple[Rencontre, ...] = ()

    @property
    def rec(self) -> str:
        """Return the meeting that it leads to: the last one held, else the next one."""
        found = self.tenues[-1:] or self.prevues[:1] or self.a_preciser[-1:]
        return found[0].rec if found else ""


@dataclass(frozen=True, slots=True)
class AnneeObligation:
    """A year: what was asked of it, and each département."""

    annee: int
    obligation: Obligation | None
    lignes: tuple[LigneDepartement, ...]
    close: bool
    """Whether the year is over."""

    def compte(self, situation: SituationAnnuelle) -> int:
        """Return how many départements are so."""
        return sum(ligne.situation == situation for ligne in self.lignes)

    @property
    def reunions(self) -> int:
        """Return how many meetings were held, whatever the département."""
        return sum(len(ligne.tenues) for ligne in self.lignes)


@dataclass(frozen=True, slots=True)
class Obligations:
    """Every circular, the oldest first."""

    toutes: tuple[Obligation, ...]

    @classmethod
    def from_json(cls, rows: object) -> "Obligations":
        """Read the `obligations` of resources/obligations.json; ValueError when malformed."""
        held = rows if isinstance(rows, list) else [rows]
        return cls(tuple(sorted(map(_read, held), key=lambda each: each.depuis)))

    def en_vigueur(self, annee: int) -> Obligation | None:
        """Return what was asked of a year: the last circular of the year or before; None before the first one."""
        found = [each for each in self.toutes if each.depuis.year <= annee]
        return found[-1] if found else None


def annee_obligation(
    annee: int,
    obligations: Obligations,
    departements: Iterable[str],
    rencontres: Iterable[Rencontre],
    suivis: Collection[str],
    today: date,
) -> AnneeObligation:
    """Return a year, département by département. `suivis`: those that somebody here follows."""
    asked = obligations.en_vigueur(annee)
    held: dict[str, list[Rencontre]] = {}
    for each in rencontres:
        if asked is not None and each.type_reunion in asked.types and each.le is not None and each.le.year == annee:
            held.setdefault(each.departement, []).append(each)
    lines = tuple(_line(code, held.get(code, ()), code in suivis) for code in departements)
    return AnneeObligation(annee, asked, lines, close=annee < today.year)


def _line(departement: str, rencontres: Collection[Rencontre], followed: bool) -> LigneDepartement:
    ordered = sorted(rencontres, key=lambda each: (each.le or date.min, each.rec))
    done = [each for each in ordered if each.etat == _HELD]
    tenues = tuple(each for each in done if _is_dedicated(each))
    a_preciser = tuple(each for each in done if not _is_dedicated(each) and each.consacree is None)
    prevues = tuple(each for each in ordered if each.etat in _AHEAD)
    situation: SituationAnnuelle = "aucune" if followed or ordered else "inconnu"
    if tenues:
        situation = "tenue"
    elif prevues:
        situation = "prevue"
    return LigneDepartement(departement, situation, tenues, prevues, a_preciser)


def _is_dedicated(each: Rencontre) -> bool:
    """Whether it was held on dérives sectaires: a group made for them is, unless it is said otherwise."""
    return each.consacree is True or (each.consacree is None and each.type_reunion in DEDIEES)


DEDIEES = frozenset({"gtrdo", "cdpd_groupe"})
"""Groups made for dérives sectaires: their meetings are dedicated to them, unless it is said otherwise."""
REUNISSENT = frozenset({*DEDIEES, "cdpd_pleniere"})
"""What the circular in force counts, for what is still due this year."""


def _read(row: object) -> Obligation:
    match row:
        case {
            "code": str(code),
            "libelle": str(libelle),
            "texte": str(texte),
            "depuis": str(depuis),
            "types": list(types),
            "par_an": int(par_an),
            "conseil": bool(conseil),
            "citation": str(citation),
            **others,
        }:
            doubtful = others.get("a_verifier", False) is True
            kinds = frozenset(map(str, types))
            return Obligation(
                code, libelle, texte, date.fromisoformat(depuis), kinds, par_an, conseil, citation, doubtful
            )
    raise ValueError("obligations: an entry is malformed")


def rencontre_of(rec: str, champs: Mapping[str, object]) -> Rencontre:
    """Return a meeting as the obligation looks at it."""
    return Rencontre(
        rec,
        str(champs.get("type_reunion") or ""),
        str(champs.get("etat") or ""),
        _day(champs.get("tenue_le")),
        str(champs.get("departement") or ""),
        _yes(champs.get("consacree")),
        _yes(champs.get("ars_presente")),
        _yes(champs.get("miviludes_presente")),
    )


def _day(value: object) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value or ""))
    except ValueError:
        return None


def _yes(value: object) -> bool | None:
    return value if isinstance(value, bool) else None
