"""The frozen values that windows show of a signalement that goes, or went, to another espace."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class MoveWish:
    """Where a signalement goes. `deplace`: the work is handed over; else it is shared, and lives on here."""

    espace: str
    deplace: bool
    masque: bool
    motif: str = field(default="", repr=False)
    avec: frozenset[str] = frozenset()
    """Fields taken whatever the mask says of them."""
    sans: frozenset[str] = frozenset()
    """Fields left in any case."""


@dataclass(frozen=True, slots=True)
class MoveField:
    """A field that holds something, and whether it would go."""

    name: str
    libelle: str
    part: bool


@dataclass(frozen=True, slots=True)
class MoveProfile:
    """A way to share, remembered by its name on this post."""

    nom: str
    avec: frozenset[str]
    sans: frozenset[str]


@dataclass(frozen=True, slots=True)
class MoveSeen:
    """What would go and what would stay, said before it is done."""

    vers: str
    part: tuple[str, ...]
    reste: tuple[str, ...]
    brouillon: bool
    conflits: tuple[str, ...]
    etapes: int
    liens: int
    pieces: int
    pieces_absentes: int
    champs: tuple[MoveField, ...] = ()


@dataclass(frozen=True, slots=True)
class MovedLine:
    """A signalement that somebody moved while this person worked on it."""

    id: str
    kind: str
    titre: str = field(repr=False)
    espace: str
    copie: str
    par: str
    le: datetime
    brouillon: bool = False
    a_reporter: int = 0
    accessible: bool = False
    """Whether what was written here can be taken there."""
