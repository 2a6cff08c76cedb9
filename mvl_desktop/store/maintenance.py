"""Checks, checkpoints, and the settings of bulk work."""

from typing import Any, Final

from sqlalchemy import Connection
from sqlcipher3 import dbapi2 as sqlcipher

from mvl_desktop.store.opening import tell_outside

_QUICK: Final = "PRAGMA quick_check(1)"
_THOROUGH: Final = "PRAGMA integrity_check(1)"
_CIPHER: Final = "PRAGMA cipher_integrity_check"
_COMPARE: Final = (
    "INSERT INTO search(search, rank) VALUES('integrity-check', 1)",
    "INSERT INTO piece_search(piece_search, rank) VALUES('integrity-check', 1)",
)
LONG_LOG: Final = 4000
"""Pages: 16 MiB."""
DAMAGED: Final = "magasin_endommage"
SEARCH_WRONG: Final = "recherche_fausse"


def problems(connection: Connection, *, thorough: bool) -> list[str]:
    """Return what is wrong, as codes.

    `thorough` authenticates every page, reads the whole structure (either check alone is blind to what the other
    sees), and compares search with its texts.
    """
    cursor = connection.connection.cursor()
    try:
        if not is_sound(cursor, thorough=thorough):
            return [DAMAGED]
    except sqlcipher.DatabaseError:
        return [DAMAGED]
    try:
        if thorough:
            for statement in _COMPARE:
                cursor.execute(statement)
    except sqlcipher.DatabaseError:
        return [SEARCH_WRONG]
    return []


def is_sound(cursor: Any, *, thorough: bool) -> bool:
    """Whether the structure holds and, when `thorough`, every page is authentic."""
    structure = cursor.execute(_THOROUGH if thorough else _QUICK).fetchall()
    pages = cursor.execute(_CIPHER).fetchall() if thorough else []
    return not pages and all(row[0] == "ok" for row in structure)


def checkpoint(connection: Connection) -> None:
    """Fold the write-ahead log into the file and truncate it. Readers may delay it; the next one does it."""
    _pragma(connection, "PRAGMA wal_checkpoint(TRUNCATE)")


def hurry(connection: Connection) -> None:
    """Set what bulk work needs: what can be received again may be lost by a power cut, never torn."""
    _pragma(connection, "PRAGMA synchronous = NORMAL")
    _pragma(connection, "PRAGMA wal_autocheckpoint = 10000")
    _pragma(connection, "PRAGMA cache_size = -65536")


def settle(connection: Connection) -> None:
    """Set back what people's typing needs; truncate the write-ahead log when it has grown long."""
    _pragma(connection, "PRAGMA synchronous = FULL")
    _pragma(connection, "PRAGMA wal_autocheckpoint = 1000")
    _pragma(connection, "PRAGMA cache_size = -16384")
    _busy, pages, _folded = _pragma(connection, "PRAGMA wal_checkpoint(NOOP)")[0]
    if pages > LONG_LOG:
        checkpoint(connection)


def _pragma(connection: Connection, statement: str) -> list[Any]:
    """Run a setting outside any transaction; return what it says. StoreError: what the disk or the file did."""
    cursor = connection.connection.cursor()
    try:
        rows: list[Any] = cursor.execute(statement).fetchall()
    except sqlcipher.Error as error:
        tell_outside(error)
        raise
    finally:
        cursor.close()
    return rows
