"""Use case: how old the keys of each espace are, and what waits for new ones: a task with a countdown, or a stop."""

from dataclasses import dataclass
from typing import Final

from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import Espace, UnitOfWork
from mvl_desktop.protocol.objects import EpochAct
from mvl_desktop.protocol.registry import read_entry
from mvl_desktop.protocol.roles import STEWARDS

RENEWED_DAYS: Final = 90
DAY_MS: Final = 86_400_000


@dataclass(frozen=True, slots=True)
class KeyAge:
    """The keys of an espace. `days_left` is below zero once they are late; `stops`: nobody seals until new ones."""

    espace: str
    espace_name: str
    number: int
    since_ms: int
    days_left: int
    stops: bool
    may_renew: bool


def list_keys(ports: Ports) -> list[KeyAge]:
    """Return the age of the keys of each espace that this post holds keys of, the most urgent first."""
    now = ports.clock.ms()
    with ports.store.read() as uow:
        mine = uow.identity.device().id
        held = [each for each in uow.espaces.all() if uow.espaces.registry(each.id).is_holder(mine)]
        found = [_age(uow, each, mine, now) for each in held]
    return sorted(found, key=lambda age: (not age.stops, age.days_left, age.espace_name))


def _age(uow: UnitOfWork, espace: Espace, mine: bytes, now: int) -> KeyAge:
    registry = uow.espaces.registry(espace.id)
    since = _since(uow, espace.id)
    return KeyAge(
        espace=espace.id.hex(),
        espace_name=espace.name,
        number=registry.epoch,
        since_ms=since,
        days_left=RENEWED_DAYS - max(0, now - since) // DAY_MS,
        stops=registry.rotation_due,
        may_renew=registry.role(mine) in STEWARDS,
    )


def _since(uow: UnitOfWork, espace: bytes) -> int:
    """Return when the present epoch began, as whoever signed it said."""
    for data in reversed(uow.espaces.entries(espace)):
        act = read_entry(data)[1]
        if isinstance(act, EpochAct):
            return act.ts * 1000
    return 0
