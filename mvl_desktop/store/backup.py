"""Backups of the store (security 7.7): written by the engine's own copy, verified by opening them again, put back.

Nothing is ever in clear, and nothing is written over: a backup is restored where there is no store. What was restored
remembers it, and reads only until its post has taken up again under a new name (security 5.5).
"""

import os
import tempfile
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2 as sqlcipher

from mvl_desktop.crypto.local_header import Opened, backup_key
from mvl_desktop.ports.store import GONE_BACK
from mvl_desktop.store import backup_file, files, maintenance, opening, schema
from mvl_desktop.store.backup_file import Sealed
from mvl_desktop.store.errors import (
    EnteteEndommageError,
    MagasinEndommageError,
    MagasinEtrangerError,
    MagasinIllisibleError,
    SauvegardeEndommageeError,
)
from mvl_desktop.store.files import Layout
from mvl_desktop.store.lockfile import LockFile

RESTORED: Final = "sauvegarde"
"""Why a store is behind: it was put back from a backup."""

LAST: Final = "derniere_sauvegarde"
"""The local setting that says when the last backup was verified."""

_RECORDS: Final = "SELECT count(*) FROM record WHERE NOT erased AND kind IS NOT NULL AND kind != 'poste'"
_COUNTS: Final = (
    "SELECT count(*) FROM espace",
    _RECORDS,
    "SELECT count(*) FROM record WHERE NOT erased AND kind IS NOT NULL AND kind != 'poste' AND sending < 3",
    "SELECT count(*) FROM local_draft",
    "SELECT count(*) FROM blob WHERE complete",
    "SELECT count(*) FROM sealed_commit",
    "SELECT count(*) FROM local_revision",
)
_SET: Final = (
    "INSERT INTO local_setting(name, value) VALUES(?, ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value"
)


@dataclass(frozen=True, slots=True)
class Contents:
    """What a store or a backup holds, in figures."""

    espaces: int
    records: int
    unsent: int
    drafts: int
    pieces: int
    commits: int
    revisions: int


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was opened and checked from one end to the other."""

    path: Path
    made_ms: int
    size: int
    contents: Contents


def write(layout: Layout, opened: Opened, target: Path, now_ms: int) -> Backup:
    """Write a backup of an open store under its name, once it has been opened again and compared."""
    part = target.with_name(target.name + ".part")
    store, backup = opened.header.store, backup_file.new_id()
    key = backup_key(opened, backup)
    try:
        _forget(part)
        contents = _copied(layout.database, opened.key, part, key, store)
        if _checked(part, key, store) != contents:
            raise SauvegardeEndommageeError
        size = part.stat().st_size
        backup_file.append(part, backup_file.new_header(opened, now_ms, size, backup))
        part.replace(target)
        files.sync_folder(target.parent)
    except OSError as error:
        raise files.failed(error) from error
    finally:
        _forget(part)
    return Backup(target, now_ms, target.stat().st_size, contents)


def examine(path: Path, unlock: Callable[[bytes], Opened]) -> Backup:
    """Open a backup and read all of it; nothing changes anywhere. Its encrypted copy is opened apart, then removed."""
    sealed = backup_file.read(path)
    opened = _unlocked(sealed, unlock)
    key = backup_file.believe(sealed, opened)
    with tempfile.TemporaryDirectory(prefix="mvl-essai-") as folder:
        copy = Path(folder) / "essai.db"
        backup_file.copy_database(sealed, copy)
        contents = _checked(copy, key, opened.header.store)
    return Backup(path, sealed.head.made_ms, path.stat().st_size, contents)


def restore(path: Path, layout: Layout, unlock: Callable[[bytes], Opened]) -> Backup:
    """Put a backup where there is no store; cut anywhere, it can begin again. The caller saw that the place is free."""
    sealed = backup_file.read(path)
    opened = _unlocked(sealed, unlock)
    key, store = backup_file.believe(sealed, opened), opened.header.store
    copy = layout.part.with_name("magasin.sauvegarde.part")
    try:
        layout.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise MagasinIllisibleError from error
    lock = LockFile(layout.lock)
    try:
        for leftover in (copy, layout.part):
            _forget(leftover)
        backup_file.copy_database(sealed, copy)
        contents = _checked(copy, key, store)
        _copied(copy, key, layout.part, opened.key, store)
        _mark(layout.part, opened.key)
        if _checked(layout.part, opened.key, store) != contents:
            raise SauvegardeEndommageeError
        files.write(layout.header, sealed.head.header)
        os.replace(layout.part, layout.database)
        files.sync_folder(layout.folder)
    except OSError as error:
        raise files.failed(error) from error
    finally:
        for leftover in (copy, layout.part):
            _forget(leftover)
        lock.release()
    return Backup(path, sealed.head.made_ms, path.stat().st_size, contents)


def _unlocked(sealed: Sealed, unlock: Callable[[bytes], Opened]) -> Opened:
    try:
        return unlock(sealed.head.header)
    except EnteteEndommageError as error:
        raise SauvegardeEndommageeError from error


def _copied(source: Path, key: bytes, target: Path, new_key: bytes, store: bytes) -> Contents:
    """Copy a database under another key, as of one instant; return what it held."""
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with closing(opening.connect(source, key)) as before:
            opening.check_identity(before, store)
            before.execute("BEGIN")
            contents = _contents(before)
            with closing(opening.connect(target, new_key, salt=store, create=True)) as after:
                before.backup(after)
                after.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            before.execute("ROLLBACK")
    except sqlcipher.Error as error:
        raise opening.translated(error, target.parent) from error
    files.sync_file(target)
    return contents


def _checked(path: Path, key: bytes, store: bytes) -> Contents:
    """Open a copy as a stranger would, authenticate every page, read the whole structure; return what it holds."""
    try:
        opening.check_file(path, store)
        with closing(opening.connect(path, key)) as connection:
            opening.check_engine(connection)
            opening.check_identity(connection, store)
            schema.check(connection)
            if not maintenance.is_sound(connection, thorough=True):
                raise SauvegardeEndommageeError
            return _contents(connection)
    except (sqlcipher.DatabaseError, MagasinEndommageError, MagasinEtrangerError) as error:
        raise SauvegardeEndommageeError from error


def _contents(connection: Any) -> Contents:
    return Contents(*(connection.execute(statement).fetchone()[0] for statement in _COUNTS))


def _mark(path: Path, key: bytes) -> None:
    """Write in a restored store that it is one, before anybody can open it."""
    with closing(opening.connect(path, key)) as connection:
        connection.execute(_SET, (GONE_BACK, RESTORED))
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    files.sync_file(path)


def _forget(path: Path) -> None:
    for each in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        with suppress(OSError):
            each.unlink(missing_ok=True)
