"""What stands beside a form: the record's history and its attachments. It holds no widget."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from ui.background import Background
from ui.desk import Pieces, Records
from ui.values import Past, Piece, Record


class SideDesk(Records, Pieces, Protocol):
    """What it asks of the post."""


class RecordSide(QObject):
    """History and attachments of the record shown."""

    history_changed = Signal()
    pieces_changed = Signal()
    refused = Signal(str)
    written = Signal(str)
    """An attachment was written in clear; the file's name."""

    def __init__(self, desk: SideDesk, background: Background) -> None:
        super().__init__()
        self._desk, self._background = desk, background
        self._rec: str | None = None
        self.history: Sequence[Past] = ()
        self.pieces: Sequence[Piece] = ()
        self.busy = False

    def show(self, record: Record | None) -> None:
        """Follow a record, or none."""
        self._rec = record.id if record else None
        self.pieces = record.pieces if record else ()
        self.history = ()
        self.pieces_changed.emit()
        self.history_changed.emit()

    def load_history(self) -> None:
        """Ask what happened to the record."""
        rec = self._rec
        if rec is None:
            return

        def done(history: Sequence[Past]) -> None:
            if rec == self._rec:
                self.history = history
                self.history_changed.emit()

        self._background.run(lambda: self._desk.history(rec), done, self._on_error)

    def attach(self, paths: Sequence[Path]) -> None:
        """Attach files, one after the other."""
        rec = self._rec
        if rec is None:
            return
        for path in paths:
            self._set_busy(busy=True)
            self._background.run(
                self._attaching(rec, path), lambda record: self._on_attached(rec, record), self._on_error
            )

    def extract(self, piece: Piece, path: Path) -> None:
        """Write an attachment in clear, where the person asked."""
        rec = self._rec
        if rec is None:
            return
        self._background.run(
            lambda: self._desk.extract(rec, piece.id, path), lambda _none: self.written.emit(path.name), self._on_error
        )

    def _attaching(self, rec: str, path: Path) -> Callable[[], Record]:
        return lambda: self._desk.attach(rec, path)

    def _on_attached(self, rec: str, record: Record) -> None:
        self._set_busy(busy=False)
        if rec == self._rec:
            self.pieces = record.pieces
            self.pieces_changed.emit()

    def _on_error(self, error: Exception) -> None:
        self._set_busy(busy=False)
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)

    def _set_busy(self, *, busy: bool) -> None:
        self.busy = busy
        self.pieces_changed.emit()
