"""One target for each thing that reads bytes or text from elsewhere: what it reads, and the only ways it may refuse.

Anything else than a documented refusal is a finding: another error, a value that is not written back as it was read,
a registry changed by an entry that it refused. Time and memory are bounded by whoever plays them.
"""

import io
import json
import struct
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal
from unittest.mock import patch

import msgspec

from mvl_central.acks import _said
from mvl_central.errors import RequestRefusedError
from mvl_central.push import read_push
from mvl_central.service import read_id
from mvl_desktop.crypto import blobs, hpke, keyslots, local_header, lots, padding, passphrase, recovery, segments, words
from mvl_desktop.crypto.primitives import aead, info, seal
from mvl_desktop.crypto.stream import seal_stream
from mvl_desktop.crypto.suite1 import Suite1
from mvl_desktop.domain.errors import DomainError
from mvl_desktop.domain.kinds import kinds, required
from mvl_desktop.domain.payload import flatten, missing, nest
from mvl_desktop.domain.references import Reference, read_reference
from mvl_desktop.exchange.carriers.address import check_address
from mvl_desktop.exchange.carriers.refusals import raise_refusal, read_refusal
from mvl_desktop.exchange.feed import feed_incoming, fold_root, read_feed, read_grants
from mvl_desktop.exchange.lot_errors import LotHostileError
from mvl_desktop.exchange.lot_pages import pages
from mvl_desktop.exchange.word_step import read_ack
from mvl_desktop.history.model import Revision
from mvl_desktop.history.state import fold, values
from mvl_desktop.history.timeline import timeline
from mvl_desktop.ports.carrier import CarrierError
from mvl_desktop.ports.crypto import CryptoError, WordsError
from mvl_desktop.ports.store import StoreError
from mvl_desktop.protocol import objects as o
from mvl_desktop.protocol import wire
from mvl_desktop.protocol.check import COMMIT_BYTES, Verdict, check_commit
from mvl_desktop.protocol.copies import CopyWriter, read_copy
from mvl_desktop.protocol.encoding import Object, ProtocolError, decode, encode
from mvl_desktop.protocol.escrows import read_payload, wrap_payload
from mvl_desktop.protocol.hashes import ZERO, commit_id, device_id, founder_fingerprint
from mvl_desktop.protocol.http_signature import Request, read_signature
from mvl_desktop.protocol.journal import Link, Place, check_lines, check_links, read_segment
from mvl_desktop.protocol.lot_frames import FRAMES_MAX, LOT_LIMIT, LotReader, read_head
from mvl_desktop.protocol.registry import RegistryRefusedError, build_entry
from mvl_desktop.protocol.registry import fold as fold_registry
from mvl_desktop.protocol.wire import FrameType, frame, read_frames
from mvl_desktop.services.custodian_sheets import Card, read_card, write_card
from mvl_desktop.services.metadata import is_picture, without_metadata
from mvl_desktop.services.pieces import _safe
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.store import backup_file
from mvl_desktop.store.projection import Projection
from tests.fixtures.vectors import raw, vectors
from tests.fuzz.world import RESOURCES, believes, compressor, good, heads, inputs, published, registries, seals
from ui.filenames import safe_name

Sort = Literal["object", "frames", "bytes", "text"]
SMALL = 1 << 16
ENTRIES = tuple(raw(each) for each in vectors("chains")["entries"])
DAY = 20717


@dataclass(frozen=True)
class Target:
    """Something that reads, what it may raise, what to begin with, and how its input is spoilt."""

    read: Callable[[bytes], object]
    refusals: tuple[type[Exception], ...]
    seeds: Callable[[], tuple[bytes, ...]]
    sort: Sort = "object"

    def play(self, data: bytes) -> None:
        """Read; a documented refusal is as good as a value."""
        try:
            self.read(data)
        except self.refusals:
            return


# -- objects and messages ----------------------------------------------------------------------------------------------


def strict(type_: Any, limit: int, data: bytes) -> Any:
    """Read one object: what was read must be written back byte for byte."""
    value = decode(data, type_, limit)
    assert encode(value) == data
    return value


def commit(data: bytes) -> None:
    """A commit, judged against a registry and a chain: an answer, whatever the bytes."""
    for registry in registries():
        verdict = check_commit(data, registry, None, believes)
        assert isinstance(verdict, Verdict)
    header = o.read_header(strict(o.Commit, COMMIT_BYTES, data).h)
    assert encode(header) == decode(data, o.Commit, COMMIT_BYTES).h
    chain = heads().get(header.device)
    assert isinstance(check_commit(data, registries()[-1], chain, believes, lambda _: bytes(32)), Verdict)


def revision(data: bytes) -> None:
    """A revision that a member signed, shown as a record of each kind, listed, and told in its history."""
    read = o.read_revision(data)
    assert encode(read) == data
    changes = {key: tuple(value) if isinstance(value, list) else value for key, value in read.changes.items()}
    written = Revision((bytes(16), max(1, read.n)), (), read.hlc, changes)
    twin = Revision((bytes(15) + b"\1", 1), (), read.hlc, {**changes, "objet": "x", "natures/a": None})
    for revisions in ([written], [written, twin]):
        state = fold(revisions, lambda key: key.endswith("resume") or key == "objet")
        timeline(revisions, lambda key: key == "objet")
        for kind in kinds():
            champs = nest(kind, values(state))
            missing(kind, champs)
            json.dumps(champs)
            Projection(required(kind)).row(state)
            ids = iter(range(1 << 20))
            try:
                flatten(kind, champs, values(state), lambda ids=ids: f"{next(ids):016x}")  # type: ignore[misc]
            except DomainError:
                continue


def act(type_: type[o.Act], data: bytes) -> None:
    """An act of one type, put at its place in the registry and signed by whoever may: taken whole, or not at all."""
    value: Any = o.read_act(data)
    assert encode(value) == data
    if type(value) is not type_:
        return
    for registry in registries():
        placed: Any = msgspec.structs.replace(
            value, v=1, suite=1, espace=registry.espace, n=registry.n + 1, prev=registry.head
        )
        for signers in (registry.active()[:1], registry.active()[:2]):
            entry = build_entry(placed, [(by, lambda *_: bytes(64)) for by in signers])
            after = registry.snapshot()
            before = vars(after.snapshot())
            try:
                after.append(entry, believes)
            except RegistryRefusedError:
                assert vars(after) == before
                continue
            assert after.n == registry.n + 1
            assert after.head_at(after.n) == after.head


def entry(data: bytes) -> None:
    """An entry as it was received, at every place of the registry: one place at most takes it."""
    refusals: list[RegistryRefusedError] = []
    for registry in registries():
        after = registry.snapshot()
        try:
            after.append(data, believes)
        except RegistryRefusedError as error:
            refusals.append(error)
            assert vars(after) == vars(registry)
    if len(refusals) == len(registries()):
        raise refusals[0]


def genesis(data: bytes) -> None:
    """A first entry, under its own fingerprint."""
    value: Any = o.read_act(data)
    if isinstance(value, o.Genesis):
        entry = build_entry(value, [(device_id(value.cert), lambda *_: bytes(64))])
        fold_registry(founder_fingerprint(encode(value)), [entry], believes)


def signed(type_: Any, data: bytes) -> None:
    """Something small that is signed: what carries it, then what it says."""
    strict(type_, 2 << 20, strict(o.Signed, o.LOT_FRAME_LIMIT, data).o)


def enrol_answer(data: bytes) -> None:
    """The answer to an enrolment: its registries are folded from a pinned founder."""
    answer = strict(o.EnrolAnswer, o.ENROL_LIMIT, data)
    for entries in answer.registries:
        fold_registry(raw(vectors("chains")["founder"]), entries, believes)


def enrol_request(data: bytes) -> None:
    """A request, its body and its certificate."""
    request = strict(o.EnrolRequest, 16 << 10, data)
    strict(o.DeviceCert, 16 << 10, strict(o.EnrolBody, 16 << 10, request.body).cert)


def refusal(data: bytes) -> None:
    """Whatever a service answers with a bad status."""
    for status in (400, 401, 403, 404, 409, 429, 503, 599):
        for path in ("/v1/sync", "/v1/espaces/" + "0" * 32 + "/blobs/x"):
            try:
                raise_refusal(read_refusal(status, data), status, path)
            except CarrierError:
                continue


# -- what is sealed ----------------------------------------------------------------------------------------------------


def keyslot(data: bytes) -> None:
    """A keyslot, under the epoch key."""
    slot = strict(o.KeySlot, o.SLOT_LIMIT, data)
    keyslots.open_slot(aead(*inputs("keyslot", "epoch_key")), slot)


def padded(data: bytes) -> None:
    """What a member sealed as a body: one padding, one frame, one revision, and no more than a mebibyte."""
    frame_ = padding.unpad(data)
    assert padding.pad(frame_) == data
    clear = compressor().decompress(frame_)
    assert len(clear) <= o.BODY_LIMIT


def wrapped(data: bytes) -> None:
    """A grant, under the key of the device that it is for."""
    said = good("grant")["inputs"]
    hpke.unwrap_key(
        data, raw(said["kem_seed"]), hpke.grant_info(raw(said["espace"]), said["epoch"], raw(said["device"]))
    )


def blob(data: bytes) -> None:
    """The ciphertext of an attachment, in parts of any length."""
    (key,) = inputs("blob", "key")
    for size in (1, 100, 1 << 20):
        list(blobs.open_blob(key, [data[at : at + size] for at in range(0, min(len(data), 3000), size)]))


def blob_clear(data: bytes) -> None:
    """What a member sealed as an attachment: the content that it gives has this padding and no other."""
    (key,) = inputs("blob", "key")
    clear = b"".join(blobs.open_blob(key, seal_stream(key, info("blob"), [data])))
    assert b"".join(blobs._padded([clear], len(clear))) == data


def segment(data: bytes) -> None:
    """A segment of a register: its form, its chain, and its lines under the key of its day."""
    found = read_segment(data)
    link = Link(found.id, found.segment.day, found.segment.first, found.segment.last, found.segment.prev)
    check_links(ZERO, [link, link])
    reader, seed = inputs("segment", "reader", "kem_seed")
    segments.open_segment(found.segment, reader, seed)


def segment_lines(data: bytes) -> None:
    """What a device sealed as the lines of a day."""
    key = bytes(32)
    ct = seal(aead(key), padding.pad(data), segments._context(bytes(16), DAY, 9, 10, ZERO))
    lines = segments.open_with(o.JournalSegment(1, 1, bytes(16), DAY, 9, 10, ZERO, [], ct), key)
    check_lines(Place(8, ZERO), [(line.n, DAY, line) for line in lines])


def lot_head(data: bytes) -> None:
    """The beginning of a lot: read, written back, its keys tried."""
    source = io.BytesIO(data)
    head = read_head(source)
    (seed,) = inputs("lot", "kem_seed")
    for recipient in head.header.recipients:
        try:
            if isinstance(recipient, o.LotForDevice):
                lots.open_for_device(recipient, head.header.lid, seed)
            else:
                lots.open_for_epoch(recipient, head.header.lid, bytes(32))
        except CryptoError:
            continue


def lot_frames(data: bytes) -> None:
    """The clear stream of a lot, in pieces."""
    reader = LotReader()
    for at in range(0, len(data), 997):
        for type_, payload in reader.feed(data[at : at + 997]):
            assert isinstance(type_, FrameType)
            assert len(payload) <= o.LOT_FRAME_LIMIT
    reader.finish()


def lot_pages(data: bytes) -> None:
    """The frames of a lot whose manifest would count anything, gathered as arrivals."""
    reader = LotReader()
    reader.manifest = o.LotManifest(1, bytes(16), bytes(16), 1, ZERO, FRAMES_MAX, LOT_LIMIT, ZERO, [], 0)
    for whole in (True, False):
        list(pages(reader.feed(data), whole=whole))


def header_file(data: bytes) -> None:
    """The header of a store, by somebody who can put its digest right, tried with each secret."""
    file = data + sha256(data).digest()
    header = local_header.read(file)
    assert local_header.write(local_header.Opened(header, b"")) == file
    said = good("local-header")["inputs"]
    tries: list[Callable[[], object]] = [
        lambda: local_header.open_with_passphrase(file, said["passphrase"], pepper=raw(said["pepper"])),
        lambda: local_header.open_with_passphrase(file, said["passphrase"], pepper=None),
        lambda: local_header.open_with_code(file, vectors("recovery_codes")[0]["text"]),
        lambda: local_header.open_with_custodians(file, {0: bytes(32), 1: bytes(32)}),
    ]
    key = header_key()

    def quick(_secret: bytes, _salt: bytes, m: int, t: int, p: int) -> bytes:
        """Give what stretching gave once: only costs that are accepted may be asked for."""
        assert passphrase.acceptable(passphrase.Costs(m, t, p))
        return key

    with patch.object(passphrase, "argon2id", quick):
        for attempt in tries:
            try:
                attempt()
            except CryptoError:
                continue


@cache
def header_key() -> bytes:
    """Return the stretched passphrase of the published header."""
    case = good("local-header")
    slot = next(each for each in local_header.read(raw(case["bytes"])).slots if each.kdf)
    assert slot.kdf is not None
    return passphrase.stretch(case["inputs"]["passphrase"], slot.kdf)


# -- pages, requests ---------------------------------------------------------------------------------------------------


def page(data: bytes) -> None:
    """A page that a service answers, taken for each thing that a page may be."""
    frames = list(read_frames(data))
    assert b"".join(frame(type_, payload) for type_, payload in frames) == data
    if frames and frames[-1][0] == FrameType.PAGE:
        end = wire.read_page(frames.pop()[1])
        assert wire.page_frame(end.next, end.more) == data[-14:]
    for take in (lambda: _feed(frames), lambda: read_grants(bytes(16), frames)):
        try:
            take()
        except ProtocolError:
            continue


def _feed(frames: list[tuple[int, bytes]]) -> None:
    found = read_feed(frames, 0)
    fold_root(ZERO, found.items)
    feed_incoming(bytes(16), found.items)


def binary(data: bytes) -> None:
    """Payloads that are no msgpack: marker, page end, part of a blob."""
    pairs: list[tuple[Callable[[bytes], Any], Callable[[Any], bytes]]] = [
        (wire.read_marker, lambda each: wire.marker_frame(each.k, each.what, each.id)[5:]),
        (wire.read_page, lambda each: wire.page_frame(each.next, each.more)[5:]),
        (wire.read_blob_part, lambda each: wire.blob_part_payload(each.id, each.size, each.index, each.data)),
    ]
    for read, write in pairs:
        try:
            assert write(read(data)) == data
        except ProtocolError:
            continue


def http_request(data: bytes) -> None:
    """The headers of a request: `name: value` on each line, its first line being the method and the target."""
    text = data.decode("latin-1")
    first, _, rest = text.partition("\n")
    method, _, target = first.partition(" ")
    headers = [tuple(line.partition(": ")[::2]) for line in rest.split("\n")]
    request = Request(method, "service.example", target, "", raw(vectors("http_signature")["body"]))
    found = read_signature(request, headers, 1_790_000_010)  # type: ignore[arg-type]
    assert (len(found.device), len(found.nonce), len(found.signature)) == (16, 16, 64)


def http_seeds() -> tuple[bytes, ...]:
    said = vectors("http_signature")
    lines = [f"{said['method']} {said['target']}", *(f"{name}: {value}" for name, value in said["headers"].items())]
    return ("\n".join(lines).encode("latin-1"),)


# -- what people type, files that they give ----------------------------------------------------------------------------


def typed(read: Callable[[str], object], data: bytes) -> None:
    """A text that somebody types or that a file holds."""
    read(data.decode("utf-8", "replace"))


def recovery_code(text: str) -> None:
    """A recovery code: what is read is written in one form, which reads the same."""
    secret = recovery.read_code(text)
    assert recovery.read_code(recovery.write_code(secret)) == secret


def file_name(text: str) -> None:
    """The name of an attachment: kept, then proposed for a file."""
    for name in (text, _safe(text)):
        proposed = safe_name(name)
        assert proposed
        assert len(proposed.encode()) <= 120
        assert not set(proposed) & set('/\\:*?"<>|\0\r\n')
        assert proposed == proposed.strip(" ").rstrip(".")
        assert proposed.partition(".")[0].strip().lower() not in ("con", "prn", "aux", "nul", "com1", "lpt9")
        assert Path(proposed).name == proposed


def custodian_words(text: str) -> None:
    """The words of a sheet: what is read is written in one form, which reads the same."""
    seed = words.read(text)
    assert words.read(" ".join(words.write(seed))) == seed


def custodian_card(data: bytes) -> None:
    """The public file of a custodian: a key that seals."""
    path = _scratch()
    path.write_bytes(data)
    card = read_card(path, _suite())
    assert read_card(_written(path, write_card(card)), _suite()) == card


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@cache
def _suite() -> Suite1:
    return Suite1((RESOURCES / "dictionaries" / "suite1.zdict").read_bytes())


def copy(data: bytes) -> None:
    """A copy of an espace: its frames, then written again."""
    frames = list(read_copy(io.BytesIO(data).read))
    assert b"".join(CopyWriter().pieces(frames)) == data


def copies() -> tuple[bytes, ...]:
    held = {FrameType.REGISTRY, FrameType.ESCROW, FrameType.KEYSLOT, FrameType.BODY, FrameType.COMMIT}
    return (b"".join(CopyWriter().pieces(each for each in read_frames(frame_seeds()[0]) if each[0] in held)),)


def wrap(data: bytes) -> None:
    """A grant or an escrow, told by its fields."""
    found = read_payload(data)
    assert wrap_payload(msgspec.msgpack.decode(data)[0], found) == data


def picture(data: bytes) -> None:
    """A picture cleaned of its metadata: a second time changes nothing more."""
    if not is_picture(data):
        return
    clean = without_metadata(data)
    assert without_metadata(clean) == clean


def pictures() -> tuple[bytes, ...]:
    from tests.security import pictures as made

    return (made.talkative_jpeg(6), made.talkative_png(), made.talkative_webp(), made.plain("JPEG"))


def backup(data: bytes) -> None:
    """The end of a backup file."""
    path = _scratch()
    tail = struct.pack(">I", len(data) & 0xFFFFFFFF) + backup_file.MAGIC
    for content in (bytes(4096) + data + tail, bytes(4096) + data):
        path.write_bytes(content)
        try:
            found = backup_file.read(path)
            assert encode(found.head) == data
        except StoreError:
            continue


@cache
def _scratch() -> Path:
    return Path(tempfile.mkdtemp(prefix="mvl-fuzz-")) / "file"


def backup_seeds() -> tuple[bytes, ...]:
    header = raw(good("local-header")["bytes"])
    return (encode(backup_file.BackupHeader(1, 1, bytes(16), 1_790_000_000_000, 4096, header, bytes(32))),)


def document(data: bytes) -> None:
    """A JSON document given to the commands, as a record of each kind."""
    try:
        given = json.loads(data.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return
    if not isinstance(given, dict):
        return
    for kind in kinds():
        ids = iter(range(1 << 20))
        try:
            flat = flatten(kind, given, {}, lambda ids=ids: f"{next(ids):016x}")  # type: ignore[misc]
        except DomainError:
            continue
        assert flatten(kind, nest(kind, flat), flat, lambda: "f" * 16) == {}


def documents() -> tuple[bytes, ...]:
    from tests.unit.domain.test_vectors import VECTORS

    return tuple(json.dumps(json.loads(path.read_bytes())["champs"]).encode() for path in VECTORS)


# -- all of them -------------------------------------------------------------------------------------------------------


def of_vectors(name: str) -> tuple[bytes, ...]:
    """Return the published bytes of an object or a message, good and spoilt."""
    messages = vectors("messages")
    cases = [each for each in messages["valid"] + messages["refused"] if each["message"] == name]
    return published(name) + tuple(raw(each["bytes"]) for each in cases)


def signed_seeds(name: str) -> tuple[bytes, ...]:
    """Return published objects of a type, each carried by a `Signed`."""
    return tuple(encode(o.Signed(data, bytes(16), bytes(64))) for data in published(name, invalid=False))


def frame_seeds() -> tuple[bytes, ...]:
    """Return runs of frames: what a lot may hold, a push, a page of a feed and one of wraps."""
    held = published("Commit", invalid=False)[0]
    slot = frame(FrameType.KEYSLOT, published("KeySlot", invalid=False)[0])
    part = frame(FrameType.BLOB_PART, wire.blob_part_payload(bytes(32), 10, 0, bytes(10)))
    pushed = frame(FrameType.BODY, b"x" * 300) + frame(FrameType.COMMIT, held)
    point = frame(FrameType.CHECKPOINT, signed_seeds("Checkpoint")[0])
    wraps = frame(FrameType.GRANT, published("GrantFor", invalid=False)[0])
    wraps += frame(FrameType.ESCROW, published("EscrowFor", invalid=False)[0])
    said = b"".join(
        [
            frame(FrameType.RECEIPT, signed_seeds("Receipt")[0]),
            point,
            frame(FrameType.ACK, signed_seeds("EraseAck")[0]),
            frame(FrameType.ACK, signed_seeds("EpochDestroyed")[0]),
            frame(FrameType.JOURNAL, segment_seeds()[0]),
        ]
    )
    marker = wire.marker_frame(1, wire.Numbered.COMMIT, commit_id(decode(held, o.Commit, COMMIT_BYTES).h))
    entries = b"".join(frame(FrameType.REGISTRY, each) for each in ENTRIES)
    return (
        entries + wraps + slot + pushed + part + said,
        part + slot + pushed,
        marker + pushed + point + wire.page_frame(2, True),
        wraps + wire.page_frame(0, False),
    )


def segment_seeds() -> tuple[bytes, ...]:
    found = []
    for case in seals("segment"):
        device = decode(raw(case["bytes"]), o.JournalSegment, o.BODY_LIMIT).device
        found.append(encode([bytes(16), encode(o.Signed(raw(case["bytes"]), device, bytes(64)))]))
    return tuple(found)


def clear_lots() -> tuple[bytes, ...]:
    """Return the published lot, opened: its manifest and its frames."""
    case = good("lot")
    data = raw(case["bytes"])
    source = io.BytesIO(data)
    head = read_head(source)
    mine = next(each for each in head.header.recipients if isinstance(each, o.LotForDevice))
    key = lots.open_for_device(mine, head.header.lid, raw(case["inputs"]["kem_seed"]))
    return (b"".join(lots.open_frames(key, head.hash, [source.read()])),)


def enrol_requests() -> tuple[bytes, ...]:
    return (raw(vectors("enrolment")["request"]), *published("EnrolRequest"))


def enrol_answers() -> tuple[bytes, ...]:
    grant = decode(published("GrantFor", invalid=False)[0], o.GrantFor, SMALL)
    return (encode(o.EnrolAnswer(1, bytes(16), [list(ENTRIES)], [grant], None)), *published("EnrolAnswer"))


def line_seeds() -> tuple[bytes, ...]:
    line = decode(published("JournalEntry", invalid=False)[0], o.JournalEntry, SMALL)
    return (encode([msgspec.structs.replace(line, n=n) for n in (9, 10)]),)


def padded_seeds() -> tuple[bytes, ...]:
    frames = (raw(case["frame"]) for case in vectors("derivations")["compression"])
    return tuple(padding.pad(each) for each in frames)


def bytes_of(kind: str) -> tuple[bytes, ...]:
    return tuple(raw(case["bytes"]) for case in seals(kind))


def _kem() -> bytes:
    return decode(published("DeviceCert", invalid=False)[0], o.DeviceCert, SMALL).kem


def _plain() -> Iterator[tuple[str, Target]]:
    """Every other object and message: read, and written back."""
    apart = {"Commit", "Revision", "Header", "KeySlot", "RegistryEntry", "EnrolRequest", "EnrolAnswer", "Object", "Act"}
    for module in (o, wire):
        for name, type_ in vars(module).items():
            if isinstance(type_, type) and issubclass(type_, Object) and type_ is not Object:
                if name in apart or issubclass(type_, o.Act) or name in ("Marker", "PageEnd", "BlobPart"):
                    continue
                yield name, Target(partial(strict, type_, 4 << 20), (ProtocolError,), partial(of_vectors, name))


def _acts() -> Iterator[tuple[str, Target]]:
    for name, type_ in vars(o).items():
        if isinstance(type_, type) and issubclass(type_, o.Act) and type_ not in (o.Act, o.Genesis):
            yield f"act-{name}", Target(partial(act, type_), (ProtocolError,), partial(published, name))


TARGETS: dict[str, Target] = {
    "commit": Target(commit, (ProtocolError,), lambda: tuple(raw(c["commit"]) for c in vectors("chains")["commits"])),
    "header": Target(lambda data: o.read_header(data), (ProtocolError,), partial(published, "Header")),
    "revision": Target(revision, (ProtocolError,), partial(published, "Revision")),
    "body": Target(padded, (CryptoError,), padded_seeds, "bytes"),
    "keyslot": Target(keyslot, (ProtocolError, CryptoError), lambda: published("KeySlot") + bytes_of("keyslot")),
    "act-Genesis": Target(genesis, (ProtocolError,), partial(published, "Genesis")),
    "entry": Target(
        entry,
        (RegistryRefusedError,),
        lambda: ENTRIES[1:] + published("RegistryEntry"),
    ),
    **dict(_acts()),
    "grant": Target(wrapped, (CryptoError,), partial(bytes_of, "grant"), "bytes"),
    "checkpoint": Target(partial(signed, o.Checkpoint), (ProtocolError,), partial(signed_seeds, "Checkpoint")),
    "receipt": Target(partial(signed, o.Receipt), (ProtocolError,), partial(signed_seeds, "Receipt")),
    "manifest": Target(partial(signed, o.LotManifest), (ProtocolError,), partial(signed_seeds, "LotManifest")),
    "ack": Target(read_ack, (ProtocolError,), lambda: published("EraseAck") + published("EpochDestroyed")),
    "ack-at-the-service": Target(_said, (ProtocolError,), lambda: published("EraseAck") + published("EpochDestroyed")),
    "segment": Target(segment, (ProtocolError, CryptoError), segment_seeds),
    "segment-lines": Target(segment_lines, (CryptoError,), line_seeds),
    "blob": Target(blob, (CryptoError,), partial(bytes_of, "blob"), "bytes"),
    "blob-clear": Target(blob_clear, (CryptoError,), lambda: (b"abc\x80" + bytes(252), b"\x80" + bytes(255)), "bytes"),
    "lot-head": Target(lot_head, (ProtocolError,), partial(bytes_of, "lot"), "bytes"),
    "lot-frames": Target(lot_frames, (ProtocolError,), clear_lots, "frames"),
    "lot-pages": Target(lot_pages, (ProtocolError, LotHostileError), frame_seeds, "frames"),
    "local-header": Target(header_file, (CryptoError,), lambda: tuple(data[:-32] for data in bytes_of("local-header"))),
    "enrol-request": Target(enrol_request, (ProtocolError,), enrol_requests),
    "enrol-answer": Target(enrol_answer, (ProtocolError,), enrol_answers),
    "page": Target(page, (ProtocolError,), frame_seeds, "frames"),
    "push": Target(read_push, (RequestRefusedError,), frame_seeds, "frames"),
    "binary-frames": Target(
        binary, (), lambda: tuple(raw(each["bytes"])[5:] for each in vectors("messages")["frames"]), "bytes"
    ),
    "refusal": Target(refusal, (CarrierError,), partial(of_vectors, "Refusal")),
    "http-request": Target(http_request, (ProtocolError,), http_seeds, "text"),
    "identifier": Target(
        partial(typed, lambda text: read_id(text, 16)), (RequestRefusedError,), lambda: (b"0" * 32, b"ab" * 16), "text"
    ),
    "address": Target(
        partial(typed, check_address),
        (CarrierError,),
        lambda: (b"https://service.example:8443", b"http://[::1]"),
        "text",
    ),
    "recovery-code": Target(
        partial(typed, recovery_code),
        (CryptoError,),
        lambda: tuple(each["text"].encode() for each in vectors("recovery_codes")),
        "text",
    ),
    "custodian-words": Target(
        partial(typed, custodian_words), (WordsError,), lambda: (" ".join(words.write(bytes(32))).encode(),), "text"
    ),
    "custodian-card": Target(
        custodian_card, (RefusError,), lambda: (write_card(Card("Exemple fictif", _kem())),), "text"
    ),
    "copy": Target(copy, (ProtocolError,), copies, "bytes"),
    "wrap": Target(wrap, (ProtocolError,), lambda: published("GrantFor") + published("EscrowFor")),
    "reference": Target(
        partial(typed, lambda text: (read_reference(text), Reference.parse(text))),
        (DomainError,),
        lambda: (b"93-2026-K7-12", b"ref:" + b"0" * 32 + b":" + b"1" * 32),
        "text",
    ),
    "file-name": Target(
        partial(typed, file_name),
        (DomainError,),
        lambda: (b"photo.jpg", "l’été\u202egpj.exe".encode(), b"../CON.txt"),
        "text",
    ),
    "picture": Target(picture, (RefusError,), pictures, "bytes"),
    "backup": Target(backup, (), backup_seeds),
    "document": Target(document, (), documents, "text"),
    **dict(_plain()),
}
"""Every target by name."""
