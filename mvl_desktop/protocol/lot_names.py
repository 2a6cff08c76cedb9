"""What the name of a lot tells: which file it is of several that were written together.

A lot alone has a random `lid`. One of several has one that says so: 7 random bytes ‖ be16(part) ‖ be16(parts) ‖
the first 5 bytes of H("lot-part", the 11 before). Any post reads it as a name; one that knows this form says more.
"""

from dataclasses import dataclass

from mvl_desktop.protocol.hashes import be16, digest

SEED = 7
PARTS_MAX = 999
_SAID = SEED + 4
_CHECK = 5


@dataclass(frozen=True, slots=True)
class Part:
    """One file of several: `part` of `parts`, counted from 1."""

    part: int
    parts: int


def name_part(seed: bytes, part: Part) -> bytes:
    """Return the `lid` of one file of several."""
    said = seed + be16(part.part) + be16(part.parts)
    return said + digest("lot-part", said)[:_CHECK]


def read_part(lid: bytes) -> Part | None:
    """Return which file of several a `lid` names; None for a lot alone."""
    said, check = lid[:_SAID], lid[_SAID:]
    if check != digest("lot-part", said)[:_CHECK]:
        return None
    part = Part(int.from_bytes(said[SEED : SEED + 2], "big"), int.from_bytes(said[SEED + 2 :], "big"))
    return part if 1 <= part.part <= part.parts <= PARTS_MAX else None
