"""The code that two people read aloud depends on all that both must agree on (first half of C32)."""

import re

from mvl_desktop.crypto import safety_code as module
from mvl_desktop.crypto.suite1 import Suite1


def test_it_is_thirty_digits_in_six_groups(suite: Suite1) -> None:
    assert re.fullmatch(r"\d{5}( \d{5}){5}", suite.safety_code(b"founder", b"request", b"operator"))


def test_both_sides_get_the_same_and_a_go_between_another(suite: Suite1) -> None:
    agreed = suite.safety_code(b"founder", b"request", b"operator")
    assert suite.safety_code(b"founder", b"request", b"operator") == agreed
    others = [
        suite.safety_code(b"founder!", b"request", b"operator"),
        suite.safety_code(b"founder", b"request!", b"operator"),
        suite.safety_code(b"founder", b"request", b"operator!"),
        suite.safety_code(b"founderr", b"equest", b"operator"),
    ]
    assert len({agreed, *others}) == 5


def test_trying_requests_until_the_digits_match_is_made_dear() -> None:
    assert module.M >= 64 << 10
    assert module.T >= 3
