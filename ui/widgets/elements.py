"""Repeated elements of a record: one card each, with its own small form; add, remove, take back a removal."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from mvl_desktop.domain.champ import DeclaredField
from ui.icons import icon
from ui.plain import button, hint, label
from ui.widgets.editor import Editor
from ui.widgets.fields import Fields

FieldsMaker = Callable[[tuple[DeclaredField, ...], str], Fields]
"""Makes the small form of one element: its fields, and what its name begins with for screen readers."""


class ElementsEditor(Editor):
    """A list of elements."""

    def __init__(self, field: DeclaredField, make_fields: FieldsMaker) -> None:
        super().__init__()
        self._field, self._make_fields = field, make_fields
        self.cards: list[ElementCard] = []
        self._removed: tuple[int, dict[str, object]] | None = None
        self._locked = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.add = button(f"Ajouter : {field.libelle_element.lower()}")
        self.add.setIcon(icon("plus"))
        self.back = button("Rétablir l’élément retiré", "lien")
        self.back.setIcon(icon("arrow-u-up-left"))
        self.back.hide()
        row.addWidget(self.add)
        row.addWidget(self.back)
        row.addStretch()
        self._column.addLayout(row)
        self.add.clicked.connect(self._on_add)
        self.back.clicked.connect(self._on_back)

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
        self._removed = None
        self.back.hide()

    def trouble(self) -> str | None:
        """Say when an element holds something wrong."""
        wrong = [str(index + 1) for index, card in enumerate(self.cards) if card.fields.troubles()]
        return f"À corriger : {self._field.libelle_element.lower()} {', '.join(wrong)}." if wrong else None

    def buddy(self) -> QWidget:
        """Return the button that adds."""
        return self.add

    def name(self, text: str) -> None:
        """Name the group."""
        self.setAccessibleName(text)
        self.add.setAccessibleName(f"{text} : ajouter {self._field.libelle_element.lower()}")

    def set_locked(self, locked: bool) -> None:
        """Let elements be read and not changed."""
        self._locked = locked
        self.add.setVisible(not locked)
        for card in self.cards:
            card.set_locked(locked)

    def _insert(self, index: int) -> "ElementCard":
        card = ElementCard(self._field, index, self._make_fields)
        card.fields.edited.connect(self._on_fields)
        card.fields.left.connect(self.left)
        card.remove.clicked.connect(lambda: self._on_remove(card))
        card.set_locked(self._locked)
        self.cards.insert(index, card)
        self._column.insertWidget(index, card)
        self._number()
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

    def _on_fields(self, _name: str) -> None:
        self.edited.emit()

    def _on_add(self) -> None:
        card = self._insert(len(self.cards))
        card.fields.focus_first()

    def _on_remove(self, card: "ElementCard") -> None:
        index = self.cards.index(card)
        self._removed = (index, card.values())
        self._take(index)
        self.back.setVisible(len(self._removed[1]) > 0)
        self.back.setFocus() if self.back.isVisible() else self.add.setFocus()
        self.edited.emit()

    def _on_back(self) -> None:
        if self._removed is None:
            return
        index, values = self._removed
        self._removed = None
        self.back.hide()
        card = self._insert(min(index, len(self.cards)))
        card.show_values(values)
        card.fields.focus_first()
        self.edited.emit()


class ElementCard(QFrame):
    """One element."""

    def __init__(self, field: DeclaredField, index: int, make_fields: FieldsMaker) -> None:
        super().__init__()
        self.setObjectName("element")
        self._libelle = field.libelle_element
        self._id: object = None
        self._kept: dict[str, object] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 12)
        column.setSpacing(4)
        row = QHBoxLayout()
        self.title = label("", "soustitre")
        self.remove = button("Retirer", "lien")
        self.remove.setIcon(icon("trash"))
        row.addWidget(self.title)
        row.addStretch()
        row.addWidget(self.remove)
        column.addLayout(row)
        self.fields = make_fields(tuple(each for each in field.champs if not each.champ.cache), field.libelle_element)
        column.addWidget(self.fields)
        self.number(index)

    def number(self, index: int) -> None:
        """Say which one it is."""
        said = f"{self._libelle} {index + 1}"
        self.title.setText(said)
        self.remove.setToolTip(hint(f"Retirer : {said}"))
        self.remove.setAccessibleName(f"Retirer : {said}")

    def values(self) -> dict[str, object]:
        """Return the element: its id if it has one, what this form does not show, and what is typed."""
        found: dict[str, object] = {} if self._id is None else {"id": self._id}
        return found | self._kept | self.fields.values()

    def show_values(self, values: Mapping[str, object]) -> None:
        """Show an element."""
        self._id = values.get("id")
        self._kept = {name: value for name, value in values.items() if name != "id" and not self.fields.has(name)}
        self.fields.show_values(values)

    def set_locked(self, locked: bool) -> None:
        """Let it be read and not changed."""
        self.remove.setVisible(not locked)
        self.fields.set_locked(locked)
