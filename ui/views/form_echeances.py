"""The deadlines of the record in the form: those that are computed, those that were added, what is said of each."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QVBoxLayout, QWidget

from mvl_desktop.i18n import _, ngettext
from ui.echeance_values import DueLine, DueSaid
from ui.icons import icon
from ui.messages import sentence
from ui.plain import button, label
from ui.text import opening, short_date, visible
from ui.timing import Now
from ui.view_models.deadlines import Deadlines
from ui.views.todo_forms import ask_one_more, ask_put_off, ask_set_aside
from ui.widgets.editor import Editor
from ui.widgets.panels import IconLabel, Notice, clear, row

_MARKS = {
    "en_retard": "warning-circle",
    "aujourdhui": "warning",
    "reportee": "clock-counter-clockwise",
    "tenue": "check-circle",
    "sans_objet": "x",
}
_TONES = {"en_retard": "danger", "aujourdhui": "attention"}


class EcheancesEditor(Editor):
    """One line for each deadline: what, when, why, and what may be said of it. Settled ones are closed at first."""

    def __init__(self, deadlines: Deadlines, people: Callable[[], Sequence[str]], now: Now) -> None:
        super().__init__()
        self.deadlines, self._people, self._now = deadlines, people, now
        self._value: object = None
        self.rows: list[DueRow] = []
        self._unfolded = False
        self.notice = Notice()
        self.empty = label(_("Aucune échéance ne court. Ajoutez ce qui ne doit pas être oublié."), tone="discret")
        self.empty.setWordWrap(True)
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.settled = button("", "lien")
        self.settled.setCheckable(True)
        self.more = button(_("Ajouter une échéance…"))
        self.more.setIcon(icon("plus"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.notice, self.empty, body):
            column.addWidget(widget)
        column.addLayout(row(self.more, self.settled, None))
        self.more.clicked.connect(lambda _on: self.ask_one_more())
        self.settled.toggled.connect(self._unfold)
        deadlines.changed.connect(self._show)
        deadlines.refused.connect(self._on_refused)  # a method: an answer that comes once the form is left goes nowhere
        self._show()
        deadlines.look()

    def value(self) -> object:
        """Return what is written of deadlines."""
        return self._value

    def set_value(self, value: object) -> None:
        """Take what is written; the lines come from the post, that computes them."""
        self._value = value if value else None

    def buddy(self) -> QWidget:
        """Return the button that adds one."""
        return self.more

    def name(self, text: str) -> None:
        """Name the group."""
        self.setAccessibleName(text)

    def set_locked(self, locked: bool) -> None:
        """Let it be read and not changed."""
        self.more.setEnabled(not locked)
        for each in self.rows:
            each.act.setVisible(each.line.a_dire and not locked)

    def ask_one_more(self) -> None:
        """Ask what is to be done, for when, and by whom."""
        said = ask_one_more(self, "", self._people(), self._now)
        if said is not None:
            self.deadlines.say(said)

    def say(self, line: DueLine, etat: str) -> None:
        """Say that a deadline was kept, put off, without object, or that it is to be kept again."""
        said: DueSaid | None = DueSaid(etat=etat, cle=line.cle, pour_le=line.le if line.ajoutee else None)
        if etat == "reportee":
            said = ask_put_off(self, line, self._now)
        elif etat == "sans_objet":
            said = ask_set_aside(self, line)
        if said is not None:
            self.notice.say("")
            self.deadlines.say(said)

    def take_out(self, line: DueLine) -> None:
        """Take out a deadline that somebody added."""
        self.deadlines.take_out(line.cle)

    def _on_refused(self, code: str) -> None:
        self.notice.say(sentence(code), "danger")

    def _unfold(self, on: bool) -> None:
        self._unfolded = on
        self._show()

    def _show(self) -> None:
        clear(self._column)
        lines = list(self.deadlines.lines)
        opened = [line for line in lines if line.ouverte]
        shown = lines if self._unfolded else opened
        self.rows = [DueRow(line, self) for line in shown]
        for each in self.rows:
            self._column.addWidget(each)
        settled = len(lines) - len(opened)
        said = ngettext("{n} échéance réglée", "{n} échéances réglées", settled).format(n=settled)
        self.settled.setText(said)
        self.settled.setVisible(bool(settled))
        self.empty.setVisible(not opened)


class DueRow(QFrame):
    """One deadline: its state by an icon and in words, why it is there, and a menu of what may be said."""

    def __init__(self, line: DueLine, editor: EcheancesEditor) -> None:
        super().__init__()
        self.line = line
        self.setObjectName("element")
        self.act: QPushButton = button(_("Dire…"))
        self.act.setAccessibleName(_("Dire ce qu’il en est\u00a0: {quoi}").format(quoi=visible(line.quoi)))
        self.act.setVisible(line.a_dire)
        menu = QMenu(self.act)
        for said, etat in self._ways():
            action = menu.addAction(said)
            action.triggered.connect(lambda _on, etat=etat: editor.say(line, etat))
        if line.ajoutee:
            menu.addAction(_("Retirer")).triggered.connect(lambda _on: editor.take_out(line))
        self.act.setMenu(menu)
        head = row(gap=8)
        mark = IconLabel("warning-circle" if line.vitale and line.ouverte else _MARKS.get(line.etat, "clock"))
        head.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(visible(line.quoi), wrap=True))
        self.when = label(_when(line), tone=_TONES.get(line.etat, "discret"), wrap=True)
        words.addWidget(self.when)
        if line.pourquoi:
            words.addWidget(label(visible(line.pourquoi), tone="aide", wrap=True))
        head.addLayout(words, 1)
        head.addWidget(self.act, 0, Qt.AlignmentFlag.AlignTop)
        head.setContentsMargins(10, 6, 8, 6)
        self.setLayout(head)

    def _ways(self) -> Sequence[tuple[str, str]]:
        if not self.line.ouverte:
            return ((_("De nouveau à tenir"), "a_tenir"),)
        ways: Mapping[str, str] = {
            _("Tenue"): "tenue",
            _("Reporter…"): "reportee",
            _("Sans objet…"): "sans_objet",
        }
        return tuple(ways.items())


def _when(line: DueLine) -> str:
    said = opening(line.quand)
    if line.le is not None and line.ouverte and line.etat != "aujourdhui":
        said = f"{short_date(line.le)} · {line.quand}"
    return " · ".join(part for part in (said, visible(line.responsable)) if part)
