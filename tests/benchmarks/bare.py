"""The same signalements in SQLCipher and full-text search by hand: what a store costs before it does anything else."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

from tests.benchmarks.corpus import texts
from tests.benchmarks.timing import Took

TRANSACTION = 5_000
PREFIXES = ", prefix='2 3'"
_KEY = "00112233445566778899aabbccddeeff" * 2
_TABLES = (
    """CREATE TABLE rec(id INTEGER PRIMARY KEY, rev BLOB NOT NULL, rid BLOB NOT NULL, kind TEXT NOT NULL,
    author BLOB NOT NULL, ts INTEGER NOT NULL, depth INTEGER NOT NULL, deleted INTEGER NOT NULL, name TEXT NOT NULL,
    town TEXT NOT NULL, body TEXT NOT NULL)""",
    "CREATE UNIQUE INDEX rec_rev ON rec(rev)",
    "CREATE INDEX rec_rid ON rec(rid)",
    "CREATE INDEX rec_kind_ts ON rec(kind, ts)",
)
_INSERT = "INSERT INTO rec VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_INDEX = "INSERT INTO fts(rowid, name, text) VALUES(?, ?, ?)"
Rows = Sequence[tuple[tuple[Any, ...], tuple[int, str, str]]]


def rows(count: int) -> Rows:
    """Return what goes in the table, and what goes in the index."""
    found = []
    for number, (title, text) in enumerate(texts(count), 1):
        when = 1_790_000_000_000 + number * 977
        rev, rid = when.to_bytes(6, "big") + os.urandom(10), os.urandom(16)
        line = (number, rev, rid, "signalement", bytes(16), when, number % 7, 0, title, "93066", text)
        found.append((line, (number, title, text)))
    return found


def connect(path: Path, *, synchronous: str = "NORMAL", key: bool = True) -> Any:
    """Open as the recommended settings of the store say; without `key`, the same engine writes in clear."""
    connection = sqlcipher.connect(str(path), isolation_level=None)
    if key:
        connection.execute(f"PRAGMA key = \"x'{_KEY}'\"")
    settings = ("journal_mode=WAL", f"synchronous={synchronous}", "cache_size=-65536", "wal_autocheckpoint=10000")
    for setting in settings:
        connection.execute("PRAGMA " + setting).fetchall()
    return connection


def create(connection: Any, options: str = PREFIXES) -> None:
    """Make the table, its three indices, and the index of words."""
    for statement in _TABLES:
        connection.execute(statement)
    connection.execute(
        "CREATE VIRTUAL TABLE fts USING fts5(name, text, content='', tokenize='unicode61 remove_diacritics 2'"
        + options
        + ")"
    )


def insert(path: Path, wanted: Rows, options: str = PREFIXES, *, key: bool = True) -> Took:
    """Insert everything, a few thousand rows a transaction; return the time it took."""
    connection = connect(path, key=key)
    create(connection, options)
    with Took() as took:
        for start in range(0, len(wanted), TRANSACTION):
            some = wanted[start : start + TRANSACTION]
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(_INSERT, [line for line, _ in some])
            connection.executemany(_INDEX, [words for _, words in some])
            connection.execute("COMMIT")
    connection.close()
    return took


def insert_one_by_one(path: Path, already: Rows, wanted: Rows) -> list[float]:
    """Insert each row in its own durable transaction after `already`; return the seconds that each took."""
    insert(path, already)
    connection = connect(path, synchronous="FULL")
    found = []
    for line, words in wanted:
        with Took() as took:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(_INSERT, line)
            connection.execute(_INDEX, words)
            connection.execute("COMMIT")
        found.append(took.wall)
    connection.close()
    return found
