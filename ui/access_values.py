"""Frozen values of who may do what: choices of a role, keys and their age, quarantine, alarms. Nothing secret."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RoleChoice:
    """Something that somebody may do here, in one sentence; `refus` says why one may not give it, else empty."""

    code: str
    libelle: str
    phrase: str
    refus: str = ""


@dataclass(frozen=True, slots=True)
class KeyLine:
    """The keys of an espace. `arret`: nothing leaves until they are renewed; `jours`: before they should be."""

    espace: str
    nom: str
    jours: int
    arret: bool
    peut: bool
    """Whether this post may renew them."""


@dataclass(frozen=True, slots=True)
class QuarantineLine:
    """What came from a post after its cut: by whom, how much, and why it lies there."""

    ids: tuple[str, ...]
    poste: str = field(repr=False)
    espace: str
    modifications: int
    fiches: int
    pourquoi: str
    peut: bool = True
    """Whether this post may accept it."""


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """Something that a person must handle: a sentence, where and who, and the one thing to do about it."""

    id: int
    phrase: str
    ou: str
    quand: datetime
    action: str
    bouton: str
    grave: bool
    autres: tuple[int, ...] = ()
    """The same one in other espaces: handled with it."""
