"""What a line of free text cites: articles of codes, laws, decisions, however they are written.

Pure. The ways to cite a text are data, given with it; what is here is how French writes references: « art. L.311-5 »,
« articles 223-15-2 et 223-15-3 du code pénal », « Code pénal, articles 226-14 et 434-3 », « loi n° 2001-504 ».
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

_NUMBER, _WORD, _STOP = "number", "word", "stop"
_TOKEN = re.compile(
    r"(?P<aside>\([^()\n]*\))"
    r"|(?<![^\W_])(?P<letter>[LRDA](?=\*?\.?\s?\d)|[lrd](?=\.?\s?\d))\*?\.?\s?(?P<lettered>\d+(?:[-\u2010\u2011]\d+)*)"
    r"|n\s?[°º]|\bno\.?(?=\s?\d)"
    r"|(?P<number>\d+(?:[-\u2010\u2011]\d+)*)(?:er\b|\s?[°º])?"
    r"|(?P<word>[^\W\d_]+)(?P<point>\.(?=\s*(?:\d|[LRDA]\*?\.?\s?\d|[a-zà-ÿ])))?"
    r"|(?P<stop>[;\n.!?])",
)
_ARTICLES = ("article", "articles", "art", "arts")
_SMALL = ("du", "de", "des", "d", "l", "la", "le", "les")
_ASIDES = ("alinea", "alineas", "al", "suivants", "suivant", "s", "bis", "ter", "quater", "i", "ii", "iii", "iv")
_GLUE = frozenset((*_ARTICLES, *_SMALL, *_ASIDES, "et", "ou", "a", "au", "aux", "ainsi", "que", "notamment"))
"""Words that stand between a number and the name of its code."""
_LINK = frozenset({"du", "de", "des", "d"})
_OTHERS = frozenset(
    ("code", "loi", "decret", "reglement", "convention", "constitution", "traite", "arrete", "ordonnance")
)
"""What an article may be of, when nobody here knows which."""
_NEAR = 6
_EDGE = frozenset((*_ARTICLES, *_SMALL))


@dataclass(frozen=True, slots=True)
class _Token:
    sort: str
    said: str


@dataclass(frozen=True, slots=True)
class _Manner:
    """One way to cite: a phrase, or the name of a code and the number of an article (`name` empty: « article 40 »)."""

    words: tuple[str, ...]
    number: str = ""


@dataclass(frozen=True, slots=True)
class Citables:
    """Texts that may be cited, each by its place, and the ways to cite it."""

    manners: tuple[tuple[int, _Manner], ...]
    names: frozenset[tuple[str, ...]]
    longest: int


def citables(textes: Sequence[Mapping[str, object]]) -> Citables:
    """Read the ways to cite texts: what each declares, its title, its code. Values as `nest` gives them."""
    found: list[tuple[int, _Manner]] = []
    for place, texte in enumerate(textes):
        declared = texte.get("citations")
        said = [str(each) for each in declared] if isinstance(declared, (list, tuple)) else []
        for way in (*said, _bare(str(texte.get("intitule") or "")), str(texte.get("code") or "")):
            manner = _manner(way)
            if manner is not None and (place, manner) not in found:
                found.append((place, manner))
    names = frozenset(manner.words for _place, manner in found if manner.number and manner.words)
    return Citables(tuple(found), names, max((len(name) for name in names), default=0))


def cited(text: str, known: Citables) -> tuple[int, ...]:
    """Return the places of the texts that a text cites, in the order in which it first cites them."""
    tokens = _tokens(text)
    governed = _governed(tokens, known)
    said = [token.said for token in tokens]
    first: dict[int, int] = {}
    for place, manner in known.manners:
        at = governed.get((manner.words, manner.number)) if manner.number else _phrase(said, manner.words)
        if at is not None:
            first[place] = min(at, first.get(place, at))
    return tuple(sorted(first, key=lambda place: (first[place], place)))


def keys(texte: Mapping[str, object]) -> frozenset[tuple[tuple[str, ...], str]]:
    """Return what two wordings of one article have in common: the ways to cite them, but for their code."""
    return frozenset((manner.words, manner.number) for _place, manner in citables([{**texte, "code": ""}]).manners)


def _manner(way: str) -> _Manner | None:
    tokens = [token for token in _tokens(way) if token.sort != _STOP]
    numbers = [place for place, token in enumerate(tokens) if token.sort == _NUMBER]
    if len(numbers) == 1 and numbers[0] in (0, len(tokens) - 1):
        words = [token.said for token in tokens if token.sort == _WORD]
        while words and words[0] in _EDGE:
            words.pop(0)
        while words and words[-1] in _EDGE:
            words.pop()
        named = bool(words) or "art" in way.casefold()
        return _Manner(tuple(words), tokens[numbers[0]].said) if named else None
    return _Manner(tuple(token.said for token in tokens)) if len(tokens) > 1 or numbers else None


def _bare(title: str) -> str:
    """Return a title without what it says between brackets."""
    return re.sub(r"\([^()]*\)", " ", title)


def _governed(tokens: Sequence[_Token], known: Citables) -> dict[tuple[tuple[str, ...], str], int]:
    """Return each number that is an article of something named beside it: (name, number), and where."""
    spans = _spans(tokens, known)
    found: dict[tuple[tuple[str, ...], str], int] = {}
    for at, token in enumerate(tokens):
        if token.sort == _NUMBER:
            right, left = _right(tokens, spans, at), _left(tokens, spans, at)
            name = right if right is not None else left
            if name is None and _is_article(tokens, at):
                name = ()
            if name is not None:
                found.setdefault((name, token.said), at)
    return found


def _spans(tokens: Sequence[_Token], known: Citables) -> dict[int, tuple[int, tuple[str, ...]]]:
    """Return where the names of codes stand: first token -> (one past the last, name); the longest wins."""
    found: dict[int, tuple[int, tuple[str, ...]]] = {}
    at = 0
    while at < len(tokens):
        for length in range(min(known.longest, len(tokens) - at), 0, -1):
            name = tuple(token.said for token in tokens[at : at + length])
            if name in known.names:
                found[at] = (at + length, name)
                at += length - 1
                break
        at += 1
    return found


def _right(
    tokens: Sequence[_Token], spans: Mapping[int, tuple[int, tuple[str, ...]]], at: int
) -> tuple[str, ...] | None:
    """Return the name that follows a number and the other numbers of its list: « …du code pénal », « 40 CPP »."""
    place, linked = at + 1, False
    while place < len(tokens):
        if place in spans:
            beside = place == at + 1 or linked
            return spans[place][1] if beside else None
        token = tokens[place]
        if token.sort == _STOP or (token.sort == _WORD and token.said not in _GLUE):
            return None
        linked = token.said in _LINK or (linked and token.said in ("l", "la", "le", "les"))
        place += 1
    return None


def _left(
    tokens: Sequence[_Token], spans: Mapping[int, tuple[int, tuple[str, ...]]], at: int
) -> tuple[str, ...] | None:
    """Return the name that a list of numbers follows: « Code pénal, articles 226-14 et 434-3 »."""
    ends = dict(spans.values())
    place = at
    while place > 0:
        if place in ends:
            return ends[place]
        token = tokens[place - 1]
        if token.sort == _STOP or (token.sort == _WORD and token.said not in _GLUE):
            return None
        place -= 1
    return ends.get(0)


def _is_article(tokens: Sequence[_Token], at: int) -> bool:
    """Whether a number is called an article, of nothing that is named: « l’article 40 », not « …du code civil »."""
    if at == 0 or tokens[at - 1].said not in _ARTICLES:
        return False
    before = next((place for place in range(at - 1, -1, -1) if tokens[place].sort == _STOP), -1)
    after = next((place for place in range(at + 1, len(tokens)) if tokens[place].said not in _GLUE), len(tokens))
    named = [token.said for token in tokens[max(before + 1, at - _NEAR) : at]]
    return not _OTHERS & {*named, *(token.said for token in tokens[after : after + 1])}


def _phrase(said: Sequence[str], words: Sequence[str]) -> int | None:
    size = len(words)
    return next((at for at in range(len(said) - size + 1) if tuple(said[at : at + size]) == tuple(words)), None)


@lru_cache(maxsize=512)
def _tokens(text: str) -> tuple[_Token, ...]:
    return tuple(_read(unicodedata.normalize("NFC", text)))


def _read(text: str) -> Iterator[_Token]:
    for found in _TOKEN.finditer(text):
        if found["aside"]:
            # « 223-15-2 (abus de faiblesse) et 223-15-3 »: what is between brackets parts no list. Numbers count there.
            inside = list(_read(found["aside"][1:-1]))
            if any(token.sort == _NUMBER and "-" in token.said for token in inside):
                yield from inside
        elif found["lettered"]:
            yield _Token(_NUMBER, found["letter"].lower() + _dashed(found["lettered"]))
        elif found["number"]:
            yield _Token(_NUMBER, _dashed(found["number"]))
        elif found["word"]:
            yield _Token(_WORD, _plain(found["word"]))
        elif found["stop"]:
            yield _Token(_STOP, found["stop"])


def _dashed(number: str) -> str:
    return number.replace("\u2010", "-").replace("\u2011", "-")


def _plain(word: str) -> str:
    split = unicodedata.normalize("NFD", word.casefold().replace("œ", "oe"))
    return "".join(letter for letter in split if not unicodedata.combining(letter))
