"""Posts without keys or store: what each holds of a few records, its open drafts, and what it gives to a carrier."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mvl_desktop.history.clock import Hlc, receive, tick
from mvl_desktop.history.edit import can_fold_into, check_changes, folded, joining_parents
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
    committed: set[Name] = field(default_factory=set)
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
        """Write a revision over what the draft showed, or fold it into the one before."""
        check_changes(changes)
        heads = list(draft.parents)
        while (joined := joining_parents(heads)) is not None:
            heads = [head for head in heads if head not in joined] + [self._write(draft.rec, joined, {}, now)]
        if len(heads) == 1 and heads[0] in self.revisions.get(draft.rec, {}):
            previous = self.revisions[draft.rec][heads[0]]
            new = Revision((self.device, self.n + 1), (previous.name,), self._stamp(now), changes)
            if self._may_fold(previous, new):
                self.revisions[draft.rec][previous.name] = folded(previous, new)
                return previous.name
        return self._write(draft.rec, tuple(heads), changes, now)

    def _may_fold(self, previous: Revision, new: Revision) -> bool:
        return can_fold_into(
            previous,
            new,
            same_record=True,
            committed=self.committed,
            named={parent for held in self.revisions.values() for r in held.values() for parent in r.parents},
            open_drafts={parent for draft in self.drafts for parent in draft.parents},
        )

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
        """Seal what is not, and give everything that is, and every order."""
        for held in self.revisions.values():
            self.committed |= {name for name in held if name[0] == self.device}
        given = [(rec, r) for rec, held in self.revisions.items() for r in held.values()]
        return [*given, *self.orders.values()]

    def receive(self, lot: Iterable[tuple[str, Revision]], now: int) -> None:
        """Take what a lot brings, in its order; an erased body wins, and stays erased."""
        for rec, revision in lot:
            if revision.changes is None:
                self.orders[revision.name] = (rec, revision)
            _, kept = self.orders.get(revision.name, (rec, revision))
            self.revisions.setdefault(rec, {})[kept.name] = kept
            self.committed.add(kept.name)
            self.last = receive(self.last, revision.at, now + self.skew)
