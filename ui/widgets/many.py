"""Several codes of a list too long to be shown at once: some letters add one, a click takes it off."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from mvl_desktop.i18n import _, ngettext
from ui.plain import button
from ui.values import Choice
from ui.widgets.choices import CodesEditor
from ui.widgets.editor import Editor
from ui.widgets.flow import FlowLayout
from ui.widgets.panels import clear, row
from ui.widgets.suggestions import SuggestLine, matching


class ManyCodesEditor(Editor):
    """What is chosen, as boxes already checked; a line to add; the whole list on demand."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        super().__init__()
        self._said = {choice.code: choice.libelle for choice in choices}
        self._choices = choices
        self._codes: list[str] = []
        self._name = ""
        self._all: CodesEditor | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._chosen = QWidget()
        self._flow = FlowLayout(self._chosen)
        self._chosen.hide()
        column.addWidget(self._chosen)
        self.line = SuggestLine(self._propose)
        self.line.setPlaceholderText(_("Tapez quelques lettres"))
        self.whole = button("", "lien")
        column.addLayout(row(self.line, self.whole))
        self._column = column
        self.line.chosen.connect(self._on_chosen)
        self.line.returnPressed.connect(self._on_return)
        self.line.editingFinished.connect(self._on_return)
        self.whole.clicked.connect(self._on_whole)
        self.watch(self.line)
        self._show_whole()

    def value(self) -> object:
        """Return the codes, sorted."""
        return sorted(self._codes) or None

    def set_value(self, value: object) -> None:
        """Show codes; those that this list does not know stay, said as they are."""
        codes = [str(code) for code in value] if isinstance(value, (list, tuple, set, frozenset)) else []
        if sorted(codes) != sorted(self._codes):
            self._codes = codes
            self._show()

    def trouble(self) -> str | None:
        """Say when what is typed is none of the choices."""
        if self.line.text().strip():
            return _("Choisissez dans la liste\u00a0: ce qui est écrit ne correspond à aucune entrée.")
        return None

    def buddy(self) -> QWidget:
        """Return the line."""
        return self.line

    def name(self, text: str) -> None:
        """Name the line and its proposals."""
        self._name = text
        self.line.name(text, _("{field}\u00a0: propositions").format(field=text))
        self._chosen.setAccessibleName(text)

    def set_locked(self, locked: bool) -> None:
        """Let it be read and not changed."""
        self.line.setVisible(not locked)
        self.whole.setVisible(not locked)
        self._chosen.setEnabled(not locked)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the name is Qt's
        """Backspace in the empty line takes the last one off."""
        if event.key() == Qt.Key.Key_Backspace and not self.line.text() and self._codes and self.line.hasFocus():
            self._take(self._codes[-1])
            return
        super().keyPressEvent(event)

    def _propose(self, text: str) -> list[str]:
        return matching([said for code, said in self._said.items() if code not in self._codes], text)

    def _on_chosen(self, said: str) -> None:
        code = next((code for code, libelle in self._said.items() if libelle == said), None)
        self.line.clear()
        # The completer writes its choice after it has told of it.
        self.line.popup.hide()
        if code is not None and code not in self._codes:
            self._codes.append(code)
            self._show()
            self.edited.emit()

    def _on_return(self) -> None:
        if said := self.line.only():
            self._on_chosen(said)

    def _on_box(self, code: str) -> None:
        self._take(code)
        self.line.setFocus()

    def _take(self, code: str) -> None:
        self._codes.remove(code)
        self._show()
        self.edited.emit()

    def _on_all(self) -> None:
        value = self._all.value() if self._all is not None else None
        self._codes = [str(code) for code in value] if isinstance(value, list) else []
        self._show()
        self.edited.emit()

    def _show(self) -> None:
        clear(self._flow)
        for code in self._codes:
            said = self._said.get(code, code)
            box = QCheckBox(said.replace("&", "&&"))
            box.setProperty("puce", "true")
            box.setChecked(True)
            box.setAccessibleName(said)
            box.clicked.connect(lambda _checked, code=code: self._on_box(code))
            self._flow.addWidget(box)
        self._chosen.setVisible(bool(self._codes) and (self._all is None or self._all.isHidden()))
        if self._all is not None:
            self._all.set_value(self._codes)
        self.updateGeometry()

    def _on_whole(self) -> None:
        if self._all is None:
            self._all = CodesEditor(self._choices)
            self._all.name(self._name)
            self._all.edited.connect(self._on_all)
            self._all.left.connect(self.left)
            self._all.hide()
            self._column.addWidget(self._all)
        self._all.setVisible(self._all.isHidden())
        self._show()
        self._show_whole()

    def _show_whole(self) -> None:
        opened = self._all is not None and not self._all.isHidden()
        total = len(self._choices)
        said = ngettext("Voir {n} choix", "Voir les {n} choix", total).format(n=total)
        self.whole.setText(_("Refermer la liste") if opened else said)
