"""What is taken back, each rule at its very edge (build/mutations.py)."""

from mvl_desktop.history.model import Revision, Value
from mvl_desktop.history.takeback import state_before, take_back
from tests.unit.history.builders import erased, is_narrative, names, put, rev, shown


def back(story: list[Revision], *shorts: str) -> tuple[dict[str, Value], tuple[str, ...]]:
    found = take_back(story, frozenset(names(*shorts)), is_narrative, frozenset({"rang"}))
    return dict(found.changes), found.kept


def test_what_came_before_is_what_their_authors_had_seen_and_nothing_of_theirs() -> None:
    story = [rev("a1", x=1), rev("a2", "a1", x=2), rev("a3", "a2", x=3), rev("b1", "a1", x=4), rev("b2", "b1", x=5)]
    for taken in (("a2",), ("a2", "a3")):
        before = state_before(story, names(*taken), is_narrative)
        assert (shown(before), before.held) == ({"x": (1,)}, frozenset())


def test_what_was_erased_has_nothing_to_take_back() -> None:
    assert back([rev("a1", x=1), erased("a2", "a1")], "a2") == ({}, ())


def test_what_waits_for_its_parents_has_changed_nothing_yet() -> None:
    waiting = put("a3", "a2", {"cadre": "ecole", "notes/2/texte": "Deux"})
    assert back([rev("a1", objet="Avant"), waiting], "a3") == ({}, ())


def test_an_element_that_was_there_stays_with_what_it_said() -> None:
    story = [put("a1", "", {"notes/1/texte": "Une", "natures/x": True})]
    story += [put("a2", "a1", {"notes/1/texte": "Autre", "natures/x": None})]
    assert back(story, "a2") == ({"notes/1/texte": "Une", "natures/x": True}, ())


def test_an_element_that_had_been_removed_and_that_two_decide_upon_is_left_to_them() -> None:
    story = [put("a1", "", {"natures/x": None}), put("a2", "a1", {"natures/x": True})]
    story += [put("b1", "a1", {"natures/x": None})]
    assert back(story, "a2") == ({}, ("natures/x",))


def test_a_field_that_was_empty_is_no_element() -> None:
    story = [rev("a1", objet="o"), rev("a2", "a1", cadre="ecole"), rev("b1", "a1", cadre="club")]
    assert back(story, "a2") == ({"cadre": "club"}, ())


def test_what_several_others_wrote_stays_between_them() -> None:
    story = [rev("a1", objet="Avant"), *(rev(f"{each}1" if each != "a" else "a2", "a1", objet=each) for each in "abc")]
    assert back(story, "a2") == ({}, ("objet",))
