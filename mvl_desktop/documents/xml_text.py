"""Texts as documents can hold them: what XML 1.0 forbids is out, and what would have signs read in another order."""

import re

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """Leave out the characters that XML 1.0 forbids, and those that turn the order in which signs are shown."""
    return in_order(_FORBIDDEN.sub("", text))


def in_order(text: str) -> str:
    """Leave out the characters that turn the order in which signs are shown: 31 would be read as 13."""
    return _TURNING.sub("", text)
