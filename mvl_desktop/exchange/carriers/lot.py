"""Files on a medium: written beside their name, made durable, read back, and only then given their name."""

import errno
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from mvl_desktop.ports.carrier import MediumError, MediumFullError, MediumGoneError

PIECE = 256 << 10
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_GONE = frozenset({errno.ENOENT, errno.ENODEV, errno.ENXIO, errno.EIO, errno.ESTALE})


class FileMedium:
    """`LotMedium` over the file system."""

    def create(self, target: Path) -> "FileWriter":
        """Begin a file."""
        return FileWriter(target)

    def read(self, source: Path) -> Iterator[bytes]:
        """Give the bytes of a file, in pieces."""
        try:
            with source.open("rb") as file:
                while piece := file.read(PIECE):
                    yield piece
        except OSError as error:
            raise _reading(error) from error

    def size(self, source: Path) -> int:
        """Return the length of a file."""
        try:
            if not source.is_file():
                raise MediumError
            return source.stat().st_size
        except OSError as error:
            raise _reading(error) from error


class FileWriter:
    """`LotWriter` over the file system: `NAME.part` until `publish`."""

    def __init__(self, target: Path) -> None:
        """Create the file beside its name; what an interrupted writing left there is replaced."""
        self._target = target
        self._part = target.with_name(target.name + ".part")
        try:
            self._file: BinaryIO = os.fdopen(
                os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600), "wb"
            )
        except OSError as error:
            raise _writing(error) from error

    def write(self, data: bytes) -> None:
        """Add bytes."""
        try:
            self._file.write(data)
        except OSError as error:
            raise _writing(error) from error

    def settle(self) -> None:
        """Make what was written durable, and let the medium forget it from its cache where it can."""
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            if hasattr(os, "posix_fadvise"):
                os.posix_fadvise(self._file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            self._file.close()
        except OSError as error:
            raise _writing(error) from error

    def read_back(self) -> Iterator[bytes]:
        """Give what the medium now holds."""
        try:
            with self._part.open("rb") as file:
                while piece := file.read(PIECE):
                    yield piece
        except OSError as error:
            raise _writing(error) from error

    def publish(self) -> None:
        """Give the file its name, durably."""
        try:
            os.replace(self._part, self._target)
            if os.name == "posix":
                folder = os.open(self._target.parent, os.O_RDONLY)
                try:
                    with suppress(OSError):  # some media cannot make a folder durable by itself
                        os.fsync(folder)
                finally:
                    os.close(folder)
        except OSError as error:
            raise _writing(error) from error

    def abandon(self) -> None:
        """Remove what was written."""
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self._part.unlink(missing_ok=True)


def _writing(error: OSError) -> MediumError:
    if error.errno in _FULL:
        return MediumFullError()
    return MediumGoneError() if error.errno in _GONE else MediumError()


def _reading(error: OSError) -> MediumError:
    return MediumGoneError() if error.errno in _GONE - {errno.ENOENT} else MediumError()
