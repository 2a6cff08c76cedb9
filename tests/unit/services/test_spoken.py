"""What is said of values: hours as people write them."""

import pytest

from mvl_desktop.services.spoken import hour


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        ("09:05", "9\u00a0h\u00a005"),
        ("14:30", "14\u00a0h\u00a030"),
        ("00:00", "0\u00a0h\u00a000"),
        ("midi", "midi"),
        (None, ""),
    ],
)
def test_an_hour_is_told_without_a_zero_before_it(kept: object, told: str) -> None:
    assert hour(kept) == told
