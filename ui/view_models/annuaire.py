"""The annuaire in its page: who is competent, what is to verify, which functions nobody holds. It holds no widget."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from ui.annuaire_values import AVerifier, Fonction, Interlocuteur
from ui.background import Background
from ui.desk_annuaire import Annuaire

T = TypeVar("T")


class AnnuaireDesk(Annuaire, Protocol):
    """What it asks of the post."""


class AnnuairePage(QObject):
    """What is looked for, and what is done with an entry."""

    changed = Signal()
    """What is shown besides the list: who is competent, what is to verify, functions."""
    done = Signal(str)
    """An entry was verified or closed: its id."""
    added = Signal(int)
    """How many of the entries that come with the application were not here."""
    refused = Signal(str)

    def __init__(self, desk: AnnuaireDesk, background: Background) -> None:
        super().__init__()
        self._desk, self._background = desk, background
        self.departement = self.destinataire = ""
        self.reviewing = False
        self.found: Sequence[Interlocuteur] = ()
        self.late: Sequence[AVerifier] = ()
        self.functions: Sequence[Fonction] = ()
        self._serial = 0

    @property
    def is_looking(self) -> bool:
        """Whether something else than the whole list is shown."""
        return self.reviewing or bool(self.departement)

    def look(self, departement: str, destinataire: str) -> None:
        """Look for who is competent somewhere; nowhere is the whole list."""
        self.departement, self.destinataire, self.reviewing = departement, destinataire, False
        self.refresh()

    def review(self, *, on: bool) -> None:
        """Show what is to verify, or no longer."""
        self.reviewing = on
        if on:
            self.departement = ""
        self.refresh()

    def refresh(self) -> None:
        """Ask again."""
        self._serial += 1
        serial, where, whom = self._serial, self.departement, self.destinataire

        def work() -> tuple[Sequence[AVerifier], Sequence[Interlocuteur]]:
            return self._desk.to_verify(), self._desk.competent(where, destinataire=whom) if where else ()

        def done(found: tuple[Sequence[AVerifier], Sequence[Interlocuteur]]) -> None:
            if serial == self._serial:
                self.late, self.found = found
                self.changed.emit()

        self._run(work, done)

    def ask_functions(self) -> None:
        """Ask how functions stand today."""

        def done(found: Sequence[Fonction]) -> None:
            self.functions = found
            self.changed.emit()

        self._run(self._desk.functions, done)

    def add_default(self) -> None:
        """Put the entries that come with the application in the usual espace."""

        def done(added: int) -> None:
            self.added.emit(added)
            self.refresh()

        self._run(self._desk.add_default_directory, done)

    def verify(self, rec: str) -> None:
        """Say that an entry is right today."""
        self._run(lambda: self._desk.verify_organisme(rec), lambda _none: self._on_done(rec))

    def close(self, rec: str, le: str, remplacant: str) -> None:
        """Say that an entry is no longer in service, and what takes its place."""
        self._run(lambda: self._desk.close_organisme(rec, le, remplacant), lambda _none: self._on_done(rec))

    def _on_done(self, rec: str) -> None:
        self.done.emit(rec)
        self.refresh()

    def _run(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._background.run(work, done, self._on_error)

    def _on_error(self, error: Exception) -> None:
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)
