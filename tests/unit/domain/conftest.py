"""The trial noun stands among the others for the length of one test."""

from collections.abc import Iterator

import pytest

from mvl_desktop.domain import kinds
from tests.unit.domain.trial import Essai


@pytest.fixture(autouse=True)
def essai() -> Iterator[None]:
    with kinds.trial(Essai):
        yield
