"""What windows ask of what the application says of a record."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class FactLine:
    """One sentence, its tone (of a notice), and the record that it leads to, if any."""

    texte: str = field(repr=False)
    ton: str = ""
    kind: str = ""
    rec: str = ""


class Standings(Protocol):
    """Facts that are computed from the records, never typed."""

    def facts(self, rec: str) -> Sequence[FactLine]:
        """Return what can be said of a record today, the gravest first."""
