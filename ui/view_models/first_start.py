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
class Prepared:
    """A post about to be: its recovery sheet is to be kept first, then `confirm` makes and opens it."""

    sheet: str = field(repr=False)
    confirm: Callable[[], object]


class Maker(Protocol):
    """Makes posts, or opens one again by its recovery code."""

    def prepare(self, name: str, passphrase: str) -> Prepared:
        """Prepare a post; or, by a code (`name`), a new passphrase for the post that is here."""

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
        self._prepared: Prepared | None = None
        self._post: object | None = None
        self._serial = 0

    @property
    def sheet(self) -> str:
        """The recovery sheet, once made."""
        return self._prepared.sheet if self._prepared else ""

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
        """Prepare the post, and show its sheet."""
        if not self.can_create:
            return
        self.busy = True
        self.changed.emit()
        name, phrase = self._name, self._phrase
        self._background.run(lambda: self._maker.prepare(name, phrase), self._on_prepared, self._on_error)

    def keep_sheet(self, path: Path) -> None:
        """Write the recovery sheet."""
        if self._prepared is None:
            return
        sheet = self._prepared.sheet
        self._background.run(lambda: self._maker.keep_sheet(sheet, path), lambda _none: self.printed(), self._on_error)

    def printed(self) -> None:
        """The sheet is on paper, or in a file."""
        self.sheet_kept = True
        self.changed.emit()

    def go_on(self) -> None:
        """Leave the recovery sheet, once it is kept: only now is the post made."""
        if self.step != SHEET or not self.sheet_kept or self._prepared is None or self.busy:
            return
        self.busy = True
        self.changed.emit()
        self._background.run(self._prepared.confirm, self._on_made, self._on_error)

    def finish(self) -> None:
        """Enter the application."""
        if self._post is not None:
            self.finished.emit(self._post)

    def _on_judged(self, serial: int, strength: Strength) -> None:
        if serial == self._serial:
            self.strength = strength
            self.changed.emit()

    def _on_prepared(self, prepared: Prepared) -> None:
        self.busy = False
        self._prepared = prepared
        self._phrase = self._again = ""
        self.step = SHEET
        self.changed.emit()

    def _on_made(self, post: object) -> None:
        self.busy = False
        self._post = post
        if self.rescue:
            self.finish()
            return
        self.step = ESPACE
        self.changed.emit()

    def _on_error(self, error: Exception) -> None:
        self.busy = False
        self.changed.emit()
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)
