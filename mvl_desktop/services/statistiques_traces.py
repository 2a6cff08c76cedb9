"""What stands behind each line of a figure, told without holding it: how many records, and a digest of their ids.

Records are heard once, in the order of their ids, some at a time: whatever their number, what is kept is as small.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from mvl_desktop.ports.counting import Cell, Counting

_KNOWN_MAX = 20_000
"""How many sets of values are kept with their lines: beyond, they are looked at again."""
Condense = Callable[[tuple[Cell, ...]], tuple[Cell, ...]]
Lines = Callable[[Sequence[Cell]], tuple[str, ...] | None]
"""The lines that a record stands behind by its values; None: it is behind nothing, not even the total."""


@dataclass(frozen=True, slots=True)
class Trace:
    """How many records stand behind a line, and the SHA-256 of their ids, in order and one a line."""

    nombre: int
    empreinte: str


@dataclass(frozen=True, slots=True)
class Followed:
    """What the store counts for a figure, and who must hear of each record of it.

    `condense`: values that the figure takes for the same, whatever it makes of them, become the same: there are few.
    """

    counting: Counting
    traces: "Traces"
    condense: Condense | None = None


class Traces:
    """The traces of a figure, line by line, and of its total."""

    def __init__(self, lines: Lines | None = None) -> None:
        """Begin with nothing. Without `lines`, all that is heard is behind the total, and there is nothing else."""
        self._lines = lines
        self._known: dict[tuple[Cell, ...], tuple[str, ...] | None] = {}
        self._running: dict[str | None, _Running] = defaultdict(_Running)

    def hear(self, recs: Sequence[str], cells: Sequence[tuple[Cell, ...]]) -> None:
        """Hear records, in the order of their ids and after those heard before, with the values of each."""
        if self._lines is None:
            self._running[None].add(recs)
            return
        found: dict[str | None, list[str]] = defaultdict(list)
        whole, known = found[None], self._known
        for rec, held in zip(recs, cells, strict=True):
            if held not in known:
                if len(known) >= _KNOWN_MAX:
                    known.clear()
                known[held] = self._lines(held)
            lines = known[held]
            if lines is not None:
                whole.append(rec)
                for line in lines:
                    found[line].append(rec)
        for key, each in found.items():
            self._running[key].add(each)

    def of(self, cle: str | None) -> Trace:
        """Return the trace of a line; of the total when there is no key."""
        return self._running[cle].trace if cle in self._running else trace_of(())


def trace_of(recs: Iterable[str]) -> Trace:
    """Return the trace of a few records, in any order."""
    running = _Running()
    running.add(sorted(recs))
    return running.trace


class _Running:
    """A digest that goes on."""

    __slots__ = ("_count", "_digest")

    def __init__(self) -> None:
        self._count, self._digest = 0, hashlib.sha256()

    def add(self, recs: Sequence[str]) -> None:
        if recs:
            self._digest.update(("\n" * bool(self._count) + "\n".join(recs)).encode())
            self._count += len(recs)

    @property
    def trace(self) -> Trace:
        return Trace(self._count, self._digest.hexdigest())
