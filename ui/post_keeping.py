"""What the frame says of how a post is kept: it reads only, or its work has been nowhere else for days."""

from mvl_desktop.exchange.older import is_older
from mvl_desktop.i18n import ngettext
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.services import backup, memory
from ui.messages import sentence
from ui.values import Notice

REMINDER, READ_ONLY = -1, -2
_PUT_OFF = "rappel_sauvegarde"
"""What is remembered of a reminder: the day when somebody read it."""


def keeping_notices(ports: Ports) -> tuple[Notice, ...]:
    """Return what must be said now. A reminder that was read comes back the next day."""
    with ports.store.read() as uow:
        older = is_older(uow)
    if older:
        return (Notice(READ_ONLY, sentence("poste_restaure")),)
    days = backup.days_alone(ports)
    if days is None or memory.recall(ports, _PUT_OFF) == _today(ports):
        return ()
    said = ngettext(
        "Depuis {n} jour, ce que vous avez saisi n’existe que sur ce poste. Faites un échange, ou une sauvegarde.",
        "Depuis {n} jours, ce que vous avez saisi n’existe que sur ce poste. Faites un échange, ou une sauvegarde.",
        days,
    )
    return (Notice(REMINDER, said.format(n=days)),)


def put_off(ports: Ports) -> None:
    """Say nothing more of it today."""
    memory.remember(ports, _PUT_OFF, _today(ports))


def _today(ports: Ports) -> str:
    return ports.clock.now().date().isoformat()
