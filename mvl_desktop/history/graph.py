"""The graph of one record's revisions: who follows whom, what is applied, which assignments stand.

Nothing here recurses, and nothing keeps a set of ancestors for each revision: a chain of 100 000 revisions, or as many
missing parents, costs a few passes over what was received.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mvl_desktop.history.model import Name, Revision, Value

BLOCK = 4096
"""How many keys one pass over the graph follows; more keys are followed in several passes."""


@dataclass(frozen=True, slots=True)
class Graph:
    """The applied revisions, every one after its parents; `parents` are positions in `revisions`."""

    revisions: Sequence[Revision] = field(repr=False)
    parents: Sequence[tuple[int, ...]]
    held: frozenset[Name]

    def heads(self) -> tuple[Name, ...]:
        """Return the applied revisions that no applied revision follows."""
        followed = {parent for parents in self.parents for parent in parents}
        return tuple(sorted(r.name for i, r in enumerate(self.revisions) if i not in followed))

    def assigned(self) -> dict[str, list[int]]:
        """Return, for each key, the positions of the revisions that assign it."""
        found: dict[str, list[int]] = {}
        for i, revision in enumerate(self.revisions):
            for key in revision.changes or ():
                found.setdefault(key, []).append(i)
        return found

    def value(self, i: int, key: str) -> Value:
        """Return what the revision at `i` assigns to `key`, which it must assign."""
        return (self.revisions[i].changes or {})[key]


def by_name(revisions: Iterable[Revision]) -> dict[Name, Revision]:
    """Index revisions by name. The same one twice is harmless; an erased one wins over its former content."""
    table: dict[Name, Revision] = {}
    for revision in revisions:
        known = table.setdefault(revision.name, revision)
        if known is not revision:
            table[revision.name] = min(known, revision, key=_spelling)
    return table


def _spelling(revision: Revision) -> tuple[bool, tuple[Name, ...], str, tuple[int, int]]:
    """Order the contents that claim one name, so that every post keeps the same: erased first, then by spelling."""
    changes = revision.changes
    return changes is not None, revision.parents, repr(sorted((changes or {}).items())), revision.at


def chain(table: Mapping[Name, Revision]) -> list[Revision] | None:
    """Return the revisions in order when each follows exactly the one before, None otherwise."""
    follower: dict[Name, Revision] = {}
    first: Revision | None = None
    for revision in table.values():
        parents = revision.parents
        if not parents:
            if first is not None:
                return None
            first = revision
        elif len(parents) > 1 or parents[0] in follower:
            return None
        else:
            follower[parents[0]] = revision
    if first is None:
        return None
    found = [first]
    while (following := follower.get(found[-1].name)) is not None:
        found.append(following)
    return found if len(found) == len(table) else None


def arrange(table: Mapping[Name, Revision]) -> Graph:
    """Put every revision after its parents; what waits for a parent, or turns in a circle, is held."""
    waiting: dict[Name, int] = {}
    children: dict[Name, list[Name]] = {}
    ready: list[Name] = []
    for name, revision in table.items():
        parents = set(revision.parents)
        waiting[name] = len(parents)
        if not parents:
            ready.append(name)
        for parent in parents:
            children.setdefault(parent, []).append(name)
    for name in ready:  # grows while it is walked
        for child in children.get(name, ()):
            waiting[child] -= 1
            if not waiting[child]:
                ready.append(child)
    place = {name: i for i, name in enumerate(ready)}
    applied = [table[name] for name in ready]
    return Graph(
        applied,
        [tuple({place[parent] for parent in revision.parents}) for revision in applied],
        frozenset(table) - frozenset(place),
    )


def ancestors(graph: Graph, start: Iterable[int]) -> bytearray:
    """Mark `start` and everything before it."""
    marks = bytearray(len(graph.revisions))
    top = -1
    for i in start:
        marks[i] = 1
        top = max(top, i)
    for i in range(top, -1, -1):
        if marks[i]:
            for parent in graph.parents[i]:
                marks[parent] = 1
    return marks


@dataclass(frozen=True, slots=True)
class Standing:
    """The assignments that no later one of the same key follows, and those that an element's key follows."""

    at: dict[str, list[int]]
    under: set[tuple[str, int]]


def element_of(key: str) -> str | None:
    """Return `group/<id>` for `group/<id>/field`, None for any other key."""
    head, slash, _ = key.rpartition("/")
    return head if slash and "/" in head else None


def standing(graph: Graph) -> Standing:
    """Find, for each key, the assignments that are ancestors of no other assignment of that key."""
    assigned = graph.assigned()
    found = Standing(dict(sorted(assigned.items())), set())
    contested: list[str] = []
    for key, places in found.at.items():
        element = element_of(key)
        if len(places) > 1 or (element is not None and element in assigned):
            contested.append(key)
    for start in range(0, len(contested), BLOCK):
        block = contested[start : start + BLOCK]
        elements = [element for key in block if (element := element_of(key)) is not None and element in assigned]
        _follow(graph, assigned, dict.fromkeys([*block, *elements]), found)
    return found


def _follow(graph: Graph, assigned: Mapping[str, list[int]], keys: Iterable[str], found: Standing) -> None:
    """Walk from the newest to the oldest, telling each revision which of `keys` were assigned after it."""
    bits: dict[str, int] = {}
    here: dict[int, list[str]] = {}
    for key in keys:
        bits[key] = 1 << len(bits)
        found.at[key] = []
        for i in assigned[key]:
            here.setdefault(i, []).append(key)
    later: dict[int, int] = {}
    for i in range(len(graph.revisions) - 1, -1, -1):
        after = own = later.pop(i, 0)
        for key in here.get(i, ()):
            own |= bits[key]
            if not after & bits[key]:
                found.at[key].append(i)
            element = element_of(key)
            if element is not None and after & bits.get(element, 0):
                found.under.add((key, i))
        if own:
            for parent in graph.parents[i]:
                later[parent] = later.get(parent, 0) | own
