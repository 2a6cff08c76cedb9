"""A form made from declared fields: labels with their letter, help, each field's editor, what is wrong under it."""

import unicodedata
from collections.abc import Callable, Collection, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from mvl_desktop.domain.champ import DeclaredField
from ui.plain import label, set_style
from ui.widgets.editor import Editor

EditorMaker = Callable[[DeclaredField], Editor]


class Letters:
    """Alt+letter for each field of a window, each letter once."""

    def __init__(self, taken: Collection[str] = ()) -> None:
        self._taken = {letter.lower() for letter in taken}

    def mark(self, libelle: str, wished: str = "") -> str:
        """Return the label with `&` before its letter, when one is free."""
        text = libelle.replace("&", "&&")
        for letter in [wished, *libelle] if wished else libelle:
            plain = unicodedata.normalize("NFD", letter)[:1].lower()
            if letter and letter.isalpha() and letter.isascii() and plain not in self._taken:
                place = text.lower().find(letter.lower())
                if place >= 0:
                    self._taken.add(plain)
                    return f"{text[:place]}&{text[place:]}"
        return text


class Fields(QWidget):
    """The editors of some fields, one under the other."""

    edited = Signal(str)
    left = Signal()

    def __init__(
        self, fields: tuple[DeclaredField, ...], make_editor: EditorMaker, letters: Letters | None, prefix: str = ""
    ) -> None:
        super().__init__()
        self.editors: dict[str, Editor] = {}
        self._notes: dict[str, QLabel] = {}
        self._fields = fields
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.setVerticalSpacing(4)
        for field in fields:
            self._add(form, field, make_editor(field), letters, prefix)

    def values(self) -> dict[str, object]:
        """Return what is typed, what is empty left out."""
        return {name: value for name, editor in self.editors.items() if (value := editor.value()) is not None}

    def show_values(self, values: Mapping[str, object]) -> None:
        """Show values; a field that is absent is emptied."""
        for name, editor in self.editors.items():
            editor.set_value(values.get(name))
            self.check(name)

    def has(self, name: str) -> bool:
        """Whether this form edits a field."""
        return name in self.editors

    def troubles(self) -> dict[str, str]:
        """Return what is wrong, by field."""
        return {name: said for name, editor in self.editors.items() if (said := editor.trouble())}

    def check(self, name: str, refused: str = "") -> None:
        """Say under a field what is wrong with it, or no longer."""
        said = refused or self.editors[name].trouble() or ""
        note = self._notes[name]
        note.setText(said)
        note.setVisible(bool(said))
        set_style(self.editors[name].buddy(), "faux", "true" if said else "false")

    def focus_first(self) -> None:
        """Put the cursor in the first field."""
        if self._fields:
            self.focus(self._fields[0].name)

    def focus(self, name: str) -> None:
        """Put the cursor in a field."""
        self.editors[name].buddy().setFocus()

    def set_locked(self, locked: bool) -> None:
        """Let everything be read and not changed."""
        for editor in self.editors.values():
            editor.set_locked(locked)

    def _add(
        self, form: QFormLayout, field: DeclaredField, editor: Editor, letters: Letters | None, prefix: str
    ) -> None:
        said = field.libelle + (" *" if field.champ.requis else "")
        title = label(letters.mark(said, field.champ.lettre) if letters else said.replace("&", "&&"))
        title.setBuddy(editor.buddy())
        editor.name(f"{prefix} : {field.libelle}" if prefix else field.libelle)
        if field.champ.aide:
            editor.buddy().setAccessibleDescription(field.champ.aide)
        self.editors[field.name] = editor
        form.addRow(title, self._framed(field, editor))
        editor.edited.connect(lambda: self._on_edited(field.name))
        editor.left.connect(lambda: self._on_left(field.name))

    def _framed(self, field: DeclaredField, editor: Editor) -> QWidget:
        frame = QWidget()
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(2)
        column.addWidget(editor)
        note = label("", tone="danger", wrap=True)
        note.hide()
        self._notes[field.name] = note
        column.addWidget(note)
        if field.champ.aide:
            column.addWidget(label(field.champ.aide, tone="aide", wrap=True))
        return frame

    def _on_edited(self, name: str) -> None:
        if self._notes[name].isVisible():
            self.check(name)
        self.edited.emit(name)

    def _on_left(self, name: str) -> None:
        self.check(name)
        self.left.emit()
