"""Use cases on espaces as people choose them: list, find by name or identifier, where one may write."""

from mvl_desktop.domain.kinds import kinds, required
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import Espace, UnitOfWork
from mvl_desktop.protocol.roles import SEALERS
from mvl_desktop.services.refusals import RefusError

_USUAL = "usuel/espace/"


def list_espaces(ports: Ports) -> list[Espace]:
    """Return the espaces that this post knows, compartments after the others."""
    with ports.store.read() as uow:
        return sorted(uow.espaces.all(), key=lambda espace: (espace.compartment_of is not None, espace.name, espace.id))


def list_homes(ports: Ports, kind: str) -> list[Espace]:
    """Return the espaces where this post may write a record of this kind, the one that it took last first.

    What is kept apart goes to compartments (never to one founded for another kind, by its name), the rest to the
    other espaces. Raises KindInconnuError.
    """
    with ports.store.read() as uow:
        return homes_of(uow, kind)


def homes_of(uow: UnitOfWork, kind: str) -> list[Espace]:
    """Return the same, within a unit of work already open."""
    apart = required(kind).compartiment
    usual = uow.preferences.get(_USUAL + kind)
    others = tuple(f"{required(each).pluriel} – " for each in kinds() if each != kind and required(each).compartiment)
    fitting = [each for each in uow.espaces.all() if (each.compartment_of is not None) == apart]
    allowed = [each for each in fitting if not (apart and each.name.startswith(others)) and can_write(uow, each.id)]
    return sorted(allowed, key=lambda espace: (espace.id.hex() != usual, espace.name, espace.id))


def remember_home(uow: UnitOfWork, kind: str, espace: bytes) -> None:
    """Remember where somebody last wrote a record of this kind."""
    uow.preferences.set(_USUAL + kind, espace.hex())


def can_write(uow: UnitOfWork, espace: bytes) -> bool:
    """Whether this post is a member of an espace, with a role that seals."""
    here = uow.espaces.registry(espace).devices.get(uow.identity.device().id)
    return here is not None and here.closed_at is None and here.role in SEALERS


def choose_home(uow: UnitOfWork, kind: str, given: str | None) -> Espace:
    """Return the espace where a new record of this kind goes: the one that was named, else the usual one.

    Raises RefusError: aucun_espace, compartiment_requis, espace_inconnu, espace_ambigu, role_insuffisant.
    """
    if given is not None:
        chosen = choose_espace(uow, given, compartment=required(kind).compartiment)
        if not can_write(uow, chosen.id):
            raise RefusError("role_insuffisant")
        return chosen
    homes = homes_of(uow, kind)
    if homes:
        return homes[0]
    if not uow.espaces.all():
        raise RefusError("aucun_espace")
    raise RefusError("compartiment_requis" if required(kind).compartiment else "role_insuffisant")


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
