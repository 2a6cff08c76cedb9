"""Reading a lot from the outside in: bounds, header, key, manifest, signer, counts. Nothing is written."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mvl_desktop.exchange.lot_errors import (
    EmetteurInconnuError,
    LotAutreVersionError,
    LotEndommageError,
    LotError,
    LotHostileError,
    LotIllisibleError,
    LotIncompletError,
    LotPasPourCePosteError,
    LotTropGrandError,
)
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.carrier import LotMedium, MediumAltersError
from mvl_desktop.ports.crypto import CryptoError
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.protocol.encoding import ProtocolError
from mvl_desktop.protocol.lot_frames import LOT_LIMIT, LotHead, LotReader, LotVersionError, read_head
from mvl_desktop.protocol.objects import SUITE, VERSION, LotForDevice, LotForEpoch, LotHeader, LotManifest, Signed
from mvl_desktop.protocol.registry import Registry, RegistryRefusedError, read_entry
from mvl_desktop.protocol.wire import FrameType


class Flow:
    """Pieces of a file, read by length at first, then as they come."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        """Take the pieces in order."""
        self._pieces = pieces
        self._held = b""

    def read(self, size: int, /) -> bytes:
        """Return at most `size` bytes; none at the end."""
        while not self._held:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._held = piece
        taken, self._held = self._held[:size], self._held[size:]
        return taken

    def rest(self) -> Iterator[bytes]:
        """Give what was not read yet."""
        if self._held:
            yield self._held
        yield from self._pieces


@dataclass(frozen=True, slots=True)
class Inspection:
    """A lot that opens here and whose writer is known. `motif` says why it is not whole, None when it is."""

    path: Path
    head: LotHead
    manifest: LotManifest
    key: bytes = field(repr=False)
    motif: str | None = None
    frames: int = 0


def inspect(uow: UnitOfWork, ports: Ports, medium: LotMedium, path: Path) -> Inspection:
    """Read a lot to its end without keeping anything of it. Raises LotError, MediumError.

    A lot that is cut or damaged after its manifest is returned with its motif and how many frames verified; the
    caller decides whether those are worth having.
    """
    if medium.size(path) > LOT_LIMIT:
        raise LotTropGrandError
    flow = Flow(medium.read(path))
    head = _head(flow)
    key = _open(uow, ports, head.header)
    reader = LotReader()
    registries = _Registries(uow, ports)
    frames, motif = 0, None
    try:
        for clear in ports.crypto.open_stream(key, head.hash, flow.rest()):
            for type_, payload in reader.feed(clear):
                frames += 1
                if type_ == FrameType.REGISTRY:
                    registries.take(payload)
        reader.finish()
    except CryptoError as error:
        if reader.manifest is None:
            raise LotEndommageError from error
        is_short = medium.size(path) < reader.manifest.bytes
        motif = LotIncompletError.code if is_short else LotEndommageError.code
    except ProtocolError as error:
        raise LotHostileError from error
    if reader.manifest is None or reader.signed is None:
        raise LotHostileError
    if reader.manifest.v > VERSION:
        raise LotAutreVersionError
    if reader.manifest.lid != head.header.lid or reader.manifest.v != VERSION:
        raise LotHostileError
    registries.check_writer(reader.signed, reader.manifest)
    return Inspection(path, head, reader.manifest, key, motif, frames)


def replay(ports: Ports, medium: LotMedium, found: Inspection) -> Iterator[tuple[FrameType, bytes]]:
    """Give the frames of an inspected lot once more; MediumAltersError if they are not the same."""
    flow = Flow(medium.read(found.path))
    try:
        head = _head(flow)
    except LotError as error:
        raise MediumAltersError from error
    if head.hash != found.head.hash:
        raise MediumAltersError
    reader = LotReader()
    given = 0
    try:
        for clear in ports.crypto.open_stream(found.key, head.hash, flow.rest()):
            for each in reader.feed(clear):
                given += 1
                yield each
                if found.motif is not None and given == found.frames:
                    return
        reader.finish()
    except (CryptoError, ProtocolError) as error:
        raise MediumAltersError from error
    if reader.manifest != found.manifest:
        raise MediumAltersError


class _Registries:
    """The registries known here, grown by the entries of the lot: its writer may have been admitted by them."""

    def __init__(self, uow: UnitOfWork, ports: Ports) -> None:
        self._uow, self._ports = uow, ports
        self._kept: dict[bytes, Registry | None] = {}

    def take(self, data: bytes) -> None:
        """Append an entry if it follows what is known; anything else is judged when it is kept."""
        try:
            _, act = read_entry(data)
            registry = self._of(act.espace)
            if registry is not None and act.n == registry.n + 1:
                registry.append(data, self._ports.crypto.verify)
        except RegistryRefusedError:
            return

    def check_writer(self, signed: Signed, manifest: LotManifest) -> None:
        """Verify who wrote the lot, in the registry of one of its espaces."""
        for head in manifest.espaces:
            registry = self._of(head.id)
            device = registry.devices.get(manifest.by) if registry else None
            if device is not None:
                if not self._ports.crypto.verify(device.cert.sig, "lot", signed.o, signed.s):
                    raise LotHostileError
                return
        raise EmetteurInconnuError

    def _of(self, espace: bytes) -> Registry | None:
        if espace not in self._kept:
            known = self._uow.espaces.get(espace)
            self._kept[espace] = None if known is None else self._uow.espaces.registry(espace).snapshot()
        return self._kept[espace]


def _head(flow: Flow) -> LotHead:
    try:
        head = read_head(flow)
    except LotVersionError as error:
        raise LotAutreVersionError from error
    except ProtocolError as error:
        raise LotIllisibleError from error
    if head.header.suite > SUITE:
        raise LotAutreVersionError
    if head.header.v != VERSION:
        raise LotIllisibleError
    return head


def _open(uow: UnitOfWork, ports: Ports, header: LotHeader) -> bytes:
    """Find the wrap that this post can open: its own, or one of an epoch that it holds."""
    device = uow.identity.device()
    for recipient in header.recipients:
        try:
            if isinstance(recipient, LotForDevice):
                if recipient.device == device.id:
                    return ports.crypto.open_lot_key(recipient, header.lid, device.kem)
            elif (key := _epoch_key(uow, recipient)) is not None:
                return ports.crypto.open_lot_key_for_epoch(recipient, header.lid, key)
        except CryptoError:
            continue
    raise LotPasPourCePosteError(header.recipients)


def _epoch_key(uow: UnitOfWork, recipient: LotForEpoch) -> bytes | None:
    if uow.espaces.get(recipient.espace) is None:
        return None
    return uow.keys.epoch_key(recipient.espace, recipient.epoch)
