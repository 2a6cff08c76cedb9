"""An opened post under its windows: how it is locked and closed without losing a sentence."""

from collections.abc import Callable, Sequence

from ui.background import Background
from ui.clipboard import forget_clipboard
from ui.desk import Desk
from ui.view_models.record_form import RecordForm

FLUSH_SECONDS = 20.0
_ROUNDS = 3
"""A save under way ends, then the form is opened again, then what was typed meanwhile is kept."""


class Session:
    """What must be put away before the process is replaced or ended."""

    def __init__(self, desk: Desk, background: Background, relaunch: Callable[[], None]) -> None:
        self._desk, self._background, self._relaunch = desk, background, relaunch
        self._forms: Sequence[RecordForm] = ()
        self._closed = False

    def watch(self, forms: Sequence[RecordForm]) -> None:
        """Know the forms that may hold something typed."""
        self._forms = forms

    def close(self) -> None:
        """Keep every draft, end the work under way, close the store, forget our clipboard. Once is enough."""
        if self._closed:
            return
        self._closed = True
        for _ in range(_ROUNDS):
            for form in self._forms:
                form.flush()
            self._background.drain(FLUSH_SECONDS)
            self._background.deliver()
        self._background.stop()
        self._desk.close()
        forget_clipboard()

    def lock(self) -> None:
        """Close, then become a new process that knows no key: memory cannot be wiped, it can be left."""
        self.close()
        self._relaunch()
