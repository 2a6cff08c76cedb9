"""What the transmissions of a form ask of the post."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from ui.transmission_values import LegalGround
from ui.values import Typed, Values


class Transmissions(Protocol):
    """Legal bases, pieces pinned, the return to await, what left, and the bordereau. Nothing is ever sent."""

    def legal_grounds(self, destinataire: str) -> Sequence[LegalGround]:
        """Return the texts in force of the library, those that usually found a transmission to this recipient first."""

    def pin_pieces(self, rec: str, pieces: Sequence[str]) -> Sequence[str]:
        """Return the line of each attachment to pass on, with the fingerprint of what it holds."""

    def expected_return(self, typed: Typed, passed: Values) -> str:
        """Return the day (ISO) on which the rules of deadlines await a return; empty when none says."""

    def as_sent(self, rec: str, transmission: str) -> Values | None:
        """Return a transmission as it was when it left; None when the history no longer holds it."""

    def what_is_pending(self, typed: Typed) -> Sequence[str]:
        """Return what is still to be done in what is typed, before it is closed: one sort a line."""

    def print_slip(self, rec: str, transmission: str, path: Path, *, masked: bool) -> None:
        """Write the bordereau of a recorded transmission to a PDF or ODT file."""
