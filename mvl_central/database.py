"""The database behind one door: SQLite in a folder, or PostgreSQL. Transactions are short and repeated on conflicts."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, CursorResult, Engine, Table, create_engine, event, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Row
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from mvl_central import schema
from mvl_central.errors import HostError

T = TypeVar("T")
THREADS = 40
RETRIED = frozenset({"40001", "40P01"})
ATTEMPTS = 8
CHUNK = 500


class Database:
    """An engine and its two kinds of transactions. Several processes may share what is behind."""

    def __init__(self, engine: Engine, nonces: Engine) -> None:
        self.engine = engine
        self.nonces = nonces
        self.is_postgresql = engine.dialect.name == "postgresql"
        self._writer = threading.Lock()

    def read(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in a transaction that only reads."""
        return self._repeat(lambda: self._run(self.engine, work, immediate=False))

    def write(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in a transaction, again when another one got in its way. `work` must be safe to repeat."""
        if self.is_postgresql:
            return self._repeat(lambda: self._run(self.engine, work, immediate=True))
        with self._writer:
            return self._repeat(lambda: self._run(self.engine, work, immediate=True))

    def write_lightly(self, work: Callable[[Connection], T]) -> T:
        """Run `work` where the last half second may be lost in a power cut: the nonces."""

        def lightly(connection: Connection) -> T:
            if self.is_postgresql:
                connection.execute(_ASYNCHRONOUS)
            return work(connection)

        return self._repeat(lambda: self._run(self.nonces, lightly, immediate=True))

    def insert_new(self, connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
        """Insert rows, leaving those already there; return how many were new."""
        make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        # What comes back is counted: drivers do not agree on the row count of an INSERT.
        return sum(
            len(connection.execute(make(table).values(some).on_conflict_do_nothing().returning(table.c.espace)).all())
            for some in chunks([dict(row) for row in rows], 100)
        )

    def forget_written(self) -> None:
        """Leave nothing of what was erased in SQLite's write-ahead log (PostgreSQL recycles its own)."""
        if self.is_postgresql:
            return
        with self._writer, self.engine.connect() as connection:
            raw = connection.connection.cursor()
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            raw.close()

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()
        self.nonces.dispose()

    def _run(self, engine: Engine, work: Callable[[Connection], T], *, immediate: bool) -> T:
        with engine.connect() as connection:
            connection = connection.execution_options(mvl_immediate=immediate)
            with connection.begin():
                return work(connection)

    def _repeat(self, run: Callable[[], T]) -> T:
        for attempt in range(1, ATTEMPTS):
            try:
                return run()
            except DBAPIError as error:
                if not _is_passing(error):
                    raise
                time.sleep(0.005 * 2**attempt)
        return run()


_ASYNCHRONOUS = text("SET LOCAL synchronous_commit TO off")


def _is_passing(error: DBAPIError) -> bool:
    """Whether the same transaction may succeed a moment later."""
    return error.connection_invalidated or getattr(error.orig, "sqlstate", None) in RETRIED


def open_sqlite(folder: Path) -> Database:
    """Open the SQLite database of a data folder; the folder and the files are for the service's user alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Database(_sqlite(folder / "central.db", "FULL"), _sqlite(folder / "nonces.db", "OFF"))


def open_postgresql(url: str) -> Database:
    """Open a PostgreSQL database by its URL."""
    scheme, separator, rest = url.partition("://")
    if not separator or scheme.split("+")[0] not in ("postgresql", "postgres"):
        raise HostError("L’adresse de la base doit commencer par «\u00a0postgresql://\u00a0».", 2)
    engine = create_engine(
        f"postgresql+psycopg://{rest}", pool_size=THREADS, max_overflow=4, hide_parameters=True, pool_recycle=1800
    )
    return Database(engine, engine)


def _sqlite(path: Path, synchronous: str) -> Engine:
    path.touch(mode=0o600)
    engine = create_engine(
        f"sqlite:///{path}",
        poolclass=QueuePool,
        pool_size=THREADS,
        max_overflow=4,
        hide_parameters=True,
        connect_args={"check_same_thread": False, "timeout": 30, "isolation_level": None},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        for pragma in _PRAGMAS[synchronous]:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get("mvl_immediate", True)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


_COMMON = ("PRAGMA journal_mode = WAL", "PRAGMA secure_delete = ON", "PRAGMA wal_autocheckpoint = 4000")
_PRAGMAS = {
    "FULL": (*_COMMON, "PRAGMA synchronous = FULL"),
    "OFF": (*_COMMON, "PRAGMA synchronous = OFF"),
}


def fast(connection: Connection, statement: str, *values: object) -> CursorResult[Any]:
    """Run a fixed statement, its values in place of the question marks, past what SQLAlchemy would compile.

    PostgreSQL gets the values in binary: a sealed body is not written in hexadecimal first.
    """
    given = statement.replace("?", "%b") if connection.dialect.name == "postgresql" else statement
    return connection.exec_driver_sql(given, values)


def among(connection: Connection, statement: str, espace: bytes, values: Sequence[bytes]) -> Iterator[Row[Any]]:
    """Run a fixed statement that ends in `espace = ? AND … IN` for these values, some hundred at a time."""
    for some in chunks(values):
        # Always the same number of places, the last value repeated: one statement to prepare.
        padded = (*some, *[some[-1]] * (CHUNK - len(some)))
        yield from fast(connection, f"{statement} {_PLACES}", espace, *padded)


_PLACES = f"({','.join('?' * CHUNK)})"


def lock_espace(connection: Connection, espace: bytes) -> Row[Any] | None:
    """Return an espace's row, locked until the end of the transaction."""
    return fast(connection, _LOCK if connection.dialect.name == "postgresql" else _FIND, espace).first()


def find_espace(connection: Connection, espace: bytes) -> Row[Any] | None:
    """Return an espace's row."""
    return fast(connection, _FIND, espace).first()


def change_espace(connection: Connection, espace: bytes, **values: Any) -> None:
    """Move an espace's counters."""
    connection.execute(update(schema.espaces).where(schema.espaces.c.espace == espace).values(**values))


def chunks(items: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """Cut a sequence in pieces that fit in one statement."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


_FIND = "SELECT espace, founder, regn, k, root, s, a, bytes, restored, created_at FROM espace WHERE espace = ?"
_LOCK = (
    "SELECT espace, founder, regn, k, root, s, a, bytes, restored, created_at FROM espace WHERE espace = ? FOR UPDATE"
)
