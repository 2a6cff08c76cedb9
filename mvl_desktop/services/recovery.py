"""Use case: a post that was restored, cloned or put back takes up again under a new name; nothing typed is lost.

Until then its store reads only. What it needs is the one act that closes its former chain (`device.succeed`); every
member of the espace sees it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from mvl_desktop.exchange import succession
from mvl_desktop.exchange.authority import rotate
from mvl_desktop.exchange.older import is_older
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.carrier import Cancel, Carrier, Progress, never, silent
from mvl_desktop.ports.crypto import DeviceSecrets
from mvl_desktop.ports.store import Espace, UnitOfWork
from mvl_desktop.protocol.registry import RegistryRefusedError
from mvl_desktop.protocol.roles import STEWARDS
from mvl_desktop.services.refusals import RefusError

_NEXT = "successeur"
"""The local setting that holds the keys of the post to be, between a first try and the one that succeeds."""

CLONE_ALARMS = ("poste_clone", "double_chaine")


class Successor(Protocol):
    """The opened store, as the one that changes its name."""

    def set_aside(self, espace: bytes, *, by_lots: bool) -> int:
        """Put what this post has not sent out of the way of its own chain; return how many revisions wait."""

    def drop_sent(self, espace: bytes) -> int:
        """Forget what was set aside and had been sent after all; return how many revisions."""

    def become(self, secrets: DeviceSecrets) -> int:
        """Take a new name, under which everything that waits will leave; return how many revisions."""


@dataclass(frozen=True, slots=True)
class Succession:
    """A post that has taken up again: its new name, what waits to leave under it, and who must renew the keys."""

    device: str
    waiting: int
    needs_renewal: tuple[str, ...]


def take_up_again(
    ports: Ports,
    successor: Successor,
    to: Callable[[str], Carrier],
    *,
    progress: Progress = silent,
    cancel: Cancel = never,
) -> Succession:
    """Hear how the chain went on, close it, and go on under a new name. Stopped anywhere, it can be done again.

    Raises RefusError (poste_a_jour, cle_en_attente, succession_sans_service, poste_revoque…), CarrierError, Cancelled.
    """
    with ports.store.read() as uow:
        if not is_older(uow):
            raise RefusError("poste_a_jour")
        espaces = uow.espaces.all()
    for espace in espaces:
        successor.set_aside(espace.id, by_lots=not espace.service)
    new = _next_device(ports)
    for espace in espaces:
        _close_chain(ports, successor, to, espace, new, progress, cancel)
    waiting = successor.become(new)
    lacking = _renew(ports, espaces)
    ports.journal.note("reprise")
    return Succession(new.id.hex(), waiting, lacking)


def _close_chain(
    ports: Ports,
    successor: Successor,
    to: Callable[[str], Carrier],
    espace: Espace,
    new: DeviceSecrets,
    progress: Progress,
    cancel: Cancel,
) -> None:
    session = None
    if espace.service:
        with ports.store.read() as uow:
            if _is_done(uow, espace.id, new):
                return
        session, stop = succession.catch_up(ports, to(espace.service), espace.id, new.id, progress, cancel)
        with ports.store.read() as uow:
            if _is_done(uow, espace.id, new):
                return
        if stop == "poste_revoque":
            return
        if stop is not None:
            raise RefusError(stop)
        successor.drop_sent(espace.id)
    with ports.store.work() as uow:
        registry = uow.espaces.registry(espace.id)
        if not registry.is_active(uow.identity.device().id):
            return
        key = uow.keys.epoch_key(espace.id, registry.epoch)
        if key is None:
            raise RefusError("cle_en_attente")
        try:
            state = succession.succeed(uow, ports, espace.id, new, key)
        except RegistryRefusedError as error:
            raise RefusError("role_insuffisant") from error
        if state != "in_force" and session is None:
            raise RefusError("succession_sans_service")
        uow.commit()
    if session is not None:
        succession.hand_in(session)


def _is_done(uow: UnitOfWork, espace: bytes, new: DeviceSecrets) -> bool:
    return new.id in uow.espaces.registry(espace).devices


def _next_device(ports: Ports) -> DeviceSecrets:
    """Return the keys of the post to be: kept before they are used, so that a second try names the same one."""
    with ports.store.work() as uow:
        kept = uow.identity.get(_NEXT)
        if kept:
            return DeviceSecrets(*(bytes.fromhex(each) for each in kept.split(".")))
        new = ports.crypto.new_device()
        uow.identity.set(_NEXT, ".".join(part.hex() for part in (new.id, new.cert, new.sig, new.auth, new.kem)))
        uow.commit()
    return new


def _renew(ports: Ports, espaces: list[Espace]) -> tuple[str, ...]:
    """Begin the epoch that must follow, where this post may; return the espaces where somebody else has to."""
    lacking = []
    with ports.store.work() as uow:
        uow.identity.set(_NEXT, "")
        me = uow.identity.device()
        for alarm in uow.exchange.alarms():
            if alarm.code in CLONE_ALARMS:
                uow.exchange.acknowledge(alarm.id)
        for espace in espaces:
            registry = uow.espaces.registry(espace.id)
            if not registry.is_active(me.id) or not registry.rotation_due:
                continue
            if registry.role(me.id) in STEWARDS:
                rotate(uow, ports, espace.id)
            else:
                lacking.append(espace.name)
        uow.commit()
    return tuple(lacking)
