"""The body of a template as it is written: fields to insert, and at once what letters would not understand."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from mvl_desktop.domain.lettre import brackets, fields_named
from mvl_desktop.i18n import _, ngettext
from ui.courrier_values import LetterField
from ui.plain import button, label, set_tone
from ui.text import visible
from ui.views.letter_paper import LetterArea
from ui.widgets.editor import Editor
from ui.widgets.flow import Flow

_ROWS = 14


class TemplateBody(Editor):
    """A text whose fields between braces are marked; an unknown one stops the saving, and is named."""

    def __init__(self, fields: Sequence[LetterField]) -> None:
        super().__init__()
        self._known = {field.nom: field for field in fields}
        self._quiet = False
        self.area = LetterArea()
        self.area.setMinimumHeight(self.area.fontMetrics().lineSpacing() * _ROWS)
        self.choice = QComboBox()
        self.choice.setAccessibleName(_("Champ à insérer"))
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(22)
        for field in fields:
            self.choice.addItem(visible(field.libelle), field.nom)
        self.insert = button(_("Insérer le champ"))
        self.said = label("", tone="discret", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.area)
        column.addWidget(Flow(self.choice, self.insert))
        column.addWidget(self.said)
        self.insert.clicked.connect(self._on_insert)
        self.area.textChanged.connect(self._on_text)
        self.watch(self.area)
        self._check()

    def value(self) -> object:
        """Return the text as typed."""
        text = self.area.text()
        return text if text.strip() else None

    def set_value(self, value: object) -> None:
        """Show a text."""
        text = value if isinstance(value, str) else ""
        if text != self.area.text():
            self._quiet = True
            self.area.setPlainText(text)
            self._quiet = False
            self._check()

    def trouble(self) -> str | None:
        """Name the fields that letters do not have."""
        unknown = self._unknown()
        if not unknown:
            return None
        named = ", ".join("{" + name + "}" for name in unknown)
        return visible(_("Champ inconnu des courriers\u00a0: {named}").format(named=named))

    def buddy(self) -> QWidget:
        """Return the area."""
        return self.area

    def set_locked(self, locked: bool) -> None:
        """Let it be read and not changed."""
        self.area.setReadOnly(locked)
        self.insert.setEnabled(not locked)

    def _unknown(self) -> list[str]:
        return [name for name in fields_named(self.area.text()) if name not in self._known]

    def _on_insert(self) -> None:
        self.area.insertPlainText("{" + str(self.choice.currentData()) + "}")
        self.area.setFocus()

    def _on_text(self) -> None:
        self._check()
        if not self._quiet:
            self.edited.emit()

    def _check(self) -> None:
        text = self.area.text()
        named, left = [name for name in fields_named(text) if name in self._known], len(brackets(text))
        unknown = self.trouble()
        filled = ngettext("{n} champ rempli par le dossier", "{n} champs remplis par le dossier", len(named))
        to_write = ngettext("{n} passage à compléter", "{n} passages à compléter", left)
        told = f"{filled.format(n=len(named))} · {to_write.format(n=left)}"
        self.said.setText(unknown or told)
        set_tone(self.said, "danger" if unknown else "discret")
        self.area.show_marks(
            tuple("{" + name + "}" for name in named), tuple("{" + name + "}" for name in self._unknown())
        )
