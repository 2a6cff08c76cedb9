"""What windows ask of the life of a fiche de conduite: its review, its use, its booklet, and what follows it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from ui.fiche_values import FicheUse, GoneFiche
from ui.values import Typed


class FicheLife(Protocol):
    """From the first draft to the withdrawal, and in the cases that apply it."""

    def my_party(self) -> str:
        """Return the party of the convention that who sits here speaks for; empty when their function says none."""

    def advance_fiche(self, rec: str, move: str, *, partie: str = "", motif: str = "", remplacee_par: str = "") -> None:
        """Move a fiche on; an agreement is given in the name of who sits here."""

    def remark_fiche(self, rec: str, sur: str, texte: str) -> None:
        """Ask to change something in a fiche."""

    def answer_remark(self, rec: str, remarque: str, etat: str, reponse: str) -> None:
        """Say what was made of a remark."""

    def with_followed(self, typed: Typed, fiche: str) -> Typed:
        """Return the form, its checklist following the version of a fiche in force."""

    def gone_fiches(self, typed: Typed) -> Sequence[GoneFiche]:
        """Return the fiches applied here that were withdrawn, or that are not here any more."""

    def fiche_use(self, rec: str) -> FicheUse:
        """Return how much a fiche is used; names of nobody."""

    def print_booklet(self, path: Path, *, drafts: bool) -> int:
        """Write the booklet of the fiches agreed on to a PDF or ODT file; returns how many it holds."""
