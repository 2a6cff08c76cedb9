"""Which editor for which sort of field. The one place that knows."""

from PySide6.QtWidgets import QHBoxLayout

from mvl_desktop.domain.champ import DeclaredField
from ui.desk import Wordings
from ui.plain import label
from ui.timing import Now
from ui.widgets.choices import CodeEditor, CodePicker, CodesEditor, YesNoEditor
from ui.widgets.editor import Editor
from ui.widgets.elements import ElementsEditor
from ui.widgets.fields import Fields
from ui.widgets.panels import icon_label
from ui.widgets.texts import DateEditor, LineEditor, LinesEditor, NarrativeEditor, NumberEditor


class ReferenceView(Editor):
    """A reference to a record of another espace: it says that something is there, never what."""

    def __init__(self) -> None:
        super().__init__()
        self._value: object = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.mark = icon_label("lock-key", 16)
        self.said = label("", tone="discret")
        row.addWidget(self.mark)
        row.addWidget(self.said, 1)
        self.set_value(None)

    def value(self) -> object:
        """Return the reference, untouched."""
        return self._value

    def set_value(self, value: object) -> None:
        """Say whether there is one."""
        self._value = value or None
        self.mark.setVisible(bool(value))
        self.said.setText("Réservé : conservé à part, pour les personnes habilitées" if value else "Non renseigné")

    def name(self, text: str) -> None:
        """Nothing here takes the focus; its words are read as they stand."""

    def set_locked(self, locked: bool) -> None:
        """It is never changed here."""


class EditorMaker:
    """Makes editors, from a field's declaration."""

    def __init__(self, wordings: Wordings, now: Now) -> None:
        self._wordings, self._now = wordings, now

    def __call__(self, field: DeclaredField) -> Editor:
        """Return the editor of a field."""
        nomenclature = field.champ.nomenclature
        match field.sort:
            case "texte":
                return NarrativeEditor()
            case "date":
                return DateEditor(self._now)
            case "oui_non":
                return YesNoEditor()
            case "entier":
                return NumberEditor()
            case "liste":
                return LinesEditor()
            case "reference":
                return ReferenceView()
            case "elements":
                return ElementsEditor(field, self._small_form)
            case "code" if nomenclature and self._wordings.is_long(nomenclature):
                return CodePicker(self._wordings, nomenclature)
            case "code" if nomenclature:
                return CodeEditor(self._wordings.codes(nomenclature))
            case "codes" if nomenclature:
                return CodesEditor(self._wordings.codes(nomenclature))
            case _:
                return LineEditor(field.champ.largeur)

    def _small_form(self, fields: tuple[DeclaredField, ...], prefix: str) -> Fields:
        return Fields(fields, self, None, prefix)
