"""Notes of calls and visits: written at the top, added by Ctrl+Enter, dated and signed by themselves, newest first."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.i18n import _
from ui.icons import icon
from ui.plain import PlainText, button, hint, label
from ui.text import breakable, visible
from ui.timing import Now
from ui.values import Choice
from ui.view_models.form_summary import short_day
from ui.widgets.choices import CodeEditor
from ui.widgets.editor import Editor
from ui.widgets.elements import FieldsMaker
from ui.widgets.fields import Fields
from ui.widgets.flow import Flow
from ui.widgets.panels import clear, row


class NotesEditor(Editor):
    """What is written and not added yet is already a note: nothing is lost by forgetting a button."""

    def __init__(
        self, field: DeclaredField, forms: Sequence[Choice], me: Callable[[], str], now: Now, make: FieldsMaker
    ) -> None:
        super().__init__()
        self._field, self._me, self._now, self._make = field, me, now, make
        self._said = {choice.code: choice.libelle for choice in forms}
        self._notes: list[dict[str, object]] = []
        self._begun: dict[str, object] = {}
        self._opened: tuple[int, Fields] | None = None
        self.forme = CodeEditor(forms)
        self.area = PlainText()
        self.area.setPlaceholderText(_("Un appel, une visite, une idée… Ctrl+Entrée ajoute la note."))
        self.area.setFixedHeight(self.area.fontMetrics().lineSpacing() * 3 + 16)
        self.add = button(_("Ajouter la note"))
        self.add.setIcon(icon("plus"))
        self.add.setToolTip(hint(_("Ctrl+Entrée")))
        self.add.setEnabled(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.area)
        title = label(_("Forme de la note"), tone="discret")
        title.setBuddy(self.forme.buddy())
        column.addWidget(Flow(title, self.forme, self.add))
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        column.addLayout(self._list)
        self.area.textChanged.connect(self._on_text)
        self.forme.edited.connect(self._on_text)
        self.add.clicked.connect(self.commit)
        self.watch(self.area)

    def value(self) -> object:
        """Return the notes, the one being written last."""
        return [*map(dict, self._notes), *([self._pending()] if self._text() else [])] or None

    def set_value(self, value: object) -> None:
        """Show notes. What was being written is among them when it was kept."""
        wanted = [dict(each) for each in value if isinstance(each, Mapping)] if isinstance(value, (list, tuple)) else []
        if wanted == (self.value() or []):
            return
        self._notes, self._begun, self._opened = wanted, {}, None
        self.area.blockSignals(True)
        self.area.clear()
        self.area.blockSignals(False)
        self.add.setEnabled(False)
        self._show()

    def buddy(self) -> QWidget:
        """Return where a note is written."""
        return self.area

    def name(self, text: str) -> None:
        """Name what is written, and its form."""
        self.setAccessibleName(text)
        self.area.setAccessibleName(_("Nouvelle note"))
        self.forme.name(_("Forme de la note"))

    def commit(self) -> None:
        """Add what is written to the notes; the next one may be written."""
        if not self._text():
            return
        self._notes.append(self._pending())
        self._begun = {}
        self.area.blockSignals(True)
        self.area.clear()
        self.area.blockSignals(False)
        self.add.setEnabled(False)
        self._show()
        self.area.setFocus()
        self.edited.emit()
        self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the name is Qt's
        """Add the note by Ctrl+Enter."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and _is_commit(event):
            self.commit()
            return True
        return super().eventFilter(watched, event)

    def _text(self) -> str:
        return self.area.toPlainText().strip()

    def _pending(self) -> dict[str, object]:
        forme = self.forme.value()
        return {**self._begun, **({"forme": forme} if forme else {}), "texte": self.area.toPlainText().strip()}

    def _on_text(self) -> None:
        self.add.setEnabled(bool(self._text()))
        if self._text() and not self._begun:
            at = self._now()
            self._begun = {"notee_le": at.date().isoformat(), "notee_a": f"{at:%H:%M}"}
            self._begun |= {"auteur": self._me()} if self._me() else {}
        self.edited.emit()

    def _show(self) -> None:
        clear(self._list)
        order = sorted(range(len(self._notes)), key=lambda place: (*_when(self._notes[place]), place), reverse=True)
        for place in order:
            self._list.addWidget(self._card(place))

    def _card(self, place: int) -> QWidget:
        note = self._notes[place]
        frame = QFrame()
        frame.setObjectName("element")
        column = QVBoxLayout(frame)
        column.setContentsMargins(12, 6, 8, 8)
        column.setSpacing(2)
        said = self._heading(note)
        change, remove = button("", "lien"), button("", "lien")
        for made, name, text in ((change, "note-pencil", _("Modifier")), (remove, "trash", _("Retirer"))):
            made.setIcon(icon(name))
            told = _("{action} la note\u00a0: {note}").format(action=text, note=said)
            made.setAccessibleName(told)
            made.setToolTip(hint(text))
        head = row()
        head.addWidget(label(said, tone="discret", wrap=True), 1)
        for each in (change, remove):
            head.addWidget(each, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(label(breakable(str(note.get("texte") or "")), wrap=True))
        if self._opened is not None and self._opened[0] == place:
            column.addWidget(self._opened[1])
        change.clicked.connect(lambda: self._on_change(place))
        remove.clicked.connect(lambda: self._on_remove(place))
        return frame

    def _heading(self, note: Mapping[str, object]) -> str:
        day, at = short_day(note.get("notee_le")), str(note.get("notee_a") or "")
        forme = self._said.get(str(note.get("forme")), str(note.get("forme") or _("Note")))
        parts = (forme, " ".join(part for part in (day, at) if part), note.get("avec"), note.get("auteur"))
        return visible(" · ".join(str(part) for part in parts if part))

    def _on_change(self, place: int) -> None:
        if self._opened is not None and self._opened[0] == place:
            self._opened = None
        else:
            fields = tuple(each for each in self._field.champs if not each.champ.cache)
            made = self._make(fields, _(self._field.libelle_element))
            made.show_values(self._notes[place])
            made.edited.connect(lambda _name: self._on_changed(place, made))
            made.left.connect(self.left)
            self._opened = (place, made)
        self._show()
        if self._opened is not None:
            self._opened[1].show()
            self._opened[1].focus("texte")

    def _on_changed(self, place: int, made: Fields) -> None:
        hidden = {name: value for name, value in self._notes[place].items() if not made.has(name)}
        self._notes[place] = hidden | made.values()
        self.edited.emit()

    def _on_remove(self, place: int) -> None:
        note = self._notes.pop(place)
        self._opened = None
        self._show()
        self.area.setFocus()
        self.edited.emit()
        self.removed.emit(_("Note retirée."), lambda: self._put_back(place, note))

    def _put_back(self, place: int, note: dict[str, object]) -> None:
        self._notes.insert(place, note)
        self._show()
        self.edited.emit()


def _when(note: Mapping[str, object]) -> tuple[str, str]:
    return str(note.get("notee_le") or ""), str(note.get("notee_a") or "")


def _is_commit(event: QKeyEvent) -> bool:
    enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return enter and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
