"""The screen of an interview: one criterion in hand, its answers under the fingers, the others in a list beside it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from mvl_desktop.i18n import _
from ui.figures import FIGURES
from ui.icons import icon
from ui.messages import sentence
from ui.plain import announce, button, hint, label
from ui.text import visible
from ui.values import Piece
from ui.view_models.interview import CODES, DOCUMENTE, KEYS, Interview, said_answer
from ui.view_models.reperage import Reperage
from ui.views.interview_card import CriterionCard
from ui.views.interview_list import CriteriaList
from ui.views.interview_side import InterviewSide
from ui.widgets.flow import Flow
from ui.widgets.panels import Notice, row, scrolled

_LETTERS_FOR_LIST = 96
"""Width, in letters, from which the list of criteria stands beside the one in hand."""
_LIST = 38
_WIDEST = 16_777_215
"""The width that Qt gives to what has no limit."""
_LINES_FOR_HEAD = 28
"""Height of the window, in lines, from which what is around the criterion stays in sight."""
_CTRL_OR_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_RETURNS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def is_low(widget: QWidget) -> bool:
    """Whether the window is too low for anything but the criterion in hand."""
    return widget.window().height() < widget.fontMetrics().lineSpacing() * _LINES_FOR_HEAD


class InterviewView(QWidget):
    """Answers a grid from its first criterion to its last, without leaving the keyboard."""

    left = Signal()
    """Back to the form."""

    def __init__(self, interview: Interview, reperage: Reperage, pieces: Callable[[], Sequence[Piece]]) -> None:
        super().__init__()
        self.interview, self._reperage, self._pieces = interview, reperage, pieces
        self._listing = False
        """Whether the list was asked for, where there is room for one of both."""
        self.back = button(_("Revenir à &la fiche"), "lien")
        self.back.setIcon(icon("arrow-u-up-left"))
        self.back.setToolTip(hint(_("Échap")))
        self.title = label("", "soustitre", wrap=True)
        self.progress = label("", tone="discret")
        self.notice = Notice()
        self.list = CriteriaList(interview)
        self.card = CriterionCard(interview, self._obey)
        self.side = InterviewSide(interview, reperage)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(2, 2, 12, 8)
        column.setSpacing(10)
        column.addWidget(self.card)
        column.addWidget(self.side)
        column.addStretch(1)
        self.area = scrolled(body)
        self.previous, self.following = button(_("Précé&dent")), button(_("Suiva&nt"))
        self.finish = button(_("&Terminer"), "premier")
        self.finish.setToolTip(hint(_("Dire que l’entretien est terminé\u202f; la grille peut être reprise ensuite")))
        self.previous.setToolTip(hint(_("Retour arrière")))
        self.following.setToolTip(hint(_("Entrée, sans répondre")))
        self.all = button(_("To&us les critères"))
        self.all.setIcon(icon("list-checks"))
        self.head = QWidget()
        told = row(gap=12)
        told.addWidget(self.title, 1)
        told.addWidget(self.progress, 0, Qt.AlignmentFlag.AlignVCenter)
        told.addWidget(self.all, 0, Qt.AlignmentFlag.AlignVCenter)
        self.head.setLayout(told)
        self._body = column
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addWidget(self.list)
        across.addWidget(self.area, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 4, 0, 0)
        outer.setSpacing(8)
        self._outer = outer
        outer.addWidget(self.head)
        outer.addWidget(self.notice)
        outer.addLayout(across, 1)
        outer.addWidget(Flow(self.previous, self.following, self.finish, self.back))
        self._connect()
        self._show()

    def begin(self) -> None:
        """Put the focus on the criterion in hand."""
        self.card.setFocus(Qt.FocusReason.OtherFocusReason)
        self.area.verticalScrollBar().setValue(0)

    def answer(self, code: str) -> None:
        """Answer the criterion in hand and go to the next one; what is documented first asks by which piece."""
        if self._locked():
            return
        self.interview.say(reponse=code)
        if code == DOCUMENTE and self._pieces() and not self.interview.current.get("piece"):
            self.card.ask_piece()
            self._tell(_("Documenté. Quelle pièce le montre\u202f?"))
            return
        self._go_on(said_answer(self.interview.current))

    def show_list(self, *, shown: bool) -> None:
        """Show every criterion in the place of the one in hand, where there is no room for both; or no longer."""
        self._listing = shown
        self._fit()
        if shown:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.begin()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the name is Qt's
        """Answer by one key, with or without the shift key of a French keyboard; go to and fro."""
        if event.key() == Qt.Key.Key_Escape:
            self._on_escape()
        elif event.key() in _RETURNS and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._go_on("")
        elif not self._obey(event):
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Take Escape before the window does: it leaves the interview, not the signalement."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            plain = not event.modifiers() & _CTRL_OR_ALT
            if event.key() == Qt.Key.Key_Escape and plain:
                event.accept()
                return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep the list where there is room for it."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Measure again when the letters change."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._fit)

    def _obey(self, event: QKeyEvent) -> bool:
        """Do what a key alone asks for; whether it asked for something."""
        if event.modifiers() & _CTRL_OR_ALT:
            return False
        text, key = event.text().lower(), event.key()
        place = _(KEYS).find(text) if text else -1
        figure = FIGURES.get(event.text(), 0)
        if text and (place >= 0 or 0 < figure <= len(CODES)):
            self.answer(CODES[place if place >= 0 else figure - 1])
        elif key in _RETURNS and not self.area.isVisible():
            self.show_list(shown=False)
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Up, Qt.Key.Key_PageUp):
            self._step(-1)
        elif key in (*_RETURNS, Qt.Key.Key_Down, Qt.Key.Key_PageDown):
            self._step(1)
        elif key == Qt.Key.Key_Delete and not self._locked():
            self.interview.say(reponse="")
            self._tell(said_answer(self.interview.current))
        elif text == "c":
            self.card.go_to(self.card.comment)
        elif text == "s":
            self.card.go_to(self.card.source)
        elif text == "v" and self.interview.former and not self._locked():
            self._on_former()
        else:
            return False
        return True

    def _connect(self) -> None:
        self.back.clicked.connect(self.left)
        self.all.clicked.connect(lambda: self.show_list(shown=True))
        self.list.activated.connect(lambda _index: self._on_chosen())
        self.list.clicked.connect(lambda _index: self._on_chosen())
        self.previous.clicked.connect(lambda: self._step(-1))
        self.following.clicked.connect(lambda: self._step(1))
        self.finish.clicked.connect(self._on_finish)
        self.card.answered.connect(self.answer)
        self.card.chosen.connect(lambda: self._go_on(""))
        self.card.wants_former.connect(self._on_former)
        self.card.left.connect(self.interview.form.flush)
        self.interview.moved.connect(self._show)
        self.interview.answered.connect(self._show)
        self._reperage.known_changed.connect(self._show)

    def _show(self) -> None:
        refused = self._locked()
        self.title.setText(visible(self.interview.title))
        self.progress.setText(self.interview.progress)
        self.notice.say(sentence(refused) if refused else "", "attention")
        self.card.show_criterion(self._pieces(), locked=bool(refused))
        self.list.show_answers()
        self.side.show_counts(locked=bool(refused))
        self.previous.setEnabled(self.interview.place > 0)
        self.following.setEnabled(self.interview.place < len(self.interview.answers) - 1)
        self.finish.setEnabled(not refused)

    def _locked(self) -> str:
        return self._reperage.knows(self.interview.remplie).refus

    def _go_on(self, said: str) -> None:
        """Go to the next criterion, and say what was answered and what is asked now."""
        moved = self.interview.step(1)
        if moved:
            self._hand_over()
        rest = f"{self.interview.where}\u00a0: {self.card.libelle}" if moved else _("C’était le dernier critère.")
        self._tell(". ".join(part for part in (said, rest) if part))
        if not moved:
            self.finish.setFocus(Qt.FocusReason.OtherFocusReason)
            self._reperage.ask_called()

    def _step(self, by: int) -> None:
        if self.interview.step(by):
            self._hand_over()
            said = said_answer(self.interview.current)
            self._tell(f"{self.interview.where}\u00a0: {self.card.libelle}. {said}")

    def _hand_over(self) -> None:
        """Keep the fingers where they were: in the list, or on the criterion."""
        if not self.list.hasFocus():
            self.card.setFocus(Qt.FocusReason.OtherFocusReason)
            self.area.verticalScrollBar().setValue(0)

    def _on_chosen(self) -> None:
        if self._listing:
            self.show_list(shown=False)

    def _tell(self, said: str) -> None:
        announce(self.card, visible(said))

    def _on_former(self) -> None:
        self.interview.take_former()
        self._go_on(said_answer(self.interview.current))

    def _on_finish(self) -> None:
        self.interview.finish()
        self.left.emit()

    def _on_escape(self) -> None:
        """Leave what is being typed first, then the interview."""
        here = QApplication.focusWidget() or self
        if not self.area.isVisible():
            self.show_list(shown=False)
            return
        if here is not self.card and (self.card.isAncestorOf(here) or self.side.isAncestorOf(here)):
            self.card.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.left.emit()

    def _fit(self) -> None:
        letters = self.fontMetrics().averageCharWidth()
        both = self.width() >= letters * _LETTERS_FOR_LIST
        alone = self._listing and not both
        self.list.setMinimumWidth(letters * _LIST if both else 0)
        self.list.setMaximumWidth(letters * _LIST if both else _WIDEST)
        self.list.setVisible(both or alone)
        self.area.setVisible(not alone)
        self.all.setVisible(not both)
        low = is_low(self)
        wanted, other = (self._body, self._outer) if low else (self._outer, self._body)
        if other.indexOf(self.head) >= 0:
            other.removeWidget(self.head)
            wanted.insertWidget(1 if low else 0, self.head)
