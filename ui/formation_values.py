"""What windows show of training, of public warnings and of circulars."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mvl_desktop.domain.formation_couverture import Couverture, Public
from mvl_desktop.domain.formation_totaux import Totaux
from mvl_desktop.domain.mise_en_garde_vie import Portee


@dataclass(frozen=True, slots=True)
class Training:
    """What actions of training add up to over a year, or over all of them, and who was reached."""

    totaux: Totaux = field(default_factory=Totaux)
    specifiques: Totaux = field(default_factory=Totaux)
    filieres: int = 0
    departements: Sequence[Couverture] = ()
    publics: Sequence[Public] = ()
    intitules: Mapping[str, str] = field(default_factory=dict, repr=False)
    """How each action is called, by its id."""


@dataclass(frozen=True, slots=True)
class WarningLine:
    """A public warning, and how it stands today."""

    id: str
    titre: str = field(repr=False)
    emetteur: str
    portee: Portee


@dataclass(frozen=True, slots=True)
class CircularLine:
    """A circular in force."""

    id: str
    intitule: str
    depuis: str = ""
