"""What a record is given when it is made: the reference that people say on the phone, and the statut where it begins.

A reference is made offline and unique by construction: département, year, post, count.
"""

from collections.abc import Mapping

from mvl_desktop.domain.champ import Declaration
from mvl_desktop.domain.references import make_reference
from mvl_desktop.domain.statut import ENREGISTRE
from mvl_desktop.domain.values import Value
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.services.people import code_of

_COUNT = "references"


def with_first_values(
    uow: UnitOfWork, ports: Ports, espace: bytes, declared: Declaration, changes: Mapping[str, Value]
) -> dict[str, Value]:
    """Return what makes a new record, with its reference and its first statut where its kind has them."""
    given = dict(changes)
    if declared.champ("reference") is not None and "reference" not in given:
        given["reference"] = new_reference(uow, ports, espace, given.get("departement"))
    statut = declared.champ("statut")
    if statut is not None and statut.champ.nomenclature == "statuts" and "statut" not in given:
        given["statut"] = ENREGISTRE
    return given


def new_reference(uow: UnitOfWork, ports: Ports, espace: bytes, departement: object) -> str:
    """Return the next reference of this post. The count never goes back, whatever is erased."""
    year = ports.clock.now().year
    key = f"{_COUNT}.{espace.hex()}.{year}"
    count = int(uow.identity.get(key) or "0") + 1
    uow.identity.set(key, str(count))
    place = departement if isinstance(departement, str) else None
    code = code_of(uow.espaces.registry(espace), espace, uow.identity.device().id)
    return make_reference(place, year, code, count)
