"""What windows show of a bilan: frozen values."""

from dataclasses import dataclass, field

from mvl_desktop.domain.figure import Requete


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A figure of a bilan; small numbers are shown here, never in what leaves.

    `aujourdhui`: what the same question gives today, when it is not what was frozen.
    """

    code: str
    libelle: str
    valeur: str
    aujourdhui: str = ""
    requete: Requete | None = None
    """What opens the records that it counts; None when nothing does here."""
    alors: int | None = None
    """How many records stood behind it when it was frozen; `maintenant`: today, None while the bilan is not frozen."""
    maintenant: int | None = None
    memes: bool = True
    """Whether they are the same ones."""


@dataclass(frozen=True, slots=True)
class BilanSeen:
    """A bilan as it stands: live in preparation, as it was once frozen."""

    rec: str
    intitule: str = field(repr=False)
    fige: bool
    integre: bool
    chiffres: tuple[MeasureLine, ...] = field(default=(), repr=False)
    blocs: tuple[tuple[str, tuple[str, ...]], ...] = field(default=(), repr=False)
    """What it says besides: a title, and its lines."""
