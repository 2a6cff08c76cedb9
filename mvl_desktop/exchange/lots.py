"""Lots: sealed files that carry what posts have to say, in any order, any number of times. Public face of the room.

`export` writes, `merge` reads and keeps (or, as a dry run, reads and keeps nothing), `write_receipt` writes the
récépissé that travels back: a small lot outside the numbering, closed for those whose lots were merged.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from mvl_desktop.exchange import lot_content
from mvl_desktop.exchange.audit import owes_register, seal_register, segments_for_lot
from mvl_desktop.exchange.lot_content import Readers, Share
from mvl_desktop.exchange.lot_errors import (
    EmetteurInconnuError,
    LotError,
    LotVideError,
    RecipientUnknownError,
)
from mvl_desktop.exchange.lot_flow import Flow
from mvl_desktop.exchange.lot_merge import examine, merge
from mvl_desktop.exchange.lot_numbers import EVERYBODY, addressed
from mvl_desktop.exchange.lot_taking import LotOutcome
from mvl_desktop.exchange.orders import rewrap
from mvl_desktop.exchange.sealing import seal_pending
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.carrier import (
    Cancel,
    LotMedium,
    LotWriter,
    MediumAltersError,
    Progress,
    Step,
    never,
    silent,
    stop_if,
)
from mvl_desktop.ports.crypto import CryptoError
from mvl_desktop.ports.store import LotRow, UnitOfWork
from mvl_desktop.protocol.encoding import ProtocolError, encode
from mvl_desktop.protocol.hashes import ZERO
from mvl_desktop.protocol.lot_frames import LotReader, header_hash, read_head, tally, with_manifest, write_head
from mvl_desktop.protocol.lot_names import PARTS_MAX, SEED, Part, name_part
from mvl_desktop.protocol.objects import (
    LOT_RECIPIENTS_MAX,
    SUITE,
    VERSION,
    LotForDevice,
    LotForEpoch,
    LotHeader,
    LotManifest,
    Receipt,
    Signed,
)
from mvl_desktop.protocol.wire import FrameType, frame

__all__ = [
    "EVERYBODY",
    "EmetteurInconnuError",
    "LotError",
    "LotOutcome",
    "LotVideError",
    "LotWritten",
    "RecipientUnknownError",
    "examine",
    "export",
    "merge",
    "write_receipt",
]

RECEIPT_IDS = 256
REGISTRY_SENT = "lot_regn"


@dataclass(frozen=True, slots=True)
class LotWritten:
    """A lot that was written, read back and verified."""

    path: Path
    lid: bytes
    number: int
    revisions: int
    commits: int
    size: int


@dataclass(frozen=True, slots=True)
class _Sealing:
    """What one lot is made with."""

    key: bytes = field(repr=False)
    header: LotHeader
    espaces: tuple[bytes, ...]
    number: int = 0
    prev: bytes = ZERO


def export(
    ports: Ports,
    medium: LotMedium,
    target: Path,
    espaces: Sequence[bytes],
    *,
    recipient: bytes | None = None,
    max_size: int | None = None,
    progress: Progress = silent,
    cancel: Cancel = never,
) -> list[LotWritten]:
    """Write what `recipient` (None: every member) has not acknowledged to `target`, and beside it if it takes several.

    What is unsealed is sealed first. Each file is written beside its name, made durable, read back whole as its
    reader would, and only then named and noted as « remis »; nothing is attested by it. Raises LotVideError,
    RecipientUnknownError, MediumError, Cancelled.
    """
    chosen = _prepare(ports, espaces, recipient)
    written: list[LotWritten] = []
    with ports.store.read() as uow:
        lots = lot_content.shares(uow, chosen, recipient, max_size)
        has_commits = any(share.commits for lot in lots for share in lot)
        if not has_commits and not _registry_moved(uow, chosen) and not owes_register(uow, chosen, recipient):
            raise LotVideError
        groups = lot_content.readers(uow, chosen, recipient)
        if not groups:
            raise RecipientUnknownError
        total = len(lots) * len(groups)
        for readers in groups:
            for place, lot in enumerate(lots, 1):
                stop_if(cancel)
                progress(Step("lot", len(written), total))
                path = _numbered(target, len(written))
                part = Part(place, len(lots)) if 1 < len(lots) <= PARTS_MAX else None
                made = _write(ports, medium, path, uow, chosen, readers, lot, recipient, part)
                _note(ports, made, lot, chosen, recipient)
                written.append(made[0])
    return written


def write_receipt(ports: Ports, medium: LotMedium, target: Path, outcomes: Sequence[LotOutcome]) -> Path | None:
    """Write the récépissé of merged lots: what is kept of each, signed, for those who sent them. None: nothing to say.

    It may be merged any number of times, in any order; it attests, and changes nothing else.
    """
    with ports.store.read() as uow:
        me = uow.identity.device()
        receipts: list[bytes] = []
        espaces: dict[bytes, None] = {}
        senders: dict[bytes, None] = {}
        for outcome in outcomes:
            if outcome.motif is not None or outcome.by in (None, me.id) or outcome.number == 0:
                continue
            for espace, (ids, without) in outcome.kept.items():
                espaces[espace] = None
                senders[outcome.by] = None
                receipts += _receipts(ports, uow, espace, outcome.lid, ids, without)
        if not receipts:
            return None
        readers = Readers(tuple(senders)[:LOT_RECIPIENTS_MAX], ())
        sealing = _sealing(ports, uow, tuple(espaces), readers)
        _write_file(ports, medium, target, uow, sealing, lambda: iter(receipts))
    return target


def _prepare(ports: Ports, espaces: Sequence[bytes], recipient: bytes | None) -> tuple[bytes, ...]:
    """Seal what waits, wrap keys under the present epoch, and keep the espaces that the recipient belongs to."""
    ports.journal.settle()
    with ports.store.work() as uow:
        chosen = tuple(e for e in espaces if recipient is None or uow.espaces.registry(e).is_active(recipient))
        if not chosen:
            raise RecipientUnknownError
        for espace in chosen:
            seal_pending(uow, ports, espace, empty=True)
            seal_register(uow, ports, espace, today=True)
            while rewrap(uow, ports, espace):
                pass
        uow.commit()
    return chosen


def _registry_moved(uow: UnitOfWork, espaces: Sequence[bytes]) -> bool:
    """Whether a registry has entries that no lot of this post has carried."""
    return any(uow.espaces.registry(e).n + 1 > uow.exchange.position(e, REGISTRY_SENT) for e in espaces)


def _numbered(target: Path, index: int) -> Path:
    return target if index == 0 else target.with_name(f"{target.stem}-{index + 1}{target.suffix}")


def _write(
    ports: Ports,
    medium: LotMedium,
    path: Path,
    uow: UnitOfWork,
    espaces: tuple[bytes, ...],
    readers: Readers,
    lot: Sequence[Share],
    recipient: bytes | None,
    part: Part | None,
) -> tuple[LotWritten, LotRow]:
    sealing = _sealing(ports, uow, espaces, readers, part)
    named = addressed(sealing.header)
    with ports.store.read() as now:
        number, prev = now.exchange.next_lot(named)
    sealing = replace(sealing, number=number, prev=prev)
    handed = lot_content.handed_over(uow, ports, sealing.key, lot)
    size = _write_file(
        ports, medium, path, uow, sealing, lambda: lot_content.frames(uow, espaces, lot, handed, recipient)
    )
    revisions = sum(share.revisions for share in lot)
    commits = sum(len(share.commits) for share in lot)
    lid = sealing.header.lid
    me = uow.identity.device().id
    row = LotRow(lid, me, number, prev, ports.clock.ms(), named)
    return LotWritten(path, lid, number, revisions, commits, size), row


def _sealing(
    ports: Ports, uow: UnitOfWork, espaces: tuple[bytes, ...], readers: Readers, part: Part | None = None
) -> _Sealing:
    """Make a lot's key, and wrap it to each reader. It has no number yet."""
    crypto = ports.crypto
    key = crypto.random(32)
    lid = crypto.random(16) if part is None else name_part(crypto.random(SEED), part)
    recipients: list[LotForDevice | LotForEpoch] = []
    for device in readers.devices:
        kem = next(
            known.cert.kem
            for espace in espaces
            if (known := uow.espaces.registry(espace).devices.get(device)) is not None
        )
        recipients.append(crypto.seal_lot_key(key, lid, kem, device))
    for espace in readers.espaces:
        epoch = uow.espaces.registry(espace).epoch
        epoch_key = uow.keys.epoch_key(espace, epoch)
        if epoch_key is not None:
            recipients.append(crypto.seal_lot_key_for_epoch(key, lid, espace, epoch, epoch_key))
    return _Sealing(key, LotHeader(VERSION, SUITE, lid, recipients), espaces)


def _write_file(
    ports: Ports,
    medium: LotMedium,
    path: Path,
    uow: UnitOfWork,
    sealing: _Sealing,
    content: Callable[[], Iterator[bytes]],
) -> int:
    """Write, settle, read back and verify, then name. Returns the size. Nothing is left behind when it fails."""
    signed = _manifest(ports, uow, sealing, content())
    writer = medium.create(path)
    try:
        size = 0
        for piece in _sealed(ports, sealing, with_manifest(signed, content())):
            writer.write(piece)
            size += len(piece)
        writer.settle()
        _verify(ports, writer, sealing, signed)
        writer.publish()
    except BaseException:
        writer.abandon()
        raise
    return size


def _manifest(ports: Ports, uow: UnitOfWork, sealing: _Sealing, content: Iterator[bytes]) -> Signed:
    count = tally(content)
    device = uow.identity.device()
    manifest = LotManifest(
        VERSION,
        sealing.header.lid,
        device.id,
        sealing.number,
        sealing.prev,
        count.frames,
        count.bytes,
        count.digest(),
        lot_content.heads(uow, sealing.espaces),
        ports.clock.ms() // 1000,
    )
    o = encode(manifest)
    return Signed(o, device.id, ports.crypto.sign(device.sig, "lot", o))


def _sealed(ports: Ports, sealing: _Sealing, clear: Iterator[bytes]) -> Iterator[bytes]:
    yield write_head(sealing.header)
    yield from ports.crypto.seal_stream(sealing.key, header_hash(sealing.header), clear)


def _verify(ports: Ports, writer: LotWriter, sealing: _Sealing, signed: Signed) -> None:
    """Read the whole file back, as whoever receives it will."""
    flow = Flow(writer.read_back())
    reader = LotReader()
    try:
        head = read_head(flow)
        for clear in ports.crypto.open_stream(sealing.key, head.hash, flow.rest()):
            for _ in reader.feed(clear):
                pass
        reader.finish()
    except (CryptoError, ProtocolError) as error:
        raise MediumAltersError from error
    if reader.signed != signed:
        raise MediumAltersError


def _note(
    ports: Ports,
    made: tuple[LotWritten, LotRow],
    lot: Sequence[Share],
    espaces: Sequence[bytes],
    recipient: bytes | None,
) -> None:
    """Remember what left: « remis (lot n) », and nothing more."""
    with ports.store.work() as uow:
        uow.exchange.deliver([id_ for share in lot for id_ in share.commits], made[1])
        for espace in espaces:
            uow.exchange.move(espace, REGISTRY_SENT, uow.espaces.registry(espace).n + 1)
            uow.journal.carried([each.id for each in segments_for_lot(uow, espace, recipient)])
        uow.commit()


def _receipts(
    ports: Ports, uow: UnitOfWork, espace: bytes, lid: bytes, ids: Sequence[bytes], without: frozenset[bytes]
) -> Iterator[bytes]:
    me = uow.identity.device()
    for start in range(0, len(ids), RECEIPT_IDS):
        piece = list(ids[start : start + RECEIPT_IDS])
        named = {entry.bhash for commit in uow.log.commits(espace, piece) for entry in commit.header.entries}
        o = encode(Receipt(VERSION, espace, me.id, lid, piece, sorted(without & named), None))
        yield frame(FrameType.RECEIPT, encode(Signed(o, me.id, ports.crypto.sign(me.sig, "receipt", o))))
