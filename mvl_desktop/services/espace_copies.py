"""Use case: copy a whole espace to a file, sealed as it is here; what gardiens would open it again from."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mvl_desktop.exchange.orders import rewrap
from mvl_desktop.exchange.sealing import seal_pending
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.protocol.copies import CopyWriter
from mvl_desktop.protocol.escrows import wrap_payload
from mvl_desktop.protocol.wire import FrameType, blob_part_payload
from mvl_desktop.services.custodians import present_escrow
from mvl_desktop.services.espaces import choose_espace
from mvl_desktop.services.files import write_stream

ENDING = ".mvl-espace"


@dataclass(frozen=True, slots=True)
class CopyMade:
    """A copy that was written. `opens`: gardiens can open it, the present key being kept for them."""

    path: Path
    espace: str
    espace_name: str
    founder: str
    frames: int
    size: int
    opens: bool


def copy_espace(ports: Ports, espace: str | None, target: Path) -> CopyMade:
    """Write everything that this post holds of an espace, sealed. A revoked post, or one restored, may do it too.

    What was typed here and lies in no commit yet is sealed first, where this post may; drafts stay drafts.

    Raises RefusError: espace_inconnu, espace_ambigu, aucun_espace, ecriture_impossible.
    """
    with ports.store.work() as uow:
        chosen = choose_espace(uow, espace)
        seal_pending(uow, ports, chosen.id)
        while rewrap(uow, ports, chosen.id):
            pass
        uow.commit()
    with ports.store.read() as uow:
        registry = uow.espaces.registry(chosen.id)
        writer = CopyWriter()
        write_stream(target, writer.pieces(_content(uow, chosen.id)))
        opens = bool(present_escrow(uow, chosen.id, registry))
    ports.journal.note("export", octets=writer.size)
    return CopyMade(target, chosen.id.hex(), chosen.name, registry.founder.hex(), writer.frames, writer.size, opens)


def _content(uow: UnitOfWork, espace: bytes) -> Iterator[tuple[int, bytes]]:
    for entry in uow.espaces.entries(espace):
        yield FrameType.REGISTRY, entry
    for wrap in uow.keys.escrows(espace):
        yield FrameType.ESCROW, wrap_payload(espace, wrap)
    given: set[bytes] = set()
    blobs: dict[bytes, None] = {}
    for commit in uow.log.for_lot(espace, None):
        kcs = {entry.kc for entry in commit.header.entries} - given
        given |= kcs
        for slot in uow.keys.slots_for(espace, sorted(kcs)):
            yield FrameType.KEYSLOT, slot
        for named in commit.header.entries:
            if named.bhash in commit.bodies:
                yield FrameType.BODY, commit.bodies[named.bhash]
                blobs |= dict.fromkeys(named.blobs)
        yield FrameType.COMMIT, commit.commit
    for blob in blobs:
        yield from _parts(uow, blob)


def _parts(uow: UnitOfWork, blob: bytes) -> Iterator[tuple[int, bytes]]:
    known = uow.blobs.get(blob)
    if known is None or not known.complete:
        return
    size = sum(len(part) for part in uow.blobs.parts(blob))
    for index, part in zip(uow.blobs.part_indexes(blob), uow.blobs.parts(blob), strict=True):
        yield FrameType.BLOB_PART, blob_part_payload(blob, size, index, part)
