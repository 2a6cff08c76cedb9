"""Pictures that say too much, or that lie: made here, byte by byte, from plain ones that Qt writes."""

import struct
import zlib

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage

CANARY = b"QZVKXJWPLM"
"""Stands for a position, a device, a name."""


def plain(kind: str, wide: int = 24, tall: int = 16) -> bytes:
    """Return a small picture, its left half red, its right half blue."""
    picture = QImage(wide, tall, QImage.Format.Format_RGB32)
    picture.fill(QColor("blue"))
    for x in range(wide // 2):
        for y in range(tall):
            picture.setPixelColor(x, y, QColor("red"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert picture.save(buffer, kind)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def segment(kind: int, body: bytes) -> bytes:
    """Return a JPEG segment."""
    return bytes([0xFF, kind]) + struct.pack(">H", len(body) + 2) + body


def exif(orientation: int, order: str = ">") -> bytes:
    """Return an EXIF block with an orientation and the canary as the maker of the camera."""
    mark = b"MM\0*" if order == ">" else b"II*\0"
    entries = struct.pack(order + "HHII", 0x10F, 2, len(CANARY), 38) + struct.pack(
        order + "HHIHH", 0x112, 3, 1, orientation, 0
    )
    return b"Exif\0\0" + mark + struct.pack(order + "IH", 8, 2) + entries + struct.pack(order + "I", 0) + CANARY


def talkative_jpeg(orientation: int = 1, order: str = ">") -> bytes:
    """Return a JPEG with the canary everywhere that a JPEG can hold one."""
    made = plain("JPEG")
    said = b"".join(
        [
            segment(0xE1, exif(orientation, order)),
            segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + CANARY),
            segment(0xE2, b"ICC_PROFILE\0\1\1" + CANARY),
            segment(0xE2, b"MPF\0" + CANARY),
            segment(0xED, b"Photoshop 3.0\0" + CANARY),
            segment(0xEB, CANARY),
            segment(0xE0, b"JFXX\0\x10" + CANARY),
            segment(0xFE, CANARY),
        ]
    )
    return made[:2] + said + made[2:] + CANARY


def chunk(kind: bytes, body: bytes) -> bytes:
    """Return a PNG chunk."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def talkative_png() -> bytes:
    """Return a PNG with the canary everywhere that a PNG can hold one."""
    made = plain("PNG")
    said = b"".join(
        [
            chunk(b"tEXt", b"Author\0" + CANARY),
            chunk(b"zTXt", b"Comment\0\0" + zlib.compress(CANARY) + CANARY),
            chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + CANARY),
            chunk(b"eXIf", exif(1)[6:]),
            chunk(b"iCCP", CANARY + b"\0\0" + zlib.compress(b"profile")),
            chunk(b"caBX", CANARY),
            chunk(b"tIME", CANARY[:7]),
        ]
    )
    return made[:33] + said + made[33:] + CANARY


def talkative_webp() -> bytes:
    """Return a WebP with the canary everywhere that a WebP can hold one."""
    made = plain("WEBP")
    size = struct.unpack_from("<I", made, 4)[0]
    inner = made[12 : 8 + size]
    if inner[:4] != b"VP8X":
        inner = _riff(b"VP8X", bytes([0x2C, 0, 0, 0]) + struct.pack("<I", 23)[:3] + struct.pack("<I", 15)[:3]) + inner
    said = _riff(b"EXIF", exif(1)) + _riff(b"XMP ", CANARY) + _riff(b"ABCD", CANARY)
    return b"RIFF" + struct.pack("<I", 4 + len(inner) + len(said)) + b"WEBP" + inner + said + CANARY


def _riff(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def huge_png(wide: int, tall: int) -> bytes:
    """Return a PNG that says that it is huge, and whose points are a few bytes."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", wide, tall, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(100_000))) + chunk(b"IEND", b"")


def huge_jpeg(wide: int, tall: int) -> bytes:
    """Return a JPEG that says that it is huge."""
    made = bytearray(plain("JPEG"))
    place = made.index(b"\xff\xc0")
    made[place + 5 : place + 9] = struct.pack(">HH", tall, wide)
    return bytes(made)


def huge_gif(wide: int, tall: int) -> bytes:
    """Return a GIF that says that it is huge and has a thousand frames."""
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, wide, tall, 0) + b"\x02\x02\x44\x01\x00"
    return b"GIF89a" + struct.pack("<HHBBB", wide, tall, 0x80, 0, 0) + bytes(6) + frame * 1000 + b"\x3b"
