"""The records behind a number, in a small window: each of them opens."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHeaderView, QStackedWidget, QTableWidgetItem, QVBoxLayout, QWidget

from mvl_desktop.domain.kinds import declaration
from mvl_desktop.i18n import _, ngettext
from ui.chiffre_values import CountedRecord
from ui.plain import button, label
from ui.text import thousands, visible
from ui.widgets.panels import Notice, empty_state, row
from ui.widgets.tables import small_table

SHOWN_MAX = 500
"""Lines that are shown; the window says how many there are."""


class CountedDialog(QDialog):
    """What a number counts: one line a record. `told`: what must be known of them."""

    wants_record = Signal(str, str)

    def __init__(self, parent: QWidget, title: str, records: Sequence[CountedRecord], told: str = "") -> None:
        super().__init__(parent)
        self.records = records[:SHOWN_MAX]
        self.setWindowTitle(_("Ce qui est compté"))
        letters, room = self.fontMetrics().averageCharWidth(), self.screen().availableSize()
        self.resize(min(letters * 110, room.width() - 40), min(self.fontMetrics().height() * 28, room.height() - 60))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(visible(title), "soustitre", wrap=True))
        column.addWidget(label(_said(len(records)), tone="discret", wrap=True))
        titles = (_("Titre"), _("Référence"), _("Genre"), _("Date"))
        if told:
            caution = Notice()
            caution.say(told, "attention")
            column.addWidget(caution)
        self.table = small_table(_("Ce qui est compté"), titles)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.setRowCount(len(self.records))
        for place, record in enumerate(self.records):
            declared = declaration(record.kind)
            kind = _(declared.libelle) if declared is not None else record.kind
            for cell, text in enumerate((record.titre, record.reference, kind, record.date)):
                self.table.setItem(place, cell, QTableWidgetItem(visible(text)))
        self.pages = QStackedWidget()
        nothing = _("Ce nombre ne compte aucune fiche que ce poste puisse lire. Ce qui est réservé l’est aussi ici.")
        self.pages.addWidget(empty_state("list-checks", _("Aucune fiche à montrer"), nothing))
        self.pages.addWidget(self.table)
        self.pages.setCurrentIndex(1 if self.records else 0)
        column.addWidget(self.pages, 1)
        self.open_button = button(_("&Ouvrir"), "premier")
        self.open_button.setEnabled(bool(self.records))
        close = button(_("Fermer"))
        column.addLayout(row(None, close, self.open_button))
        close.clicked.connect(self.reject)
        self.open_button.clicked.connect(lambda _on: self.open_chosen())
        self.table.activated.connect(lambda _index: self.open_chosen())
        if self.records:
            self.table.selectRow(0)

    def open_chosen(self) -> None:
        """Show the record of the line that is chosen."""
        place = self.table.currentRow()
        if 0 <= place < len(self.records):
            self.accept()
            self.wants_record.emit(self.records[place].kind, self.records[place].rec)


def changed_said(before: int | None, now: int | None, *, same: bool) -> str:
    """Say, above the records of today, whether they are those that were counted when a value was frozen."""
    if same:
        return _("Ce sont les enregistrements qui ont été comptés\u202f; ils ont pu être modifiés depuis.")
    if before is None or now is None:
        return _("Ce sont les enregistrements d’aujourd’hui, pas ceux du jour où la valeur a été figée.")
    told = _(
        "Ce sont les enregistrements d’aujourd’hui\u00a0: {maintenant} comptés, {alors} le jour où la valeur a été "
        "figée. Ce ne sont plus les mêmes."
    )
    return told.format(alors=thousands(before), maintenant=thousands(now))


def _said(number: int) -> str:
    said = ngettext("{n} fiche", "{n} fiches", number).format(n=thousands(number))
    if number <= SHOWN_MAX:
        return said
    return _("{nombre}\u202f; les {n} premières sont montrées.").format(nombre=said, n=SHOWN_MAX)
