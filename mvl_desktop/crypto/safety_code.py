"""The code that two people read aloud: 30 digits of a stretched hash of what both sides must agree on.

Stretched, because a go-between who could try many requests a second would search for one that gives the same digits.
"""

from mvl_desktop.crypto.passphrase import argon2id
from mvl_desktop.protocol.hashes import be16, digest
from mvl_desktop.protocol.objects import SUITE

SALT = b"mvl1/safety-code"
M, T, P = 64 << 10, 3, 4
DIGITS = 30
GROUP = 5


def safety_code(founder: bytes, request: bytes, operator: bytes) -> str:
    """Return six groups of five digits."""
    agreed = digest("safety-code", be16(SUITE), founder, request, operator)
    number = int.from_bytes(argon2id(agreed, SALT, M, T, P), "big") % 10**DIGITS
    text = f"{number:0{DIGITS}d}"
    return " ".join(text[at : at + GROUP] for at in range(0, DIGITS, GROUP))
