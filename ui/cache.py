"""Small drawings that Qt style sheets want as files, in a folder of this user alone."""

import hashlib
import os
import stat
from pathlib import Path


class UnsafeFolderError(OSError):
    """The folder is a link, or belongs to somebody else."""


def keep_drawing(folder: Path, content: bytes) -> Path:
    """Write a drawing under a name made of its content, unless it is there already; returns its path.

    The folder is 0700 and ours, never followed through a link; a file already there is checked before it is trusted.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _expect_ours(folder)
    path = folder / f"{hashlib.sha256(content).hexdigest()[:24]}.svg"
    if path.is_symlink() or not path.is_file() or path.read_bytes() != content:
        beside = folder / f".{os.getpid()}.nouveau"
        beside.unlink(missing_ok=True)
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(beside, path)
    return path


def _expect_ours(folder: Path) -> None:
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise UnsafeFolderError
    if hasattr(os, "getuid"):
        if found.st_uid != os.getuid():
            raise UnsafeFolderError
        if stat.S_IMODE(found.st_mode) & 0o077:
            folder.chmod(0o700)
