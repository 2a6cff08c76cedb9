"""Gardiens and recovery, as a window shows and asks it. No word of a sheet stays here."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from ui.background import Background
from ui.custody_values import Custody, GuardianCard
from ui.desk import Custodianship

T = TypeVar("T")


class CustodyDesk(QObject):
    """The gardiens of the espaces of this post. One thing at a time; what was refused is said by its code."""

    changed = Signal()
    refused = Signal(str, str)
    """A code, and where: which sheet, which word."""
    named = Signal(bool)
    """Gardiens were named; whether it is in force at once."""
    rehearsed = Signal(object)
    """Whose two sheets opened the key."""
    prepared = Signal(object)
    """A sheet was printed, its public file written (GuardianCard)."""
    read = Signal(object)
    """A public file was read (GuardianCard)."""
    copied = Signal(object)
    refounded = Signal(object)
    kept = Signal()

    def __init__(self, desk: Custodianship, background: Background) -> None:
        super().__init__()
        self._desk, self._background = desk, background
        self.custodies: tuple[Custody, ...] = ()
        self.opener: str | None = None
        """The espace whose gardiens may open this post."""
        self.busy = False

    def look(self) -> None:
        """Ask how things stand."""
        self._background.run(
            lambda: (tuple(self._desk.custodies()), self._desk.kept_for()), self._on_seen, self._on_error
        )

    def prepare(self, name: str, espace: str, sheet: Path) -> None:
        """Print a sheet and write its public file."""
        self._work(lambda: self._desk.prepare_guardian(name, espace, sheet), self.prepared.emit)

    def read_card(self, path: Path) -> None:
        """Read the public file of a gardien."""
        self._work(lambda: self._desk.read_guardian(path), self.read.emit)

    def name(self, espace: str, cards: Sequence[GuardianCard]) -> None:
        """Name three gardiens."""
        paths = [card.path for card in cards]
        self._work(lambda: self._desk.name_guardians(espace, paths), self._then(self.named.emit))

    def rehearse(self, espace: str, sheets: Sequence[str]) -> None:
        """Try two sheets."""
        self._work(lambda: self._desk.rehearse(espace, sheets), self._then(self.rehearsed.emit))

    def copy(self, espace: str, path: Path) -> None:
        """Copy an espace."""
        self._work(lambda: self._desk.copy_espace(espace, path), self.copied.emit)

    def refound(self, copy: Path, sheets: Sequence[str], name: str, founder: str, parent: str = "") -> None:
        """Found an espace again, as a compartment of `parent` when it was one."""
        self._work(lambda: self._desk.refound(copy, sheets, name, founder, parent), self._then(self.refounded.emit))

    def keep_for(self, espace: str) -> None:
        """Let the gardiens of an espace open this post; of none, nobody any more."""
        self._work(lambda: self._desk.keep_for(espace), self._then(lambda _none: self.kept.emit()))

    def _then(self, say: Callable[[T], object]) -> Callable[[T], None]:
        def end(value: T) -> None:
            say(value)
            self.look()

        return end

    def _work(self, work: Callable[[], T], on_done: Callable[[T], object]) -> None:
        self._busy(busy=True)

        def end(value: T) -> None:
            self._busy(busy=False)
            on_done(value)

        self._background.run(work, end, self._on_error)

    def _busy(self, *, busy: bool) -> None:
        self.busy = busy
        self.changed.emit()

    def _on_seen(self, seen: tuple[tuple[Custody, ...], str | None]) -> None:
        self.custodies, self.opener = seen
        self.changed.emit()

    def _on_error(self, error: Exception) -> None:
        self._busy(busy=False)
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code, str(getattr(error, "champ", "") or ""))
