"""The letters of the signalement in the form, and one of them as it is written. It holds no widget.

What is typed is kept on this post at once; the letter itself changes when the person says so, or leaves.
"""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from ui.background import Background
from ui.courrier_values import LetterLine, LetterOpened, LetterSeen, TemplateLine
from ui.desk import People
from ui.desk_courriers import Courriers
from ui.desk_textes import Textes
from ui.texte_values import TexteCited
from ui.timing import AlarmMaker
from ui.values import Person, Values

T = TypeVar("T")
PAUSE = 0.4
"""Seconds without a key after which the page is drawn again."""
PPI = 110.0


class LettersDesk(Courriers, Textes, People, Protocol):
    """What it asks of the post."""


class _Asking(QObject):
    """Work in the background, whose refusals are codes."""

    refused = Signal(str)

    def __init__(self, desk: LettersDesk, background: Background) -> None:
        super().__init__()
        self.desk, self.background = desk, background

    def run(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Do some work, then say what came of it."""
        self.background.run(work, done, self.on_error)

    def on_error(self, error: Exception) -> None:
        """Tell a refusal; anything else is our bug."""
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)


class Letters(_Asking):
    """The letters of one signalement, and the templates to write another."""

    changed = Signal()
    templates_changed = Signal()
    written = Signal(str)
    """A letter was written, by its id."""

    def __init__(self, desk: LettersDesk, background: Background) -> None:
        super().__init__(desk, background)
        self.rec = ""
        self.lines: Sequence[LetterLine] = ()
        self.templates: Sequence[TemplateLine] = ()

    def show(self, rec: str) -> None:
        """Follow a signalement, or none."""
        if rec != self.rec:
            self.rec, self.lines = rec, ()
            self.changed.emit()
        self.refresh()

    def refresh(self) -> None:
        """Ask for its letters again."""
        rec = self.rec

        def done(lines: Sequence[LetterLine]) -> None:
            if rec == self.rec and lines != self.lines:
                self.lines = lines
                self.changed.emit()

        if rec:
            self.run(lambda: self.desk.letters(rec), done)

    def ask_templates(self, transmission: str) -> None:
        """Ask which templates suit this signalement, or one of its transmissions."""
        rec = self.rec

        def done(templates: Sequence[TemplateLine]) -> None:
            self.templates = templates
            self.templates_changed.emit()

        self.templates = ()
        self.run(lambda: self.desk.letter_templates(rec, transmission), done)

    def add_defaults(self, transmission: str) -> None:
        """Put the templates that come with the application where they are missing."""
        self.run(self.desk.add_default_templates, lambda _count: self.ask_templates(transmission))

    def write(self, template: str, transmission: str) -> None:
        """Write a letter."""
        rec = self.rec

        def done(letter: str) -> None:
            self.refresh()
            self.written.emit(letter)

        self.run(lambda: self.desk.write_letter(rec, template, transmission), done)

    def drop(self, letter: str) -> None:
        """Give a letter up."""
        rec = self.rec
        self.run(lambda: self.desk.drop_letter(rec, letter), lambda _none: self.refresh())


class LetterDesk(_Asking):
    """One letter, as it is written."""

    opened_changed = Signal()
    seen_changed = Signal()
    printed = Signal(str)
    """The name of the file that was written."""
    found_again = Signal()
    """What was being typed when the window was lost is there again."""

    def __init__(self, desk: LettersDesk, background: Background, make_alarm: AlarmMaker) -> None:
        super().__init__(desk, background)
        self.opened: LetterOpened | None = None
        self.seen = LetterSeen()
        self.cited: Sequence[TexteCited] = ()
        """The texts that it cites, as they stand today."""
        self.said: dict[str, object] = {}
        self.draws = True
        """Whether the pages are shown, and so drawn."""
        self.people: Sequence[Person] = ()
        self._alarm = make_alarm(self.look)

    @property
    def me(self) -> str:
        """How the person who sits here is called."""
        return next((person.nom for person in self.people if person.ici), "")

    @property
    def is_dirty(self) -> bool:
        """Whether something typed is not in the letter yet."""
        return bool(self.said)

    @property
    def champs(self) -> Values:
        """The letter as it is being typed."""
        return {**self.opened.champs, **self.said} if self.opened else {}

    def open(self, rec: str, letter: str) -> None:
        """Open a letter, with what was being typed of it."""

        def work() -> tuple[LetterOpened, Values | None, Sequence[Person]]:
            opened = self.desk.open_letter(rec, letter)
            kept = None if opened.etat == "envoye" else self.desk.unfinished(letter)
            return opened, kept, self.desk.people()

        def done(found: tuple[LetterOpened, Values | None, Sequence[Person]]) -> None:
            opened, kept, self.people = found
            self._take(opened)
            if kept:
                self.said = dict(kept)
                self.opened_changed.emit()
                self.found_again.emit()
                self.look()

        self.run(work, done)

    def type(self, name: str, value: object) -> None:
        """Take what is typed of one field; it is kept on this post, and the page follows."""
        if self.opened is None or self.champs.get(name) == value:
            return
        self.said[name] = value
        self._alarm.start(PAUSE)

    def look(self) -> None:
        """Keep what is typed, look at the letter and draw its pages."""
        opened, said = self.opened, dict(self.said)
        if opened is None:
            return
        lines = [*str(self.champs.get("texte") or "").split("\n"), *opened.fondements]

        def work() -> tuple[LetterSeen, Sequence[TexteCited]]:
            if said:
                self.desk.keep_unfinished(opened.id, said)
            cited = self.desk.cited_texts(lines, opened.textes_lus_le)
            return self.desk.see_letter(opened, said, PPI if self.draws else 0.0), cited

        def done(found: tuple[LetterSeen, Sequence[TexteCited]]) -> None:
            if self.opened is opened and said == self.said:
                self.seen, self.cited = found
                self.seen_changed.emit()

        self.run(work, done)

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Put what is typed in the letter."""
        opened, said = self.opened, dict(self.said)
        if opened is None:
            return
        self._alarm.stop()

        def work() -> LetterOpened:
            saved = self.desk.save_letter(opened, said) if said else opened
            self.desk.keep_unfinished(opened.id, None)
            return saved

        def done(saved: LetterOpened) -> None:
            self._take(saved, {name: value for name, value in self.said.items() if (name, value) not in said.items()})
            if then is not None:
                then()

        self.run(work, done)

    def reopen(self) -> None:
        """Ask for the letter again: what is around it changed."""
        if self.opened is not None:
            self.open(self.opened.rec, self.opened.id)

    def keep(self, name: str, line: str) -> None:
        """Keep a passage on purpose: `revelations`, or `laisses` for brackets; the line says why."""
        held = self.champs.get(name)
        lines = [str(one) for one in held] if isinstance(held, (list, tuple)) else []
        self.said[name] = [*lines, line]
        self.look()

    def review(self, par: str) -> None:
        """Note a review, of what is typed now."""
        self.save(lambda: self._gesture(lambda opened: self.desk.review_letter(opened, par)))

    def send(self, canal: str, le: date, reference: str) -> None:
        """Note that it left."""
        self._gesture(lambda opened: self.desk.send_letter(opened, canal, le, reference))

    def print(self, path: Path) -> None:
        """Write a numbered copy of what is typed now."""

        def go() -> None:
            opened = self.opened
            if opened is not None:
                self.run(lambda: self.desk.print_letter(opened, path), lambda _none: self.printed.emit(path.name))

        self.save(go)

    def forget(self) -> None:
        """Leave what was typed since the letter was last kept."""
        opened, self.said = self.opened, {}
        self._alarm.stop()
        if opened is not None:
            self.run(lambda: self.desk.keep_unfinished(opened.id, None), lambda _none: None)

    def _gesture(self, do: Callable[[LetterOpened], LetterOpened]) -> None:
        opened = self.opened
        if opened is not None:
            self.run(lambda: do(opened), lambda found: self._take(found, None if found.etat == "envoye" else self.said))

    def _take(self, opened: LetterOpened, since: Values | None = None) -> None:
        """Show a letter; `since`: what was typed meanwhile."""
        self.opened, self.said = opened, dict(since or {})
        self.opened_changed.emit()
        self.look()
