"""Under which keys a record is found again: two records are compared only when they share one that is not common.

Keys are numbers drawn from what the records say; they lie in the encrypted store and leave it never.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import combinations
from typing import Final

from mvl_desktop.matching.traits import SIGNALANT, Traits
from mvl_desktop.matching.words import name_parts, number_of, sound

COMMON: Final = 48
"""A key that more records share says nothing of any: it is passed over, and the others find them."""

_PARTS: Final = 3
_MONTH: Final = 31


def keys_of(traits: Traits) -> tuple[int, ...]:
    """Return the keys under which a record is kept."""
    return tuple(dict.fromkeys([*map(number_of, _said(traits, _months)), *traits.mots]))


def asked_of(traits: Traits) -> tuple[int, ...]:
    """Return the keys under which those that resemble a record are looked for: months beside its own too."""
    return tuple(dict.fromkeys([*map(number_of, _said(traits, _months_around)), *traits.mots]))


def _said(traits: Traits, months: Callable[[Iterable[int]], set[str]]) -> Iterator[str]:
    apart = "s:" if traits.kind == SIGNALANT else ""
    for name in (*traits.mis_en_cause, *traits.personnes):
        parts = [sound(part) for part in sorted(name_parts(name), key=len, reverse=True)[:_PARTS] if len(part) > 1]
        for part in parts:
            yield f"{apart}n:{part}"
            if traits.departement:
                yield f"{apart}q:{part}:{traits.departement}"
        for pair in combinations(sorted(parts), 2):
            yield f"{apart}p:{pair[0]}:{pair[1]}"
    for letter, values in (
        ("t", traits.telephones),
        ("m", traits.courriels),
        ("u", traits.sites),
        ("e", traits.numeros),
        ("r", traits.references),
    ):
        yield from (f"{apart}{letter}:{value}" for value in values)
    if traits.ligne:
        yield f"k:{traits.ligne}"
    if traits.signalant:
        yield told_by(traits.signalant)
    if traits.commune:
        yield from (f"l:{traits.commune}:{month}" for month in months((traits.survenu, traits.recu)))


def told_by(signalant: str) -> str:
    """Return the key of what one signalant told, by the record of that signalant."""
    return f"by:{signalant}"


def _months(days: Iterable[int]) -> set[str]:
    return {date.fromordinal(day).strftime("%Y-%m") for day in days if day}


def _months_around(days: Iterable[int]) -> set[str]:
    return {
        date.fromordinal(max(day + shift, 1)).strftime("%Y-%m") for day in days if day for shift in (-_MONTH, 0, _MONTH)
    }
