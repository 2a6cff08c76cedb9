"""The values that windows show of meetings: what is owed by département, decisions, indicators frozen and since."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from mvl_desktop.domain.figure import Requete


@dataclass(frozen=True, slots=True)
class DepartementLine:
    """A département in a year. `situation`: `tenue`, `prevue`, `aucune`, `inconnu`; `rec`: the meeting it leads to."""

    code: str
    nom: str
    situation: str
    tenues: Sequence[date]
    prevues: Sequence[date]
    a_preciser: int
    ars: bool
    """Whether the ARS sat there."""
    rec: str = ""


@dataclass(frozen=True, slots=True)
class ObligationYear:
    """The yearly meeting, département by département, and what asks for it."""

    annee: int
    texte: str
    citation: str
    conseil: bool
    a_verifier: bool
    close: bool
    lignes: Sequence[DepartementLine]


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision still to be carried out."""

    rec: str
    reunion: str = field(repr=False)
    numero: int
    texte: str = field(repr=False)
    responsable: str = field(repr=False)
    pour_le: date | None
    retard: bool


@dataclass(frozen=True, slots=True)
class SinceLine:
    """A frozen value, and what the same question gives today; None when it cannot be asked again."""

    code: str
    libelle: str
    figee: str
    aujourdhui: str | None
    unite: str
    memes: bool
    requete: Requete | None = None
    """What opens the records that it counts; None for a value that was entered."""
    alors: int | None = None
    """How many records stood behind it when it was frozen, and how many do today."""
    maintenant: int | None = None
