"""The transmissions of the signalement in the form: what is asked of the post, and each gesture. It holds no widget.

A gesture changes what is typed and nothing else; « Enregistrer » makes a revision of it, and seals what left.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from mvl_desktop.domain import transmettre
from mvl_desktop.domain.cloture import proposed_statut
from mvl_desktop.domain.errors import DomainError
from mvl_desktop.domain.transmettre import Passed
from ui.annuaire_values import Interlocuteur
from ui.desk import People
from ui.desk_annuaire import Annuaire
from ui.desk_textes import Textes
from ui.desk_transmissions import Transmissions
from ui.texte_values import TexteCited
from ui.timing import Now
from ui.transmission_values import LegalGround
from ui.values import Record, Values
from ui.view_models.record_form import RecordForm

T = TypeVar("T")


class TransmissionsDesk(Transmissions, Textes, Annuaire, People, Protocol):
    """What it asks of the post."""


class TransmissionsForm(QObject):
    """What the cards of the transmissions show and allow."""

    refused = Signal(str)
    printed = Signal(str)
    """The name of the file that was written."""
    moved = Signal()
    """Something changed around the transmissions: the record, what is typed of it."""

    def __init__(self, desk: TransmissionsDesk, form: RecordForm, me: Callable[[], str], now: Now) -> None:
        super().__init__()
        self._desk, self._form, self._me, self._now = desk, form, me, now
        self._cited: dict[tuple[str, ...], Sequence[TexteCited]] = {}
        form.changed.connect(self.moved)
        form.opened.connect(self._on_opened)

    @property
    def champs(self) -> Passed:
        """What is typed of the signalement."""
        typed = self._form.typed
        return typed.champs if typed is not None else {}

    @property
    def today(self) -> date:
        """The day of this post."""
        return self._now().date()

    @property
    def record(self) -> Record | None:
        """What is around the form, once the record exists."""
        return self._form.record

    @property
    def rec(self) -> str:
        """The record, once it is one."""
        return self._form.record.id if self._form.record is not None else ""

    @property
    def proposed_statut(self) -> str:
        """The statut that what was sent suggests, or nothing."""
        return proposed_statut(self.champs)

    def take_statut(self) -> None:
        """Give the signalement the statut proposed."""
        if self.proposed_statut:
            self._form.put({"statut": self.proposed_statut})

    @property
    def waits(self) -> bool:
        """Whether something typed is not recorded yet."""
        return self._form.can_save

    def is_recorded(self, passed: Passed) -> bool:
        """Whether this transmission is in the record, so that its paper can be written."""
        return bool(self.rec and passed.get("id"))

    def play(self, gesture: str, passed: Passed, said: Values) -> Passed | None:
        """Return a transmission after a gesture; None when it was refused, and that is said."""
        try:
            return self._played(gesture, passed, said)
        except DomainError as error:
            self.refused.emit(error.code)
            return None

    def grounds(self, destinataire: str, done: Callable[[Sequence[LegalGround]], None]) -> None:
        """Give the texts of the library."""
        self._run(lambda: self._desk.legal_grounds(destinataire), done)

    def competent(self, destinataire: str, done: Callable[[Sequence[Interlocuteur]], None]) -> None:
        """Give who is competent for a recipient, where the signalement is."""
        where = str(self.champs.get("departement") or "")
        if destinataire:
            self._run(lambda: self._desk.competent(where, destinataire=destinataire), done)
        else:
            done(())

    def cited(self, passed: Passed) -> Sequence[TexteCited]:
        """Return the texts that a transmission rests on as they stand today; `moved` says that they are known."""
        held = passed.get("fondements")
        lines = tuple(str(line) for line in held) if isinstance(held, (list, tuple)) else ()
        if lines and lines not in self._cited:
            self._cited[lines] = ()

            def done(found: Sequence[TexteCited]) -> None:
                self._cited[lines] = found
                if found:
                    self.moved.emit()

            self._run(lambda: self._desk.cited_texts(lines), done)
        return self._cited.get(lines, ())

    def pin(self, pieces: Sequence[str], done: Callable[[Sequence[str]], None]) -> None:
        """Give the line of each attachment chosen."""
        rec = self.rec
        if not pieces:
            done(())
        else:
            self._run(lambda: self._desk.pin_pieces(rec, pieces), done)

    def await_return(self, passed: Passed, done: Callable[[str], None]) -> None:
        """Give the day on which a return is awaited."""
        typed = self._form.typed
        if typed is not None:
            self._run(lambda: self._desk.expected_return(typed, passed), done)

    def as_sent(self, transmission: str, done: Callable[[Values | None], None]) -> None:
        """Give a transmission as it left."""
        rec = self.rec
        self._run(lambda: self._desk.as_sent(rec, transmission), done)

    def print_slip(self, transmission: str, path: Path, *, masked: bool) -> None:
        """Write the bordereau."""
        rec = self.rec
        self._run(
            lambda: self._desk.print_slip(rec, transmission, path, masked=masked),
            lambda _none: self.printed.emit(path.name),
        )

    def _played(self, gesture: str, passed: Passed, said: Values) -> Passed:
        match gesture:
            case "decider":
                return transmettre.decided(passed, self.champs, self.today, self._me())
            case "envoyer":
                author = {} if passed.get("decidee_par") or not self._me() else {"decidee_par": self._me()}
                return transmettre.sent(passed, self.champs, {**author, **said})
            case "recue":
                return transmettre.acknowledged(passed, _day(said, "recepisse_le") or self.today)
            case "relancer":
                told = transmettre.reminded(passed, _day(said, "relancee_le") or self.today)
                return {**told, "retour_attendu_le": said.get("retour_attendu_le") or told.get("retour_attendu_le")}
            case "retour":
                return transmettre.returned(passed, said)
            case "clore":
                return transmettre.closed(passed, str(said.get("issue") or ""))
            case "abandonner":
                return transmettre.abandoned(passed, str(said.get("motif_abandon") or ""))
            case _:
                return transmettre.reopened(passed)

    def _on_opened(self) -> None:
        """Ask again how texts stand: some may have changed since."""
        self._cited.clear()
        self.moved.emit()

    def _run(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._form.background.run(work, done, self._on_error)

    def _on_error(self, error: Exception) -> None:
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)


def _day(said: Mapping[str, object], name: str) -> date | None:
    return transmettre.read_day(said.get(name))
