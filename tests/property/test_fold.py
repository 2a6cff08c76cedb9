"""C25, C26, C27: the state is a function of the set of revisions, and nothing that was typed is lost from view."""

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from mvl_desktop.history.model import Revision
from mvl_desktop.history.state import fold
from tests.property.histories import ELEMENT, expected, foremost, histories, past, spoken


def is_narrative(key: str) -> bool:
    return key == "resume"


@given(histories(), st.randoms(use_true_random=False))
def test_c25_order_and_repetition_change_nothing(story: list[Revision], luck: random.Random) -> None:
    whole = fold(story, is_narrative)
    shuffled = [*story, *luck.choices(story, k=3)]
    luck.shuffle(shuffled)

    again = fold(iter(shuffled), is_narrative)

    assert again == whole
    assert list(again.fields) == list(whole.fields)


@given(histories(), st.lists(st.integers(0, 4), min_size=9, max_size=9), st.randoms(use_true_random=False))
def test_c25_replicas_that_exchanged_everything_are_equal(
    story: list[Revision], places: list[int], luck: random.Random
) -> None:
    posts: list[list[Revision]] = [[] for _ in range(5)]
    for revision, place in zip(story, places, strict=False):
        posts[place].append(revision)
    pairs = [(giver, taker) for giver in range(5) for taker in range(5)] * 2
    luck.shuffle(pairs)
    for giver, taker in [*pairs, *((giver, taker) for giver in range(5) for taker in range(5))]:
        posts[taker] += posts[giver][-20:]
        posts[taker] = list({revision.name: revision for revision in reversed(posts[taker])}.values())

    assert [fold(post, is_narrative) for post in posts] == [fold(story, is_narrative)] * 5


@given(histories())
def test_c25_what_is_shown_is_what_stands_by_definition(story: list[Revision]) -> None:
    found, wanted = fold(story, is_narrative), expected(story)

    for key, standing in wanted.items():
        if key == "resume":
            assert {name for one in found.fields[key] for name in one.by} == set(standing)
            continue
        values = {(type(value).__name__, value) for value in standing.values()}
        written = any(other.startswith(f"{key}/") for other in wanted)
        if key == ELEMENT and values == {("NoneType", None)} and written:
            values.add(("bool", True))
        assert spoken(found, key) == values
    assert set(found.fields) == set(wanted)


@given(histories())
def test_c25_each_value_shown_names_those_who_gave_it(story: list[Revision]) -> None:
    found = fold(story, is_narrative)
    table = {revision.name: revision.changes or {} for revision in story}

    for key, shown in found.fields.items():
        for one in shown:
            assert one.by == tuple(sorted(set(one.by)))
            if key not in ("resume", ELEMENT):
                assert all(table[name][key] == one.value for name in one.by)


@given(histories())
def test_c25_no_value_is_lost_unless_somebody_who_had_seen_it_changed_it(story: list[Revision]) -> None:
    found, before = fold(story, is_narrative), past(story)
    applied = [revision for revision in story if revision.name in before and revision.changes is not None]

    for revision in applied:
        for key, value in (revision.changes or {}).items():
            later = [other for other in applied if revision.name in before[other.name]]
            element = key.rpartition("/")[0]
            changed = any(key in (other.changes or {}) for other in later)
            removed = any((other.changes or {}).get(element, 0) is None for other in later)
            visible = any(
                revision.name in one.by and (one.value == value or key == "resume") for one in found.fields.get(key, ())
            )
            assert visible or changed or (key.startswith(f"{ELEMENT}/") and removed)


@given(histories())
def test_c25_an_erased_body_is_an_empty_place(story: list[Revision]) -> None:
    emptied = [replace(revision, changes=revision.changes or {}) for revision in story]
    found, empty = fold(story, is_narrative), fold(emptied, is_narrative)

    assert (found.heads, found.held) == (empty.heads, empty.held)
    assert {key: one for key, one in found.fields.items() if key != "resume"} == {
        key: one for key, one in empty.fields.items() if key != "resume"
    }


@given(histories(), st.randoms(use_true_random=False))
def test_c26_wrong_clocks_change_nothing(story: list[Revision], luck: random.Random) -> None:
    crooked = [replace(revision, at=(luck.choice([0, 4_070_908_800_000]), luck.randint(0, 9))) for revision in story]

    assert fold(crooked, is_narrative) == fold(story, is_narrative)


@given(histories())
def test_c26_a_decision_over_all_heads_wins_whatever_its_clock(story: list[Revision]) -> None:
    found = fold(story, is_narrative)
    decision = Revision((b"a" * 16, 99), found.heads, (0, 0), {"objet": "décidé", "resume": "Décidé."})

    decided = fold([*story, decision], is_narrative)

    assert spoken(decided, "objet") == {("str", "décidé")}
    assert spoken(decided, "resume") == {("str", "Décidé.")}
    assert decided.heads == (decision.name,)


@given(histories())
def test_c27_heads_and_held_are_what_they_are_by_definition(story: list[Revision]) -> None:
    found, before = fold(story, is_narrative), past(story)

    assert set(found.heads) == set(foremost(dict.fromkeys(before), before))
    assert found.heads == tuple(sorted(found.heads))
    assert found.held == {revision.name for revision in story} - set(before)


@given(histories(), st.sampled_from(range(9)), st.sampled_from(range(9)))
def test_c27_a_circle_is_held_with_all_that_rests_on_it(story: list[Revision], one: int, other: int) -> None:
    early, late = sorted((one % len(story), other % len(story)))
    turned = list(story)
    turned[early] = replace(story[early], parents=(*story[early].parents, story[late].name))
    turned[late] = replace(story[late], parents=(*turned[late].parents, story[early].name))

    found = fold(turned, is_narrative)

    assert {story[early].name, story[late].name} <= found.held
    assert found.held == {revision.name for revision in turned} - set(past(turned))


@given(histories(erasures=False))
def test_c25_a_merged_narrative_is_made_of_sentences_that_somebody_wrote(story: list[Revision]) -> None:
    found = fold(story, is_narrative)
    table = {revision.name: revision.changes or {} for revision in story}

    for one in found.fields.get("resume", ()):
        texts = [table[name]["resume"] for name in one.by]
        sentences = {sentence for text in texts for sentence in str(text).split(".")}
        assert {part.strip() for part in str(one.value).split(".")} <= {sentence.strip() for sentence in sentences}
