"""STREAM: long contents in chunks of 256 KiB of AES-256-GCM. Truncation, reordering and extension are found.

prefix (7 random bytes) ‖ chunk 0 ‖ chunk 1 ‖ … ; nonce = prefix ‖ be32 counter ‖ 01 for the last chunk, else 00.
Every chunk is full but the last; the last is empty only when the whole content is.
"""

from collections.abc import Iterable, Iterator

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mvl_desktop.crypto.primitives import FAILURES, TAG, aead, random
from mvl_desktop.ports.crypto import CryptoError
from mvl_desktop.protocol.hashes import be32

CHUNK = 256 << 10
SEALED_CHUNK = CHUNK + TAG
PREFIX = 7
CHUNKS_MAX = 1 << 32


def sealed_size(clear: int) -> int:
    """Return the length of the stream that holds `clear` bytes."""
    return PREFIX + clear + TAG * max(1, -(-clear // CHUNK))


def seal_stream(key: bytes, context: bytes, clear: Iterable[bytes]) -> Iterator[bytes]:
    """Encrypt chunk by chunk; yields the prefix, then each sealed chunk."""
    cipher, prefix = aead(key), random(PREFIX)
    yield prefix
    for counter, (chunk, last) in enumerate(cut(clear, CHUNK)):
        yield cipher.encrypt(_nonce(prefix, counter, last=last), chunk, context)


def open_stream(key: bytes, context: bytes, sealed: Iterable[bytes]) -> Iterator[bytes]:
    """Decrypt chunk by chunk; each is authentic when given, CryptoError at the first that is not.

    A stream that was cut after whole chunks gives all of them before the CryptoError.
    """
    cipher, source = aead(key), iter(sealed)
    head = _take(source, PREFIX)
    prefix, rest = head[:PREFIX], head[PREFIX:]
    for counter, (chunk, last) in enumerate(cut(_chain(rest, source), SEALED_CHUNK)):
        if last:
            yield from _last(cipher, prefix, counter, chunk, context)
            return
        yield _open(cipher, _nonce(prefix, counter, last=False), chunk, context)


def cut(pieces: Iterable[bytes], size: int) -> Iterator[tuple[bytes, bool]]:
    """Cut a flow of bytes into pieces of exactly `size` but the last, and say which is the last (it may be empty)."""
    held = bytearray()
    for piece in pieces:
        held += piece
        start = 0
        while len(held) - start > size:
            yield bytes(held[start : start + size]), False
            start += size
        del held[:start]
    yield bytes(held), True


def _last(cipher: AESGCM, prefix: bytes, counter: int, chunk: bytes, context: bytes) -> Iterator[bytes]:
    """Open the final chunk; when the stream was cut at a chunk's end, give that chunk and then fail."""
    if len(chunk) == TAG and counter:
        raise CryptoError
    try:
        yield _open(cipher, _nonce(prefix, counter, last=True), chunk, context)
    except CryptoError:
        if len(chunk) == SEALED_CHUNK:
            yield _open(cipher, _nonce(prefix, counter, last=False), chunk, context)
        raise


def _open(cipher: AESGCM, nonce: bytes, chunk: bytes, context: bytes) -> bytes:
    """Open one chunk; CryptoError."""
    try:
        return cipher.decrypt(nonce, chunk, context)
    except FAILURES as error:
        raise CryptoError from error


def _nonce(prefix: bytes, counter: int, *, last: bool) -> bytes:
    """Return the nonce of a chunk; CryptoError when the counter is spent or the prefix was cut."""
    if counter >= CHUNKS_MAX or len(prefix) != PREFIX:
        raise CryptoError
    return prefix + be32(counter) + (b"\x01" if last else b"\x00")


def _take(source: Iterator[bytes], size: int) -> bytes:
    """Read pieces until at least `size` bytes are there, or the source ends."""
    held = bytearray()
    for piece in source:
        held += piece
        if len(held) >= size:
            break
    return bytes(held)


def _chain(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    """Give what was read ahead, then the rest."""
    yield first
    yield from rest
