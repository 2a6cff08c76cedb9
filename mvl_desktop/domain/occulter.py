"""Taking passages out of a document: what is removed is replaced, and what leaves is made of what is left alone.

Pure. A document is a list of blocks, each its manner, a tab, its text. A passage is a place in one block's text; what
stands in its stead says why, and is as long whatever was there: neither a word nor its length is left.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

TITRE, TEXTE, PUCE, LIGNE = "titre", "texte", "puce", "ligne"
MANIERES: Final = frozenset({TITRE, TEXTE, PUCE, LIGNE})
"""The last one is a line of a table, its cells between tabs."""

EN_PREPARATION, A_RELIRE, RELUE, REMISE, REFUSEE = "en_preparation", "a_relire", "relue", "remise", "refusee"
DEMANDER, ACCEPTER, RENVOYER = "demander_relecture", "accepter", "renvoyer"
REMETTRE, REFUSER, REPRENDRE = "remettre", "refuser", "reprendre"

_MOVES: Mapping[str, tuple[str, ...]] = {
    EN_PREPARATION: (DEMANDER, REFUSER),
    A_RELIRE: (ACCEPTER, RENVOYER, REPRENDRE, REFUSER),
    RELUE: (REMETTRE, REPRENDRE, REFUSER),
    REMISE: (REMETTRE,),
}
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_SENTENCE = re.compile(r"[^.!?…\n]*(?:[.!?…]+(?=\S)[^.!?…\n]*)*[.!?…]*[»”)\]]*")
_PIECES = re.compile(r"[^\W_]+")
_LETTERS_AT_LEAST, _FIGURES_AT_LEAST = 3, 4
_BANAL = frozenset(
    {"madame", "monsieur", "mademoiselle", "docteur", "professeur", "maitre", "les", "des", "une", "dans"}
)
"""Words with a capital that name nobody."""


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """A place that is taken out: from `debut` to `fin` (not included) of the text of a block, and why."""

    bloc: int
    debut: int
    fin: int
    motif: str = ""


@dataclass(frozen=True, slots=True)
class Retrait:
    """What is taken out in one go, once passages that meet are one; each reason once."""

    bloc: int
    debut: int
    fin: int
    motifs: tuple[str, ...]


def block(manner: str, text: str) -> str:
    """Return a block as it is kept."""
    return f"{manner}\t{text}"


def parts(kept: str) -> tuple[str, str]:
    """Return the manner and the text of a block; a manner that this version does not know is plain text."""
    manner, tab, text = kept.partition("\t")
    if manner in MANIERES:
        return manner, text
    return TEXTE, text if tab else kept


def texts(blocs: Sequence[str]) -> tuple[str, ...]:
    """Return the texts of blocks, in which passages are counted."""
    return tuple(parts(each)[1] for each in blocs)


def empreinte(blocs: Sequence[str]) -> str:
    """Return the SHA-256 of blocks, in hexadecimal."""
    return hashlib.sha256(json.dumps(list(blocs), ensure_ascii=False).encode()).hexdigest()


def united(blocs: Sequence[str], passages: Iterable[Passage]) -> tuple[Retrait, ...]:
    """Return what is taken out, in order: passages that overlap, touch or have but blanks between them are one.

    What goes beyond its block is cut; a letter goes with its accents.
    """
    held = texts(blocs)
    found: list[Retrait] = []
    for each in sorted(_within(held, passages)):
        text, last = held[each.bloc], found[-1] if found else None
        if last is not None and last.bloc == each.bloc and not text[last.fin : each.debut].strip():
            motifs = tuple(dict.fromkeys((*last.motifs, each.motif)))
            found[-1] = Retrait(last.bloc, last.debut, max(last.fin, each.fin), motifs)
        else:
            found.append(Retrait(each.bloc, each.debut, each.fin, (each.motif,)))
    return tuple(found)


def remade(blocs: Sequence[str], passages: Iterable[Passage], say: Callable[[tuple[str, ...]], str]) -> tuple[str, ...]:
    """Return the blocks that leave: each passage gives its place to what `say` makes of its reasons."""
    cut: dict[int, list[Retrait]] = {}
    for each in united(blocs, passages):
        cut.setdefault(each.bloc, []).append(each)
    made = []
    for place, kept in enumerate(blocs):
        manner, text = parts(kept)
        left, after = "", 0
        for each in cut.get(place, ()):
            left += text[after : each.debut] + say(each.motifs)
            after = each.fin
        made.append(block(manner, left + text[after:]))
    return tuple(made)


def reread(blocs: Sequence[str], passages: Iterable[Passage]) -> str:
    """Return the fingerprint of what leaves, whatever the language it is said in: what a second person reads."""
    return empreinte(remade(blocs, passages, lambda motifs: f"[{'+'.join(motifs)}]"))


def removed(blocs: Sequence[str], passages: Iterable[Passage]) -> tuple[str, ...]:
    """Return the words of each passage that is taken out: what must be found nowhere in what leaves."""
    held = texts(blocs)
    return tuple(held[each.bloc][each.debut : each.fin] for each in united(blocs, passages))


def still_legible(blocs: Sequence[str], passages: Sequence[Passage]) -> tuple[tuple[str, int], ...]:
    """Return what was taken out somewhere and can still be read elsewhere, with how many times: names and numbers."""
    taken = {folded(word): word for text in removed(blocs, passages) for word in _telling(text)}
    left: dict[str, int] = {}
    for kept in remade(blocs, passages, lambda _motifs: "\n"):
        for word in _PIECES.findall(parts(kept)[1]):
            if folded(word) in taken:
                left[folded(word)] = left.get(folded(word), 0) + 1
    return tuple((taken[word], count) for word, count in sorted(left.items()))


def occurrences(blocs: Sequence[str], wanted: str) -> tuple[tuple[int, int, int], ...]:
    """Return every place (block, beginning, end) where words stand, whatever their accents, capitals and blanks."""
    sought = folded(wanted.strip())
    if not sought:
        return ()
    pattern = re.compile(rf"(?<!\w){re.escape(sought)}(?!\w)" if _WORD.match(sought) else re.escape(sought))
    return tuple(
        (place, found.start(), found.end())
        for place, text in enumerate(texts(blocs))
        for found in pattern.finditer(folded(text))
    )


def word_at(text: str, place: int) -> tuple[int, int]:
    """Return where the word at a place begins and ends; nothing where there is none."""
    for found in _WORD.finditer(text):
        if found.start() <= place <= found.end():
            return found.span()
    return place, place


def sentence_at(text: str, place: int) -> tuple[int, int]:
    """Return where the sentence at a place begins and ends, without the blanks around it."""
    for found in _SENTENCE.finditer(text):
        start, end = found.span()
        if start <= place <= end and found[0].strip():
            return start + len(found[0]) - len(found[0].lstrip()), start + len(found[0].rstrip())
    return place, place


def moves(champs: Mapping[str, object]) -> tuple[str, ...]:
    """Return what may be done next with a copy."""
    return _MOVES.get(str(champs.get("etat") or EN_PREPARATION), ())


def is_other(who: tuple[str, str], preparers: Collection[tuple[str, str]]) -> bool:
    """Whether (post, name) is somebody else, at another post, than each of those who prepared."""
    post, name = who
    return all(post != theirs and folded(name) != folded(named) for theirs, named in preparers)


@lru_cache(maxsize=1 << 12)
def _folded_sign(sign: str) -> str:
    if sign.isspace():
        return " "
    plain = unicodedata.normalize("NFD", sign)[0].lower()
    return {"’": "'", "\u2011": "-", "\u2010": "-"}.get(plain, plain) if len(plain) == 1 else sign


def folded(text: str) -> str:
    """Return a text as it is compared, one sign for one sign: small letters, no accent, one sort of blank."""
    return "".join(map(_folded_sign, text))


def _within(held: Sequence[str], passages: Iterable[Passage]) -> Iterator[Passage]:
    for each in passages:
        if 0 <= each.bloc < len(held):
            text = held[each.bloc]
            start, end = max(0, min(each.debut, len(text))), max(0, min(each.fin, len(text)))
            if start < end:
                while start and unicodedata.combining(text[start]):
                    start -= 1
                while end < len(text) and unicodedata.combining(text[end]):
                    end += 1
                yield Passage(each.bloc, start, end, each.motif)


def _telling(text: str) -> Iterator[str]:
    """Give the words of a passage that may name somebody: with a capital, or of figures."""
    for word in _PIECES.findall(text):
        named = word[0].isupper() and len(word) >= _LETTERS_AT_LEAST and folded(word) not in _BANAL
        if named or (any(sign.isdigit() for sign in word) and len(word) >= _FIGURES_AT_LEAST):
            yield word
