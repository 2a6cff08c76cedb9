"""The shortest way from one sequence to another: Myers' greedy walk, with fixed choices and a bound.

The standard library's difflib is not used: its shortcuts may change, and two posts must find the same alignment.
"""

from array import array
from collections.abc import Hashable, Sequence

STEPS = 1_000_000
"""How many comparisons one alignment may cost."""

EDITS = 1_000
"""How many insertions and deletions one alignment may count."""


def align(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]] | None:
    """Return the pairs of positions kept from `old` to `new`, both rising; None beyond `STEPS` or `EDITS`."""
    head = 0
    limit = min(len(old), len(new))
    while head < limit and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < limit - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    middle = _walk(old[head : len(old) - tail], new[head : len(new) - tail])
    if middle is None:
        return None
    pairs = [(i, i) for i in range(head)]
    pairs += [(head + i, head + j) for i, j in middle]
    pairs += [(len(old) - k, len(new) - k) for k in range(tail, 0, -1)]
    return pairs


def _walk(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]] | None:
    """Go as far as possible with one more edit each time, until both ends are reached."""
    if not old or not new:
        return []
    most = min(EDITS, len(old) + len(new))
    zero = most + 1
    reach = [0] * (2 * zero + 1)
    past: list[array[int]] = []
    steps = 0
    for edits in range(most + 1):
        for diagonal in range(-edits, edits + 1, 2):
            slot = zero + diagonal
            left, right = reach[slot - 1], reach[slot + 1]
            # An insertion goes down; of two equal ways, a deletion is chosen.
            down = diagonal == -edits or (diagonal != edits and left < right)
            i = start = (right if down else left + 1) if edits else 0
            while i < len(old) and i - diagonal < len(new) and old[i] == new[i - diagonal]:
                i += 1
            steps += 1 + i - start
            reach[slot] = i
            if i >= len(old) and i - diagonal >= len(new):
                return _pairs(past, len(old), len(new))
            if steps > STEPS:
                return None
        past.append(array("l", reach[zero - edits : zero + edits + 1 : 2]))
    return None


def _pairs(past: "list[array[int]]", i: int, j: int) -> list[tuple[int, int]]:
    """Walk back through what was reached, and collect what was kept."""
    pairs: list[tuple[int, int]] = []
    for edits in range(len(past), 0, -1):
        before = past[edits - 1]
        diagonal = i - j
        # Step edits - 1 wrote every other diagonal, from -(edits - 1) on.
        slot = (diagonal + edits) // 2
        left = before[slot - 1] if slot > 0 else -1
        right = before[slot] if slot < len(before) else -1
        down = diagonal == -edits or (diagonal != edits and left < right)
        start = right if down else left + 1
        while i > start:
            i, j = i - 1, j - 1
            pairs.append((i, j))
        i, j = (i, j - 1) if down else (i - 1, j)
    pairs += [(k, k) for k in range(i - 1, -1, -1)]
    pairs.reverse()
    return pairs
