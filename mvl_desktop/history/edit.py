"""Everything that makes revisions: over which parents, and what may be decided or taken back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mvl_desktop.domain.errors import ChampInvalideError
from mvl_desktop.history.graph import ancestors, arrange, by_name, element_of
from mvl_desktop.history.model import Assigned, IsNarrative, Name, RecordState, Revision, Value
from mvl_desktop.history.state import fold

PARENTS_MAX = 16


@dataclass(frozen=True, slots=True)
class Edit:
    """A revision to write: it has no name and no time yet. More than 16 parents are joined first."""

    changes: Mapping[str, Value] = field(repr=False)
    parents: tuple[Name, ...]


def joining_parents(heads: Sequence[Name]) -> tuple[Name, ...] | None:
    """Return the parents of the next empty revision to write before an edit over `heads`; None when it may be written.

    Each joining revision takes the place of the heads it joins (rule 14).
    """
    if len(heads) <= PARENTS_MAX:
        return None
    return tuple(sorted(heads)[: min(PARENTS_MAX, len(heads) - PARENTS_MAX + 1)])


def same(a: Value, b: Value) -> bool:
    """Tell whether two values are one; 1 is not True."""
    return type(a) is type(b) and a == b


def check_changes(changes: Mapping[str, Value]) -> None:
    """Refuse a revision that both removes an element and writes in it (rule 8). Raises ChampInvalideError."""
    for key in changes:
        element = element_of(key)
        if element is not None and element in changes and changes[element] is None:
            raise ChampInvalideError(element.partition("/")[0], "element_contradictoire")


def resolve(state: RecordState, key: str, value: Value) -> Edit | None:
    """Return the revision that decides a conflict, over everything that is known; None when there is none to decide.

    For an element removed here and written there, True keeps it whole and None removes it.
    """
    if key not in state.conflicts:
        return None
    return Edit({key: value}, state.heads)


def version(state: RecordState, key: str, name: Name) -> Assigned | None:
    """Return the version of a field that this revision gave, if it stands."""
    return next((one for one in state.fields.get(key, ()) if name in one.by), None)


def before_decision(
    revisions: Iterable[Revision], key: str, is_narrative: IsNarrative
) -> tuple[tuple[Value, tuple[Name, ...]], ...] | None:
    """Return what to write, as (value, parents), to open again the conflict that the standing value decided.

    Nothing is taken back: the values that were not kept are written once more where the decision was taken, beside it,
    so that they and the decision stand against each other. None when the standing value decided nothing.
    """
    graph = arrange(by_name(revisions))
    place = {revision.name: i for i, revision in enumerate(graph.revisions)}

    def before(names: Iterable[Name]) -> RecordState:
        starts = {parent for name in names for parent in graph.parents[place[name]]}
        marks = ancestors(graph, starts)
        return fold([r for r, mark in zip(graph.revisions, marks, strict=True) if mark], is_narrative)

    standing = fold(graph.revisions, is_narrative).fields.get(key, ())
    if len(standing) != 1:
        return None
    deciders = [name for name in standing[0].by if key in before([name]).conflicts]
    seen = before(deciders)
    lost = [one.value for one in seen.fields.get(key, ()) if not same(one.value, standing[0].value)]
    return tuple((value, seen.heads) for value in lost) or None
