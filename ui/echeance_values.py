"""Frozen values of deadlines: what is due, what somebody says of it, and the rules that it comes from."""

from dataclasses import dataclass, field
from datetime import date

MOI, DELEGATION, TOUT = "moi", "delegation", "tout"
"""Whose deadlines are shown: mine, those of one espace, everybody's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueLine:
    """One deadline of one record. `cle`: what names it there; `quand`: how it stands, in words."""

    rec: str = ""
    kind: str = "signalement"
    cle: str
    quoi: str = field(repr=False)
    le: date | None
    etat: str
    quand: str
    pourquoi: str = field(default="", repr=False)
    reference: str = ""
    titre: str = field(default="", repr=False)
    espace: str = ""
    responsable: str = field(default="", repr=False)
    vitale: bool = False
    ouverte: bool = True
    a_dire: bool = True
    """Whether somebody may say something of it; what comes from what is kept apart ends by the act alone."""
    ajoutee: bool = False


@dataclass(frozen=True, slots=True)
class DueWish:
    """Whose deadlines, and in which espace."""

    qui: str = MOI
    espace: str = ""


@dataclass(frozen=True, slots=True)
class DuesSeen:
    """What is due. `plus`: there may be more; `douteuse`: the clock of this post is behind what it has seen."""

    jour: date
    lignes: tuple[DueLine, ...] = ()
    plus: bool = False
    douteuse: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DueSaid:
    """What somebody says of a deadline; without `cle`, one is added."""

    etat: str
    cle: str = ""
    libelle: str = field(default="", repr=False)
    pour_le: date | None = None
    motif: str = field(default="", repr=False)
    responsable: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRule:
    """One rule. `evenement`, `delai` and `reserve` in words; `champs`: as its form holds it."""

    code: str
    libelle: str
    evenement: str
    delai: str
    source: str
    appliquee: bool
    a_valider: bool
    propre: bool
    """Whether the espace changed or added it."""
    champs: dict[str, object] = field(repr=False)


@dataclass(frozen=True, slots=True)
class DueRules:
    """The rules of an espace. `permis`: whether this post may change them."""

    espace: str
    permis: bool
    regles: tuple[DueRule, ...] = ()
    avertissement: str = ""
