"""The first start until the post is made, and the way back in: passphrase, sheet, proof. It holds no widget."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from ui.background import Background
from ui.strength import Strength

WELCOME, PHRASE, SHEET, TERRITORY, ESPACE = range(5)

_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


@dataclass(frozen=True, slots=True)
class Prepared:
    """A post about to be: its recovery sheet is to be kept first, then `confirm` makes and opens it."""

    sheet: str = field(repr=False)
    confirm: Callable[[], object]
    code: str = field(default="", repr=False)


class Maker(Protocol):
    """Makes posts, or opens one again by its recovery code."""

    def prepare(self, name: str, passphrase: str) -> Prepared:
        """Prepare a post; or, by a code (`name`), a new passphrase for the post that is here."""

    def keep_sheet(self, sheet: str, path: Path) -> None:
        """Write the recovery sheet (PDF or text)."""


Judge = Callable[[str, tuple[str, ...]], Strength]


def asked_groups(code: str) -> tuple[int, ...]:
    """Return which groups of a recovery code are asked back, counted from 0: one of each half, chosen by the code."""
    groups = code.split("-")
    if len(groups) < 2:
        return ()
    half = len(groups) // 2
    weight = sum(ord(sign) for sign in code)
    return weight % half, half + weight // half % (len(groups) - half)


class FirstStart(QObject):
    """Where the person is, and whether they may go on. What is typed stays typed, forth and back."""

    changed = Signal()
    refused = Signal(str)
    made = Signal(object)
    """The post is there, opened."""

    def __init__(self, maker: Maker, judge: Judge, background: Background, *, rescue: bool = False) -> None:
        super().__init__()
        self.rescue = rescue
        self._maker, self._judge, self._background = maker, judge, background
        self.step = PHRASE if rescue else WELCOME
        self.busy = False
        self.strength = Strength(0, "")
        self.judging = False
        """Whether the strength of what is typed is not known yet."""
        self.sheet_kept = False
        self.proving = False
        """Whether the sheet is hidden and some of its groups are asked."""
        self.proof_wrong = False
        self._name = self._phrase = self._again = ""
        self._prepared: Prepared | None = None
        self._prepared_for = ("", "")
        self.post: object | None = None
        self._serial = 0

    @property
    def sheet(self) -> str:
        """The recovery sheet, once made."""
        return self._prepared.sheet if self._prepared else ""

    @property
    def code(self) -> str:
        """The recovery code, once made."""
        return self._prepared.code if self._prepared else ""

    @property
    def asked(self) -> tuple[int, ...]:
        """Which groups of the code are asked back."""
        return asked_groups(self.code)

    @property
    def mismatch(self) -> bool:
        """Whether the two passphrases differ, once the second has the length of the first."""
        return bool(self._again) and self._again != self._phrase

    @property
    def can_create(self) -> bool:
        """Whether the post can be made."""
        same = bool(self._phrase) and self._phrase == self._again
        return not self.busy and bool(self._name) and same and self.strength.enough

    @property
    def lacking(self) -> str:
        """What is still to do before going on: `nom`, `phrase`, `solidite`, `seconde`, or nothing."""
        if not self._name:
            return "nom"
        if not self._phrase:
            return "phrase"
        if not self.strength.enough:
            return "solidite"
        return "" if self._again == self._phrase else "seconde"

    def begin(self) -> None:
        """Leave the first page."""
        self._move(PHRASE)

    def back(self) -> None:
        """Go back one step; a post that is made keeps its passphrase."""
        if self.busy:
            return
        if self.proving:
            self.proving = False
            self.changed.emit()
        elif self.step == SHEET and self.post is None:
            self._move(PHRASE)
        elif self.step == PHRASE and not self.rescue:
            self._move(WELCOME)
        elif self.step in (TERRITORY, ESPACE):
            self._move(self.step - 1)

    def forward(self) -> None:
        """Go on from a step that asks nothing more, after the post is made."""
        if self.post is not None and self.step in (SHEET, TERRITORY):
            self.proving = False
            self._move(self.step + 1)

    def type(self, name: str, phrase: str, again: str) -> None:
        """Take what is typed; the strength is judged beside."""
        changed = phrase != self._phrase or name.strip() != self._name
        self._name, self._phrase, self._again = name.strip(), phrase, again
        if changed:
            self._serial += 1
            serial = self._serial
            self.strength = Strength(0, "")
            self.judging = bool(phrase)
            if phrase:
                about = () if self.rescue else (self._name,)
                self._background.run(
                    lambda: self._judge(phrase, about), lambda mark: self._on_judged(serial, mark), self._on_error
                )
        self.changed.emit()

    def create(self) -> None:
        """Prepare the post, and show its sheet; the same name and passphrase keep the sheet that was shown."""
        if not self.can_create:
            return
        if self._prepared is not None and self._prepared_for == (self._name, self._phrase):
            self._move(SHEET)
            return
        self.busy = True
        self.changed.emit()
        asked = self._name, self._phrase
        self._background.run(
            lambda: self._maker.prepare(*asked), lambda prepared: self._on_prepared(prepared, asked), self._on_error
        )

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

    def prove(self) -> None:
        """Hide the sheet and ask some of its groups: who copied it by hand needs no printer."""
        if self.step == SHEET and self._prepared is not None and self.post is None:
            self.proving, self.proof_wrong = True, False
            self.changed.emit()

    def answer(self, *groups: str) -> None:
        """Take the groups as typed; the right ones make the post."""
        if not self.proving or self.busy:
            return
        wanted = [self.code.split("-")[place] for place in self.asked]
        typed = ["".join(group.upper().split()).translate(_READ_AS) for group in groups]
        self.proof_wrong = typed != wanted
        if self.proof_wrong:
            self.changed.emit()
        else:
            self.go_on()

    def go_on(self) -> None:
        """Leave the recovery sheet, kept and proven: only now is the post made."""
        if self.step != SHEET or not self.proving or self._prepared is None or self.busy or self.post is not None:
            return
        self.busy = True
        self.changed.emit()
        self._background.run(self._prepared.confirm, self._on_made, self._on_error)

    def _move(self, step: int) -> None:
        self.step = step
        self.changed.emit()

    def _on_judged(self, serial: int, strength: Strength) -> None:
        if serial == self._serial:
            self.strength, self.judging = strength, False
            self.changed.emit()

    def _on_prepared(self, prepared: Prepared, asked: tuple[str, str]) -> None:
        self.busy = False
        self._prepared, self._prepared_for = prepared, asked
        self.sheet_kept = self.proving = False
        self._move(SHEET)

    def _on_made(self, post: object) -> None:
        self.busy = self.proving = False
        self.post = post
        self._phrase = self._again = ""
        self._prepared_for = ("", "")
        if not self.rescue:
            self.step = TERRITORY
        self.changed.emit()
        self.made.emit(post)

    def _on_error(self, error: Exception) -> None:
        self.busy = self.judging = False
        self.changed.emit()
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)
