"""The file of a backup: an encrypted database that stands by itself, then its header, which says what opens it.

    database ‖ msgpack(BackupHeader) ‖ be32(its length) ‖ "MVL-SAUVEGARDE\\x01\\n"

The same secrets open it as opened the store on that day. The database has a key of its own, drawn from the store's:
no page of a backup can be put back into a living store, nor the reverse.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

from mvl_desktop.crypto import local_header
from mvl_desktop.crypto.local_header import Opened
from mvl_desktop.crypto.primitives import mac, same
from mvl_desktop.protocol.encoding import B16, B32, Object, ProtocolError, Uint, decode, encode
from mvl_desktop.protocol.objects import SMALL_LIMIT, SUITE, VERSION
from mvl_desktop.store import files
from mvl_desktop.store.errors import MagasinIllisibleError, SauvegardeEndommageeError, SauvegardeEtrangereError

MAGIC: Final = b"MVL-SAUVEGARDE\x01\n"
_LENGTH: Final = 4
_TAIL: Final = len(MAGIC) + _LENGTH
_CHUNK: Final = 1 << 20
_LEAST: Final = 4096
_ID: Final = 16
_MAC: Final = 32


class BackupHeader(Object, frozen=True):
    """What stands at the end of a backup. `header` is the store's own as it was, `mac` binds everything to its key."""

    v: Uint
    suite: Uint
    backup: B16
    made_ms: Uint
    size: Uint
    header: bytes
    mac: B32


@dataclass(frozen=True, slots=True)
class Sealed:
    """A backup whose header was read and, once opened, believed."""

    path: Path
    head: BackupHeader = field(repr=False)


def new_header(opened: Opened, made_ms: int, size: int, backup: bytes) -> BackupHeader:
    """Return the header of a backup of this store."""
    blank = BackupHeader(VERSION, SUITE, backup, made_ms, size, local_header.write(opened), bytes(_MAC))
    return msgspec.structs.replace(blank, mac=_mac(opened, blank))


def new_id() -> bytes:
    """Return what tells one backup, and its key, from any other."""
    return os.urandom(_ID)


def append(path: Path, head: BackupHeader) -> None:
    """Write the header after its database, durably; then read it back."""
    data = encode(head)
    try:
        with path.open("ab") as file:
            file.write(data + len(data).to_bytes(_LENGTH, "big") + MAGIC)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise MagasinIllisibleError from error
    if read(path).head != head:
        raise SauvegardeEndommageeError


def read(path: Path) -> Sealed:
    """Read the header of a backup; nothing is believed yet. SauvegardeEtrangere or SauvegardeEndommagee."""
    try:
        total = path.stat().st_size
        with path.open("rb") as file:
            if total < _TAIL + _LEAST:
                raise SauvegardeEtrangereError
            file.seek(total - _TAIL)
            tail = file.read(_TAIL)
            length = int.from_bytes(tail[:_LENGTH], "big")
            if tail[_LENGTH:] != MAGIC:
                raise SauvegardeEtrangereError
            if length > SMALL_LIMIT or length + _TAIL + _LEAST > total:
                raise SauvegardeEndommageeError
            file.seek(total - _TAIL - length)
            data = file.read(length)
    except OSError as error:
        raise MagasinIllisibleError from error
    try:
        head = decode(data, BackupHeader, SMALL_LIMIT)
    except ProtocolError as error:
        raise SauvegardeEndommageeError from error
    if head.v != VERSION or head.suite != SUITE or head.size != total - _TAIL - length:
        raise SauvegardeEndommageeError
    return Sealed(path, head)


def believe(sealed: Sealed, opened: Opened) -> bytes:
    """Check the header with what opened it; return the key of the database."""
    blank = msgspec.structs.replace(sealed.head, mac=bytes(_MAC))
    if not same(_mac(opened, blank), sealed.head.mac):
        raise SauvegardeEndommageeError
    return local_header.backup_key(opened, sealed.head.backup)


def copy_database(sealed: Sealed, target: Path) -> None:
    """Copy the database alone, still encrypted, to a file that did not exist."""
    left = sealed.head.size
    try:
        handle = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
        with sealed.path.open("rb") as source, os.fdopen(handle, "wb") as file:
            while left > 0:
                chunk = source.read(min(_CHUNK, left))
                if not chunk:
                    raise SauvegardeEndommageeError
                left -= file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise files.failed(error) from error


def _mac(opened: Opened, blank: BackupHeader) -> bytes:
    return mac(local_header.derived_key(opened, "backup-header"), encode(blank))
