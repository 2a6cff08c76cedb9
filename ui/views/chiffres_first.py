"""The four figures of axe 1, first and large: the number, what it counts, the other period, what it opens."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from mvl_desktop.domain.figure import RESERVE, VIDE, Figure, Ligne
from mvl_desktop.i18n import _
from mvl_desktop.services.figure_words import line_said, title_of
from ui.chiffre_values import Chiffre
from ui.icons import icon
from ui.plain import button, label
from ui.view_models.chiffres import comparison_said
from ui.widgets.flow import Flow
from ui.widgets.panels import Notice, clear

_LETTERS_FOR_TWO = 76
_SHOWN = 3


class FirstFigure(QFrame):
    """One figure in large."""

    wants_records = Signal(object, str)
    wants_figure = Signal(str)
    """The figure is to be shown with its chart, by its code."""

    def __init__(self, chiffre: Chiffre) -> None:
        super().__init__()
        self.chiffre = chiffre
        self.setObjectName("carte")
        figure = chiffre.figure
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(4)
        divided = figure.unite == "%" and bool(figure.lignes)
        total = replace(figure.total, valeur=figure.total.sur) if divided else figure.total
        said = line_said(total, "n" if divided else figure.unite, chiffre.seuil)
        self.number = label(said, "grand", wrap=True)
        self.name = label(title_of(figure), "soustitre", wrap=True)
        column.addWidget(self.number)
        column.addWidget(self.name)
        column.addWidget(label(_first_sentence(_(figure.definition)), tone="discret", wrap=True))
        for beside in comparison_said(chiffre)[:1]:
            column.addWidget(label(beside, wrap=True))
        for line in _told(figure):
            said = line_said(line, figure.unite, chiffre.seuil)
            tone = "attention" if line.cle == RESERVE else ""
            column.addWidget(label(f"{_(line.libelle)}\u00a0: {said}", tone=tone, wrap=True))
        opened = button(_("Ouvrir"), "lien")
        opened.setIcon(icon("list-checks"))
        opened.setAccessibleName(_("Ouvrir\u00a0: {quoi}").format(quoi=title_of(figure)))
        opened.setEnabled(figure.total.requete is not None)
        opened.clicked.connect(lambda _on: self.wants_records.emit(figure.total, title_of(figure)))
        more = button(_("Graphique"), "lien")
        more.setIcon(icon("chart-bar"))
        more.setAccessibleName(_("Graphique\u00a0: {quoi}").format(quoi=title_of(figure)))
        more.clicked.connect(lambda _on: self.wants_figure.emit(figure.code))
        column.addStretch(1)
        column.addWidget(Flow(opened, more))


class FirstFigures(QWidget):
    """The four of them, with what must be known before comparing."""

    wants_records = Signal(object, str)
    wants_figure = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.cards: list[FirstFigure] = []
        self.caution = Notice()
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.caution)
        column.addLayout(self._grid)
        column.addStretch(1)

    def show_figures(self, found: Sequence[Chiffre]) -> None:
        """Show them."""
        clear(self._grid)
        self.cards = [FirstFigure(chiffre) for chiffre in found]
        for card in self.cards:
            card.wants_records.connect(self.wants_records)
            card.wants_figure.connect(self.wants_figure)
        figures = [each for one in found for each in (one.figure, one.autre) if each is not None]
        notes = dict.fromkeys(note for figure in figures for note in figure.precautions)
        notes |= dict.fromkeys(said for one in found for said in comparison_said(one)[2:][-1:])
        self.caution.say("\n".join(map(_, notes)), "attention" if notes else "")
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the name is Qt's
        """Put side by side what there is room for."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Measure again when the letters change."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        columns = 2 if self.width() >= self.fontMetrics().averageCharWidth() * _LETTERS_FOR_TWO else 1
        for place, card in enumerate(self.cards):
            self._grid.addWidget(card, place // columns, place % columns)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, columns - 1)


def _told(figure: Figure) -> Sequence[Ligne]:
    """Return the lines that are told with a figure: the greatest ones of a share, and what is reserved."""
    counted = [line for line in figure.lignes if line.valeur and line.cle not in (RESERVE, VIDE)]
    greatest = sorted(counted, key=lambda line: -(line.valeur or 0))[: _SHOWN if figure.unite == "%" else 0]
    return [*greatest, *(line for line in figure.lignes if line.cle == RESERVE)]


def _first_sentence(text: str) -> str:
    """Return what is counted, without what is not: the page of the indicator says all of it."""
    first, point, _rest = text.partition(". ")
    return first + point.strip()
