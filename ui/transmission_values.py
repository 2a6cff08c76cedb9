"""What windows show of transmissions, besides their fields."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LegalGround:
    """A text of the library that a transmission may rest on. `usual`: it usually founds one to this recipient."""

    code: str
    intitule: str
    usual: bool = False
