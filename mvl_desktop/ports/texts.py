"""What the use cases need in order to read the text of a file that somebody else wrote."""

from dataclasses import dataclass, field
from typing import Protocol

READER_VERSION = 1
"""Raised when the reader learns to read more: what it could not read is read again."""

REASONS = {
    "format": "texte_format",
    "protege": "texte_protege",
    "illisible": "texte_illisible",
    "piege": "texte_piege",
    "trop_grand": "texte_trop_grand",
    "trop_long": "texte_trop_long",
    "trop_lourd": "texte_trop_lourd",
    "vide": "texte_vide",
}
"""Why a file gives no text, and the code of the sentence that says it."""


@dataclass(frozen=True, slots=True)
class FileText:
    """What a file says: its paragraphs in order, and whether some were left out. `reason`: why there are none."""

    blocks: tuple[str, ...] = field(default=(), repr=False)
    cut: bool = False
    reason: str = ""


class ReadingStoppedError(Exception):
    """The reader was told to stop: this file will be read another time."""


class TextReader(Protocol):
    """Reads files, each in a process of its own that can do nothing else."""

    def read(self, name: str, content: bytes) -> FileText:
        """Return the text of a file, within a bounded time and memory; whatever the file, this one goes on.

        Raises ReadingStoppedError.
        """

    def stop(self) -> None:
        """End what is being read, and read nothing more."""
