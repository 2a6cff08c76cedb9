"""What the use cases need in order to print: a laid-out document in, the bytes of a file out."""

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Line:
    """One field of a printed sheet: its label and its text (several paragraphs when it has line breaks)."""

    label: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a printed sheet."""

    title: str
    lines: tuple[Line, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document to print: title, a line under it, sections, and the marking at the foot of each page."""

    title: str = field(repr=False)
    subtitle: str = field(repr=False)
    sections: tuple[Section, ...] = field(repr=False)
    marking: str = ""


class Printer(Protocol):
    """What lays a sheet out."""

    def pdf(self, sheet: Sheet) -> bytes:
        """Return a tagged PDF."""

    def odt(self, sheet: Sheet) -> bytes:
        """Return an ODT document."""
