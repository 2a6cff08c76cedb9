"""What a record says: one value, two that nobody decided between, what waits, and what a list may show."""

from mvl_desktop.history.model import Assigned, Revision
from mvl_desktop.history.state import fold, is_present, values
from tests.unit.history.builders import erased, is_narrative, name, names, put, rev, shown, state

P = "personnes/00000000000000aa"


def test_a_new_record_says_what_its_only_revision_says() -> None:
    found = state(rev("a1", objet="x", natures__sante=True))

    assert found.fields == {
        "objet": (Assigned("x", names("a1")),),
        "natures/sante": (Assigned(value=True, by=names("a1")),),
    }
    assert (found.heads, found.held, found.conflicts) == (names("a1"), frozenset(), ())


def test_keys_come_in_one_order_however_they_were_written() -> None:
    one, two = rev("a1", y=1, x=1), rev("b1", "a1", w=2)

    assert list(state(one).fields) == ["x", "y"]
    assert list(state(one, two).fields) == ["w", "x", "y"]
    assert list(state(one, two, rev("c1", "a1", v=3)).fields) == ["v", "w", "x", "y"]


def test_a_record_without_revision_says_nothing() -> None:
    assert state().fields == {}


def test_what_only_one_changed_merges_by_itself() -> None:
    found = state(rev("a1", x=1, y=1), rev("a2", "a1", x=2), rev("b1", "a1", y=2))

    assert shown(found) == {"x": (2,), "y": (2,)}
    assert found.heads == names("a2", "b1")


def test_what_two_changed_keeps_both_values_in_the_same_order_everywhere() -> None:
    story = [rev("a1", x=1), rev("b1", "a1", x=3), rev("a2", "a1", x=2)]

    assert shown(state(*story)) == shown(state(*story[::-1])) == {"x": (2, 3)}
    assert state(*story).conflicts == ("x",)


def test_one_is_not_true() -> None:
    assert shown(state(rev("a1", x=1), rev("b1", x=True))) == {"x": (1, True)}
    assert [type(one.value) for one in state(rev("a1", x=1), rev("b1", x=True)).fields["x"]] == [int, bool]


def test_a_field_emptied_here_and_changed_there_shows_the_value_first() -> None:
    found = state(rev("a1", x=1), rev("a2", "a1", x=None), rev("b1", "a1", x=2))

    assert shown(found) == {"x": (2, None)}
    assert values(found) == {"x": 2}


def test_a_revision_waits_for_its_parents_and_what_follows_waits_with_it() -> None:
    found = state(rev("a1", x=1), rev("b2", "b1", x=2), rev("a2", "b2", y=1))

    assert shown(found) == {"x": (1,)}
    assert found.held == frozenset(names("b2", "a2"))
    arrived = state(rev("a1", x=1), rev("b2", "b1", x=2), rev("a2", "b2", y=1), rev("b1", "a1", x=0))
    assert shown(arrived) == {"x": (2,), "y": (1,)}
    assert not arrived.held


def test_one_revision_alone_waits_for_its_parents_too() -> None:
    found = state(rev("b1", "a1", x=1))

    assert shown(found) == {}
    assert (found.heads, found.held) == ((), frozenset(names("b1")))


def test_two_contents_under_one_name_give_the_same_state_in_any_order() -> None:
    one, other = rev("a1", x=1), rev("a1", x=2)

    assert state(one, other) == state(other, one)


def test_an_erased_decision_opens_the_conflict_again() -> None:
    story = [rev("a1", x=1), rev("a2", "a1", x=2), rev("b1", "a1", x=3)]

    assert shown(state(*story, rev("c1", "a2 b1", x=4))) == {"x": (4,)}
    assert shown(state(*story, erased("c1", "a2 b1"))) == {"x": (2, 3)}


def test_a_list_shows_one_value_for_each_key() -> None:
    assert values(state(rev("a1", x=1))) == {"x": 1}
    assert values(state(rev("a1", x=1), rev("a2", "a1", y=2))) == {"x": 1, "y": 2}


def test_an_element_is_present_while_something_is_written_in_it() -> None:
    found = state(put("a1", "", {f"{P}/nom": "Durand", "natures/sante": True, "natures/argent": None}))

    assert is_present(found, P)
    assert is_present(found, "natures/sante")
    assert not is_present(found, "natures/argent")
    assert not is_present(found, "personnes/00000000000000bb")


def test_a_revision_that_breaks_the_rule_of_elements_loses_nothing() -> None:
    found = state(put("a1", "", {P: None, f"{P}/nom": "Durand"}))

    assert shown(found) == {P: (True, None), f"{P}/nom": ("Durand",)}


def test_what_is_shown_is_quiet_in_a_log() -> None:
    found = state(rev("a1", x="secret"), rev("b1", x="caché"))

    assert "secret" not in repr(found)
    assert "secret" not in repr(found.fields["x"])
    assert "secret" not in repr(rev("a1", x="secret"))


def test_a_state_does_not_follow_the_list_it_was_made_from() -> None:
    story = [rev("a1", x=1)]
    found = fold(story, is_narrative)
    story[0] = rev("a1", x=2, y=1)

    assert found.fields == {"x": (Assigned(1, names("a1")),)}


def test_a_straight_history_says_who_gave_each_value_however_long() -> None:
    for length in (2, 63, 64, 65, 200):
        story = [rev("a1", x=0, y=0), *(rev(f"a{i}", f"a{i - 1}", x=i) for i in range(2, length + 1))]
        found = state(*story)

        assert found.fields == {"x": (Assigned(length, names(f"a{length}")),), "y": (Assigned(0, names("a1")),)}
        assert (list(found.fields), len(found.fields), found.conflicts) == (["x", "y"], 2, ())
        assert "z" not in found.fields


def test_any_iterable_of_revisions_will_do() -> None:
    story = [rev("a1", x=1)]

    assert fold(iter(story), is_narrative) == fold(tuple(story), is_narrative) == fold(story, is_narrative)
    assert fold({name("a1"): story[0]}.values(), is_narrative) == fold(story, is_narrative)
    assert fold([Revision(name("a1"), (), (0, 0), None)], is_narrative).heads == names("a1")
