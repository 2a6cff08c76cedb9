"""What stands around a form: who works here, what is kept apart, following, printing. It holds no widget."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from ui.background import Background
from ui.desk import Asides, Drafts, Lists, People, Records
from ui.values import Aside, Espace, Found, LinkFrom, Person

T = TypeVar("T")
_FOUND = 12


class AroundDesk(Lists, Records, Drafts, Asides, People, Protocol):
    """What it asks of the post."""


class Around(QObject):
    """People, what is kept apart, following and printing."""

    people_changed = Signal()
    asides_changed = Signal()
    followed = Signal()
    printed = Signal(str)
    """The name of the file that was written."""
    refused = Signal(str)
    links_changed = Signal()
    wanted = Signal(str)
    """Another record that a link leads to is to be opened."""

    def __init__(self, desk: AroundDesk, background: Background) -> None:
        super().__init__()
        self._desk, self._background = desk, background
        self.people: Sequence[Person] = ()
        self.asides: dict[str, Aside] = {}
        """What may be said of a reference."""
        self.homes: dict[str, Sequence[Espace]] = {}
        """The compartments where this post may write, by kind."""
        self._asked: set[str] = set()
        self.rec = ""
        """The record in the form, once it is recorded."""
        self.links: Sequence[LinkFrom] = ()
        """What other signalements say of it."""

    @property
    def me(self) -> str:
        """How the person who sits here is called; empty while nobody knows."""
        return next((person.nom for person in self.people if person.ici), "")

    @property
    def names(self) -> Sequence[str]:
        """How the people of these espaces are called."""
        return [person.nom for person in self.people if not person.depart]

    def load(self) -> None:
        """Ask who works here, once."""
        if self.people:
            return

        def done(people: Sequence[Person]) -> None:
            self.people = people
            self.people_changed.emit()

        self._run(self._desk.people, done)

    def renew(self) -> None:
        """Ask everything again at the next look: another record comes, and time has passed."""
        self.asides.clear()
        self._asked.clear()

    def show(self, rec: str, *, linked: bool) -> None:
        """Follow the record in the form; ask, when its kind has any, for the links that others hold towards it."""
        self.rec, self.links = rec, ()
        self.links_changed.emit()

        def done(links: Sequence[LinkFrom]) -> None:
            if rec == self.rec:
                self.links = links
                self.links_changed.emit()

        if rec and linked:
            self._run(lambda: self._desk.links_to(rec), done)

    def look(self, references: Sequence[str], kinds: Sequence[str]) -> None:
        """Ask what may be said of these references, and where records of these kinds may be written."""
        wanted = [each for each in references if each and each not in self.asides]
        new = [kind for kind in kinds if kind not in self._asked]
        self._asked.update(new)
        if not wanted and not new:
            self.asides_changed.emit()
            return

        def work() -> tuple[Mapping[str, Aside], Mapping[str, Sequence[Espace]]]:
            return {each: self._desk.aside(each) for each in wanted}, {kind: self._desk.homes(kind) for kind in new}

        def done(found: tuple[Mapping[str, Aside], Mapping[str, Sequence[Espace]]]) -> None:
            self.asides.update(found[0])
            self.homes.update(found[1])
            self.asides_changed.emit()

        self._run(work, done)

    def forget(self, reference: str) -> None:
        """Ask again, next time, what may be said of a reference: it changed."""
        self.asides.pop(reference, None)

    def find(self, text: str, kind: str, done: Callable[[Sequence[Found]], None]) -> None:
        """Find records of a kind by some words."""
        if text:
            self._run(
                lambda: [each for each in self._desk.search(text, 4 * _FOUND) if self._may_name(each, kind)][:_FOUND],
                done,
            )

    def name_reference(self, rec: str, done: Callable[[str], None]) -> None:
        """Give the reference to write in a field for a record of this post."""
        self._run(lambda: self._desk.reference_of(rec), done)

    def follow(self, rec: str, *, followed: bool) -> None:
        """Follow a record, or no more."""
        self._run(lambda: self._desk.follow(rec, followed=followed), lambda _none: self.followed.emit())

    def print(self, rec: str, path: Path, *, masked: bool) -> None:
        """Write a record to a file, whole or without what names people."""
        self._run(lambda: self._desk.print(rec, path, masked=masked), lambda _none: self.printed.emit(path.name))

    def _may_name(self, found: Found, kind: str) -> bool:
        return found.kind == kind and found.id != self.rec

    def _run(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._background.run(work, done, self._on_error)

    def _on_error(self, error: Exception) -> None:
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)
