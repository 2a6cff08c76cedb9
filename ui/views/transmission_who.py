"""Who is competent for the recipient of a transmission, in the form that prepares it: a line each, to press."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mvl_desktop.i18n import _
from ui.annuaire_values import Interlocuteur
from ui.plain import label
from ui.view_models.annuaire_said import PORTEES, reached
from ui.widgets.lines import line_button
from ui.widgets.panels import clear

_SHOWN = 3


class WhoToAsk(QWidget):
    """The closest entries of the annuaire; pressing one writes its name."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Dans l’annuaire"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self.hide()

    def show_found(self, found: Sequence[Interlocuteur]) -> None:
        """Show the closest ones; what each département has to complete is not proposed."""
        clear(self._column)
        here = [each for each in found if each.portee != "modele"][:_SHOWN]
        if here:
            self._column.addWidget(label(_("Dans l’annuaire, le plus proche d’abord"), tone="discret"))
        for each in here:
            line = line_button("address-book", each.nom, reached(each), _(PORTEES[each.portee]))
            line.clicked.connect(lambda _on=False, each=each: self.chosen.emit(each.nom))
            self._column.addWidget(line)
        self.setVisible(bool(here))
