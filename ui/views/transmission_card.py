"""One transmission as a card: to whom, where it stands, what is awaited, what may be done of it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.domain.transmettre import Passed, is_altered, is_sent, state_of
from mvl_desktop.i18n import _
from ui.plain import button, label, set_tone
from ui.text import breakable, visible
from ui.view_models import transmission_said as told
from ui.view_models.form_summary import Wording
from ui.view_models.textes_reader import outdated
from ui.view_models.transmissions import TransmissionsForm
from ui.views.transmission_gestures import GESTURES, PLAIN_WORDS
from ui.widgets.flow import Flow
from ui.widgets.panels import clear, icon_label, row

SLIP, LETTER, SENT_SEEN = "bordereau", "courrier", "partie"


class TransmissionCard(QFrame):
    """A card of the timeline. What left is read, never typed; the reason is said with a lock."""

    asked = Signal(str)
    """A gesture, by its code."""

    def __init__(
        self, fields: Sequence[DeclaredField], model: TransmissionsForm, wording: Wording, *, letters: bool
    ) -> None:
        super().__init__()
        self._fields, self._model, self._wording, self._letters = fields, model, wording, letters
        self.setObjectName("element")
        self.passed: Passed = {}
        self._seen: object = None
        self.mark = icon_label("note-pencil")
        self.title = label("", "fichetitre", wrap=True)
        self.state = label("", wrap=True)
        self.due_mark = icon_label("clock", 16)
        self.due = label("", wrap=True)
        self.facts = label("", tone="discret", wrap=True)
        self.missing = label("", tone="attention", wrap=True)
        self.texts = label("", tone="attention", wrap=True)
        self.lock_mark = icon_label("lock-key", 16)
        self.lock = label("", tone="aide", wrap=True)
        self.first = button("")
        self.more = QToolButton()
        self.more.setText(_("Autres actions"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setProperty("menu", "true")
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.menu = QMenu(self.more)
        self.more.setMenu(self.menu)
        self.fold = button("", "lien")
        self.fold.setCheckable(True)
        self.detail = QWidget()
        self._detail = QVBoxLayout(self.detail)
        self._detail.setContentsMargins(0, 0, 0, 0)
        self._detail.setSpacing(4)
        self.detail.hide()
        self._lay_out()
        self.first.clicked.connect(lambda: self.asked.emit(str(self.first.property("geste"))))
        self.fold.toggled.connect(self._on_fold)

    def show_transmission(self, passed: Passed) -> None:
        """Show a transmission as it stands."""
        champs = self._model.champs
        lacking = told.missing(passed, champs, self._fields)
        texts = visible("\n".join(outdated(self._model.cited(passed))))
        seen = (dict(passed), lacking, texts, self._model.is_recorded(passed), self._model.today)
        if seen == self._seen:  # somebody types elsewhere: a menu that is open stays as it is
            return
        self.passed, self._seen = passed, seen
        name = visible(told.title(passed, self._wording))
        self.mark.show_icon(told.ICONS.get(state_of(passed), "info"))
        self.title.setText(breakable(name))
        self.state.setText(visible(told.state(passed, self._wording)))
        due, tone = told.awaited(passed, self._model.today)
        self.due.setText(due)
        set_tone(self.due, tone or "discret")
        self.due_mark.show_icon("warning-circle" if tone == "danger" else "clock")
        for widget in (self.due, self.due_mark):
            widget.setVisible(bool(due))
        facts = breakable(visible(told.facts(passed, self._wording)))
        self.facts.setText(facts)
        self.facts.setVisible(bool(facts))
        self.missing.setText(lacking)
        self.texts.setText(texts)
        set_tone(self.texts, "aide" if is_sent(passed) else "attention")
        for widget, said in ((self.missing, lacking), (self.texts, texts)):
            widget.setVisible(bool(said))
        gone, altered = is_sent(passed), is_altered(passed, champs)
        self.lock.setText(told.lock(passed, champs) if gone else "")
        set_tone(self.lock, "danger" if altered else "aide")
        self.lock_mark.show_icon("warning" if altered else "lock-key")
        for widget in (self.lock, self.lock_mark):
            widget.setVisible(gone)
        self._offer(name)
        if self.detail.isVisible():
            self._tell()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 10, 8)
        column.setSpacing(4)
        for mark, text in ((self.mark, self.title), (self.due_mark, self.due), (self.lock_mark, self.lock)):
            line = row(gap=8)
            line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(text, 1)
            column.addLayout(line)
            if text is self.title:
                column.addWidget(self.state)
        column.insertWidget(3, self.facts)
        column.addWidget(self.missing)
        column.addWidget(self.texts)
        column.addWidget(self.detail)
        column.addWidget(Flow(self.first, self.more, self.fold))
        for text in (self.title, self.state, self.due, self.facts, self.missing, self.texts, self.lock):
            text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def _offer(self, name: str) -> None:
        """Offer the likeliest gesture as a button, the others in a menu."""
        gestures = told.gestures(self.passed)
        self.first.setVisible(bool(gestures))
        if gestures:
            self.first.setText(_words(gestures[0]))
            self.first.setProperty("geste", gestures[0])
            self.first.setAccessibleName(_("{action}\u00a0: {name}").format(action=_words(gestures[0]), name=name))
        self.menu.clear()
        for gesture in gestures[1:]:
            self._entry(gesture, _words(gesture))
        if self.menu.actions():
            self.menu.addSeparator()
        if is_altered(self.passed, self._model.champs):
            self._entry(SENT_SEEN, _("Voir ce qui est parti…"))
        if self._letters and not is_sent(self.passed):
            self._entry(LETTER, _("Écrire la lettre…")).setEnabled(self._model.is_recorded(self.passed))
        slip = self.menu.addAction(_("Bordereau…"))
        slip.triggered.connect(lambda _on: self.asked.emit(SLIP))
        slip.setEnabled(self._model.is_recorded(self.passed))
        self.more.setAccessibleName(_("Autres actions\u00a0: {name}").format(name=name))
        self.fold.setText(_("Masquer le détail") if self.fold.isChecked() else _("Voir le détail"))
        self.fold.setAccessibleName(_("Détail\u00a0: {name}").format(name=name))

    def _entry(self, code: str, words: str) -> QAction:
        action = self.menu.addAction(words)
        action.triggered.connect(lambda _on: self.asked.emit(code))
        return action

    def _on_fold(self, opened: bool) -> None:
        self.fold.setText(_("Masquer le détail") if opened else _("Voir le détail"))
        if opened:
            self._tell()
        self.detail.setVisible(opened)

    def _tell(self) -> None:
        fill_detail(self._detail, told.detail(self.passed, self._fields, self._wording))


def fill_detail(column: QVBoxLayout, lines: Sequence[tuple[str, str]]) -> None:
    """Write labels and words one under the other, to be read."""
    clear(column)
    for name, text in lines:
        pair = QWidget()
        inner = QVBoxLayout(pair)
        inner.setContentsMargins(0, 2, 0, 4)
        inner.setSpacing(0)
        inner.addWidget(label(name, tone="aide", wrap=True))
        said = label(breakable(text), wrap=True)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inner.addWidget(said)
        column.addWidget(pair)


def _words(gesture: str) -> str:
    known = GESTURES.get(gesture)
    return _(known.button) if known is not None else _(PLAIN_WORDS[gesture])
