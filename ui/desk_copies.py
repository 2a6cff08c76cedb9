"""What windows ask of an opened post about what leaves: communicable copies, copies in other espaces, recalls."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from mvl_desktop.domain.occulter import Passage
from ui.copy_values import CopyHint, CopyLine, CopySeen, CopySource, CopyWish, LeftLine, RecallSeen


class Communicables(Protocol):
    """Copies of documents, given to whoever asked for them without what must not be read."""

    def copies(self) -> Sequence[CopyLine]:
        """Return the copies, those that wait for this person first."""

    def copy_sources(self) -> Sequence[CopySource]:
        """Return the documents of this post that may be communicated."""

    def begin_copy(self, wish: CopyWish) -> str:
        """Begin a copy; returns its id."""

    def read_copy(self, rec: str) -> CopySeen:
        """Return a copy as it is worked on."""

    def copy_hints(self, rec: str) -> Sequence[CopyHint]:
        """Return what may name or reach somebody in the document of a copy."""

    def keep_passages(self, rec: str, passages: Sequence[Passage]) -> None:
        """Keep what is taken out so far on this post, nobody else sees it."""

    def record_passages(self, rec: str, seen: Sequence[Passage], passages: Sequence[Passage]) -> None:
        """Record what is taken out: what others took out since `seen` stays taken out."""

    def ask_reading(self, rec: str) -> None:
        """Ask another person to read it again."""

    def answer_reading(self, rec: str, remark: str, *, accepted: bool) -> None:
        """Say, as the second person, that it may leave, or send it back."""

    def take_copy_back(self, rec: str) -> None:
        """Prepare it again."""

    def refuse_copy(self, rec: str, motif: str) -> None:
        """Refuse to communicate the document."""

    def hand_copy(self, rec: str, path: Path, destinataire: str) -> str:
        """Write what leaves, by the path's ending; returns its number."""


class Leavings(Protocol):
    """What left towards other espaces, and its recall."""

    def left_copies(self) -> Sequence[LeftLine]:
        """Return what left, the latest first."""

    def recall_copy(self, rec: str, copie: str, motif: str) -> bool:
        """Ask the espace that holds a copy to erase it; whether the copy says so now."""

    def recalls_of(self, rec: str) -> Sequence[RecallSeen]:
        """Return the recalls of a copy held here."""

    def refuse_signalement(self, rec: str) -> str:
        """Write the letter that refuses to communicate a signalement; returns the letter's id."""

    def keep_recalled(self, rec: str, motif: str) -> None:
        """Answer a recall: the copy is kept, and why."""
