"""The frozen values of grids: those that may be opened, those that are, one read again, what answers call for."""

from dataclasses import dataclass, field

from mvl_desktop.domain.reperage import Couple


@dataclass(frozen=True, slots=True)
class GrilleLine:
    """A grid that may be opened. `raison`: why it is proposed here; `refus`: why this person may not answer it."""

    id: str
    code: str
    titre: str
    version: int
    declencheur: str
    statut: str = ""
    forme: str = ""
    criteres: int = 0
    raison: str = ""
    refus: str = ""
    """The code of the sentence that says so."""
    ouverte: bool = False
    """Whether it is open here, in the version it has today."""


@dataclass(frozen=True, slots=True)
class GrilleOuverte:
    """What this post knows of a grid opened in a form. `plus_recente`: a newer version that may be read again, or 0.

    `relue`: the newer reading is open already; `refus`: the code of why this person may not answer it.
    """

    remplie: str
    plus_recente: int = 0
    relue: bool = False
    refus: str = ""


@dataclass(frozen=True, slots=True)
class GrilleRelue:
    """An answered grid beside the version that its grid has today, or beside its newer reading."""

    remplie: str
    titre: str
    ancienne: int
    nouvelle: int
    lignes: tuple[Couple, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class GrilleFiche:
    """A fiche de conduite that some answers call for, and why, in one sentence. No `id`: this post does not hold it."""

    id: str
    code: str
    titre: str
    pourquoi: str = field(repr=False)
    appliquee: bool = False
