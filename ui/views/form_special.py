"""The fields that the form of a record draws by hand: notes, the checklist, what is kept apart."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal

from mvl_desktop.domain.champ import Declaration, DeclaredField
from mvl_desktop.domain.kinds import declaration as declared
from ui.timing import Now
from ui.view_models.around import Around
from ui.view_models.checklist import Checklist
from ui.views.form_aside import AsideCard
from ui.views.form_checklist import ChecklistEditor
from ui.views.form_desk import FormDesk
from ui.views.form_notes import NotesEditor
from ui.widgets.editor import Editor
from ui.widgets.elements import FieldsMaker

_NOTE, STEP = "Note", "Étape"
"""What one element is called tells what it is for, whatever its field is called."""


class Specials(QObject):
    """Makes these editors."""

    wanted = Signal(object)
    """A card whose record is to be opened."""

    def __init__(
        self, declaration: Declaration, desk: FormDesk, around: Around, checklist: Checklist, now: Now
    ) -> None:
        super().__init__()
        self._desk, self._around, self._checklist, self._now = desk, around, checklist, now
        self.small_form: FieldsMaker | None = None
        self.makers: Mapping[str, Callable[[DeclaredField], Editor]] = {
            field.name: make for field in declaration.champs if (make := self._maker(field)) is not None
        }

    def _maker(self, field: DeclaredField) -> Callable[[DeclaredField], Editor] | None:
        if field.sort == "elements":
            return {_NOTE: self._notes, STEP: self._steps}.get(field.libelle_element)
        there = declared(field.champ.vers) if field.sort == "reference" and field.champ.vers else None
        return self._card if there is not None and there.compartiment else None

    def _notes(self, field: DeclaredField) -> Editor:
        if self.small_form is None:
            raise RuntimeError("the form of one note is not known yet")
        nomenclature = next((each.champ.nomenclature for each in field.champs if each.name == "forme"), None)
        forms = self._desk.codes(nomenclature) if nomenclature else ()
        return NotesEditor(field, forms, lambda: self._around.me, self._now, self.small_form)

    def _steps(self, _field: DeclaredField) -> Editor:
        return ChecklistEditor(self._checklist, lambda: self._around.me, self._now)

    def _card(self, field: DeclaredField) -> Editor:
        card = AsideCard(field, self._around)
        card.wanted.connect(self.wanted)
        return card
