"""What windows ask of an opened post about meetings, as a Protocol."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from ui.reunion_values import DecisionLine, ObligationYear, SinceLine
from ui.values import Choice, Values


class Reunions(Protocol):
    """Meetings from their agenda to their minutes, and what they leave to do."""

    def reunion_begun(self, type_reunion: str) -> Values:
        """Return what a meeting of this type begins with: its agenda, who is asked. Nothing is recorded."""

    def set_reunion_state(self, rec: str, etat: str, le: date | None = None) -> None:
        """Say that it is convened, held, put off, cancelled. RefusError: reunion_sans_date, reunion_a_venir."""

    def move_minutes(self, rec: str, move: str) -> None:
        """Move minutes on: read again, validated, handed out, reopened. RefusError: reunion_non_tenue."""

    def next_reunion(self, rec: str, le: date) -> str:
        """Make the next meeting, with what is still to be done; return its id. RefusError: reunion_sans_date."""

    def minutes_text(self, rec: str, *, masked: bool) -> Sequence[str]:
        """Return the minutes as blocks, each its manner, a tab, its text; `masked`: without names."""

    def obligation(self, annee: int) -> ObligationYear:
        """Return the yearly meeting of each département."""

    def decisions_ouvertes(self) -> Sequence[DecisionLine]:
        """Return what meetings left to do, what is late first."""

    def convention_indicators(self) -> Sequence[Choice]:
        """Return the indicators that may be frozen."""

    def freeze_indicators(self, rec: str, codes: Sequence[str]) -> int:
        """Freeze indicators at the date of a meeting; return how many values it then holds."""

    def since_frozen(self, rec: str) -> Sequence[SinceLine]:
        """Return frozen values beside today's."""
