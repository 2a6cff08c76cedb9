"""Spreadsheets that somebody else wrote, as a grid of cells: CSV by the standard library, XLSX and ODS by calamine.

Formulas are never calculated and macros never looked at: a cell is what its file shows.
"""

import io
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from mvl_desktop.documents.table_archive import Weighed, weigh
from mvl_desktop.documents.table_csv import read_csv
from mvl_desktop.domain.cell_values import Fault, Raw
from mvl_desktop.ports.tables import SIZE_MAX, Grid, Manner, TableError

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
_BOOKS: Final = {".xlsx": ".xlsx", ".xlsm": ".xlsx", ".ods": ".ods"}
_TEXTS: Final = (".csv", ".txt", ".tsv")


class FileTableReader:
    """Reads spreadsheets from files."""

    def read(self, path: Path, manner: Manner) -> Grid:
        """Return the cells of a sheet. Raises TableError."""
        data, ending = _content(path), path.suffix.lower()
        if data.startswith(_OLE):
            raise TableError("tableur_protege" if _LOCKED in data else "tableur_ancien")
        if ending in _TEXTS:
            if data.startswith(_ZIP):
                raise TableError("tableur_inconnu")
            return _filled(read_csv(data, manner))
        if ending not in _BOOKS:
            raise TableError("tableur_inconnu")
        if not data.startswith(_ZIP):
            raise TableError("tableur_illisible")
        return _filled(_book(data, _BOOKS[ending], manner))


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as source:
            data = source.read(SIZE_MAX + 1)
    except FileNotFoundError:
        raise TableError("fichier_introuvable") from None
    except OSError:
        raise TableError("fichier_illisible") from None
    if len(data) > SIZE_MAX:
        raise TableError("tableur_trop_grand")
    if not data:
        raise TableError("tableur_vide")
    return data


def _book(data: bytes, ending: str, manner: Manner) -> Grid:
    weighed = weigh(data, ending)
    try:
        return _sheet(data, ending, manner, weighed)
    except TableError:
        raise
    except BaseException as error:
        # The library panics on what it did not foresee: its exception is of no ordinary family.
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise TableError("tableur_illisible") from None
        raise


def _sheet(data: bytes, ending: str, manner: Manner, weighed: Weighed) -> Grid:
    import python_calamine as calamine

    with calamine.load_workbook(io.BytesIO(data)) as book:
        shown = [
            each.name
            for each in book.sheets_metadata
            if each.typ == calamine.SheetTypeEnum.WorkSheet and each.visible == calamine.SheetVisibleEnum.Visible
        ]
        sheets = tuple(shown or book.sheet_names)
        name = manner.sheet or next(iter(sheets), "")
        if name not in book.sheet_names:
            raise TableError("feuille_inconnue")
        rows = list(_rows(book.get_sheet_by_name(name)))
    for (line, column), text in weighed.faults.get(name, {}).items():
        if line < len(rows) and column < len(rows[line]):
            rows[line][column] = Fault(text)
    return Grid(ending, sheets, name, rows, base_1904=weighed.base_1904)


def _rows(sheet: Any) -> Iterator[list[Raw]]:
    """Give the lines from the first one of the sheet, empty or not.

    The library gives them one by one, without stopping the other threads, only when they begin at the first cell.
    """
    at_first = sheet.start in (None, (0, 0))
    for cells in sheet.iter_rows() if at_first else sheet.to_python(skip_empty_area=False):
        yield [_cell(cell) for cell in cells]


def _cell(cell: Any) -> Raw:
    if isinstance(cell, timedelta):
        minutes = int(cell.total_seconds()) // 60
        return f"{minutes // 60:02}:{minutes % 60:02}"
    return None if cell == "" else cell


def _filled(grid: Grid) -> Grid:
    """Leave out the empty lines of the end. TableError (tableur_vide)."""
    last = next((place for place in range(len(grid.rows), 0, -1) if _says(grid.rows[place - 1])), 0)
    if not last:
        raise TableError("tableur_vide")
    if isinstance(grid.rows, list):
        del grid.rows[last:]
    return grid


def _says(row: Sequence[Raw]) -> bool:
    return any(cell is not None and (not isinstance(cell, str) or cell.strip()) for cell in row)
