"""What windows ask of the annuaire."""

from collections.abc import Sequence
from typing import Protocol

from ui.annuaire_values import AVerifier, Fonction, Interlocuteur


class Annuaire(Protocol):
    """Who is competent, what is to verify, which functions nobody holds."""

    def organismes_to_propose(self, departement: str) -> Sequence[str]:
        """Return the names of the entries in service, those competent for a département first."""

    def competent(self, departement: str, role: str = "", destinataire: str = "") -> Sequence[Interlocuteur]:
        """Return who is competent, the closest first; of a role, or for a recipient, when one is said."""

    def to_verify(self) -> Sequence[AVerifier]:
        """Return the entries to verify, the latest first."""

    def functions(self) -> Sequence[Fonction]:
        """Return the functions as they stand today, those that nobody holds first."""

    def add_default_directory(self) -> int:
        """Put the entries that come with the application in the usual espace; returns how many were not there."""

    def verify_organisme(self, rec: str) -> None:
        """Say that an entry is right today."""

    def close_organisme(self, rec: str, le: str, remplacant: str = "") -> None:
        """Say that an entry is no longer in service from a day on, and what takes its place."""
