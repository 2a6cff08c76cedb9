"""Use cases on espaces as people choose them: list, find by name or identifier."""

from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import Espace, UnitOfWork
from mvl_desktop.services.refusals import RefusError


def list_espaces(ports: Ports) -> list[Espace]:
    """Return the espaces that this post knows, compartments after the others."""
    with ports.store.read() as uow:
        return sorted(uow.espaces.all(), key=lambda espace: (espace.compartment_of is not None, espace.name, espace.id))


def choose_espace(uow: UnitOfWork, given: str | None, *, compartment: bool = False) -> Espace:
    """Return the espace that somebody named; with a single one (compartments apart) nothing needs to be said.

    What is kept apart (`compartment`) goes to a compartment and nowhere else.
    Raises RefusError: espace_inconnu, espace_ambigu, aucun_espace, compartiment_requis.
    """
    known = uow.espaces.all()
    if not known:
        raise RefusError("aucun_espace")
    if given is None:
        fitting = [espace for espace in known if (espace.compartment_of is not None) == compartment]
        if compartment and not fitting:
            raise RefusError("compartiment_requis")
        if len(fitting) != 1:
            raise RefusError("espace_ambigu")
        return fitting[0]
    wanted = given.strip()
    found = [espace for espace in known if wanted in (espace.name, espace.id.hex())]
    if not found:
        raise RefusError("espace_inconnu")
    if len(found) > 1:
        raise RefusError("espace_ambigu")
    if compartment and found[0].compartment_of is None:
        raise RefusError("compartiment_requis")
    return found[0]
