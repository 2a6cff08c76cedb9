"""Each rule of the history alone, at its very edge: tests that nothing else would have failed (build/mutations.py)."""

import pytest

from mvl_desktop.history.clock import AHEAD_MAX_MS, tick
from mvl_desktop.history.compare import compare
from mvl_desktop.history.edit import PARENTS_MAX, joining_parents, same
from mvl_desktop.history.erasure import preview
from mvl_desktop.history.model import Revision, Value
from tests.unit.history.builders import erased, is_narrative, name, names, put, rev


def test_a_clock_before_1970_writes_no_negative_time() -> None:
    assert tick((2 * AHEAD_MAX_MS, 0), -5) == (0, 0)


@pytest.mark.parametrize(
    ("heads", "joined"), [(PARENTS_MAX, None), (PARENTS_MAX + 1, 2), (2 * PARENTS_MAX, PARENTS_MAX)]
)
def test_as_few_heads_as_needed_are_joined(heads: int, joined: int | None) -> None:
    found = joining_parents([(bytes([n]) * 16, 1) for n in range(heads)])
    assert (None if found is None else len(found)) == joined


@pytest.mark.parametrize(("a", "b"), [(1, True), (0, False), ("", None), ((), "")])
def test_values_of_two_sorts_are_not_one(a: Value, b: Value) -> None:
    assert not same(a, b)
    assert same(a, a)


def holders(story: list[Revision], *gone: str) -> dict[str, tuple[str, ...]]:
    return {holder.key: holder.words for holder in preview(story, names(*gone), is_narrative).holders}


def test_what_was_erased_before_says_nothing_more() -> None:
    story = [rev("a1", x="Durand"), erased("a2", "a1"), rev("a3", "a2", x="Dupont")]
    assert preview(story, names("a2"), is_narrative).holders == ()


def test_a_removal_and_a_tick_are_no_words_of_anybody() -> None:
    story = [
        put("a1", "", {"natures/emprise": True, "personnes/0a": None}),
        put("a2", "a1", {"natures/emprise": None, "personnes/0b": None}),
        put("b1", "a1", {"natures/emprise": True, "personnes/0a": None}),
    ]
    assert holders(story, "a1") == {}
    assert holders(story, "a2") == {}


def test_a_value_that_is_no_text_is_found_whole_and_a_text_by_its_words() -> None:
    story = [rev("a1", x=93), rev("a2", "a1", x=7, y="Durand dort"), rev("a3", "a2", x=7, y="Durand dort")]
    assert holders(story, "a2") == {"x": ("7",), "y": ("dort", "durand")}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("pain", ("pain",)),
        ("riz", ()),
        ("Riz", ("riz",)),
        ("Al", ("al",)),
        ("12", ("12",)),
        ("7", ("7",)),
        ("a     b", ()),
    ],
)
def test_words_of_four_letters_names_and_figures_are_looked_for(text: str, found: tuple[str, ...]) -> None:
    other = f"voir {text} ici"
    assert holders([rev("a1", x=f"le {text} là"), rev("a2", "a1", y=other)], "a1").get("y", ()) == found


def cut(old: str, new: str) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    before, after = compare(old, new)
    return [(each.text, each.same) for each in before], [(each.text, each.same) for each in after]


def test_a_space_between_two_changed_words_is_changed_and_a_sign_is_not() -> None:
    assert cut("x y", "z t") == ([("x y", False)], [("z t", False)])
    assert cut("x,y", "z,t")[0] == [("x", False), (",", True), ("y", False)]
    assert cut("a ", "b ") == ([("a", False), (" ", True)], [("b", False), (" ", True)])


def test_texts_too_different_share_nothing() -> None:
    old, new = (" ".join(f"{letter}{n}" for n in range(700)) for letter in "ab")
    assert cut(old, new) == ([(old, False)], [(new, False)])


def test_a_name_that_is_not_of_the_record_is_passed_over() -> None:
    found = preview([rev("a1", x=1)], [name("b9")], is_narrative)
    assert (found.returning, found.holders) == ({}, ())
