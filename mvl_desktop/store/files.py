"""The few files of a profile, written so that a cut at any moment leaves the old or the new one, never neither."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from mvl_desktop.ports.store import StoreError
from mvl_desktop.protocol.objects import SMALL_LIMIT
from mvl_desktop.store.errors import (
    DisquePleinError,
    EnteteAbsentError,
    MagasinAbsentError,
    MagasinDisparuError,
    MagasinIllisibleError,
)

_FULL = {28, 122}  # ENOSPC, EDQUOT


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the files of a store lie in its folder."""

    folder: Path

    @property
    def database(self) -> Path:
        """The encrypted database."""
        return self.folder / "magasin.db"

    @property
    def part(self) -> Path:
        """A database being created."""
        return self.folder / "magasin.db.part"

    @property
    def header(self) -> Path:
        """The slots that open it."""
        return self.folder / "magasin.entete"

    @property
    def next_header(self) -> Path:
        """The header of a store that is being given another key."""
        return self.folder / "magasin.entete.nouveau"

    @property
    def lock(self) -> Path:
        """The lock of the one process that has it open."""
        return self.folder / "magasin.verrou"

    def read_header(self) -> bytes:
        """Return the header's bytes; distinct errors for no store at all and for a store without its header."""
        if not self.header.exists():
            raise EnteteAbsentError if self.database.exists() else MagasinAbsentError
        if not self.database.exists():
            raise MagasinDisparuError
        return read(self.header)


def read(path: Path) -> bytes:
    """Return the bytes of a small file, a little more than is allowed at most."""
    try:
        with path.open("rb") as file:
            return file.read(SMALL_LIMIT + 33)
    except OSError as error:
        raise MagasinIllisibleError from error


def write(path: Path, data: bytes) -> None:
    """Write a file beside, make it durable, then put it in place."""
    beside = path.with_name(path.name + ".tmp")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise failed(error) from error


def failed(error: OSError) -> StoreError:
    """Return the store's word for a file that could not be written."""
    return DisquePleinError() if error.errno in _FULL else MagasinIllisibleError()


def sync_file(path: Path) -> None:
    """Make the content of a file durable."""
    file = os.open(path, os.O_RDWR)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the system knows how."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
