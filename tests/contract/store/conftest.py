"""The two stores that one suite is played on: the dictionaries, and the encrypted database."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mvl_desktop.ports.store import Espace, Store
from tests.fakes.authors import ESPACE, Author
from tests.fakes.store import MemoryStore
from tests.fakes.stores import quick_store
from tests.fakes.world import SetClock, suite


@dataclass
class Bench:
    """A store that knows one espace, a clock, and somebody else who writes there."""

    store: Store
    clock: SetClock
    other: Author

    @property
    def me(self) -> bytes:
        with self.store.read() as uow:
            return uow.identity.device().id


@pytest.fixture(params=["memory", "sqlcipher"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    clock = SetClock()
    store: Any
    if request.param == "memory":
        store = MemoryStore(suite(), clock)
        with store.work() as uow:
            uow.espaces.add(Espace(ESPACE, "Délégation fictive", b"F" * 32))
            uow.commit()
    else:
        store = quick_store(tmp_path, clock).store
    yield Bench(store, clock, Author(suite()))
    store.close()
