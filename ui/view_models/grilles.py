"""The grilles de repérage of this post: which ones are shown, and what the one that is read was before. No widget."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from mvl_desktop.domain.champ import Declaration
from mvl_desktop.domain.reperage import AIDE
from ui.background import Background
from ui.desk import Drafts, Lists, Records, Wordings
from ui.desk_fiches import FicheLife
from ui.desk_grilles import Grilles
from ui.timing import AlarmMaker
from ui.values import DraftLine, FicheVersion, Row, Values, Wanted
from ui.view_models.criteres import criteres_of
from ui.view_models.grille_versions import GrilleVersions

SEARCH_SECONDS = 0.12
SHOWN = 500
_STATUTS = {"publiee": 0, "validee": 0, "en_relecture": 1, "brouillon": 2, "retiree": 4}


class GrillesDesk(Lists, Wordings, Drafts, Records, Grilles, FicheLife, Protocol):
    """What the page of grids asks of the post."""


class GrillesPage(QObject):
    """The list of grids."""

    changed = Signal()
    """Other grids are to be shown."""
    drafts_changed = Signal()
    refused = Signal(str)
    added = Signal(int)
    """So many grids came with the application and are here now."""
    moved = Signal(str)
    """A grid went on, by this move."""
    remarked = Signal()
    """A remark was made, or treated."""
    printed = Signal(str)
    """The name of the file that was written."""
    saved_known = Signal()
    """What the grid in hand says as it is saved is known."""

    def __init__(
        self, declaration: Declaration, desk: GrillesDesk, background: Background, make_alarm: AlarmMaker
    ) -> None:
        super().__init__()
        self.declaration = declaration
        self.wanted = Wanted(declaration.kind)
        self.lines: tuple[Row, ...] = ()
        self.drafts: tuple[DraftLine, ...] = ()
        self.saved: Values = {}
        """The grid in hand as it is saved."""
        self.codes: frozenset[str] = frozenset()
        """Every code that one of its criteria ever had."""
        self.party = ""
        """The party of the convention that who sits here speaks for."""
        self.refusals: dict[str, str] = {}
        """By grid, the code of why this person may not answer it."""
        self._desk, self._background = desk, background
        self._alarm = make_alarm(self._load)
        self._serial = 0

    def search(self, text: str) -> None:
        """Search while typing."""
        self.wanted = replace(self.wanted, text=text)
        self._alarm.start(SEARCH_SECONDS)

    def clear(self) -> None:
        """Show every grid."""
        self.wanted = Wanted(self.declaration.kind)
        self._load()

    def refresh(self) -> None:
        """Ask for the grids again, and for what was begun and not registered."""
        self._load()
        kind = self.declaration.kind

        def done(drafts: tuple[DraftLine, ...]) -> None:
            self.drafts = drafts
            self.drafts_changed.emit()

        self._background.run(
            lambda: tuple(draft for draft in self._desk.drafts() if draft.kind == kind), done, self._on_error
        )

    def look_at(self, rec: str) -> None:
        """Learn what a grid says as it is saved, and the codes that its criteria ever had."""

        def done(found: tuple[Sequence[FicheVersion], str]) -> None:
            versions, self.party = found
            self.saved = versions[0].champs if versions else {}
            self.codes = frozenset(
                str(one.get("code")) for version in versions for one in criteres_of(version.champs) if one.get("code")
            )
            self.saved_known.emit()

        self.saved, self.codes = {}, frozenset()
        if rec:
            self._background.run(lambda: (self._desk.grille_versions(rec), self._desk.my_party()), done, self._on_error)

    def add_defaults(self) -> None:
        """Put the grids that come with the application here."""

        def done(number: int) -> None:
            self.added.emit(number)
            self._load()

        self._background.run(self._desk.add_default_grilles, done, self._on_error)

    def print(self, rec: str, path: Path) -> None:
        """Write a grid with nothing answered to a PDF or ODT file."""
        self._background.run(
            lambda: self._desk.print(rec, path, masked=False),
            lambda _none: self.printed.emit(path.name),
            self._on_error,
        )

    def advance(self, rec: str, move: str, given: Mapping[str, str]) -> None:
        """Move a grid on, in the name of who sits here."""
        partie, motif, other = (given.get(name, "") for name in ("partie", "motif", "remplacee_par"))
        self._background.run(
            lambda: self._desk.advance_fiche(rec, move, partie=partie, motif=motif, remplacee_par=other),
            lambda _none: self.moved.emit(move),
            self._on_error,
        )

    def remark(self, rec: str, sur: str, texte: str) -> None:
        """Ask to change something in a grid."""
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

    def versions(self) -> GrilleVersions:
        """Return what compares the versions of a grid."""
        return GrilleVersions(self._desk, self._background)

    def wording(self, nomenclature: str, code: str) -> str:
        """Return how a code is said."""
        return self._desk.wording(nomenclature, code)

    def _load(self) -> None:
        self._alarm.stop()
        self._serial += 1
        serial, wanted = self._serial, self.wanted

        def work() -> tuple[tuple[Row, ...], dict[str, str]]:
            numbers = self._desk.numbers(wanted)[:SHOWN]
            rows = [row for row in self._desk.rows(wanted.kind, numbers) if row is not None]
            known = self._desk.grilles(None)
            clinical = {line.id for line in known if line.forme == AIDE}
            return tuple(sorted(rows, key=lambda row: _place(row, clinical))), {line.id: line.refus for line in known}

        def done(found: tuple[tuple[Row, ...], dict[str, str]]) -> None:
            if serial == self._serial:
                self.lines, self.refusals = found
                self.changed.emit()

        self._background.run(work, done, self._on_error)

    def _on_error(self, error: Exception) -> None:
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)


def _place(row: Row, clinical: Collection[str]) -> tuple[int, bool, str, str]:
    """Those that both parties validated first, what most people only read last, then by code."""
    statut = _STATUTS.get(str(row.champs.get("statut") or ""), 3)
    return statut, row.id in clinical, str(row.champs.get("code") or ""), row.id
