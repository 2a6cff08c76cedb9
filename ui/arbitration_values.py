"""The frozen values that the page of conflicts and the first page show: the queue, what hardly differs, who lost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class QueueWish:
    """What to show of the queue, in what order; an empty text is any."""

    ordre: str = "gravite"
    kind: str = ""
    espace: str = ""
    champ: str = ""
    poste: str = ""

    @property
    def narrows(self) -> bool:
        """Whether some are left out."""
        return bool(self.kind or self.espace or self.champ or self.poste)


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A field to decide: the record and the field, said; how grave, since when, who disagrees."""

    id: str
    kind: str
    titre: str = field(repr=False)
    champ: str
    libelle: str
    espace: str
    gravite: str
    depuis: datetime
    postes: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str]:
        """What names it."""
        return self.id, self.champ


@dataclass(frozen=True, slots=True)
class Queue:
    """What is to decide. The choices of filters: code → (how it is said, how many)."""

    lines: tuple[QueueLine, ...] = ()
    total: int = 0
    kinds: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    espaces: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    champs: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    postes: Mapping[str, tuple[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contest:
    """Why somebody asked that a decision be taken again."""

    motif: str = field(repr=False)
    poste: str
    le: datetime


@dataclass(frozen=True, slots=True)
class LittleLine:
    """A field whose values hardly differ: what would be kept, what would be left, and why. `basis` goes back as is."""

    id: str
    kind: str
    titre: str = field(repr=False)
    libelle: str
    raison: str
    garde: str = field(repr=False)
    laisse: tuple[str, ...] = field(repr=False)
    basis: object = field(repr=False, default=None)


@dataclass(frozen=True, slots=True)
class BatchDone:
    """Decisions taken, or taken back, together. `laisses`: those that had changed since they were shown."""

    id: str
    faits: int
    laisses: int = 0


@dataclass(frozen=True, slots=True)
class LostValue:
    """A decision of somebody else that did not keep what was written here."""

    id: str
    kind: str
    titre: str = field(repr=False)
    decision: str
    libelle: str
    ecartee: str = field(repr=False)
    retenue: str = field(repr=False)
    motif: str = field(repr=False)
    par: str
    le: datetime
    reunie: bool = False
    """Whether another text was written in the place of all the values."""
