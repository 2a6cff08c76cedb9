"""How a record is named: by machines (`ref:<espace>:<rec>`) and by people on the phone (`93-2026-K7-0012`).

Pure: the caller brings the year, the counter and the device.
"""

import re
from dataclasses import dataclass

from mvl_desktop.domain.errors import ReferenceInvalideError

_REFERENCE = re.compile(r"ref:([0-9a-f]{32}):([0-9a-f]{32})\Z")


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a record is, when it lives in another espace: the espace's id and the record's."""

    espace: bytes
    rec: bytes

    @classmethod
    def parse(cls, text: str) -> "Reference":
        """Read `ref:<espace hex>:<rec hex>`; ReferenceInvalideError when it is anything else."""
        found = _REFERENCE.match(text)
        if not found:
            raise ReferenceInvalideError
        return cls(bytes.fromhex(found[1]), bytes.fromhex(found[2]))

    def __str__(self) -> str:
        """Return the text that payloads carry."""
        return f"ref:{self.espace.hex()}:{self.rec.hex()}"


_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ"
_SIGNS = "23456789" + _LETTERS
"""No I, L, O, U, 0 or 1: what is said on the phone is written down right."""

_HUMAN = re.compile(r"(\d{2,3}|2[AB]) (\d{4}) ([A-Z][2-9A-Z]{1,4}) (\d{1,9})\Z", re.ASCII)
_STRIDE = 263
"""A prime that divides none of the sizes below: neighbours in the registry get codes that do not look alike."""


def short_code(espace: bytes, entry: int) -> str:
    """Return a post's short code: K7.

    `entry` is the number of the registry entry that let its device in. Entries of an espace are numbered one after
    the other, so no two posts of an espace can have the same code, however they met. A letter and a sign for the
    first 660 entries, one more sign for the next 19 800. The espace shifts the sequence, so that the first posts of
    two espaces differ as a rule.
    """
    rest, length, size = entry, 2, len(_LETTERS) * len(_SIGNS)
    while rest >= size:
        rest, length, size = rest - size, length + 1, size * len(_SIGNS)
    number = (rest * _STRIDE + int.from_bytes(espace[:8])) % size
    signs = ""
    for _ in range(length - 1):
        number, sign = divmod(number, len(_SIGNS))
        signs = _SIGNS[sign] + signs
    return _LETTERS[number] + signs


def make_reference(departement: str | None, year: int, code: str, number: int) -> str:
    """Return a human reference: `93-2026-K7-0012`. Without département it begins with 00."""
    return f"{departement or '00'}-{year}-{code}-{number:04d}"


def read_reference(text: str) -> str | None:
    """Return the reference that somebody said or typed, however it was written; None when it is none."""
    found = _HUMAN.match(" ".join(re.split(r"[^0-9A-Z]+", text.strip().upper())))
    return make_reference(found[1], int(found[2]), found[3], int(found[4])) if found else None
