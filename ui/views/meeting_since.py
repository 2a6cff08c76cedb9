"""Frozen values beside what the same questions give today; each opens the records that it counts."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTableWidgetItem, QWidget

from mvl_desktop.i18n import _
from ui.chiffre_values import CountedRecord
from ui.plain import button
from ui.reunion_values import SinceLine
from ui.text import numbered, thousands, visible
from ui.view_models.meeting import Meeting
from ui.views.chiffres_records import CountedDialog, changed_said
from ui.views.meeting_forms import ReadingDialog
from ui.widgets.tables import small_table


class SinceDialog(ReadingDialog):
    """Frozen values beside what the same questions give today."""

    wants_record = Signal(str, str)

    def __init__(self, parent: QWidget, meeting: Meeting) -> None:
        told = _(
            "La même question, sur la même période\u00a0: ce qui a été enregistré ou corrigé depuis change la réponse."
        )
        super().__init__(parent, meeting, _("Indicateurs figés"), told)
        self.lines: Sequence[SinceLine] = ()
        self._asked = ""
        titles = (_("Indicateur"), _("Code"), _("Figée"), _("Aujourd’hui"), _("Enregistrements"))
        self.table = small_table(_("Indicateurs"), titles)
        self.open_button = button(_("&Ouvrir ce qui est compté"), "premier")
        self.open_button.setEnabled(False)
        self.column.addWidget(self.table, 1)
        self.foot.addWidget(self.open_button)
        self.column.addLayout(self.foot)
        self.open_button.clicked.connect(lambda _on: self.open_chosen())
        self.table.activated.connect(lambda _index: self.open_chosen())
        self.table.itemSelectionChanged.connect(self._judge)
        meeting.counted.connect(self._show_counted)
        meeting.ask_since()

    @property
    def chosen(self) -> SinceLine | None:
        """The value of the line that is chosen."""
        place = self.table.currentRow()
        return self.lines[place] if 0 <= place < len(self.lines) else None

    def show_found(self, found: object) -> None:
        """Show each value twice."""
        if not isinstance(found, (list, tuple)) or any(not isinstance(each, SinceLine) for each in found):
            return
        self.lines = found
        self.table.setRowCount(len(found))
        for place, line in enumerate(found):
            now = line.aujourdhui if line.aujourdhui is not None else ""
            for column, text in enumerate(
                (line.libelle, numbered(line.code), line.figee or "–", now or "–", behind_said(line))
            ):
                self.table.setItem(place, column, QTableWidgetItem(visible(text)))
        self.table.fit()
        if found:
            self.table.selectRow(0)
        self._judge()

    def open_chosen(self) -> None:
        """Ask for the records that the value counts today."""
        line = self.chosen
        if line is not None and line.requete is not None:
            self.meeting.ask_counted(line.requete, line.libelle)

    def _judge(self) -> None:
        self.open_button.setEnabled(self.chosen is not None and self.chosen.requete is not None)

    def _show_counted(self, title: str, records: Sequence[CountedRecord]) -> None:
        line = self.chosen
        told = changed_said(line.alors, line.maintenant, same=line.memes) if line is not None else ""
        dialog = CountedDialog(self, title, records, told)
        dialog.wants_record.connect(self._go)
        dialog.exec()
        dialog.deleteLater()

    def _go(self, kind: str, rec: str) -> None:
        self.accept()
        self.wants_record.emit(kind, rec)


def behind_said(line: SinceLine) -> str:
    """Say whether the same records are counted, and how many there were and are."""
    if line.requete is None and line.aujourdhui is None:
        return _("valeur saisie")
    if line.memes:
        return _("les mêmes")
    if line.alors is None or line.maintenant is None:
        return _("d’autres")
    told = _("d’autres\u00a0: {alors} alors, {maintenant} aujourd’hui")
    return told.format(alors=thousands(line.alors), maintenant=thousands(line.maintenant))
