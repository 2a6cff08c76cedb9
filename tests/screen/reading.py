"""What takes the keyboard, in the order of Tab, against the order in which the eye reads; and whether it has a name."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from tests.screen.atspi import GoneError, Node
from tests.screen.screen import Screen

SILENT = frozenset({"filler", "scroll pane", "viewport", "panel", "split pane"})
"""What Qt lets take the keyboard for what is in it, and readers pass over."""
_MOST = 250
Place = tuple[int, int, int, int]
"""Left, top, width, height, in pixels of the screen."""


@dataclass(frozen=True)
class Step:
    """One press of Tab: where the keyboard was, where it went, and where both stood at that moment."""

    one: Node
    before: Place
    other: Node
    after: Place

    @property
    def goes_back(self) -> bool:
        """Whether what comes then is read first: more to the left on one line, or higher in one column.

        Columns that do not meet are read one after the other, whatever their height.
        """
        if _share(self.before[1], self.before[3], self.after[1], self.after[3]):
            return self.after[0] < self.before[0]
        return _share(self.before[0], self.before[2], self.after[0], self.after[2]) and self.after[1] < self.before[1]

    def __str__(self) -> str:
        return f"{said(self.other)} {self.after} vient après {said(self.one)} {self.before}"


def unnamed(screen: Screen) -> list[str]:
    """Return what is shown, may take the keyboard, and is called nothing.

    Qt calls a list to choose from by its value: it is known by what labels it, or by what is said after it.
    """
    nodes = [node for root in screen.tree.applications() for node in root.matches("", "focusable", "showing")]
    found = []
    for node, role, name in zip(nodes, screen.tree.roles(nodes), screen.tree.names(nodes), strict=True):
        with suppress(GoneError):
            called = node.labels if role == "combo box" else name
            if role not in SILENT and not called.strip() and not node.description.strip():
                found.append(f"{said(node)} à {node.extents()}")
    return found


def walk(screen: Screen) -> list[Step]:
    """Press Tab until the keyboard is back where it was; AssertionError when it never is."""
    start = one = screen.focused()
    seen = {start.path}
    steps: list[Step] = []
    for _ in range(_MOST):
        other = screen.move()
        if other.path == start.path:
            return steps
        assert other.path not in seen, f"Tab tourne en rond\u00a0: {said(other)}, après {said(one)}"
        seen.add(other.path)
        steps.append(Step(one, one.extents(), other, other.extents()))
        one = other
    raise AssertionError(f"Tab ne revient jamais à {said(start)}")


def out_of_order(steps: Sequence[Step]) -> list[str]:
    """Return the steps that go back, but the longest: a round that begins in the middle passes by its end."""
    wrong = sorted((step for step in steps if step.goes_back), key=lambda step: step.before[1] - step.after[1])
    return [str(step) for step in wrong[:-1]]


def said(node: Node) -> str:
    """Say what a node is, for who reads a failure."""
    return f"{node.role} « {node.labels or node.name} »"


def _share(one: int, length: int, other: int, other_length: int) -> bool:
    """Whether the middle of the shorter of two spans is within the longer."""
    (small, short), (large, long) = sorted(((one, length), (other, other_length)), key=lambda each: each[1])
    return large <= small + short // 2 <= large + long
