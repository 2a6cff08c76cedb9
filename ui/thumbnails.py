"""Small pictures of attachments, within bounds: a picture of a stranger is data, and may lie about its size."""

from pathlib import PurePath

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

SIDE = 96
_PIXELS_MAX = 60_000_000
_MIB_MAX = 64
_BEGINNINGS = {b"\x89PNG": b"png", b"\xff\xd8\xff": b"jpeg", b"GIF8": b"gif", b"BM": b"bmp", b"RIFF": b"webp"}
"""What is decoded, by its first bytes: pictures made of points only. Qt is not asked what a content is: the reader of
drawings, which may name other files, would have opened it to know."""
_ENDINGS = frozenset({".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp"})

Decoded = QImage


def is_picture(nom: str, type_mime: str) -> bool:
    """Whether an attachment says that it is a picture; its content is asked only then."""
    return type_mime.startswith("image/") or PurePath(nom).suffix.lower() in _ENDINGS


def thumbnail(content: bytes, side: int = SIDE) -> QImage | None:
    """Return a small picture, or None when this is none, or claims too many points. It may run beside the window."""
    QImageReader.setAllocationLimit(_MIB_MAX)
    kind = next((each for start, each in _BEGINNINGS.items() if content.startswith(start)), None)
    if kind is None:
        return None
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > _PIXELS_MAX:
        return None
    wanted = size.scaled(QSize(2 * side, 2 * side), Qt.AspectRatioMode.KeepAspectRatio)
    reader.setScaledSize(wanted.boundedTo(size).expandedTo(QSize(1, 1)))
    picture = reader.read()
    return None if picture.isNull() else picture


def png(picture: QImage) -> bytes:
    """Return a picture as the bytes of a PNG file; empty when it has too many points to be attached."""
    if picture.width() * picture.height() > _PIXELS_MAX:
        return b""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
