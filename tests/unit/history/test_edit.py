"""Decisions, and taking a decision back."""

import pytest

from mvl_desktop.history.edit import before_decision, resolve, version
from mvl_desktop.history.model import RecordState, Revision, Value
from tests.unit.history.builders import is_narrative, name, names, put, rev, shown, state

P = "personnes/00000000000000aa"


def test_a_decision_has_all_the_heads_for_parents() -> None:
    seen = state(rev("a1", x=1), rev("a2", "a1", x=2), rev("b1", "a1", x=3), rev("c1", "a1", y=1))
    edit = resolve(seen, "x", 3)

    assert edit is not None
    assert edit.parents == names("a2", "b1", "c1")
    assert edit.changes == {"x": 3}


def test_there_is_nothing_to_decide_where_nobody_disagrees() -> None:
    assert resolve(state(rev("a1", x=1)), "x", 2) is None
    assert resolve(state(rev("a1", x=1)), "absent", 2) is None


def test_a_version_is_found_by_any_revision_that_gave_it() -> None:
    seen = state(rev("a1", x=1), rev("a2", "a1", x=2), rev("b1", "a1", x=3), rev("c1", "a1", x=3))

    assert version(seen, "x", name("c1")) == version(seen, "x", name("b1"))
    assert version(seen, "x", name("a1")) is None
    assert version(seen, "absent", name("a1")) is None


def reopened(story: list[Revision], key: str) -> RecordState:
    """Undo the decision on a key and fold again."""
    again = before_decision(story, key, is_narrative)
    assert again is not None
    undone = [Revision(name(f"h{n}"), parents, (0, 0), {key: value}) for n, (value, parents) in enumerate(again, 1)]
    return state(*story, *undone)


def test_taking_a_decision_back_opens_the_same_conflict_again() -> None:
    story = [rev("a1", x=1), rev("a2", "a1", x=2), rev("b1", "a1", x=3), rev("c1", "a2 b1", x=3), rev("a3", "c1", y=1)]

    again = reopened(story, "x")

    assert set(shown(again)["x"]) == {2, 3}
    assert shown(again)["y"] == (1,)
    assert again.fields["x"][0].by == names("c1")


def test_a_third_value_that_was_decided_stays_beside_the_two_others() -> None:
    story = [rev("a1", x=1), rev("a2", "a1", x=2), rev("b1", "a1", x=3), rev("c1", "a2 b1", x=4)]

    assert set(shown(reopened(story, "x"))["x"]) == {2, 3, 4}


def test_taking_back_a_decision_on_a_narrative_never_merges_what_was_refused() -> None:
    story = [
        rev("a1", resume="Un. Deux."),
        rev("a2", "a1", resume="UN. Deux."),
        rev("b1", "a1", resume="un. Deux."),
        rev("c1", "a2 b1", resume="UN. Deux."),
    ]

    assert set(shown(reopened(story, "resume"))["resume"]) == {"UN. Deux.", "un. Deux."}


@pytest.mark.parametrize("decided", [True, None])
def test_taking_back_a_decision_on_an_element(decided: Value) -> None:
    story = [
        put("a1", "", {f"{P}/nom": "Durand"}),
        put("a2", "a1", {P: None}),
        put("b1", "a1", {f"{P}/nom": "Dupont"}),
        put("c1", "a2 b1", {P: decided}),
    ]

    again = reopened(story, P)

    assert P in again.conflicts
    assert "Dupont" in shown(again)[f"{P}/nom"]


def test_what_decided_nothing_cannot_be_taken_back() -> None:
    story = [rev("a1", x=1, y=1), rev("a2", "a1", x=2), rev("b1", "a1", x=3)]

    assert before_decision(story, "x", is_narrative) is None  # still in conflict
    assert before_decision(story, "y", is_narrative) is None
    assert before_decision(story, "absent", is_narrative) is None
    later = [*story, rev("c1", "a2 b1", x=3), rev("c2", "c1", x=5)]
    assert before_decision(later, "x", is_narrative) is None  # changed since by somebody who knew


def test_a_decision_taken_back_can_be_taken_again() -> None:
    story = [rev("a1", x=1), rev("a2", "a1", x=2), rev("b1", "a1", x=3), rev("c1", "a2 b1", x=3)]
    again = before_decision(story, "x", is_narrative)
    assert again == ((2, names("a2", "b1")),)
    story.append(Revision(name("d1"), again[0][1], (0, 0), {"x": 2}))

    edit = resolve(state(*story), "x", 2)
    assert edit is not None
    story.append(Revision(name("c2"), edit.parents, (0, 0), edit.changes))

    assert shown(state(*story))["x"] == (2,)
    assert set(shown(reopened(story, "x"))["x"]) == {2, 3}


def test_two_posts_that_decided_alike_are_taken_back_together() -> None:
    story = [
        rev("a1", x=1),
        rev("a2", "a1", x=2),
        rev("b1", "a1", x=3),
        rev("c1", "a2 b1", x=3),
        rev("d1", "a2 b1", x=3),
    ]

    assert set(shown(reopened(story, "x"))["x"]) == {2, 3}
