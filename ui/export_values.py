"""The frozen values of lists that leave: what is asked, and the lines of the register of exports."""

from dataclasses import dataclass, field

from ui.values import Wanted


@dataclass(frozen=True, slots=True)
class ListWish:
    """A list to write: what it shows, its columns by name, why and for whom; `entier`: with what may name people."""

    wanted: Wanted
    colonnes: tuple[str, ...]
    motif: str
    destinataire: str = field(repr=False)
    entier: bool = False


@dataclass(frozen=True, slots=True)
class ListWritten:
    """A list that left."""

    numero: str
    lignes: int


@dataclass(frozen=True, slots=True)
class ExportLine:
    """A line of the register of exports, in words."""

    numero: str
    quand: str
    par: str = field(repr=False)
    pour: str = field(repr=False)
    motif: str
    quoi: str
    lignes: int
    entier: bool


@dataclass(frozen=True, slots=True)
class ExportedRecord:
    """A record of a list that left. No reference: it is erased, or not held here."""

    id: str
    reference: str
    repere: str
