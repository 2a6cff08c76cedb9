"""Two texts side by side: which words only one of them has. For reading only, nothing is merged by it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from mvl_desktop.history.diff import align
from mvl_desktop.history.words import split_words


@dataclass(frozen=True, slots=True)
class Words:
    """Words that follow each other; `same` when the other text has them too."""

    text: str = field(repr=False)
    same: bool = True


def compare(old: str, new: str) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
    """Return both texts cut into what they share and what only one has; joined again they are the texts.

    Texts too long or too different to be aligned share nothing.
    """
    before, after = split_words(old), split_words(new)
    pairs = align(before, after) or []
    return _runs(before, {i for i, _j in pairs}), _runs(after, {j for _i, j in pairs})


def _runs(words: Sequence[str], shared: set[int]) -> tuple[Words, ...]:
    """Join neighbours of the same sort; a space between two words that changed belongs to the change."""
    same = [place in shared for place in range(len(words))]
    for place in range(1, len(words) - 1):
        if words[place].isspace() and not same[place - 1] and not same[place + 1]:
            same[place] = False
    runs: list[Words] = []
    for word, kept in zip(words, same, strict=True):
        if runs and runs[-1].same == kept:
            runs[-1] = Words(runs[-1].text + word, kept)
        else:
            runs.append(Words(word, kept))
    return tuple(runs)
