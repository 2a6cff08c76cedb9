"""Some lots before they are merged: what is shown of them, and what the person leaves aside. It holds no widget."""

from collections.abc import Collection
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QIcon

from mvl_desktop.i18n import N_, _, ngettext
from ui.background import Background
from ui.desk import Exchanges
from ui.icons import icon
from ui.lot_values import LotLine, LotsSeen, SaidSides
from ui.plain import hint
from ui.text import visible

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
COLUMNS = (N_("Fiche"), N_("État"), N_("Espace"), N_("Lot"), N_("À savoir"))
NAMED, STATE, ESPACE, LOT, DETAIL = range(len(COLUMNS))
_ICONS = {
    "nouveau": "plus",
    "fusionne": "git-merge",
    "a_arbitrer": "warning-circle",
    "connu": "check-circle",
    "en_attente": "clock",
    "quarantaine": "lock-key",
    "ecarte": "eye-slash",
    "efface": "trash",
    "hors_perimetre": "eye-slash",
    "refuse": "warning",
}
_Role = Qt.ItemDataRole


class LinesModel(QAbstractTableModel):
    """The lines of a state, each with the box that says whether it is taken; ten thousand are as quick as ten."""

    taken_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._seen = LotsSeen((), (), ())
        self._said: dict[str, str] = {}
        self._lines: list[LotLine] = []
        self._aside: set[str] = set()
        self.state = ""

    @property
    def aside(self) -> frozenset[str]:
        """The records left aside."""
        return frozenset(self._aside)

    def show(self, seen: LotsSeen, sort: str) -> None:
        """Show the lines of one state, or all of them."""
        self.beginResetModel()
        self._seen, self.state = seen, sort
        self._said = {each: _(said) for each, said, _number in seen.etats}
        self._lines = [line for line in seen.lignes if line.is_in(sort)]
        self._aside &= {line.id for line in seen.lignes if line.may_be_left}
        self.endResetModel()
        self.taken_changed.emit()

    def line(self, place: int) -> LotLine | None:
        """Return a line."""
        return self._lines[place] if 0 <= place < len(self._lines) else None

    def is_taken(self, line: LotLine) -> bool:
        """Whether a record is among what would be merged."""
        return line.id not in self._aside

    def take(self, places: Collection[int], *, taken: bool) -> None:
        """Take some lines, or leave them aside."""
        ids = {line.id for place in places if (line := self.line(place)) is not None and line.may_be_left}
        self._aside = self._aside - ids if taken else self._aside | ids
        if self._lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, STATE))
        self.taken_changed.emit()

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - the names are Qt's
        """Return how many lines are shown."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> object:
        """Return the title of a column."""
        if role != _Role.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return _(COLUMNS[section])

    def data(self, index: Index, role: int = _Role.DisplayRole) -> object:
        """Return the text, the sign or the box of a cell."""
        line = self.line(index.row())
        if line is None:
            return None
        if role == _Role.CheckStateRole and index.column() == NAMED and line.may_be_left:
            return Qt.CheckState.Checked if self.is_taken(line) else Qt.CheckState.Unchecked
        if role == _Role.DecorationRole and index.column() == STATE:
            return self._sign(line)
        if role not in (_Role.DisplayRole, _Role.ToolTipRole, _Role.AccessibleTextRole):
            return None
        said = self._cell(line, index.column())
        if role == _Role.ToolTipRole:
            return hint(said) if said else None
        return said or (_("Rien") if role == _Role.AccessibleTextRole else "")

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with a cell."""
        line = self.line(index.row())
        usual = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        box = line is not None and line.may_be_left and index.column() == NAMED
        return usual | Qt.ItemFlag.ItemIsUserCheckable if box else usual

    def setData(self, index: Index, value: object, role: int = _Role.EditRole) -> bool:  # noqa: N802
        """Take a line or leave it aside, by its box."""
        if role != _Role.CheckStateRole:
            return False
        self.take([index.row()], taken=Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def _lot(self, place: int) -> str:
        """Name a lot as its number alone does not: each writer counts theirs."""
        lot = self._seen.lots[place]
        if not lot.lot:
            return Path(lot.fichier).name
        return _("{nom}, n°\u00a0{lot}").format(nom=visible(lot.emetteur), lot=lot.lot)

    def _sign(self, line: LotLine) -> QIcon:
        return icon("files" if line.doublons else _ICONS.get(line.sort, "files"))

    def _cell(self, line: LotLine, column: int) -> str:
        match column:
            case 0:  # NAMED
                if line.sort == "hors_perimetre":
                    return ngettext("{n} fiche", "{n} fiches", line.nombre).format(n=line.nombre)
                return visible(line.titre) or _("Sans titre")
            case 1:  # STATE
                said = self._said.get(line.sort, line.sort)
                if line.doublons:
                    said = _("{etat}, doublon probable").format(etat=said)
                return said if self.is_taken(line) else _("{etat}, laissé de côté").format(etat=said)
            case 2:  # ESPACE
                return visible(line.espace)
            case 3:  # LOT
                return "\n".join(self._lot(place) for place in line.lots)
        if line.doublons:
            near = line.doublons[0]
            return _("Comme «\u00a0{titre}\u00a0»\u00a0: {raisons}").format(
                titre=visible(near.titre), raisons=", ".join(near.raisons).lower()
            )
        return visible(line.detail)


class LotsReview(QObject):
    """The lots at hand, their lines, and what may be asked of them."""

    changed = Signal()
    compared = Signal(object)
    written = Signal()
    refused = Signal(str)

    def __init__(self, desk: Exchanges, background: Background, seen: LotsSeen) -> None:
        super().__init__()
        self._desk, self._background = desk, background
        self.seen = seen
        self._all = seen.fichiers
        self.busy = False
        self.lines = LinesModel()
        self.lines.show(seen, "")

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file that was chosen, those left out too."""
        return self._all

    def show(self, sort: str) -> None:
        """Show one state, or all."""
        self.lines.show(self.seen, sort)
        self.changed.emit()

    def keep_only(self, files: Collection[Path]) -> None:
        """Examine again with these lots alone: what the others would have brought is waited for, or is not."""
        kept = [each for each in self._all if each in files]
        self._again(kept, recover=self.seen.recupere)

    def recover(self) -> None:
        """Examine again, with what can be read of those that are cut or damaged."""
        self._again(self.seen.fichiers, recover=True)

    def open(self, place: int) -> None:
        """Open a line: the record on both sides."""
        line = self.lines.line(place)
        if line is not None and line.id and line.kind:
            seen = self.seen
            self._background.run(lambda: (line, self._desk.compare_line(seen, line)), self._on_compared, self._on_error)

    def print(self, path: Path, *, masked: bool) -> None:
        """Write the report."""
        self._background.run(
            lambda: self._desk.print_lots(path, masked=masked), lambda _none: self.written.emit(), self._on_error
        )

    def _again(self, files: Collection[Path], *, recover: bool) -> None:
        if self.busy:
            return
        self.busy = True
        self.changed.emit()
        asked = tuple(files)
        self._background.run_long(
            lambda watch: self._desk.examine_lots(asked, watch, recover=recover),
            self._on_seen,
            self._on_error,
            lambda _progress: None,
        )

    def _on_seen(self, seen: LotsSeen) -> None:
        self.busy, self.seen = False, seen
        kept = self.lines.state if any(sort == self.lines.state for sort, _said, _number in seen.etats) else ""
        self.show(kept)

    def _on_compared(self, found: tuple[LotLine, SaidSides]) -> None:
        self.compared.emit(found)

    def _on_error(self, error: Exception) -> None:
        self.busy = False
        self.changed.emit()
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)
