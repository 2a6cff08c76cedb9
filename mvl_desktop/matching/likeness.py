"""How much two signalements resemble each other, and why: each thing compared gives a level, each level a weight.

Fellegi and Sunter, « A Theory for Record Linkage » (1969): the weight of a level is the logarithm of how much more
often it is seen between two records of the same situation than between two others. Their sum, with the share of pairs
that are alike among those compared, is a probability: the score. The weights are learned on a labelled set that the
project makes (`tests/benchmarks/likeness_set.py`), and written in `weights.py`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache, lru_cache
from typing import Final, NamedTuple

from mvl_desktop.domain.commune import folded
from mvl_desktop.matching.traits import Traits
from mvl_desktop.matching.weights import PRIOR, WEIGHTS
from mvl_desktop.matching.words import listed, name_parts

SAME, CLOSE, PART, OTHER = "identique", "proche", "partiel", "different"

LINE: Final = "ligne_importee"
"""The same line of the same spreadsheet, imported twice by posts that had not met: known, not guessed."""

_LINE_WEIGHT: Final = 50.0
_GUESSED_MOST: Final = 0.9999
_WORDS_FEW: Final = 5
_ORDER: Final[Mapping[str, int]] = {SAME: 0, CLOSE: 1, PART: 2, OTHER: 3}
_NAME_SAME, _NAME_CLOSE = 93, 82
_NAME_FAR = 45
_PART_ALIKE, _LONG_ALIKE = 86, 80
_FAMILIES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("mis_en_cause", "telephone", "courriel", "adresse_web", "etablissement"), "qui"),
    **dict.fromkeys(("survenu_le", "recu_le"), "quand"),
    **dict.fromkeys(("commune", "adresse"), "ou"),
}
"""Things compared that depend on each other: they say who is in question, when, and where."""

_PLATFORMS: Final = listed(
    "facebook.com fb.com instagram.com youtube.com youtu.be tiktok.com x.com twitter.com linkedin.com t.me "
    "telegram.me wa.me discord.gg pinterest.com eventbrite.fr helloasso.com wixsite.com wordpress.com "
    "blogspot.com"
)
"""Hosts where everybody has a page: the host alone says nothing."""


class Trait(NamedTuple):
    """One thing compared: what it is, how near it was found, its weight, and both values as they were written."""

    code: str
    niveau: str
    poids: float
    ici: str
    autre: str


class Likeness(NamedTuple):
    """What a comparison found."""

    score: float
    traits: tuple[Trait, ...]

    @property
    def favourable(self) -> tuple[Trait, ...]:
        """Return what speaks for one situation, the most telling first."""
        return tuple(sorted((each for each in self.traits if each.poids > 0), key=lambda each: -each.poids))


def compare(one: Traits, other: Traits, told_by: tuple[Traits | None, Traits | None] = (None, None)) -> Likeness:
    """Return how much two signalements resemble each other; `told_by`: their signalants, where this post reads them."""
    found = tuple(
        Trait(code, level, _weight(code, level), here, there)
        for code, level, here, there in levels(one, other, told_by)
    )
    known = any(each.code == LINE for each in found)
    return Likeness(1.0 if known else min(probability(summed(found)), _GUESSED_MOST), found)


def _weight(code: str, level: str) -> float:
    return _LINE_WEIGHT if code == LINE else WEIGHTS[code][level]


def summed(found: Iterable[Trait]) -> float:
    """Return what the things compared weigh together: in a family that says one thing, the strongest counts whole.

    A telephone, a site and a name tell the same practitioner three times, and that is one thing known: the others of
    its family count for a quarter, on each side.
    """
    total = 0.0
    families: dict[str, list[float]] = {}
    for each in found:
        family = _FAMILIES.get(each.code)
        if family is None:
            total += each.poids
        else:
            families.setdefault(family, []).append(each.poids)
    for weights in families.values():
        for side in ([each for each in weights if each > 0], [each for each in weights if each < 0]):
            most = max(side, key=abs, default=0.0)
            total += most + (sum(side) - most) / 4
    return total


def probability(weight: float) -> float:
    """Return the probability that a sum of weights stands for, to four figures."""
    return round(1 / (1 + 2 ** -max(min(weight + PRIOR, 60.0), -60.0)), 4)


def levels(
    one: Traits, other: Traits, told_by: tuple[Traits | None, Traits | None] = (None, None)
) -> Iterator[tuple[str, str, str, str]]:
    """Give (code, level, value here, value there) of everything that both records say; what one does not say is left.

    Shared contacts and numbers are looked for; that each has its own is common, and says less.
    """
    if one.ligne and one.ligne == other.ligne:
        yield LINE, SAME, "", ""
    if one.mis_en_cause and other.mis_en_cause:
        yield ("mis_en_cause", *_names(one.mis_en_cause, other.mis_en_cause))
    if one.personnes and other.personnes:
        yield ("personnes", *_names(one.personnes, other.personnes))
    for code, here, there in (
        ("telephone", one.telephones, other.telephones),
        ("courriel", one.courriels, other.courriels),
        ("etablissement", one.numeros, other.numeros),
        ("reference_origine", one.references, other.references),
    ):
        if here and there:
            yield (code, *_shared(here, there))
    if one.sites and other.sites:
        yield ("adresse_web", *_sites(one.sites, other.sites))
    yield from _place(one, other)
    yield from _days("survenu_le", one.survenu, other.survenu, (1, 10, 45))
    yield from _days("recu_le", one.recu, other.recu, (3, 14, 60))
    if len(one.recit) >= _WORDS_FEW and len(other.recit) >= _WORDS_FEW:
        share = len(one.recit & other.recit) / min(len(one.recit), len(other.recit))
        yield "recit", _level(share, (0.7, 0.45, 0.25)), "", f"{share:.2f}"
    yield from _told_by(one, other, *told_by)


def _level(share: float, steps: tuple[float, float, float]) -> str:
    return SAME if share >= steps[0] else CLOSE if share >= steps[1] else PART if share >= steps[2] else OTHER


def _names(here: tuple[str, ...], there: tuple[str, ...]) -> tuple[str, str, str]:
    """Return the nearest of two lists of names."""
    best = (OTHER, here[0], there[0])
    for mine in here:
        for theirs in there:
            level = name_level(name_parts(mine), name_parts(theirs))
            if level == SAME:
                return SAME, mine, theirs
            if _ORDER[level] < _ORDER[best[0]]:
                best = (level, mine, theirs)
    return best


@lru_cache(maxsize=1 << 16)
def name_level(mine: tuple[str, ...], theirs: tuple[str, ...]) -> str:
    """Return how near two names are; one that is wholly in the other, or by its initial, is a part of it."""
    if mine == theirs:
        return SAME
    near = _ratio()
    ratio = near(" ".join(mine), " ".join(theirs))
    if ratio < _NAME_FAR and len(mine) > 1 < len(theirs):
        return OTHER
    short, long = sorted((mine, theirs), key=len)
    alike = [part for part in short if any(_is_alike(part, each, near) for each in long)]
    whole = any(len(part) > 3 for part in alike)
    if len(alike) == len(short) == len(long):
        return SAME if ratio >= _NAME_SAME else CLOSE
    if ratio >= _NAME_SAME:
        return SAME
    if ratio >= _NAME_CLOSE and whole:
        return CLOSE
    return PART if len(alike) == len(short) and whole else OTHER


@cache
def _ratio() -> Callable[[str, str], float]:
    """Return how near two texts are, in hundredths; the library is read when names are first compared."""
    from rapidfuzz import fuzz

    return fuzz.ratio


def _is_alike(part: str, other: str, near: Callable[[str, str], float]) -> bool:
    if len(part) == 1 or len(other) == 1:
        return part[0] == other[0]
    return near(part, other) >= (_LONG_ALIKE if len(part) > 4 else _PART_ALIKE)


def _shared(here: tuple[str, ...], there: tuple[str, ...]) -> tuple[str, str, str]:
    common = next((value for value in here if value in there), None)
    return (OTHER, here[0], there[0]) if common is None else (SAME, common, common)


def _sites(here: tuple[str, ...], there: tuple[str, ...]) -> tuple[str, str, str]:
    level, mine, theirs = _shared(here, there)
    if level == SAME and mine not in _PLATFORMS:
        return level, mine, theirs
    for mine in here:
        host = mine.partition("/")[0]
        theirs = next((each for each in there if each.partition("/")[0] == host), "")
        if theirs and host not in _PLATFORMS:
            return CLOSE, mine, theirs
    return OTHER, here[0], there[0]


def _place(one: Traits, other: Traits) -> Iterator[tuple[str, str, str, str]]:
    if one.adresse and other.adresse and (not one.departement or one.departement == other.departement):
        from rapidfuzz import fuzz

        ratio = fuzz.token_set_ratio(folded(one.adresse), folded(other.adresse))
        if min(len(one.adresse), len(other.adresse)) > 5:
            yield "adresse", SAME if ratio >= 90 else CLOSE if ratio >= 75 else OTHER, one.adresse, other.adresse
    if one.commune and other.commune:
        near = one.commune == other.commune
        level = SAME if near else PART if one.departement == other.departement != "" else OTHER
        yield "commune", level, one.commune, other.commune
    elif one.departement and other.departement:
        yield "commune", PART if one.departement == other.departement else OTHER, one.departement, other.departement


def _days(code: str, one: int, other: int, steps: tuple[int, int, int]) -> Iterator[tuple[str, str, str, str]]:
    if one and other:
        apart = abs(one - other)
        level = SAME if apart <= steps[0] else CLOSE if apart <= steps[1] else PART if apart <= steps[2] else OTHER
        yield code, level, _iso(one), _iso(other)


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


def _told_by(
    one: Traits, other: Traits, mine: Traits | None, theirs: Traits | None
) -> Iterator[tuple[str, str, str, str]]:
    """Compare the signalants: the same record, or the same telephone, mail or name in two that this post reads."""
    if one.signalant and one.signalant == other.signalant:
        yield "signalant", SAME, "", ""
        return
    if mine is None or theirs is None:
        if one.signalant and other.signalant:
            yield "signalant", OTHER, "", ""
        return
    for here, there in ((mine.telephones, theirs.telephones), (mine.courriels, theirs.courriels)):
        if here and there and (found := _shared(here, there))[0] == SAME:
            yield ("signalant", *found)
            return
    if mine.personnes and theirs.personnes:
        yield ("signalant", *_names(mine.personnes, theirs.personnes))
