"""What windows ask of an opened post about grilles de repérage, as a Protocol."""

from collections.abc import Collection, Sequence
from typing import Protocol

from ui.grille_values import GrilleFiche, GrilleLine, GrilleOuverte, GrilleRelue
from ui.values import FicheVersion, Typed


class Grilles(Protocol):
    """Grids, and their answers in what is being typed. Nothing here says what answers mean."""

    def grilles(self, typed: Typed | None) -> Sequence[GrilleLine]:
        """Return the grids that may be opened, those proposed for this record first, and why."""

    def with_grille(self, typed: Typed, grille: str) -> tuple[Typed, str]:
        """Return the form with a grid opened in it, pinned to today's version, and the id of what holds its answers.

        The same version opened twice is the same. RefusError: reserved to the médecin inspecteur.
        """

    def grilles_ouvertes(self, typed: Typed) -> Sequence[GrilleOuverte]:
        """Return what there is to know of the grids opened in a form: newer versions, and what may not be answered."""

    def reread_grille(self, typed: Typed, remplie: str) -> GrilleRelue:
        """Return an answered grid beside today's version of it."""

    def with_relecture(self, typed: Typed, remplie: str, codes: Collection[str]) -> tuple[Typed, str]:
        """Return the form with today's version opened beside, the answers to these criteria taken over, and its id."""

    def called_fiches(self, typed: Typed) -> Sequence[GrilleFiche]:
        """Return the fiches de conduite that answers call for, and why."""

    def grille_versions(self, rec: str) -> Sequence[FicheVersion]:
        """Return the versions of a grid, the last first."""

    def add_default_grilles(self) -> int:
        """Put the grids that come with the application in the usual espace; returns how many came."""
