"""A field that names another record: some letters find it, the form keeps its reference and shows its title."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.i18n import _
from ui.plain import button
from ui.text import excerpt_beside, visible
from ui.values import Found
from ui.view_models.around import Around
from ui.widgets.editor import Editor
from ui.widgets.panels import row
from ui.widgets.suggestions import SuggestLine

_EXTRACT = 60


class LinkEditor(Editor):
    """One record among all those that this post may read."""

    def __init__(self, field: DeclaredField, around: Around) -> None:
        super().__init__()
        self._kind, self._around = field.champ.vers or "", around
        self._value: str | None = None
        self._asked = ""
        self._found: dict[str, str] = {}
        self.line = SuggestLine(self._propose)
        self.line.setPlaceholderText(_("Tapez quelques mots du titre, ou la référence"))
        self.line.setClearButtonEnabled(True)
        self.open = button(_("Ouvrir"), "lien")
        self.open.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        line = row(gap=6)
        line.addWidget(self.line, 1)
        line.addWidget(self.open)
        column.addLayout(line)
        self.open.clicked.connect(self._on_open)
        self.line.chosen.connect(self._on_chosen)
        self.line.textEdited.connect(self._on_typed)
        self.watch(self.line)
        around.asides_changed.connect(self._show)

    def value(self) -> object:
        """Return the reference."""
        return self._value

    def set_value(self, value: object) -> None:
        """Show the record that a reference names."""
        reference = str(value) if value else None
        if reference != self._value or reference is None:
            self._value = reference
            self.line.setText("")
        if reference is not None:
            self._around.look([reference], [])

    def trouble(self) -> str | None:
        """Say when what is typed names no record."""
        if self._value is None and self.line.text().strip():
            return _("Choisissez dans la liste\u00a0: ce qui est écrit ne désigne aucune fiche.")
        return None

    def buddy(self) -> QWidget:
        """Return the line."""
        return self.line

    def name(self, text: str) -> None:
        """Name the line and its proposals."""
        self.line.name(text, _("{field}\u00a0: propositions").format(field=text))
        self.open.setAccessibleName(_("Ouvrir\u00a0: {field}").format(field=text))

    def set_locked(self, locked: bool) -> None:
        """Let it be read and not changed."""
        self.line.setReadOnly(locked)

    def _propose(self, text: str) -> Sequence[str]:
        if text != self._asked:
            self._asked = text
            self._around.find(text, self._kind, lambda found: self._on_found(text, found))
        return list(self._found) if text == self._asked else []

    def _on_found(self, text: str, found: Sequence[Found]) -> None:
        if text != self._asked:
            return
        self._found = {}
        for each in found:
            beside = excerpt_beside(each.titre, each.extrait)[:_EXTRACT].strip()
            said = visible(" – ".join(part for part in (each.titre, beside) if part))
            self._found[said if said not in self._found else f"{said} ({len(self._found) + 1})"] = each.id
        if self.line.hasFocus() and self.line.text().strip() == text:
            self.line.offer(list(self._found))

    def _on_typed(self, _text: str) -> None:
        self._value = None
        self.open.hide()
        self.edited.emit()

    def _on_chosen(self, said: str) -> None:
        rec = self._found.get(said)
        if rec is not None:
            self._around.name_reference(rec, self._take)

    def _take(self, reference: str) -> None:
        self._value = reference
        self._around.look([reference], [])
        self.edited.emit()
        self.left.emit()

    def _show(self) -> None:
        aside = self._around.asides.get(self._value or "")
        self.open.setVisible(aside is not None and bool(aside.id))
        if aside is not None:
            self.line.setText(visible(aside.titre) if aside.etat == "lisible" else _("Réservé"))
            self.line.setCursorPosition(0)

    def _on_open(self) -> None:
        aside = self._around.asides.get(self._value or "")
        if aside is not None and aside.id:
            self._around.wanted.emit(self._kind, aside.id)
