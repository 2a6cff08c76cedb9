"""What a file of SQLCipher holds once decrypted, page by page: free pages and slack included, which no query shows."""

from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE = 4096
RESERVED = 80
SALT = 16
WAL_HEADER, FRAME_HEADER = 32, 24


def decrypted(database: Path, key: bytes) -> bytes:
    """Return every decrypted page of the file and of its write-ahead log, one after the other."""
    data = database.read_bytes()
    pages = [_page(data[at : at + PAGE], key, SALT if at == 0 else 0) for at in range(0, len(data), PAGE)]
    wal = database.with_name(database.name + "-wal")
    frames = wal.read_bytes() if wal.exists() else b""
    for at in range(WAL_HEADER, len(frames) - PAGE, FRAME_HEADER + PAGE):
        number = int.from_bytes(frames[at : at + 4], "big")
        page = frames[at + FRAME_HEADER : at + FRAME_HEADER + PAGE]
        pages.append(_page(page, key, SALT if number == 1 else 0))
    return b"".join(pages)


def _page(page: bytes, key: bytes, skipped: int) -> bytes:
    sealed, iv = page[skipped : PAGE - RESERVED], page[PAGE - RESERVED : PAGE - RESERVED + 16]
    opener = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    return opener.update(sealed) + opener.finalize()
