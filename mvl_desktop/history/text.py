"""Narratives: merging two versions of one text, and showing what changed between two versions.

A merge is refused as soon as both sides changed one sentence, or wrote in the same gap between two sentences, unless
they made the same change. It is symmetrical, and bounded: beyond `MERGE_LIMIT` characters in all, or beyond the bounds
of `diff.align` counted in sentences, nothing is merged and every version is shown.
"""

from dataclasses import dataclass, field
from typing import Literal

from mvl_desktop.history.diff import align
from mvl_desktop.history.words import split_sentences, split_words

MERGE_LIMIT = 1 << 20
DIFF_LIMIT = 200_000
"""Characters in all beyond which a difference is shown as one block removed and one added."""


@dataclass(frozen=True, slots=True)
class Hunk:
    """A piece of text. Kept and removed ones make the old text, kept and added ones the new."""

    kind: Literal["kept", "removed", "added"]
    text: str = field(repr=False)


_Change = tuple[int, int, tuple[str, ...]]
"""Units from, units to (excluded) of the base, and what replaces them."""


def merge_text(base: str, a: str, b: str) -> str | None:
    """Return `base` with the changes of both sides, or None when they touch."""
    if a == b or b == base:
        return a
    if a == base:
        return b
    if len(base) + len(a) + len(b) > MERGE_LIMIT:
        return None
    units = split_sentences(base)
    left = _changes(units, split_sentences(a))
    right = _changes(units, split_sentences(b))
    if left is None or right is None:
        return None
    merged: list[str] = []
    place = 0
    for start, end, new in sorted({*left, *right}):
        if start < place:
            return None
        merged += units[place:start]
        merged += new
        place = end
    merged += units[place:]
    # Two changes side by side could run into one sentence, or cut one: then neither author wrote what would be read.
    whole = "".join(merged)
    return whole if split_sentences(whole) == merged else None


def combine_text(base: str, a: str, b: str) -> str:
    """Return a text to start from when a person combines two versions: where both changed, one then the other.

    Never applied by itself: it may say a thing and its contrary.
    """
    united = merge_text(base, a, b)
    if united is not None:
        return united
    units = split_sentences(base)
    left, right = _changes(units, split_sentences(a)), _changes(units, split_sentences(b))
    if left is None or right is None or len(base) + len(a) + len(b) > MERGE_LIMIT:
        return a if a == b else f"{a.rstrip()}\n\n{b.lstrip()}"
    combined: list[str] = []
    place = 0
    for start, end in _touching(left, right):
        combined += units[place:start]
        one, other = (_applied(units, changes, start, end) for changes in (left, right))
        kept = "".join(units[start:end])
        combined += [one] if other in (kept, one) else [other] if one == kept else [_one_then_other(one, other)]
        place = end
    return "".join([*combined, *units[place:]])


def _touching(left: list[_Change], right: list[_Change]) -> list[tuple[int, int]]:
    """Return the stretches of the base that were changed, those that touch made one."""
    found: list[tuple[int, int]] = []
    for start, end, _new in sorted([*left, *right]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _applied(units: list[str], changes: list[_Change], start: int, end: int) -> str:
    """Return what one side made of a stretch of the base."""
    made: list[str] = []
    place = start
    for begin, stop, new in changes:
        if start <= begin and stop <= end:
            made += [*units[place:begin], *new]
            place = stop
    return "".join([*made, *units[place:end]])


def _one_then_other(one: str, other: str) -> str:
    return f"{one.rstrip()} {other.lstrip()}" if one.strip() and other.strip() else one + other


def _changes(base: list[str], other: list[str]) -> list[_Change] | None:
    """Return what `other` changed, in units of `base`; both alternate gap and sentence, gaps first and last."""
    pairs = align(base[1::2], other[1::2])
    if pairs is None:
        return None
    changes: list[_Change] = []
    i = j = 0
    for next_i, next_j in [*pairs, (len(base) // 2, len(other) // 2)]:
        changes += _between(base, other, (2 * i, 2 * next_i), (2 * j, 2 * next_j))
        i, j = next_i + 1, next_j + 1
    return changes


def _between(base: list[str], other: list[str], old: tuple[int, int], new: tuple[int, int]) -> list[_Change]:
    """Return the changes from gap to gap, between two sentences that were kept."""
    (i, last_i), (j, last_j) = old, new
    if base[i : last_i + 1] == other[j : last_j + 1]:
        return []
    if last_i - i != last_j - j or i == last_i:
        return [(i, last_i + 1, tuple(other[j : last_j + 1]))]
    # As many sentences as before: the gaps around them are not part of the change, unless they changed too.
    changes: list[_Change] = [(i + 1, last_i, tuple(other[j + 1 : last_j]))]
    changes += [(p, p + 1, (other[q],)) for p, q in ((i, j), (last_i, last_j)) if base[p] != other[q]]
    return changes


def diff_words(a: str, b: str) -> list[Hunk]:
    """Return how `a` became `b`, word by word, for people to read."""
    old, new = split_words(a), split_words(b)
    pairs = align(old, new) if len(a) + len(b) <= DIFF_LIMIT else []
    steps: list[_Step] = []
    i = j = 0
    for next_i, next_j in [*(pairs or []), (len(old), len(new))]:
        kept = old[next_i] if next_i < len(old) else ""
        steps.append(("".join(old[i:next_i]), "".join(new[j:next_j]), kept))
        i, j = next_i + 1, next_j + 1
    return _hunks(steps)


_Step = tuple[str, str, str]
"""What was removed, what was added, then what was kept."""


def _hunks(steps: list[_Step]) -> list[Hunk]:
    """Write the steps as hunks; lone spaces between two replacements belong to them."""
    hunks: list[Hunk] = []
    removed = added = kept = ""
    for gone, come, same in steps:
        if gone or come:
            if kept.isspace() and (removed or added) and (removed + gone).strip() and (added + come).strip():
                removed, added = removed + kept + gone, added + kept + come
            else:
                hunks += _written(removed, added, kept)
                removed, added = gone, come
            kept = ""
        kept += same
    return [*hunks, *_written(removed, added, kept)]


def _written(removed: str, added: str, kept: str) -> list[Hunk]:
    """Write one change and what follows it."""
    hunks = [Hunk("removed", removed), Hunk("added", added), Hunk("kept", kept)]
    return [hunk for hunk in hunks if hunk.text]
