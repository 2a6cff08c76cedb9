"""Bodies: compress, then pad, then seal, each alone (security 4.1). The seal is bound to the body's exact place."""

from mvl_desktop.crypto.compression import Compressor
from mvl_desktop.crypto.padding import pad, unpad
from mvl_desktop.crypto.primitives import NONCE, TAG, aead, seal, unseal
from mvl_desktop.ports.crypto import BodyContext, CryptoError
from mvl_desktop.protocol.hashes import be16, be64, digest
from mvl_desktop.protocol.objects import BODY_LIMIT, SUITE

OVERHEAD = NONCE + TAG
_SUITE = be16(SUITE)


def context_hash(context: BodyContext) -> bytes:
    """Return the associated data: H("body-context", suite, espace, rec, device, be64(seq), be16(index), kc)."""
    return digest(
        "body-context",
        _SUITE,
        context.espace,
        context.rec,
        context.device,
        be64(context.seq),
        be16(context.index),
        context.kc,
    )


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
