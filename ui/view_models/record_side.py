"""What stands beside a form: the record's history and its attachments. It holds no widget."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from ui.background import Background
from ui.conservation_values import ErasureSeen
from ui.desk import Pieces, Records
from ui.thumbnails import Decoded, is_picture, thumbnail
from ui.values import Past, Piece, Record, Values

_PICTURE_MAX = 30 << 20
"""A picture longer than that is not drawn: it can be extracted."""


class Erasures(Protocol):
    """Erasing what was entered by mistake."""

    def foresee_erasure(self, rec: str, revision: str) -> ErasureSeen:
        """Return what erasing one entry of a record would do; nothing is done."""

    def erase_entries(self, rec: str, revisions: Sequence[str]) -> str:
        """Order the erasure of entries made by mistake; returns how the order stands."""


class Decisions(Protocol):
    """Taking a decision back."""

    def undo(self, rec: str, champ: str) -> None:
        """Take the last decision on a field back: the values stand side by side again."""


class SideDesk(Records, Pieces, Erasures, Decisions, Protocol):
    """What it asks of the post."""


class RecordSide(QObject):
    """History and attachments of the record shown."""

    history_changed = Signal()
    pieces_changed = Signal()
    refused = Signal(str, str)
    """An error code, and the file that it is about, if any."""
    attaching = Signal()
    """Files are on their way: what was refused before is of the past."""
    erasure_seen = Signal(object, object)
    """An entry of history, and what erasing it would do."""
    erased = Signal(str)
    """How the order of an erasure stands."""
    reopened = Signal()
    """A decision was taken back."""
    written = Signal(str)
    """An attachment was written in clear; the file's name."""

    def __init__(self, desk: SideDesk, background: Background) -> None:
        super().__init__()
        self._desk, self._background = desk, background
        self._rec: str | None = None
        self.history: Sequence[Past] = ()
        self.pieces: Sequence[Piece] = ()
        self.busy = False
        self.pictures: dict[str, Decoded | None] = {}
        """The small pictures already drawn; None for what cannot be."""
        self._hidden: set[str] = set()

    @property
    def shown(self) -> Sequence[Piece]:
        """The attachments, those that somebody is taking off left out."""
        return [piece for piece in self.pieces if piece.id not in self._hidden]

    def show(self, record: Record | None) -> None:
        """Follow a record, or none."""
        if record is None or record.id != self._rec:
            self.pictures = {}
            self._hidden = set()
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

    def look_erasure(self, past: Past) -> None:
        """Ask what erasing an entry would do."""
        rec = self._rec
        if rec is not None:
            self._background.run(
                lambda: self._desk.foresee_erasure(rec, past.revision),
                lambda seen: self.erasure_seen.emit(past, seen),
                self._on_error,
            )

    def erase(self, revisions: Sequence[str]) -> None:
        """Order the erasure of entries made by mistake."""
        rec = self._rec
        if rec is None:
            return

        def done(state: str) -> None:
            self.erased.emit(state)
            self.load_history()

        self._background.run(lambda: self._desk.erase_entries(rec, revisions), done, self._on_error)

    def take_back(self, champ: str) -> None:
        """Take the last decision on a field back."""
        rec = self._rec
        if rec is None:
            return

        def done(_none: None) -> None:
            self.reopened.emit()
            self.load_history()

        self._background.run(lambda: self._desk.undo(rec, champ), done, self._on_error)

    def attach(self, paths: Sequence[Path], *, original: bool = False) -> None:
        """Attach files, one after the other; a picture loses its metadata unless its `original` is wanted."""
        rec = self._rec
        if rec is None:
            return
        self.attaching.emit()
        for path in paths:
            self._attach(rec, self._attaching(rec, path, original=original), path.name)

    def attach_bytes(self, nom: str, content: Callable[[], bytes]) -> None:
        """Attach what was pasted; its bytes are made beside the window."""
        rec = self._rec
        if rec is not None:
            self.attaching.emit()
            self._attach(rec, lambda: self._desk.attach_bytes(rec, nom, content()), nom)

    def hide(self, piece: Piece) -> None:
        """Show an attachment no more: somebody is taking it off, and may change their mind."""
        self._hidden.add(piece.id)
        self.pieces_changed.emit()

    def unhide(self, piece: Piece) -> None:
        """Show it again."""
        self._hidden.discard(piece.id)
        self.pieces_changed.emit()

    def describe(self, piece: Piece, said: Values) -> None:
        """Say what an attachment is."""
        rec = self._rec
        if rec is not None:
            self._attach(rec, lambda: self._desk.describe(rec, piece.id, said))

    def detach(self, piece: Piece) -> None:
        """Take an attachment off, for good."""
        rec = self._rec
        if rec is not None:
            self._attach(rec, lambda: self._desk.detach(rec, piece.id))

    def draw(self) -> None:
        """Draw the next small picture beside the window, one at a time: what is typed is kept in between."""
        rec = self._rec
        piece = next((each for each in self.pieces if self._is_to_draw(each)), None)
        if rec is None or piece is None:
            return
        self.pictures[piece.id] = None

        def work() -> Decoded | None:
            content = self._desk.content(rec, piece.id, _PICTURE_MAX)
            return thumbnail(content) if content is not None else None

        def done(picture: Decoded | None) -> None:
            if rec != self._rec:
                return
            if picture is not None:
                self.pictures[piece.id] = picture
                self.pieces_changed.emit()
            self.draw()

        self._background.run(work, done, self._on_error)

    def _is_to_draw(self, piece: Piece) -> bool:
        wanted = piece.complete and piece.octets <= _PICTURE_MAX and is_picture(piece.nom, piece.type_mime)
        return wanted and piece.id not in self.pictures

    def _attach(self, rec: str, work: Callable[[], Record], nom: str = "") -> None:
        self._set_busy(busy=True)
        self._background.run(
            work, lambda record: self._on_attached(rec, record), lambda error: self._on_error(error, nom)
        )

    def extract(self, piece: Piece, path: Path) -> None:
        """Write an attachment in clear, where the person asked."""
        rec = self._rec
        if rec is None:
            return
        self._background.run(
            lambda: self._desk.extract(rec, piece.id, path), lambda _none: self.written.emit(path.name), self._on_error
        )

    def _attaching(self, rec: str, path: Path, *, original: bool) -> Callable[[], Record]:
        return lambda: self._desk.attach(rec, path, original=original)

    def _on_attached(self, rec: str, record: Record) -> None:
        self._set_busy(busy=False)
        if rec == self._rec:
            self.pieces = record.pieces
            self.pieces_changed.emit()

    def _on_error(self, error: Exception, nom: str = "") -> None:
        self._hidden.clear()
        self._set_busy(busy=False)
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code, nom)

    def _set_busy(self, *, busy: bool) -> None:
        self.busy = busy
        self.pieces_changed.emit()
