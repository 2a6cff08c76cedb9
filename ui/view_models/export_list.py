"""A list that leaves, and the register of those that left. It holds no widget."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from mvl_desktop.i18n import _, ngettext
from ui.background import Background
from ui.desk import Exports
from ui.export_values import ExportedRecord, ExportLine, ListWish, ListWritten
from ui.text import thousands

ENDINGS = (".xlsx", ".ods", ".csv", ".pdf", ".odt")


class ListExport(QObject):
    """Writes lists, and tells what left before."""

    written = Signal(str)
    """A list left: the sentence that says so."""
    refused = Signal(str)
    register_changed = Signal()
    records_changed = Signal()

    def __init__(self, desk: Exports, background: Background) -> None:
        super().__init__()
        self._desk, self._background = desk, background
        self._busy = False
        self.register: Sequence[ExportLine] = ()
        self.records: Sequence[ExportedRecord] = ()
        self.chosen = ""

    def write(self, wish: ListWish, path: Path) -> None:
        """Write a list; a second one waits until the first is written."""
        if self._busy:
            return
        self._busy = True
        wish = replace(wish, destinataire=" ".join(wish.destinataire.split()))
        self._background.run(
            lambda: self._desk.export_list(wish, path), lambda done: self._on_written(done, path), self._on_error
        )

    def refresh(self) -> None:
        """Ask for the register."""
        self._background.run(lambda: tuple(self._desk.exports()), self._on_register, self._on_error)

    def choose(self, numero: str) -> None:
        """Ask for the records of one export."""
        self.chosen = numero

        def ask() -> tuple[ExportedRecord, ...]:
            return tuple(self._desk.exported(numero))

        self._background.run(ask, lambda found: self._on_records(numero, found), self._on_error)

    def _on_written(self, done: ListWritten, path: Path) -> None:
        self._busy = False
        said = ngettext(
            "Export n°\u00a0{numero}\u00a0: {n} ligne écrite dans «\u00a0{nom}\u00a0», en clair.",
            "Export n°\u00a0{numero}\u00a0: {n} lignes écrites dans «\u00a0{nom}\u00a0», en clair.",
            done.lignes,
        )
        self.written.emit(said.format(numero=done.numero, n=done.lignes, nom=path.name))

    def _on_register(self, found: Sequence[ExportLine]) -> None:
        self.register = found
        self.register_changed.emit()

    def _on_records(self, numero: str, found: Sequence[ExportedRecord]) -> None:
        if numero == self.chosen:
            self.records = found
            self.records_changed.emit()

    def _on_error(self, error: Exception) -> None:
        self._busy = False
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)


def told(line: ExportLine) -> str:
    """Say what an export was: what left, why, and whether it may name people."""
    said = ngettext(
        "Export n°\u00a0{numero}\u00a0: {n} fiche ({liste}). Motif\u00a0: {motif}. {identites}",
        "Export n°\u00a0{numero}\u00a0: {n} fiches ({liste}). Motif\u00a0: {motif}. {identites}",
        line.lignes,
    )
    scope = _("Identités en clair.") if line.entier else _("Identités masquées.")
    return said.format(
        numero=line.numero, n=thousands(line.lignes), liste=line.quoi.lower(), motif=line.motif, identites=scope
    )
