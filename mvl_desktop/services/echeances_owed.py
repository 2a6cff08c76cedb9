"""A deadline that no record holds, and what tells of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from mvl_desktop.domain.echeancier import Echeance
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.services.echeances_candidates import Scope
from mvl_desktop.services.echeances_rules import Bench


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A deadline that no record holds. `kind`: the page that it leads to; `rec`: the record nearest to it, if any."""

    espace: bytes
    kind: str
    echeance: Echeance = field(repr=False)
    rec: bytes = b""
    reference: str = ""
    titre: str = field(default="", repr=False)


Owing = Callable[[UnitOfWork, Bench, Scope], Iterable[Owed]]
"""Tells of what is owed in the espaces of a scope."""
