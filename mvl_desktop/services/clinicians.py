"""Who may answer what only a clinician reads: the médecin inspecteur of a délégation, as the registry makes them."""

from mvl_desktop.domain.roles import MEDECIN
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.services.habilitations import held_by


def is_clinician(uow: UnitOfWork) -> bool:
    """Whether who sits here is médecin inspecteur in a délégation of this post.

    An administrator or an operator is none: their keys open what is medical, their trade does not read it.
    """
    here = uow.identity.device().id
    found = (held_by(uow, espace, here) for espace in uow.espaces.all() if espace.compartment_of is None)
    return any(held is not None and held.code == MEDECIN for held in found)
