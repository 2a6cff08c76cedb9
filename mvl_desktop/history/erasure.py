"""What erasing single revisions would do, said before it is done (rule 13)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from mvl_desktop.history.edit import same
from mvl_desktop.history.graph import ancestors, arrange, by_name
from mvl_desktop.history.model import Assigned, IsNarrative, Name, Revision, Value
from mvl_desktop.history.state import fold
from mvl_desktop.history.words import split_words

_SHORT = 3


@dataclass(frozen=True, slots=True)
class Holder:
    """A revision that would remain, and the words or the value of the erased ones that it holds."""

    name: Name
    key: str
    words: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ErasurePreview:
    """What would come back under each key, and what would still hold the erased words."""

    returning: Mapping[str, tuple[Assigned, ...]] = field(repr=False)
    holders: tuple[Holder, ...]


def preview(revisions: Sequence[Revision], erased: Collection[Name], is_narrative: IsNarrative) -> ErasurePreview:
    """Tell what erasing these revisions of one record would show and leave.

    `returning` gives, for each key that would show a value it does not show now, all that it would show: a correcting
    revision is written first. `holders` lists every other revision with an erased value under the same key, or with
    words (four letters or more, figures, capitalised ones) that an erased revision brought into the record.
    """
    table = by_name(revisions)
    gone = {name for name in erased if name in table}
    after = [Revision(r.name, r.parents, r.at, None) if r.name in gone else r for r in table.values()]
    now, then = fold(table.values(), is_narrative), fold(after, is_narrative)
    returning = {
        key: shown
        for key, shown in then.fields.items()
        if any(not any(same(one.value, other.value) for other in now.fields.get(key, ())) for one in shown)
    }
    brought = _brought(table, by_name(after), is_narrative)
    holders = [
        Holder(r.name, key, found)
        for r in sorted(after, key=lambda r: r.name)
        for key, value in sorted((r.changes or {}).items())
        if (found := _held(key, value, brought))
    ]
    return ErasurePreview(returning, tuple(holders))


@dataclass(frozen=True, slots=True)
class _Brought:
    """What the erased revisions say: their values by key, and the words nobody had written before them."""

    values: Mapping[str, Sequence[Value]]
    words: frozenset[str]


def _brought(now: Mapping[Name, Revision], then: Mapping[Name, Revision], is_narrative: IsNarrative) -> _Brought:
    graph = arrange(then)
    values: dict[str, list[Value]] = {}
    words: set[str] = set()
    for i, revision in enumerate(graph.revisions):
        changes = now[revision.name].changes
        if revision.changes is not None or changes is None:
            continue
        marks = ancestors(graph, graph.parents[i])
        earlier = fold([r for r, mark in zip(graph.revisions, marks, strict=True) if mark], is_narrative)
        old = {word for shown in earlier.fields.values() for one in shown for word in _words(one.value)}
        for key, value in changes.items():
            if value is not None and not isinstance(value, bool):
                values.setdefault(key, []).append(value)
            words |= _words(value) - old
    return _Brought(values, frozenset(words))


def _held(key: str, value: Value, brought: _Brought) -> tuple[str, ...]:
    """Return what a value holds of what was erased."""
    words = {word for word in _words(value) if word in brought.words}
    if not words and any(same(value, other) for other in brought.values.get(key, ())):
        return (str(value),)
    return tuple(sorted(words))


def _words(value: Value) -> set[str]:
    """Return the words of a value that may say something, in lower case."""
    texts = (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()
    return {
        word.casefold()
        for text in texts
        for word in split_words(text)
        if word[0].isalnum() and (len(word) > _SHORT or word[0].isupper() or word.isdigit())
    }
