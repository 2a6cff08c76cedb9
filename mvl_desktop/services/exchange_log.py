"""The last exchanges of this post, for the person who looks at them: when, by which way, what, why it stopped.

It is no proof and no audit: a few lines, local, that the newest push out.
"""

import json
from dataclasses import asdict, dataclass

from mvl_desktop.ports.bundle import Ports

KEPT = 30
INTERRUPTED = "echange_interrompu"
_NAME, _UNDER_WAY = "derniers_echanges", "echange_en_cours"


@dataclass(frozen=True, slots=True)
class LogLine:
    """One exchange. `voie`: `service`, `lot_ecrit` or `lot_recu`; `arret`: a code, empty when it went to its end.

    `nombres`: (sent, received) with a service, (number of the lot, revisions) for a lot; empty when it failed.
    """

    at_ms: int
    voie: str
    nombres: tuple[int, ...] = ()
    arret: str = ""


def begin_exchange(ports: Ports, voie: str) -> None:
    """Note that an exchange begins: should the program stop before its end, the next start says so."""
    with ports.store.work() as uow:
        uow.identity.set(_UNDER_WAY, json.dumps([ports.clock.ms(), voie]))
        uow.commit()


def note_exchange(ports: Ports, voie: str, *, nombres: tuple[int, ...] = (), arret: str = "") -> None:
    """Note an exchange that has just ended."""
    _put(ports, LogLine(ports.clock.ms(), voie, nombres, arret))


def note_interrupted(ports: Ports) -> None:
    """At a start, note the exchange in the middle of which the program stopped the last time, if there was one."""
    with ports.store.read() as uow:
        left = uow.identity.get(_UNDER_WAY)
    if left:
        at_ms, voie = json.loads(left)
        _put(ports, LogLine(at_ms, voie, arret=INTERRUPTED))


def _put(ports: Ports, line: LogLine) -> None:
    lines = [line, *last_exchanges(ports)][:KEPT]
    with ports.store.work() as uow:
        uow.identity.set(_NAME, json.dumps([asdict(each) for each in lines]))
        uow.identity.set(_UNDER_WAY, "")
        uow.commit()


def last_exchanges(ports: Ports) -> list[LogLine]:
    """Return the last exchanges, latest first."""
    with ports.store.read() as uow:
        kept = uow.identity.get(_NAME)
    return [
        LogLine(each["at_ms"], each["voie"], tuple(each["nombres"]), each["arret"])
        for each in (json.loads(kept) if kept else ())
    ]
