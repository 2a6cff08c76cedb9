"""The grids opened in the signalement of the form: which may be, what changed since, what answers call for. No widget.

Answers are typed in the form like anything else: they are kept with its draft, and recorded with it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from mvl_desktop.domain.reperage import AIDE, GRILLES, REPONSES, answers_of, grid_of, grids_of, without_grid
from ui.desk import Fiches
from ui.desk_grilles import Grilles
from ui.grille_values import GrilleFiche, GrilleLine, GrilleOuverte
from ui.values import Typed, Values
from ui.view_models.record_form import RecordForm

T = TypeVar("T")
RESERVED = "grille_reservee_clinicien"
"""The code of the sentence that says that only a clinician answers."""


class ReperageDesk(Fiches, Grilles, Protocol):
    """What it asks of the post."""


class Reperage(QObject):
    """What may be opened, what is known of what was, and which fiches the answers call for."""

    grilles_changed = Signal()
    known_changed = Signal()
    called_changed = Signal()
    opened = Signal(str)
    """A grid of the form is to be answered: the id of its element."""
    choosing = Signal()
    """A grid is to be chosen."""
    left = Signal()
    """The interview was left: the form is there again."""
    reread = Signal(object)
    """An answered grid is to be read again beside today's version: a `GrilleRelue`."""
    read = Signal(str, object)
    """A grid is to be read, and not answered: its title and its fields."""
    wants_fiche = Signal(str)
    """A fiche de conduite is to be applied, by the way of every other."""
    refused = Signal(str)

    def __init__(self, desk: ReperageDesk, form: RecordForm) -> None:
        super().__init__()
        self._desk, self._form = desk, form
        self.grilles: Sequence[GrilleLine] = ()
        self.known: Mapping[str, GrilleOuverte] = {}
        """What the post knows of each opened grid."""
        self.called: Sequence[GrilleFiche] = ()
        self._asked_for: object = None

    @property
    def form(self) -> RecordForm:
        """The form where answers are typed."""
        return self._form

    @property
    def champs(self) -> Values:
        """What is typed, nothing while there is no form."""
        return self._form.typed.champs if self._form.typed is not None else {}

    @property
    def proposed(self) -> Sequence[GrilleLine]:
        """The grids that what is typed calls for, that may be answered here and that nobody opened yet."""
        held = {grid.get("code") for grid in grids_of(self.champs)}
        return [line for line in self.grilles if line.raison and not line.refus and line.code not in held]

    def inquire(self) -> None:
        """Ask again for what is beside the values that are typed."""
        typed = self._form.typed
        if typed is None:
            return
        key = (typed.id, typed.champs)
        if key == self._asked_for:
            return
        self._asked_for = key
        self.ask_grilles()
        self._run(typed, lambda: self._desk.grilles_ouvertes(typed), self._take_known)
        self.ask_called()

    def look_again(self) -> None:
        """Ask again, whatever was asked before: grids may have changed."""
        self._asked_for = None
        self.inquire()

    def ask_grilles(self) -> None:
        """Ask which grids may be opened here, those proposed first."""
        typed = self._form.typed
        if typed is not None:
            self._run(typed, lambda: self._desk.grilles(typed), self._take_grilles)

    def ask_called(self) -> None:
        """Ask which fiches the answers call for."""
        typed = self._form.typed
        if typed is None or not answers_of(typed.champs):
            self._take_called(())
            return
        self._run(typed, lambda: self._desk.called_fiches(typed), self._take_called)

    def knows(self, remplie: str) -> GrilleOuverte:
        """Return what is known of an opened grid; while nothing is, one for clinicians stays closed."""
        held = grid_of(self.champs, remplie) or {}
        unknown = RESERVED if held.get("forme") == AIDE else ""
        return self.known.get(remplie, GrilleOuverte(remplie, refus=unknown))

    def open(self, grille: str) -> None:
        """Open a grid in the form, and answer it."""
        self._open(lambda typed: self._desk.with_grille(typed, grille))

    def carry(self, remplie: str, codes: Collection[str]) -> None:
        """Open today's version of an answered grid, with its answers to these criteria, and answer the rest."""
        self._open(lambda typed: self._desk.with_relecture(typed, remplie, codes))

    def read_again(self, remplie: str) -> None:
        """Ask for an answered grid beside today's version of it."""
        typed = self._form.typed
        if typed is not None:
            self._run(typed, lambda: self._desk.reread_grille(typed, remplie), self.reread.emit)

    def read_only(self, line: GrilleLine) -> None:
        """Ask for a grid to read it: its criteria, what to look at."""
        typed = self._form.typed
        if typed is not None:
            self._run(
                typed,
                lambda: self._desk.grille_versions(line.id),
                lambda found: self.read.emit(line.titre, found[0].champs if found else {}),
            )

    def take_out(self, remplie: str) -> Callable[[], None]:
        """Take an opened grid out of the form; returns what puts it back."""
        before = self.champs
        after = without_grid(before, remplie)
        gone = grid_of(before, remplie)
        answers = answers_of(before, remplie)
        self._form.put({GRILLES: after[GRILLES], REPONSES: after[REPONSES]})

        def put_back() -> None:
            held = self.champs
            self._form.put(
                {GRILLES: [*grids_of(held), *([gone] if gone else [])], REPONSES: [*answers_of(held), *answers]}
            )

        return put_back

    def _open(self, work: Callable[[Typed], tuple[Typed, str]]) -> None:
        typed = self._form.typed
        if typed is None:
            return

        def done(found: tuple[Typed, str]) -> None:
            after, remplie = found
            held = self.champs
            if grid_of(held, remplie) is None:
                added = {
                    GRILLES: [*grids_of(held), *_new(grids_of(held), grids_of(after.champs))],
                    REPONSES: [*answers_of(held), *_new(answers_of(held), answers_of(after.champs))],
                }
                self._form.put(added)
                self._form.flush()
            self.inquire()
            self.opened.emit(remplie)

        self._run(typed, lambda: work(typed), done)

    def _run(self, typed: Typed, work: Callable[[], T], on_done: Callable[[T], None]) -> None:
        def done(found: T) -> None:
            if self._form.typed is not None and self._form.typed.id == typed.id:
                on_done(found)

        self._form.background.run(work, done, self._on_error)

    def _take_grilles(self, found: Sequence[GrilleLine]) -> None:
        self.grilles = found
        self.grilles_changed.emit()

    def _take_known(self, found: Sequence[GrilleOuverte]) -> None:
        self.known = {each.remplie: each for each in found}
        self.known_changed.emit()

    def _take_called(self, found: Sequence[GrilleFiche]) -> None:
        if found != self.called:
            self.called = found
            self.called_changed.emit()

    def _on_error(self, error: Exception) -> None:
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)


def _new(held: Sequence[Mapping[str, object]], after: Sequence[Mapping[str, object]]) -> list[Mapping[str, object]]:
    known = {each.get("id") for each in held}
    return [each for each in after if each.get("id") not in known]
