"""What the use cases need in order to read a spreadsheet that somebody else wrote: a file in, its cells out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from mvl_desktop.domain.cell_values import Raw

SIZE_MAX = 20 << 20
CELLS_MAX = 2_000_000
ENCODINGS = ("utf-8", "utf-16", "windows-1252")
SEPARATORS = (";", ",", "\t", "|")


class TableError(Exception):
    """A file cannot be read as a spreadsheet, for the reason that `code` names."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Manner:
    """How somebody wants a file read; what is empty is found out."""

    sheet: str = ""
    encoding: str = ""
    separator: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one sheet, from its first line and column, and how they were read. No formula was calculated."""

    ending: str
    sheets: tuple[str, ...]
    sheet: str
    rows: Sequence[Sequence[Raw]] = field(repr=False)
    encoding: str = ""
    separator: str = ""
    base_1904: bool = False


class TableReader(Protocol):
    """What reads spreadsheets."""

    def read(self, path: Path, manner: Manner) -> Grid:
        """Return the cells of a sheet, the first one unless another is wanted; nothing is written on the disk.

        Raises TableError: fichier_introuvable, fichier_illisible, tableur_inconnu, tableur_trop_grand,
        tableur_trop_de_cellules, tableur_piege, tableur_illisible, tableur_protege, tableur_ancien, tableur_vide,
        feuille_inconnue, encodage_illisible, csv_guillemets.
        """
