"""What somebody types in the search field, made into a query that cannot fail nor mean anything else (D17).

The index keeps which words a record holds, not where: a query is made of single words, cut here as the index cuts
texts, and each stands between double quotes, so that no operator of the query language can be typed.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Final

WORDS_MAX: Final = 16
LETTERS_MAX: Final = 64
PREFIX_MAX: Final = 4
"""The longest beginning of words that the index keeps ready."""

_ACCENTS: Final = re.compile("[\u0300-\u036f]")
_APART: Final = re.compile("[\u19b0-\u19c9\u1cf2\u1cf3]")
"""Letters that were signs for the Unicode of the index: it cuts words there."""

Beginning = Callable[[str], Sequence[str] | None]
"""Gives the words of the index that begin so; None when they are too many to be named."""


def match_of(text: str, beginning: Beginning = lambda _start: None) -> str | None:
    """Return the full-text query for every word of a text as a prefix; None when there is no word in it.

    A single letter is left out beside longer words, and alone is searched as a word: as a prefix it would name half of
    the store. A prefix longer than those that the index keeps ready is said as the words that begin so, whose records
    come newest first without being gathered.
    """
    words = words_of(text)
    longer = [word for word in words if len(word) > 1]
    if not longer:
        return _quoted(words[0]) if words else None
    return " AND ".join(_prefix(word, beginning) for word in longer)


def words_of(text: str) -> list[str]:
    """Return the first words of a text, without their accents when these do not change the letter."""
    kept = unicodedata.normalize("NFC", text[: WORDS_MAX * (LETTERS_MAX + 1)])
    spaced = "".join(sign if _is_letter(sign) else " " for sign in _ACCENTS.sub("", kept))
    return [word[:LETTERS_MAX] for word in spaced.split()][:WORDS_MAX]


def _is_letter(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LN" and not _APART.match(sign)


def _prefix(word: str, beginning: Beginning) -> str:
    plain = _plain(word)
    named = beginning(plain) if plain and len(plain) > PREFIX_MAX else None
    if named is None:
        return _quoted(word) + "*"
    return "(" + " OR ".join(map(_quoted, named)) + ")" if named else _quoted(word)


def _plain(word: str) -> str:
    """Return a word as the index writes it; empty where that is not certain."""
    if max(word) >= "\u0180":
        return ""
    folded = _ACCENTS.sub("", unicodedata.normalize("NFD", word)).lower()
    return folded if folded.isascii() else ""


def _quoted(word: str) -> str:
    return '"' + word + '"'
