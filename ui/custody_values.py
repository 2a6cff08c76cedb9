"""What windows show of gardiens: who keeps the key of an espace, and what a recovery gave. Frozen, French names."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Guardian:
    """One of the three people who keep a sheet."""

    nom: str = field(repr=False)
    empreinte: str


@dataclass(frozen=True, slots=True)
class Custody:
    """How an espace can be opened without any of its posts."""

    espace: str
    nom: str
    gardiens: tuple[Guardian, ...] = ()
    repete_le: date | None = None
    a_repeter: bool = False
    peut_nommer: bool = False
    """Whether this post may name them."""
    garde_ici: bool = False
    """Whether what two of them open is here."""
    compartiment: bool = False


@dataclass(frozen=True, slots=True)
class GuardianCard:
    """The public file of a gardien, as it was read or just written."""

    path: Path
    nom: str = field(repr=False)
    empreinte: str


@dataclass(frozen=True, slots=True)
class CopySeen:
    """A copy of an espace. `gardee`: two gardiens could open it."""

    path: Path
    fondateur: str
    gardee: bool


@dataclass(frozen=True, slots=True)
class RefoundSeen:
    """An espace that was founded again. `manque`: what the copy did not give, by what it is called."""

    nom: str
    enregistrements: int
    modifications: int
    fondateur: str
    manque: int = 0
