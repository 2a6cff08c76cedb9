"""The history of a record, field by field, in an order where what was seen comes before what followed it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import pairwise

from mvl_desktop.history.graph import Graph, arrange, by_name
from mvl_desktop.history.model import Assigned, IsNarrative, Name, Revision, Value
from mvl_desktop.history.narrative import Effort
from mvl_desktop.history.state import show

EFFORT = 20_000_000
"""Bounds the search for what came before in a record of absurd size; beyond it, `before` says less, or too much."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One field changed by one revision. `before` is what its author had under the eyes: several values, a conflict.

    An erased revision gives one entry without a key: it was there, and what it said is gone.
    """

    name: Name
    at: tuple[int, int]
    key: str | None
    before: tuple[Value, ...] = field(repr=False)
    after: Value = field(repr=False)

    @property
    def decides(self) -> bool:
        """Whether this decided between several values."""
        return len(self.before) > 1


def timeline(revisions: Iterable[Revision], is_narrative: IsNarrative) -> tuple[Entry, ...]:
    """Return every change of the applied revisions: causes first, then by the time they claim, then by name."""
    graph = _in_time(arrange(by_name(revisions)))
    before = _before(graph, is_narrative)
    entries: list[Entry] = []
    for i, revision in enumerate(graph.revisions):
        if revision.changes is None:
            entries.append(Entry(revision.name, revision.at, None, (), None))
            continue
        for key, value in sorted(revision.changes.items()):
            values = tuple(one.value for one in before.get((i, key), ()))
            entries.append(Entry(revision.name, revision.at, key, values, value))
    return tuple(entries)


def _in_time(graph: Graph) -> Graph:
    """Put the revisions in the one order that every post shows."""
    waiting = [len(parents) for parents in graph.parents]
    children: list[list[int]] = [[] for _ in waiting]
    for i, parents in enumerate(graph.parents):
        for parent in parents:
            children[parent].append(i)
    ready: list[tuple[tuple[int, int], Name, int]] = []
    for i, revision in enumerate(graph.revisions):
        if not waiting[i]:
            heappush(ready, (revision.at, revision.name, i))
    order: list[int] = []
    while ready:
        i = heappop(ready)[2]
        order.append(i)
        for child in children[i]:
            waiting[child] -= 1
            if not waiting[child]:
                heappush(ready, (graph.revisions[child].at, graph.revisions[child].name, child))
    place = {i: new for new, i in enumerate(order)}
    return Graph(
        [graph.revisions[i] for i in order],
        [tuple(sorted(place[parent] for parent in graph.parents[i])) for i in order],
        graph.held,
    )


def _before(graph: Graph, is_narrative: IsNarrative) -> dict[tuple[int, str], tuple[Assigned, ...]]:
    """Return what stood under each key just before each revision that assigns it."""
    effort = Effort(EFFORT)
    found: dict[tuple[int, str], tuple[Assigned, ...]] = {}
    straight = all(parents == (i - 1,) for i, parents in enumerate(graph.parents) if i)
    for key, places in sorted(graph.assigned().items()):
        seen = _one_by_one(places) if straight else _seen(graph, places, effort)
        for i, standing in seen.items():
            if standing:
                found[i, key] = show(graph, key, standing, is_narrative, effort)
    return found


def _one_by_one(places: Sequence[int]) -> dict[int, Sequence[int]]:
    """Return, for each assignment of one key, the one before it."""
    return {i: (before,) for before, i in pairwise(places)}


def _seen(graph: Graph, places: Sequence[int], effort: Effort) -> dict[int, Sequence[int]]:
    """Return, for each assignment of one key, the assignments that stood for its author."""
    if not effort.allows(len(graph.revisions)):
        return {}
    assigns = frozenset(places)
    front: list[tuple[int, ...]] = []
    found: dict[int, Sequence[int]] = {}
    for i, parents in enumerate(graph.parents):
        fronts = {front[parent] for parent in parents}
        known = fronts.pop() if fronts else ()
        if fronts:
            known = _foremost(graph, sorted(set(known).union(*fronts)), effort)
        if i in assigns:
            found[i] = known
            known = (i,)
        front.append(known)
    return found


def _foremost(graph: Graph, places: Sequence[int], effort: Effort) -> tuple[int, ...]:
    """Keep the places that no other of them follows."""
    if not places or not effort.allows(places[-1] - places[0]):
        return tuple(places)
    followed: set[int] = set()
    wanted = set(places)
    for i in range(places[-1], places[0], -1):
        if i in wanted or i in followed:
            followed.update(graph.parents[i])
    return tuple(i for i in places if i not in followed)
