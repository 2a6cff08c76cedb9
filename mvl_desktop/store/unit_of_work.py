"""The opened store, and its units of work: one transaction each, undone unless `commit()` was called.

One writer at a time; readers work beside it, each on its own connection, on what was committed when they began.
"""

import threading
from collections.abc import Callable
from typing import Self

from sqlalchemy import Connection, Engine

from mvl_desktop.domain.kinds import declaration, kinds
from mvl_desktop.ports.counting import Counts
from mvl_desktop.ports.crypto import Crypto
from mvl_desktop.ports.journal import JournalLog
from mvl_desktop.ports.store import (
    Blobs,
    Drafts,
    Espaces,
    ExchangeState,
    Identity,
    Keys,
    Likenesses,
    Log,
    PieceTexts,
    Preferences,
    Records,
    StoreError,
)
from mvl_desktop.ports.system import Clock
from mvl_desktop.store import maintenance, projector
from mvl_desktop.store.attachments import SqlBlobs
from mvl_desktop.store.context import Context, Shared
from mvl_desktop.store.counting import SqlCounts
from mvl_desktop.store.drafts import SqlDrafts
from mvl_desktop.store.exchanges import SqlExchangeState
from mvl_desktop.store.identity import SqlIdentity
from mvl_desktop.store.journal_log import SqlJournal
from mvl_desktop.store.keys import SqlKeys
from mvl_desktop.store.likenesses import SqlLikenesses
from mvl_desktop.store.listing import SqlRecords
from mvl_desktop.store.log import SqlLog
from mvl_desktop.store.opening import READING
from mvl_desktop.store.piece_texts import SqlPieceTexts
from mvl_desktop.store.preferences import SqlPreferences
from mvl_desktop.store.projection import Projection
from mvl_desktop.store.registries import SqlEspaces
from mvl_desktop.store.sql import Sql


class NestedWorkError(RuntimeError):
    """A thread began to write while it was already writing: a mistake of the program."""


class NotBegunError(RuntimeError):
    """A unit of work is used outside its `with`: a mistake of the program."""


class ReadOnlyError(RuntimeError):
    """`commit()` was called on a unit of work that only reads: a mistake of the program."""


class SqlStore:
    """`Store` over an encrypted database."""

    def __init__(
        self, engine: Engine, crypto: Crypto, clock: Clock, *, on_close: Callable[[], None] = lambda: None
    ) -> None:
        """Take an engine made by `opening`; projections of another declaration are made anew at once."""
        declared = [found for kind in kinds() if (found := declaration(kind)) is not None]
        self._projections = [Projection(each) for each in declared]
        self._shared = Shared(crypto, clock, {each.kind: each for each in self._projections})
        self._engine = engine
        self._on_close = on_close
        self._writing = threading.Lock()
        self._available = threading.Event()
        self._available.set()
        self._writer: int | None = None
        self._closed = False
        self._suspended = False
        with engine.connect() as connection:
            current = projector.are_current(Sql(connection), declared)
            connection.rollback()
        if not current:
            self.rebuild()

    def work(self, *, bulk: bool = False) -> "SqlUnitOfWork":
        """Begin a unit of work. `bulk`: what can be received again."""
        return SqlUnitOfWork(self, reading=False, bulk=bulk)

    def read(self) -> "SqlUnitOfWork":
        """Begin a unit of work that only reads, beside the writer."""
        return SqlUnitOfWork(self, reading=True, bulk=False)

    def check(self, *, thorough: bool = False) -> list[str]:
        """Return the problems found in the store, as codes."""
        with self.work() if thorough else self.read() as uow:
            return maintenance.problems(uow.connection, thorough=thorough)

    def rebuild(self) -> None:
        """Drop the projections and make them again from the log."""
        with self.work() as uow:
            projector.rebuild(uow.context, self._projections)
            uow.commit()

    def checkpoint(self) -> None:
        """Fold the write-ahead log into the file and truncate it."""
        with self._engine.connect() as connection:
            maintenance.checkpoint(connection)

    def suspend(self) -> None:
        """Close every connection, and let nobody in until `resume` or `close`: the file is about to change."""
        self.acquire()
        self._suspended = True
        self._available.clear()
        self._engine.dispose()

    def resume(self, engine: Engine) -> None:
        """Go on with another engine, made for the file as it is now."""
        self._engine, self._suspended = engine, False
        self._available.set()
        self.release()

    def close(self) -> None:
        """Close. A second call does nothing."""
        if self._closed:
            return
        self._closed = True
        if not self._suspended:
            self.suspend()
        self._available.set()
        self.release()
        self._on_close()

    def connect(self) -> Connection:
        """Return a connection of the pool (for the units of work), once the file is not being changed."""
        self._available.wait()
        return self._engine.connect()

    @property
    def shared(self) -> Shared:
        """Return what lasts as long as the store is open (for the units of work)."""
        return self._shared

    def acquire(self) -> None:
        """Become the writer."""
        me = threading.get_ident()
        if self._writer == me:
            raise NestedWorkError
        self._writing.acquire()
        self._writer = me

    def release(self) -> None:
        """Let the next writer in."""
        self._writer = None
        self._writing.release()


class SqlUnitOfWork:
    """`UnitOfWork` over one connection."""

    def __init__(self, store: SqlStore, *, reading: bool, bulk: bool) -> None:
        """Prepare; nothing begins before `with`."""
        self._store = store
        self._reading = reading
        self._bulk = bulk
        self._connection: Connection | None = None
        self._context: Context | None = None

    def __enter__(self) -> Self:
        """Begin."""
        if not self._reading:
            self._store.acquire()
        try:
            connection = self._store.connect().execution_options(**{READING: self._reading})
            if self._bulk:
                maintenance.hurry(connection)
            connection.begin()
        except BaseException:
            if not self._reading:
                self._store.release()
            raise
        self._connection = connection
        self._context = Context(Sql(connection), self._store.shared)
        return self

    def __exit__(self, *exc: object) -> None:
        """End; undo unless committed."""
        connection, self._connection, self._context = self._connection, None, None
        try:
            if connection is not None:
                self._end(connection)
        finally:
            if not self._reading:
                self._store.release()

    def commit(self) -> None:
        """Make everything since `with` durable; after an erasure nothing of it stays in the files."""
        connection, context = self.connection, self.context
        if self._reading:
            raise ReadOnlyError
        connection.commit()
        context.sql.end()
        self._context = None
        if context.erasing:
            maintenance.checkpoint(connection)

    @property
    def context(self) -> Context:
        """Return what the sub-ports share; after a commit, the first use begins again."""
        if self._context is None:
            connection = self.connection
            connection.begin()
            self._context = Context(Sql(connection), self._store.shared)
        return self._context

    @property
    def identity(self) -> Identity:
        """Return who this post is."""
        return SqlIdentity(self.context)

    @property
    def espaces(self) -> Espaces:
        """Return the espaces and their registries."""
        return SqlEspaces(self.context)

    @property
    def keys(self) -> Keys:
        """Return the keys."""
        return SqlKeys(self.context)

    @property
    def log(self) -> Log:
        """Return the log."""
        return SqlLog(self.context)

    @property
    def records(self) -> Records:
        """Return the projections."""
        return SqlRecords(self.context)

    @property
    def counts(self) -> Counts:
        """Return what statistics count."""
        return SqlCounts(self.context)

    @property
    def likenesses(self) -> Likenesses:
        """Return what records are compared by."""
        return SqlLikenesses(self.context)

    @property
    def piece_texts(self) -> PieceTexts:
        """Return the text of attachments."""
        return SqlPieceTexts(self.context)

    @property
    def drafts(self) -> Drafts:
        """Return the drafts."""
        return SqlDrafts(self.context)

    @property
    def preferences(self) -> Preferences:
        """Return what somebody chose for this post alone."""
        return SqlPreferences(self.context)

    @property
    def blobs(self) -> Blobs:
        """Return the attachments."""
        return SqlBlobs(self.context)

    @property
    def exchange(self) -> ExchangeState:
        """Return where the exchanges stand."""
        return SqlExchangeState(self.context)

    @property
    def journal(self) -> JournalLog:
        """Return the journal of access."""
        return SqlJournal(self.context)

    @property
    def connection(self) -> Connection:
        """Return the connection (for maintenance)."""
        if self._connection is None:
            raise NotBegunError
        return self._connection

    def _end(self, connection: Connection) -> None:
        try:
            connection.rollback()
            if self._bulk:
                maintenance.settle(connection)
        except StoreError:
            connection.invalidate()
            raise
        finally:
            connection.close()
