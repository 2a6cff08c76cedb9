"""Two signalements side by side: why they resemble each other, then field by field, differences said in words."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from mvl_desktop.i18n import N_, _
from ui.duplicates_values import ComparedField, Pair
from ui.plain import label
from ui.text import breakable, visible
from ui.widgets.panels import Scrolled, clear, rule

_WORDS = {
    "pareil": N_("= pareil"),
    "different": N_("≠ différent"),
    "gauche": N_("seulement le premier"),
    "droite": N_("seulement le second"),
}


class SidesArea(Scrolled):
    """Both sides, never narrower than their longest words: the list beside them gives way."""

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - the name is Qt's
        """Ask for the width of what is inside, beside the scroll bar."""
        body = self.widget()
        inside = body.minimumSizeHint().width() if body is not None else 0
        wide = inside + self.verticalScrollBar().sizeHint().width()
        return super().minimumSizeHint().expandedTo(QSize(wide, 0))

    def _fit(self) -> None:
        super()._fit()
        self.updateGeometry()


class PairSides(QWidget):
    """One pair."""

    def __init__(self) -> None:
        super().__init__()
        self._fields: Sequence[ComparedField] = ()
        self._pair: Pair | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 0, 0, 0)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 10, 0)
        column.setSpacing(6)
        self.why = label("", tone="discret", wrap=True)
        self.signs = label("", wrap=True)
        self.same = QCheckBox(_("Montrer aussi ce &qui est pareil"))
        self.same.toggled.connect(lambda _on: self._fill())
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(6)
        for each in (self.why, self.signs, self.same):
            column.addWidget(each)
        column.addLayout(self._grid)
        column.addStretch(1)
        self.area = SidesArea(body)
        self.area.setAccessibleName(_("Les deux signalements, champ par champ"))
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        outer.addWidget(self.area)
        self.show_fields(None, ())

    @property
    def has_fields(self) -> bool:
        """Whether a pair is shown, with what each says."""
        return bool(self._fields)

    def show_fields(self, pair: Pair | None, fields: Sequence[ComparedField]) -> None:
        """Show a pair; None: nothing is chosen."""
        self._pair, self._fields = pair, fields
        self.why.setText(_("Ce qui les rapproche\u00a0:") if pair else _("Choisissez une paire dans la liste."))
        self.signs.setText("\n".join(_sign(each.mots, each.valeurs) for each in pair.signes) if pair else "")
        self.same.setVisible(pair is not None)
        self._fill()

    def _fill(self) -> None:
        clear(self._grid)
        if self._pair is None:
            return
        titles = ("", _said_side(_("Premier"), self._pair.a.reference), _said_side(_("Second"), self._pair.b.reference))
        for column, title in enumerate(titles):
            self._grid.addWidget(label(title, tone="discret", wrap=True), 0, column)
            self._grid.setColumnStretch(column, 3 if column else 2)
        place = 1
        for each in self._fields:
            if each.etat == "pareil" and not self.same.isChecked():
                continue
            self._grid.addWidget(rule(), place, 0, 1, len(titles))
            name = f"{each.libelle}\n{_(_WORDS[each.etat])}"
            for column, cell in enumerate((label(name, wrap=True), _cell(each.a), _cell(each.b))):
                self._grid.addWidget(cell, place + 1, column, Qt.AlignmentFlag.AlignTop)
            place += 2
        self._grid.setRowStretch(place + 1, 1)


def _sign(words: str, values: str) -> str:
    return f"•\u00a0{words}\u00a0: {visible(values)}" if values else f"•\u00a0{words}"


def _said_side(name: str, reference: str) -> str:
    return f"{name}\u00a0: {reference}" if reference else name


def _cell(text: str) -> QLabel:
    made = label(breakable(visible(text)) or "–", wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made
