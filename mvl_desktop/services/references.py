"""References that people say on the phone, made offline and unique by construction: département, year, post, count."""

from mvl_desktop.domain.references import make_reference
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.services.people import code_of

_COUNT = "references"


def new_reference(uow: UnitOfWork, ports: Ports, espace: bytes, departement: object) -> str:
    """Return the next reference of this post. The count never goes back, whatever is erased."""
    year = ports.clock.now().year
    key = f"{_COUNT}.{espace.hex()}.{year}"
    count = int(uow.identity.get(key) or "0") + 1
    uow.identity.set(key, str(count))
    place = departement if isinstance(departement, str) else None
    code = code_of(uow.espaces.registry(espace), espace, uow.identity.device().id)
    return make_reference(place, year, code, count)
