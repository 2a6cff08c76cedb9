"""Frozen values of conventions and fiches d'actions: the days of a life, articles in force, steps and indicators."""

from dataclasses import dataclass, field
from datetime import date

from mvl_desktop.history.compare import Words


@dataclass(frozen=True, slots=True)
class LifeDay:
    """A day of a life. `genre`: signature, alerte, preavis, denonciation, terme_initial, terme or jour."""

    le: date
    genre: str
    libelle: str


@dataclass(frozen=True, slots=True)
class PartySeen:
    """A party, by its code, and whether it has signed."""

    code: str
    libelle: str
    signee: bool
    fonction: str = ""


@dataclass(frozen=True, slots=True)
class ArticleSeen:
    """An article as it reads today; `avant` and `apres` are filled when an avenant changed it."""

    numero: str
    titre: str
    texte: str = field(repr=False)
    par: str = ""
    """The avenants that changed it, in words."""
    avant: tuple[Words, ...] = field(default=(), repr=False)
    apres: tuple[Words, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class AvenantWaiting:
    """An avenant that nobody has signed yet."""

    id: str
    libelle: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConventionSeen:
    """A convention as it stands today."""

    id: str
    etat: str
    jours: tuple[LifeDay, ...] = ()
    signee: bool = False
    en_vigueur: bool = False
    denoncee: bool = False
    parties: tuple[PartySeen, ...] = ()
    articles: tuple[ArticleSeen, ...] = field(default=(), repr=False)
    avenants: tuple[AvenantWaiting, ...] = ()
    sans_action: int = 0
    renouvelable_jusquau: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """A signature to write. `quoi`: the code of a party, or the id of an avenant."""

    quoi: str
    le: date
    fonction: str = ""
    lieu: str = ""
    nom: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AvenantWish:
    """An avenant to add."""

    objet: str
    article: str = ""
    apres: str = field(default="", repr=False)
    signe_le: date | None = None
    jusquau: date | None = None


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of a fiche d'action; `quand` in words."""

    id: str
    intitule: str
    etat: str
    quand: str
    faite: bool
    en_retard: bool = False


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator in words, and what shows it."""

    libelle: str
    valeur: str
    cible: str
    issue: str
    preuve: str = ""


@dataclass(frozen=True, slots=True)
class ActionSeen:
    """A fiche d'action as it stands today."""

    id: str
    avancement: str
    faites: int = 0
    total: int = 0
    etapes: tuple[StepLine, ...] = ()
    indicateurs: tuple[IndicatorLine, ...] = ()
    periode: str = ""
    """Over which days those with a code were counted, in words."""
