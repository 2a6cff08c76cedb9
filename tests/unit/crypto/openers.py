"""How each kind of published seal is opened, from the inputs that its vector gives."""

import io
from collections.abc import Callable
from typing import Any

from mvl_desktop.crypto import hpke, local_header, primitives, segments
from mvl_desktop.crypto.suite1 import Suite1
from mvl_desktop.ports.crypto import BodyContext, CryptoError
from mvl_desktop.protocol import objects as o
from mvl_desktop.protocol.encoding import decode, encode
from mvl_desktop.protocol.lot_frames import LotReader, read_head
from mvl_desktop.protocol.wire import frame
from tests.fixtures.vectors import raw, vectors

Inputs = dict[str, Any]
SMALL = 1 << 16
SIGNER = raw(vectors("derivations")["device"]["sig"])
"""Who signed the lots of the vectors."""


def open_seal(suite: Suite1, kind: str, data: bytes, inputs: Inputs) -> bytes:
    """Open one seal; CryptoError or ProtocolError."""
    openers: dict[str, Callable[[Suite1, bytes, Inputs], bytes]] = {
        "body": _body,
        "keyslot": _keyslot,
        "grant": _grant,
        "lot-key-device": _lot_key_device,
        "lot-key-epoch": _lot_key_epoch,
        "escrow": _escrow,
        "blob": _blob,
        "segment": _segment,
        "local-header": _header,
        "lot": _lot,
    }
    return openers[kind](suite, data, inputs)


def _body(suite: Suite1, data: bytes, i: Inputs) -> bytes:
    context = BodyContext(
        raw(i["espace"]), raw(i["rec"]), raw(i["device"]), int(i["seq"]), int(i["index"]), raw(i["kc"])
    )
    return suite.open_body(raw(i["key"]), context, data)


def _keyslot(suite: Suite1, data: bytes, i: Inputs) -> bytes:
    return suite.open_slot(raw(i["epoch_key"]), decode(data, o.KeySlot, o.SLOT_LIMIT))


def _grant(suite: Suite1, data: bytes, i: Inputs) -> bytes:
    return suite.open_grant(data, raw(i["kem_seed"]), raw(i["espace"]), int(i["epoch"]), raw(i["device"]))


def _lot_key_device(suite: Suite1, data: bytes, i: Inputs) -> bytes:
    return suite.open_lot_key(decode(data, o.LotForDevice, SMALL), raw(i["lid"]), raw(i["kem_seed"]))


def _lot_key_epoch(suite: Suite1, data: bytes, i: Inputs) -> bytes:
    return suite.open_lot_key_for_epoch(decode(data, o.LotForEpoch, SMALL), raw(i["lid"]), raw(i["epoch_key"]))


def _escrow(_: Suite1, data: bytes, i: Inputs) -> bytes:
    size = hpke.ESCROWED_KEY
    seeds = {int(rank): raw(seed) for rank, seed in i["seeds"].items()}
    return hpke.open_escrow([data[at : at + size] for at in range(0, len(data), size)], raw(i["subject"]), seeds)


def _blob(suite: Suite1, data: bytes, i: Inputs) -> bytes:
    if "context" in i:
        return b"".join(suite.open_stream(raw(i["key"]), raw(i["context"]), [data]))
    return b"".join(suite.open_blob(raw(i["key"]), [data]))


def _segment(_: Suite1, data: bytes, i: Inputs) -> bytes:
    segment = decode(data, o.JournalSegment, o.BODY_LIMIT)
    return encode(segments.open_segment(segment, raw(i["reader"]), raw(i["kem_seed"])))


def _header(_: Suite1, data: bytes, i: Inputs) -> bytes:
    if "code" in i:
        return local_header.open_with_code(data, i["code"]).key
    pepper = None if i["pepper"] is None else raw(i["pepper"])
    return local_header.open_with_passphrase(data, i["passphrase"], pepper=pepper).key


def _lot(suite: Suite1, data: bytes, i: Inputs) -> bytes:
    """Read a whole lot as one of its recipients; returns its frames but the manifest, which must be well signed."""
    source = io.BytesIO(data)
    head = read_head(source)
    mine = [each for each in head.header.recipients if isinstance(each, o.LotForDevice)]
    key = suite.open_lot_key(mine[0], head.header.lid, raw(i["kem_seed"]))
    reader, frames = LotReader(), b""
    for clear in suite.open_stream(key, head.hash, iter(lambda: source.read(100), b"")):
        frames += b"".join(frame(type_, payload) for type_, payload in reader.feed(clear))
    reader.finish()
    if reader.signed is None or not primitives.verify(
        primitives.ed25519_public(SIGNER), "lot", reader.signed.o, reader.signed.s
    ):
        raise CryptoError
    return frames
