"""Suite 1 with its published dictionary."""

from pathlib import Path

import pytest

from mvl_desktop.crypto.suite1 import Suite1, load_suite1

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def suite() -> Suite1:
    return load_suite1(ROOT / "resources")
