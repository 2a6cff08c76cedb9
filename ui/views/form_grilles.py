"""The grids opened in a signalement, one card each: what was answered, by whom, and whether a newer version exists."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from mvl_desktop.domain.reperage import answers_of, counts, version_of
from mvl_desktop.i18n import _
from ui.icons import icon
from ui.messages import sentence
from ui.plain import button, label
from ui.text import breakable, visible
from ui.values import Values
from ui.view_models.form_summary import short_day
from ui.view_models.interview import said_counts
from ui.view_models.reperage import Reperage
from ui.views.interview_side import CalledFiches, visible_lines
from ui.widgets.editor import Editor
from ui.widgets.flow import Flow
from ui.widgets.panels import clear, row

_PROPOSED = 2
"""More proposals would be a list to read, during a call."""


class GrillesEditor(Editor):
    """The grids of the form. Answers are given in the interview; here they are counted in words, and never added up."""

    def __init__(self, reperage: Reperage) -> None:
        super().__init__()
        self._reperage = reperage
        self._grids: list[Mapping[str, object]] = []
        self.cards: list[GrilleCard] = []
        self.empty = label(
            _("Une grille fait le tour des indices pendant l’entretien\u202f; elle ne conclut jamais à votre place."),
            tone="discret",
            wrap=True,
        )
        self.open = button(_("Ouvrir une grille…"))
        self.open.setIcon(icon("list-checks"))
        body, self.proposed = QWidget(), QWidget()
        self._column, self._proposals = QVBoxLayout(body), QVBoxLayout(self.proposed)
        for each in (self._column, self._proposals):
            each.setContentsMargins(0, 0, 0, 0)
            each.setSpacing(6)
        self.called = CalledFiches(reperage)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.empty, body, self.called, self.proposed):
            column.addWidget(widget)
        column.addLayout(row(self.open, None))
        self.open.clicked.connect(reperage.choosing)
        reperage.grilles_changed.connect(self._show_proposed)
        reperage.known_changed.connect(self._show)
        reperage.form.filled.connect(self._show)
        reperage.left.connect(self._on_left)
        self._show()
        reperage.inquire()

    def value(self) -> object:
        """Return the grids, as they were given: their answers stand beside."""
        return [dict(grid) for grid in self._grids] or None

    def set_value(self, value: object) -> None:
        """Show grids."""
        self._grids = [each for each in value if isinstance(each, Mapping)] if isinstance(value, (list, tuple)) else []
        self._show()
        self._reperage.inquire()

    def buddy(self) -> QWidget:
        """Return the button that opens a grid."""
        return self.open

    def name(self, text: str) -> None:
        """Name the group."""
        self.setAccessibleName(text)

    def _show(self) -> None:
        clear(self._column)
        self.cards = []
        for grid in reversed(self._grids):
            card = GrilleCard(grid, self._reperage)
            card.taken_out.connect(self.removed)
            self.cards.append(card)
            self._column.addWidget(card)
        self.empty.setVisible(not self._grids)
        self._show_proposed()

    def _show_proposed(self) -> None:
        clear(self._proposals)
        proposed = self._reperage.proposed[:_PROPOSED]
        for line in proposed:
            said = _("Proposée\u00a0: {grille}. {reason}").format(grille=line.titre, reason=_(line.raison))
            begin = button(_("Ouvrir"))
            begin.setAccessibleName(_("Ouvrir\u00a0: {grille}").format(grille=visible(line.titre)))
            begin.clicked.connect(lambda _on, rec=line.id: self._reperage.open(rec))
            frame = QFrame()
            frame.setObjectName("element")
            across = row(gap=8)
            across.setContentsMargins(10, 6, 8, 6)
            across.addWidget(label(visible(said), wrap=True), 1)
            across.addWidget(begin)
            frame.setLayout(across)
            self._proposals.addWidget(frame)
        self.proposed.setVisible(bool(proposed))

    def _on_left(self) -> None:
        self._show()
        self._reperage.inquire()


class GrilleCard(QFrame):
    """One opened grid."""

    taken_out = Signal(str, object)
    """It was opened by mistake and is out: what to say of it, and what puts it back."""

    def __init__(self, grid: Values, reperage: Reperage) -> None:
        super().__init__()
        self._grid, self._reperage = grid, reperage
        self._remplie = str(grid.get("id") or "")
        known = reperage.knows(self._remplie)
        answers = answers_of(reperage.champs, self._remplie)
        self.setObjectName("element")
        titre = visible(str(grid.get("titre") or grid.get("code") or ""))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 10, 8)
        column.setSpacing(3)
        said = _("{grille} (version {n})").format(grille=titre, n=version_of(grid))
        column.addWidget(label(said, "fichetitre", wrap=True))
        column.addWidget(label(visible(_when(grid)), tone="discret", wrap=True))
        self.counts = label(visible_lines([said_counts(each) for each in counts(answers)]), wrap=True)
        column.addWidget(self.counts)
        if grid.get("contexte"):
            column.addWidget(label(breakable(str(grid["contexte"])), tone="discret", wrap=True))
        if known.refus:
            column.addWidget(label(sentence(known.refus), tone="attention", wrap=True))
        if known.plus_recente:
            told = _("Une version plus récente existe\u00a0: la version {n}.").format(n=known.plus_recente)
            column.addWidget(label(told, tone="attention", wrap=True))
        elif known.relue:
            column.addWidget(label(_("Relue dans une version plus récente."), tone="discret", wrap=True))
        self.buttons = Flow(*self._actions(titre, answers))
        column.addWidget(self.buttons)

    def _actions(self, titre: str, answers: Sequence[Values]) -> list[QPushButton]:
        known = self._reperage.knows(self._remplie)
        answered = [one for one in answers if any(one.get(name) for name in ("reponse", "commentaire", "source"))]
        going_on = len(answered) < len(answers) and not known.refus and not self._grid.get("terminee_le")
        self.go_on = button(_("Continuer") if going_on else _("Revoir les réponses"))
        made = [self._act(self.go_on, titre, lambda: self._reperage.opened.emit(self._remplie))]
        if known.plus_recente or known.relue or self._grid.get("relit"):
            self.again = button(_("Comparer les versions…"))
            made.append(self._act(self.again, titre, lambda: self._reperage.read_again(self._remplie)))
        if not answered:
            self.out = button(_("Retirer"), "lien")
            self.out.setIcon(icon("trash"))
            made.append(self._act(self.out, titre, self._on_out))
        return made

    def _act(self, made: QPushButton, titre: str, do: Callable[[], None]) -> QPushButton:
        made.setAccessibleName(_("{action}\u00a0: {grille}").format(action=made.text(), grille=titre))
        made.clicked.connect(lambda _on: do())
        return made

    def _on_out(self) -> None:
        said = _("Grille retirée\u00a0: {grille}").format(grille=str(self._grid.get("titre") or ""))
        self.taken_out.emit(visible(said), self._reperage.take_out(self._remplie))


def _when(grid: Values) -> str:
    who, day = str(grid.get("ouverte_par") or ""), short_day(grid.get("ouverte_le"))
    said = _("Ouverte le {day} par {who}") if who else _("Ouverte le {day}")
    parts = [said.format(day=day, who=who) if day else ""]
    if grid.get("terminee_le"):
        parts.append(_("terminée le {day}").format(day=short_day(grid.get("terminee_le"))))
    return " · ".join(part for part in parts if part)
