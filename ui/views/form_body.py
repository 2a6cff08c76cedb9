"""The parts of a form: folded ones say what they hold, open ones are made when they are first seen."""

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from mvl_desktop.domain.champ import Declaration
from mvl_desktop.i18n import _
from ui.plain import label
from ui.text import visible
from ui.view_models.form_summary import Wording, summary, tally
from ui.views.form_arrangement import ARRANGEMENTS, Arrangement, Part, parts
from ui.widgets.fields import EditorMaker, Fields, Letters
from ui.widgets.panels import scrolled
from ui.widgets.sections import Section

_LETTERS_FOR_PANEL = 106
"""Width of the form, in letters, from which the checklist stands beside the narrative."""
_LETTERS_FOR_RAIL = 150
_LETTERS_AT_MOST = 130
"""Beyond this width the lines of a text are too long to read: a large screen keeps its margin."""
_RAIL, _PANEL = 24, 44


class Groups(Mapping[str, Fields]):
    """The parts of a form by title; each is made when it is asked."""

    def __init__(self, sections: Mapping[str, Section]) -> None:
        self._sections = sections

    def __getitem__(self, title: str) -> Fields:
        body = self._sections[title].body()
        if not isinstance(body, Fields):
            raise KeyError(title)
        return body

    def __iter__(self) -> Iterator[str]:
        return iter(self._sections)

    def __len__(self) -> int:
        return len(self._sections)


class FormBody(QWidget):
    """Parts one under the other; where there is room, a list of them on the left and the checklist on the right."""

    edited = Signal(str)
    """Something was typed in a part."""
    left = Signal()
    removed = Signal(str, object)
    pictured = Signal()

    def __init__(self, declaration: Declaration, make: EditorMaker, letters: Letters, wording: Wording) -> None:
        super().__init__()
        self._arrangement = ARRANGEMENTS.get(declaration.kind, Arrangement())
        self._parts = {part.title: part for part in parts(declaration, self._arrangement)}
        self._make, self._letters, self._wording = make, letters, wording
        self._values: Mapping[str, object] = {}
        self.built: dict[str, Fields] = {}
        self._listed: list[str] = []
        self._awake = False
        self.body = QWidget(self)
        self.sections = {title: self._section(part) for title, part in self._parts.items()}
        self.groups = Groups(self.sections)
        column = self._body_column = QVBoxLayout(self.body)
        column.setContentsMargins(2, 10, 12, 10)
        column.setSpacing(8)
        for section in self.sections.values():
            column.addWidget(section)
        column.addStretch(1)
        self.area = scrolled(self.body)
        self.rail, self.panel = self._rail(), self._panel()
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(12)
        outer.addWidget(self.rail)
        outer.addWidget(self.area, 1000)
        outer.addWidget(self.panel)
        outer.addStretch(1)
        for keys, by in (("Alt+PgDown", 1), ("Alt+PgUp", -1)):
            shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda by=by: self._step(by))

    @property
    def values(self) -> dict[str, object]:
        """What is typed in the parts already seen, the empty fields included."""
        return {name: editor.value() for group in self.built.values() for name, editor in group.editors.items()}

    def values_of(self, title: str) -> dict[str, object]:
        """What is typed in one part."""
        group = self.built.get(title)
        return {name: editor.value() for name, editor in group.editors.items()} if group else {}

    def title_of(self, name: str) -> str:
        """Return the part that holds a field; empty when none does."""
        holds = (title for title, part in self._parts.items() if any(field.name == name for field in part.fields))
        return next(holds, "")

    def put_on_top(self, panel: QWidget, place: int) -> None:
        """Put a panel above the parts; it scrolls with them."""
        self._body_column.insertWidget(place, panel)

    def show_values(self, values: Mapping[str, object], *, again: bool = False) -> None:
        """Show values everywhere. `again`: they are of what is shown already, what is half typed stays."""
        self._values = values
        for group in self.built.values():
            group.show_values(values, again=again)
        self.consider(values, opens=False)

    def consider(self, values: Mapping[str, object], *, opens: bool = True) -> None:
        """Show the parts and fields that make sense beside these values; say what each part holds."""
        self._values = values
        for title, section in self.sections.items():
            part = self._parts[title]
            if title in self.built:
                self.built[title].consider(values)
            wanted = any(field.is_shown(values) for field in part.fields)
            appears = wanted and section.isHidden() and not self._is_beside(part)
            section.setVisible(wanted and not self._is_beside(part))
            if appears and opens:
                section.set_open(True)
            self._sum_up(title)
        self._list_parts()

    def wake(self) -> None:
        """Open what is open first. It waits until the form has its place in a window: moving it would cost twice."""
        if self._awake:
            return
        self._awake = True
        for title, section in self.sections.items():
            section.set_open(self._parts[title].opened)

    def unfold_all(self) -> None:
        """Open every part."""
        for section in self.sections.values():
            section.set_open(True)

    def focus(self, name: str) -> None:
        """Put the cursor in a field, its part open and in sight."""
        title = self.title_of(name)
        if title:
            self.sections[title].set_open(True)
            self.groups[title].focus(name)
            self.show_field(name)

    def focus_first(self) -> None:
        """Put the cursor in the first field of the form."""
        title = next(iter(self.sections))
        self.sections[title].set_open(True)
        self.groups[title].focus_first()
        self.area.verticalScrollBar().setValue(0)

    def show_field(self, name: str) -> None:
        """Bring a field into view."""
        title = self.title_of(name)
        if not title or self._is_beside(self._parts[title]):
            return
        self.sections[title].set_open(True)
        self._scroll_to(title, name)
        QTimer.singleShot(0, self.sections[title], lambda: self._scroll_to(title, name))  # a part just made grows

    def _scroll_to(self, title: str, name: str) -> None:
        place = self.groups[title].editors[name].mapTo(self.body, QPoint(0, 0))
        self.area.verticalScrollBar().setValue(place.y() - self.fontMetrics().lineSpacing() * 2)

    def go(self, title: str) -> None:
        """Open a part, at the top of what is seen, with the focus on its title."""
        section = self.sections[title]
        section.set_open(True)
        section.fold.setFocus(Qt.FocusReason.ShortcutFocusReason)
        QTimer.singleShot(0, section, lambda: self.area.verticalScrollBar().setValue(section.y() - 6))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the name is Qt's
        """Use the width that there is."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Measure again when the letters change."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        letter = self.fontMetrics().averageCharWidth()
        self.rail.setFixedWidth(letter * _RAIL)
        self.panel.setFixedWidth(letter * _PANEL)
        self.area.setMaximumWidth(letter * _LETTERS_AT_MOST)
        self.rail.setVisible(len(self.sections) > 2 and self.width() >= letter * _LETTERS_FOR_RAIL)
        beside = self._beside()
        wide = beside is not None and self.width() >= letter * _LETTERS_FOR_PANEL
        if beside is None or wide != self.panel.isHidden():
            return
        section = self.sections[beside.title]
        if wide:
            self._panel_column.addWidget(section.body())
        else:
            section.take_back()
        self.panel.setVisible(wide)
        section.setVisible(not wide)

    def _beside(self) -> Part | None:
        return next((part for part in self._parts.values() if self._is_candidate(part)), None)

    def _is_candidate(self, part: Part) -> bool:
        return part.alone and part.fields[0].name == self._arrangement.beside

    def _is_beside(self, part: Part) -> bool:
        return self._is_candidate(part) and not self.panel.isHidden()

    def _section(self, part: Part) -> Section:
        section = Section(_(part.title), lambda parent: self._made(part, parent), self.body)
        section.folded.connect(lambda: self._sum_up(part.title))
        section.fold.stepped.connect(self._step)
        return section

    def _made(self, part: Part, parent: QWidget) -> Fields:
        named = part.alone or [field.libelle for field in part.fields] == [part.title]
        made = Fields(part.fields, self._make, self._letters, titled=not named, parent=parent)
        made.show_values(self._values)
        made.edited.connect(lambda _name: self.edited.emit(part.title))
        made.left.connect(self.left)
        made.removed.connect(self.removed)
        made.pictured.connect(self.pictured)
        self.built[part.title] = made
        return made

    def _sum_up(self, title: str) -> None:
        part, section = self._parts[title], self.sections[title]
        said = "" if section.is_open else summary(part.fields, self._values, self._wording)
        section.fold.say(visible(said), tally(part.fields, self._values))

    def _rail(self) -> QListWidget:
        made = QListWidget()
        made.setObjectName("rail")
        made.setAccessibleName(_("Parties de la fiche"))
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.itemClicked.connect(lambda _item: self._on_rail())
        made.itemActivated.connect(lambda _item: self._on_rail())
        made.hide()
        return made

    def _list_parts(self) -> None:
        shown = [title for title, section in self.sections.items() if not section.isHidden()]
        said = [f"{_(title)}\n{tally(self._parts[title].fields, self._values)}" for title in shown]
        if [self.rail.item(place).text() for place in range(self.rail.count())] != said:
            place = self.rail.currentRow()
            self.rail.clear()
            self.rail.addItems(said)
            self.rail.setCurrentRow(min(place, len(said) - 1))
        self._listed = shown

    def _on_rail(self) -> None:
        place = self.rail.currentRow()
        if 0 <= place < len(self._listed):
            self.go(self._listed[place])

    def _panel(self) -> QFrame:
        made = QFrame()
        made.setObjectName("carte")
        outer = QVBoxLayout(made)
        outer.setContentsMargins(12, 10, 6, 10)
        outer.addWidget(label(_("Conduite à tenir"), "groupe"))
        holder = QWidget()
        self._panel_column = QVBoxLayout(holder)
        self._panel_column.setContentsMargins(0, 4, 6, 0)
        outer.addWidget(scrolled(holder), 1)
        made.hide()
        return made

    def _step(self, by: int) -> None:
        """Go to the title of the next part, or of the one before."""
        shown = [section for section in self.sections.values() if not section.isHidden()]
        here = QApplication.focusWidget()
        inside = (place for place, each in enumerate(shown) if here and each.isAncestorOf(here))
        current = next(inside, -1 if by > 0 else 0)
        at_title = current >= 0 and shown[current].fold is here
        place = current + by if by > 0 or at_title or current <= 0 else current
        section = shown[max(0, min(place, len(shown) - 1))]
        section.fold.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.area.ensureWidgetVisible(section.fold)
