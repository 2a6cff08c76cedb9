"""What windows ask of conventions and of fiches d'actions."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from mvl_desktop.history.compare import Words
from ui.convention_values import ActionSeen, AvenantWish, ConventionSeen, Signing


class Conventions(Protocol):
    """A convention from its signature to its end, and the actions that carry it out."""

    def convention_seen(self, rec: str) -> ConventionSeen:
        """Return a convention as it stands today."""

    def begin_convention(self) -> str:
        """Make a projet from the template, in the usual espace; return its id."""

    def sign_convention(self, rec: str, said: Signing) -> None:
        """Write that a party signed."""

    def denounce_convention(self, rec: str, partie: str, le: date) -> date:
        """Write that a party denounced it; return its last day."""

    def article_beside(self, rec: str, numero: str, apres: str) -> tuple[str, Sequence[Words], Sequence[Words]]:
        """Return an article as it reads today, then it and a new wording, cut where they differ."""

    def add_avenant(self, rec: str, wish: AvenantWish) -> None:
        """Add an avenant."""

    def sign_avenant(self, rec: str, said: Signing) -> None:
        """Write the day of the last signature of an avenant."""

    def create_actions(self, rec: str) -> int:
        """Make a fiche d'action for each engagement that has none; return how many."""

    def action_seen(self, rec: str) -> ActionSeen:
        """Return a fiche d'action as it stands today."""

    def mark_step(self, rec: str, etape: str, etat: str) -> None:
        """Write where a step stands."""
