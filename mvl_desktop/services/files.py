"""Files that a person chose: read within bounds, written beside then renamed. Refusals carry a code, never a path."""

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from mvl_desktop.services.refusals import RefusError

_CHUNK = 256 << 10
_BINARY = getattr(os, "O_BINARY", 0)
"""Windows would otherwise write each line break as two bytes."""


def read_small(path: Path, limit: int) -> bytes:
    """Read a whole small file. RefusError: fichier_introuvable, fichier_illisible, fichier_trop_grand."""
    try:
        with path.open("rb") as source:
            raw = source.read(limit + 1)
    except FileNotFoundError:
        raise RefusError("fichier_introuvable") from None
    except OSError:
        raise RefusError("fichier_illisible") from None
    if len(raw) > limit:
        raise RefusError("fichier_trop_grand")
    return raw


def chunks(path: Path) -> tuple[int, Iterator[bytes]]:
    """Return a file's size and its content. RefusError: fichier_introuvable, dossier_choisi, fichier_illisible."""
    try:
        seen = path.stat()
    except OSError:
        raise RefusError("fichier_introuvable") from None
    if stat.S_ISDIR(seen.st_mode):
        raise RefusError("dossier_choisi")
    return seen.st_size, _read(path)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file under its name at once. RefusError: ecriture_impossible."""
    write_stream(path, [data])


def write_stream(path: Path, content: Iterable[bytes]) -> int:
    """Write a file, readable by its owner alone; it takes its name once it is whole. Returns its size.

    RefusError: ecriture_impossible.
    """
    part = path.with_name(path.name + ".part")
    size = 0
    try:
        part.unlink(missing_ok=True)
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
        with os.fdopen(handle, "wb") as target:
            for chunk in content:
                size += target.write(chunk)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise RefusError("ecriture_impossible") from None
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return size


def _read(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as source:
            while chunk := source.read(_CHUNK):
                yield chunk
    except OSError:
        raise RefusError("fichier_illisible") from None
