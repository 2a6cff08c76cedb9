"""What may name or reach somebody in a document: proposed to whoever prepares a copy, never taken out by itself.

Pure: the names known here are asked of the caller, word by word.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

TELEPHONE, COURRIEL, ADRESSE, NAISSANCE = "telephone", "courriel", "adresse", "naissance"
NUMERO, CIVILITE, CONNU, EFFECTIF = "numero", "civilite", "connu", "effectif"
SMALL: Final = 5
"""Under how many a count may tell of whom it is made."""

_NAME = r"[A-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸ][\w’'-]+"
_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_DATE = rf"(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}(?:er)?\s(?:{_MONTHS})\s\d{{4}})"
_STREETS = "rue|avenue|boulevard|chemin|impasse|place|allée|route|quai|cours|square|lieu-dit"
_PATTERNS: Final = (
    (COURRIEL, re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")),
    (NUMERO, re.compile(r"\b[12]\s?\d{2}\s?[01]\d\s?[\dAB]{2}\s?\d{3}\s?\d{3}(?:\s?\d{2})?\b")),
    (NAISSANCE, re.compile(rf"\b(?:nées?|nés?|naissance)\s?(?:le\s|:\s?|\s:\s?)?{_DATE}", re.IGNORECASE)),
    (
        ADRESSE,
        re.compile(
            rf"\b\d{{1,4}}\s?(?:bis|ter|quater)?,?\s(?:{_STREETS})\s[^\n,;.]{{1,60}}"
            r"(?:,?\s\d{5}\s[^\W\d_][\w’' -]{1,40})?",
            re.IGNORECASE,
        ),
    ),
    (
        CIVILITE,
        re.compile(
            rf"\b(?:M\.|MM\.|Mme|Mlle|Mr|Monsieur|Madame|Mademoiselle|Dr|Docteur|Pr|Professeur|Maître|Me)\s{_NAME}"
            rf"(?:\s(?:de\s|du\s|d’|d'|le\s|la\s)?{_NAME}){{0,3}}"
        ),
    ),
)
_WORD = re.compile(r"[^\W\d_](?:[\w’'-]*\w)?")
_BIG_ENOUGH = 3
_COUNT = re.compile(r"\s*([1-4])\s*")


@dataclass(frozen=True, slots=True, order=True)
class Trouve:
    """A place that may name or reach somebody, and of what sort it is."""

    debut: int
    fin: int
    sorte: str


def found(text: str, is_known: Callable[[str], bool] = lambda _word: False) -> tuple[Trouve, ...]:
    """Return what a text holds, in its order; two never overlap, the longer one is kept."""
    held = [*_by_pattern(text), *_telephones(text), *_known(text, is_known)]
    kept: list[Trouve] = []
    for one in sorted(held, key=lambda each: (each.debut, -each.fin)):
        if not kept or one.debut >= kept[-1].fin:
            kept.append(one)
        elif one.fin > kept[-1].fin:
            kept[-1] = Trouve(kept[-1].debut, one.fin, kept[-1].sorte)
    return tuple(kept)


def small_counts(line: str) -> tuple[Trouve, ...]:
    """Return the cells of a line of a table, between tabs, that count fewer than five and more than none."""
    places, start = [], 0
    for number, cell in enumerate(line.split("\t")):
        alone = _COUNT.fullmatch(cell) if number else None
        if alone is not None:
            places.append(Trouve(start + alone.start(1), start + alone.end(1), EFFECTIF))
        start += len(cell) + 1
    return tuple(places)


def candidates(text: str) -> frozenset[str]:
    """Return the words of a text that may be a name: those with a capital, as they stand."""
    return frozenset(found[0] for found in _WORD.finditer(text) if _may_name(found[0]))


def _may_name(word: str) -> bool:
    return word[0].isupper() and len(word) >= _BIG_ENOUGH


def _by_pattern(text: str) -> Iterator[Trouve]:
    for sorte, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield Trouve(match.start(), match.start() + len(match[0].rstrip()), sorte)


def _telephones(text: str) -> Iterator[Trouve]:
    if sum(sign.isdigit() for sign in text) < _BIG_ENOUGH:
        return
    import phonenumbers  # its tables are read when a first number is

    for match in phonenumbers.PhoneNumberMatcher(text, "FR", leniency=phonenumbers.Leniency.POSSIBLE):
        yield Trouve(match.start, match.end, TELEPHONE)


def _known(text: str, is_known: Callable[[str], bool]) -> Iterator[Trouve]:
    """Give the names known here; neighbours are one."""
    start, end = -1, -1
    for match in _WORD.finditer(text):
        if _may_name(match[0]) and is_known(match[0]):
            if start < 0 or text[end : match.start()].strip():
                if start >= 0:
                    yield Trouve(start, end, CONNU)
                start = match.start()
            end = match.end()
    if start >= 0:
        yield Trouve(start, end, CONNU)
