"""Domain-separated hashes and signature inputs (security 4.5). Standard library only."""

import hashlib
import struct

ZERO = bytes(32)


def be64(number: int) -> bytes:
    """Write a count as eight bytes, most significant first."""
    return struct.pack(">Q", number)


def be32(number: int) -> bytes:
    """Write a length as four bytes, most significant first."""
    return struct.pack(">I", number)


def be16(number: int) -> bytes:
    """Write a small count as two bytes, most significant first."""
    return struct.pack(">H", number)


def digest(label: str, *parts: bytes) -> bytes:
    """SHA-256 over "mvl1/" label 0x00, then each part behind its length."""
    state = hashlib.sha256(b"mvl1/" + label.encode("ascii") + b"\0")
    for part in parts:
        state.update(struct.pack(">Q", len(part)))
        state.update(part)
    return state.digest()


def signing_input(tag: str, message: bytes) -> bytes:
    """Return the bytes that are signed: one tag, one struct type."""
    return b"mvl1/" + tag.encode("ascii") + b"\0" + message


def device_id(cert: bytes) -> bytes:
    """A device is named by the first 16 bytes of the hash of its certificate."""
    return digest("device", cert)[:16]


def commit_id(header: bytes) -> bytes:
    """A commit is named by the hash of its signed header."""
    return digest("commit", header)


def body_hash(body: bytes) -> bytes:
    """A body is named by the hash of its sealed bytes, never of a plaintext."""
    return hashlib.sha256(b"mvl1/body\0" + struct.pack(">Q", len(body)) + body).digest()


def blob_id(ciphertext_digest: bytes) -> bytes:
    """A blob is named by H("blob", SHA-256 of its ciphertext), so that it can be computed part by part."""
    return digest("blob", ciphertext_digest)


def registry_id(entry: bytes) -> bytes:
    """A registry entry is named by the hash of its signed part."""
    return digest("registry", entry)


def founder_fingerprint(genesis: bytes) -> bytes:
    """What an invitation pins: the hash of the espace's first registry entry."""
    return digest("founder", genesis)


def next_root(root: bytes, commit: bytes) -> bytes:
    """Fold one more accepted commit into the root of a checkpoint."""
    return digest("log", root, commit)
