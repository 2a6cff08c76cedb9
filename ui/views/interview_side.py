"""What stands under the criterion in hand: counts in words, the fiches that answers call for, and the context."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from mvl_desktop.i18n import _
from ui.plain import PlainText, button, label
from ui.text import breakable, visible
from ui.view_models.interview import Interview
from ui.view_models.reperage import Reperage
from ui.widgets.panels import clear, row

_LINES = 2


class InterviewSide(QWidget):
    """Nothing here is added up, and nothing concludes."""

    def __init__(self, interview: Interview, reperage: Reperage) -> None:
        super().__init__()
        self._interview = interview
        self.counts = label("", wrap=True)
        self.questions = label("", tone="attention", wrap=True)
        self.context = PlainText()
        self.context.setFixedHeight(self.context.fontMetrics().lineSpacing() * _LINES + 18)
        self.called = CalledFiches(reperage)
        said = label(_("Conte&xte"))
        said.setBuddy(self.context)
        self.context.setAccessibleName(_("Contexte"))
        told = _("Qui répond, de qui l’on parle, dans quelles conditions.")
        self.context.setAccessibleDescription(told)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in (
            label(_("Réponses données"), "groupe"),
            self.counts,
            label(_("Des indices à réunir, jamais une conclusion."), tone="aide", wrap=True),
            self.questions,
            self.called,
            said,
            self.context,
            label(told, tone="aide", wrap=True),
        ):
            column.addWidget(widget)
        self.context.textChanged.connect(lambda: interview.tell_context(self.context.toPlainText()))
        self.context.installEventFilter(self)

    def show_counts(self, *, locked: bool) -> None:
        """Say the counts, family by family, and what sources always find that nobody answered."""
        self.counts.setText(visible_lines(self._interview.families()))
        self.questions.setText(visible(self._interview.questions()))
        self.questions.setVisible(bool(self.questions.text()))
        text = str(self._interview.grid.get("contexte") or "")
        if text != self.context.toPlainText():
            self.context.blockSignals(True)
            self.context.setPlainText(text)
            self.context.blockSignals(False)
        self.context.setReadOnly(locked)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the name is Qt's
        """Keep what is typed when it is left."""
        if event.type() == QEvent.Type.FocusOut:
            self._interview.form.flush()
        return super().eventFilter(watched, event)


class CalledFiches(QWidget):
    """The fiches that answers call for, why, and a button that applies each as any other fiche."""

    def __init__(self, reperage: Reperage) -> None:
        super().__init__()
        self._reperage = reperage
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        reperage.called_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        clear(self._column)
        for fiche in self._reperage.called:
            named = " – ".join(part for part in (fiche.code, fiche.titre) if part)
            frame = QFrame()
            frame.setObjectName("element")
            line = row(gap=8)
            line.setContentsMargins(10, 6, 8, 6)
            words = QVBoxLayout()
            words.setSpacing(1)
            words.addWidget(label(_("Fiche à relire\u00a0: {fiche}").format(fiche=visible(named)), wrap=True))
            why = _("Pourquoi\u00a0: {reason}").format(reason=fiche.pourquoi)
            words.addWidget(label(breakable(visible(why)), tone="discret", wrap=True))
            line.addLayout(words, 1)
            if fiche.appliquee:
                line.addWidget(label(_("Déjà appliquée"), tone="discret"))
            elif fiche.id:
                take = button(_("Appliquer"))
                take.setAccessibleName(_("Appliquer\u00a0: {fiche}").format(fiche=visible(named)))
                take.clicked.connect(lambda _on, rec=fiche.id: self._reperage.wants_fiche.emit(rec))
                line.addWidget(take)
            frame.setLayout(line)
            self._column.addWidget(frame)
        self.setVisible(bool(self._reperage.called))


def visible_lines(lines: list[str]) -> str:
    """Return several lines fit to be shown one under the other."""
    return "\n".join(visible(line) for line in lines)
