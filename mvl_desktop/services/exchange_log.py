"""The last exchanges of this post, for the person who looks at them: when, by which way, what, why it stopped.

It is no proof and no audit: a few lines, local, that the newest push out.
"""

import json
from dataclasses import asdict, dataclass

from mvl_desktop.ports.bundle import Ports

KEPT = 30
_NAME = "derniers_echanges"


@dataclass(frozen=True, slots=True)
class LogLine:
    """One exchange. `voie`: `service`, `lot_ecrit` or `lot_recu`; `arret`: a code, empty when it went to its end.

    `nombres`: (sent, received) with a service, (number of the lot, revisions) for a lot; empty when it failed.
    """

    at_ms: int
    voie: str
    nombres: tuple[int, ...] = ()
    arret: str = ""


def note_exchange(ports: Ports, voie: str, *, nombres: tuple[int, ...] = (), arret: str = "") -> None:
    """Note an exchange that has just ended."""
    line = LogLine(ports.clock.ms(), voie, nombres, arret)
    lines = [line, *last_exchanges(ports)][:KEPT]
    with ports.store.work() as uow:
        uow.identity.set(_NAME, json.dumps([asdict(each) for each in lines]))
        uow.commit()


def last_exchanges(ports: Ports) -> list[LogLine]:
    """Return the last exchanges, latest first."""
    with ports.store.read() as uow:
        kept = uow.identity.get(_NAME)
    return [
        LogLine(each["at_ms"], each["voie"], tuple(each["nombres"]), each["arret"])
        for each in (json.loads(kept) if kept else ())
    ]
