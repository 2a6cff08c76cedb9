"""A form made from declared fields: labels with their letter, help, each field's editor, what is wrong under it."""

import unicodedata
from collections.abc import Callable, Collection, Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.i18n import _
from ui.plain import announce, label, set_style, set_tone
from ui.widgets.editor import Editor

EditorMaker = Callable[[DeclaredField], Editor]

_HALF = frozenset({"date", "oui_non", "entier", "code"})
_LINE_HALF = 24
"""A declared width, in characters, up to which a line of text takes half the form."""

_LETTERS_FOR_TWO = 64


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
    """The editors of some fields: short ones side by side when there is room, long ones on the whole width."""

    edited = Signal(str)
    left = Signal()
    removed = Signal(str, object)
    """An element was taken out: what to say of it, and what puts it back."""
    pictured = Signal()

    def __init__(
        self,
        fields: tuple[DeclaredField, ...],
        make_editor: EditorMaker,
        letters: Letters | None,
        prefix: str = "",
        *,
        titled: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.editors: dict[str, Editor] = {}
        self._notes: dict[str, QLabel] = {}
        self._columns_of: dict[str, QVBoxLayout] = {}
        self._fields = fields
        self._titled = titled
        self._cells: dict[str, QWidget] = {}
        self._hidden: frozenset[str] = frozenset()
        self._concealed: set[str] = set()
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(18)
        self._grid.setVerticalSpacing(10)
        for field in fields:
            self._cells[field.name] = self._cell(field, make_editor(field), letters, prefix)
        self._place(2)

    def values(self) -> dict[str, object]:
        """Return what is typed, what is empty left out."""
        return {name: value for name, editor in self.editors.items() if (value := editor.value()) is not None}

    def show_values(self, values: Mapping[str, object], *, again: bool = False) -> None:
        """Show values; a field that is absent is emptied. `again`: what is half typed stays."""
        for name, editor in self.editors.items():
            if not again or editor.value() != values.get(name) or not editor.trouble():
                editor.set_value(values.get(name))
            self.check(name)
        self.consider(values)

    def consider(self, values: Mapping[str, object]) -> None:
        """Show only the fields that make sense beside these values; what holds something is never hidden."""
        hidden = frozenset(field.name for field in self._fields if not field.is_shown(values))
        if hidden != self._hidden:
            self._hidden = hidden
            columns, self._columns = self._columns, 0
            self._place(columns)

    def has(self, name: str) -> bool:
        """Whether this form edits a field."""
        return name in self.editors

    def troubles(self) -> dict[str, str]:
        """Return what is wrong, by field."""
        return {name: said for name, editor in self.editors.items() if (said := editor.trouble())}

    def check(self, name: str, refused: str = "") -> None:
        """Say under a field what is wrong with it or should be looked at, or no longer."""
        editor = self.editors[name]
        wrong = refused or editor.trouble() or ""
        said = wrong or editor.remark() or ""
        note = self._notes.get(name)
        if note is None and said:
            note = self._notes[name] = label("", tone="danger", wrap=True)
            note.hide()
            self._columns_of[name].insertWidget(2 if self._titled else 1, note)
        if note is not None and note.text() != said:
            note.setText(said)
            set_tone(note, "danger" if wrong else "attention")
            note.setVisible(bool(said))
            self._tell(name, said)
        if wrong or editor.buddy().property("faux") == "true":
            set_style(editor.buddy(), "faux", "true" if wrong else "false")

    def _tell(self, name: str, said: str) -> None:
        """Let screen readers say what appears under a field, then again each time that somebody comes back to it."""
        field, buddy = next(each for each in self._fields if each.name == name), self.editors[name].buddy()
        buddy.setAccessibleDescription(" ".join(part for part in (said, _(field.champ.aide)) if part))
        if said and self.isVisible():
            announce(self._notes[name], said)

    def focus_first(self) -> None:
        """Put the cursor in the first field."""
        if self._fields:
            self.focus(self._fields[0].name)

    def focus(self, name: str) -> None:
        """Put the cursor in a field."""
        self.editors[name].buddy().setFocus()

    def set_locked(self, locked: bool) -> None:
        """Let everything be read and not changed."""
        for field in self._fields:
            self.editors[field.name].set_locked(locked or field.champ.lecture)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the name is Qt's
        """Two columns when there is room for two."""
        super().resizeEvent(event)
        self._place(2 if event.size().width() >= self.fontMetrics().averageCharWidth() * _LETTERS_FOR_TWO else 1)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Ask for one column at least."""
        widest = max((cell.minimumSizeHint().width() for cell in self._cells.values()), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    def _place(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for cell in self._cells.values():
            self._grid.removeWidget(cell)
        line, beside = 0, False
        for field in self._fields:
            cell = self._cells[field.name]
            if field.name in self._hidden:
                cell.hide()
                self._concealed.add(field.name)
                continue
            if field.name in self._concealed:
                self._concealed.discard(field.name)
                cell.show()
            short = _is_half(field) and columns == 2
            if not short and beside:
                line, beside = line + 1, False
            self._grid.addWidget(cell, line, 1 if beside else 0, 1, 1 if short or columns == 1 else 2, _TOP)
            line, beside = (line, True) if short and not beside else (line + 1, False)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def _cell(self, field: DeclaredField, editor: Editor, letters: Letters | None, prefix: str) -> QWidget:
        libelle, aide = _(field.libelle), _(field.champ.aide)
        editor.name(f"{prefix}\u00a0: {libelle}" if prefix else libelle)
        if aide:
            editor.buddy().setAccessibleDescription(aide)
        self.editors[field.name] = editor
        cell = QWidget(self)
        column = self._columns_of[field.name] = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        if self._titled:
            said = libelle + (" *" if field.champ.requis else "")
            title = label(letters.mark(said, field.champ.lettre) if letters else said.replace("&", "&&"))
            title.setBuddy(editor.buddy())
            column.addWidget(title)
        column.addWidget(editor)
        if aide:
            column.addWidget(label(aide, tone="aide", wrap=True))
        if field.champ.lecture:
            editor.set_locked(True)
        editor.edited.connect(lambda: self._on_edited(field.name))
        editor.left.connect(lambda: self._on_left(field.name))
        editor.removed.connect(self.removed)
        editor.pictured.connect(self.pictured)
        return cell

    def _on_edited(self, name: str) -> None:
        note = self._notes.get(name)
        if note is not None and note.isVisible():
            self.check(name)
        self.edited.emit(name)

    def _on_left(self, name: str) -> None:
        self.check(name)
        self.left.emit()


_TOP = Qt.AlignmentFlag.AlignTop


def _is_half(field: DeclaredField) -> bool:
    short = field.sort == "texte_court" and (0 < field.champ.largeur <= _LINE_HALF or bool(field.champ.suggestions))
    return field.sort in _HALF or short
