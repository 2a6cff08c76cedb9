"""Attachments: padded (Padmé) below 16 MiB, sealed as a STREAM under their own key, cut into parts of 1 MiB."""

from collections.abc import Iterable, Iterator

from mvl_desktop.crypto.padding import MARKER, padded_length
from mvl_desktop.crypto.primitives import info
from mvl_desktop.crypto.stream import CHUNK, cut, open_stream, seal_stream, sealed_size
from mvl_desktop.ports.crypto import CryptoError
from mvl_desktop.protocol.objects import BLOB_LIMIT, BLOB_PART

UNPADDED_FROM = 16 << 20
_CONTEXT = info("blob")


def clear_length(size: int) -> int:
    """Return how many bytes are sealed for a content of `size`: content ‖ 0x80, then zeros below 16 MiB."""
    return size + 1 if size >= UNPADDED_FROM else padded_length(size + 1)


def ciphertext_length(size: int) -> int:
    """Return the length of the ciphertext of a content of `size` bytes."""
    return sealed_size(clear_length(size))


def seal_blob(key: bytes, chunks: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Encrypt a content of exactly `size` bytes; CryptoError when it is too large or of another length."""
    if size < 0 or ciphertext_length(size) > BLOB_LIMIT:
        raise CryptoError
    for part, _ in cut(seal_stream(key, _CONTEXT, _padded(chunks, size)), BLOB_PART):
        yield part


def open_blob(key: bytes, parts: Iterable[bytes]) -> Iterator[bytes]:
    """Decrypt and unpad as it comes; CryptoError on truncation, reordering, extension, change or wrong padding.

    What follows the last byte that is not zero may be padding: it is held back, as a count, until it proves content.
    """
    mark, zeros, total, given = b"", 0, 0, 0
    for chunk in open_stream(key, _CONTEXT, _bounded(parts)):
        total += len(chunk)
        marked = chunk.rstrip(b"\0")
        if not marked:
            zeros += len(chunk)
            continue
        for piece in (mark, *_zeros(zeros), marked[:-1]):
            given += len(piece)
            if piece:
                yield piece
        mark, zeros = marked[-1:], len(chunk) - len(marked)
    if mark != MARKER or total != clear_length(given):
        raise CryptoError


def _padded(chunks: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Give the content, then its marker and padding; CryptoError when it has not the length that was said."""
    given = 0
    for chunk in chunks:
        given += len(chunk)
        if given > size:
            raise CryptoError
        yield chunk
    if given != size:
        raise CryptoError
    yield MARKER
    yield from _zeros(clear_length(size) - size - 1)


def _bounded(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Pass parts on up to the limit of a blob."""
    total = 0
    for part in parts:
        total += len(part)
        if total > BLOB_LIMIT:
            raise CryptoError
        yield part


def _zeros(count: int) -> Iterator[bytes]:
    """Give `count` zeros, a chunk at a time."""
    while count > 0:
        yield bytes(min(count, CHUNK))
        count -= CHUNK
