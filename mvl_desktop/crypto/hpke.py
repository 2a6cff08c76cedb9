"""Keys wrapped to people: grants, lot keys, journal keys, escrow. HPKE base mode, everything clear bound in `info`."""

from collections.abc import Sequence
from itertools import combinations

from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from mvl_desktop.crypto import xwing
from mvl_desktop.crypto.primitives import FAILURES, KEY, info
from mvl_desktop.ports.crypto import CryptoError
from mvl_desktop.protocol.hashes import be16, be64, digest
from mvl_desktop.protocol.objects import SUITE

ENC = 1120
TAG = 16
WRAPPED_KEY = ENC + KEY + TAG
ESCROWED_KEY = ENC + WRAPPED_KEY + TAG
PAIRS: tuple[tuple[int, int], ...] = tuple(combinations(range(3), 2))
"""Which two custodians open each of the three escrows: outer, inner."""

_suite = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def wrap(clear: bytes, public: bytes, context: bytes) -> bytes:
    """Encrypt to one public key; returns encapsulated key (1 120) ‖ ciphertext ‖ tag."""
    return _suite.encrypt(clear, xwing.public_key(public), context)


def wrap_key(key: bytes, public: bytes, context: bytes) -> bytes:
    """Encrypt a key of exactly 32 bytes to one public key."""
    if len(key) != KEY:
        raise CryptoError
    return wrap(key, public, context)


def unwrap(sealed: bytes, seed: bytes, context: bytes) -> bytes:
    """Open what was wrapped to this seed's public key under this context; CryptoError."""
    try:
        return _suite.decrypt(sealed, xwing.private_key(seed), context)
    except FAILURES as error:
        raise CryptoError from error


def unwrap_key(sealed: bytes, seed: bytes, context: bytes) -> bytes:
    """Open a wrapped 32-byte key; CryptoError for any other length."""
    if len(sealed) != WRAPPED_KEY:
        raise CryptoError
    return unwrap(sealed, seed, context)


def grant_info(espace: bytes, epoch: int, device: bytes) -> bytes:
    """Context of a grant."""
    return info("grant", espace, be64(epoch), device)


def lot_info(lid: bytes, device: bytes) -> bytes:
    """Context of a lot's key wrapped to a device."""
    return info("lot", lid, device)


def segment_info(device: bytes, day: int, reader: bytes) -> bytes:
    """Context of a day's segment key wrapped to one reader."""
    return info("journal", device, be64(day), reader)


def escrow_info(subject: bytes, custodian: int) -> bytes:
    """Context of one layer of an escrow: what is kept (32 bytes) and which custodian opens this layer."""
    if len(subject) != KEY:
        raise CryptoError
    return info("escrow", subject, be16(custodian))


def epoch_subject(espace: bytes, epoch: int) -> bytes:
    """Name an epoch key as what an escrow keeps."""
    return digest("epoch-escrow", be16(SUITE), espace, be64(epoch))


def escrow(key: bytes, subject: bytes, custodians: Sequence[bytes]) -> list[bytes]:
    """Wrap a key three times, once for each pair of the three custodians' public keys."""
    return [
        wrap(wrap(key, custodians[inner], escrow_info(subject, inner)), custodians[outer], escrow_info(subject, outer))
        for outer, inner in PAIRS
    ]


def open_escrow(sealed: Sequence[bytes], subject: bytes, seeds: dict[int, bytes]) -> bytes:
    """Open an escrow with two custodians' seeds, given by their rank; CryptoError."""
    if len(sealed) != len(PAIRS):
        raise CryptoError
    for blob, (outer, inner) in zip(sealed, PAIRS, strict=True):
        if outer in seeds and inner in seeds and len(blob) == ESCROWED_KEY:
            layer = unwrap(blob, seeds[outer], escrow_info(subject, outer))
            return unwrap_key(layer, seeds[inner], escrow_info(subject, inner))
    raise CryptoError
