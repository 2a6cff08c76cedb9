"""The ports that a use case is given, in one value. `bootstrap` makes it; tests make it of fakes."""

from dataclasses import dataclass

from mvl_desktop.ports.crypto import Crypto
from mvl_desktop.ports.store import Store
from mvl_desktop.ports.system import AccessJournal, Clock, Executor


@dataclass(frozen=True, slots=True)
class Ports:
    """What is outside, for one opened post."""

    store: Store
    crypto: Crypto
    clock: Clock
    journal: AccessJournal
    executor: Executor
