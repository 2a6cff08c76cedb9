"""What a record says: a pure function of the set of its revisions, the same on every post and in any order.

How an element `group/<id>` shows in `fields`:

- never removed: its fields only (`group/<id>/field`), and the element's own key only if somebody assigned it;
- removed: its own key with the single value None, and no field;
- removed while, or before, somebody wrote in it: the surviving fields, and its own key in conflict, True (by those who
  wrote) against None (by those who removed). Assigning True decides to keep it, and what the removal hid comes back;
  assigning None decides to remove it. A set's element `natures/<code>` in conflict reads the same way.

So an element is there as soon as one value of its own key is not None, and the first `Assigned` of a conflict, never a
None, is what a list may show.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from mvl_desktop.history.graph import Graph, arrange, by_name, chain, element_of, standing
from mvl_desktop.history.model import Assigned, IsNarrative, Name, RecordState, Revision, Undisputed, Value
from mvl_desktop.history.narrative import Effort, unite

_SHORT = 64
"""How many revisions may be walked to find who gave a value, each time it is asked."""


class Sole(Undisputed):
    """The fields of a record whose few revisions follow each other: most records.

    `changes` has their values; who gave each is looked for when it is asked, since a list or a search never asks.
    """

    __slots__ = ("_line", "changes")

    def __init__(self, line: Sequence[Revision], changes: Mapping[str, Value]) -> None:
        self.changes = changes
        self._line = line

    def __getitem__(self, key: str) -> tuple[Assigned, ...]:
        value = self.changes[key]
        name = next(revision.name for revision in reversed(self._line) if key in (revision.changes or ()))
        return (Assigned(value, (name,)),)

    def __contains__(self, key: object) -> bool:
        return key in self.changes

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self.changes))

    def __len__(self) -> int:
        return len(self.changes)


def fold(revisions: Iterable[Revision], is_narrative: IsNarrative) -> RecordState:
    """Return what these revisions of one record say together; their order and repetitions do not matter."""
    if isinstance(revisions, Sequence) and len(revisions) == 1 and not revisions[0].parents:
        return _fold_line(revisions)
    table = by_name(revisions)
    line = chain(table)
    if line is None:
        return fold_graph(arrange(table), is_narrative)
    return _fold_line(line)


def values(state: RecordState) -> dict[str, Value]:
    """Return one value for each key, as lists and search show it: of a conflict, the first."""
    if isinstance(state.fields, Sole):
        return dict(state.fields.changes)
    return {key: assigned[0].value for key, assigned in state.fields.items()}


def is_present(state: RecordState, key: str) -> bool:
    """Tell whether an element `natures/<code>` or `group/<id>` is there; in conflict, it is."""
    if key in state.fields:
        return any(assigned.value is not None for assigned in state.fields[key])
    prefix = f"{key}/"
    return any(other.startswith(prefix) for other in state.fields)


def _fold_line(line: Sequence[Revision]) -> RecordState:
    """Fold revisions that each follow the one before: the newest assignment of each key stands."""
    heads = (line[-1].name,)
    if len(line) > _SHORT:
        return RecordState(_stand(line), heads)
    changes: Mapping[str, Value] = line[0].changes or {}
    if len(line) > 1:
        changes = dict(changes)
        for revision in line[1:]:
            changes.update(revision.changes or {})
    # Without a nil that stands, no element was removed.
    return RecordState(_stand(line) if None in changes.values() else Sole(tuple(line), changes), heads)


def _stand(line: Sequence[Revision]) -> dict[str, tuple[Assigned, ...]]:
    """Find the newest assignment of each key, from the newest revision back, and hide what was removed."""
    stands: dict[str, Revision] = {}
    removed: set[str] = set()
    hidden: set[str] = set()
    for revision in reversed(line):
        gone: set[str] = set()
        for key, value in (revision.changes or {}).items():
            if key in stands or key in hidden:
                continue
            if removed and element_of(key) in removed:
                hidden.add(key)
                continue
            stands[key] = revision
            if value is None and "/" in key:
                gone.add(key)
        removed |= gone
    fields: dict[str, tuple[Assigned, ...]] = {}
    for key, revision in sorted(stands.items()):
        fields[key] = (Assigned((revision.changes or {})[key], (revision.name,)),)
    if removed:
        _keep_written(fields)
    return fields


def fold_graph(graph: Graph, is_narrative: IsNarrative) -> RecordState:
    """Fold revisions of any shape."""
    found = standing(graph)
    effort = Effort()
    fields: dict[str, tuple[Assigned, ...]] = {}
    for key, places in found.at.items():
        element = element_of(key)
        if element is not None and _is_removed(graph, element, found.at.get(element, ())):
            places = [i for i in places if (key, i) not in found.under]
        if places:
            fields[key] = show(graph, key, places, is_narrative, effort)
    _keep_written(fields)
    return RecordState(dict(sorted(fields.items())), graph.heads(), graph.held)


def show(
    graph: Graph, key: str, places: Sequence[int], is_narrative: IsNarrative, effort: Effort
) -> tuple[Assigned, ...]:
    """Return what standing assignments of one key give: one value if they agree or merge, else every value."""
    if len(places) == 1:
        return (Assigned(graph.value(places[0], key), (graph.revisions[places[0]].name,)),)
    ordered = sorted(places, key=lambda i: graph.revisions[i].name)
    found: dict[tuple[type, Value], list[Name]] = {}
    for i in ordered:
        value = graph.value(i, key)
        found.setdefault((type(value), value), []).append(graph.revisions[i].name)
    if len(found) > 1 and is_narrative(key):
        text = unite(graph, key, ordered, effort)
        if text is not None:
            return (Assigned(text, tuple(graph.revisions[i].name for i in ordered)),)
    shown = [Assigned(value, tuple(names)) for (_, value), names in found.items()]
    return tuple(sorted(shown, key=lambda assigned: assigned.value is None))


def _is_removed(graph: Graph, element: str, places: Sequence[int]) -> bool:
    """Tell whether an element's own key stands, and says None only."""
    return bool(places) and all(graph.value(i, element) is None for i in places)


def _keep_written(fields: dict[str, tuple[Assigned, ...]]) -> None:
    """Put in conflict each removed element in which something written stands."""
    survivors: dict[str, set[Name]] = {}
    for key, assigned in fields.items():
        element = element_of(key)
        if element is not None and element in fields and fields[element][0].value is None:
            survivors.setdefault(element, set()).update(name for one in assigned for name in one.by)
    for element, names in survivors.items():
        fields[element] = (Assigned(True, tuple(sorted(names))), *fields[element])
