"""The primitives against the Wycheproof vectors: edge cases that broke other libraries. Played by `mvl autotest`.

Not at each start: it takes a second. A wheel, a processor or a packaged program that computes wrongly is found here.
"""

import gzip
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from mvl_desktop.crypto.primitives import FAILURES, aead, derive, unseal, verify_bare
from mvl_desktop.crypto.selftest import SelfTestError
from mvl_desktop.ports.crypto import CryptoError

VECTORS: Final = Path("autotest", "wycheproof.json.gz")
REFUSED: Final = b""
"""What a function gives for what it refuses."""


def check_vectors(resources: Path) -> int:
    """Play every vector of the `resources` folder; return how many. SelfTestError names the first primitive wrong."""
    groups: dict[str, list[Sequence[str]]] = json.loads(gzip.decompress((resources / VECTORS).read_bytes()))
    for name, cases in groups.items():
        holds = _CHECKS[name]
        if not cases or not all(holds(*case) for case in cases):
            raise SelfTestError(name)
    if groups.keys() != _CHECKS.keys():
        raise SelfTestError("vectors")
    return sum(map(len, groups.values()))


def _is(given: bytes, wanted: str, result: str) -> bool:
    """Whether what was given is what is wanted, or was refused where it must be, or may be."""
    if given == REFUSED:
        return result != "valid"
    return result != "invalid" and given == bytes.fromhex(wanted)


def _opened(act: Callable[[], bytes]) -> bytes:
    try:
        return act()
    except (*FAILURES, CryptoError):
        return REFUSED


def _ed25519(public: str, message: str, signature: str, result: str) -> bool:
    """A key of small order is refused, whatever the signature; one with another component may be."""
    held = verify_bare(bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature))
    return held == (result == "valid") or result == "acceptable"


def _gcm(*parts: str) -> bool:
    key, nonce, context, clear, sealed = map(bytes.fromhex, parts[:5])
    if parts[5] == "valid" and aead(key).encrypt(nonce, clear, context) != sealed:
        return False
    # A marker tells an empty content from a refusal.
    return _is(_opened(lambda: b"!" + unseal(aead(key), nonce + sealed, context)), f"21{parts[3]}", parts[5])


def _hkdf(secret: str, salt: str, context: str, wanted: str) -> bool:
    made = derive(bytes.fromhex(secret), bytes.fromhex(salt), bytes.fromhex(context))
    return made.hex().startswith(wanted) and bool(wanted)


def _x25519(private: str, public: str, shared: str, result: str) -> bool:
    def exchange() -> bytes:
        key = X25519PrivateKey.from_private_bytes(bytes.fromhex(private))
        return key.exchange(X25519PublicKey.from_public_bytes(bytes.fromhex(public)))

    return _is(_opened(exchange), shared, result)


def _ml_kem(seed: str, sealed: str, shared: str, result: str) -> bool:
    def decapsulate() -> bytes:
        return MLKEM768PrivateKey.from_seed_bytes(bytes.fromhex(seed)).decapsulate(bytes.fromhex(sealed))

    return _is(_opened(decapsulate), shared, result)


def _ml_kem_key(key: str) -> bool:
    """A malformed encapsulation key is refused: at the door, or when it should serve."""

    def encapsulate() -> bytes:
        shared, _ = MLKEM768PublicKey.from_public_bytes(bytes.fromhex(key)).encapsulate()
        return bytes(shared)

    return _opened(encapsulate) == REFUSED


_CHECKS: dict[str, Callable[..., bool]] = {
    "ed25519": _ed25519,
    "aes-256-gcm": _gcm,
    "hkdf-sha256": _hkdf,
    "x25519": _x25519,
    "ml-kem-768": _ml_kem,
    "ml-kem-768-keys": _ml_kem_key,
}
