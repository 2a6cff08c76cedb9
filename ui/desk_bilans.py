"""What windows ask of bilans."""

from pathlib import Path
from typing import Protocol

from ui.bilan_values import BilanSeen


class Bilans(Protocol):
    """Bilans: what they say, frozen or not yet, and how they leave."""

    def bilan_seen(self, rec: str) -> BilanSeen:
        """Return what a bilan says. Refused: bilan_sans_periode."""

    def prepare_bilan(self) -> str:
        """Make the bilan of the year to date, of the convention in force where there is one; returns its id."""

    def freeze_bilan(self, rec: str) -> None:
        """Freeze it for ever. Refused: bilan_fige, bilan_a_venir, bilan_sans_periode."""

    def export_bilan(self, rec: str, path: Path) -> str:
        """Write it as a document or a table; returns the number of the copy."""
