"""Names and texts as they are compared: without accents, titles nor particles, whatever the order of a name's parts."""

import hashlib
import re
from functools import lru_cache
from typing import Final

from mvl_desktop.domain.commune import folded

NAME_MAX: Final = 120
WORDS_MAX: Final = 60
STEM: Final = 7
"""Letters of a word that a narrative is compared by: what comes after is mostly the plural and the tense."""


def listed(words: str) -> frozenset[str]:
    """Return words written one after the other."""
    return frozenset(words.split())


_APART: Final = re.compile(r"[^a-z0-9]+")
_LATIN: Final = re.compile(r"[^a-z]+")
_TITLES: Final = listed(
    "m mr mm mme mmes mlle monsieur madame mademoiselle messieurs dr docteur pr professeur me maitre pere "
    "frere soeur abbe coach"
)
_PARTICLES: Final = listed("de du des la le les l d dit dite alias von van der den di da dos ben el al et")
_EMPTY: Final = listed(
    "a ai aie ainsi alors apres au aucun aussi autre aux avait avant avec avoir car ce cela celle celui ces "
    "cet cette chez comme comment dans de depuis des deux donc dont du elle elles en encore entre est et "
    "etaient etait ete etre eu faire fait fois font il ils je jusqu la le les leur leurs lors lui ma mais me "
    "meme mes moi moins mois mon ne nom non nos notre nous on ont ou par parce pas pendant peu plus pour "
    "quand que quel quelle qui sa sans se selon ses si soit son sont sous sur ta tout toute toutes tous tres "
    "trois un une vers vos votre vous y"
)
_SOUNDS: Final = (
    ("ph", "f"),
    ("qu", "k"),
    ("ck", "k"),
    ("ch", "s"),
    ("eau", "o"),
    ("au", "o"),
    ("gn", "n"),
    ("ce", "se"),
    ("ci", "si"),
    ("c", "k"),
    ("q", "k"),
    ("w", "v"),
    ("y", "i"),
    ("z", "s"),
    ("h", ""),
)


@lru_cache(maxsize=1 << 16)
def name_parts(name: str) -> tuple[str, ...]:
    """Return the parts of a name in the order of letters: « Dr DE LA RIVIÈRE, Élise-Anne » gives anne elise riviere."""
    words = [word for word in _APART.split(folded(name[:NAME_MAX])) if word]
    kept = [word for word in words if word not in _TITLES and word not in _PARTICLES]
    return tuple(sorted(kept or words))


@lru_cache(maxsize=1 << 16)
def sound(part: str) -> str:
    """Return the skeleton of a name's part, near for those who hear it: `dupont` and `dupond` are one."""
    if len(part) < 2 or not part.isalpha():
        return part
    for heard, written in _SOUNDS:
        part = part.replace(heard, written)
    part = part.rstrip("esxtd") or part
    kept = [part[0]]
    for letter in part[1:]:
        if letter not in "aeiou" and letter != kept[-1]:
            kept.append(letter)
    return "".join(kept)


def told_words(text: str) -> tuple[str, ...]:
    """Return the words of a narrative that say something, once each, cut to what compares."""
    words = _LATIN.split(folded(text))
    return tuple(dict.fromkeys(word[:STEM] for word in words if len(word) > 3 and word not in _EMPTY))


def number_of(text: str) -> int:
    """Return a signed number of 64 bits that stands for a text in an index: nobody reads the text back from it."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)
