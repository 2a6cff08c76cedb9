"""One process per store: a lock file held open, which also remembers whether the last end was a clean one."""

import os
import sys
from contextlib import suppress
from pathlib import Path

from mvl_desktop.store.errors import MagasinDejaOuvertError, MagasinIllisibleError

OPEN, CLEAN = b"1", b"0"


class LockFile:
    """The lock on a store. It lasts until `release`, or until the process dies, whatever the way it dies."""

    def __init__(self, path: Path) -> None:
        """Take the lock; MagasinDejaOuvertError when another program, or this one, has it."""
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        except OSError as error:
            raise MagasinIllisibleError from error
        try:
            _lock(self._file)
        except OSError as error:
            os.close(self._file)
            raise MagasinDejaOuvertError from error
        self.was_unclean = _first(self._file) == OPEN

    def mark_open(self) -> None:
        """Say that the store is open: who finds this mark without the lock knows that the end was not clean."""
        self._mark(OPEN)

    def release(self, *, clean: bool = True) -> None:
        """Say that the end is clean, and let the next one in."""
        if self._file < 0:
            return
        if clean:
            self._mark(CLEAN)
        os.close(self._file)
        self._file = -1

    def _mark(self, mark: bytes) -> None:
        with suppress(OSError):  # a full disk: the mark only spares or asks for a check
            os.lseek(self._file, 0, os.SEEK_SET)
            os.write(self._file, mark)
            os.fsync(self._file)


def _first(file: int) -> bytes:
    os.lseek(file, 0, os.SEEK_SET)
    return os.read(file, 1)


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        """Lock one byte far beyond the content, so that the mark stays readable."""
        os.lseek(file, 1 << 20, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: int) -> None:
        """Lock the whole file, for this open file description only."""
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
