"""What was decided between values that stood against each other: which one was kept, and whose were not.

Pure, like the rest of history: which revisions say that they decide is told by the caller, as pairs of a revision and
a key.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mvl_desktop.history.edit import same
from mvl_desktop.history.graph import Graph, ancestors, arrange, by_name
from mvl_desktop.history.model import Assigned, IsNarrative, Name, RecordState, Revision, Value
from mvl_desktop.history.state import fold


@dataclass(frozen=True, slots=True)
class Decision:
    """One field that a revision decided: the value that it gave, and the versions that it did not keep."""

    name: Name
    key: str
    value: Value = field(repr=False)
    lost: tuple[Assigned, ...] = field(repr=False)
    of: int
    """Between how many values."""


def decided(
    revisions: Iterable[Revision], said: Sequence[tuple[Name, str]], is_narrative: IsNarrative
) -> list[Decision]:
    """Return what each revision of `said` decided under its key; one that had no conflict before it decided nothing."""
    graph = arrange(by_name(revisions))
    place = {revision.name: i for i, revision in enumerate(graph.revisions)}
    found = []
    for name, key in said:
        at = place.get(name)
        changes = graph.revisions[at].changes if at is not None else None
        if at is None or changes is None or key not in changes:
            continue
        before = _before(graph, at, is_narrative).fields.get(key, ())
        if len(before) > 1:
            value = changes[key]
            lost = tuple(one for one in before if not same(one.value, value))
            found.append(Decision(name, key, value, lost, len(before)))
    return found


def base_of(
    revisions: Iterable[Revision], state: RecordState, key: str, is_narrative: IsNarrative
) -> tuple[Assigned, ...]:
    """Return what stood under a key before every version that stands now: what their authors had all seen."""
    graph = arrange(by_name(revisions))
    place = {revision.name: i for i, revision in enumerate(graph.revisions)}
    shared: int | None = None
    for one in state.fields.get(key, ()):
        for name in one.by:
            starts = graph.parents[place[name]] if name in place else ()
            marks = int.from_bytes(ancestors(graph, starts))
            shared = marks if shared is None else shared & marks
    if not shared:
        return ()
    common = shared.to_bytes(len(graph.revisions))
    kept = [revision for revision, mark in zip(graph.revisions, common, strict=True) if mark]
    return fold(kept, is_narrative).fields.get(key, ())


def _before(graph: Graph, at: int, is_narrative: IsNarrative) -> RecordState:
    """Return what the record said to the author of a revision."""
    marks = ancestors(graph, graph.parents[at])
    return fold([r for r, mark in zip(graph.revisions, marks, strict=True) if mark], is_narrative)
