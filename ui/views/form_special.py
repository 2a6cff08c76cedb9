"""The fields that the form of a record draws by hand: notes, the checklist, what is kept apart."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal

from mvl_desktop.domain.champ import Declaration, DeclaredField
from mvl_desktop.domain.kinds import declaration as declared
from ui.timing import Now
from ui.view_models.around import Around
from ui.view_models.checklist import Checklist
from ui.view_models.form_summary import summary
from ui.view_models.record_form import RecordForm
from ui.views.form_aside import AsideCard
from ui.views.form_checklist import ChecklistEditor
from ui.views.form_desk import FormDesk
from ui.views.form_incoming import LinksEditor
from ui.views.form_notes import NotesEditor
from ui.views.form_statut import StatutEditor
from ui.widgets.editor import Editor
from ui.widgets.elements import FieldsMaker

_NOTE, STEP, _LINK = "Note", "Étape", "Lien"
"""What one element is called tells what it is for, whatever its field is called."""
_STATUTS = "statuts"


class Specials(QObject):
    """Makes these editors."""

    wanted = Signal(object)
    """A card whose record is to be opened."""
    asked = Signal(str)
    """A field that is to be filled, because another one asks for it."""

    def __init__(
        self, declaration: Declaration, desk: FormDesk, form: RecordForm, around: Around, checklist: Checklist, now: Now
    ) -> None:
        super().__init__()
        self._declaration, self._form = declaration, form
        self._desk, self._around, self._checklist, self._now = desk, around, checklist, now
        self.small_form: FieldsMaker | None = None
        self.makers: Mapping[str, Callable[[DeclaredField], Editor]] = {
            field.name: make for field in declaration.champs if (make := self._maker(field)) is not None
        }

    def _maker(self, field: DeclaredField) -> Callable[[DeclaredField], Editor] | None:
        if field.sort == "elements":
            return {_NOTE: self._notes, STEP: self._steps, _LINK: self._links}.get(field.libelle_element)
        if field.champ.nomenclature == _STATUTS:
            return self._statut
        there = declared(field.champ.vers) if field.sort == "reference" and field.champ.vers else None
        return self._card if there is not None and there.compartiment else None

    def _made_small(self) -> FieldsMaker:
        if self.small_form is None:
            raise RuntimeError("the form of one element is not known yet")
        return self.small_form

    def _links(self, field: DeclaredField) -> Editor:
        def said(fields: tuple[DeclaredField, ...], values: Mapping[str, object]) -> str:
            return summary(fields, values, self._desk.wording)

        return LinksEditor(field, self._made_small(), said, self._around)

    def _statut(self, _field: DeclaredField) -> Editor:
        editor = StatutEditor(self._desk.codes(_STATUTS), self._form, self._declaration)
        editor.asked.connect(self.asked)
        return editor

    def _notes(self, field: DeclaredField) -> Editor:
        nomenclature = next((each.champ.nomenclature for each in field.champs if each.name == "forme"), None)
        forms = self._desk.codes(nomenclature) if nomenclature else ()
        return NotesEditor(field, forms, lambda: self._around.me, self._now, self._made_small())

    def _steps(self, _field: DeclaredField) -> Editor:
        return ChecklistEditor(self._checklist, lambda: self._around.me, self._now)

    def _card(self, field: DeclaredField) -> Editor:
        card = AsideCard(field, self._around)
        card.wanted.connect(self.wanted)
        return card
