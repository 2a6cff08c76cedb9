"""The history of a record as people read it."""

from mvl_desktop.history.model import Revision
from mvl_desktop.history.timeline import Entry, timeline
from tests.unit.history.builders import erased, is_narrative, name, put, rev


def told(*story: Revision) -> list[tuple[str, str | None, tuple[object, ...], object]]:
    return [
        (f"{entry.name[0][:1].decode()}{entry.name[1]}", entry.key, entry.before, entry.after)
        for entry in timeline(story, is_narrative)
    ]


def test_each_change_says_what_was_before() -> None:
    assert told(rev("a1", x=1, y=1), rev("a2", "a1", x=2), rev("b1", "a2", x=None)) == [
        ("a1", "x", (), 1),
        ("a1", "y", (), 1),
        ("a2", "x", (1,), 2),
        ("b1", "x", (2,), None),
    ]


def test_before_is_what_the_author_had_seen_not_what_others_wrote_meanwhile() -> None:
    assert told(rev("a1", x=1), rev("a2", "a1", x=2), rev("b1", "a1", x=3))[1:] == [
        ("a2", "x", (1,), 2),
        ("b1", "x", (1,), 3),
    ]


def test_a_decision_shows_the_values_it_decided_between() -> None:
    story = (rev("a1", x=1), rev("a2", "a1", x=2), rev("b1", "a1", x=3), rev("c1", "a2 b1", x=3, y=0))
    last = timeline(story, is_narrative)[-2:]

    assert [(entry.key, entry.before, entry.decides) for entry in last] == [("x", (2, 3), True), ("y", (), False)]


def test_a_value_seen_again_by_a_longer_way_is_not_before() -> None:
    # b1 knows a1 directly, and through a2 that replaced it.
    story = (rev("a1", x=1), rev("a2", "a1", x=2), rev("c1", "a1", y=1), rev("b1", "a2 c1", x=3))

    assert told(*story)[-1] == ("b1", "x", (2,), 3)


def test_a_narrative_that_merged_is_told_merged() -> None:
    story = (
        rev("a1", resume="Un. Deux."),
        rev("a2", "a1", resume="UN. Deux."),
        rev("b1", "a1", resume="Un. DEUX."),
        rev("c1", "a2 b1", resume="Fin."),
    )

    assert told(*story)[-1] == ("c1", "resume", ("UN. DEUX.",), "Fin.")


def test_causes_come_first_then_time_then_name() -> None:
    story = [
        rev("a1", "", (900, 0), x=1),
        rev("b1", "a1", (100, 0), x=2),
        rev("c1", "a1", (50, 0), x=3),
        rev("d1", "a1", (50, 0), x=4),
        rev("a2", "", (950, 0), x=5),
    ]
    order = ["a1", "c1", "d1", "b1", "a2"]

    assert [line[0] for line in told(*story)] == order
    assert [line[0] for line in told(*story[::-1])] == order


def test_an_erased_revision_leaves_a_line_without_content() -> None:
    assert timeline([rev("a1", x=1), erased("a2", "a1"), rev("a3", "a2", x=3)], is_narrative) == (
        Entry(name("a1"), (0, 0), "x", (), 1),
        Entry(name("a2"), (0, 0), None, (), None),
        Entry(name("a3"), (0, 0), "x", (1,), 3),
    )


def test_what_is_held_is_not_history_yet() -> None:
    assert [line[0] for line in told(rev("a1", x=1), rev("b2", "b1", x=2))] == ["a1"]


def test_the_history_is_the_same_in_any_order() -> None:
    story = [rev("a1", x=1), rev("a2", "a1", x=2), rev("b1", "a1", x=3), put("c1", "a2", {"natures/sante": True})]

    assert timeline(story, is_narrative) == timeline([*story[::-1], story[0]], is_narrative)
