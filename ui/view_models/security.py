"""What opens this post and what is kept of it, as a window shows and changes it. No passphrase stays here."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from ui.background import Background
from ui.desk import Security
from ui.values import BackupSeen, NewSheet, Safety

T = TypeVar("T")


class SecurityDesk(QObject):
    """The security of one post. One thing at a time; what was refused is said by its code."""

    changed = Signal()
    refused = Signal(str)
    done = Signal(str)
    """Something is in force: which of `phrase`, `code`, `cle`, `reprise`."""
    sheet_ready = Signal(object)
    """A new recovery sheet (NewSheet), to be put on paper."""
    backed_up = Signal(object)
    tried = Signal(object)

    def __init__(self, desk: Security, background: Background) -> None:
        super().__init__()
        self._desk, self._background = desk, background
        self.safety = Safety()
        self.busy = False
        self._preparing = ""

    def look(self) -> None:
        """Ask how the post is kept."""
        self._background.run(self._desk.safety, self._on_safety, self._on_error)

    def change_passphrase(self, phrase: str, new: str) -> None:
        """Put another passphrase in force."""
        self._work(lambda: self._desk.change_passphrase(phrase, new), lambda _none: self.done.emit("phrase"))

    def prepare_code(self, phrase: str) -> None:
        """Prepare a new recovery sheet."""
        self._prepare("code", lambda: self._desk.prepare_code(phrase))

    def prepare_key(self, phrase: str, new: str) -> None:
        """Prepare another key for everything."""
        self._prepare("cle", lambda: self._desk.prepare_key(phrase, new))

    def confirm(self, sheet: NewSheet) -> None:
        """Put what was prepared in force, now that its sheet is on paper."""
        what = self._preparing
        self._work(sheet.confirm, lambda _none: self.done.emit(what))

    def back_up(self, path: Path) -> None:
        """Write a backup."""
        self._work(lambda: self._desk.back_up(path), self._on_backed_up)

    def try_backup(self, path: Path, phrase: str) -> None:
        """Try a restoration; nothing changes."""
        self._work(lambda: self._desk.try_backup(path, phrase), self.tried.emit)

    def take_up_again(self) -> None:
        """Go on under a new name."""
        self._busy(busy=True)
        self._background.run_long(
            self._desk.take_up_again, self._on_taken_up, self._on_error, lambda _progress: self.changed.emit()
        )

    def _prepare(self, what: str, work: Callable[[], NewSheet]) -> None:
        self._preparing = what
        self._work(work, self.sheet_ready.emit)

    def _work(self, work: Callable[[], T], on_done: Callable[[T], None]) -> None:
        self._busy(busy=True)

        def end(value: T) -> None:
            self._busy(busy=False)
            on_done(value)

        self._background.run(work, end, self._on_error)

    def _busy(self, *, busy: bool) -> None:
        self.busy = busy
        self.changed.emit()

    def _on_safety(self, safety: Safety) -> None:
        self.safety = safety
        self.changed.emit()

    def _on_backed_up(self, seen: BackupSeen) -> None:
        self.backed_up.emit(seen)
        self.look()

    def _on_taken_up(self, _waiting: int) -> None:
        self._busy(busy=False)
        self.done.emit("reprise")
        self.look()

    def _on_error(self, error: Exception) -> None:
        self._busy(busy=False)
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)
