"""The attendance of a meeting as a grid by function: who was asked, for whom, how many came. Names are optional."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from mvl_desktop.domain.compte_rendu import PRESENCES, presents
from mvl_desktop.i18n import N_, _, ngettext
from ui.icons import icon
from ui.plain import button, hint, label
from ui.values import Choice, Values
from ui.view_models.minutes import Minutes
from ui.widgets.choices import CodeEditor
from ui.widgets.editor import Editor
from ui.widgets.flow import Flow
from ui.widgets.suggestions import SuggestedEditor, matching
from ui.widgets.texts import LineEditor, NumberEditor

_PRESENT = "present"
_ASKED = {"fonction": N_("Fonction"), "nombre": N_("Combien")}
_AROUND_LINE = 28
"""What a line to type in has around its words."""
_ROOM = {4: 84, 3: 52, 1: 0}
"""How many columns there are, by the least width in letters, the most columns first."""
_SHARES = {4: (5, 3, 2, 1), 3: (5, 3, 1), 1: (1,)}
"""What each column takes of the room that is left."""


class PresencesPanel(QWidget):
    """One line for each function."""

    removed = Signal(str, object)
    """A line was taken out: what to say of it, and the function that puts it back."""

    def __init__(self, minutes: Minutes, parties: Sequence[Choice], states: Sequence[Choice]) -> None:
        super().__init__()
        self._minutes, self._parties, self._states = minutes, parties, states
        self.lines: list[dict[str, Editor]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 2, 12, 8)
        column.setSpacing(6)
        self.count = label("", "groupe")
        column.addWidget(self.count)
        told = _("Par fonction\u00a0: un nom n’est utile que si le compte rendu en a besoin.")
        column.addWidget(label(told, tone="aide", wrap=True))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(4)
        self._columns = 0
        self._removes: list[QPushButton] = []
        for rank, values in enumerate(minutes.of_current(PRESENCES), 1):
            self._line(rank, values)
        self._lay(1)
        column.addLayout(self._grid)
        self.add = button(_("Ajouter une fo&nction"))
        self.add.setIcon(icon("plus"))
        self.everybody = button(_("Tous &présents"))
        self.everybody.setToolTip(hint(_("Ceux dont rien n’est dit encore")))
        column.addWidget(Flow(self.add, self.everybody))
        column.addStretch(1)
        self.add.clicked.connect(lambda: minutes.add(PRESENCES))
        self.everybody.clicked.connect(self._all_present)
        self._show_count()

    def begin(self) -> None:
        """Put the cursor in the first presence to say, else on what adds a line."""
        waiting = (line["presence"] for line in self.lines if not line["presence"].value())
        first = next(waiting, None)
        (first.buddy() if first is not None else self.add).setFocus()

    def begin_in(self, id_: str) -> None:
        """Put the cursor in a line."""
        held = [each.get("id") for each in self._minutes.of_current(PRESENCES)]
        if id_ in held:
            self.lines[held.index(id_)]["fonction"].buddy().setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the name is Qt's
        """Put a function and what is said of it on one line where there is room, else under each other."""
        super().resizeEvent(event)
        letters = self.width() // max(1, self.fontMetrics().averageCharWidth())
        self._lay(next(columns for columns, least in _ROOM.items() if letters >= least))

    def _lay(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        rank = 0
        for line, remove in zip(self.lines, self._removes, strict=True):
            function, *others = line.values()
            wide = columns > len(others)
            self._grid.addWidget(function, rank, 0, 1, 1 if wide else columns)
            self._grid.addWidget(remove, rank, len(line))
            for place, editor in enumerate(others):
                down, across = (0, place + 1) if wide else (1 + place // columns, place % columns)
                self._grid.addWidget(editor, rank + down, across)
            rank += 1 if wide else 1 + -(-len(others) // columns)
        last = self.fontMetrics().horizontalAdvance(_(_ASKED["nombre"])) + _AROUND_LINE
        shares = _SHARES[columns]
        for place in range(max(_ROOM)):
            self._grid.setColumnStretch(place, shares[place] if place < columns else 0)
            self._grid.setColumnMinimumWidth(place, last if 0 < place == columns - 1 else 0)

    def _line(self, rank: int, values: Values) -> None:
        id_ = str(values.get("id") or "")
        editors: dict[str, Editor] = {
            "fonction": SuggestedEditor(lambda typed: matching(self._minutes.functions, typed)),
            "partie": CodeEditor(self._parties),
            "presence": CodeEditor(self._states),
            "nombre": NumberEditor(),
        }
        said = {"fonction": _("fonction"), "partie": _("pour"), "presence": _("présence"), "nombre": _("combien")}
        for name, editor in editors.items():
            named_so = _("Ligne {n}\u00a0: {champ}").format(n=rank, champ=said[name])
            if isinstance(editor, CodeEditor):
                editor.tell(named_so)
            else:
                editor.name(named_so)
            editor.set_value(values.get(name))
            editor.edited.connect(lambda name=name, editor=editor: self._type(id_, name, editor))
            editor.left.connect(self._minutes.form.flush)
            if isinstance(editor, CodeEditor):
                editor.box.setMinimumContentsLength(6)
            if isinstance(editor, LineEditor):
                editor.line.setPlaceholderText(_(_ASKED[name]))
        remove = button("", "lien")
        remove.setIcon(icon("trash"))
        told = _("Retirer la ligne {n}").format(n=rank)
        remove.setToolTip(hint(told))
        remove.setAccessibleName(told)
        remove.clicked.connect(lambda: self._remove(id_, rank))
        self._removes.append(remove)
        self.lines.append(editors)

    def _type(self, id_: str, name: str, editor: Editor) -> None:
        if editor.trouble() is None:
            self._minutes.change(PRESENCES, id_, {name: editor.value()})
            self._show_count()

    def _all_present(self) -> None:
        for each, line in zip(self._minutes.of_current(PRESENCES), self.lines, strict=True):
            if not each.get("presence"):
                line["presence"].set_value(_PRESENT)
                self._minutes.change(PRESENCES, str(each.get("id")), {"presence": _PRESENT})
        self._show_count()

    def _remove(self, id_: str, rank: int) -> None:
        place, taken = self._minutes.remove(PRESENCES, id_)
        said = _("Retirée\u00a0: ligne {n} des présences").format(n=rank)
        self.removed.emit(said, lambda: self._minutes.put_back(PRESENCES, place, taken))

    def _show_count(self) -> None:
        came = presents(self._minutes.champs)
        self.count.setText(ngettext("{n} personne présente", "{n} personnes présentes", came).format(n=came))
