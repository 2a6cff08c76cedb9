"""The values that history works on: a revision, what it assigns, and the state that a set of them gives.

Pure. It knows field keys and values, never what they mean: which keys are narratives is told by the caller.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Value = str | int | bool | tuple[str, ...] | None
Name = tuple[bytes, int]
"""A revision within its espace: the device that made it, and its count there."""

IsNarrative = Callable[[str], bool]
"""Whether a key's values merge word by word."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One change to one record. `changes` is None once erased: only its place in the graph remains."""

    name: Name
    parents: tuple[Name, ...]
    at: tuple[int, int]
    changes: Mapping[str, Value] | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Assigned:
    """A value that stands, and the revisions that gave it (several when a merge combined them or they agree)."""

    value: Value = field(repr=False)
    by: tuple[Name, ...]


class Undisputed(Mapping[str, tuple[Assigned, ...]]):
    """The fields of a record on which nobody disagrees: one `Assigned` under each key."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class RecordState:
    """What a set of revisions says. More than one `Assigned` under a key is a conflict to decide."""

    fields: Mapping[str, tuple[Assigned, ...]] = field(repr=False)
    heads: tuple[Name, ...] = ()
    held: frozenset[Name] = frozenset()

    @property
    def conflicts(self) -> tuple[str, ...]:
        """The keys that somebody has to decide."""
        if isinstance(self.fields, Undisputed):
            return ()
        return tuple(key for key, assigned in self.fields.items() if len(assigned) > 1)
