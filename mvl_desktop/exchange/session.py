"""One espace, one carrier, one exchange: what its steps share."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import count

from mvl_desktop.exchange.motives import reasons_of
from mvl_desktop.exchange.plan import TECHNICAL, Incoming, Outcome, Plan
from mvl_desktop.exchange.receiving import apply, examine
from mvl_desktop.exchange.report import Tally
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.carrier import (
    Cancel,
    Carrier,
    CarrierError,
    Page,
    Progress,
    ServiceLiesError,
    Step,
    stop_if,
)
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.protocol.wire import EspaceState

PAGES_MAX = 10_000
"""Pages of one kind in one exchange: ten million objects, or ten gigabytes. A service that has more is given up."""


class FrozenError(Exception):
    """Two stories that cannot both be true: this espace is exchanged no more until a person has looked."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Session:
    """The exchange of one espace. `state` is what the service said of it at the beginning."""

    ports: Ports
    carrier: Carrier
    espace: bytes
    state: EspaceState
    tally: Tally
    progress: Progress
    cancel: Cancel
    slots_there: set[bytes] = field(default_factory=set)
    changed: bool = False

    def tell(self, stage: str, done: int, total: int) -> None:
        """Show how far this stage is, and stop when a person asked to."""
        stop_if(self.cancel)
        self.progress(Step(stage, done, max(done, total), self.espace))

    def receive(self, incoming: Incoming) -> Outcome:
        """Examine and keep one arrival in its own transaction."""
        with self.ports.store.work(bulk=True) as uow:
            outcome = self.keep(uow, incoming)
            uow.commit()
        self.settle(outcome)
        return outcome

    def keep(self, uow: UnitOfWork, incoming: Incoming) -> Outcome:
        """Examine and keep one arrival within a transaction of the caller, and count it."""
        plan = examine(uow, self.ports, incoming)
        outcome = apply(uow, self.ports, plan)
        self.count(plan, outcome)
        return outcome

    def settle(self, outcome: Outcome) -> None:
        """Stop here when the arrival revealed two stories; the alarm is kept by now."""
        if outcome.frozen is not None:
            raise FrozenError(outcome.frozen)

    def count(self, plan: Plan, outcome: Outcome) -> None:
        """Add an arrival to the figures of the exchange."""
        counts = outcome.counts
        revisions = sum(each.revisions for each in plan.records.values() if each.kind not in TECHNICAL)
        conflicts = sum(len(each.conflicts) for each in plan.records.values())
        self.tally.add(recus=revisions, conflits=conflicts, refuses=counts.refuses, en_attente=counts.en_attente)
        self.tally.explain(reasons_of(plan))
        self.changed = self.changed or bool(plan.keep or plan.entries or plan.fill or plan.epoch_keys)

    def pages(self, fetch: Callable[[int], Page], start: int) -> Iterator[tuple[int, Page]]:
        """Give (number asked, page), one after the other; the next is on its way while this one is worked on.

        A page that goes back, or that says that there is more and holds nothing, and pages without end are lies.
        """
        future = self.ports.executor.submit(partial(fetch, start))
        after = start
        try:
            for number in count():
                page = future.result()
                if page.next < after or number >= PAGES_MAX:
                    raise ServiceLiesError
                if page.more:
                    if page.next <= after or not page.frames:
                        raise ServiceLiesError
                    future = self.ports.executor.submit(partial(fetch, page.next))
                yield after, page
                if not page.more:
                    return
                after = page.next
        finally:
            with suppress(CarrierError):
                future.result()
