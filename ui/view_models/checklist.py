"""The fiches applied to the signalement in the form: which may be, which changed since, and their steps. No widget."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from ui.desk import Fiches
from ui.desk_fiches import FicheLife
from ui.fiche_values import GoneFiche
from ui.values import FicheLine, NewerFiche, Typed
from ui.view_models.record_form import RecordForm

A_FAIRE, FAIT, ECARTE = "a_faire", "fait", "ecarte"
Step = Mapping[str, object]


class ChecklistDesk(Fiches, FicheLife, Protocol):
    """What it asks of the post."""


class Checklist(QObject):
    """What may be applied, and what has a newer version."""

    fiches_changed = Signal()
    newer_changed = Signal()
    applied = Signal(int)
    """So many steps were added to the form."""
    followed = Signal(int)
    """The checklist follows a newer version, and has so many steps."""
    refused = Signal(str)

    def __init__(self, desk: ChecklistDesk, form: RecordForm) -> None:
        super().__init__()
        self._desk, self._form = desk, form
        self.fiches: Sequence[FicheLine] = ()
        self.newer: Sequence[NewerFiche] = ()
        self.gone: Sequence[GoneFiche] = ()
        """The fiches applied here that are not to be applied any more."""
        self._asked_for: Typed | None = None

    @property
    def proposed(self) -> Sequence[FicheLine]:
        """The fiches that what is typed calls for, and that nobody applied yet."""
        return [fiche for fiche in self.fiches if fiche.raison and not fiche.appliquee]

    def ask_fiches(self, *, again: bool = False) -> None:
        """Ask which fiches may be applied here, those proposed first; about the same values once, unless `again`."""
        typed = self._form.typed
        if typed is None or (typed == self._asked_for and not again):
            self.fiches_changed.emit()
            return
        self._asked_for = typed

        def done(fiches: Sequence[FicheLine]) -> None:
            self.fiches = fiches
            self.fiches_changed.emit()

        self._form.background.run(lambda: self._desk.fiches(typed), done, self._on_error)

    def ask_newer(self) -> None:
        """Ask which fiches applied here have changed since."""
        typed = self._form.typed
        if typed is None or not typed.champs.get("etapes_appliquees"):
            self._take_newer(((), ()))
            return
        self._form.background.run(
            lambda: (self._desk.newer(typed), self._desk.gone_fiches(typed)),
            lambda found: self._take_newer(found) if self._is_shown(typed) else None,
            self._on_error,
        )

    def follow(self, fiches: Sequence[str]) -> None:
        """Let the checklist follow the newer version of some fiches: what is done stays, what is new is to do."""
        typed = self._form.typed
        if typed is None:
            return

        def work() -> Typed:
            after = typed
            for fiche in fiches:
                after = self._desk.with_followed(after, fiche)
            return after

        def done(after: Typed) -> None:
            # What was ticked meanwhile would be lost: it is asked again.
            if self._form.typed is None or _steps(self._form.typed) != _steps(typed):
                self.ask_newer()
                return
            self._form.put({"etapes_appliquees": _steps(after)})
            self.followed.emit(len(_steps(after)))
            self.ask_newer()

        self._form.background.run(work, done, self._on_error)

    def apply(self, fiche: str) -> None:
        """Add the steps of a fiche to the checklist of the form."""
        typed = self._form.typed
        if typed is None:
            return

        def done(after: Typed) -> None:
            current = self._form.typed
            if current is None or not self._is_shown(typed):
                return
            before = _steps(typed)
            added = [step for step in _steps(after) if step not in before]
            self._form.put({"etapes_appliquees": [*_steps(current), *added]})
            self.applied.emit(len(added))
            self.ask_newer()
            self.ask_fiches()

        self._form.background.run(lambda: self._desk.with_fiche(typed, fiche), done, self._on_error)

    def _is_shown(self, typed: Typed) -> bool:
        return self._form.typed is not None and self._form.typed.id == typed.id

    def _take_newer(self, found: tuple[Sequence[NewerFiche], Sequence[GoneFiche]]) -> None:
        self.newer, self.gone = found
        self.newer_changed.emit()

    def _on_error(self, error: Exception) -> None:
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)


def done_step(step: Step, who: str, at: datetime) -> dict[str, object]:
    """Return a step as done now, by somebody."""
    kept = {name: value for name, value in step.items() if name != "motif"}
    return {**kept, "etat": FAIT, "fait_le": at.date().isoformat(), "fait_par": who or None}


def skipped_step(step: Step, who: str, at: datetime, motif: str) -> dict[str, object]:
    """Return a step as set aside now, by somebody, with the reason."""
    return {**done_step(step, who, at), "etat": ECARTE, "motif": motif}


def open_step(step: Step) -> dict[str, object]:
    """Return a step as still to do."""
    gone = ("fait_le", "fait_a", "fait_par", "motif")
    return {**{name: value for name, value in step.items() if name not in gone}, "etat": A_FAIRE}


def progress(steps: Sequence[Step]) -> tuple[int, int]:
    """Return how many steps are settled, done or set aside, of how many."""
    return sum(step.get("etat") in (FAIT, ECARTE) for step in steps), len(steps)


def _steps(typed: Typed) -> list[Step]:
    steps = typed.champs.get("etapes_appliquees")
    return [step for step in steps if isinstance(step, Mapping)] if isinstance(steps, (list, tuple)) else []
