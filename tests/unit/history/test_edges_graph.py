"""Who follows whom, what stands, what came before, each at its very edge (build/mutations.py)."""

import pytest

from mvl_desktop.history import timeline
from mvl_desktop.history.graph import Graph, ancestors, arrange, by_name, element_of
from mvl_desktop.history.model import Revision
from mvl_desktop.history.narrative import Effort, unite
from mvl_desktop.history.state import show
from mvl_desktop.history.timeline import Entry
from tests.unit.history.builders import erased, is_narrative, name, put, rev, shown, state


def graph(*story: Revision) -> Graph:
    return arrange(by_name(story))


def test_what_comes_before_several_is_found_whichever_is_named_first() -> None:
    line = graph(rev("a1", x=1), rev("a2", "a1", x=2), rev("a3", "a2", x=3))
    assert list(ancestors(line, [2, 0])) == list(ancestors(line, [0, 2])) == [1, 1, 1]


def test_the_field_of_an_element_has_an_element_and_nothing_else_has() -> None:
    assert [element_of(key) for key in ("pieces/0a/nom", "natures/emprise", "resume")] == ["pieces/0a", None, None]


def test_a_field_of_an_element_that_nobody_assigned_is_in_conflict_like_any_other() -> None:
    found = state(put("a1", "", {"pieces/0a/nom": "x"}), put("b1", "", {"pieces/0a/nom": "y"}))
    assert shown(found) == {"pieces/0a/nom": ("x", "y")}


# ---- lines


def test_what_was_erased_in_a_line_hides_nothing_of_what_is_before_it() -> None:
    line = [
        put("a1", "", {"pieces/0a/nom": "x", "objet": "o"}),
        erased("a2", "a1"),
        put("a3", "a2", {"pieces/0a": None}),
    ]
    assert shown(state(*line)) == {"objet": ("o",), "pieces/0a": (None,)}


def test_an_element_that_is_kept_hides_none_of_its_fields() -> None:
    line = [
        put("a1", "", {"pieces/0a/nom": "x", "natures/emprise": True}),
        put("a2", "a1", {"pieces/0a": True, "natures/emprise": None}),
    ]
    assert shown(state(*line)) == {"natures/emprise": (None,), "pieces/0a": (True,), "pieces/0a/nom": ("x",)}


# ---- narratives

BASE = "Un début. Une suite. Une fin."
LEFT, RIGHT = BASE.replace("Un début", "Le début"), BASE.replace("Une fin", "La fin")


def fork(key: str, *texts: str) -> list[Revision]:
    return [put("a1", "", {key: BASE}), *(put(f"{'bcd'[i]}1", "a1", {key: text}) for i, text in enumerate(texts))]


def test_only_narratives_merge() -> None:
    assert shown(state(*fork("resume", LEFT, RIGHT))) == {"resume": ("Le début. Une suite. La fin.",)}
    assert shown(state(*fork("objet", LEFT, RIGHT))) == {"objet": (LEFT, RIGHT)}


def test_one_step_that_fails_shows_every_version() -> None:
    other = BASE.replace("Un début", "Ce début")
    assert shown(state(*fork("resume", LEFT, other, RIGHT))) == {"resume": (LEFT, other, RIGHT)}


def test_a_text_that_stands_further_back_is_no_base_beside_the_nearest() -> None:
    story = [
        put("a1", "", {"resume": "Rien."}),
        put("a2", "a1", {"objet": "o"}),
        put("a3", "a2", {"resume": BASE}),
        put("b1", "a3", {"resume": LEFT}),
        put("c1", "a3", {"resume": RIGHT}),
    ]
    assert shown(state(*story))["resume"] == ("Le début. Une suite. La fin.",)


def test_the_effort_is_counted_in_revisions_and_signs_to_the_last() -> None:
    story = graph(*fork("resume", LEFT, RIGHT))
    places, cost = [1, 2], len(BASE) + len(LEFT) + len(RIGHT) + 3
    assert unite(story, "resume", places, Effort(cost)) == "Le début. Une suite. La fin."
    assert unite(story, "resume", places, Effort(cost - 1)) is None
    assert unite(story, "resume", places, Effort(cost - 3)) is None


def test_versions_that_agree_cost_nothing() -> None:
    story, effort = graph(*fork("resume", LEFT, LEFT)), Effort(10)
    [one] = show(story, "resume", [1, 2], is_narrative, effort)
    assert (one.value, one.by, effort.left) == (LEFT, (name("b1"), name("c1")), 10)


# ---- what came before


@pytest.mark.parametrize(("before", "decides"), [((), False), (("x",), False), (("x", "y"), True)])
def test_a_decision_is_between_several(before: tuple[str, ...], decides: bool) -> None:
    assert Entry(name("a1"), (0, 0), "objet", before, "z").decides is decides


def test_beyond_the_effort_what_came_before_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    story = [rev("a1", x=1), rev("b1", "a1", x=2), rev("c1", "a1", x=3), rev("d1", "b1 c1", x=4)]
    told = [entry.before for entry in timeline.timeline(story, is_narrative)]
    assert told == [(), (1,), (1,), (2, 3)]
    monkeypatch.setattr(timeline, "EFFORT", 0)
    assert [entry.before for entry in timeline.timeline(story, is_narrative)] == [(), (), (), ()]


def places(parents: list[tuple[int, ...]], *chosen: int, effort: int = 10) -> tuple[int, ...]:
    story = Graph([rev(f"a{n}", x=n) for n in range(1, len(parents) + 1)], parents, frozenset())
    return timeline._foremost(story, chosen, Effort(effort))


def test_the_foremost_of_some_places_are_those_that_none_of_them_follows() -> None:
    assert places([(), (0,), (1,)], 0, 2) == (2,)
    assert places([(), (0,), ()], 0, 2) == (0, 2)
    assert places([(), (0,)], 0, 1, effort=1) == (1,)
    assert places([(), (0,)], 0, 1, effort=0) == (0, 1)
