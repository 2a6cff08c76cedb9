"""Two signalements merged, anyhow filled: undone they are as before, and two who merge them apart end equal."""

from collections.abc import Mapping
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from mvl_desktop.domain.champ import RANG
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.payload import nest
from mvl_desktop.domain.values import Value
from mvl_desktop.history.edit import check_changes
from mvl_desktop.history.model import Revision
from mvl_desktop.history.state import fold, values
from mvl_desktop.history.takeback import take_back
from mvl_desktop.matching.merging import Choix, unite

DECLARED = required("signalement")
ALIX, SACHA = b"a" * 16, b"s" * 16
_IDS = st.integers(1, 4).map("{:016x}".format)
_WORDS = st.sampled_from(["Camille Vasseur", "camille vasseur", "VASSEUR Camille", "Noé Ferrand", "rien", "encore"])
_FIELDS = st.dictionaries(st.sampled_from(["objet", "cadre", "adresse_lieu", "resume", "suites"]), _WORDS)
_SETS = st.sets(st.sampled_from(["natures/sante", "natures/emprise", "pratiques/jeune"])).map(
    lambda keys: dict.fromkeys(keys, True)
)
_ELEMENTS = st.dictionaries(
    st.tuples(st.sampled_from(["notes", "personnes", "mis_en_cause"]), _IDS),
    st.dictionaries(st.sampled_from(["nom", "texte", "precisions"]), _WORDS, min_size=1),
    max_size=4,
)
_RECORDS = st.builds(
    lambda fields, sets, elements: {
        **fields,
        **sets,
        **{f"{group}/{id_}/{name}": text for (group, id_), held in elements.items() for name, text in held.items()},
        **{f"{group}/{id_}/{RANG}": 1024 for group, id_ in elements},
    },
    _FIELDS,
    _SETS,
    _ELEMENTS,
)
_CHOICES = st.sampled_from(["garder", "prendre", "les_deux"])


def union(one: Mapping[str, Value], other: Mapping[str, Value], choice: Choix) -> dict[str, Value]:
    """Return the changes of a merge in which every choice is the same."""
    lignes = unite(DECLARED, one, other, {}).lignes
    return dict(unite(DECLARED, one, other, {each.cle: choice for each in lignes}).changes)


def told(flat: Mapping[str, Value]) -> dict[str, object]:
    """Return what people read, empty lists left out."""
    return {name: value for name, value in nest("signalement", flat).items() if value not in (None, [])}


@settings(max_examples=60, deadline=None)
@given(_RECORDS, _RECORDS, _CHOICES)
def test_a_merge_undone_is_as_if_it_had_not_been(one: dict[str, Value], other: dict[str, Value], choice: Choix) -> None:
    first = Revision((ALIX, 1), (), (1, 0), one)
    changes = union(one, other, choice)
    check_changes(changes)
    merge = Revision((ALIX, 2), ((ALIX, 1),), (2, 0), changes)

    back = take_back([first, merge], frozenset({(ALIX, 2)}), DECLARED.is_narrative, frozenset({RANG}))
    check_changes(back.changes)
    undone = Revision((ALIX, 3), ((ALIX, 2),), (3, 0), back.changes)

    assert back.kept == ()
    assert told(values(fold([first, merge, undone], DECLARED.is_narrative))) == told(one)


@settings(max_examples=60, deadline=None)
@given(_RECORDS, _RECORDS, _CHOICES)
def test_a_second_merge_takes_nothing_more(one: dict[str, Value], other: dict[str, Value], choice: Choix) -> None:
    merged = {**one, **union(one, other, choice)}

    again = unite(DECLARED, merged, other, {})

    assert again.pris == ()
    assert {each.cle for each in again.lignes} <= {each.cle for each in unite(DECLARED, one, other, {}).lignes}


@settings(max_examples=60, deadline=None)
@given(_RECORDS, _RECORDS, _CHOICES, _CHOICES, st.booleans())
def test_two_who_merge_apart_end_equal_and_lose_nothing(
    one: dict[str, Value], other: dict[str, Value], hers: Choix, his: Choix, crossed: bool
) -> None:
    """Alix merges the second in the first; Sacha does too, or the other way round; each then learns of the other."""
    clock = count(2)
    first, second = Revision((ALIX, 1), (), (1, 0), one), Revision((SACHA, 1), (), (1, 0), other)
    into_first = [Revision((ALIX, 2), ((ALIX, 1),), (next(clock), 0), union(one, other, hers))]
    into_second: list[Revision] = []
    if crossed:
        into_second.append(Revision((SACHA, 2), ((SACHA, 1),), (next(clock), 0), union(other, one, his)))
    else:
        into_first.append(Revision((SACHA, 2), ((ALIX, 1),), (next(clock), 0), union(one, other, his)))

    for record, merges in ((first, into_first), (second, into_second)):
        there = fold([record, *merges], DECLARED.is_narrative)
        assert fold([*reversed(merges), record, *merges], DECLARED.is_narrative) == there
        for merge in merges:
            for key, value in (merge.changes or {}).items():
                assert DECLARED.is_narrative(key) or value in [each.value for each in there.fields[key]]
