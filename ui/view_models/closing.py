"""Closing the signalement in the form: what is pending, and the reason that what came back suggests. No widget."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from mvl_desktop.domain.cloture import proposed_reason
from mvl_desktop.domain.statut import CLOS, TERMINES
from ui.desk_transmissions import Transmissions
from ui.timing import Now
from ui.view_models.record_form import RecordForm


class ClosingDesk(Transmissions, Protocol):
    """What it asks of the post."""


class Closing(QObject):
    """Asked when somebody chooses « clos » for a signalement that was not."""

    changed = Signal()

    def __init__(self, desk: ClosingDesk, form: RecordForm, now: Now) -> None:
        super().__init__()
        self._desk, self._form, self._now = desk, form, now
        self._asked_for = ""
        self.pending: Sequence[str] = ()
        """What is not finished, one sort a line."""
        form.opened.connect(self._forget)

    def is_closing(self, statut: object) -> bool:
        """Whether this choice closes what stands open."""
        record = self._form.record
        return statut == CLOS and (record is None or record.statut not in TERMINES)

    def look(self, statut: object) -> None:
        """Look for what is pending, once for each closing."""
        typed = self._form.typed
        if typed is None or not self.is_closing(statut):
            self._forget()
            return
        if self._asked_for == typed.id:
            return
        self._asked_for = typed.id

        def done(found: Sequence[str]) -> None:
            if self._asked_for == typed.id:
                self.pending = found
                self.changed.emit()

        self._form.background.run(lambda: self._desk.what_is_pending(typed), done, self._on_error)

    @property
    def reason(self) -> str:
        """The code of the reason proposed, while none is given."""
        typed = self._form.typed
        return proposed_reason(typed.champs) if typed is not None and not typed.champs.get("motif_cloture") else ""

    def take_reason(self) -> None:
        """Give the reason proposed, and today."""
        if self.reason:
            self._form.put({"motif_cloture": self.reason, "clos_le": self._now().date().isoformat()})

    def _forget(self) -> None:
        if self._asked_for or self.pending:
            self._asked_for, self.pending = "", ()
            self.changed.emit()

    def _on_error(self, error: Exception) -> None:
        if not isinstance(getattr(error, "code", None), str):
            raise error
