"""A copy of a lost espace, read again from its first decision: what two gardiens open, and what is missing.

Nothing is believed before its signature, its place in its chain, its hash and its commitment were verified.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from mvl_desktop.ports.crypto import BodyContext, Crypto, CryptoError
from mvl_desktop.protocol.check import START, ChainHead, Opened, State, advance, check_body, open_commit, place
from mvl_desktop.protocol.copies import read_copy
from mvl_desktop.protocol.encoding import ProtocolError, decode
from mvl_desktop.protocol.escrows import Wrap, is_named, read_wrap
from mvl_desktop.protocol.hashes import body_hash, founder_fingerprint
from mvl_desktop.protocol.objects import SLOT_LIMIT, BlobRef, Entry, Header, KeySlot, read_revision
from mvl_desktop.protocol.objects import Revision as WireRevision
from mvl_desktop.protocol.registry import Registry, RegistryRefusedError, erased, read_entry
from mvl_desktop.protocol.wire import BlobPart, FrameType, read_blob_part
from mvl_desktop.services.custodians import open_epoch
from mvl_desktop.services.refusals import RefusError

Name = tuple[bytes, int]
MISSING = ("sans_cle", "absentes", "illisibles", "en_quarantaine", "en_attente", "pieces")
FOUNDER_MIN = 32
"""How many hexadecimal digits of a founder's fingerprint are enough to tell it."""


@dataclass(frozen=True, slots=True)
class Written:
    """A revision of the former espace. `wire` is None where its content is gone: only its place is known."""

    name: Name
    rec: bytes
    parents: tuple[Name, ...]
    wire: WireRevision | None = field(repr=False, default=None)


@dataclass
class Former:
    """The former espace, verified, as far as it could be opened."""

    registry: Registry
    epoch: int
    key: bytes = field(repr=False)
    ranks: tuple[int, ...]
    written: dict[Name, Written] = field(default_factory=dict, repr=False)
    blobs: dict[bytes, tuple[bytes, BlobRef]] = field(default_factory=dict, repr=False)
    missing: Counter[str] = field(default_factory=Counter)


@dataclass
class _Copy:
    """The objects of a copy, unverified."""

    entries: list[bytes] = field(default_factory=list)
    escrow: list[Wrap] = field(default_factory=list)
    slots: list[KeySlot] = field(default_factory=list)
    commits: list[bytes] = field(default_factory=list)
    bodies: dict[bytes, bytes] = field(default_factory=dict)
    parts: set[bytes] = field(default_factory=set)


def read_former(crypto: Crypto, copy: Path, sheets: Sequence[str], founder: str | None = None) -> Former:
    """Read and verify a copy, and open it with two sheets as typed.

    Raises RefusError (copie_illisible, copie_abimee, fondateur_different, registre_copie_refuse, and what `open_epoch`
    refuses).
    """
    try:
        held = _gather(copy)
    except ProtocolError as error:
        raise RefusError("copie_abimee") from error
    registry = _registry(crypto, held, founder)
    escrow = [wrap for wrap in held.escrow if wrap[0] == registry.epoch and is_named(registry, wrap)]
    key, ranks = open_epoch(crypto, registry, registry.epoch, escrow, sheets)
    former = Former(registry, registry.epoch, key, ranks)
    keys = _record_keys(crypto, held, former)
    for opened, state in _placed(crypto, held, registry):
        if state is State.QUARANTINED:
            former.missing["en_quarantaine"] += len(opened.header.entries)
            continue
        for index, entry in enumerate(opened.header.entries):
            _open(crypto, former, held, keys, opened.header, index, entry)
    former.missing["pieces"] = len(former.blobs.keys() - held.parts)
    return former


def blob_parts(copy: Path) -> Iterator[BlobPart]:
    """Give the parts of attachments of a copy, one at a time."""
    with copy.open("rb") as source:
        for type_, payload in read_copy(source.read):
            if type_ == FrameType.BLOB_PART:
                yield read_blob_part(payload)


def without_blobs(copy: Path) -> Iterator[tuple[int, bytes]]:
    """Give the frames of a copy but attachments: what proves who wrote what."""
    with copy.open("rb") as source:
        for type_, payload in read_copy(source.read):
            if type_ != FrameType.BLOB_PART:
                yield type_, payload


def _gather(copy: Path) -> _Copy:
    held = _Copy()
    try:
        source: BinaryIO
        with copy.open("rb") as source:
            for type_, payload in read_copy(source.read):
                _take(held, type_, payload)
    except FileNotFoundError:
        raise RefusError("fichier_introuvable") from None
    except OSError:
        raise RefusError("fichier_illisible") from None
    return held


def _take(held: _Copy, type_: FrameType, payload: bytes) -> None:
    match type_:
        case FrameType.REGISTRY:
            held.entries.append(payload)
        case FrameType.ESCROW:
            held.escrow.append(read_wrap(type_, payload)[1])
        case FrameType.KEYSLOT:
            held.slots.append(decode(payload, KeySlot, SLOT_LIMIT))
        case FrameType.COMMIT:
            held.commits.append(payload)
        case FrameType.BODY:
            held.bodies[body_hash(payload)] = payload
        case _:
            held.parts.add(read_blob_part(payload).id)


def _registry(crypto: Crypto, held: _Copy, founder: str | None) -> Registry:
    """Fold the registry from its genesis, which must be the one that a person says."""
    try:
        genesis = founder_fingerprint(read_entry(held.entries[0])[0].e)
    except (IndexError, RegistryRefusedError) as error:
        raise RefusError("copie_abimee") from error
    wanted = "".join((founder or "").lower().split())
    if founder is not None and (len(wanted) < FOUNDER_MIN or not genesis.hex().startswith(wanted)):
        raise RefusError("fondateur_different")
    registry = Registry.start(genesis)
    try:
        for entry in held.entries:
            registry.append(entry, crypto.verify)
    except RegistryRefusedError as error:
        raise RefusError("registre_copie_refuse") from error
    return registry


def _record_keys(crypto: Crypto, held: _Copy, former: Former) -> Mapping[bytes, bytes]:
    """Open the keyslots under the epoch that was opened; each key is checked against its commitment."""
    slots = [slot for slot in held.slots if slot.epoch == former.epoch and slot.espace == former.registry.espace]
    opened = crypto.open_slots(former.key, slots)
    return {slot.kc: key for slot, key in zip(slots, opened, strict=True) if key is not None}


def _placed(crypto: Crypto, held: _Copy, registry: Registry) -> Iterator[tuple[Opened, State]]:
    """Give the commits that verify, in the order of their chains; what follows a gap is left out, and counted there."""
    chains: dict[bytes, ChainHead] = {}
    found: list[Opened] = []
    for data in held.commits:
        opened = open_commit(data, registry, crypto.verify)
        if isinstance(opened, Opened):
            found.append(opened)
    for opened in sorted(found, key=lambda each: (each.header.device, each.header.seq)):
        device = opened.header.device
        verdict = place(opened, registry, chains.get(device))
        if verdict.extends:
            chains[device] = advance(chains.get(device, START), opened)
            yield opened, verdict.state


def _open(
    crypto: Crypto,
    former: Former,
    held: _Copy,
    keys: Mapping[bytes, bytes],
    header: Header,
    index: int,
    entry: Entry,
) -> None:
    """Open one body; where it cannot be, its place is kept when an order says it, and what is missing is counted."""
    registry, name = former.registry, (header.device, entry.n)
    if erased(registry, entry.rec, entry.bhash):
        known = registry.erased_bodies.get(name)
        if known is not None and entry.rec not in registry.erased_records:
            former.written[name] = Written(name, entry.rec, tuple(known.body.parents))
        return
    body, key = held.bodies.get(entry.bhash), keys.get(entry.kc)
    if body is None or not check_body(entry, body):
        former.missing["absentes"] += 1
        return
    if key is None:
        former.missing["sans_cle"] += 1
        return
    context = BodyContext(registry.espace, entry.rec, header.device, header.seq, index, entry.kc)
    try:
        wire = read_revision(crypto.open_body(key, context, body))
    except (CryptoError, ProtocolError):
        former.missing["illisibles"] += 1
        return
    if wire.n != entry.n or {ref.id for ref in wire.blobs} != set(entry.blobs):
        former.missing["illisibles"] += 1
        return
    former.written[name] = Written(name, entry.rec, tuple(wire.parents), wire)
    former.blobs |= {ref.id: (entry.rec, ref) for ref in wire.blobs}
