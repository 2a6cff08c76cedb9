"""Attempts to unlock that failed: when, and nothing else, in a small clear file until the next opening notes them.

Nobody holds a key at that moment, so whoever holds the disk may remove this file: see the threat model.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from mvl_desktop.protocol.hashes import be64

FILE: Final = "magasin.refus"
KEPT_MAX: Final = 4096
"""Attempts remembered; an attacker cannot fill the disk."""


def note_attempt(folder: Path, ms: int) -> None:
    """Remember that somebody tried; a disk that refuses does not stop anybody from unlocking."""
    path = folder / FILE
    with suppress(OSError):
        if path.exists() and path.stat().st_size >= KEPT_MAX * 8:
            return
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(file, be64(ms))
            os.fsync(file)
        finally:
            os.close(file)


def attempts(folder: Path) -> list[int]:
    """Return when attempts failed since the last opening, oldest first."""
    try:
        with (folder / FILE).open("rb") as source:
            data = source.read(KEPT_MAX * 8)
    except OSError:
        return []
    return [int.from_bytes(data[at : at + 8], "big") & (2**52 - 1) for at in range(0, len(data) - 7, 8)]


def forget_attempts(folder: Path) -> None:
    """Forget them: the journal has them now."""
    with suppress(OSError):
        (folder / FILE).unlink(missing_ok=True)
