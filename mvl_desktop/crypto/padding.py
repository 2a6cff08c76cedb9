"""Padmé: lengths rounded up so that they keep few bits. Marker 0x80, then zeros; one spelling only."""

from mvl_desktop.ports.crypto import CryptoError

MARKER = b"\x80"
MINIMUM = 256


def padded_length(length: int) -> int:
    """Round a length up: at least 256, then by steps that add 6.2 % at most."""
    length = max(length, MINIMUM)
    exponent = length.bit_length() - 1
    step = (1 << (exponent - exponent.bit_length())) - 1
    return (length + step) & ~step


def pad(clear: bytes) -> bytes:
    """Return clear ‖ 0x80 ‖ zeros."""
    return (clear + MARKER).ljust(padded_length(len(clear) + 1), b"\0")


def unpad(padded: bytes) -> bytes:
    """Remove what `pad` added; CryptoError for any padding that it would not have written."""
    marked = padded.rstrip(b"\0")
    if marked[-1:] != MARKER or padded_length(len(marked)) != len(padded):
        raise CryptoError
    return marked[:-1]
