"""X-Wing keys (ML-KEM-768 with X25519) from one 32-byte seed: the seed is what is kept, never the objects."""

import hashlib
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey, MLKEM768X25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from mvl_desktop.crypto.primitives import FAILURES, KEY
from mvl_desktop.ports.crypto import CryptoError
from mvl_desktop.protocol.objects import KEM_PUBLIC

MLKEM_PUBLIC = 1184
MLKEM_SEED = 64


def public_of(seed: bytes) -> bytes:
    """Return the 1 216 public bytes: ML-KEM-768 encapsulation key ‖ X25519 public key."""
    mlkem, x25519 = _halves(seed)
    return mlkem.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw) + x25519.public_key().public_bytes(
        Encoding.Raw, PublicFormat.Raw
    )


@lru_cache(maxsize=16)
def private_key(seed: bytes) -> MLKEM768X25519PrivateKey:
    """Expand a seed into the key object that opens."""
    return MLKEM768X25519PrivateKey(*_halves(seed))


def public_key(public: bytes) -> MLKEM768X25519PublicKey:
    """Read a public key; CryptoError when either half is malformed."""
    if len(public) != KEM_PUBLIC:
        raise CryptoError
    try:
        return MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(public[:MLKEM_PUBLIC]),
            X25519PublicKey.from_public_bytes(public[MLKEM_PUBLIC:]),
        )
    except FAILURES as error:
        raise CryptoError from error


def _halves(seed: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    """SHAKE256(seed, 96) = ML-KEM seed (64) ‖ X25519 key (32)."""
    if len(seed) != KEY:
        raise CryptoError
    expanded = hashlib.shake_256(seed).digest(MLKEM_SEED + KEY)
    return (
        MLKEM768PrivateKey.from_seed_bytes(expanded[:MLKEM_SEED]),
        X25519PrivateKey.from_private_bytes(expanded[MLKEM_SEED:]),
    )
