"""Pictures without what they say of who took them, where and with what: segments are left out, points are not touched.

JPEG, PNG and WebP are lists of pieces: those needed to draw are copied as they are, the others (position, device,
dates, thumbnails, comments, what lies after the end) are not. How the picture is turned is the one thing kept of EXIF.
"""

import struct
import zlib
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from mvl_desktop.i18n import N_
from mvl_desktop.services.refusals import RefusError

_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_DRAWN = frozenset(range(0xC0, 0xFE)) - frozenset(range(0xD0, 0xDA)) - frozenset(range(0xE0, 0xF0))
"""JPEG segments that draw: frames, tables, restart intervals. Scans and application segments are seen apart."""
_SOS, _EOI, _JFIF, _ADOBE, _EXIF = 0xDA, 0xD9, 0xE0, 0xEE, 0xE1
_CHUNKS = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs"}
    | {b"acTL", b"fcTL", b"fdAT"}
)
_WEBP = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"})
_WEBP_SAYS = 0x20 | 0x08 | 0x04
"""Flags of VP8X: a profile, EXIF, XMP."""


KEPT: Final = N_(
    "Les photos JPEG, PNG et WebP perdent ce qu’elles disent de qui les a prises, où et quand. Les autres fichiers "
    "(PDF, HEIC, TIFF, documents bureautiques, sons, vidéos) le gardent\u00a0: auteur, dates, parfois modifications."
)
"""What a person must know before attaching a file."""
PICTURE_MAX: Final = 64 << 20
_BEGINNING: Final = 12


def cleaned(size: int, content: Iterable[bytes]) -> tuple[int, Iterable[bytes]]:
    """Return what is to be attached instead of a file, and its size: a picture without its metadata, or the same.

    Raises RefusError: image_illisible, when a picture is too long to be held, cut, or not what it says.
    """
    parts, start = iter(content), b""
    while len(start) < _BEGINNING and (part := next(parts, b"")):
        start += part
    if not is_picture(start):
        return size, chain([start], parts)
    held = bytearray(start)
    for part in parts:
        held += part
        if len(held) > PICTURE_MAX:
            raise RefusError("image_illisible")
    clean = without_metadata(bytes(held))
    return len(clean), [clean]


def is_picture(start: bytes) -> bool:
    """Whether a content begins as a picture that can be cleaned."""
    return start.startswith((_JPEG, _PNG)) or (start[:4] == b"RIFF" and start[8:12] == b"WEBP")


def without_metadata(content: bytes) -> bytes:
    """Return a picture that draws the same and says nothing else. RefusError: image_illisible."""
    try:
        if content.startswith(_JPEG):
            return b"".join(_jpeg(content))
        if content.startswith(_PNG):
            return b"".join(_png(content))
        return _webp(content)
    except (IndexError, struct.error):
        raise RefusError("image_illisible") from None


def _jpeg(content: bytes) -> Iterator[bytes]:
    yield content[:2]
    place = 2
    while True:
        if content[place] != 0xFF:
            raise IndexError
        kind = content[place + 1]
        if kind == 0xFF:
            place += 1
            continue
        if kind == _EOI:
            yield content[place : place + 2]
            return
        (length,) = struct.unpack_from(">H", content, place + 2)
        end = place + 2 + length
        if length < 2 or end > len(content):
            raise IndexError
        body = content[place + 4 : end]
        if kind == _SOS:
            end = _end_of_scan(content, end)
            yield content[place:end]
        elif kind in _DRAWN or (kind == _ADOBE and body.startswith(b"Adobe")):
            yield content[place:end]
        elif kind == _JFIF and body.startswith(b"JFIF\0") and len(body) >= 12:
            yield b"\xff\xe0\x00\x10" + body[:12] + b"\0\0"  # its thumbnail left out
        elif kind == _EXIF and body.startswith(b"Exif\0\0"):
            yield from _turned(_orientation(body[6:]))
        place = end


def _end_of_scan(content: bytes, place: int) -> int:
    """Return where the points of a scan end: at the next mark that is neither a stuffed byte nor a restart."""
    while True:
        place = content.find(b"\xff", place)
        if place < 0:
            raise IndexError
        following = content[place + 1]
        if following != 0 and following != 0xFF and not 0xD0 <= following <= 0xD7:
            return place
        place += 1 if following == 0xFF else 2


def _orientation(exif: bytes) -> int:
    """Return how a picture is turned, 1 when it says nothing sensible."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None:
        return 1
    try:
        (start,) = struct.unpack_from(order + "I", exif, 4)
        (count,) = struct.unpack_from(order + "H", exif, start)
        for entry in range(min(count, 100)):
            tag, kind, number, value = struct.unpack_from(order + "HHIH", exif, start + 2 + 12 * entry)
            if (tag, kind, number) == (0x112, 3, 1) and 1 <= value <= 8:
                return int(value)
    except struct.error:
        return 1
    return 1


def _turned(orientation: int) -> Iterator[bytes]:
    """Give an EXIF segment that holds the orientation alone, when there is one to hold."""
    if orientation != 1:
        exif = b"Exif\0\0MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x112, 3, 1, orientation, 0, 0)
        yield b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif


def _png(content: bytes) -> Iterator[bytes]:
    yield _PNG
    place, kind = len(_PNG), b""
    while kind != b"IEND":
        (length,) = struct.unpack_from(">I", content, place)
        kind, end = content[place + 4 : place + 8], place + 12 + length
        if end > len(content) or struct.pack(">I", zlib.crc32(content[place + 4 : end - 4])) != content[end - 4 : end]:
            raise IndexError
        if kind in _CHUNKS:
            yield content[place:end]
        elif not kind[0] & 0x20:  # a chunk that is needed to draw and that nobody knows
            raise IndexError
        place = end


def _webp(content: bytes) -> bytes:
    (size,) = struct.unpack_from("<I", content, 4)
    end, place, kept = 8 + size, 12, bytearray()
    if end > len(content) + 1:
        raise IndexError
    while place < end:
        kind = content[place : place + 4]
        (length,) = struct.unpack_from("<I", content, place + 4)
        after = place + 8 + length + length % 2
        if place + 8 + length > min(end, len(content)):
            raise IndexError
        if kind in _WEBP:
            chunk = bytearray(content[place:after])
            if kind == b"VP8X":
                chunk[8] &= ~_WEBP_SAYS & 0xFF
            kept += chunk
        place = after
    return b"RIFF" + struct.pack("<I", 4 + len(kept)) + b"WEBP" + bytes(kept)
