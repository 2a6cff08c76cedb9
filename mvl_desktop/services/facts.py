"""A fact that the application computes of a record, and what tells some. Who tells imports this, never the map."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import RecordView, UnitOfWork

Tone = Literal["", "succes", "attention", "danger"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One sentence, how it is told, and the record that it leads to, if any."""

    texte: str = field(repr=False)
    ton: Tone = ""
    kind: str = ""
    rec: str = ""


Teller = Callable[[Ports, UnitOfWork, RecordView], Sequence[Fact]]
"""What tells the facts of a record, inside one reading of the store; what day it is, the clock of the ports says."""
