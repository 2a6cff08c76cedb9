"""Texts as XML 1.0 can hold them."""

import re

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Leave out the characters that XML 1.0 forbids."""
    return _FORBIDDEN.sub("", text)
