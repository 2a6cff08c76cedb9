"""C27: hostile parents are bounded. No clock is watched: a quadratic walk would not end, a recursion would crash."""

from mvl_desktop.history.graph import BLOCK, arrange, by_name
from mvl_desktop.history.model import Revision, Value
from mvl_desktop.history.narrative import Effort, unite
from mvl_desktop.history.state import fold
from mvl_desktop.history.timeline import timeline
from tests.unit.history.builders import is_narrative, name, names, put, rev, shown, state

MANY = 100_000


def chain(length: int) -> list[Revision]:
    """Build a chain as long as asked, the newest first."""
    made = [rev("a1", x=1)]
    made += [rev(f"a{i}", f"a{i - 1}", x=i) for i in range(2, length + 1)]
    return made[::-1]


def test_c27_a_chain_of_100_000_revisions() -> None:
    found = state(*chain(MANY))

    assert shown(found) == {"x": (MANY,)}
    assert found.heads == names(f"a{MANY}")


def test_c27_a_fork_on_a_chain_of_100_000_revisions() -> None:
    text = "Un. Deux. Trois."
    found = state(
        *chain(MANY),
        rev("b1", "a1", x=0, resume=text),
        rev("c1", "b1", resume="UN. Deux. Trois."),
        rev("d1", "b1", resume="Un. Deux. TROIS."),
    )

    assert shown(found) == {"resume": ("UN. Deux. TROIS.",), "x": (MANY, 0)}


def test_c27_100_000_missing_parents_on_one_revision() -> None:
    bomb = Revision(name("b1"), tuple((b"z" * 16, i) for i in range(MANY)), (0, 0), {"x": 2})
    found = state(rev("a1", x=1), bomb)

    assert shown(found) == {"x": (1,)}
    assert found.held == {bomb.name}


def test_c27_100_000_revisions_that_each_miss_a_parent() -> None:
    found = state(rev("a1", x=1), *(rev(f"b{i}", f"c{i}", x=2) for i in range(1, MANY)))

    assert shown(found) == {"x": (1,)}
    assert len(found.held) == MANY - 1


def test_c27_seventeen_parents_are_walked_like_two() -> None:
    found = state(
        rev("a1", x=0),
        *(rev(f"b{i}", "a1", x=i) for i in range(1, 18)),
        rev("c1", " ".join(f"b{i}" for i in range(1, 18)), x=99),
    )

    assert shown(found) == {"x": (99,)}


def test_c27_a_parent_of_another_record_holds_the_revision() -> None:
    # A record's revisions come alone: a name of another record is a parent that never arrives.
    found = state(rev("a1", x=1), rev("b1", "a1 h7", x=2), rev("b2", "b1", y=3))

    assert shown(found) == {"x": (1,)}
    assert found.held == frozenset(names("b1", "b2"))


def test_c27_a_circle_of_two_devices_is_held_without_recursion() -> None:
    found = state(rev("a1", x=1), rev("a2", "b1", x=2), rev("b1", "a2", x=3), rev("c1", "c1", x=4))

    assert shown(found) == {"x": (1,)}
    assert found.held == frozenset(names("a2", "b1", "c1"))


def test_c27_a_circle_of_100_000_revisions_is_held() -> None:
    links = [rev(f"a{i}", f"a{i - 1 or MANY}") for i in range(1, MANY + 1)]

    assert len(state(*links).held) == MANY


def test_c27_the_same_parent_named_twice_counts_once() -> None:
    twice = Revision(name("b1"), names("a1", "a1"), (0, 0), {"x": 2})

    assert shown(state(rev("a1", x=1), twice)) == {"x": (2,)}


def test_c27_uniting_narratives_stops_at_a_bound_counted_in_revisions_and_characters() -> None:
    text = "Un. Deux. Trois. Quatre."
    story = [rev("a1", resume=text)]
    story += [
        rev(f"{who}1", "a1", resume=text.replace(old, "Vu"))
        for who, old in zip("bcd", ("Un", "Deux", "Trois"), strict=True)
    ]
    graph = arrange(by_name(story))
    places = [1, 2, 3]
    cost = 2 * (len(story) + 3 * len(text))

    assert unite(graph, "resume", places, Effort(cost)) == "Vu. Vu. Vu. Quatre."
    assert unite(graph, "resume", places, Effort(cost // 2)) is None
    assert unite(graph, "resume", places, Effort(1)) is None


def test_c27_more_keys_than_one_pass_follows() -> None:
    element = "faits/00000000000000aa"
    wide: dict[str, Value] = {f"{element}/k{i:05}": i for i in range(BLOCK)}
    found = fold(
        [
            put("a1", "", {**wide, "zz": 1, "aa": 1}),
            put("a2", "a1", {element: None, "zz": 2}),
            put("b1", "a1", {f"{element}/k00007": 0, "aa": 2, "zz": 3}),
        ],
        is_narrative,
    )

    assert shown(found) == {element: (True, None), f"{element}/k00007": (0,), "aa": (2,), "zz": (2, 3)}


def test_c27_the_history_of_a_long_forked_record_is_told() -> None:
    told = timeline([*chain(20_000), rev("b1", "a1", x=0)], is_narrative)

    assert len(told) == 20_001
    assert next(entry for entry in told if entry.name == name("a20000")).before == (19_999,)
