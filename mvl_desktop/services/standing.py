"""Use case: whether this post is still one: a revoked one can only hand over what it had not sent."""

from mvl_desktop.ports.bundle import Ports


def is_revoked(ports: Ports) -> bool:
    """Whether this post was a member somewhere, and every espace that it knows has closed it."""
    with ports.store.read() as uow:
        me = uow.identity.device().id
        found = [uow.espaces.registry(espace.id).devices.get(me) for espace in uow.espaces.all()]
        known = [device for device in found if device is not None]
        return bool(known) and all(device.closed_at is not None for device in known)
