"""What is done to the meeting that is open: how it stands, its minutes, the next one, indicators. No widget."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from mvl_desktop.domain.figure import Requete
from mvl_desktop.i18n import _, ngettext
from ui.background import Background
from ui.chiffre_values import CountedRecord
from ui.desk import Wordings
from ui.desk_reunions import Reunions
from ui.reunion_values import DecisionLine, ObligationYear, SinceLine
from ui.values import Choice, Values
from ui.view_models.export_list import ListExport
from ui.view_models.figure_leaving import FigureLeaving, LeavingDesk
from ui.view_models.record_form import RecordForm

T = TypeVar("T")
COPIL = "copil"


class MeetingDesk(Reunions, LeavingDesk, Wordings, Protocol):
    """What it asks of the post."""


class Meeting(QObject):
    """The meeting of a form. What writes is done once the form is saved: nothing typed is left aside."""

    done = Signal(str)
    """What was done, in one sentence."""
    refused = Signal(str)
    made = Signal(str)
    """The next meeting is here: its id."""
    shown = Signal(object)
    """What was asked for: the blocks of the minutes, a year, decisions, frozen values."""
    counted = Signal(str, object)
    """The records behind a frozen value: its name, and them."""

    def __init__(self, form: RecordForm, desk: MeetingDesk, background: Background) -> None:
        super().__init__()
        self.form, self._desk, self._background = form, desk, background
        self.wordings: Wordings = desk
        self.leaving, self.register = FigureLeaving(desk, background), ListExport(desk, background)
        self._waiting: Callable[[str], None] | None = None
        form.saved.connect(self._on_saved)
        form.refused.connect(self._on_refused)

    @property
    def champs(self) -> Values:
        """What is typed, nothing while there is no form."""
        return self.form.typed.champs if self.form.typed is not None else {}

    @property
    def rec(self) -> str:
        """The id of the meeting, once it is recorded."""
        return self.form.record.id if self.form.record is not None else ""

    @property
    def may_begin(self) -> bool:
        """Whether its type may give it an agenda: it has none yet."""
        return bool(self.champs.get("type_reunion")) and not self.champs.get("points")

    def begin_from_type(self) -> None:
        """Type what its type begins with; what is typed already stays."""
        type_reunion = str(self.champs.get("type_reunion") or "")

        def done(begun: Values) -> None:
            held = self.champs
            self.form.put({name: value for name, value in begun.items() if not held.get(name)})
            self.done.emit(_("L’ordre du jour du type est repris\u202f; il se change à volonté."))

        self._background.run(lambda: self._desk.reunion_begun(type_reunion), done, self._refuse)

    def set_state(self, etat: str, said: str, le: date | None = None) -> None:
        """Say how it stands."""
        self._write(lambda rec: self._desk.set_reunion_state(rec, etat, le), lambda _none: said)

    def move_minutes(self, move: str, said: str) -> None:
        """Move its minutes on."""
        self._write(lambda rec: self._desk.move_minutes(rec, move), lambda _none: said)

    def freeze(self, codes: Sequence[str]) -> None:
        """Freeze indicators at its date."""

        def said(count: int) -> str:
            words = ngettext("{n} valeur est figée.", "{n} valeurs sont figées.", count)
            return words.format(n=count)

        self._write(lambda rec: self._desk.freeze_indicators(rec, codes), said)

    def begin_next(self, le: date) -> None:
        """Make the next meeting, and open it."""

        def go(rec: str) -> None:
            self._background.run(lambda: self._desk.next_reunion(rec, le), self.made.emit, self._refuse)

        self._once_saved(go)

    def ask_text(self, *, masked: bool) -> None:
        """Ask for what the minutes say."""
        rec = self.rec
        self._ask(lambda: self._desk.minutes_text(rec, masked=masked))

    def ask_year(self, annee: int) -> None:
        """Ask for a year of the obligation."""
        self._ask(lambda: self._desk.obligation(annee))

    def ask_decisions(self) -> None:
        """Ask for what meetings left to do."""
        self._ask(self._desk.decisions_ouvertes)

    def ask_since(self) -> None:
        """Ask for frozen values beside today's."""
        rec = self.rec
        self._ask(lambda: self._desk.since_frozen(rec))

    def ask_counted(self, requete: Requete, title: str) -> None:
        """Ask for the records that a frozen value counts today."""

        def ask() -> tuple[CountedRecord, ...]:
            return tuple(self._desk.counted(requete))

        self._background.run(ask, lambda records: self.counted.emit(title, records), self._refuse)

    def indicators(self) -> Sequence[Choice]:
        """Return the indicators that may be frozen."""
        return self._desk.convention_indicators()

    def _ask(
        self, work: Callable[[], Sequence[str] | ObligationYear | Sequence[DecisionLine] | Sequence[SinceLine]]
    ) -> None:
        self._background.run(work, self.shown.emit, self._refuse)

    def _write(self, work: Callable[[str], T], said: Callable[[T], str]) -> None:
        def go(rec: str) -> None:
            def done(found: T) -> None:
                self.form.open(rec)
                self.done.emit(said(found))

            self._background.run(lambda: work(rec), done, self._refuse)

        self._once_saved(go)

    def _once_saved(self, go: Callable[[str], None]) -> None:
        if self.form.can_save:
            self._waiting = go
            self.form.save()
        elif self.rec:
            go(self.rec)

    def _on_saved(self, rec: str) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting(rec)

    def _on_refused(self, _code: str, _champ: str) -> None:
        self._waiting = None

    def _refuse(self, error: Exception) -> None:
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)
