"""Above the form of an action of training: its four phases, told from what is typed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from mvl_desktop.i18n import _
from ui.icons import icon
from ui.plain import button, label, set_tone
from ui.timing import Now
from ui.view_models.formations import Step, steps
from ui.view_models.record_form import RecordForm
from ui.widgets.flow import Flow
from ui.widgets.panels import IconLabel, icon_label, row


class StepMark(QFrame):
    """One phase: a picture, its name, where it stands in words."""

    def __init__(self) -> None:
        super().__init__()
        self.mark: IconLabel = icon_label("clock", 18)
        self.title = label("", "fort")
        self.said = label("", tone="discret")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.said)
        across = row(self.mark, gap=8)
        across.addLayout(words)
        across.setContentsMargins(0, 0, 18, 0)
        self.setLayout(across)

    def show_step(self, step: Step) -> None:
        """Show a phase."""
        self.mark.show_icon(step.marque)
        self.title.setText(step.titre)
        told = f"{step.stade}, {step.dit}" if step.dit else step.stade
        self.said.setText(told)
        set_tone(self.said, step.ton)
        self.setAccessibleName(_("{phase}\u00a0: {etat}").format(phase=step.titre, etat=told))


class FormationPanel(QFrame):
    """The phases of the action that is open."""

    wants_session = Signal()
    """A session is to be noted."""

    def __init__(self, form: RecordForm, now: Now) -> None:
        super().__init__()
        self.setObjectName("carte")
        self.setAccessibleName(_("Où en est l’action"))
        self._form, self._now = form, now
        self.marks = [StepMark() for _phase in range(4)]
        self.session_button = button(_("Noter une séance"), "lien")
        self.session_button.setIcon(icon("plus"))
        self.session_button.clicked.connect(self.wants_session)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(Flow(*self.marks, self.session_button))
        for changed in (form.opened, form.filled, form.changed):
            changed.connect(self.show_phases)
        self.show_phases()

    def show_phases(self) -> None:
        """Say again where the action stands."""
        typed = self._form.typed
        self.setVisible(typed is not None)
        if typed is not None:
            for mark, step in zip(self.marks, steps(typed.champs, self._now().date()), strict=True):
                mark.show_step(step)
