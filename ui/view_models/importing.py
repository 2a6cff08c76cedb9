"""A spreadsheet that is imported, step after step. It holds no widget."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from ui.background import Background, Progress, Task, Watch
from ui.desk import Imports
from ui.import_values import (
    ColumnRead,
    Columns,
    ImportDone,
    ImportSeen,
    ImportTarget,
    ImportWish,
    TableSeen,
    TableWish,
)
from ui.values import Espace

T = TypeVar("T")
FILE, READING, COLUMNS, CHECK, DONE = range(5)
"""The steps: the file, how it is read, its columns, what it would do, what it did."""


class ImportDesk(QObject):
    """One import, from the file to its result. Each step forgets what came after it."""

    changed = Signal()
    progressed = Signal()
    refused = Signal(str, str)
    """An error code, and the name of the column that it is about, if it is about one."""
    said = Signal(str)
    """The name of a file that was written."""
    imported = Signal()
    """Records may have changed."""

    def __init__(self, desk: Imports, background: Background, homes: Callable[[], Sequence[Espace]]) -> None:
        super().__init__()
        self._desk, self._background, self._homes = desk, background, homes
        self.step = FILE
        self.emetteur = ""
        self.espace = ""
        self.senders: Sequence[str] = ()
        self.targets: Sequence[ImportTarget] = ()
        self.espaces: Sequence[Espace] = ()
        self.table: TableSeen | None = None
        self.columns = Columns()
        self.seen: ImportSeen | None = None
        self.done: ImportDone | None = None
        self.aside: frozenset[int] = frozenset()
        self.progress: Progress | None = None
        self.busy = False
        self._task: Task | None = None

    @property
    def can_go_on(self) -> bool:
        """Whether the step that is shown is filled."""
        if self.busy:
            return False
        match self.step:
            case 0 | 1:
                return self.table is not None
            case 2:
                return bool(self.columns.vers)
            case 3:
                return self.seen is not None and self.seen.crees + self.seen.modifies > len(self.aside)
        return True

    def start(self) -> None:
        """Ask for what the first step offers."""

        def ask() -> tuple[Sequence[str], Sequence[ImportTarget], Sequence[Espace]]:
            return self._desk.import_senders(), self._desk.import_targets(), self._homes()

        self._background.run(ask, self._on_started, self._on_error)

    def choose(self, path: Path) -> None:
        """Read a file as it comes."""
        self._read(TableWish(path))

    def read_as(
        self,
        *,
        feuille: str | None = None,
        encodage: str | None = None,
        separateur: str | None = None,
        titres: int | None = None,
    ) -> None:
        """Read the same file otherwise."""
        if self.table is None:
            return
        wish = self.table.wish
        asked = replace(
            wish,
            feuille=wish.feuille if feuille is None else feuille,
            encodage=wish.encodage if encodage is None else encodage,
            separateur=wish.separateur if separateur is None else separateur,
            titres=wish.titres if titres is None else titres,
        )
        if asked != wish:
            self._read(asked)

    def set_sender(self, name: str, espace: str) -> None:
        """Say whose file it is, and where it goes."""
        self.emetteur, self.espace = " ".join(name.split()), espace

    def set_column(self, header: str, champ: str, ordre: str = "") -> None:
        """Say where a column goes; nowhere when `champ` is empty. A field takes one column."""
        others = {name: read for name, read in self.columns.vers.items() if name != header and read.champ != champ}
        vers = {**others, header: ColumnRead(champ, ordre)} if champ else others
        self.columns = Columns(vers, self.columns.cle)
        self.changed.emit()

    def set_key(self, header: str) -> None:
        """Say which column names lines; none when it is empty."""
        self.columns = replace(self.columns, cle=header)

    def leave_aside(self, ligne: int, *, aside: bool) -> None:
        """Leave a line aside, or import it anyway."""
        self.aside = self.aside | {ligne} if aside else self.aside - {ligne}
        self.changed.emit()

    def go_on(self) -> None:
        """Go to the next step, or begin what it takes."""
        if not self.can_go_on or self.table is None:
            return
        if self.step == FILE:
            self._go(READING)
        elif self.step == READING:
            table, sender = self.table, self.emetteur
            self._short(lambda: self._desk.propose_columns(table, sender), self._on_columns)
        elif self.step == COLUMNS:
            table, wish = self.table, self._wish()
            self._long(lambda watch: self._desk.check_import(table, wish, watch), self._on_seen)
        elif self.step == CHECK:
            aside = self.aside
            self._long(lambda watch: self._desk.run_import(aside, watch), self._on_done)

    def go_back(self) -> None:
        """Go to the step before; nothing was written."""
        if not self.busy and FILE < self.step < DONE:
            self._go(self.step - 1)

    def cancel(self) -> None:
        """Stop what is under way at its next safe point."""
        if self._task is not None:
            self._task.cancel()

    def close(self) -> None:
        """Stop, and forget the file."""
        self.cancel()
        self._background.run(self._desk.forget_import, lambda _none: None, self._on_error)

    def load_columns(self, path: Path) -> None:
        """Take the columns of a file of correspondances."""
        self._short(lambda: self._desk.read_columns(path), self._on_loaded)

    def save_columns(self, path: Path) -> None:
        """Write the columns to a file of correspondances."""
        if self.table is not None:
            table, wish = self.table, self._wish()
            self._short(lambda: self._desk.write_columns(table, wish, path), lambda _none: self.said.emit(path.name))

    def save_refused(self, path: Path) -> None:
        """Write the refused lines."""
        self._short(lambda: self._desk.write_refused(path), lambda _none: self.said.emit(path.name))

    def _wish(self) -> ImportWish:
        return ImportWish(self.emetteur, self.espace, self.columns)

    def _read(self, wish: TableWish) -> None:
        if not self.busy:
            self._long(lambda _watch: self._desk.open_table(wish), self._on_table)

    def _go(self, step: int) -> None:
        self.step = step
        self.changed.emit()

    def _short(self, work: Callable[[], T], on_done: Callable[[T], None]) -> None:
        if self.busy:
            return
        self.busy = True
        self.changed.emit()

        def done(found: T) -> None:
            self.busy = False
            on_done(found)
            self.changed.emit()

        self._background.run(work, done, self._on_error)

    def _long(self, work: Callable[[Watch], T], on_done: Callable[[T], None]) -> None:
        self.busy, self.progress = True, Progress(0, 0)
        self.changed.emit()

        def done(found: T) -> None:
            self._settle()
            on_done(found)

        self._task = self._background.run_long(work, done, self._on_error, self._on_progress)

    def _settle(self) -> None:
        self.busy, self.progress, self._task = False, None, None

    def _on_started(self, found: tuple[Sequence[str], Sequence[ImportTarget], Sequence[Espace]]) -> None:
        self.senders, self.targets, self.espaces = found
        self.espace = self.espace or next((each.id for each in self.espaces), "")
        self.changed.emit()

    def _on_table(self, found: TableSeen) -> None:
        self.table, self.columns, self.seen = found, Columns(), None
        self.changed.emit()

    def _on_columns(self, found: Columns) -> None:
        self.columns = found
        self.step = COLUMNS

    def _on_loaded(self, found: tuple[str, Columns]) -> None:
        sender, columns = found
        headers = self.table.entetes if self.table is not None else ()
        self.emetteur = sender or self.emetteur
        kept = {name: read for name, read in columns.vers.items() if name in headers}
        self.columns = Columns(kept, columns.cle if columns.cle in headers else "")

    def _on_seen(self, found: ImportSeen) -> None:
        self.seen, self.aside = found, frozenset()
        self._go(CHECK)

    def _on_done(self, found: ImportDone) -> None:
        self.done = found
        self._go(DONE)
        self.imported.emit()

    def _on_progress(self, progress: Progress) -> None:
        self.progress = progress
        self.progressed.emit()

    def _on_error(self, error: Exception) -> None:
        self._settle()
        self.changed.emit()
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code, str(getattr(error, "champ", "")))
