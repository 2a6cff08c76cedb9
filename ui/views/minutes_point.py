"""What is typed under one item of the minutes: its title, what was said of it, who said what, what was decided."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mvl_desktop.domain.compte_rendu import DECISIONS, INTERVENTIONS, POINTS
from mvl_desktop.i18n import _
from ui.icons import icon
from ui.plain import button, hint, label
from ui.timing import Now
from ui.values import Choice, Values
from ui.view_models.minutes import Minutes
from ui.widgets.choices import CodeEditor
from ui.widgets.dates import DateEditor
from ui.widgets.editor import Editor
from ui.widgets.flow import Flow
from ui.widgets.narratives import NarrativeEditor
from ui.widgets.panels import row
from ui.widgets.suggestions import SuggestedEditor, matching
from ui.widgets.texts import LineEditor

_TEXT_ROWS, _SAID_ROWS = 3, 2
_RETURNS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WHO = 34
"""Width of a function, in letters."""


def named(title: str, editor: Editor) -> QLabel:
    """Return the label of an editor."""
    made = label(title)
    made.setBuddy(editor.buddy())
    editor.name(title.replace("&", ""))
    return made


class ElementRow(QFrame):
    """One statement or one decision."""

    wants_next = Signal()
    """Another one of the same kind, after this one: Ctrl+Enter."""
    wants_out = Signal()

    def __init__(self, minutes: Minutes, group: str, values: Values, title: str) -> None:
        super().__init__()
        self.setObjectName("element")
        self._minutes, self._group = minutes, group
        self.id = str(values.get("id") or "")
        self.title = title
        self.editors: dict[str, Editor] = {}
        self.head = QHBoxLayout()
        self.head.setSpacing(6)
        self.remove = button("", "lien")
        self.remove.setIcon(icon("trash"))
        said = _("Retirer\u00a0: {element}").format(element=title)
        self.remove.setToolTip(hint(said))
        self.remove.setAccessibleName(said)
        self.remove.clicked.connect(self.wants_out)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(10, 8, 8, 8)
        self.column.setSpacing(4)

    def put(self, name: str, editor: Editor, value: object, said: str) -> Editor:
        """Take an editor in, with what it shows."""
        named_so = f"{self.title}\u00a0: {said}"
        if isinstance(editor, CodeEditor):
            editor.tell(named_so)
        else:
            editor.name(named_so)
        editor.set_value(value)
        editor.edited.connect(lambda: self._minutes.change(self._group, self.id, {name: editor.value()}))
        editor.left.connect(self._minutes.form.flush)
        self.editors[name] = editor
        editor.buddy().installEventFilter(self)
        return editor

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the name is Qt's
        """Ctrl+Enter, from any field of the line, begins the next one."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in _RETURNS
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.wants_next.emit()
            return True
        return super().eventFilter(watched, event)

    def begin(self) -> None:
        """Put the cursor in its first field."""
        next(iter(self.editors.values())).buddy().setFocus()


class SaidRow(ElementRow):
    """What somebody says: who, by their function, in which manner, the words."""

    def __init__(self, minutes: Minutes, values: Values, title: str, verbs: Sequence[Choice]) -> None:
        super().__init__(minutes, INTERVENTIONS, values, title)
        who = self.put("fonction", _functions(minutes), values.get("fonction"), _("qui parle"))
        who.setMinimumWidth(who.fontMetrics().averageCharWidth() * _WHO // 2)
        manner = self.put("verbe", CodeEditor(verbs), values.get("verbe"), _("manière"))
        self.head.addWidget(who, 3)
        self.head.addWidget(manner, 2)
        self.head.addWidget(self.remove)
        self.column.addLayout(self.head)
        words = self.put("texte", NarrativeEditor(_SAID_ROWS), values.get("texte"), _("ce qui est dit"))
        self.column.addWidget(words)
        _placeholder(who, _("Qui parle\u00a0: sa fonction"))


class DecisionRow(ElementRow):
    """What is decided: the words, who does it, for when."""

    def __init__(self, minutes: Minutes, values: Values, title: str, now: Now) -> None:
        super().__init__(minutes, DECISIONS, values, title)
        words = self.put("texte", NarrativeEditor(_SAID_ROWS), values.get("texte"), _("ce qui est décidé"))
        self.column.addWidget(words)
        who = self.put("responsable", _functions(minutes), values.get("responsable"), _("responsable"))
        due = self.put("pour_le", DateEditor(now), values.get("pour_le"), _("pour le"))
        self.head.addWidget(who, 1)
        self.head.addWidget(self.remove)
        self.column.addLayout(self.head)
        self.column.addLayout(row(label(_("pour le"), tone="discret"), due, None))
        _placeholder(who, _("Responsable\u00a0: sa fonction"))


class PointPanel(QWidget):
    """The item in hand."""

    removed = Signal(str, object)
    """Something was taken out: what to say of it, and the function that puts it back."""

    def __init__(self, minutes: Minutes, verbs: Sequence[Choice], now: Now) -> None:
        super().__init__()
        self._minutes, self._verbs, self._now = minutes, verbs, now
        self.rows: dict[str, list[ElementRow]] = {INTERVENTIONS: [], DECISIONS: []}
        point = minutes.point
        self.title, self.text = LineEditor(), NarrativeEditor(_TEXT_ROWS)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 2, 12, 8)
        column.setSpacing(6)
        fields: tuple[tuple[str, str, Editor], ...] = (
            ("intitule", _("In&titulé du point"), self.title),
            ("texte", _("Ce qui en est dit (te&xte)"), self.text),
        )
        for name, said, editor in fields:
            column.addWidget(named(said, editor))
            column.addWidget(editor)
            editor.set_value(point.get(name))
            editor.edited.connect(lambda name=name, editor=editor: self._type(name, editor))
            editor.left.connect(minutes.form.flush)
        self.add_said = button(_("Ajouter une i&ntervention"))
        self.add_said.setToolTip(hint("Ctrl+I"))
        self.add_decision = button(_("Ajouter une dé&cision"))
        self.add_decision.setToolTip(hint("Ctrl+D"))
        for group, title in ((INTERVENTIONS, _("Interventions")), (DECISIONS, _("Décisions"))):
            held = minutes.of_current(group)
            if held:
                column.addWidget(label(title, "groupe"))
            for count, values in enumerate(held, 1):
                column.addWidget(self._row(group, values, count))
        for each in (self.add_said, self.add_decision):
            each.setIcon(icon("plus"))
        column.addWidget(Flow(self.add_said, self.add_decision))
        column.addStretch(1)
        self.add_said.clicked.connect(lambda: self._add(INTERVENTIONS))
        self.add_decision.clicked.connect(lambda: self._add(DECISIONS))

    def begin(self) -> None:
        """Put the cursor where one types first: in the title while there is none, else in the text."""
        (self.text if self._minutes.point.get("intitule") else self.title).buddy().setFocus()

    def begin_in(self, id_: str) -> None:
        """Put the cursor in a statement or in a decision."""
        found = next((each for rows in self.rows.values() for each in rows if each.id == id_), None)
        if found is not None:
            found.begin()

    def _type(self, name: str, editor: Editor) -> None:
        self._minutes.change(POINTS, self._minutes.current, {name: editor.value()})

    def _row(self, group: str, values: Values, count: int) -> ElementRow:
        made: ElementRow
        if group == INTERVENTIONS:
            made = SaidRow(self._minutes, values, _("Intervention {n}").format(n=count), self._verbs)
        else:
            made = DecisionRow(self._minutes, values, _("Décision {n}").format(n=count), self._now)
        made.wants_next.connect(lambda: self._add(group))
        made.wants_out.connect(lambda: self._remove(group, made))
        self.rows[group].append(made)
        return made

    def _add(self, group: str) -> None:
        self._minutes.add(group)

    def _remove(self, group: str, one: ElementRow) -> None:
        place, taken = self._minutes.remove(group, one.id)
        said = _("Retiré\u00a0: {element}").format(element=one.title)
        self.removed.emit(said, partial(self._minutes.put_back, group, place, taken))


def _functions(minutes: Minutes) -> SuggestedEditor:
    return SuggestedEditor(lambda typed: matching(minutes.functions, typed))


def _placeholder(editor: Editor, said: str) -> None:
    buddy = editor.buddy()
    if hasattr(buddy, "setPlaceholderText"):
        buddy.setPlaceholderText(said)
