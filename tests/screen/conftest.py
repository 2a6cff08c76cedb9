"""A screen for each test, and what it needs."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.screen.screen import Screen, missing, open_screen


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    """A screen of our own; where programs are missing, only a desk may go without."""
    if absent := missing():
        if os.environ.get("CI"):
            pytest.fail(f"missing: {absent}")
        pytest.skip(f"missing: {absent}")
    folder = tmp_path / "screen"
    folder.mkdir()
    with open_screen(folder) as opened:
        yield opened
