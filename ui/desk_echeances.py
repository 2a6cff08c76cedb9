"""What windows ask of an opened post about deadlines, as a Protocol."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from ui.echeance_values import DueLine, DueRules, DueSaid, DuesSeen, DueWish
from ui.values import Typed


class Echeances(Protocol):
    """What is due, what is said of it, the rules."""

    def dues(self, wish: DueWish) -> DuesSeen:
        """Return what is due, the most late first."""

    def typed_dues(self, typed: Typed) -> Sequence[DueLine]:
        """Return the deadlines of what is typed in a form, settled ones last."""

    def with_due(self, typed: Typed, said: DueSaid) -> Typed:
        """Return the form with what is said of one of its deadlines, or with one more."""

    def say_of_due(self, rec: str, said: DueSaid) -> None:
        """Write what is said of a deadline of a record, or one more."""

    def export_agenda(self, wish: DueWish, path: Path) -> int:
        """Write what is due to a file that calendars read; returns how many deadlines."""

    def print_dues(self, wish: DueWish, path: Path, *, masked: bool) -> int:
        """Write what is due to a PDF or ODT file; returns how many deadlines."""

    def due_rules(self, espace: str) -> DueRules:
        """Return the rules of an espace; of the usual one when it is not said."""

    def keep_due_rule(self, espace: str, champs: Mapping[str, object]) -> None:
        """Write a rule of an espace."""
