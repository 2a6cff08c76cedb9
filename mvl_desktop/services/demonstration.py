"""A post that holds fictitious data only: it says so of itself, and meets neither a service nor a real post."""

from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.carrier import Carrier
from mvl_desktop.services.refusals import RefusError

_FLAG = "demonstration"


def mark_demonstration(ports: Ports) -> None:
    """Say once and for ever that this post is a demonstration."""
    with ports.store.work() as uow:
        uow.identity.set(_FLAG, "1")
        uow.commit()


def is_demonstration(ports: Ports) -> bool:
    """Whether this post holds fictitious data only."""
    with ports.store.read() as uow:
        return uow.identity.get(_FLAG) is not None


def refuse_in_demonstration(ports: Ports) -> None:
    """Raise RefusError (demonstration_isolee) in a demonstration: nobody enters it, and it enters nowhere."""
    if is_demonstration(ports):
        raise RefusError("demonstration_isolee")


def no_carrier(_address: str) -> Carrier:
    """Refuse every service: RefusError (demonstration_isolee)."""
    raise RefusError("demonstration_isolee")
