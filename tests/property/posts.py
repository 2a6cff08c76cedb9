"""Posts without keys or store: what each holds of a few records, its open drafts, and what it gives to a carrier."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mvl_desktop.history.clock import Hlc, receive, tick
from mvl_desktop.history.edit import check_changes, joining_parents, same
from mvl_desktop.history.graph import element_of
from mvl_desktop.history.model import Name, RecordState, Revision, Value
from mvl_desktop.history.state import fold

Lot = list[tuple[str, Revision]]


def is_narrative(key: str) -> bool:
    """Merge `resume` by word, and no other key."""
    return key == "resume"


@dataclass(frozen=True)
class Draft:
    """A form left open: what it showed, the heads it showed them from, and what had been applied."""

    rec: str
    seen: RecordState
    parents: tuple[Name, ...]
    applied: frozenset[Name]


@dataclass
class Post:
    """One laptop."""

    device: bytes
    skew: int = 0
    n: int = 0
    last: Hlc = (0, 0)
    revisions: dict[str, dict[Name, Revision]] = field(default_factory=dict)
    orders: dict[Name, tuple[str, Revision]] = field(default_factory=dict)
    drafts: list[Draft] = field(default_factory=list)

    def state(self, rec: str) -> RecordState:
        """Fold what is held of a record."""
        return fold(list(self.revisions.get(rec, {}).values()), is_narrative)

    def open(self, rec: str) -> Draft:
        """Open a form on what is known now."""
        seen = self.state(rec)
        held = self.revisions.get(rec, {})
        return Draft(rec, seen, seen.heads, frozenset(held) - seen.held)

    def save(self, draft: Draft, changes: Mapping[str, Value], now: int) -> Name:
        """Write a revision over what the draft showed; more heads than it may name are joined first."""
        check_changes(changes)
        heads = list(draft.parents)
        while (joined := joining_parents(heads)) is not None:
            heads = [head for head in heads if head not in joined] + [self._write(draft.rec, joined, {}, now)]
        return self._write(draft.rec, tuple(heads), changes, now)

    def _write(self, rec: str, parents: tuple[Name, ...], changes: Mapping[str, Value], now: int) -> Name:
        self.n += 1
        name = (self.device, self.n)
        made = Revision(name, tuple(sorted(parents)), self._stamp(now), dict(changes))
        self.revisions.setdefault(rec, {})[name] = made
        return name

    def _stamp(self, now: int) -> Hlc:
        self.last = tick(self.last, now + self.skew)
        return self.last

    def export(self) -> Lot:
        """Give everything that is held, and every order."""
        given = [(rec, r) for rec, held in self.revisions.items() for r in held.values()]
        return [*given, *self.orders.values()]

    def receive(self, lot: Iterable[tuple[str, Revision]], now: int) -> None:
        """Take what a lot brings, in its order; an erased body wins, and stays erased."""
        for rec, revision in lot:
            if revision.changes is None:
                self.orders[revision.name] = (rec, revision)
            _, kept = self.orders.get(revision.name, (rec, revision))
            self.revisions.setdefault(rec, {})[kept.name] = kept
            self.last = receive(self.last, revision.at, now + self.skew)


def changes_between(seen: RecordState, wanted: Mapping[str, Value]) -> dict[str, Value]:
    """Return the fewest changes that make the keys of `wanted` say what it says; its other keys are left alone.

    A field in conflict of which one of the versions is wanted stays in conflict: deciding is another act.
    """
    changes: dict[str, Value] = {}
    for key, value in wanted.items():
        element = element_of(key)
        if element is not None and element in wanted and wanted[element] is None:
            continue
        shown = seen.fields.get(key, ())
        if any(same(one.value, value) for one in shown):
            continue
        if value is not None or shown or any(held.startswith(f"{key}/") for held in seen.fields):
            changes[key] = value
    return changes
