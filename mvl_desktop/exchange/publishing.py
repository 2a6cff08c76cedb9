"""Publishing an espace: a service is told its registry, where its signing key is written for every member to check."""

from dataclasses import replace

from mvl_desktop.exchange.authority import provisional
from mvl_desktop.exchange.plan import Incoming
from mvl_desktop.exchange.pulling import entry_frames, send_frames
from mvl_desktop.exchange.receiving import apply, examine
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.carrier import Carrier, ServiceRefusesError, ServiceTooOldError, TokenRefusedError
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.protocol.objects import VERSION, ServiceKey
from mvl_desktop.protocol.registry import build_entry


def publish(ports: Ports, carrier: Carrier, espace: bytes, token: str | None = None) -> None:
    """Publish an espace on a service, with the token that its host issued. Doing it again completes it.

    Raises CarrierError (jeton_refuse…), and RegistryRefusedError when this post may not sign for the espace.
    """
    info = carrier.info()
    if not info.versions[0] <= VERSION <= info.versions[1]:
        raise ServiceTooOldError
    with ports.store.work() as uow:
        entry = _name_key(uow, ports, espace, info.key)
        entries = [*uow.espaces.entries(espace), *uow.espaces.proposed(espace)]
        frames = entry_frames(uow, espace, entries)
        uow.commit()
    try:
        send_frames(carrier, espace, frames, token)
    except (TokenRefusedError, ServiceRefusesError):
        if entry is not None:
            with ports.store.work() as uow:
                uow.espaces.withdraw(espace, entry)
                uow.commit()
        raise
    with ports.store.work() as uow:
        apply(uow, ports, examine(uow, ports, Incoming(espace, registry=uow.espaces.proposed(espace))))
        known = uow.espaces.get(espace)
        if known is not None:
            uow.espaces.update(replace(known, service=carrier.address))
        uow.commit()


def _name_key(uow: UnitOfWork, ports: Ports, espace: bytes, key: bytes) -> bytes | None:
    """Propose the entry that names the service's key: it has no effect before the service has taken it (rule 10)."""
    registry = provisional(uow, ports, espace)
    if registry.service_key == key:
        return None
    device = uow.identity.device()
    act = registry.draft(ServiceKey, ports.clock.ms() // 1000, key=key)
    entry = build_entry(act, [(device.id, lambda tag, message: ports.crypto.sign(device.sig, tag, message))])
    registry.append(entry, ports.crypto.verify)
    uow.espaces.propose(espace, entry)
    return entry
