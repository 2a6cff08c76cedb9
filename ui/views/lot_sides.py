"""One record on both sides, field by field: what this post has, what a lot brings, what would stand after."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QGridLayout, QLabel, QVBoxLayout, QWidget

from mvl_desktop.i18n import _
from ui.lot_values import LotLine, SaidField, SaidSides
from ui.plain import button, label
from ui.text import visible
from ui.widgets.panels import clear, row, rule, scrolled

_WIDTH, _HEIGHT = 940, 600
_AROUND = 24


class SidesDialog(QDialog):
    """Both versions side by side; what differs is said by a sign and a word, not by a colour alone."""

    def __init__(self, parent: QWidget | None, line: LotLine, sides: SaidSides) -> None:
        super().__init__(parent)
        self._sides = sides
        self.setWindowTitle(_("Des deux côtés"))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(10)
        column.addWidget(label(visible(sides.titre), "soustitre", wrap=True))
        known = _("Ce que ce poste a, ce que le lot apporte, et ce qui resterait après la fusion.")
        new = _("Ce poste ne connaît pas encore cette fiche\u00a0: voici ce que le lot apporte.")
        column.addWidget(label(known if sides.connu else new, tone="discret", wrap=True))
        for each in line.doublons:
            near = _("Répète sans doute «\u00a0{titre}\u00a0»\u00a0: {raisons}.")
            words = near.format(titre=visible(each.titre), raisons=", ".join(each.raisons).lower())
            column.addWidget(label(words, tone="attention", wrap=True))
        self.same = QCheckBox(_("&Montrer aussi ce qui est pareil"))
        self.same.setVisible(sides.connu and any(not each.differe for each in sides.champs))
        self.same.toggled.connect(lambda _on: self._fill())
        column.addWidget(self.same)
        body = QWidget()
        self._grid = QGridLayout(body)
        self._grid.setHorizontalSpacing(18)
        self._grid.setVerticalSpacing(8)
        self._grid.setContentsMargins(0, 0, 12, 0)
        column.addWidget(scrolled(body), 1)
        close = button(_("&Fermer"), "premier")
        close.clicked.connect(self.accept)
        column.addLayout(row(None, close))
        self._fill()
        room = self.screen().availableGeometry()
        self.resize(min(_WIDTH, room.width() - _AROUND), min(_HEIGHT, room.height() - _AROUND))
        close.setFocus()

    def _fill(self) -> None:
        clear(self._grid)
        connu = self._sides.connu
        titles = (
            (_("Champ"), _("Sur ce poste"), _("Dans le lot"), _("Après")) if connu else (_("Champ"), _("Dans le lot"))
        )
        for column, title in enumerate(titles):
            self._grid.addWidget(label(title, tone="discret"), 0, column)
            self._grid.setColumnStretch(column, 2 if column else 1)
        shown = [each for each in self._sides.champs if each.differe or not connu or self.same.isChecked()]
        place = 1
        for each in shown:
            self._grid.addWidget(rule(), place, 0, 1, len(titles))
            for column, cell in enumerate(self._cells(each)):
                self._grid.addWidget(cell, place + 1, column, Qt.AlignmentFlag.AlignTop)
            place += 2
        if not shown:
            nothing = _("Rien de ce que ce poste peut ouvrir ne diffère.")
            self._grid.addWidget(label(nothing, wrap=True), place, 0, 1, len(titles))
        self._grid.setRowStretch(place + 1, 1)

    def _cells(self, each: SaidField) -> list[QLabel]:
        differs = self._sides.connu and each.differe
        name = _("≠ {champ}").format(champ=each.libelle) if differs else each.libelle
        sides = (each.ici, each.lot, each.apres) if self._sides.connu else (each.lot,)
        cells = [label(name, wrap=True), *(label(_lines(side) or _("rien"), wrap=True) for side in sides)]
        for cell in cells[1:]:
            cell.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        return cells


def _lines(text: str) -> str:
    """Return a text as it is shown, its line breaks kept."""
    return "\n".join(map(visible, text.split("\n")))
