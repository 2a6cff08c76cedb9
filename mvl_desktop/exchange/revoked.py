"""When the service says that this post is revoked: believe the registry, not the service; then forget the keys."""

from collections.abc import Sequence

from mvl_desktop.exchange.plan import Incoming
from mvl_desktop.exchange.receiving import apply, examine
from mvl_desktop.ports.bundle import Ports


def leave(ports: Ports, espace: bytes, entries: Sequence[bytes]) -> str:
    """Verify the entries that close this post's chain, then wipe its epoch keys. Returns the code to show.

    Entries that do not show the end of this post leave everything as it was: `service_menteur`.
    """
    with ports.store.work() as uow:
        apply(uow, ports, examine(uow, ports, Incoming(espace, registry=entries)))
        if uow.espaces.registry(espace).is_active(uow.identity.device().id):
            uow.commit()
            return "service_menteur"
        for epoch in uow.keys.epochs(espace):
            uow.keys.destroy_epoch(espace, epoch)
        uow.exchange.alarm("poste_revoque", espace, uow.identity.device().id)
        uow.commit()
    return "poste_revoque"
