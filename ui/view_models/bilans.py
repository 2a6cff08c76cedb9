"""The bilan that is open: what it says, and what is done with it. No widget."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from mvl_desktop.i18n import N_
from ui.background import Background
from ui.bilan_values import BilanSeen, MeasureLine
from ui.chiffre_values import CountedRecord
from ui.desk_bilans import Bilans
from ui.desk_chiffres import ChiffresDesk
from ui.view_models.record_form import RecordForm

T = TypeVar("T")
UNSAVED = N_("Enregistrez d’abord ce que vous écrivez.")


class BilanDesk(Bilans, ChiffresDesk, Protocol):
    """What these windows ask of the post."""


class BilanLife(QObject):
    """Read again when the form opens and when it is saved."""

    changed = Signal()
    moved = Signal()
    """What may be done now is not what it was."""
    refused = Signal(str)
    left = Signal(str)
    """It was exported, with this number."""
    counted = Signal(object, object)
    """The records behind a value: its line, and them."""

    def __init__(self, form: RecordForm, desk: BilanDesk, background: Background) -> None:
        super().__init__()
        self.form = form
        self._desk, self._background = desk, background
        self.seen: BilanSeen | None = None
        self.busy = False
        form.opened.connect(self.look)
        form.saved.connect(lambda _rec: self.look())
        form.changed.connect(self.moved)

    @property
    def rec(self) -> str:
        """The id of the bilan that is open; empty while there is none."""
        return self.form.record.id if self.form.record is not None else ""

    @property
    def unsaved(self) -> bool:
        """Whether something typed waits: gestures wait too, they would change the record under it."""
        return self.form.can_save

    def look(self) -> None:
        """Ask what the bilan says: today, or as it was frozen."""
        rec = self.rec
        if not rec:
            self._show(None)
            return
        self._background.run(lambda: self._desk.bilan_seen(rec), self._on_seen, self._refuse)

    def freeze(self) -> None:
        """Freeze it for ever."""
        rec = self.rec
        self._do(lambda: self._desk.freeze_bilan(rec), lambda _none: self.form.refresh())

    def export(self, path: Path) -> None:
        """Write it to a file."""
        rec = self.rec
        self._do(lambda: self._desk.export_bilan(rec, path), self.left.emit)

    def open_line(self, line: MeasureLine) -> None:
        """Ask for the records that a value counts today."""
        requete = line.requete
        if requete is None:
            return

        def ask() -> tuple[CountedRecord, ...]:
            return tuple(self._desk.counted(requete))

        self._background.run(ask, lambda records: self.counted.emit(line, records), self._refuse)

    def _on_seen(self, seen: BilanSeen) -> None:
        if seen.rec == self.rec:
            self._show(seen)

    def _show(self, seen: BilanSeen | None) -> None:
        self.seen = seen
        self.changed.emit()

    def _do(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        if self.busy or not self.rec:
            return
        self.busy = True
        self.moved.emit()

        def ended(found: T) -> None:
            self.busy = False
            done(found)
            self.look()

        def failed(error: Exception) -> None:
            self.busy = False
            self.moved.emit()
            self._refuse(error)

        self._background.run(work, ended, failed)

    def _refuse(self, error: Exception) -> None:
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)
