"""Bodies: compress, then pad, then seal, each alone (security 4.1). The seal is bound to the body's exact place."""

from hashlib import sha256
from struct import Struct

from mvl_desktop.crypto.compression import Compressor
from mvl_desktop.crypto.padding import pad, unpad
from mvl_desktop.crypto.primitives import NONCE, TAG, aead, seal, unseal
from mvl_desktop.ports.crypto import BodyContext, CryptoError
from mvl_desktop.protocol.hashes import be16
from mvl_desktop.protocol.objects import BODY_LIMIT, SUITE

OVERHEAD = NONCE + TAG
_SUITE = be16(SUITE)
_LABEL = b"mvl1/body-context\0"
_PARTS = Struct(">Q2sQ16sQ16sQ16sQQQHQ32s")
"""Each part behind its length, as `digest` writes them: in one call, because every body needs it."""


def context_hash(context: BodyContext) -> bytes:
    """Return the associated data: H("body-context", suite, espace, rec, device, be64(seq), be16(index), kc)."""
    espace, rec, device, kc = context.espace, context.rec, context.device, context.kc
    if not len(espace) == len(rec) == len(device) == 16 or len(kc) != 32:
        raise CryptoError
    parts = _PARTS.pack(2, _SUITE, 16, espace, 16, rec, 16, device, 8, context.seq, 2, context.index, 32, kc)
    return sha256(_LABEL + parts).digest()


def seal_body(compressor: Compressor, record_key: bytes, context: BodyContext, revision: bytes) -> bytes:
    """Return nonce ‖ AES-256-GCM(pad(zstd(revision))); CryptoError when the result is above the limit of a body."""
    padded = pad(compressor.compress(revision))
    if len(padded) + OVERHEAD > BODY_LIMIT:
        raise CryptoError
    return seal(aead(record_key), padded, context_hash(context))


def open_body(compressor: Compressor, record_key: bytes, context: BodyContext, body: bytes) -> bytes:
    """Open, unpad strictly and decompress within bounds; CryptoError."""
    if len(body) > BODY_LIMIT:
        raise CryptoError
    return compressor.decompress(unpad(unseal(aead(record_key), body, context_hash(context))))
