"""A screen for each test, and what it needs."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.screen.screen import Screen, missing, open_screen


@pytest.fixture
def screen(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Screen]:
    """A screen of our own; where programs are missing, only a desk may go without."""
    with _screen(tmp_path, request, "ecran") as opened:
        yield opened


@pytest.fixture(scope="module")
def lasting_screen(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Screen]:
    """A screen for the tests of one file that leave what they look at as it was: a program takes long to start."""
    with _screen(tmp_path_factory.mktemp("ecran"), request, "ecran") as opened:
        yield opened


@pytest.fixture
def other_screen(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Screen]:
    """The screen of somebody else, at another computer."""
    with _screen(tmp_path, request, "autre-ecran") as opened:
        yield opened


@contextlib.contextmanager
def _screen(folder: Path, request: pytest.FixtureRequest, name: str) -> Iterator[Screen]:
    if absent := missing():
        if os.environ.get("CI"):
            pytest.fail(f"missing: {absent}")
        pytest.skip(f"missing: {absent}")
    place = folder / name
    place.mkdir()
    kept = os.environ.get("MVL_IMAGES")
    images = (
        Path(kept) / Path(request.node.name.removeprefix("test_")).stem / name if kept else folder / "images" / name
    )
    with open_screen(place, images) as opened:
        yield opened
        opened.keep("fin")
