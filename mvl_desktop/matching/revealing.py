"""What a letter must not reveal: names, ways to reach somebody, words of medical files, found however they were typed.

Pure. It points at passages; a person takes them out, or says why they stay.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from mvl_desktop.domain.commune import folded
from mvl_desktop.matching.contacts import mails, sites, telephones
from mvl_desktop.matching.words import listed

_WORD = re.compile(r"[^\W_]+")
_CONTACT = re.compile(
    r"[\w.+'-]{1,64}@[\w-]+(?:\.[\w-]+)+|(?:https?://|www\.)\S+|\+?\(?\d(?:[\s.\-/()\u00a0\u202f]{0,3}\d){7,14}"
)
_BESIDE = re.compile(r"[\s,.’'-]{0,3}(?:(?:de la|de|du|des|d|le|la)[\s’'-]{1,2})?", re.IGNORECASE)
"""What may stand between two parts of one name."""
_POSTCODE = re.compile(r"\d{5}")
_TITLES: Final = listed(
    "m mr mm mme mmes mlle monsieur madame mademoiselle messieurs mesdames dr docteur pr professeur me maitre pere "
    "mere frere soeur abbe coach de du des la le les dit dite et ou un une chez par sur sous pour avec dans aux son sa "
    "ses leur elle elles lui qui que est sont son"
)
_ORDINARY: Final = listed(
    "agence regionale sante ars delegation departementale departement service services centre institut association "
    "cabinet clinique hopital ecole college lycee maison groupe mouvement formation societe entreprise president "
    "presidente directeur directrice medecin infirmier infirmiere enseignant enseignante voisin voisine parent parents "
    "enfant enfants tante oncle cousin cousine fils fille personne familiale republique prefecture mairie conseil "
    "tribunal procureur rue avenue boulevard place chemin allee route impasse quai cours square bis ter "
    "autre autres aucune aucun inconnue inconnu note compte rendu avis piece pieces medicale medicales "
    "medical signalement dossier courrier lettre famille maladie trouble naissance soin soins vie"
)
_SMALL, _RUN = 3, 3


@dataclass(frozen=True, slots=True)
class Secret:
    """What one sort of person, or of file, must not be recognised by."""

    sorte: str
    noms: tuple[str, ...] = field(default=(), repr=False)
    contacts: tuple[str, ...] = field(default=(), repr=False)
    """Telephones, mails, sites and postal addresses, as they were typed."""
    recits: tuple[str, ...] = field(default=(), repr=False)
    """Texts of which no three words in a row may be found again."""


@dataclass(frozen=True, slots=True)
class Revele:
    """A passage that tells what should not be told, from `debut` to `fin` (not included)."""

    debut: int
    fin: int
    sorte: str
    passage: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Token:
    debut: int
    fin: int
    stem: str
    tells: bool
    """Whether it may tell of somebody: neither short nor ordinary."""


def revealed(text: str, secrets: Sequence[Secret], allowed: Iterable[str] = ()) -> tuple[Revele, ...]:
    """Return what a text (in NFC) reveals, in its order; of two that overlap the first is kept.

    `allowed` are names that may be said: a part of a name that a forbidden person shares with them is no finding.
    """
    text = unicodedata.normalize("NFC", text)
    tokens = _tokens(text)
    free = {token.stem for name in allowed for token in _tokens(name)}
    found: list[tuple[int, int, str]] = []
    for secret in secrets:
        found += [(*span, secret.sorte) for span in _named(text, tokens, secret.noms, free)]
        found += [(*span, secret.sorte) for span in _reached(text, tokens, secret.contacts)]
        found += [(*span, secret.sorte) for span in _told(tokens, secret.recits, _RUN)]
    kept: list[tuple[int, int, str]] = []
    for one in sorted(found, key=lambda each: (each[0], -each[1])):
        if not kept or one[0] >= kept[-1][1]:
            kept.append(one)
    return tuple(Revele(debut, fin, sorte, text[debut:fin]) for debut, fin, sorte in kept)


def same_passage(one: str, other: str) -> bool:
    """Whether two passages are the same words, however they are spaced, accented or capitalised."""
    return [token.stem for token in _tokens(one)] == [token.stem for token in _tokens(other)] and bool(one.strip())


def capitalised(text: str) -> str:
    """Return the words of a free text that begin with a capital: those that may name somebody."""
    return " ".join(match[0] for match in _WORD.finditer(text) if match[0][0].isupper())


def _tokens(text: str) -> list[_Token]:
    found = []
    for match in _WORD.finditer(text):
        plain = folded(match[0])
        tells = (len(plain) >= _SMALL or plain.isdigit()) and plain not in _TITLES and plain not in _ORDINARY
        found.append(_Token(*match.span(), _stem(plain), tells))
    return found


def _stem(word: str) -> str:
    short = word.rstrip("sx").rstrip("e")
    return short if len(short) >= _SMALL else word


def _named(text: str, tokens: Sequence[_Token], names: Sequence[str], free: set[str]) -> Iterator[tuple[int, int]]:
    """Give each run of words that are parts of the names."""
    parts = {token.stem for name in names for token in _tokens(name) if token.tells} - free
    start = end = -1
    for token in tokens:
        if not token.tells or token.stem not in parts:
            continue
        if start >= 0 and not _BESIDE.fullmatch(text[end : token.debut]):
            yield start, end
            start = -1
        start, end = (token.debut if start < 0 else start), token.fin
    if start >= 0:
        yield start, end


def _reached(text: str, tokens: Sequence[_Token], contacts: Sequence[str]) -> Iterator[tuple[int, int]]:
    known = {*telephones(contacts), *mails(contacts), *sites(contacts)}
    if known:
        for match in _CONTACT.finditer(text):
            if known & {*telephones([match[0]]), *mails([match[0]]), *sites([match[0]])}:
                yield match.span()
    yield from _told(tokens, [_street(contact) for contact in contacts], 2)


def _street(address: str) -> str:
    """Return an address without its town, which many live in."""
    return _POSTCODE.split(address, maxsplit=1)[0] if "@" not in address else ""


def _told(tokens: Sequence[_Token], texts: Sequence[str], run: int) -> Iterator[tuple[int, int]]:
    """Give each run of telling words that follow one another in one of the texts too."""
    runs: set[tuple[str, ...]] = set()
    for text in texts:
        stems = [token.stem for token in _tokens(text) if token.tells]
        runs |= {tuple(stems[place : place + run]) for place in range(len(stems) - run + 1)}
    telling = [token for token in tokens if token.tells] if runs else []
    start = end = -1
    for place in range(len(telling) - run + 1):
        window = telling[place : place + run]
        if tuple(token.stem for token in window) not in runs or all(token.stem.isdigit() for token in window):
            continue
        if start >= 0 and window[0].debut > end:
            yield start, end
            start = -1
        start, end = (window[0].debut if start < 0 else start), window[-1].fin
    if start >= 0:
        yield start, end
