"""Small numbers that leave: whoever holds the whole document, and knows the rule, finds none of them again."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from hypothesis import example, given, settings
from hypothesis import strategies as st

from mvl_desktop.domain.figure import Figure, Ligne
from mvl_desktop.domain.indicateurs import Indicateurs
from mvl_desktop.domain.periode import Periode
from mvl_desktop.domain.petits_nombres import SEUIL, for_leaving
from tests.benchmarks.workers import ROOT

ALL = Indicateurs.from_json(json.loads((ROOT / "resources" / "indicateurs.json").read_text("utf-8")))
YEAR = Periode.annee(2026)
PLACES, CHANNELS, LEVELS = ("75", "92", "93"), ("courriel", "courrier"), ("a_risque", "sans_element")
Name = tuple[str, str, str]
"""What a number counts, whatever figure says it: an indicator, a cut, a line."""


class One(NamedTuple):
    """A situation."""

    place: str
    channel: str
    level: str
    question: bool


ones = st.builds(One, st.sampled_from(PLACES), st.sampled_from(CHANNELS), st.sampled_from(LEVELS), st.booleans())
CUTS = {"departement": "place", "canal": "channel", "niveau": "level"}
DOCUMENT = (
    ("I1.0", "departement"),
    ("I1.1", "departement"),
    ("I1.2", "departement"),
    ("I1.1", "canal"),
    ("I1.1", "niveau"),
    ("I1.3", "departement"),
)


def counted(code: str, people: Sequence[One]) -> list[One]:
    """Return those that an indicator counts."""
    if code == "I1.0":
        return list(people)
    if code == "I1.2":
        return [one for one in people if one.question]
    return [one for one in people if not one.question and (code == "I1.1" or one.level == "a_risque")]


def figure(code: str, cut: str, people: Sequence[One]) -> Figure:
    mine = counted(code, people)
    keys = sorted({getattr(one, CUTS[cut]) for one in mine})
    lines = tuple(Ligne(key, key, sum(getattr(one, CUTS[cut]) == key for one in mine)) for key in keys)
    each = ALL.of(code)
    total = Ligne("", "Ensemble", len(mine))
    return Figure(code, "", "", "n", YEAR, lines, total, date(2027, 1, 2), cut, sensible=each.sensible)


def names(document: Sequence[Figure]) -> Iterator[tuple[Name, Ligne]]:
    """Give each number of a document, under what it counts."""
    for each in document:
        yield (each.code, "", ""), each.total
        for line in each.lignes:
            yield (each.code, each.coupe, line.cle), line


def sums(document: Sequence[Figure]) -> list[tuple[Name, list[Name]]]:
    """Return what any reader knows: lines make their total; questions and signalements make saisines."""
    there = {name for name, _ in names(document)}
    found = [((each.code, "", ""), [(each.code, each.coupe, line.cle) for line in each.lignes]) for each in document]
    same = [(("I1.3", "", ""), [("I1.1", "niveau", "a_risque")])]
    for cut, key in [("", ""), *(("departement", place) for place in PLACES)]:
        if all(any(each.code == code and cut in ("", each.coupe) for each in document) for code in ("I1.1", "I1.2")):
            # Where a figure has no line, there is nothing.
            parts = [(code, cut, key) for code in ("I1.1", "I1.2")]
            same.append((("I1.0", cut, key), [part for part in parts if part in there]))
    return found + [(whole, parts) for whole, parts in same if whole in there and parts and set(parts) <= there]


def worlds(
    known: dict[Name, int], hidden: Sequence[Name], small: set[Name], ties: Sequence[tuple[Name, list[Name]]], most: int
) -> Iterator[dict[Name, int]]:
    """Give every way to fill in the hidden numbers that what is published allows."""
    if not hidden:
        yield dict(known)
        return
    name, *rest = hidden
    for value in range(1, SEUIL) if name in small else range(SEUIL, most + 1):
        known[name] = value
        if all(_may_hold(known, whole, parts) for whole, parts in ties if name == whole or name in parts):
            yield from worlds(known, rest, small, ties, most)
        del known[name]


def _may_hold(known: Mapping[Name, int], whole: Name, parts: Sequence[Name]) -> bool:
    least = sum(known.get(part, 0) for part in parts)
    if whole not in known:
        return True
    return least == known[whole] if all(part in known for part in parts) else least <= known[whole]


@settings(max_examples=40, deadline=None)
@given(people=st.lists(ones, max_size=26), cuts=st.sets(st.sampled_from(DOCUMENT), min_size=1, max_size=4))
@example(
    people=[One("75", "courriel", "a_risque", False)] * 9 + [One("93", "courriel", "a_risque", False)],
    cuts={DOCUMENT[1]},
)
@example(
    people=[One("75", "courriel", "a_risque", True)] * 9 + [One("75", "courriel", "a_risque", False)],
    cuts=set(DOCUMENT[:3]),
)
def test_no_hidden_number_can_be_found_again(people: list[One], cuts: set[tuple[str, str]]) -> None:
    before = [figure(code, cut, people) for code, cut in sorted(cuts)]
    after = for_leaving(before, ALL)
    real = dict(names(before))
    published = dict(names(after))
    for name, line in real.items():
        left = published[name]
        assert left.masque == "petit" if 0 < (line.valeur or 0) < SEUIL else left.masque in ("", "secret")
        assert (left.valeur is None) == bool(left.masque)
        assert left.valeur in (None, line.valeur)
    small = {name for name, line in published.items() if line.masque == "petit"}
    hidden = sorted(name for name, line in published.items() if line.masque)
    known = {name: int(line.valeur) for name, line in published.items() if line.valeur is not None}
    most = len(people) + SEUIL
    possible: dict[Name, set[int]] = {name: set() for name in small}
    for world in worlds(known, hidden, small, sums(after), most):
        for name in small:
            possible[name].add(world[name])
        if all(len(values) > 1 for values in possible.values()):
            return
    assert all(len(values) > 1 for values in possible.values())


def test_what_is_large_enough_is_left_as_it_is() -> None:
    people = [One(place, channel, "a_risque", False) for place in PLACES for channel in CHANNELS for _ in range(5)]
    before = [figure("I1.1", "departement", people), figure("I1.3", "departement", people)]
    assert [each.lignes for each in for_leaving(before, ALL)] == [each.lignes for each in before]


def test_meetings_are_no_situations_of_people() -> None:
    each = Figure("I2.7", "", "", "n", YEAR, (), Ligne("", "Ensemble", 3), date(2027, 1, 2))
    assert for_leaving([each], ALL)[0].total.valeur == 3
