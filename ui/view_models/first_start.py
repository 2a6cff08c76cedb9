"""The first start, and the way back in: passphrase, recovery sheet, then an espace. It holds no widget."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from ui.background import Background
from ui.strength import Strength

PHRASE, SHEET, ESPACE = range(3)


@dataclass(frozen=True, slots=True)
class Created:
    """A post just made: opened, and its recovery sheet."""

    post: object
    sheet: str = field(repr=False)


class Maker(Protocol):
    """Makes posts, or opens one again by its recovery code."""

    def create(self, name: str, passphrase: str) -> Created:
        """Make the store and open it; or open it by a code (`name`) and set a new passphrase."""

    def keep_sheet(self, sheet: str, path: Path) -> None:
        """Write the recovery sheet (PDF or text)."""


Judge = Callable[[str, tuple[str, ...]], Strength]


class FirstStart(QObject):
    """Where the person is, and whether they may go on."""

    changed = Signal()
    refused = Signal(str)
    finished = Signal(object)

    def __init__(self, maker: Maker, judge: Judge, background: Background, *, rescue: bool = False) -> None:
        super().__init__()
        self.rescue = rescue
        self._maker, self._judge, self._background = maker, judge, background
        self.step = PHRASE
        self.busy = False
        self.strength = Strength(0, "")
        self.sheet_kept = False
        self._name = self._phrase = self._again = ""
        self._created: Created | None = None
        self._serial = 0

    @property
    def sheet(self) -> str:
        """The recovery sheet, once made."""
        return self._created.sheet if self._created else ""

    @property
    def mismatch(self) -> bool:
        """Whether the two passphrases differ, once both are typed."""
        return bool(self._again) and self._again != self._phrase

    @property
    def can_create(self) -> bool:
        """Whether the post can be made."""
        same = bool(self._phrase) and self._phrase == self._again
        return not self.busy and bool(self._name) and same and self.strength.enough

    def type(self, name: str, phrase: str, again: str) -> None:
        """Take what is typed; the strength is judged beside."""
        changed = phrase != self._phrase or name.strip() != self._name
        self._name, self._phrase, self._again = name.strip(), phrase, again
        if changed:
            self._serial += 1
            serial = self._serial
            self.strength = Strength(0, "")
            if phrase:
                about = () if self.rescue else (self._name,)
                self._background.run(
                    lambda: self._judge(phrase, about), lambda mark: self._on_judged(serial, mark), self._on_error
                )
        self.changed.emit()

    def create(self) -> None:
        """Make the post."""
        if not self.can_create:
            return
        self.busy = True
        self.changed.emit()
        name, phrase = self._name, self._phrase
        self._background.run(lambda: self._maker.create(name, phrase), self._on_created, self._on_error)

    def keep_sheet(self, path: Path) -> None:
        """Write the recovery sheet."""
        if self._created is None:
            return
        sheet = self._created.sheet
        self._background.run(lambda: self._maker.keep_sheet(sheet, path), lambda _none: self.printed(), self._on_error)

    def printed(self) -> None:
        """The sheet is on paper, or in a file."""
        self.sheet_kept = True
        self.changed.emit()

    def go_on(self) -> None:
        """Leave the recovery sheet, once it is kept."""
        if self.step != SHEET or not self.sheet_kept:
            return
        if self.rescue:
            self.finish()
            return
        self.step = ESPACE
        self.changed.emit()

    def finish(self) -> None:
        """Enter the application."""
        if self._created is not None:
            self.finished.emit(self._created.post)

    def _on_judged(self, serial: int, strength: Strength) -> None:
        if serial == self._serial:
            self.strength = strength
            self.changed.emit()

    def _on_created(self, created: Created) -> None:
        self.busy = False
        self._created = created
        self._phrase = self._again = ""
        self.step = SHEET
        self.changed.emit()

    def _on_error(self, error: Exception) -> None:
        self.busy = False
        self.changed.emit()
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)
