"""A fresh world for each test: posts with encrypted stores and real keys, the real service in this process."""

from collections.abc import Iterator

import pytest

from tests.fakes.world import World, memory_folder


@pytest.fixture
def world() -> Iterator[World]:
    made = World(memory_folder())
    yield made
    made.close()
