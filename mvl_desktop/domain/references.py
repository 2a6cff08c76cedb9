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
