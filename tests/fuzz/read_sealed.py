"""How a reader of what is sealed, or lies in a lot or a header, is played: it opens, or refuses."""

import io
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from unittest.mock import patch

from mvl_desktop.crypto import blobs, hpke, keyslots, local_header, lots, padding, passphrase, segments
from mvl_desktop.crypto.primitives import aead, info, seal
from mvl_desktop.crypto.stream import seal_stream
from mvl_desktop.exchange.lot_pages import pages
from mvl_desktop.ports.crypto import CryptoError
from mvl_desktop.protocol import objects as o
from mvl_desktop.protocol.hashes import ZERO
from mvl_desktop.protocol.journal import Link, Place, check_lines, check_links, read_segment
from mvl_desktop.protocol.lot_frames import FRAMES_MAX, LOT_LIMIT, LotReader, read_head
from mvl_desktop.protocol.wire import FrameType
from tests.fixtures.vectors import raw, vectors
from tests.fuzz.read_objects import strict
from tests.fuzz.seeds import DAY
from tests.fuzz.world import compressor, good, inputs


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
