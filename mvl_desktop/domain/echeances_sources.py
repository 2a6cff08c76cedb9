"""What deadlines are counted from in the records of other kinds than signalements: one Source for each kind. Pure.

A kind declares its Source in a file of its own and stands in `SOURCES`. Its events and its acts have their words in the
nomenclatures `evenements_echeance` and `tenues_echeance`, their delays in `resources/echeances.json`; the engine, the
page « À faire », the calendar file and the first page then follow.
"""

from collections.abc import Mapping
from typing import Final

from mvl_desktop.domain.echeances_convention import ACTION, CONVENTION
from mvl_desktop.domain.echeances_reunion import REUNION
from mvl_desktop.domain.echeances_source import Source

SOURCES: Final[Mapping[str, Source]] = {each.kind: each for each in (CONVENTION, ACTION, REUNION)}
"""The sources of deadlines, by kind of record."""
_KINDS: Final = {event: kind for kind, each in SOURCES.items() for event in each.evenements}
EVENTS: Final = frozenset(_KINDS)
SHOWN: Final = frozenset(how for each in SOURCES.values() for how in each.tenues)


def kind_of(evenement: str) -> str | None:
    """Return the kind of record that an event happens to; None when no source has it."""
    return _KINDS.get(evenement)
