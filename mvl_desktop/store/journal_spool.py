"""A file where lines of the journal wait for the store: appended in one write, sealed, folded into the store later.

It exists so that noting who reads what never waits for the store's one writer (a lot being merged, a long exchange).
What was written outlives this process at once; `sync` makes it outlive a power cut.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from mvl_desktop.ports.crypto import CryptoError
from mvl_desktop.protocol.hashes import be32, be64
from mvl_desktop.store.errors import DisquePleinError, MagasinIllisibleError

FRAME_LIMIT = 4096
SPOOL_LIMIT = 64 << 20
_FULL = {28, 122}  # ENOSPC, EDQUOT
_BINARY = getattr(os, "O_BINARY", 0)

Seal = Callable[[bytes, bytes], bytes]
"""(place, bytes) → sealed, or opened; CryptoError."""


class Spool:
    """One file of one process. Callers take turns by themselves."""

    def __init__(self, path: Path) -> None:
        """Open the file, made empty when it was not there."""
        self._path = path
        self._file = self._opened()
        self._count = 0

    def read(self, unseal: Seal) -> Iterator[bytes | None]:
        """Give what waits, in order; None for what does not open any more, and then nothing else.

        A frame cut at the very end is what a sudden end leaves: it was never acknowledged, and is passed over.
        """
        with self._path.open("rb") as source:
            for place in range(1 << 32):
                head = source.read(4)
                length = int.from_bytes(head, "big")
                sealed = source.read(length) if len(head) == 4 and length <= FRAME_LIMIT else b""
                if len(head) == 4 and length > FRAME_LIMIT:
                    yield None
                    return
                if len(head) < 4 or len(sealed) < length:
                    return
                try:
                    yield unseal(be64(place), sealed)
                except CryptoError:
                    yield None
                    return

    def append(self, clear: bytes, seal: Seal) -> None:
        """Add one line in one write. Raises StoreError, and nothing of it stays."""
        sealed = seal(be64(self._count), clear)
        frame, start = be32(len(sealed)) + sealed, os.lseek(self._file, 0, os.SEEK_END)
        try:
            written = os.write(self._file, frame)
        except OSError as error:
            raise (DisquePleinError if error.errno in _FULL else MagasinIllisibleError) from error
        if written != len(frame):
            os.ftruncate(self._file, start)
            raise DisquePleinError
        self._count += 1

    def sync(self) -> None:
        """Make what was appended outlive a power cut."""
        os.fsync(self._file)

    def twin(self) -> int:
        """Return another handle on the file, to make it durable beside; whoever asked closes it."""
        return os.dup(self._file)

    def empty(self) -> None:
        """Forget everything: it lies in the store."""
        os.ftruncate(self._file, 0)
        self._count = 0

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)

    def _opened(self) -> int:
        try:
            return os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND | _BINARY, 0o600)
        except OSError as error:
            raise MagasinIllisibleError from error
