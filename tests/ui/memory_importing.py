"""The post in memory: a spreadsheet of three lines, one of which is refused."""

from collections.abc import Collection, Sequence
from pathlib import Path

from mvl_desktop.services.refusals import RefusError
from ui.background import Watch
from ui.import_values import (
    ColumnRead,
    Columns,
    ImportDone,
    ImportSeen,
    ImportTarget,
    ImportWish,
    ProbableTwin,
    RefusedCell,
    TableSeen,
    TableWish,
)

HEADERS = ("N°", "Date", "Objet", "Remarque")


class MemoryImporting:
    """What was asked, as a test reads it."""

    table_refusal = ""
    import_refusal = ""
    imported: tuple[tuple[ImportWish, frozenset[int]], ...] = ()
    tables: tuple[TableWish, ...] = ()
    refused_files: tuple[Path, ...] = ()
    column_files: tuple[Path, ...] = ()
    forgotten = 0
    _wish: ImportWish | None = None

    def import_senders(self) -> Sequence[str]:
        return ("Délégation fictive du Nord",)

    def import_targets(self) -> Sequence[ImportTarget]:
        return (
            ImportTarget("objet", "Objet"),
            ImportTarget("recu_le", "Reçu le", est_date=True),
            ImportTarget("reference_origine", "Référence de l’expéditeur"),
        )

    def open_table(self, wish: TableWish) -> TableSeen:
        if self.table_refusal:
            raise RefusError(self.table_refusal)
        self.tables = (*self.tables, wish)
        sheets = ("Registre", "Notes") if wish.path.suffix != ".csv" else ()
        first = (("A-1", "31/12/2025", "Stage fictif", ""), ("A-2", "3 mars 2024", "Appel fictif", "à voir"))
        separator = "" if sheets else wish.separateur or ";"
        return TableSeen(
            wish,
            sheets,
            wish.feuille or next(iter(sheets), ""),
            "" if sheets else "utf-8",
            separator,
            1,
            3,
            HEADERS,
            first,
        )

    def propose_columns(self, seen: TableSeen, emetteur: str) -> Columns:
        read = {"N°": ColumnRead("reference_origine"), "Date": ColumnRead("recu_le"), "Objet": ColumnRead("objet")}
        return Columns(read, "N°" if emetteur else "")

    def read_columns(self, path: Path) -> tuple[str, Columns]:
        return "Service fictif", Columns({"Objet": ColumnRead("objet")})

    def write_columns(self, seen: TableSeen, wish: ImportWish, path: Path) -> None:
        self.column_files = (*self.column_files, path)

    def check_import(self, seen: TableSeen, wish: ImportWish, watch: Watch) -> ImportSeen:
        if self.import_refusal:
            raise RefusError(self.import_refusal)
        watch.progress(1, 3, "controle")
        self._wish = wish
        return ImportSeen(
            3,
            1,
            1,
            0,
            1,
            (RefusedCell(4, "B – Date", "31/02/2024", "Ce n’est pas une date connue."),),
            (ProbableTwin(2, "Stage fictif", "Stage de respiration", "a" * 32, "même jour"),),
            1,
            ("Objet", "Reçu le"),
            ((2, ("Stage fictif", "31/12/2025")), (3, ("Appel fictif", "03/03/2024"))),
        )

    def run_import(self, aside: Collection[int], watch: Watch) -> ImportDone:
        if self._wish is None:
            raise RefusError("rien_a_importer")
        self.imported = (*self.imported, (self._wish, frozenset(aside)))
        return ImportDone(1 - len(aside), 1, 0, len(aside))

    def write_refused(self, path: Path) -> None:
        self.refused_files = (*self.refused_files, path)

    def forget_import(self) -> None:
        self.forgotten += 1
