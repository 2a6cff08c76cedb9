"""Use cases on the journal of access."""

from mvl_desktop.exchange.audit import expire, seal_register
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.journal import NOWHERE


def keep_registers(ports: Ports) -> None:
    """Erase what is past its time and sign the days that are over, in every register of this post."""
    ports.journal.settle()
    with ports.store.work() as uow:
        gone = sum(expire(uow, ports, espace) for espace in (NOWHERE, *(each.id for each in uow.espaces.all())))
        made = sum(seal_register(uow, ports, each.id, today=False) for each in uow.espaces.all())
        if gone or made:
            uow.commit()
    if gone:
        ports.journal.note("journal_purge", effaces=gone)
