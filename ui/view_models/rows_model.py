"""A list of a hundred thousand lines as a table: numbers first, then pages of lines as they come into view."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QIcon, QPalette

from mvl_desktop.domain.champ import Champ, Declaration, DeclaredField
from mvl_desktop.i18n import N_, _
from ui.background import Background
from ui.desk import Lists
from ui.icons import icon
from ui.plain import hint
from ui.text import EMPTY, SENDING, say, visible
from ui.values import Row, Wanted

PAGE = 200
_PAGES_KEPT = 20
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
Wording = Callable[[str, str], str]

SENDING_COLUMN = DeclaredField("etat_envoi", Champ(N_("Envoi"), liste=True), "texte_court")
"""What stands in a list beside the declared fields: where a record is on its way to the others."""
_TITLED = ("reference", "code", "objet", "titre", "nom", "intitule")
_ORDER = (*_TITLED, "recu_le", "tenue_le", "departement", "niveau", "urgence", "titulaire")
"""The columns that come first, where a kind lists them."""
_USUAL = frozenset(_ORDER) - {"intitule", "tenue_le"}
_FEW = 2
"""A kind that has no more of the usual ones than that is read by all that it lists."""
_SAID = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
TITLES = ("objet", "titre", "nom", "intitule")
_PRESSING = "immediate"
_SINGLE = ("code", "date", "oui_non", "texte_court", "entier")


def offered_columns(declaration: Declaration) -> tuple[DeclaredField, ...]:
    """Return the columns that a list of this kind can show: those it lists, then those it can be filtered by."""
    listed = [field for field in declaration.champs if field.champ.liste]
    first = [field for name in _ORDER for field in listed if field.name == name]
    told = [field for field in declaration.champs if field.champ.filtre]
    more = [field for field in told if field.sort in _SINGLE]
    return tuple(dict.fromkeys((*first, *listed, SENDING_COLUMN, *more)))


def usual_columns(offered: Sequence[DeclaredField]) -> tuple[DeclaredField, ...]:
    """Return the columns shown to whoever chose none."""
    usual = tuple(field for field in offered if field.name in _USUAL and field.champ.liste)
    return (*usual, SENDING_COLUMN) if len(usual) > _FEW else tuple(field for field in offered if field.champ.liste)


class RowsModel(QAbstractTableModel):
    """Read-only. Sorting, filtering and searching are asked of the post, never done here."""

    counted = Signal(int)
    refused = Signal(str)

    def __init__(self, declaration: Declaration, lists: Lists, background: Background, wording: Wording) -> None:
        super().__init__()
        self._kind, self._lists, self._background, self._wording = declaration.kind, lists, background, wording
        self.offered = offered_columns(declaration)
        self.columns = usual_columns(self.offered)
        self._numbers: Sequence[int] = ()
        self._pages: OrderedDict[int, Sequence[Row | None]] = OrderedDict()
        self._asked: set[int] = set()
        self._serial = self._shown = 0
        self._text = ""

    def choose(self, names: Sequence[str]) -> None:
        """Show these columns, in this order; unknown ones are passed over, and none at all means the usual ones."""
        known = {column.name: column for column in self.offered}
        chosen = tuple(known[name] for name in dict.fromkeys(names) if name in known)
        self.beginResetModel()
        self.columns = chosen or usual_columns(self.offered)
        self.endResetModel()

    @property
    def serial(self) -> int:
        """How many lists were asked for so far."""
        return self._serial

    @property
    def settled(self) -> bool:
        """Whether the last list asked for is the one shown."""
        return self._shown == self._serial

    def show(self, wanted: Wanted) -> None:
        """Show another list; a list asked for later wins over an earlier one that comes late."""
        self._serial += 1
        serial, self._text = self._serial, wanted.text
        self._background.run(
            lambda: self._lists.numbers(wanted), lambda numbers: self._on_numbers(serial, numbers), self._on_error
        )

    def row(self, line: int) -> Row | None:
        """Return a line, when its page is here."""
        page, place = divmod(line, PAGE)
        rows = self._pages.get(page)
        return rows[place] if rows is not None and place < len(rows) else None

    def numbers_of(self, lines: Sequence[int]) -> Sequence[int]:
        """Return the numbers of lines, whether their pages are here or not."""
        return [self._numbers[line] for line in lines if line < len(self._numbers)]

    def ranges_of(self, numbers: Collection[int]) -> list[tuple[int, int]]:
        """Return where numbers stand, as first and last lines; those that are no more are passed over."""
        found: list[tuple[int, int]] = []
        for line, number in enumerate(self._numbers):
            if number not in numbers:
                continue
            if found and found[-1][1] == line - 1:
                found[-1] = (found[-1][0], line)
            else:
                found.append((line, line))
        return found

    def line_of(self, rec: str) -> int:
        """Return where a record stands among the pages that are here; -1 elsewhere."""
        for page, rows in self._pages.items():
            for place, row in enumerate(rows):
                if row is not None and row.id == rec:
                    return page * PAGE + place
        return -1

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - the name is Qt's
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self._numbers)

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the text of a cell; its page is asked for when it is not here."""
        if role == Qt.ItemDataRole.DecorationRole:
            return self._mark(index)
        if role not in _SAID:
            return None
        row = self.row(index.row())
        if row is None:
            self._ask(index.row() // PAGE)
            return None if role == Qt.ItemDataRole.ToolTipRole else "…"
        said = self._cell(row, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return hint(said) if said else None
        return said or (_(EMPTY) if role == Qt.ItemDataRole.AccessibleTextRole else "")

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the title of a column."""
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return _(self.columns[section].libelle)

    def order_of(self, column: int) -> str:
        """Return the name that a list is ordered by for a column."""
        return self.columns[column].name

    def _cell(self, row: Row, column: int) -> str:
        field = self.columns[column]
        if field is SENDING_COLUMN:
            said = _(SENDING.get(row.etat_envoi, row.etat_envoi))
            return _("{said} · conflit").format(said=said) if row.conflits else said
        said = say(field, row.champs.get(field.name), self._wording)
        shown = "" if said == _(EMPTY) else visible(said)
        if row.piece and field.name in TITLES:
            return _("{said} · dans la pièce {nom}").format(said=shown, nom=visible(row.piece))
        return shown

    def _mark(self, index: Index) -> QIcon | None:
        """Return what catches the eye before a title: that it presses. Its column says it in words too."""
        row = self.row(index.row()) if self.columns[index.column()].name in TITLES else None
        urgent = row is not None and row.champs.get("urgence") == _PRESSING
        return icon("warning-circle", QPalette.ColorRole.BrightText) if urgent else None

    def _ask(self, page: int) -> None:
        if page in self._asked:
            return
        self._asked.add(page)
        serial, text = self._serial, self._text
        numbers = self._numbers[page * PAGE : (page + 1) * PAGE]
        self._background.run(
            lambda: self._lists.rows(self._kind, numbers, text),
            lambda rows: self._on_rows(serial, page, rows),
            self._on_error,
        )

    def _on_numbers(self, serial: int, numbers: Sequence[int]) -> None:
        if serial != self._serial:
            return
        self.beginResetModel()
        self._shown = serial
        self._numbers = numbers
        self._pages.clear()
        self._asked.clear()
        self.endResetModel()
        self.counted.emit(len(numbers))

    def _on_rows(self, serial: int, page: int, rows: Sequence[Row | None]) -> None:
        if serial != self._serial:
            return
        self._asked.discard(page)
        self._pages[page] = rows
        while len(self._pages) > _PAGES_KEPT:
            self._pages.popitem(last=False)
        last = min((page + 1) * PAGE, len(self._numbers)) - 1
        self.dataChanged.emit(self.index(page * PAGE, 0), self.index(last, len(self.columns) - 1))

    def _on_error(self, error: Exception) -> None:
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)
