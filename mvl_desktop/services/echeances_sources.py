"""Deadlines that come from elsewhere than one signalement: which records to open, and what is owed without any record.

A kind of record says its deadlines in `domain/echeances_sources.py`. What is owed though no record says so yet (a
yearly meeting that nobody planned) is told by a function of `OWED`.
"""

from collections.abc import Iterator
from typing import Final

from mvl_desktop.domain.echeances_sources import SOURCES
from mvl_desktop.ports.store import Query, UnitOfWork
from mvl_desktop.services.echeances_candidates import Scope
from mvl_desktop.services.echeances_owed import Owed, Owing
from mvl_desktop.services.echeances_rules import Bench
from mvl_desktop.services.reunions_dues import owed_meetings

OWED: Final[tuple[Owing, ...]] = (owed_meetings,)
"""What tells of deadlines that no record holds, for the espaces of a scope."""


def sourced(uow: UnitOfWork, scope: Scope) -> Iterator[tuple[str, list[int]]]:
    """Give, for each kind that has deadlines of its own, the local ids of the records to open."""
    for kind, source in SOURCES.items():
        found: dict[int, None] = {}
        for filters in source.filtres(scope.until):
            asked = Query(kind, filters, order="arrivee", espace=scope.espace, limit=scope.limit)
            found.update(dict.fromkeys(uow.records.ids(asked)))
        yield kind, list(found)


def owed(uow: UnitOfWork, bench: Bench, scope: Scope) -> Iterator[Owed]:
    """Give what is owed and still open by the end of a scope, though no record holds it."""
    for tells in OWED:
        for each in tells(uow, bench, scope):
            one = each.echeance
            mine = not scope.personne or scope.personne == one.responsable
            if one.is_open and one.le is not None and one.le <= scope.until and mine:
                yield each
