"""Who wrote what in a refounded espace: the record of kind `reprise` of its founder, read back."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from mvl_desktop.domain.payload import nest
from mvl_desktop.history.model import Name
from mvl_desktop.history.state import values
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.protocol.registry import Registry

KIND = "reprise"
NOBODY = -1
"""The place of runs that no post of the former espace wrote."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """The posts of the former espace, and the runs of revisions that the founder wrote again for them."""

    device: bytes = b""
    names: Mapping[bytes, str] = field(default_factory=dict, repr=False)
    codes: Mapping[bytes, str] = field(default_factory=dict)
    lines: Mapping[bytes, str] = field(default_factory=dict, repr=False)
    starts: tuple[int, ...] = field(default=(), repr=False)
    runs: tuple[Name, ...] = field(default=(), repr=False)
    last: int = 0

    def origin(self, revision: Name) -> Name | None:
        """Return what a revision was called in the former espace; None for one that is of this espace only."""
        device, n = revision
        place = bisect_right(self.starts, n) - 1
        if device != self.device or place < 0 or n > self.last:
            return None
        former, first = self.runs[place]
        return (former, first + n - self.starts[place]) if former else None


NOTHING = Provenance()


def provenance_of(uow: UnitOfWork, espace: bytes, registry: Registry) -> Provenance:
    """Return where the revisions of an espace come from: what its founder said, and nobody else."""
    founder = _founder(registry)
    for said in _told(uow, espace, founder):
        if said.get("appareil") == founder.hex():
            posts, runs = said.get("anciens_postes"), said.get("origines")
            return read_provenance(founder, lines_of(posts), lines_of(runs))
    return NOTHING


def takes_up(uow: UnitOfWork, espace: bytes, former: bytes) -> bool:
    """Whether an espace takes up another, itself or through one that took it up before."""
    if uow.espaces.get(espace) is None:
        return False
    founder = _founder(uow.espaces.registry(espace))
    return any(said.get("ancien_espace") == former.hex() for said in _told(uow, espace, founder))


def _founder(registry: Registry) -> bytes:
    return next((device.id for device in registry.devices.values() if device.added_at == 0), b"")


def _told(uow: UnitOfWork, espace: bytes, founder: bytes) -> Iterator[dict[str, object]]:
    """Give what the founder wrote of former espaces, in records of its own."""
    for rec in uow.records.find(KIND, espace):
        view = uow.records.get(rec)
        if view is not None and view.created_by == founder:
            yield nest(KIND, values(view.state))


@lru_cache(maxsize=16)
def read_provenance(founder: bytes, posts: tuple[str, ...], runs: tuple[str, ...]) -> Provenance:
    """Read the lines; what is not as this program writes it says nothing of anybody."""
    try:
        read = [line.split(" ", 3) for line in posts]
        devices = [bytes.fromhex(words[0]) for words in read]
        names = {device: words[3] for device, words in zip(devices, read, strict=True) if len(words) == 4}
        codes = {device: words[2] for device, words in zip(devices, read, strict=True)}
        numbers = [tuple(int(word) for word in line.split(" ")) for line in runs]
        pairs = tuple((devices[place] if place != NOBODY else b"", first) for _, place, first in numbers)
        starts = tuple(start for start, _, _ in numbers)
    except (ValueError, IndexError):
        return NOTHING
    if list(starts) != sorted(starts):
        return NOTHING
    return Provenance(
        founder, names, codes, dict(zip(devices, posts, strict=True)), starts, pairs, _last(pairs, starts)
    )


def _last(pairs: tuple[Name, ...], starts: tuple[int, ...]) -> int:
    """Return the last count that was written again: the last run is closed by a line of nobody."""
    return starts[-1] - 1 if pairs and not pairs[-1][0] else 0


def lines_of(value: object) -> tuple[str, ...]:
    """Return a list of lines as it was kept, nothing for anything else."""
    return tuple(str(each) for each in value) if isinstance(value, list) else ()
