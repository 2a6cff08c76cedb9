"""One post for the use cases: over the store in memory, then over the encrypted one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.offices import Office, open_office


@pytest.fixture(params=["memory", "sqlcipher"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path, "Alix", in_memory=request.param == "memory")
    made.found()
    yield made
    made.close()
