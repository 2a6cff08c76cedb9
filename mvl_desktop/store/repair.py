"""Repair: what lasts is copied, whole, to a new file; what can be made anew is left behind, and made anew.

A page that no longer authenticates is mostly one of a list, of the search or of an index: nothing is lost then. When it
is one of what lasts, nothing is changed: a backup holds it, or the other posts do.
"""

import os
import re
import shutil
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2 as sqlcipher

from mvl_desktop.crypto.local_header import Opened
from mvl_desktop.store import files, maintenance, opening, schema
from mvl_desktop.store.errors import MagasinEndommageError
from mvl_desktop.store.files import Layout
from mvl_desktop.store.sql import identifier, shape

BEFORE: Final = "magasin.db.avant-reparation"
_MADE: Final = re.compile(r"CREATE TABLE (\w+)\(")
_ANEW: Final = frozenset({"projections"})
_AT_ONCE: Final = 500


def repair(layout: Layout, opened: Opened) -> bool:
    """Repair a closed store whose lock is held; False when every page is sound. The damaged file is kept beside.

    Raises MagasinEndommageError, nothing being changed, when something that lasts cannot be read.
    """
    key, store = opened.key, opened.header.store
    opening.check_file(layout.database, store)
    if _is_sound(layout, key):
        return False
    _forget(layout.part)
    try:
        _copy(layout.database, layout.part, key, store)
        shutil.copyfile(layout.database, layout.folder / BEFORE)
        files.sync_file(layout.folder / BEFORE)
        os.replace(layout.part, layout.database)
        files.sync_folder(layout.folder)
    except sqlcipher.DatabaseError as error:
        raise MagasinEndommageError from error
    except OSError as error:
        raise files.failed(error) from error
    finally:
        _forget(layout.part)
    return True


def _is_sound(layout: Layout, key: bytes) -> bool:
    """Whether every page can be read and is whole; what cannot even be read through is not."""
    try:
        with closing(opening.connect(layout.database, key)) as checked:
            return maintenance.is_sound(checked, thorough=True)
    except sqlcipher.DatabaseError:
        return False


def _copy(source: Path, target: Path, key: bytes, store: bytes) -> None:
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with closing(opening.connect(source, key)) as before:
        opening.check_identity(before, store)
        schema.check(before)
        schema.migrate(before)
        with closing(opening.connect(target, key, salt=store, create=True)) as after:
            schema.create(after, store)
            after.execute("PRAGMA foreign_keys = OFF")
            after.execute("BEGIN IMMEDIATE")
            for statement in schema.TABLES:
                made = _MADE.search(statement)
                if made is not None:
                    _copy_table(before, after, made[1])
            after.execute("COMMIT")
            if not maintenance.is_sound(after, thorough=True):
                raise MagasinEndommageError
            after.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    files.sync_file(target)


def _copy_table(before: Any, after: Any, name: str) -> None:
    """Copy every row of a table; what tells that the lists are current is left behind, so that they are made anew."""
    table = identifier(name)
    after.execute(shape("DELETE FROM $table", table=table))
    rows = before.execute(shape("SELECT * FROM $table NOT INDEXED", table=table))
    places = ",".join("?" * len(rows.description))
    insert = shape("INSERT INTO $table VALUES(", table=table) + places + ")"
    while chunk := rows.fetchmany(_AT_ONCE):
        after.executemany(insert, [row for row in chunk if name != "meta" or row[0] not in _ANEW])


def _forget(path: Path) -> None:
    for each in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        with suppress(OSError):
            each.unlink(missing_ok=True)
