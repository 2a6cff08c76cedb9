"""A figure: what was counted, over which period, how it divides, and how to reopen the records behind each line.

One value for every reader: the screen, the COPIL, the bilan and the exports show the same one. Pure and frozen.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from mvl_desktop.domain.periode import Periode

SOURCE = "Enregistrements de cet espace"
"""Where our own figures come from; those of others say theirs (kind `serie`) and are never added to these."""

RESERVE = "reserve"
"""The key of the line of what this post may not read: said, never counted as nothing."""
VIDE = ""
"""The key of the line of records that do not say what the figure is cut by."""

Unite = Literal["n", "%", "jours", "h", "/5"]
"""`n`: a count. `%`: a count among others, both always shown. `jours`, `h`, `/5`: a median, hours, a mark."""
Masque = Literal["", "petit", "secret", "reserve"]
"""Why a number is not shown: it is under the threshold; it would give such a one away; this post may not read it."""


@dataclass(frozen=True, slots=True)
class Requete:
    """What reopens the records behind a line: a figure asked again, and one of its lines (every line when `tout`)."""

    code: str
    kind: str
    du: date
    au: date
    coupe: str = ""
    cle: str = ""
    tout: bool = True
    filtres: tuple[tuple[str, str], ...] = ()
    """The same pairs as those of a list: alternatives within a field, all fields together."""


@dataclass(frozen=True, slots=True)
class Ligne:
    """One line: what it counts, its number, and the number it is a part of (`sur`) when it is a share or a delay.

    `valeur` None: hidden when `masque` says why, else not measured, for want of records to measure it on.
    """

    cle: str
    libelle: str = field(repr=False)
    valeur: int | float | None
    sur: int | None = None
    requete: Requete | None = None
    masque: Masque = ""

    @property
    def part(self) -> float | None:
        """Return the share in percent; None without a denominator, or when one of the two is not said."""
        return 100 * self.valeur / self.sur if self.valeur is not None and self.sur else None


@dataclass(frozen=True, slots=True)
class Figure:
    """What was counted. The total is not always the sum of the lines: see `exclusives`."""

    code: str
    libelle: str
    definition: str
    """One sentence: what is counted, and what is not."""
    unite: Unite
    periode: Periode
    lignes: tuple[Ligne, ...]
    total: Ligne
    extrait_le: date
    coupe: str = ""
    coupe_libelle: str = ""
    exclusives: bool = True
    """Whether each record stands in one line only: then lines add up to the total."""
    precautions: tuple[str, ...] = ()
    """What a reader must know before comparing or quoting it."""
    internes: tuple[str, ...] = ()
    """The same, with numbers that do not leave."""
    source: str = SOURCE
    filtres: tuple[tuple[str, str], ...] = ()
    """What it was narrowed to."""
    sensible: bool = False
    """Whether it counts situations of people: small numbers are hidden in what leaves."""
    sortie: bool = False
    """Whether they are hidden: only such a figure may leave."""

    @property
    def rien(self) -> bool:
        """Whether nothing at all was counted: no number, nothing that it would be a part of, nothing hidden."""
        held = (self.total, *self.lignes)
        return not any(line.valeur or line.sur or line.masque or line.cle == RESERVE for line in held)
