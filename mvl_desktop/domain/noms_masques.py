"""Minutes without names: each person known from the meeting gives their place to their function, or to nothing. Pure.

What a text says of somebody whom the meeting does not name is not known here: a masked copy is read again all the same.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from mvl_desktop.domain.compte_rendu import INTERVENTIONS, POINTS, PRESENCES, avec_article, elements
from mvl_desktop.domain.occulter import folded

_CIVILITY = r"(?:(?:M\.|MM\.|Mme|Mlle|Mr|Monsieur|Madame|Mademoiselle|Dr|Docteur|Pr|Professeur|Maître|Me)\s+)?"
_PARTICLES: Final = frozenset({"de", "du", "des", "la", "le", "d", "von", "van", "di"})
_CONTRACTED: Final = (("de le", "du"), ("à le", "au"), ("de les", "des"), ("à les", "aux"))
_BIG_ENOUGH, _WORDS = 3, 2
_UNSEEN: Final = r"[\u00ad\u200b-\u200f\u2060\ufeff]*"
_BETWEEN = rf"{_UNSEEN}[\s'\u00ad\u2010-\u2015-]+{_UNSEEN}"
_BEFORE = re.compile(rf"{_CIVILITY}(?:[A-ZÀ-Þ][\w’'-]*\.?\s+)?$")
_INITIALS = re.compile(r"(?<!\w)(?:[A-ZÀ-Þ]\.[\s-]?)+$")
_ACRONYM = 9
"""In letters: a word all in capitals and no longer than that is the acronym of an institution."""
_ROLES: Final = ("eur", "rice", "ent", "ente", "aire", "ier", "iere", "et", "ete", "juge", "medecin")
_SAID: Final = """
prefecture parquet pole service services secretariat delegation delegations rectorat direction mission groupe comite
association associations gendarmerie police ordre agence mairie departement region conseil siege cellule bureau
etablissement
"""
_PLACES: Final = frozenset(_SAID.split())
"""What begins the name of an institution, and of nobody."""


class _Sought(NamedTuple):
    """What finds a name. `alone`: one word, which begins with a capital; `titled`: only behind a civility."""

    pattern: re.Pattern[str]
    alone: bool
    titled: bool


def fonctions_par_nom(champs: Mapping[str, object]) -> dict[str, str]:
    """Return the function of each person whom the meeting names, by their name; empty when it says none."""
    found: dict[str, str] = {}
    for group in (PRESENCES, INTERVENTIONS):
        for each in elements(champs, group):
            named = " ".join(str(each.get("nom") or "").split())
            if named and not found.get(named):
                found[named] = " ".join(str(each.get("fonction") or "").split())
    others = [each.get("rapporteur") for each in elements(champs, POINTS)]
    others += [each.get("represente_par") for each in elements(champs, PRESENCES)]
    for other in (*others, champs.get("redige_par")):
        if isinstance(other, str) and other.strip():
            found.setdefault(" ".join(other.split()), "")
    return found


def remplace(texte: str, fonctions: Mapping[str, str], masque: str) -> str:
    """Return a text in which each name known gives its place to the function, or to `masque`."""
    if not texte:
        return texte
    for sought, instead in _patterns(fonctions, masque):
        texte = _replaced(texte, sought, instead)
    return texte


def sans_nom(qui: str, fonctions: Mapping[str, str], masque: str) -> str:
    """Return what stands for somebody in a field made for a name: their function; `masque` when nobody knows it."""
    said = " ".join(qui.split())
    if not said:
        return ""
    known = {folded(name): function for name, function in fonctions.items()}
    if folded(said) in known:
        return known[folded(said)] or masque
    functions = {folded(function) for function in fonctions.values() if function}
    changed = said if folded(said) in functions else remplace(said, fonctions, masque)
    return changed if changed != said or folded(said) in functions or _names_nobody(said) else masque


def _names_nobody(said: str) -> bool:
    """Whether it reads as a function or an institution: when in doubt it does not."""
    words = [word for word in re.findall(r"[^\W\d_]+", said) if folded(word) not in _PARTICLES]
    if not words or folded(words[0]) in _PLACES:
        return True
    capitals = [word for word in words if word[0].isupper() and not (word.isupper() and len(word) <= _ACRONYM)]
    return not capitals or (capitals == words[:1] and folded(words[0]).endswith(_ROLES))


def _patterns(fonctions: Mapping[str, str], masque: str) -> list[tuple[_Sought, str]]:
    """Return what to look for, the longest first: whole names in either order, then what may stand alone."""
    made: dict[tuple[str, bool], tuple[_Sought, str]] = {}
    for name, function in fonctions.items():
        instead = _inside(function) or masque
        for way, titled in _ways(re.sub(rf"^{_CIVILITY}", "", name)):
            made.setdefault((folded(way), titled), (_sought(way, titled=titled), instead))
    return [held for (way, _titled), held in sorted(made.items(), key=lambda each: -len(each[0][0]))]


def _ways(name: str) -> Iterator[tuple[str, bool]]:
    """Give the ways to name somebody; True: only behind a civility, since it is a word or another name as well."""
    parts = name.split()
    for place in range(len(parts)):
        yield " ".join((*parts[place:], *parts[:place])), False
    capitals = [part for part in parts if part.isupper() and len(part) > 1]
    families = [" ".join(capitals)] if 0 < len(capitals) < len(parts) else [" ".join(parts[1:]), *parts[-1:]]
    for family in [each for each in families if each]:
        words = family.split()
        while words:
            yield " ".join(words), False
            words = words[1:] if folded(words[0]) in _PARTICLES else []
    for part in (*parts, *re.split(r"[\s-]+", name)):
        yield part, True


def _sought(way: str, *, titled: bool) -> _Sought:
    """Return what finds a name: its words whatever joins them, and signs that nobody sees within them."""
    said = [word for word in re.split(r"[\s'-]+", folded(way)) if word]
    words = [_UNSEEN.join(map(re.escape, word)) for word in said]
    alone = len(words) < _WORDS
    small = len("".join(said)) < _BIG_ENOUGH or not way[:1].isalpha()
    source = rf"(?<!\w){_BETWEEN.join(words)}(?!\w)" if words and (titled or not small) else r"(?!)"
    return _Sought(re.compile(source), alone, titled)


def _replaced(texte: str, sought: _Sought, instead: str) -> str:
    """Replace whatever accents and capitals are; a civility before goes too, a lone small word is no name."""
    flat, made, after = folded(texte), "", 0
    for found in sought.pattern.finditer(flat):
        start, end = found.span()
        before = _BEFORE.search(texte[after:start])
        civil = before is not None and before[0].strip() and _has_civility(before[0])
        if (sought.alone and not texte[start].isupper()) or (sought.titled and not civil):
            continue
        begun = after + before.start() if before is not None and civil else start
        begun -= len(initials[0]) if (initials := _INITIALS.search(texte[after:begun])) else 0
        opens = not texte[:begun].strip() or texte[:begun].rstrip().endswith((".", "!", "?", "\n", "…"))
        made = _joined(made + texte[after:begun], instead[:1].upper() + instead[1:] if opens else instead)
        after = end
    return made + texte[after:]


def _joined(before: str, instead: str) -> str:
    """Put one after the other as French has it: « de » before « le conseiller » is « du conseiller »."""
    for article, contracted in _CONTRACTED:
        preposition, _space, said = article.partition(" ")
        if instead.startswith(said + " ") and re.search(rf"(?<!\w){preposition} $", before):
            return before[: -len(preposition) - 1] + contracted + instead[len(said) :]
    return before + instead


def _has_civility(text: str) -> bool:
    return re.match(_CIVILITY[:-1], text) is not None


def _inside(function: str) -> str:
    """Return a function as it stands within a sentence: « le conseiller santé »."""
    said = avec_article(function) if function else ""
    return said[:1].lower() + said[1:] if said[1:2].islower() or said[1:2] == "’" else said
