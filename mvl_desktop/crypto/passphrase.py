"""Argon2id within bounds that are checked before anything runs."""

import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from mvl_desktop.crypto.primitives import FAILURES, KEY
from mvl_desktop.ports.crypto import CryptoError
from mvl_desktop.protocol.objects import Kdf

MIB = 1 << 10
ACCEPTED_M = range(64 * MIB, 1024 * MIB + 1)
ACCEPTED_T = range(2, 11)
ACCEPTED_P = range(1, 9)
LEAST_M = 128 * MIB
FASTEST, SLOWEST = 0.8, 1.5


class KdfMemoryError(CryptoError):
    """This machine has not the memory that the slot asks for."""


@dataclass(frozen=True, slots=True)
class Costs:
    """What a new slot asks of whoever guesses: memory in KiB, passes, lanes."""

    m: int = 256 * MIB
    t: int = 3
    p: int = 4


def acceptable(kdf: Kdf | Costs) -> bool:
    """Whether parameters read from a file may be run at all: neither too weak nor a bomb."""
    return kdf.m in ACCEPTED_M and kdf.t in ACCEPTED_T and kdf.p in ACCEPTED_P


def stretch(passphrase: str, kdf: Kdf) -> bytes:
    """Turn a passphrase (NFC) into 32 bytes; CryptoError for parameters out of bounds, before running."""
    if not acceptable(kdf):
        raise CryptoError
    return argon2id(unicodedata.normalize("NFC", passphrase).encode(), kdf.salt, kdf.m, kdf.t, kdf.p)


def argon2id(secret: bytes, salt: bytes, m: int, t: int, p: int) -> bytes:
    """Run Argon2id (version 1.3) to 32 bytes."""
    try:
        return Argon2id(salt=salt, length=KEY, iterations=t, lanes=p, memory_cost=m).derive(secret)
    except MemoryError as error:
        raise KdfMemoryError from error
    except FAILURES as error:
        raise CryptoError from error


def timed(costs: Costs) -> float:
    """Return the seconds that these costs take here."""
    start = time.perf_counter()
    argon2id(b"calibration", bytes(16), costs.m, costs.t, costs.p)
    return time.perf_counter() - start


def calibrate(measure: Callable[[Costs], float] = timed) -> Costs:
    """Choose costs that take 0.8 to 1.5 s here, from one measure; never under 128 MiB, whatever the time."""
    costs = Costs()
    try:
        seconds = measure(costs)
    except KdfMemoryError:
        return Costs(m=LEAST_M)
    if seconds < FASTEST:
        passes = min(ACCEPTED_T.stop - 1, int(costs.t * FASTEST / max(seconds, 0.01)) + 1)
        return Costs(t=passes)
    if seconds <= SLOWEST:
        return costs
    return Costs(m=LEAST_M, t=costs.t if seconds <= 2 * SLOWEST else ACCEPTED_T.start)
