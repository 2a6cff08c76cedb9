"""Repeated elements of a record: one card each, that unfolds into its own small form; a removal can be taken back."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.i18n import _
from ui.icons import icon
from ui.plain import button, hint
from ui.text import visible
from ui.widgets.editor import Editor
from ui.widgets.fields import Fields
from ui.widgets.focus import follow_layout
from ui.widgets.sections import Fold

FieldsMaker = Callable[[tuple[DeclaredField, ...], str], Fields]
"""Makes the small form of one element: its fields, and what its name begins with for screen readers."""

Summary = Callable[[tuple[DeclaredField, ...], Mapping[str, object]], str]
"""Says what some fields hold, in one line."""


class ElementsEditor(Editor):
    """A list of elements."""

    def __init__(self, field: DeclaredField, make_fields: FieldsMaker, summary: Summary) -> None:
        super().__init__()
        self._field, self._make_fields, self._summary = field, make_fields, summary
        self.cards: list[ElementCard] = []
        self._locked = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        row = QHBoxLayout()
        self.add = button(_("Ajouter\u00a0: {element}").format(element=_(field.libelle_element).lower()))
        self.add.setIcon(icon("plus"))
        row.addWidget(self.add)
        row.addStretch()
        self._column.addLayout(row)
        self.add.clicked.connect(self._on_add)

    def value(self) -> object:
        """Return the elements, those that say nothing left out."""
        typed = [card.values() for card in self.cards]
        return [values for values in typed if values.keys() - {"id"}] or None

    def set_value(self, value: object) -> None:
        """Show elements; cards already open keep their cursor."""
        wanted = [dict(each) for each in value if isinstance(each, Mapping)] if isinstance(value, (list, tuple)) else []
        if wanted == (self.value() or []):
            return
        while len(self.cards) > len(wanted):
            self._take(len(self.cards) - 1)
        for index, values in enumerate(wanted):
            if index == len(self.cards):
                self._insert(index)
            self.cards[index].show_values(values)

    def trouble(self) -> str | None:
        """Say when an element holds something wrong."""
        wrong = [str(index + 1) for index, card in enumerate(self.cards) if card.troubled]
        if not wrong:
            return None
        said = _("À corriger\u00a0: {element} {places}.")
        return said.format(element=_(self._field.libelle_element).lower(), places=", ".join(wrong))

    def buddy(self) -> QWidget:
        """Return the button that adds."""
        return self.add

    def name(self, text: str) -> None:
        """Name the group."""
        self.setAccessibleName(text)
        said = _("{group}\u00a0: ajouter {element}")
        self.add.setAccessibleName(said.format(group=text, element=_(self._field.libelle_element).lower()))

    def set_locked(self, locked: bool) -> None:
        """Let elements be read and not changed."""
        self._locked = locked
        self.add.setVisible(not locked)
        for card in self.cards:
            card.set_locked(locked)

    def _insert(self, index: int) -> "ElementCard":
        card = ElementCard(self._field, index, self._make_fields, self._summary)
        card.edited.connect(self.edited)
        card.left.connect(self.left)
        card.removed.connect(self.removed)
        card.pictured.connect(self.pictured)
        card.remove.clicked.connect(lambda: self._on_remove(card))
        card.set_locked(self._locked)
        self.cards.insert(index, card)
        before = self.add.previousInFocusChain() or self.add
        self._column.insertWidget(index, card)
        card.show()  # else it is only shown at the next turn, too late to take the focus
        self._number()
        follow_layout(before, self)
        return card

    def _take(self, index: int) -> None:
        card = self.cards.pop(index)
        self._column.removeWidget(card)
        card.hide()
        card.deleteLater()
        self._number()

    def _number(self) -> None:
        for index, card in enumerate(self.cards):
            card.number(index)

    def _on_add(self) -> None:
        card = self._insert(len(self.cards))
        card.fold.setChecked(True)
        card.fields.focus_first()

    def _on_remove(self, card: "ElementCard") -> None:
        index, values, said = self.cards.index(card), card.values(), card.fold.title
        self._take(index)
        following = self.cards[min(index, len(self.cards) - 1)].fold if self.cards else self.add
        following.setFocus()
        self.edited.emit()
        if values.keys() - {"id"}:
            self.removed.emit(_("Retiré\u00a0: {element}").format(element=said), lambda: self._put_back(index, values))

    def _put_back(self, index: int, values: Mapping[str, object]) -> None:
        card = self._insert(min(index, len(self.cards)))
        card.show_values(values)
        card.fold.setFocus()
        self.edited.emit()


class ElementCard(Editor):
    """One element: a line that says what it holds, and its form once it was opened."""

    def __init__(self, field: DeclaredField, index: int, make_fields: FieldsMaker, summary: Summary) -> None:
        super().__init__()
        self._libelle = _(field.libelle_element)
        self._shown = tuple(each for each in field.champs if not each.champ.cache)
        self._make_fields, self._summary = make_fields, summary
        self._kept: dict[str, object] = {}
        self._fields: Fields | None = None
        self._locked = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame = QFrame()
        frame.setObjectName("element")
        outer.addWidget(frame)
        self._column = QVBoxLayout(frame)
        self._column.setContentsMargins(2, 2, 6, 2)
        self._column.setSpacing(2)
        self.fold = Fold(self._libelle)
        self.remove = button("", "lien")
        self.remove.setIcon(icon("trash"))
        self.line = QHBoxLayout()
        """What heads the card: others may add a button to it."""
        self.line.setSpacing(4)
        self.line.addWidget(self.fold, 1)
        self.line.addWidget(self.remove)
        self._column.addLayout(self.line)
        self.fold.toggled.connect(self._on_fold)
        self.number(index)

    @property
    def fields(self) -> Fields:
        """The form of the element, made the first time that it is asked."""
        if self._fields is None:
            made = self._make_fields(self._shown, self._libelle)
            self._fields = made
            made.setContentsMargins(10, 2, 6, 10)
            made.show_values(self._kept)
            made.set_locked(self._locked)
            made.edited.connect(self._on_edited)
            made.left.connect(self.left)
            made.removed.connect(self.removed)
            made.pictured.connect(self.pictured)
            self._column.addWidget(made)
            made.setVisible(self.fold.isChecked())
            follow_layout(self.remove, made)
        return self._fields

    @property
    def troubled(self) -> bool:
        """Whether something typed is wrong; it is then opened, so that it can be seen."""
        if self._fields is None or not self._fields.troubles():
            return False
        self.fold.setChecked(True)
        return True

    def number(self, index: int) -> None:
        """Say which one it is."""
        said = f"{self._libelle} {index + 1}"
        self.fold.entitle(said)
        taken = _("Retirer\u00a0: {element}").format(element=said)
        self.remove.setToolTip(hint(taken))
        self.remove.setAccessibleName(taken)

    def values(self) -> dict[str, object]:
        """Return the element: its id if it has one, what this form does not show, and what is typed."""
        if self._fields is None:
            return dict(self._kept)
        hidden = {name: value for name, value in self._kept.items() if not self._fields.has(name)}
        return hidden | self._fields.values()

    def show_values(self, values: Mapping[str, object]) -> None:
        """Show an element."""
        self._kept = dict(values)
        if self._fields is not None:
            self._fields.show_values(values)
        self._sum_up()

    def set_locked(self, locked: bool) -> None:
        """Let it be read and not changed."""
        self._locked = locked
        self.remove.setVisible(not locked)
        if self._fields is not None:
            self._fields.set_locked(locked)

    def _sum_up(self) -> None:
        self.fold.say(visible(self._summary(self._shown, self.values())), "")

    def _on_edited(self, _name: str) -> None:
        if self._fields is not None:
            self._fields.consider(self._fields.values())
        self.edited.emit()

    def _on_fold(self, opened: bool) -> None:
        if opened:
            self.fields.show()
        elif self._fields is not None:
            self._fields.hide()
        self._sum_up()
