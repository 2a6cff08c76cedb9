"""Where readers put what they find: clean blocks of text, until there is enough."""

import re
import unicodedata
from collections.abc import Callable
from typing import Final

from mvl_desktop.readers.frames import BLOCK_MAX, TEXT_MAX

_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_BLANK: Final = re.compile(r"[ \t]+")
_LIGATURES: Final = {ord("\ufb00") + at: word for at, word in enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"))}
_HYPHEN: Final = "\u00ad"


class EnoughError(Exception):
    """As much text as one file may give was found: what remains is left out."""


class Sink:
    """Gives each block away as it comes."""

    def __init__(self, give: Callable[[str], None]) -> None:
        """`give` is called with each block."""
        self._give = give
        self._room = TEXT_MAX
        self.cut = False
        self.found = False

    def add(self, text: str) -> None:
        """Give a paragraph; an empty one is nothing. EnoughError when there is no room left."""
        clean = tidy(text)
        for start in range(0, len(clean), BLOCK_MAX):
            self._one(clean[start : start + BLOCK_MAX])

    def _one(self, part: str) -> None:
        size = len(part.encode())
        if size > self._room:
            self.cut = True
            raise EnoughError
        self._room -= size
        self.found = True
        self._give(part)


def tidy(text: str) -> str:
    """Return a text as people read it: composed letters, no sign that cannot be seen, no blank at either end."""
    composed = unicodedata.normalize("NFC", text.replace(_HYPHEN, "")).translate(_LIGATURES)
    lines = (_BLANK.sub(" ", line).strip() for line in _UNSEEN.sub("", composed).splitlines())
    return "\n".join(line for line in lines if line)
