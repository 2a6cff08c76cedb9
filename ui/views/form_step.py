"""One step of a checklist: a box to tick, its words, what became of it, and a reason to set it aside."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from mvl_desktop.i18n import _
from ui.icons import icon
from ui.plain import button, hint, label
from ui.text import visible
from ui.timing import Now
from ui.view_models.checklist import ECARTE, FAIT, Step, done_step, open_step, skipped_step
from ui.view_models.form_summary import short_day
from ui.widgets.panels import row


class Steps(Protocol):
    """What holds the steps, and is told when one is settled."""

    steps: list[dict[str, object]]

    def settle(self, place: int, step: dict[str, object]) -> None:
        """Let a step be as it is now."""


class StepRow(QWidget):
    """One step: a box, its words, what became of it, and « Écarter »."""

    def __init__(self, owner: Steps, place: int, me: Callable[[], str], now: Now) -> None:
        super().__init__()
        self._owner, self._place, self._me, self._now = owner, place, me, now
        self.box = QCheckBox()
        self.words = _Words(self.box)
        self.state = label("", tone="aide", wrap=True)
        self.skip = button("", "lien")
        self.skip.setIcon(icon("x"))
        self.motif = QLineEdit()
        self.motif.setPlaceholderText(_("Pourquoi cette étape est écartée"))
        self.motif.hide()
        self.confirm = button(_("Écarter"))
        self.confirm.hide()
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.words)
        words.addWidget(self.state)
        words.addLayout(row(self.motif, self.confirm))
        line = row(gap=6)
        line.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        line.addWidget(self.skip, 0, Qt.AlignmentFlag.AlignTop)
        self.setLayout(line)
        for text in (self.words, self.state):
            text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        for fixed in (self.box, self.skip):
            fixed.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.box.clicked.connect(self._on_box)
        self.skip.clicked.connect(self._on_skip)
        self.confirm.clicked.connect(self._on_confirm)
        self.motif.returnPressed.connect(self._on_confirm)

    @property
    def step(self) -> Step:
        """The step as it stands."""
        return self._owner.steps[self._place]

    def show_step(self, step: Step) -> None:
        """Show what became of the step."""
        said, state = visible(str(step.get("libelle") or "")), step.get("etat")
        self.words.setText(said)
        self.box.setChecked(state == FAIT)
        self.box.setEnabled(state != ECARTE)
        self.box.setAccessibleName(said)
        told = _told(step)
        self.state.setText(visible(told))
        self.state.setVisible(bool(told))
        self.box.setAccessibleDescription(told)
        action = _("Remettre à faire") if state in (FAIT, ECARTE) else _("Écarter cette étape")
        self.skip.setIcon(icon("arrow-u-up-left" if state in (FAIT, ECARTE) else "x"))
        self.skip.setToolTip(hint(action))
        self.skip.setAccessibleName(_("{action}\u00a0: {step}").format(action=action, step=said))
        self.motif.setAccessibleName(_("Motif pour écarter\u00a0: {step}").format(step=said))
        self.confirm.setAccessibleName(_("Écarter\u00a0: {step}").format(step=said))
        self._ask(shown=False)

    def _on_box(self, checked: bool) -> None:
        step = done_step(self.step, self._me(), self._now()) if checked else open_step(self.step)
        self._owner.settle(self._place, step)

    def _on_skip(self) -> None:
        if self.step.get("etat") in (FAIT, ECARTE):
            self._owner.settle(self._place, open_step(self.step))
        else:
            self._ask(shown=self.motif.isHidden())

    def _on_confirm(self) -> None:
        motif = self.motif.text().strip()
        if motif:
            self.motif.clear()
            self._owner.settle(self._place, skipped_step(self.step, self._me(), self._now(), motif))
            self.skip.setFocus()
        else:
            self.motif.setFocus()

    def _ask(self, *, shown: bool) -> None:
        self.motif.setVisible(shown)
        self.confirm.setVisible(shown)
        if shown:
            self.motif.setFocus()


class _Words(QLabel):
    """The words of a step: a click on them is a click on its box."""

    def __init__(self, box: QCheckBox) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self._box = box

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - the name is Qt's
        """Tick the box."""
        super().mouseReleaseEvent(event)
        self._box.click()


def _told(step: Step) -> str:
    who, when = str(step.get("fait_par") or ""), short_day(step.get("fait_le"))
    if step.get("etat") == FAIT:
        said = _("Fait le {day} par {who}") if who else _("Fait le {day}")
        return said.format(day=when, who=who) if when else _("Fait")
    if step.get("etat") == ECARTE:
        return _("Écartée le {day}\u00a0: {reason}").format(day=when, reason=step.get("motif") or _("sans motif"))
    return ""
