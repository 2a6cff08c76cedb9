"""The place of an interview: it stands where the pages of the form were, and gives the place back when it is left."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mvl_desktop.i18n import _, ngettext
from ui.grille_values import GrilleRelue
from ui.timing import Now
from ui.view_models.around import Around
from ui.view_models.checklist import Checklist
from ui.view_models.interview import Interview
from ui.view_models.record_side import RecordSide
from ui.view_models.reperage import Reperage
from ui.views.grille_relecture import RelectureDialog
from ui.views.interview import InterviewView, is_low
from ui.widgets.panels import Notice


class InterviewRoom(QWidget):
    """Hidden while no grid is answered."""

    toggled = Signal()
    """It takes the place, or gives it back."""

    def __init__(
        self,
        pages: QWidget,
        beside: Sequence[QWidget],
        reperage: Reperage,
        side: RecordSide,
        around: Around,
        checklist: Checklist,
        notice: Notice,
        now: Now,
    ) -> None:
        super().__init__()
        self._pages, self._reperage, self._side, self._around, self._now = pages, reperage, side, around, now
        self._checklist, self._notice, self._beside = checklist, notice, beside
        self._waits = False
        """Whether a fiche called for by answers is being applied."""
        self.view: InterviewView | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.hide()
        reperage.opened.connect(self.open)
        reperage.reread.connect(self._on_reread)
        reperage.wants_fiche.connect(self._on_fiche)
        checklist.applied.connect(self._on_applied)
        reperage.form.opened.connect(self._follow)
        reperage.form.filled.connect(self._follow)
        side.pieces_changed.connect(self._follow)

    @property
    def is_open(self) -> bool:
        """Whether a grid is being answered."""
        return self.view is not None

    def open(self, remplie: str) -> None:
        """Answer a grid of the form."""
        self.leave()
        interview = Interview(self._reperage.form, remplie, lambda: self._around.me, self._now)
        if not interview.grid:
            return
        self._notice.say("")
        self.view = InterviewView(interview, self._reperage, lambda: self._side.shown)
        interview.gone.connect(self.leave)
        self.view.left.connect(self._on_left)
        self._column.addWidget(self.view)
        self._pages.hide()
        self.show()
        self._fit()
        self.toggled.emit()
        self.view.begin()

    def leave(self) -> None:
        """Give the place back to the form; what was answered is in it."""
        view, self.view = self.view, None
        if view is None:
            return
        self._column.removeWidget(view)
        view.hide()
        view.deleteLater()
        self.hide()
        self._pages.show()
        self._fit()
        self.toggled.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the name is Qt's
        """Leave the place to the criterion in a low window."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        for widget in self._beside:
            widget.setVisible(not (self.is_open and is_low(self)))

    def _follow(self) -> None:
        if self.view is not None:
            self.view.interview.follow()

    def _on_left(self) -> None:
        self.leave()
        self._reperage.form.flush()
        self._reperage.left.emit()

    def _on_reread(self, relue: GrilleRelue) -> None:
        known = self._reperage.knows(relue.remplie)
        dialog = RelectureDialog(self, relue, locked=bool(known.refus) or not known.plus_recente)
        accepted = bool(dialog.exec())
        if accepted:
            self._reperage.carry(relue.remplie, dialog.codes)
        dialog.deleteLater()

    def _on_fiche(self, rec: str) -> None:
        self._waits = True
        self._checklist.apply(rec)

    def _on_applied(self, steps: int) -> None:
        if self._waits:
            self._waits = False
            said = ngettext(
                "{n} étape ajoutée à la conduite à tenir.", "{n} étapes ajoutées à la conduite à tenir.", steps
            )
            text = said.format(n=steps) if steps else _("Cette fiche était déjà appliquée.")
            self._notice.say(text, "succes" if steps else "")
        self._reperage.ask_called()
