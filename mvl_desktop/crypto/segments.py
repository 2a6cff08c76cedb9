"""A day of a device's access register, sealed to those who may read it. The key of a day is wrapped to each of them."""

from collections.abc import Sequence

from mvl_desktop.crypto import hpke
from mvl_desktop.crypto.padding import pad, unpad
from mvl_desktop.crypto.primitives import KEY, aead, random, seal, unseal
from mvl_desktop.ports.crypto import CryptoError
from mvl_desktop.protocol.encoding import ProtocolError, decode, encode
from mvl_desktop.protocol.hashes import be16, be64, digest
from mvl_desktop.protocol.objects import BODY_LIMIT, SUITE, VERSION, JournalEntry, JournalSegment, SealedTo


def seal_segment(
    device: bytes,
    day: int,
    prev: bytes,
    entries: Sequence[JournalEntry],
    readers: dict[bytes, bytes],
    day_key: bytes | None = None,
) -> JournalSegment:
    """Seal the lines of one day; `readers` gives the X-Wing public key of each device that may read them.

    `day_key`: the key of that day, when its lines are kept under one; else a new key.
    """
    if not entries:
        raise CryptoError
    key, first, last = day_key or random(KEY), entries[0].n, entries[-1].n
    keys = [
        SealedTo(reader, hpke.wrap_key(key, public, hpke.segment_info(device, day, reader)))
        for reader, public in sorted(readers.items())
    ]
    clear = pad(encode(list(entries)))
    sealed = seal(aead(key), clear, _context(device, day, first, last, prev))
    return JournalSegment(VERSION, SUITE, device, day, first, last, prev, keys, sealed)


def open_segment(segment: JournalSegment, reader: bytes, kem_seed: bytes) -> list[JournalEntry]:
    """Open a segment as one of its readers: the lines must be those that it announces; CryptoError."""
    if segment.v != VERSION or segment.suite != SUITE:
        raise CryptoError
    wrapped = next((each.ct for each in segment.keys if each.device == reader), b"")
    context = hpke.segment_info(segment.device, segment.day, reader)
    return open_with(segment, hpke.unwrap_key(wrapped, kem_seed, context))


def open_with(segment: JournalSegment, key: bytes) -> list[JournalEntry]:
    """Open a segment with the key of its day: the lines must be those that it announces; CryptoError."""
    context = _context(segment.device, segment.day, segment.first, segment.last, segment.prev)
    try:
        entries = decode(unpad(unseal(aead(key), segment.ct, context)), list[JournalEntry], BODY_LIMIT)
    except ProtocolError as error:
        raise CryptoError from error
    if [entry.n for entry in entries] != list(range(segment.first, segment.last + 1)):
        raise CryptoError
    return entries


def seal_line(key: bytes, espace: bytes, day: int, entry: JournalEntry) -> bytes:
    """Seal one line for this post's own store, under the key of its day."""
    return seal(aead(key), encode(entry), _line_context(espace, entry.device, day, entry.n))


def open_line(key: bytes, espace: bytes, device: bytes, day: int, n: int, sealed: bytes) -> JournalEntry:
    """Open a line at its own place; CryptoError anywhere else."""
    try:
        entry = decode(unseal(aead(key), sealed, _line_context(espace, device, day, n)), JournalEntry, BODY_LIMIT)
    except ProtocolError as error:
        raise CryptoError from error
    if (entry.device, entry.n) != (device, n):
        raise CryptoError
    return entry


def _line_context(espace: bytes, device: bytes, day: int, n: int) -> bytes:
    """Associated data of a line in the store: where it stands."""
    return digest("journal-kept", be16(VERSION), be16(SUITE), espace, device, be64(day), be64(n))


def _context(device: bytes, day: int, first: int, last: int, prev: bytes) -> bytes:
    """Associated data: every clear field of the segment but the wrapped keys, which are bound by HPKE."""
    return digest("segment", be16(VERSION), be16(SUITE), device, be64(day), be64(first), be64(last), prev)
