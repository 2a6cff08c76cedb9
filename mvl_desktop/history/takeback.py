"""Taking back what some revisions changed, and that alone: what somebody wrote since, or beside them, stays."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mvl_desktop.history.graph import ancestors, arrange, by_name, element_of
from mvl_desktop.history.model import Assigned, IsNarrative, Name, RecordState, Revision, Value
from mvl_desktop.history.state import fold


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The changes that put everything back, over what is known now, and the keys that somebody wrote since."""

    changes: Mapping[str, Value] = field(repr=False)
    kept: tuple[str, ...]


def state_before(revisions: Iterable[Revision], names: Iterable[Name], is_narrative: IsNarrative) -> RecordState:
    """Return what a record said just before some of its revisions: what their authors had seen."""
    graph = arrange(by_name(revisions))
    wanted = frozenset(names)
    starts = {p for i, each in enumerate(graph.revisions) if each.name in wanted for p in graph.parents[i]}
    marks = ancestors(graph, starts)
    seen = [each for each, mark in zip(graph.revisions, marks, strict=True) if mark and each.name not in wanted]
    return fold(seen, is_narrative)


def take_back(
    revisions: Sequence[Revision], names: frozenset[Name], is_narrative: IsNarrative, without: frozenset[str]
) -> TakenBack:
    """Return what takes back the changes of these revisions; elements that they brought go whole, or stay whole.

    `without`: members of elements that are no reason to keep one, such as its place in the list.
    """
    before, now = state_before(revisions, names, is_narrative), fold(revisions, is_narrative)
    written = {key for each in revisions if each.name in names for key in each.changes or ()}
    brought = {root for key in written if (root := _root(key)) is not None and not _stood(before, root)}
    changes: dict[str, Value] = {}
    kept: list[str] = []
    for key in sorted(written | brought):
        root = _root(key)
        if root in brought:
            if key == root:
                _take_element(now, root, names, without, changes, kept)
            continue
        _take_value(before, now, key, names, changes, kept)
    return TakenBack(changes, tuple(kept))


def _take_element(
    now: RecordState,
    root: str,
    names: frozenset[Name],
    without: frozenset[str],
    changes: dict[str, Value],
    kept: list[str],
) -> None:
    """Remove what was brought: a code of a set, an element. One that somebody wrote in since stays as it is."""
    held = {key: each for key, each in now.fields.items() if key == root or key.startswith(root + "/")}
    if not held or all(one.value is None for one in held.get(root, (Assigned(True, ()),))):
        return  # somebody removed it already
    others = [key for key, each in held.items() if key.rpartition("/")[2] not in without and _by_others(each, names)]
    if others:
        kept.append(root)
    else:
        changes[root] = None


def _take_value(
    before: RecordState,
    now: RecordState,
    key: str,
    names: frozenset[Name],
    changes: dict[str, Value],
    kept: list[str],
) -> None:
    standing = now.fields.get(key, ())
    others = _by_others(standing, names)
    if len(others) == len(standing) > 0:
        kept.append(key)
    elif len(others) == 1:
        changes[key] = others[0].value
    elif not others and standing:
        former = before.fields.get(key, ())
        changes[key] = former[0].value if former else None
    elif others:
        kept.append(key)


def _by_others(standing: Sequence[Assigned], names: frozenset[Name]) -> list[Assigned]:
    return [one for one in standing if not names.issuperset(one.by)]


def _root(key: str) -> str | None:
    """Return what appears and goes as a whole: `natures/<code>`, `personnes/<id>`; None for a field of the record."""
    return element_of(key) or (key if "/" in key else None)


def _stood(state: RecordState, root: str) -> bool:
    own = state.fields.get(root)
    if own is not None:
        return any(one.value is not None for one in own)
    return any(key.startswith(root + "/") for key in state.fields)
