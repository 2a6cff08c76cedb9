"""How typed text is made fit to be kept: one normal form, no control character, a bounded length.

Only what is typed or imported here passes through; text received from another post is never rewritten.
"""

import re
import unicodedata

from mvl_desktop.domain.errors import ChampInvalideError

TEXT_MAX = 700_000
"""Bytes of UTF-8 in one field, so that a sealed body stays under 1 MiB with room for the rest."""

_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_BLANKS = re.compile("[\n\t]+")


def clean(text: str, champ: str) -> str:
    """Return text in NFC, every line break as a newline, other control characters gone; narratives keep their lines.

    ChampInvalideError when it cannot be written in UTF-8, or is longer than TEXT_MAX.
    """
    if len(text) > TEXT_MAX:
        raise ChampInvalideError(champ, "texte_trop_long")
    kept = unicodedata.normalize("NFC", _CONTROLS.sub("", _BREAKS.sub("\n", text)))
    try:
        size = len(kept.encode())
    except UnicodeEncodeError:
        raise ChampInvalideError(champ, "texte_invalide") from None
    if size > TEXT_MAX:
        raise ChampInvalideError(champ, "texte_trop_long")
    return kept if kept.strip() else ""


def clean_line(text: str, champ: str) -> str:
    """Return text as one line: as `clean`, newlines and tabs become a space, and the ends are trimmed."""
    return _BLANKS.sub(" ", clean(text, champ)).strip()
