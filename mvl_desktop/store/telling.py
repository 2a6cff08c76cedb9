"""What a record tells besides its line: who disagrees on what, since when, and what others did with what one wrote.

Pure. It is derived anew whenever the record changes, so that queues and the first page open nothing.
"""

from collections.abc import Iterator
from typing import Final

from mvl_desktop.domain.champ import ARBITRAGES
from mvl_desktop.history.decisions import decided
from mvl_desktop.history.model import Name, RecordState
from mvl_desktop.history.state import Sole
from mvl_desktop.store.projection import Projection
from mvl_desktop.store.reading import Past

MOVED: Final = "deplace_vers"
"""The field of a record that went to another espace."""

_DEVICE: Final = 16
_PREFIX: Final = ARBITRAGES + "/"
_SUFFIX: Final = "/champ"

Disagreement = tuple[str, int, bytes]
"""The key, since when (ms), and the devices that gave the values that stand, one after the other."""

ToldLine = tuple[bytes, str, bytes, int]
"""Whom it is told to, what it is about, who did it, and when (ms)."""


def disagreements(past: Past, state: RecordState) -> list[Disagreement]:
    """Return the keys in conflict. The disagreement began when the second of the values that stand was given."""
    if isinstance(state.fields, Sole):
        return []
    times = _times(past)
    found = []
    for key in state.conflicts:
        given = state.fields[key]
        since = sorted(min(times.get(name, 0) for name in one.by) for one in given)
        devices = dict.fromkeys(name[0] for one in given for name in one.by)
        found.append((key, since[1], b"".join(devices)))
    return found


def split_devices(joined: bytes) -> tuple[bytes, ...]:
    """Return the devices of a disagreement."""
    return tuple(joined[start : start + _DEVICE] for start in range(0, len(joined), _DEVICE))


def what_is_told(past: Past, state: RecordState, projection: Projection) -> list[ToldLine]:
    """Return the decisions that did not keep somebody's value and still hold, and that the record moved."""
    if isinstance(state.fields, Sole) and not any(key.startswith(_PREFIX) or key == MOVED for key in state.fields):
        return []
    return [*_overruled(past, state, projection), *_moved(past, state)]


def _overruled(past: Past, state: RecordState, projection: Projection) -> Iterator[ToldLine]:
    said: dict[tuple[Name, str], str] = {}
    for each in past.known:
        for key, value in each.wire.changes.items():
            if key.startswith(_PREFIX) and key.endswith(_SUFFIX) and isinstance(value, str):
                said[each.name, value] = key.removesuffix(_SUFFIX)
    if not said:
        return
    times, undecided = _times(past), frozenset(state.conflicts)
    for decision in decided(past.revisions(), list(said), projection.declaration.is_narrative):
        if decision.key in undecided:
            continue
        authors = {name[0] for lost in decision.lost for name in lost.by} - {decision.name[0]}
        for device in sorted(authors):
            yield device, said[decision.name, decision.key], decision.name[0], times[decision.name]


def _moved(past: Past, state: RecordState) -> Iterator[ToldLine]:
    given = state.fields.get(MOVED, ())
    movers = [name for one in given if one.value is not None for name in one.by]
    if not movers:
        return
    mover = min(movers)
    authors = {each.name[0] for each in past.known} - {name[0] for name in movers}
    for device in sorted(authors):
        yield device, MOVED, mover[0], _times(past).get(mover, 0)


def _times(past: Past) -> dict[Name, int]:
    return {each.name: each.wire.hlc[0] for each in past.known}
