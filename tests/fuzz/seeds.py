"""What each target begins with: something that it reads."""

import io

import msgspec

from mvl_desktop.crypto import lots, padding
from mvl_desktop.protocol import objects as o
from mvl_desktop.protocol import wire
from mvl_desktop.protocol.check import COMMIT_BYTES
from mvl_desktop.protocol.encoding import decode, encode
from mvl_desktop.protocol.hashes import commit_id
from mvl_desktop.protocol.lot_frames import read_head
from mvl_desktop.protocol.wire import FrameType, frame
from tests.fixtures.vectors import raw, vectors
from tests.fuzz.world import good, published, seals

SMALL = 1 << 16
ENTRIES = tuple(raw(each) for each in vectors("chains")["entries"])
DAY = 20717


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
