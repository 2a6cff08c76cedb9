"""The journal of access of an opened store (`AccessJournal`): every line numbered, chained, and kept at once.

A line is appended to a sealed file beside the store before `note` returns, so before anything is shown; it goes into
the store, under the key of its day, when the store has time. What leaves the post (a print, a lot, an export) is made
safe from a power cut before `note` returns too; a reading, right after. See docs/decisions/0070.
"""

import os
import threading
from collections import OrderedDict
from concurrent.futures import Future
from pathlib import Path
from typing import Final

from mvl_desktop.ports.crypto import Crypto
from mvl_desktop.ports.journal import CODES, NOWHERE, OTHER, SealedLine
from mvl_desktop.ports.store import Store, StoreError, UnitOfWork
from mvl_desktop.ports.system import Clock, Executor
from mvl_desktop.protocol.encoding import B16, Object, ProtocolError, decode, encode
from mvl_desktop.protocol.hashes import ZERO
from mvl_desktop.protocol.journal import DAY_MS, Place, line_id, start
from mvl_desktop.protocol.objects import VERSION, JournalEntry
from mvl_desktop.store.journal_attempts import attempts, forget_attempts
from mvl_desktop.store.journal_spool import FRAME_LIMIT, Spool

FILE: Final = "magasin.acces"
ALTERED: Final = "journal_altere"
_SPOOL_KEY: Final = "journal/attente"
_FOLD_AT: Final = 64
_REMEMBERED: Final = 4096
SAFE: Final = frozenset(
    {
        "effacement",
        "export",
        "import",
        "impression",
        "journal_exporte",
        "lot_exporte",
        "piece_extraite",
        "sauvegarde",
        "transmission",
    }
)
"""What leaves the post, or cannot be undone: the disk has it before the thing is done."""


class ClosedError(RuntimeError):
    """Something was noted after the journal was closed: a mistake of the program."""


class _Waiting(Object, frozen=True):
    """A line in the file beside the store."""

    espace: B16
    line: JournalEntry


class StoreJournal:
    """`AccessJournal` over a store and a file beside it. Made once for an opened store; closed before it."""

    def __init__(self, folder: Path, store: Store, crypto: Crypto, clock: Clock, executor: Executor) -> None:
        """Take in what the last process left, and begin a new file under a new key."""
        self._store, self._crypto, self._clock, self._executor = store, crypto, clock, executor
        self._folder = folder
        self._lock = threading.RLock()
        self._folding = threading.Lock()
        self._spool = Spool(folder / FILE)
        self._waiting: list[_Waiting] = []
        self._places: dict[bytes, Place] = {}
        self._espaces: OrderedDict[bytes, bytes] = OrderedDict()
        self._home = NOWHERE
        self._closed = False
        self._ending = False
        self._syncing: Future[None] | None = None
        with store.read() as uow:
            self._device = uow.identity.device().id
            former = uow.identity.get(_SPOOL_KEY)
        altered = self._take_in(former)
        self._key = crypto.random(32)
        with store.work() as uow:
            _fold(uow, crypto, self._waiting)
            uow.identity.set(_SPOOL_KEY, self._key.hex())
            uow.commit()
        self._waiting.clear()
        self._spool.empty()
        self._spool.sync()
        if altered:
            self.note(ALTERED)

    def note(self, code: str, rec: bytes | None = None, **counters: int) -> None:
        """Add a line. It outlives this process when this returns.

        Raises StoreError when it cannot be written and says that something leaves the post.
        """
        espace = self._home_espace() if rec is None else self._espace_of(rec)
        said = code if code in CODES else OTHER
        counted = {name: max(0, int(count)) for name, count in sorted(counters.items())}
        with self._lock:
            self._append(espace, said, rec, counted)
            many = len(self._waiting) % _FOLD_AT == 0
        if said in SAFE:
            self._spool.sync()
        elif self._syncing is None or self._syncing.done():
            self._syncing = self._executor.submit(self._sync)
        if many:
            self._executor.submit(self.settle)

    def _append(self, espace: bytes, code: str, rec: bytes | None, counters: dict[str, int]) -> None:
        if self._closed:
            raise ClosedError
        last = self._place(espace)
        line = JournalEntry(VERSION, self._device, last.n + 1, last.line or ZERO, self._clock.ms(), code, rec, counters)
        waiting = _Waiting(espace, line)
        try:
            self._spool.append(encode(waiting), lambda place, clear: self._crypto.seal_note(self._key, place, clear))
        except StoreError:
            if code in SAFE:
                raise
            # No room on the disk: people go on reading, and the line waits in memory for the store.
        self._waiting.append(waiting)
        self._places[espace] = Place(line.n, line_id(line))

    def settle(self) -> None:
        """Put the lines noted so far into the store."""
        with self._folding:
            with self._lock:
                taken = list(self._waiting)
            if not taken:
                return
            with self._store.work() as uow:
                _fold(uow, self._crypto, taken)
                uow.commit()
            with self._lock:
                del self._waiting[: len(taken)]
                if not self._waiting:
                    self._spool.empty()

    def close(self) -> None:
        """Put everything into the store; a second call does nothing."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
        try:
            self.settle()
        finally:
            self._spool.close()

    def note_begin(self) -> None:
        """Note that the store was opened, and before it the attempts that failed since the last time."""
        self.note_attempts()
        self.note("ouverture")

    def note_attempts(self) -> None:
        """Note the attempts to unlock that failed since the store was last opened: how many, from when to when."""
        tried = attempts(self._folder)
        if tried:
            self.note("deverrouillage_refuse", essais=len(tried), premier=min(tried), dernier=max(tried))
            self.settle()
            forget_attempts(self._folder)

    def note_end(self) -> None:
        """Note that the store is about to be closed, once."""
        with self._lock:
            ending, self._ending = self._ending, True
        if not ending and not self._closed:
            self.note("fermeture")

    def _sync(self) -> None:
        """Make the file durable while others go on noting."""
        with self._lock:
            if self._closed:
                return
            file = self._spool.twin()
        try:
            os.fsync(file)
        finally:
            os.close(file)

    def _take_in(self, former: str | None) -> bool:
        """Read what the last process left in the file; say whether something of it does not open."""
        if former is None:
            return False
        key = bytes.fromhex(former)
        for clear in self._spool.read(lambda place, sealed: self._crypto.open_note(key, place, sealed)):
            if clear is None:
                return True
            try:
                self._waiting.append(decode(clear, _Waiting, FRAME_LIMIT))
            except ProtocolError:
                return True
        return False

    def _place(self, espace: bytes) -> Place:
        """Return where a register stands, lines that wait included."""
        if espace not in self._places:
            with self._store.read() as uow:
                head = uow.journal.head(espace, self._device)
            self._places[espace] = head.last if head else Place(0, start(espace, self._device))
        return self._places[espace]

    def _home_espace(self) -> bytes:
        """Return the register of what concerns no record: that of the first espace that this post entered."""
        if self._home == NOWHERE:
            with self._store.read() as uow:
                me = uow.identity.device().id
                registries = ((each, uow.espaces.registry(each)) for each in uow.journal.first_espaces())
                self._home = next((each for each, registry in registries if registry.is_active(me)), NOWHERE)
        return self._home

    def _espace_of(self, rec: bytes) -> bytes:
        known = self._espaces.get(rec)
        if known is None:
            with self._store.read() as uow:
                known = uow.journal.espace_of(rec)
            if known is None:
                return self._home_espace()
            self._espaces[rec] = known
            if len(self._espaces) > _REMEMBERED:
                self._espaces.popitem(last=False)
        return known


def _fold(uow: UnitOfWork, crypto: Crypto, waiting: list[_Waiting]) -> None:
    """Seal lines under the keys of their days and keep them; those that are there already stay as they are."""
    registers: dict[tuple[bytes, bytes], list[JournalEntry]] = {}
    for each in waiting:
        registers.setdefault((each.espace, each.line.device), []).append(each.line)
    for (espace, device), lines in registers.items():
        head = uow.journal.head(espace, device)
        new = [line for line in lines if head is None or line.n > head.last.n]
        if new:
            sealed = [_sealed(uow, crypto, espace, line) for line in new]
            uow.journal.add_lines(sealed, Place(new[-1].n, line_id(new[-1])))


def _sealed(uow: UnitOfWork, crypto: Crypto, espace: bytes, line: JournalEntry) -> SealedLine:
    day = line.t // DAY_MS
    key = uow.journal.day_key(espace, day)
    if key is None:
        key = crypto.random(32)
        uow.journal.add_day_key(espace, day, key)
    return SealedLine(espace, line.device, line.n, day, crypto.seal_line(key, espace, day, line))
