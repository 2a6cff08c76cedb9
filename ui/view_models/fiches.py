"""The fiches de conduite: which ones are shown, which one is read, and to which signalement it is applied."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from mvl_desktop.domain.champ import Declaration
from ui.background import Background
from ui.desk import Drafts, Fiches, Lists, Records
from ui.desk_fiches import FicheLife
from ui.desk_textes import Textes
from ui.fiche_values import FicheUse
from ui.texte_values import TexteCited
from ui.timing import AlarmMaker
from ui.values import DraftLine, Row, Typed, Values, Wanted
from ui.view_models.fiche_callers import CallersDesk, WhoToCall
from ui.view_models.fiche_versions import FicheVersions
from ui.view_models.record_form import RecordForm

SEARCH_SECONDS = 0.12
SHOWN = 500
"""More fiches than anybody will write; what is beyond is found by searching."""
_CHOICES = 30
_STEPS = "etapes_appliquees"
_STATUTS = {"publiee": 0, "validee": 0, "en_relecture": 1, "brouillon": 2, "retiree": 4}
_URGENCES = {"immediate": 0, "rapide": 1, "ordinaire": 2, "normale": 2}


class FichesDesk(Lists, Drafts, Records, Fiches, FicheLife, Textes, CallersDesk, Protocol):
    """What the page of fiches asks of the post."""


@dataclass(frozen=True, slots=True)
class Target:
    """A signalement that a fiche may be applied to."""

    rec: str
    reference: str
    objet: str


class FichesPage(QObject):
    """The list of fiches, and the application of the one that is read."""

    changed = Signal()
    """Other fiches are to be shown."""
    drafts_changed = Signal()
    targets_changed = Signal()
    refused = Signal(str)
    applied = Signal(int)
    """How many steps were added to the open signalement; 0 when they were all there."""
    printed = Signal(str)
    """The name of the file that was written."""
    moved = Signal(str)
    """A move is done: which one."""
    remarked = Signal()
    """Remarks changed."""
    booklet = Signal(str, int)
    """The name of the booklet that was written, and how many fiches it holds."""
    cited_changed = Signal()
    use_ready = Signal(object)
    """How much a fiche is used: a FicheUse."""
    wants_signalement = Signal(str)
    """A signalement is to be opened in its form, so that the fiche can be applied; an empty text asks for a new one."""

    def __init__(
        self,
        declaration: Declaration,
        desk: FichesDesk,
        background: Background,
        make_alarm: AlarmMaker,
        signalement: RecordForm,
    ) -> None:
        super().__init__()
        self.declaration = declaration
        self.wanted = Wanted(declaration.kind)
        self.lines: tuple[Row, ...] = ()
        self.drafts: tuple[DraftLine, ...] = ()
        self.targets: tuple[Target, ...] = ()
        self.cited: Sequence[TexteCited] = ()
        """The texts that the fiche that is read cites."""
        self.party = ""
        """The party that who sits here speaks for; empty when their function says none."""
        self._desk, self._background, self._signalement = desk, background, signalement
        self.who = WhoToCall(desk, background, signalement)
        self._alarm = make_alarm(self._load)
        self._ask_targets = make_alarm(self._load_targets)
        self._text_of_target = ""
        self._serial = 0
        self._waiting: tuple[str, str] | None = None
        signalement.opened.connect(self._on_signalement)

    @property
    def open_signalement(self) -> Typed | None:
        """The signalement that stands in its form, if any."""
        return self._signalement.typed

    @property
    def open_name(self) -> str:
        """How the open signalement is called: its reference, or what it is about."""
        record, typed = self._signalement.record, self._signalement.typed
        if record is not None and record.reference:
            return record.reference
        objet = typed.champs.get("objet") if typed else None
        return objet if isinstance(objet, str) else ""

    def search(self, text: str) -> None:
        """Search while typing."""
        self.wanted = replace(self.wanted, text=text)
        self._alarm.start(SEARCH_SECONDS)

    def filter(self, name: str, code: str | None) -> None:
        """Filter by a field, or no longer."""
        others = tuple((each, value) for each, value in self.wanted.filters if each != name)
        self.wanted = replace(self.wanted, filters=others + (((name, code),) if code else ()))
        self._load()

    def clear(self) -> None:
        """Show every fiche."""
        self.wanted = Wanted(self.declaration.kind)
        self._load()

    def refresh(self) -> None:
        """Ask for the fiches again, and for what was begun and not registered."""
        self._load()
        kind = self.declaration.kind

        def done(drafts: tuple[DraftLine, ...]) -> None:
            self.drafts = drafts
            self.drafts_changed.emit()

        self._background.run(
            lambda: tuple(draft for draft in self._desk.drafts() if draft.kind == kind), done, self._on_error
        )

    def apply(self, fiche: str) -> None:
        """Add the steps of a fiche to the signalement that is open; it stays to be saved by its author."""
        typed = self._signalement.typed
        if typed is None:
            return
        self._background.run(
            lambda: self._desk.with_fiche(typed, fiche), lambda found: self._on_applied(typed, found), self._on_error
        )

    def apply_to(self, fiche: str, rec: str) -> None:
        """Open a signalement, or begin one when `rec` is empty, and add the steps of a fiche to it."""
        typed = self._signalement.typed
        if rec and typed is not None and typed.rec == rec:
            self.apply(fiche)
            return
        self._waiting = (fiche, rec)
        self.wants_signalement.emit(rec)

    def look_for(self, text: str) -> None:
        """Look for signalements by their reference or by any of their words."""
        self._text_of_target = text
        self._ask_targets.start(SEARCH_SECONDS)

    def print(self, rec: str, path: Path) -> None:
        """Write a fiche to a PDF or ODT file."""
        self._background.run(
            lambda: self._desk.print(rec, path, masked=False),
            lambda _none: self.printed.emit(path.name),
            self._on_error,
        )

    def print_booklet(self, path: Path, *, drafts: bool) -> None:
        """Write the booklet of the fiches agreed on; `drafts`: with the others."""
        self._background.run(
            lambda: self._desk.print_booklet(path, drafts=drafts),
            lambda count: self.booklet.emit(path.name, count),
            self._on_error,
        )

    def advance(self, rec: str, move: str, given: Mapping[str, str]) -> None:
        """Move a fiche on."""
        partie, motif, other = (given.get(name, "") for name in ("partie", "motif", "remplacee_par"))
        self._background.run(
            lambda: self._desk.advance_fiche(rec, move, partie=partie, motif=motif, remplacee_par=other),
            lambda _none: self.moved.emit(move),
            self._on_error,
        )

    def remark(self, rec: str, sur: str, texte: str) -> None:
        """Ask to change something in a fiche."""
        self._background.run(
            lambda: self._desk.remark_fiche(rec, sur, texte), lambda _none: self.remarked.emit(), self._on_error
        )

    def answer(self, rec: str, remarque: str, etat: str, reponse: str) -> None:
        """Say what was made of a remark."""
        self._background.run(
            lambda: self._desk.answer_remark(rec, remarque, etat, reponse),
            lambda _none: self.remarked.emit(),
            self._on_error,
        )

    def ask_use(self, rec: str) -> None:
        """Ask how much a fiche is used."""

        def done(use: FicheUse) -> None:
            self.use_ready.emit(use)

        self._background.run(lambda: self._desk.fiche_use(rec), done, self._on_error)

    def ask_about(self, champs: Values) -> None:
        """Ask how the texts that a fiche cites stand, and for whom one may agree."""
        lines = champs.get("base_legale")
        cited = [str(line) for line in lines] if isinstance(lines, (list, tuple)) else []
        since = max(str(champs.get(name) or "") for name in ("textes_verifies_le", "validee_le"))

        def done(found: tuple[str, Sequence[TexteCited]]) -> None:
            self.party, self.cited = found
            self.cited_changed.emit()

        self.cited = ()
        self._background.run(
            lambda: (self._desk.my_party(), self._desk.cited_texts(cited, since)), done, self._on_error
        )

    def versions(self) -> FicheVersions:
        """Return what compares the versions of a fiche."""
        return FicheVersions(self._desk, self._background)

    def wording(self, nomenclature: str, code: str) -> str:
        """Return how a code is said."""
        return self._desk.wording(nomenclature, code)

    def _load(self) -> None:
        self._alarm.stop()
        self._serial += 1
        serial, wanted = self._serial, self.wanted

        def work() -> tuple[Row, ...]:
            numbers = self._desk.numbers(wanted)[:SHOWN]
            rows = [row for row in self._desk.rows(wanted.kind, numbers) if row is not None]
            return tuple(sorted(rows, key=_place))

        def done(lines: tuple[Row, ...]) -> None:
            if serial == self._serial:
                self.lines = lines
                self.changed.emit()

        self._background.run(work, done, self._on_error)

    def _load_targets(self) -> None:
        text = self._text_of_target
        wanted = Wanted("signalement", text, order="" if text else "-recu_le")

        def work() -> tuple[Target, ...]:
            rows: Sequence[Row | None] = self._desk.rows("signalement", self._desk.numbers(wanted)[:_CHOICES])
            return tuple(_target(row.id, row.champs) for row in rows if row is not None)

        def done(targets: tuple[Target, ...]) -> None:
            if text == self._text_of_target:
                self.targets = targets
                self.targets_changed.emit()

        self._background.run(work, done, self._on_error)

    def _on_signalement(self) -> None:
        typed, waiting = self._signalement.typed, self._waiting
        if waiting is None or typed is None:
            return
        fiche, rec = waiting
        if (typed.rec or "") == rec:
            self._waiting = None
            self.apply(fiche)

    def _on_applied(self, before: Typed, after: Typed) -> None:
        current = self._signalement.typed
        if current is None or current.id != before.id:
            return
        held = _steps(before.champs)
        added = [step for step in _steps(after.champs) if step not in held]
        if added:
            self._signalement.put({_STEPS: [*_steps(current.champs), *added]})
        self.applied.emit(len(added))

    def _on_error(self, error: Exception) -> None:
        self._waiting = None
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)


def _place(row: Row) -> tuple[int, int, str, str]:
    """Those that both parties validated first, the most urgent of them first, then by code."""
    champs = row.champs
    statut, urgence = str(champs.get("statut") or ""), str(champs.get("urgence") or "")
    return _STATUTS.get(statut, 3), _URGENCES.get(urgence, 3), str(champs.get("code") or ""), row.id


def _target(rec: str, champs: Values) -> Target:
    return Target(rec, str(champs.get("reference") or ""), str(champs.get("objet") or ""))


def _steps(champs: Mapping[str, object]) -> Sequence[object]:
    steps = champs.get(_STEPS)
    return steps if isinstance(steps, (list, tuple)) else ()
