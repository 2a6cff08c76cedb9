"""The deadlines of the signalement in the form: as it is typed, with what is said of each. It holds no widget."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from ui.desk_echeances import Echeances
from ui.echeance_values import DueLine, DueSaid
from ui.values import Typed
from ui.view_models.record_form import RecordForm

GROUP = "echeances"


class DeadlinesDesk(Echeances, Protocol):
    """What it asks of the post."""


class Deadlines(QObject):
    """What is due for what is typed."""

    changed = Signal()
    refused = Signal(str)

    def __init__(self, desk: DeadlinesDesk, form: RecordForm) -> None:
        super().__init__()
        self._desk, self._form = desk, form
        self.lines: Sequence[DueLine] = ()
        self._asked_for: Typed | None = None
        form.opened.connect(self.look)
        form.changed.connect(self.look)
        form.filled.connect(self.look)

    def look(self) -> None:
        """Ask for the deadlines of what is typed; about the same values once."""
        typed = self._form.typed
        if typed is None:
            self._asked_for = None
            self._take(())
            return
        if self._asked_for is not None and _same(typed, self._asked_for):
            return
        self._asked_for = typed
        self._form.background.run(
            lambda: self._desk.typed_dues(typed),
            lambda found: self._take(found) if self._is_shown(typed) else None,
            self._on_error,
        )

    def say(self, said: DueSaid) -> None:
        """Say something of a deadline, or add one, in the form; it is recorded with the rest."""
        typed = self._form.typed
        if typed is None:
            return

        def done(after: Typed) -> None:
            current = self._form.typed
            if current is None or not self._is_shown(typed):
                return
            if current.champs.get(GROUP) != typed.champs.get(GROUP):
                self.say(said)  # something else was said meanwhile: both stay
            else:
                self._form.put({GROUP: after.champs.get(GROUP)})

        self._form.background.run(lambda: self._desk.with_due(typed, said), done, self._on_error)

    def take_out(self, key: str) -> None:
        """Take out a deadline that somebody added, or what was said of another one."""
        typed = self._form.typed
        held = typed.champs.get(GROUP) if typed is not None else None
        if isinstance(held, (list, tuple)):
            kept = [each for each in held if not (isinstance(each, Mapping) and each.get("id") == key)]
            self._form.put({GROUP: kept or None})

    def _is_shown(self, typed: Typed) -> bool:
        return self._form.typed is not None and self._form.typed.id == typed.id

    def _take(self, lines: Sequence[DueLine]) -> None:
        self.lines = lines
        self.changed.emit()

    def _on_error(self, error: Exception) -> None:
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)


def _same(one: Typed, other: Typed) -> bool:
    return (one.id, one.espace, one.champs) == (other.id, other.espace, other.champs)
