"""What the use cases need to print a letter: what it says in, its pages out. The template says how it looks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter ready to be laid out. Every text is text: no format may make anything else of it."""

    title: str
    """What its file is called; it names nobody."""
    sender: tuple[str, ...] = field(repr=False)
    """The letterhead, line by line: the service, its address, how to reach it."""
    recipient: tuple[str, ...] = field(repr=False)
    """What shows through the window of the envelope."""
    dated: str = field(repr=False)
    references: tuple[tuple[str, str], ...] = field(repr=False)
    """Pairs of a label and what it says: our reference, who follows the case."""
    subject: str = field(repr=False)
    body: tuple[str, ...] = field(repr=False)
    """Paragraphs; one may have several lines, those that begin with a dash are a list."""
    signature: tuple[str, ...] = field(default=(), repr=False)
    annexes: tuple[str, ...] = field(default=(), repr=False)
    sending: str = ""
    """How it travels, when that is said on it."""
    warning: str = ""
    """What this copy is not: reviewed yet, whole."""
    marking: str = ""
    """The number of this copy, at the foot of each page."""


class LetterPrinter(Protocol):
    """What lays letters out."""

    def letter(self, letter: Letter, ending: str) -> bytes:
        """Return a letter as a tagged PDF (`.pdf`) or an ODT document (`.odt`)."""

    def letter_pages(self, letter: Letter, ppi: float) -> Sequence[bytes]:
        """Return each page of the PDF as a PNG picture, so many dots for an inch."""
