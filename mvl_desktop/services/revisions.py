"""The one way in which this post writes: a change to a record becomes a revision with its parents and its time.

Nothing is ever rewritten: a second save before the first has left makes a second revision.
"""

from collections.abc import Mapping, Sequence

from mvl_desktop.exchange.older import refuse_older
from mvl_desktop.history.clock import Hlc, tick
from mvl_desktop.history.edit import check_changes, joining_parents
from mvl_desktop.history.model import Name, Value
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.protocol.objects import BlobRef
from mvl_desktop.protocol.objects import Revision as WireRevision
from mvl_desktop.protocol.roles import SEALERS
from mvl_desktop.services.refusals import RefusError

_CLOCK = "hlc"


def write_revision(
    uow: UnitOfWork,
    ports: Ports,
    espace: bytes,
    rec: bytes,
    kind: str,
    changes: Mapping[str, Value],
    parents: Sequence[Name],
    blobs: Sequence[BlobRef] = (),
) -> Name:
    """Add a revision of this post. More than 16 parents are first joined by empty revisions (rule 14).

    Raises OlderStateError (poste_restaure) in a store that is an older state of its post, RefusError (lecture_seule)
    where this post reads and does not write.
    """
    check_changes(changes)
    refuse_older(uow)
    device = uow.identity.device().id
    role = uow.espaces.registry(espace).role(device)
    if role is not None and role not in SEALERS:
        raise RefusError("lecture_seule")

    def add(over: Sequence[Name], values: Mapping[str, Value], attached: Sequence[BlobRef]) -> Name:
        n = uow.log.next_n(espace)
        uow.log.add_local(
            espace,
            rec,
            WireRevision(
                n=n,
                kind=kind,
                parents=sorted(over),
                hlc=_next_time(uow, ports),
                changes={key: _wire(values[key]) for key in sorted(values, key=str.encode)},
                blobs=list(attached),
            ),
        )
        return (device, n)

    heads = list(parents)
    while (joined := joining_parents(heads)) is not None:
        name = add(joined, {}, ())
        heads = [head for head in heads if head not in joined] + [name]
    return add(heads, changes, blobs)


def _next_time(uow: UnitOfWork, ports: Ports) -> tuple[int, int]:
    last = uow.identity.get(_CLOCK)
    before = (int(last.split(".")[0]), int(last.split(".")[1])) if last else (0, 0)
    now: Hlc = tick(before, ports.clock.ms())
    uow.identity.set(_CLOCK, f"{now[0]}.{now[1]}")
    return now


def _wire(value: Value) -> str | int | bool | list[str] | None:
    return list(value) if isinstance(value, tuple) else value
