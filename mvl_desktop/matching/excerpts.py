"""What two narratives have in common, shown: of each, the sentence that shares the most words with the other."""

import re
from collections.abc import Mapping
from typing import Final

from mvl_desktop.matching.words import told_words

EXCERPT_MAX: Final = 160

_ENDS: Final = re.compile(r"(?<=[.!?…;])\s+|\n+")


def narrative(champs: Mapping[str, object]) -> str:
    """Return what a signalement tells, from its nested fields: its object stands for its facts when these are empty."""
    facts = champs.get("faits")
    told = (
        [each.get("recit") for each in facts if isinstance(each, Mapping)] if isinstance(facts, (list, tuple)) else []
    )
    texts = [text for text in (champs.get("resume"), *told, champs.get("objet")) if isinstance(text, str) and text]
    return "\n".join(texts)


def telling(one: str, other: str) -> tuple[str, str]:
    """Return the sentence of each that shares the most with the other text; nothing where nothing is shared."""
    return _nearest(one, other), _nearest(other, one)


def _nearest(text: str, other: str) -> str:
    words = frozenset(told_words(other))
    best, most = "", 0
    for sentence in _ENDS.split(text):
        shared = len(words.intersection(told_words(sentence)))
        if shared > most:
            best, most = sentence, shared
    return _cut(" ".join(best.split()))


def _cut(sentence: str) -> str:
    if len(sentence) <= EXCERPT_MAX:
        return sentence
    return sentence[:EXCERPT_MAX].rsplit(" ", 1)[0].rstrip(",;: ") + "…"
