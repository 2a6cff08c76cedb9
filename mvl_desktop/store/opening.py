"""How the database is opened (security 7.1): checks before any SQL, the key, the settings, what is denied, who begins.

Nothing is ever created by opening. Errors of the engine leave this room as errors of the store.
"""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, ExceptionContext, QueuePool, create_engine, event
from sqlcipher3 import dbapi2 as sqlcipher

from mvl_desktop.ports.store import StoreError
from mvl_desktop.store.errors import (
    CleInvalideError,
    DisquePleinError,
    MagasinAbsentError,
    MagasinEndommageError,
    MagasinEtrangerError,
    MagasinIllisibleError,
    MagasinVideError,
    ProgrammeInadapteError,
)

PAGE = 4096
READING = "mvl_reading"
"""Execution option of a connection that only reads."""

_RAW = re.compile(r"\A[0-9a-f]{64}\Z")
_PLAIN = b"SQLite format 3\0"
_SALT = 16
_LEAST_VERSION = (4, 19)
STATEMENTS = 512
"""Statements kept prepared: all that the store says. The driver keeps few of itself, and forgets them in turns."""

_SETTINGS = (
    "PRAGMA temp_store=2",
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA mmap_size=0",
    "PRAGMA cache_size=-16384",
    "PRAGMA busy_timeout=10000",
)
_ALLOWED_PRAGMAS = frozenset(
    {
        "data_version",  # FTS5 asks for it itself
        "read_uncommitted",  # SQLAlchemy asks for it; it means nothing without a shared cache
        "synchronous",
        "wal_autocheckpoint",
        "cache_size",
        "wal_checkpoint",
        "quick_check",
        "integrity_check",
        "cipher_integrity_check",
        "shrink_memory",
        "optimize",
    }
)
_DENIED_FUNCTIONS = frozenset({"sqlcipher_export", "load_extension", "readfile", "writefile", "edit", "fts3_tokenizer"})
_ATTACH, _DETACH, _PRAGMA, _FUNCTION = 24, 25, 19, 31
_ALLOW, _DENY = 0, 1
_DISK = frozenset({sqlcipher.SQLITE_IOERR, sqlcipher.SQLITE_CANTOPEN, sqlcipher.SQLITE_READONLY, sqlcipher.SQLITE_PERM})
_LEAST_ROOM = 256 << 10
_OUTSIDE = _DISK | {sqlcipher.SQLITE_FULL, sqlcipher.SQLITE_CORRUPT, sqlcipher.SQLITE_NOTADB}


def check_file(path: Path, store: bytes) -> None:
    """Refuse what cannot be this store, before the database engine sees it.

    The first 16 bytes of a store's file are its identifier (they serve as the salt of its key).
    """
    try:
        if not path.exists():
            raise MagasinAbsentError
        if not path.is_file():
            raise MagasinEtrangerError
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(_SALT)
    except OSError as error:
        raise MagasinIllisibleError from error
    if size == 0:
        raise MagasinVideError
    if start != store or start == _PLAIN:
        raise MagasinEtrangerError
    if size < PAGE or size % PAGE:
        raise MagasinEndommageError


def raw_key(key: bytes, salt: bytes = b"") -> str:
    """Return the key as SQLCipher takes a raw one; anything else it would stretch as a passphrase, silently."""
    text = key.hex()
    if not _RAW.match(text) or len(salt) not in (0, _SALT):
        raise CleInvalideError
    return f"PRAGMA key = \"x'{text}{salt.hex()}'\""


def raw_rekey(key: bytes) -> str:
    """Return the statement that gives an opened database another raw key; its first 16 bytes stay."""
    return raw_key(key).replace("PRAGMA key", "PRAGMA rekey", 1)


def connect(path: Path, key: bytes, *, salt: bytes = b"", create: bool = False) -> Any:
    """Return a bare connection with the key and the settings; what is in the file was not read yet."""
    statement = raw_key(key, salt)
    mode = "rwc" if create else "rw"
    connection = sqlcipher.connect(
        f"file:{quote(str(path))}?mode={mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=STATEMENTS,
    )
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(statement)
        for setting in _SETTINGS:
            connection.execute(setting).fetchall()
    except sqlcipher.Error as error:
        connection.close()
        raise translated(error, path.parent) from error
    return connection


def check_engine(connection: Any) -> None:
    """Refuse a database engine without encryption, too old, or that writes temporary files."""
    options = {row[0] for row in connection.execute("PRAGMA compile_options")}
    version = connection.execute("PRAGMA cipher_version").fetchone()
    numbers = tuple(int(part) for part in re.findall(r"\d+", version[0])[:2]) if version else ()
    temporary = connection.execute("PRAGMA temp_store").fetchone()[0]
    if numbers < _LEAST_VERSION or not {"TEMP_STORE=2", "HAS_CODEC"} <= options or temporary != 2:
        raise ProgrammeInadapteError


def open_engine(path: Path, key: bytes, store: bytes, *, check_schema: Callable[[Any], None]) -> Engine:
    """Return the engine of an existing store; its first connection was made and checked.

    Raises StoreError: absent, empty, foreign, damaged, of another store, of a newer program.
    """
    raw_key(key)

    def creator() -> Any:
        check_file(path, store)
        connection = connect(path, key)
        try:
            check_engine(connection)
            check_identity(connection, store)
            check_schema(connection)
        except sqlcipher.Error as error:
            connection.close()
            raise translated(error, path.parent) from error
        except StoreError:
            connection.close()
            raise
        connection.set_authorizer(authorize)
        return connection

    engine = create_engine(
        "sqlite://",
        creator=creator,
        module=sqlcipher,
        poolclass=QueuePool,
        pool_use_lifo=True,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", lambda context: _translate(context, path.parent))
    with engine.connect():
        pass
    return engine


def check_identity(connection: Any, store: bytes) -> None:
    """Refuse the file of another store, whatever key opens it."""
    row = connection.execute("SELECT value FROM meta WHERE name = 'store'").fetchone()
    if row is None or row[0] != store:
        raise MagasinEtrangerError


def authorize(action: int, first: str | None, second: str | None, _base: str | None, _inner: str | None) -> int:
    """Say no to whatever could write in clear, move the key, or reach another file."""
    if action in (_ATTACH, _DETACH):
        return _DENY
    if action == _PRAGMA:
        return _ALLOW if (first or "").lower() in _ALLOWED_PRAGMAS else _DENY
    if action == _FUNCTION:
        return _DENY if (second or "").lower() in _DENIED_FUNCTIONS else _ALLOW
    return _ALLOW


def translated(error: BaseException, folder: Path | None = None) -> StoreError:
    """Return the store's word for an error of the database engine.

    A failure to grow the shared-memory file is told as any failure of the disk: the room left in `folder` says which.
    """
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    full = code == sqlcipher.SQLITE_IOERR and folder is not None and shutil.disk_usage(folder).free < _LEAST_ROOM
    if full or code == sqlcipher.SQLITE_FULL:
        return DisquePleinError()
    return MagasinIllisibleError() if code in _DISK else MagasinEndommageError()


def tell_outside(error: Exception) -> None:
    """Raise the store's word for what the disk or the file did; an error of our own making is left to the caller."""
    if (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF in _OUTSIDE:
        raise translated(error) from error


def _begin(connection: Connection) -> None:
    """Begin for real: the driver leaves transactions to us. A writer takes its place at once."""
    reading = connection.get_execution_options().get(READING, False)
    cursor = connection.connection.cursor()
    try:
        cursor.execute("BEGIN" if reading else "BEGIN IMMEDIATE")
    except sqlcipher.Error as error:
        tell_outside(error)
        raise
    finally:
        cursor.close()


def _translate(context: ExceptionContext, folder: Path) -> StoreError | None:
    """Turn what the disk or the file did into an error of the store; our own mistakes stay what they are."""
    error = context.original_exception
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    return translated(error, folder) if code in _OUTSIDE else None
