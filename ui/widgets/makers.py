"""Which editor for which sort of field. The one place that knows."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QHBoxLayout

from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.i18n import _
from ui.desk import Wordings
from ui.plain import label
from ui.timing import Now
from ui.view_models.form_summary import summary
from ui.widgets.checks import Check, check_of
from ui.widgets.choices import CodeEditor, CodePicker, CodesEditor, YesNoEditor
from ui.widgets.dates import DateEditor
from ui.widgets.editor import Editor
from ui.widgets.elements import ElementsEditor
from ui.widgets.fields import Fields
from ui.widgets.many import ManyCodesEditor
from ui.widgets.narratives import Heed, LinesEditor, NarrativeEditor
from ui.widgets.panels import icon_label
from ui.widgets.suggested_lines import SuggestedLines
from ui.widgets.suggestions import SuggestedEditor, matching
from ui.widgets.texts import HourEditor, LineEditor, NumberEditor

_BOXES = 14
"""More boxes than that are not read any more."""
_PEOPLE, _TEXTS, _ORGANISMES = "personnes", "textes", "organismes"


def _nobody(_field: DeclaredField) -> Heed | None:
    """Nobody reads over the shoulder."""
    return None


def _advising(heed: Heed | None) -> Check | None:
    """Return the check of a line that somebody reads over the shoulder."""
    return None if heed is None else lambda text: next((advice.said for advice in heed(text)), None)


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
        reserved = _("Réservé\u00a0: conservé à part, pour les personnes habilitées")
        self.said.setText(reserved if value else _("Non renseigné"))

    def name(self, text: str) -> None:
        """Nothing here takes the focus; its words are read as they stand."""

    def set_locked(self, locked: bool) -> None:
        """It is never changed here."""


class CheckedLine(LineEditor):
    """A line whose content can be checked."""

    def __init__(self, width: int, check: Check) -> None:
        super().__init__(width)
        self._check = check

    def remark(self) -> str | None:
        """Say what should be looked at."""
        text = self.line.text().strip()
        return (self._check(text) if text else None) or super().remark()


class EditorMaker:
    """Makes editors, from a field's declaration. `special` are the fields that a form draws by hand.

    `refer` makes the editor of a field that names another record; without it such a field is only shown.
    """

    def __init__(
        self,
        wordings: Wordings,
        now: Now,
        *,
        special: Mapping[str, Callable[[DeclaredField], Editor]] | None = None,
        people: Callable[[], Sequence[str]] = tuple,
        texts: Callable[[], Sequence[str]] = tuple,
        organismes: Callable[[], Sequence[str]] = tuple,
        heed: Callable[[DeclaredField], Heed | None] = _nobody,
        refer: Callable[[DeclaredField], Editor] | None = None,
    ) -> None:
        self._wordings, self._now, self._people, self._heed = wordings, now, people, heed
        self._texts, self._organismes = texts, organismes
        self._special = special or {}
        self._refer = refer

    def __call__(self, field: DeclaredField) -> Editor:
        """Return the editor of a field."""
        if field.name in self._special:
            return self._special[field.name](field)
        nomenclature = field.champ.nomenclature
        match field.sort:
            case "texte":
                return NarrativeEditor(heed=self._heed(field))
            case "date":
                return DateEditor(self._now, past=field.champ.passe)
            case "oui_non":
                return YesNoEditor()
            case "entier":
                return NumberEditor()
            case "liste" if source := field.champ.suggestions:
                return SuggestedLines(lambda typed: matching(self._proposals(source), typed), texts=source == _TEXTS)
            case "liste":
                return LinesEditor()
            case "reference":
                return self._refer(field) if self._refer is not None else ReferenceView()
            case "elements":
                return ElementsEditor(field, self.small_form, self._sum_up)
            case "code" if nomenclature and self._wordings.is_long(nomenclature):
                return CodePicker(self._wordings, nomenclature)
            case "code" if nomenclature:
                return CodeEditor(self._wordings.codes(nomenclature))
            case "codes" if nomenclature:
                choices = self._wordings.codes(nomenclature)
                return CodesEditor(choices) if len(choices) <= _BOXES else ManyCodesEditor(choices)
            case _:
                return self._line(field)

    def _line(self, field: DeclaredField) -> Editor:
        if field.champ.forme == "heure":
            return HourEditor()
        if source := field.champ.suggestions:
            return SuggestedEditor(lambda typed: matching(self._proposals(source), typed))
        check = check_of(field.name) or _advising(self._heed(field))
        return CheckedLine(field.champ.largeur, check) if check else LineEditor(field.champ.largeur)

    def _proposals(self, source: str) -> Sequence[str]:
        if source == _PEOPLE:
            return self._people()
        if source == _TEXTS:
            return self._texts()
        if source == _ORGANISMES:
            return self._organismes()
        return [choice.libelle for choice in self._wordings.codes(source)]

    def small_form(self, fields: tuple[DeclaredField, ...], prefix: str) -> Fields:
        """Return the form of one element: nothing in it is drawn by hand."""
        inner = EditorMaker(
            self._wordings,
            self._now,
            people=self._people,
            texts=self._texts,
            organismes=self._organismes,
            heed=self._heed,
            refer=self._refer,
        )
        return Fields(fields, inner, None, prefix)

    def _sum_up(self, fields: tuple[DeclaredField, ...], values: Mapping[str, object]) -> str:
        return summary(fields, values, self._wordings.wording)
