"""A figure, a serie or a map that leaves for a file. It holds no widget."""

from dataclasses import replace
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from mvl_desktop.i18n import ngettext
from ui.background import Background
from ui.chiffre_values import ChiffreLeaving, ChiffreWritten
from ui.desk import Exports
from ui.desk_chiffres import ChiffresDesk


class LeavingDesk(ChiffresDesk, Exports, Protocol):
    """What it asks of the post."""


class FigureLeaving(QObject):
    """Writes one at a time: a second one waits until the first is written."""

    said = Signal(str)
    """It left: the sentence that says so."""
    refused = Signal(str)

    def __init__(self, desk: LeavingDesk, background: Background) -> None:
        super().__init__()
        self._desk, self._background = desk, background
        self._busy = False

    def export(self, leaving: ChiffreLeaving, path: Path) -> None:
        """Write it, and enter it in the register."""
        if self._busy:
            return
        self._busy = True
        leaving = replace(leaving, destinataire=" ".join(leaving.destinataire.split()))

        def done(written: ChiffreWritten) -> None:
            self._busy = False
            said = ngettext(
                "Export n°\u00a0{numero}\u00a0: {n} ligne écrite dans «\u00a0{nom}\u00a0», en clair.",
                "Export n°\u00a0{numero}\u00a0: {n} lignes écrites dans «\u00a0{nom}\u00a0», en clair.",
                written.lignes,
            )
            self.said.emit(said.format(numero=written.numero, n=written.lignes, nom=path.name))

        self._background.run(lambda: self._desk.export_figure(leaving, path), done, self._on_error)

    def _on_error(self, error: Exception) -> None:
        self._busy = False
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)
