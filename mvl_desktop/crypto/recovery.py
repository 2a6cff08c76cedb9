"""The recovery code: 160 random bits on paper, in Crockford's base 32 with four signs of checksum."""

from mvl_desktop.crypto.primitives import random, same
from mvl_desktop.ports.crypto import CryptoError
from mvl_desktop.protocol.hashes import digest

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SIZE = 20
SIGNS = 32
CHECK_SIGNS = 4
GROUP = 4
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


class MistypedCodeError(CryptoError):
    """What was typed is no recovery code: a sign is missing, foreign or wrong."""


def new_code() -> bytes:
    """Return 160 random bits."""
    return random(SIZE)


def write_code(secret: bytes) -> str:
    """Write a code in nine groups of four signs, the last group being the checksum."""
    if len(secret) != SIZE:
        raise CryptoError
    text = _base32(int.from_bytes(secret, "big"), SIGNS) + _checksum(secret)
    return "-".join(text[at : at + GROUP] for at in range(0, len(text), GROUP))


def read_code(text: str) -> bytes:
    """Read a code as people type it: any case, spaces or hyphens, O for 0, I and L for 1; MistypedCodeError."""
    signs = "".join(text.upper().replace("-", " ").split()).translate(_READ_AS)
    if len(signs) != SIGNS + CHECK_SIGNS or any(sign not in ALPHABET for sign in signs):
        raise MistypedCodeError
    number = 0
    for sign in signs[:SIGNS]:
        number = number << 5 | ALPHABET.index(sign)
    secret = number.to_bytes(SIZE, "big")
    if not same(_checksum(secret).encode(), signs[SIGNS:].encode()):
        raise MistypedCodeError
    return secret


def _checksum(secret: bytes) -> str:
    """Return the first 20 bits of H("recovery-code", secret)."""
    return _base32(int.from_bytes(digest("recovery-code", secret)[:3], "big") >> 4, CHECK_SIGNS)


def _base32(number: int, signs: int) -> str:
    """Write a number in base 32, most significant sign first."""
    return "".join(ALPHABET[number >> 5 * rank & 31] for rank in reversed(range(signs)))
