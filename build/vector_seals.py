"""Sealed things with the keys that open them, and the forgeries that must not open."""

import hashlib
import os
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import zstandard

from mvl_desktop.crypto import hpke, keyslots, local_header, lots, segments, xwing
from mvl_desktop.crypto.bodies import context_hash
from mvl_desktop.crypto.padding import pad, padded_length
from mvl_desktop.crypto.passphrase import Costs
from mvl_desktop.crypto.primitives import aead, mac, seal, sign
from mvl_desktop.crypto.recovery import read_code
from mvl_desktop.crypto.suite1 import Suite1
from mvl_desktop.ports.crypto import BodyContext
from mvl_desktop.protocol import objects as o
from mvl_desktop.protocol.encoding import encode
from mvl_desktop.protocol.hashes import digest
from mvl_desktop.protocol.lot_frames import header_hash, tally, with_manifest, write_head
from mvl_desktop.protocol.wire import FrameType, frame
from vector_objects import DEVICE, ESPACE, LID, OTHER, REC, REVISION, TS, VALID, some

Case = dict[str, Any]
EPOCH_KEY, RECORD_KEY, LOT_KEY, BLOB_KEY = (some(f"{name} key") for name in ("epoch", "record", "lot", "blob"))
LEAST = Costs(m=65536, t=2, p=4)


class Unvaried:
    """Stands for the system's random source, so that what is frozen here can be made again."""

    def __init__(self) -> None:
        self._count = 0

    def __call__(self, size: int) -> bytes:
        """Return bytes that depend on the rank of the call."""
        self._count += 1
        return b"".join(some(f"random {self._count} {part}") for part in range(size // 32 + 1))[:size]

    def __enter__(self) -> None:
        self._kept, os.urandom = os.urandom, self

    def __exit__(self, *_: object) -> None:
        os.urandom = self._kept


def case(kind: str, name: str, data: bytes, inputs: dict[str, Any], clear: bytes | None) -> Case:
    """Return one vector; `clear` None: it must be refused."""
    outcome = {"refused": True} if clear is None else {"clear": clear.hex()}
    return {"kind": kind, "name": name, "inputs": plain(inputs), "bytes": data.hex()} | outcome


def plain(inputs: dict[str, Any]) -> dict[str, Any]:
    """Return inputs as JSON."""
    return {name: value.hex() if isinstance(value, bytes) else value for name, value in inputs.items()}


def flipped(data: bytes, at: int) -> bytes:
    """Return the bytes with one bit changed."""
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def bodies(suite: Suite1) -> Iterator[Case]:
    """A body, moved everywhere that it should not stand, and authentic bodies of a hostile member."""
    kc = suite.record_commitment(RECORD_KEY, REC, 2)
    context = BodyContext(ESPACE, REC, DEVICE.id, 9, 3, kc)
    clear = encode(REVISION)
    where = {"key": RECORD_KEY, **{name: getattr(context, name) for name in context.__slots__}}
    body = suite.seal_body(RECORD_KEY, context, clear)
    yield case("body", "a revision", body, where, clear)
    long = b"".join(some(f"noise {n}") for n in range(400))
    yield case("body", "12 800 bytes that do not compress", suite.seal_body(RECORD_KEY, context, long), where, long)
    yield case("body", "the first bit changed", flipped(body, 0), where, None)
    yield case("body", "the last bit changed", flipped(body, len(body) - 1), where, None)
    yield case("body", "cut", body[:-1], where, None)
    yield case("body", "shorter than a nonce", body[:11], where, None)
    moved: dict[str, Any] = {
        "key": some("another key"),
        "espace": some("another espace", 16),
        "rec": some("another rec", 16),
        "device": OTHER.id,
        "seq": 10,
        "index": 4,
        "kc": some("another kc"),
    }
    for name, value in moved.items():
        yield case("body", f"under another {name}", body, where | {name: value}, None)
    for name, padded in _hostile(suite, clear).items():
        yield case("body", name, seal(aead(RECORD_KEY), padded, context_hash(context)), where, None)


def _hostile(suite: Suite1, clear: bytes) -> dict[str, bytes]:
    """Contents that only somebody who has the key can seal, and that nobody may read."""
    frame_ = suite._compressor.compress(clear)
    plain_zstd = zstandard.ZstdCompressor(level=3)
    unknown = zstandard.ZstdCompressor(level=3, write_content_size=False)
    marked = frame_ + b"\x80"
    block = padded_length(len(marked))
    return {
        "no padding at all": frame_,
        "no marker": frame_.ljust(block, b"\0"),
        "a byte after the marker": marked.ljust(block - 1, b"\0") + b"\x01",
        "more padding than needed": marked.ljust(padded_length(block + 1), b"\0"),
        "less padding than needed": marked.ljust(block - 1, b"\0"),
        "nothing but zeros": bytes(256),
        "no zstd frame": pad(b""),
        "text that is not compressed": pad(b"x" * 255),
        "a byte after the frame": pad(frame_ + b"\0"),
        "two frames": pad(frame_ + frame_),
        "a frame cut": pad(frame_[:-1]),
        "a frame of two mebibytes": pad(plain_zstd.compress(bytes(2 << 20))),
        "a frame of unknown length": pad(unknown.compress(bytes(100))),
        "a frame that says one exbibyte": pad(b"\x28\xb5\x2f\xfd\xe0" + (1 << 60).to_bytes(8, "little")),
    }


def slots(suite: Suite1) -> Iterator[Case]:
    """A keyslot, every clear field of it changed, and one that holds another key than its commitment says."""
    slot = suite.seal_slot(EPOCH_KEY, ESPACE, REC, 2, 3, RECORD_KEY)
    where = {"epoch_key": EPOCH_KEY}
    yield case("keyslot", "a record key", encode(slot), where, RECORD_KEY)
    yield case("keyslot", "under another epoch key", encode(slot), {"epoch_key": some("another")}, None)
    changed: dict[str, Any] = {
        "v": 2,
        "suite": 2,
        "espace": some("another espace", 16),
        "rec": some("another rec", 16),
        "ge": 1,
        "epoch": 4,
        "kc": some("another kc"),
        "ct": flipped(slot.ct, 20),
    }
    for name, value in changed.items():
        other = msgspec.structs.replace(slot, **{name: value})
        yield case("keyslot", f"another {name}", encode(other), where, None)
    yield case("keyslot", "a generation after its epoch", encode(msgspec.structs.replace(slot, ge=4)), where, None)
    swapped = seal(aead(EPOCH_KEY), some("another record key"), keyslots.context_hash(1, 1, ESPACE, REC, 2, 3, slot.kc))
    yield case("keyslot", "a key that is not the committed one", encode(replace_ct(slot, swapped)), where, None)


def replace_ct(slot: o.KeySlot, ct: bytes) -> o.KeySlot:
    """Return the slot with another ciphertext."""
    return msgspec.structs.replace(slot, ct=ct)


def grants(suite: Suite1) -> Iterator[Case]:
    """A grant, elsewhere, and with either half of the hybrid key broken."""
    where: dict[str, Any] = {"kem_seed": OTHER.kem, "espace": ESPACE, "epoch": 3, "device": OTHER.id}
    grant = suite.seal_grant(EPOCH_KEY, xwing.public_of(OTHER.kem), ESPACE, 3, OTHER.id)
    yield case("grant", "an epoch key", grant, where, EPOCH_KEY)
    moved: dict[str, Any] = {
        "kem_seed": DEVICE.kem,
        "espace": some("another espace", 16),
        "epoch": 4,
        "device": DEVICE.id,
    }
    for name, value in moved.items():
        yield case("grant", f"under another {name}", grant, where | {name: value}, None)
    yield case("grant", "the ML-KEM half changed", flipped(grant, 500), where, None)
    yield case("grant", "the X25519 half changed", flipped(grant, 1100), where, None)
    yield case("grant", "the sealed key changed", flipped(grant, 1130), where, None)
    yield case("grant", "cut", grant[:-1], where, None)
    short = hpke.wrap(EPOCH_KEY[:31], xwing.public_of(OTHER.kem), hpke.grant_info(ESPACE, 3, OTHER.id))
    yield case("grant", "a key of 31 bytes", short, where, None)


def lot_keys(suite: Suite1) -> Iterator[Case]:
    """A lot's key for a device and for an epoch, and the same moved elsewhere."""
    device = suite.seal_lot_key(LOT_KEY, LID, xwing.public_of(OTHER.kem), OTHER.id)
    where: dict[str, Any] = {"kem_seed": OTHER.kem, "lid": LID}
    other = some("another lid", 16)
    yield case("lot-key-device", "a lot’s key", encode(device), where, LOT_KEY)
    yield case("lot-key-device", "of another lot", encode(device), where | {"lid": other}, None)
    moved = msgspec.structs.replace(device, device=DEVICE.id)
    yield case("lot-key-device", "said to be for another device", encode(moved), where, None)
    epoch = suite.seal_lot_key_for_epoch(LOT_KEY, LID, ESPACE, 3, EPOCH_KEY)
    holds: dict[str, Any] = {"epoch_key": EPOCH_KEY, "lid": LID}
    yield case("lot-key-epoch", "a lot’s key", encode(epoch), holds, LOT_KEY)
    yield case("lot-key-epoch", "of another lot", encode(epoch), holds | {"lid": other}, None)
    for name, value in {"espace": some("another espace", 16), "epoch": 4}.items():
        moved_epoch = msgspec.structs.replace(epoch, **{name: value})
        yield case("lot-key-epoch", f"another {name}", encode(moved_epoch), holds, None)


def escrows() -> Iterator[Case]:
    """An epoch key kept by three custodians, two of whom open it."""
    seeds = [some(f"custodian {rank}") for rank in range(3)]
    subject = hpke.epoch_subject(ESPACE, 3)
    sealed = b"".join(hpke.escrow(EPOCH_KEY, subject, [xwing.public_of(seed) for seed in seeds]))
    for pair in ((0, 1), (0, 2), (1, 2)):
        inputs = {"subject": subject, "seeds": {str(rank): seeds[rank].hex() for rank in pair}}
        yield case("escrow", f"custodians {pair[0]} and {pair[1]}", sealed, inputs, EPOCH_KEY)
    alone = {"subject": subject, "seeds": {"1": seeds[1].hex()}}
    yield case("escrow", "one custodian alone", sealed, alone, None)
    mixed = {"subject": subject, "seeds": {"0": seeds[1].hex(), "1": seeds[0].hex()}}
    yield case("escrow", "two custodians under each other’s rank", sealed, mixed, None)
    other = {"subject": hpke.epoch_subject(ESPACE, 4), "seeds": {str(rank): seeds[rank].hex() for rank in (0, 1)}}
    yield case("escrow", "of another epoch", sealed, other, None)


def blobs(suite: Suite1) -> Iterator[Case]:
    """Attachments short and long; the long ones by the hash of their ciphertext."""
    where = {"key": BLOB_KEY}
    for name, clear in {
        "empty": b"",
        "a line": "Une pièce jointe fictive.".encode(),
        "it ends with what looks like padding": b"text\x80\0\0\0",
        "nothing but zeros": bytes(300),
    }.items():
        yield case("blob", name, b"".join(suite.seal_blob(BLOB_KEY, [clear], len(clear))), where, clear)
    good = b"".join(suite.seal_blob(BLOB_KEY, [b"x" * 300], 300))
    yield case("blob", "the prefix changed", flipped(good, 3), where, None)
    yield case("blob", "the content changed", flipped(good, 60), where, None)
    yield case("blob", "cut", good[:-1], where, None)
    yield case("blob", "a byte more", good + b"\0", where, None)
    yield case("blob", "nothing", b"", where, None)
    yield case("blob", "under another key", good, {"key": some("another key")}, None)
    yield case("blob", "under a lot’s context", good, where | {"context": some("lot header")}, None)


def long_blobs(suite: Suite1) -> Iterator[Case]:
    """Attachments of several chunks: content byte i is i modulo 251."""
    for size in ((256 << 10) - 1, 256 << 10, 600_000, (16 << 20) - 1, 16 << 20):
        clear = bytes(range(251)) * (size // 251 + 1)
        with Unvaried():
            sealed = b"".join(suite.seal_blob(BLOB_KEY, [clear[:size]], size))
        hashes = {"clear_sha256": clear[:size], "ciphertext_sha256": sealed}
        yield {
            "size": size,
            "key": BLOB_KEY.hex(),
            "prefix": sealed[:7].hex(),
            "length": len(sealed),
            **{name: hashlib.sha256(data).hexdigest() for name, data in hashes.items()},
            "blob_id": digest("blob", hashlib.sha256(sealed).digest()).hex(),
        }


def segment() -> Iterator[Case]:
    """A day of the access register, for one reader."""
    line = VALID["JournalEntry"]
    lines = [msgspec.structs.replace(line, n=n) for n in (9, 10)]
    readers = {OTHER.id: xwing.public_of(OTHER.kem)}
    sealed = segments.seal_segment(DEVICE.id, 20717, some("prev"), lines, readers)  # type: ignore[arg-type]
    where: dict[str, Any] = {"reader": OTHER.id, "kem_seed": OTHER.kem}
    yield case("segment", "two lines", encode(sealed), where, encode(lines))
    stranger = where | {"reader": DEVICE.id, "kem_seed": DEVICE.kem}
    yield case("segment", "for somebody who is no reader", encode(sealed), stranger, None)
    for name, value in {"day": 20718, "first": 8, "last": 11, "prev": bytes(32), "device": OTHER.id}.items():
        moved = msgspec.structs.replace(sealed, **{name: value})
        yield case("segment", f"another {name}", encode(moved), where, None)


def headers() -> Iterator[Case]:
    """A local header opened by passphrase, with and without the keyring, and by recovery code; and spoilt ones."""
    phrase, pepper, store = "cheval fictif agrafe exemple", some("pepper"), some("store", 16)
    made = local_header.create(store, phrase, pepper=pepper, costs=LEAST)
    key = made.opened.key
    where: dict[str, Any] = {"passphrase": phrase, "pepper": pepper}
    yield case("local-header", "passphrase and keyring", made.data, where, key)
    yield case("local-header", "recovery code", made.data, {"code": made.code}, key)
    yield case("local-header", "recovery code typed badly", made.data, {"code": made.code.lower()[:-1] + "!"}, None)
    yield case("local-header", "wrong passphrase", made.data, where | {"passphrase": "autre"}, None)
    yield case("local-header", "wrong pepper", made.data, where | {"pepper": bytes(32)}, None)
    yield case("local-header", "no keyring any more", made.data, where | {"pepper": None}, None)
    yield case("local-header", "cut", made.data[:-1], where, None)
    yield case("local-header", "a bit changed", flipped(made.data, 30), where, None)
    bare = local_header.create(store, phrase, pepper=None, costs=LEAST)
    alone = {"passphrase": phrase, "pepper": None}
    yield case("local-header", "passphrase alone", bare.data, alone, bare.opened.key)
    for name, spoil in _spoilt_headers().items():
        yield case("local-header", name, spoil(bare.opened), alone, None)
    other = local_header.create(store, phrase, pepper=None, costs=LEAST)
    theirs = msgspec.structs.replace(bare.opened.header, slots=other.opened.header.slots)
    yield case("local-header", "slots of another header", _written(theirs), alone, None)


def _spoilt_headers() -> dict[str, Callable[[local_header.Opened], bytes]]:
    """Changes to a header by somebody who can put the digest right."""

    def with_kdf(**costs: int) -> Callable[[local_header.Opened], bytes]:
        def spoil(opened: local_header.Opened) -> bytes:
            first, *rest = opened.header.slots
            kdf = msgspec.structs.replace(first.kdf or o.Kdf(bytes(16), 0, 0, 0), **costs)
            slots = [msgspec.structs.replace(first, kdf=kdf), *rest]
            return _written(msgspec.structs.replace(opened.header, slots=slots))

        return spoil

    def with_field(**fields: object) -> Callable[[local_header.Opened], bytes]:
        return lambda opened: _written(msgspec.structs.replace(opened.header, **fields))

    return {
        "8 KiB of memory asked": with_kdf(m=8),
        "4 GiB of memory asked": with_kdf(m=4 << 20),
        "no pass asked": with_kdf(t=0),
        "255 lanes asked": with_kdf(p=255),
        "an older generation said": with_field(gen=0),
        "another store said": with_field(store=some("another store", 16)),
        "another suite said": with_field(suite=2),
        "the recovery slot removed": lambda opened: _written(
            msgspec.structs.replace(opened.header, slots=opened.header.slots[:1])
        ),
    }


def _written(header: o.LocalHeader) -> bytes:
    """Write a header with a good digest, whatever it says."""
    return local_header.write(local_header.Opened(header, b""))


def lot(suite: Suite1) -> Iterator[Case]:
    """A whole lot for one device, and lots that must be refused."""
    header = o.LotHeader(1, 1, LID, [suite.seal_lot_key(LOT_KEY, LID, xwing.public_of(OTHER.kem), OTHER.id)])
    frames = [
        frame(FrameType.REGISTRY, encode(VALID["RegistryEntry"])),
        frame(FrameType.GRANT, encode(VALID["GrantFor"])),
        frame(FrameType.KEYSLOT, encode(VALID["KeySlot"])),
        frame(FrameType.BODY, some("body")),
        frame(FrameType.COMMIT, encode(VALID["Commit"])),
        frame(FrameType.CHECKPOINT, encode(VALID["Signed"])),
    ]
    signed = manifest(frames)
    where: dict[str, Any] = {"kem_seed": OTHER.kem, "device": OTHER.id}

    def written(*parts: bytes, head: bytes = b"", hash_: bytes = b"") -> bytes:
        stream = lots.seal_frames(LOT_KEY, hash_ or header_hash(header), parts)
        return (head or write_head(header)) + b"".join(stream)

    first = frame(FrameType.MANIFEST, encode(signed))
    good = written(*with_manifest(signed, frames))
    head = len(write_head(header))
    yield case("lot", "six frames", good, where, b"".join(frames))
    refused = {
        "another magic": b"MVL-LOT\x02" + good[8:],
        "a header of 131 073 bytes": good[:8] + (131073).to_bytes(4, "big") + bytes(64),
        "cut in its header": good[: head - 1],
        "cut in its stream": good[:-1],
        "no stream": good[:head],
        "a bit of the header changed": flipped(good, 30),
        "a bit of the stream changed": flipped(good, head + 100),
        "bound to another header": written(first, *frames, hash_=some("another header")),
        "no manifest": written(*frames),
        "two manifests": written(first, first, *frames),
        "a frame missing": written(first, *frames[:-1]),
        "a frame too many": written(first, *frames, frames[-1]),
        "two frames exchanged": written(first, *frames[:4], frames[5], frames[4]),
        "a registry entry after a body": _ordered([*frames[1:], frames[0]], written),
        "a page among the frames": _ordered([*frames, frame(FrameType.PAGE, bytes(9))], written),
        "a frame of an unknown type": _ordered([*frames, frame(99, b"")], written),
        "a frame that says three mebibytes": written(first, (3 << 20).to_bytes(4, "big") + b"\x05"),
        "a frame begun": written(first, *frames, b"\0\0"),
    }
    yield from (case("lot", name, data, where, None) for name, data in refused.items())


def _ordered(frames: list[bytes], written: Callable[..., bytes]) -> bytes:
    """Write a lot whose manifest counts exactly these frames."""
    return written(*with_manifest(manifest(frames), frames))


def manifest(frames: list[bytes]) -> o.Signed:
    """Sign the manifest of these frames."""
    count = tally(frames)
    body = encode(
        o.LotManifest(
            1,
            LID,
            DEVICE.id,
            12,
            some("prev"),
            count.frames,
            count.bytes,
            count.digest(),
            [o.EspaceHead(ESPACE, 7, some("regh"))],
            TS,
        )
    )
    return o.Signed(body, DEVICE.id, sign(DEVICE.sig, "lot", body))


def enrolment() -> dict[str, Any]:
    """A request, its MAC and its proof, and the words that two people read aloud."""
    secret = some("invitation secret")
    body = encode(VALID["EnrolBody"])
    request = encode(o.EnrolRequest(body, mac(secret, body), sign(OTHER.sig, "enrol", body)))
    return {"secret": secret.hex(), "cert": OTHER.cert.hex(), "request": request.hex()}


def recovery_codes() -> list[dict[str, str]]:
    """What is on paper, and the 160 bits that it stands for."""
    code = local_header.create(some("store", 16), "x", pepper=None, costs=LEAST).code
    return [{"text": code, "bytes": read_code(code).hex()}]
