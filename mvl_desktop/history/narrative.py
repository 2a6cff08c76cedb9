"""How several standing versions of one narrative become one text, or do not.

They are united in (device, n) order. Each step needs exactly one nearest common ancestor among the assignments of that
field, between what is united so far and the next; an erased revision may have been that ancestor, so it counts as one
whose text is unknown. None, several, an unknown text or one step that fails: the caller shows every version.
"""

from collections.abc import Sequence

from mvl_desktop.history.graph import Graph, ancestors
from mvl_desktop.history.text import merge_text

LIMIT = 4_000_000
"""What one record may cost: beyond it, every version of the narratives that are left is shown."""


class Effort:
    """A budget counted in revisions walked and characters read, never in seconds: every post gives up alike."""

    def __init__(self, left: int = LIMIT) -> None:
        self.left = left

    def allows(self, cost: int) -> bool:
        """Spend `cost`; False once too much was asked."""
        self.left -= cost
        return self.left >= 0


def unite(graph: Graph, key: str, places: Sequence[int], effort: Effort) -> str | None:
    """Return one text for the assignments at `places`, in their order, or None when every version must be shown."""
    texts = [value for i in places if isinstance(value := graph.value(i, key), str)]
    if len(texts) < len(places):
        return None
    united = texts[0]
    covered = ancestors(graph, places[:1])
    for place, text in zip(places[1:], texts[1:], strict=True):
        if not effort.allows(len(graph.revisions)):
            return None
        before = ancestors(graph, [place])
        if text != united:
            base = _base(graph, key, covered, before)
            if base is None or not effort.allows(len(base) + len(united) + len(text)):
                return None
            merged = merge_text(base, united, text)
            if merged is None:
                return None
            united = merged
        covered = _either(covered, before)
    return united


def _either(left: bytearray, right: bytearray) -> bytearray:
    """Mark what is marked in one or the other."""
    return bytearray((int.from_bytes(left) | int.from_bytes(right)).to_bytes(len(left)))


def _base(graph: Graph, key: str, left: bytearray, right: bytearray) -> str | None:
    """Return the text of the only nearest common ancestor that assigns `key`."""
    followed = bytearray(len(left))
    nearest = -1
    for i in range(len(left) - 1, -1, -1):
        if not (left[i] and right[i]):
            continue
        changes = graph.revisions[i].changes
        assigns = changes is None or key in changes
        if assigns and not followed[i]:
            if nearest >= 0:
                return None
            nearest = i
        if assigns or followed[i]:
            for parent in graph.parents[i]:
                followed[parent] = 1
    if nearest < 0 or graph.revisions[nearest].changes is None:
        return None
    value = graph.value(nearest, key)
    return value if isinstance(value, str) else None
