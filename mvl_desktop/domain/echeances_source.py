"""What a kind of record says to the engine of deadlines: what happens to it, what shows an act, which ones to open."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from mvl_desktop.domain.echeances_faits import Champs, Kept

Filters = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Depart:
    """What a deadline is counted from. `cible`: the element that it is about; empty for the record itself."""

    le: date
    cible: str = ""
    detail: str = field(default="", repr=False)
    """What the element says of itself, shown after what must be done."""
    responsable: str = field(default="", repr=False)
    """Who is in charge of it, if the record says so."""


@dataclass(frozen=True, slots=True)
class Source:
    """The deadlines of one kind of record."""

    kind: str
    evenements: Mapping[str, Callable[[Champs], Iterable[Depart]]]
    """What each event is in a record, by its code."""
    tenues: Mapping[str, Callable[[Champs, str], Kept | None]]
    """What shows that an act was done, by its code; the second argument is the `cible`."""
    filtres: Callable[[date], Iterable[Filters]]
    """Which records to open for what is due by a day, wider than the answer: each is a question to the store."""
    finie: Callable[[Champs], bool] = field(default=lambda _champs: False)
    """Whether nothing is left to do on a record."""
