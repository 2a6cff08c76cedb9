"""Numbers of lots: a post counts the lots that it writes for the same readers, so that whoever lacks one knows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, islice, pairwise

from mvl_desktop.ports.store import LotRow, UnitOfWork
from mvl_desktop.protocol.hashes import digest
from mvl_desktop.protocol.lot_names import Part, read_part
from mvl_desktop.protocol.objects import LotForDevice, LotForEpoch, LotHeader, LotManifest

EVERYBODY = "tous"
MISSING_MAX = 1_000
"""How many missing lots are told: a number is what its writer says."""


@dataclass(frozen=True, slots=True)
class MissingLot:
    """A lot that never came; `part`: which file it is of those that were written together, when that can be told."""

    number: int
    part: Part | None = None


def addressed(header: LotHeader) -> str:
    """Return whom a lot is closed for, as its numbering says it: one device, or whoever is in some espaces."""
    match header.recipients:
        case [LotForDevice(device=device)]:
            return device.hex()
    espaces = sorted(each.espace for each in header.recipients if isinstance(each, LotForEpoch))
    return f"{EVERYBODY}/{digest('lot-readers', *espaces).hex()[:16]}"


def remember(
    uow: UnitOfWork, manifest: LotManifest, header: LotHeader, espace: bytes, at_ms: int, *, whole: bool
) -> None:
    """Remember that a lot came. A récépissé (number 0) has no place among them, nor has what this post wrote."""
    if manifest.seq == 0 or manifest.by == uow.identity.device().id:
        return
    readers = addressed(header)
    before = {lot.seq: lot for lot in uow.exchange.lots_from(manifest.by) if lot.recipient == readers}
    same, last = before.get(manifest.seq), before.get(manifest.seq - 1)
    if (same is not None and same.lid != manifest.lid) or (
        last is not None and digest("lot", last.lid) != manifest.prev
    ):
        uow.exchange.alarm("lots_contradictoires", espace, manifest.by)
    if whole:
        uow.exchange.keep_lot(LotRow(manifest.lid, manifest.by, manifest.seq, manifest.prev, at_ms, readers))


def missing_from(uow: UnitOfWork, sender: bytes) -> tuple[MissingLot, ...]:
    """Return the lots of a sender that never came: between two that did, and of those that were written together."""
    if sender == uow.identity.device().id:
        return ()
    found: dict[str, list[LotRow]] = {}
    for lot in uow.exchange.lots_from(sender):
        found.setdefault(lot.recipient, []).append(lot)
    return tuple(each for lots in found.values() for each in _missing(lots))


def sound(uow: UnitOfWork, sender: bytes, espace: bytes) -> None:
    """Raise the alarm of a sender's missing lots, or put it away when they have all come."""
    missing = missing_from(uow, sender)
    if missing:
        uow.exchange.alarm("lot_manquant", espace, sender, len(missing))
        return
    for alarm in uow.exchange.alarms():
        if alarm.code == "lot_manquant" and alarm.device == sender:
            uow.exchange.acknowledge(alarm.id)


def _missing(lots: Iterable[LotRow]) -> list[MissingLot]:
    here = {lot.seq: read_part(lot.lid) for lot in lots}
    told: dict[int, Part] = {}
    for number, part in here.items():
        if part is not None:
            first = number - part.part
            told |= {first + each: Part(each, part.parts) for each in range(1, part.parts + 1)}
    between = chain.from_iterable(range(low + 1, high) for low, high in pairwise(sorted(here)))
    wanted = {*islice(between, MISSING_MAX), *told}
    return [MissingLot(number, told.get(number)) for number in sorted(wanted - here.keys()) if number > 0]
