"""The fields that the form of a record draws by hand: notes, the checklist, what is kept apart."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal

from mvl_desktop.domain.champ import Declaration, DeclaredField
from mvl_desktop.domain.kinds import declaration as declared
from ui.timing import Now
from ui.view_models.around import Around
from ui.view_models.checklist import Checklist
from ui.view_models.closing import Closing
from ui.view_models.deadlines import Deadlines
from ui.view_models.form_summary import summary
from ui.view_models.record_form import RecordForm
from ui.view_models.reperage import Reperage
from ui.view_models.transmissions import TransmissionsForm
from ui.views.form_aside import AsideCard
from ui.views.form_checklist import ChecklistEditor
from ui.views.form_criteres import CriteresEditor
from ui.views.form_desk import FormDesk
from ui.views.form_echeances import EcheancesEditor
from ui.views.form_grilles import GrillesEditor
from ui.views.form_incoming import LinksEditor
from ui.views.form_modele import TemplateBody
from ui.views.form_notes import NotesEditor
from ui.views.form_statut import StatutEditor
from ui.views.form_transmissions import TransmissionsEditor
from ui.views.letters import LettersAsker
from ui.widgets.editor import Editor
from ui.widgets.elements import FieldsMaker

_NOTE, _STEP, _LINK = "Note", "Étape", "Lien"
_GRILLE, _CRITERE = "Grille remplie", "Critère"
_TRANSMISSION, _COURRIER = "Transmission", "Courrier"
_ECHEANCE = "Échéance"
"""What one element is called tells what it is for, whatever its field is called."""
_APPLIED = "fiche"
"""The field of a step that says which fiche de conduite it is from: those of a fiche d'action are from none."""
_BODY = ("modele-courrier", "corps")
_STATUTS, _REASONS = "statuts", "motifs_cloture"


def is_checklist(field: DeclaredField) -> bool:
    """Whether a field holds the steps of the fiches de conduite that were applied."""
    return field.libelle_element == _STEP and any(each.name == _APPLIED for each in field.champs)


class Specials(QObject):
    """Makes these editors."""

    wanted = Signal(object)
    """A card whose record is to be opened."""
    asked = Signal(str)
    """A field that is to be filled, because another one asks for it."""
    wants_letter = Signal(str)
    """A letter is to be written for a transmission, by its id."""
    writes_letters = True
    """Whether somebody answers that."""

    def __init__(
        self,
        declaration: Declaration,
        desk: FormDesk,
        form: RecordForm,
        around: Around,
        checklist: Checklist,
        reperage: Reperage,
        letters: LettersAsker,
        now: Now,
    ) -> None:
        super().__init__()
        self._declaration, self._form = declaration, form
        self._desk, self._around, self._checklist, self._now = desk, around, checklist, now
        self._reperage, self._letters = reperage, letters
        self.small_form: FieldsMaker | None = None
        self.makers: Mapping[str, Callable[[DeclaredField], Editor]] = {
            field.name: make for field in declaration.champs if (make := self._maker(field)) is not None
        }

    def _maker(self, field: DeclaredField) -> Callable[[DeclaredField], Editor] | None:
        if field.sort == "elements":
            return {
                _NOTE: self._notes,
                _STEP: self._steps if is_checklist(field) else None,
                _LINK: self._links,
                _GRILLE: self._grilles,
                _CRITERE: self._criteres,
                _TRANSMISSION: self._transmissions,
                _ECHEANCE: self._deadlines,
                _COURRIER: self._courriers,
            }.get(field.libelle_element)
        if field.champ.nomenclature == _STATUTS:
            return self._statut
        if (self._declaration.kind, field.name) == _BODY:
            return lambda _field: TemplateBody(self._desk.letter_fields())
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
        reasons = self._desk.codes(_REASONS)
        closing = Closing(self._desk, self._form, self._now)
        editor = StatutEditor(self._desk.codes(_STATUTS), reasons, self._form, self._declaration, closing)
        editor.asked.connect(self.asked)
        return editor

    def _notes(self, field: DeclaredField) -> Editor:
        nomenclature = next((each.champ.nomenclature for each in field.champs if each.name == "forme"), None)
        forms = self._desk.codes(nomenclature) if nomenclature else ()
        return NotesEditor(field, forms, lambda: self._around.me, self._now, self._made_small())

    def _steps(self, _field: DeclaredField) -> Editor:
        return ChecklistEditor(self._checklist, lambda: self._around.me, self._now)

    def _transmissions(self, field: DeclaredField) -> Editor:
        model = TransmissionsForm(self._desk, self._form, lambda: self._around.me, self._now)
        made = TransmissionsEditor(field, model, self._made_small(), self._desk, letters=self.writes_letters)
        made.wants_letter.connect(self.wants_letter)
        return made

    def _courriers(self, _field: DeclaredField) -> Editor:
        return self._letters.editor()

    def _deadlines(self, _field: DeclaredField) -> Editor:
        return EcheancesEditor(Deadlines(self._desk, self._form), lambda: self._around.names, self._now)

    def _grilles(self, _field: DeclaredField) -> Editor:
        return GrillesEditor(self._reperage)

    def _criteres(self, field: DeclaredField) -> Editor:
        def said(fields: tuple[DeclaredField, ...], values: Mapping[str, object]) -> str:
            return summary(fields, values, self._desk.wording)

        return CriteresEditor(field, self._made_small(), said, self._form)

    def _card(self, field: DeclaredField) -> Editor:
        card = AsideCard(field, self._around)
        card.wanted.connect(self.wanted)
        return card
