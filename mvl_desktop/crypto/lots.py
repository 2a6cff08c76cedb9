"""A lot's key, wrapped to devices or to whoever holds an epoch, and the stream that it seals."""

from collections.abc import Iterable, Iterator

from mvl_desktop.crypto import hpke, stream
from mvl_desktop.crypto.primitives import KEY, info, kept_aead, seal, unseal
from mvl_desktop.ports.crypto import CryptoError
from mvl_desktop.protocol.hashes import be16, be64, digest
from mvl_desktop.protocol.objects import SUITE, LotForDevice, LotForEpoch

_STREAM = info("lot-stream")


def epoch_context(lid: bytes, espace: bytes, epoch: int) -> bytes:
    """Return the associated data of an epoch's wrap: H("lot-epoch", suite, lid, espace, be64(epoch))."""
    return digest("lot-epoch", be16(SUITE), lid, espace, be64(epoch))


def seal_for_device(key: bytes, lid: bytes, kem_public: bytes, device: bytes) -> LotForDevice:
    """Wrap a lot's key to one device."""
    return LotForDevice(device, hpke.wrap_key(key, kem_public, hpke.lot_info(lid, device)))


def open_for_device(recipient: LotForDevice, lid: bytes, kem_seed: bytes) -> bytes:
    """Open a lot's key addressed to this device; CryptoError."""
    return hpke.unwrap_key(recipient.ct, kem_seed, hpke.lot_info(lid, recipient.device))


def seal_for_epoch(key: bytes, lid: bytes, espace: bytes, epoch: int, epoch_key: bytes) -> LotForEpoch:
    """Wrap a lot's key for the holders of an epoch."""
    return LotForEpoch(espace, epoch, seal(kept_aead(epoch_key), _checked(key), epoch_context(lid, espace, epoch)))


def open_for_epoch(recipient: LotForEpoch, lid: bytes, epoch_key: bytes) -> bytes:
    """Open a lot's key with an epoch key; CryptoError."""
    context = epoch_context(lid, recipient.espace, recipient.epoch)
    return _checked(unseal(kept_aead(epoch_key), recipient.ct, context))


def seal_frames(key: bytes, header_hash: bytes, clear: Iterable[bytes]) -> Iterator[bytes]:
    """Encrypt a lot's frames, bound to the hash of its header."""
    return stream.seal_stream(key, _STREAM + header_hash, clear)


def open_frames(key: bytes, header_hash: bytes, sealed: Iterable[bytes]) -> Iterator[bytes]:
    """Decrypt a lot's frames chunk by chunk; CryptoError."""
    return stream.open_stream(key, _STREAM + header_hash, sealed)


def _checked(key: bytes) -> bytes:
    """Return a key of 32 bytes; CryptoError for any other length."""
    if len(key) != KEY:
        raise CryptoError
    return key
