"""A convention or a fiche d'action that is open: how it stands, and what is done with it. No widget."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from mvl_desktop.domain.errors import DomainError
from mvl_desktop.history.compare import Words
from mvl_desktop.i18n import N_
from ui.background import Background
from ui.convention_values import ActionSeen, AvenantWish, ConventionSeen, Signing
from ui.desk_convention import Conventions
from ui.view_models.record_form import RecordForm

T = TypeVar("T")
DONE, AHEAD = "faite", "a_faire"
UNSAVED = N_("Enregistrez d’abord ce que vous écrivez.")


class ConventionDesk(Conventions, Protocol):
    """What these windows ask of the post."""


class _Life(QObject):
    """What follows a form: read again when it opens and when it is saved."""

    changed = Signal()
    moved = Signal()
    """What may be done now is not what it was."""
    refused = Signal(str)

    def __init__(self, form: RecordForm, desk: ConventionDesk, background: Background) -> None:
        super().__init__()
        self.form = form
        self._desk, self._background = desk, background
        self.busy = False
        form.opened.connect(self.look)
        form.saved.connect(lambda _rec: self.look())
        form.changed.connect(self.moved)

    @property
    def rec(self) -> str:
        """The id of the record that is open; empty while there is none."""
        return self.form.record.id if self.form.record is not None else ""

    @property
    def unsaved(self) -> bool:
        """Whether something typed waits: gestures wait too, they would change the record under it."""
        return self.form.can_save

    def look(self) -> None:
        """Ask how the record that is open stands: each kind asks for its own."""

    def _do(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Do something to the record, then show it as it became."""
        if self.busy or not self.rec:
            return
        self.busy = True
        self.moved.emit()

        def ended(found: T) -> None:
            self.busy = False
            done(found)
            self.form.refresh()
            self.look()

        def failed(error: Exception) -> None:
            self.busy = False
            self.moved.emit()
            self._refuse(error)

        self._background.run(work, ended, failed)

    def _refuse(self, error: Exception) -> None:
        code = getattr(error, "code", None)
        if not isinstance(error, DomainError) and not isinstance(code, str):
            raise error
        self.refused.emit(str(code))


class ConventionLife(_Life):
    """The convention that is open."""

    compared = Signal(str, object, object)
    """(text in force, its words, the words of the new one)."""
    denounced = Signal(object)
    """Its last day."""
    made = Signal(int)
    """How many fiches d'actions were made."""

    def __init__(self, form: RecordForm, desk: ConventionDesk, background: Background) -> None:
        self.seen: ConventionSeen | None = None
        super().__init__(form, desk, background)

    def look(self) -> None:
        """Ask how the convention stands."""
        rec = self.rec
        if not rec:
            self._show(None)
            return

        def done(seen: ConventionSeen) -> None:
            if self.rec == rec:
                self._show(seen)

        self._background.run(lambda: self._desk.convention_seen(rec), done, lambda _error: self._show(None))

    def sign(self, said: Signing) -> None:
        """Write a signature."""
        rec = self.rec
        self._do(lambda: self._desk.sign_convention(rec, said), lambda _none: None)

    def denounce(self, partie: str, le: date) -> None:
        """Denounce the convention."""
        rec = self.rec
        self._do(lambda: self._desk.denounce_convention(rec, partie, le), self.denounced.emit)

    def compare(self, numero: str, apres: str) -> None:
        """Ask for an article as it reads today beside a new wording."""
        rec = self.rec

        def done(found: tuple[str, Sequence[Words], Sequence[Words]]) -> None:
            self.compared.emit(*found)

        self._background.run(lambda: self._desk.article_beside(rec, numero, apres), done, self._refuse)

    def amend(self, wish: AvenantWish) -> None:
        """Add an avenant."""
        rec = self.rec
        self._do(lambda: self._desk.add_avenant(rec, wish), lambda _none: None)

    def sign_avenant(self, said: Signing) -> None:
        """Write the signature of an avenant."""
        rec = self.rec
        self._do(lambda: self._desk.sign_avenant(rec, said), lambda _none: None)

    def make_actions(self) -> None:
        """Make the fiches d'actions that are missing."""
        rec = self.rec
        self._do(lambda: self._desk.create_actions(rec), self.made.emit)

    def _show(self, seen: ConventionSeen | None) -> None:
        self.seen = seen
        self.changed.emit()


class ActionLife(_Life):
    """The fiche d'action that is open."""

    def __init__(self, form: RecordForm, desk: ConventionDesk, background: Background) -> None:
        self.seen: ActionSeen | None = None
        super().__init__(form, desk, background)

    def look(self) -> None:
        """Ask how the action stands."""
        rec = self.rec
        if not rec:
            self._show(None)
            return

        def done(seen: ActionSeen) -> None:
            if self.rec == rec:
                self._show(seen)

        self._background.run(lambda: self._desk.action_seen(rec), done, lambda _error: self._show(None))

    def tick(self, etape: str) -> None:
        """Say that a step is done, or that it is to do again."""
        step = next((each for each in self.seen.etapes if each.id == etape), None) if self.seen else None
        if step is None or self.unsaved:
            return
        rec, etat = self.rec, AHEAD if step.faite else DONE
        self._do(lambda: self._desk.mark_step(rec, etape, etat), lambda _none: None)

    def _show(self, seen: ActionSeen | None) -> None:
        self.seen = seen
        self.changed.emit()
