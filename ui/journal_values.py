"""The frozen values of the page of accesses: lines of registers, and what their verification found."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class AccessLine:
    """One thing that was done: `action` is a code, `objet` the title of a record that this post may read."""

    le: datetime
    action: str
    objet: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """The register of a post in an espace. `anomalies`: codes, each with the lines that it concerns."""

    espace: str
    appareil: str
    poste: str
    nom_espace: str
    lignes: int
    du: date | None
    au: date | None
    anomalies: tuple[tuple[str, int, int], ...] = ()
    grave: bool = False
    ici: bool = False


@dataclass(frozen=True, slots=True)
class Accesses:
    """What the page shows: one's own lines, and the registers that this post may check."""

    lignes: tuple[AccessLine, ...] = ()
    registres: tuple[RegisterLine, ...] = ()
    auditeur: bool = False
    designe: bool = False
    """Whether somebody reads the registers of every espace of this post."""
