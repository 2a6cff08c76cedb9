"""The few primitives of suite 1 over the crypto library: signatures, AEAD, HKDF, random, comparison.

Nothing else in the product builds a key object. Whatever the library raises becomes `CryptoError`, without detail.
"""

import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InternalError, InvalidSignature, InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from mvl_desktop.ports.crypto import CryptoError
from mvl_desktop.protocol.ed25519_points import is_sane_key
from mvl_desktop.protocol.hashes import be16, signing_input
from mvl_desktop.protocol.objects import SUITE

KEY = 32
NONCE = 12
TAG = 16
FAILURES = (
    InvalidTag,
    InvalidSignature,
    InternalError,
    UnsupportedAlgorithm,
    ValueError,
    TypeError,
    OverflowError,
)
"""What the crypto library raises when bytes are not what they should be."""


def random(size: int) -> bytes:
    """Return unpredictable bytes from the system."""
    return os.urandom(size)


def same(a: bytes, b: bytes) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(a, b)


def info(label: str, *parts: bytes) -> bytes:
    """Return the info of a derivation or of an HPKE wrap: "mvl1/" label 0x00, the suite, then parts of fixed length."""
    return b"".join((b"mvl1/", label.encode("ascii"), b"\0", be16(SUITE), *parts))


def expand(key: bytes, context: bytes) -> bytes:
    """HKDF-Expand (RFC 5869, SHA-256) to 32 bytes: a single block."""
    return hmac.digest(key, context + b"\x01", "sha256")


def derive(secret: bytes, salt: bytes, context: bytes) -> bytes:
    """HKDF (RFC 5869, SHA-256) to 32 bytes."""
    return expand(hmac.digest(salt or bytes(KEY), secret, "sha256"), context)


def mac(key: bytes, message: bytes) -> bytes:
    """HMAC-SHA256."""
    return hmac.digest(key, message, "sha256")


def aead(key: bytes) -> AESGCM:
    """Return an AES-256-GCM object for a key of exactly 32 bytes."""
    if len(key) != KEY:
        raise CryptoError
    return AESGCM(key)


@lru_cache(maxsize=64)
def kept_aead(key: bytes) -> AESGCM:
    """Return the AES-256-GCM object of a key that serves often (an epoch's)."""
    return aead(key)


def seal(key: AESGCM, clear: bytes, context: bytes) -> bytes:
    """Return nonce ‖ ciphertext ‖ tag under a random nonce."""
    nonce = os.urandom(NONCE)
    return nonce + key.encrypt(nonce, clear, context)


def unseal(key: AESGCM, sealed: bytes, context: bytes) -> bytes:
    """Open what `seal` made; CryptoError."""
    try:
        return key.decrypt(sealed[:NONCE], sealed[NONCE:], context)
    except FAILURES as error:
        raise CryptoError from error


def new_seed() -> bytes:
    """Return the seed of an Ed25519 or X-Wing key."""
    return os.urandom(KEY)


def ed25519_public(seed: bytes) -> bytes:
    """Return the public key of a seed."""
    return _signer(seed).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def sign(seed: bytes, tag: str, message: bytes) -> bytes:
    """Sign under one of the protocol's tags."""
    return _signer(seed).sign(signing_input(tag, message))


def sign_bare(seed: bytes, message: bytes) -> bytes:
    """Sign bytes that carry their own separation (RFC 9421)."""
    return _signer(seed).sign(message)


def verify(public: bytes, tag: str, message: bytes, signature: bytes) -> bool:
    """Say whether a signature holds under this tag."""
    return verify_bare(public, signing_input(tag, message), signature)


def verify_bare(public: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether a signature of bytes that carry their own separation holds."""
    try:
        _verifier(public).verify(signature, message)
    except (*FAILURES, CryptoError):
        return False
    return True


@lru_cache(maxsize=32)
def _signer(seed: bytes) -> Ed25519PrivateKey:
    """Keep the key objects of this post's few devices."""
    try:
        return Ed25519PrivateKey.from_private_bytes(seed)
    except FAILURES as error:
        raise CryptoError from error


@lru_cache(maxsize=1024)
def _verifier(public: bytes) -> Ed25519PublicKey:
    """Keep the key objects of the members seen; a key under which anybody can forge verifies nothing."""
    if not is_sane_key(public):
        raise CryptoError
    return Ed25519PublicKey.from_public_bytes(public)
