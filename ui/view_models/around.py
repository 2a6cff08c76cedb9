"""What stands around a form: who works here, what is kept apart, following, printing. It holds no widget."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from ui.background import Background
from ui.desk import Asides, Drafts, Lists, People, Records
from ui.desk_annuaire import Annuaire
from ui.desk_textes import Textes
from ui.values import Aside, Espace, Found, LinkFrom, Person, Typed

T = TypeVar("T")
_FOUND = 12


def departement_of(typed: Typed | None) -> str:
    """Return the département that what is typed is about, the first one when there are several; empty when none."""
    champs = typed.champs if typed is not None else {}
    several = champs.get("departements")
    first = several[0] if isinstance(several, (list, tuple)) and several else ""
    return str(champs.get("departement") or first or "")


class AroundDesk(Lists, Records, Drafts, Asides, People, Textes, Annuaire, Protocol):
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
    wanted = Signal(str, str)
    """Another record that a link leads to is to be opened: its kind, its id."""

    def __init__(self, desk: AroundDesk, background: Background) -> None:
        super().__init__()
        self._desk, self._background = desk, background
        self.people: Sequence[Person] = ()
        self.asides: dict[str, Aside] = {}
        """What may be said of a reference."""
        self.homes: dict[str, Sequence[Espace]] = {}
        """The compartments where this post may write, by kind."""
        self._asked: set[str] = set()
        self._texts: Sequence[str] | None = None
        self._organismes: dict[str, Sequence[str]] = {}
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

    @property
    def texts(self) -> Sequence[str]:
        """The texts of the library in force, as one cites them; none until they came, the first time."""
        if self._texts is None:
            self._texts = ()
            self._run(self._desk.texts_to_cite, self._take_texts)
        return self._texts

    def organismes(self, departement: str) -> Sequence[str]:
        """Return the names of the annuaire, those competent for a département first; none until they came."""
        if departement not in self._organismes:
            self._organismes[departement] = ()

            def take(names: Sequence[str]) -> None:
                self._organismes[departement] = names

            self._run(lambda: self._desk.organismes_to_propose(departement), take)
        return self._organismes[departement]

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
        self._texts = None
        self._organismes.clear()

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

    def _take_texts(self, texts: Sequence[str]) -> None:
        self._texts = texts

    def _run(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._background.run(work, done, self._on_error)

    def _on_error(self, error: Exception) -> None:
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)
