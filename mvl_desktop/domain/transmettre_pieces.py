"""The pieces that go with a transmission: each is pinned by one line with the fingerprint of what it holds."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_LINE = re.compile(r"(?P<id>[0-9a-f]{16}) (?P<sha256>[0-9a-f]{64}) (?P<nom>.+)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class PieceTransmise:
    """One piece as it was sent: the element that it was, the SHA-256 of its content, its name that day."""

    id: str
    sha256: str
    nom: str = field(repr=False)

    @property
    def line(self) -> str:
        """Return it as a transmission keeps it."""
        return f"{self.id} {self.sha256} {self.nom}"


def read_pieces(value: object) -> tuple[PieceTransmise, ...]:
    """Read the lines of a transmission; what is no such line keeps its words, without a fingerprint."""
    lines: Iterable[object] = value if isinstance(value, (list, tuple)) else ()
    return tuple(_read(str(line)) for line in lines)


def _read(line: str) -> PieceTransmise:
    read = _LINE.match(line)
    return PieceTransmise(read["id"], read["sha256"], read["nom"]) if read else PieceTransmise("", "", line)
