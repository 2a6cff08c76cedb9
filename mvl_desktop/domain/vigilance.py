"""Careful advice on free text: beliefs and identity are described by acts, or not at all. It advises, it never blocks.

Pure. The words are data (`resources/vigilance.json`), dated like every list; they are compared without accents, whole,
and what stands between quotation marks is somebody's own words: no word is picked out of it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import Final

from mvl_desktop.domain.champ import DeclaredField

MOTS: Final = frozenset({"croyance", "origine", "vie_sexuelle", "opinion", "jugement"})
"""Sorts found by their words."""
NUMERO, MINEUR, IDENTITE = "numero", "mineur", "identite"

_WORD = re.compile(r"[^\W_]+")
_MARK = re.compile("[\u0300-\u036f]")
_QUOTED = re.compile('«[^«»]*»|“[^“”]*”|"[^"\n]*"')
_JOIN = frozenset(" \u00a0\u202f\n-\u2010\u2011'’")
_OPTIONAL = re.compile(r"\(([^()]*)\)")
_NAME = r"[A-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸ][\w’'-]+"
_PATTERNS: Final[Mapping[str, re.Pattern[str]]] = {
    NUMERO: re.compile(r"\b[12]\s?\d{2}\s?[01]\d\s?[\dAB]{2}\s?\d{3}\s?\d{3}(?:\s?\d{2})?\b"),
    MINEUR: re.compile(
        r"\b(?:enfants?|mineure?s?|bébé|nourrisson|fillette|garçon|fille|fils|petite?|élève|nièce|neveu|adolescente?)"
        rf",?\s(?:prénommée?\s|nommée?\s|appelée?\s)?(?P<nom>{_NAME})"
    ),
    IDENTITE: re.compile(
        r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"
        r"|(?<!\d)(?:\+33\s?|0)[1-9](?:[\s.-]?\d{2}){4}(?!\d)"
        r"|\b\d{1,4}\s?(?:bis|ter)?,?\s(?:rue|avenue|boulevard|chemin|impasse|place|allée|route|quai|cours|square)\s\w+"
        rf"|\b(?:M\.|MM\.|Mme|Mlle|Mr|Monsieur|Madame|Mademoiselle|Dr|Docteur|Pr|Professeur|Maître|Me)\s{_NAME}"
    ),
}


@dataclass(frozen=True, slots=True)
class Avis:
    """One piece of advice on the characters from `debut` to `fin` (not included)."""

    debut: int
    fin: int
    sorte: str
    conseil: str


@dataclass(frozen=True, slots=True)
class Sorte:
    """What one sort of advice says, and the words that call for it; `sauf`: where they mean something else."""

    sorte: str
    conseil: str
    depuis: date
    jusqua: date | None = None
    mots: tuple[str, ...] = field(default=(), repr=False)
    sauf: tuple[str, ...] = field(default=(), repr=False)

    def is_current(self, day: date) -> bool:
        """Whether it holds on this day."""
        return self.depuis <= day and (self.jusqua is None or day <= self.jusqua)


class Vigilance:
    """The words of a day, ready to be looked for."""

    def __init__(self, sortes: Iterable[Sorte], day: date) -> None:
        """Keep what holds on this day."""
        self._conseils: dict[str, str] = {}
        self._starts: dict[str, list[tuple[tuple[str, ...], str | None]]] = {}
        for one in sortes:
            if one.is_current(day):
                self._conseils[one.sorte] = one.conseil
                self._learn(one.mots, one.sorte)
                self._learn(one.sauf, None)
        for expressions in self._starts.values():
            expressions.sort(key=lambda each: len(each[0]), reverse=True)

    @classmethod
    def from_json(cls, document: object, day: date) -> "Vigilance":
        """Read parsed `resources/vigilance.json`; ValueError when malformed."""
        match document:
            case {"sortes": list(rows)}:
                return cls([_sorte(row) for row in rows], day)
        raise ValueError("not a list of words")

    def avis(self, text: str, sortes: frozenset[str]) -> tuple[Avis, ...]:
        """Return the advice on a text, in its order; two never overlap."""
        wanted = sortes & self._conseils.keys()
        found = [*self._by_pattern(text, wanted), *(self._by_word(text, wanted) if wanted & MOTS else ())]
        kept: list[Avis] = []
        for one in sorted(found, key=lambda each: (each.debut, -each.fin)):
            if not kept or one.debut >= kept[-1].fin:
                kept.append(one)
        return tuple(kept)

    def _learn(self, expressions: Sequence[str], sorte: str | None) -> None:
        for expression in expressions:
            for form in _forms(_fold(expression)[0]):
                tokens = tuple(_WORD.findall(form))
                self._starts.setdefault(tokens[0], []).append((tokens, sorte))

    def _by_pattern(self, text: str, wanted: frozenset[str]) -> Iterator[Avis]:
        for sorte, pattern in _PATTERNS.items():
            if sorte in wanted:
                for match in pattern.finditer(text):
                    start, end = match.span("nom" if sorte == MINEUR else 0)
                    yield Avis(start, end, sorte, self._conseils[sorte])

    def _by_word(self, text: str, wanted: frozenset[str]) -> Iterator[Avis]:
        folded, places = _fold(text)
        quoted = _Spans(match.span() for match in _QUOTED.finditer(folded))
        tokens = [match.span() for match in _WORD.finditer(folded)]
        words = [folded[start:end] for start, end in tokens]
        after = 0
        for index, word in enumerate(words):
            if index < after:
                continue
            for expression, sorte in self._starts.get(word, ()):
                last = index + len(expression) - 1
                if tuple(words[index : last + 1]) == expression and _is_one(folded, tokens[index : last + 1]):
                    start, end = tokens[index][0], tokens[last][1]
                    after = last + 1
                    if sorte in wanted and sorte is not None and not quoted.holds(start):
                        yield Avis(places[start], places[end], sorte, self._conseils[sorte])
                    break


class _Spans:
    """Spans in order, asked in order."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = iter(spans)
        self._current = next(self._spans, None)

    def holds(self, place: int) -> bool:
        """Whether a place is in one of them."""
        while self._current is not None and self._current[1] <= place:
            self._current = next(self._spans, None)
        return self._current is not None and self._current[0] <= place


def watched(field: DeclaredField) -> frozenset[str]:
    """Return the sorts of advice that suit a field: none where names belong, nor where words stand as said."""
    if field.champ.litteral or field.sort not in ("texte", "texte_court"):
        return frozenset()
    if field.champ.sans_nom:
        return MOTS | {NUMERO, MINEUR, IDENTITE}
    return MOTS | {NUMERO, MINEUR} if field.sort == "texte" else frozenset()


class _Folding(dict[int, int]):
    """One letter for one letter: small, without its accents."""

    def __missing__(self, code: int) -> int:
        letter = unicodedata.normalize("NFD", chr(code))[0].lower()
        self[code] = ord(letter) if len(letter) == 1 else code
        return self[code]


_FOLDING = _Folding()


def _fold(text: str) -> tuple[str, Sequence[int]]:
    """Return a text without accents, and where each of its letters stands in the original."""
    folded = text.translate(_FOLDING)
    if not _MARK.search(folded):
        return folded, range(len(text) + 1)
    kept = [place for place, letter in enumerate(folded) if not _MARK.match(letter)]
    return "".join(folded[place] for place in kept), [*kept, len(text)]


def _forms(word: str) -> Iterator[str]:
    """Give every form of « musulman(e)(s) »."""
    parts = _OPTIONAL.split(word)
    choices = [("", part) if index % 2 else (part,) for index, part in enumerate(parts)]
    return ("".join(chosen) for chosen in product(*choices))


def _is_one(text: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether words follow one another in one expression: only blanks, hyphens or apostrophes between them."""
    gaps = ((spans[index][1], spans[index + 1][0]) for index in range(len(spans) - 1))
    return all(_JOIN.issuperset(text[start:end]) for start, end in gaps)


def _sorte(row: object) -> Sorte:
    match row:
        case {"sorte": str(sorte), "conseil": str(conseil), "depuis": str(depuis), **rest}:
            jusqua = rest.get("jusqua")
            return Sorte(
                sorte=sorte,
                conseil=conseil,
                depuis=date.fromisoformat(depuis),
                jusqua=date.fromisoformat(str(jusqua)) if jusqua else None,
                mots=_texts(rest.get("mots")),
                sauf=_texts(rest.get("sauf")),
            )
    raise ValueError("not a sort of advice")


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list) else ()
