"""The frozen values of duplicates: pairs that resemble each other, why, both sides, and what a merge would do."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Cote = Literal["pareil", "different", "gauche", "droite"]


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that makes two signalements resemble each other, in words, and the values that do."""

    mots: str
    valeurs: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Side:
    """One of two signalements, as a list names it."""

    id: str
    titre: str = field(repr=False)
    reference: str = ""
    recu_le: str = ""
    statut: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two signalements that probably tell the same. `a` came first to this post. `score`: from 0 to 1."""

    a: Side
    b: Side
    score: float
    signes: Sequence[Sign] = field(default=(), repr=False)

    @property
    def key(self) -> tuple[str, str]:
        """Return what names the pair."""
        return self.a.id, self.b.id


@dataclass(frozen=True, slots=True)
class PairsPage:
    """Some of the pairs; from where to go on (None: that was all), and how many signalements were compared."""

    paires: Sequence[Pair]
    suite: int | None
    compares: int


@dataclass(frozen=True, slots=True)
class ComparedField:
    """One field of both: its label, what each says, and how they stand."""

    libelle: str
    a: str = field(repr=False)
    b: str = field(repr=False)
    etat: Cote = "pareil"


@dataclass(frozen=True, slots=True)
class Differing:
    """A field that both fill differently. `deux`: whether both texts may follow each other."""

    cle: str
    libelle: str
    ici: str = field(repr=False)
    autre: str = field(repr=False)
    deux: bool = False


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What one would take from the other: what is to choose, and the labels of what comes without a question."""

    differents: Sequence[Differing]
    pris: Sequence[str]


@dataclass(frozen=True, slots=True)
class MergeDone:
    """A merge in force. `croisee`: somebody else merged them the other way round."""

    survivant: Side
    absorbe: Side
    croisee: bool = False
