"""The two tabs of the annuaire: organismes by competence and by what is to verify; functions, vacancies first."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from mvl_desktop.i18n import _, ngettext
from ui.annuaire_values import AVerifier, Fonction, Interlocuteur
from ui.background import Background
from ui.desk import Desk
from ui.messages import sentence
from ui.plain import button, hint, label
from ui.text import thousands, visible
from ui.timing import Now
from ui.values import Choice
from ui.view_models.annuaire import AnnuairePage
from ui.view_models.annuaire_said import MARKS, PORTEES, reached, stands, why
from ui.view_models.list_actions import ListActions
from ui.view_models.record_form import RecordForm
from ui.view_models.records_list import RecordsList
from ui.view_models.rows_model import Wording
from ui.views.fiches_list import ENTRY, FichesList
from ui.views.organisme_card import CloseOrganismeForm, OrganismeCard
from ui.views.record_form import RecordFormView
from ui.views.shelves import KindShelf
from ui.widgets.flow import Flow
from ui.widgets.lines import line_button
from ui.widgets.panels import clear, row

_FOUND = 3
"""The place, in the stack of the list, of what was looked for."""
_SHOWN = 4


class EntriesList(FichesList):
    """What was looked for: one entry a line, how close, how to reach it, or why it is to verify."""

    def __init__(self, wording: Wording) -> None:
        super().__init__(wording)
        self.setAccessibleName(_("Organismes trouvés"))
        self.setUniformItemSizes(False)
        self.setResizeMode(EntriesList.ResizeMode.Adjust)

    def show_found(self, found: Sequence[Interlocuteur]) -> None:
        """Show who is competent."""
        self.show_items([self._entry(each.id, each.nom, _(PORTEES[each.portee]), reached(each)) for each in found])

    def show_late(self, late: Sequence[AVerifier]) -> None:
        """Show what is to verify."""
        self.show_items([self._entry(each.id, each.nom, why(each, self.wording), "") for each in late])

    def _entry(self, rec: str, nom: str, about: str, told: str) -> QStandardItem:
        titre = visible(nom)
        item = QStandardItem(titre)
        item.setData(rec, Qt.ItemDataRole.UserRole)
        item.setData((visible(told), visible(about), False), ENTRY)
        said = ". ".join(part for part in (titre, visible(about), visible(told)) if part)
        item.setData(said, Qt.ItemDataRole.AccessibleTextRole)
        item.setToolTip(hint(said))
        return item


class OrganismesShelf(KindShelf):
    """Organismes: the list, who is competent for a département, what is to verify, and how to reach one."""

    def __init__(
        self,
        records: RecordsList,
        form: RecordForm,
        make_form_view: Callable[[], RecordFormView],
        desk: Desk,
        actions: ListActions,
        background: Background,
        now: Now,
    ) -> None:
        self.annuaire = AnnuairePage(desk, background)
        self.card = OrganismeCard(form)
        self._said = ""
        super().__init__(records, form, make_form_view, desk, actions, background, now)
        self.where = self._box(_("Compétent pour"), _("Tous les départements"), desk.codes("departements"))
        self.whom = self._box(_("Destinataire"), _("Tous les destinataires"), desk.codes("destinataires"))
        self.review = button(_("À vérifier"))
        self.review.setCheckable(True)
        self.shipped = button(_("Ajouter les entrées livrées"), "lien")
        self.first_shipped = button(_("Ajouter les entrées livrées"))
        self.first_shipped.clicked.connect(self.annuaire.add_default)
        self.offer_first(self.first_shipped)
        self.found = EntriesList(desk.wording)
        self.pages.addWidget(self.found)
        self.stand_over(Flow(_named(self.where), _named(self.whom), self.review, self.shipped))
        for box in (self.where, self.whom):
            box.activated.connect(lambda _place: self._look())
        self.review.clicked.connect(lambda on: self.annuaire.review(on=on))
        self.shipped.clicked.connect(self.annuaire.add_default)
        self.found.chosen.connect(self.open)
        self.annuaire.changed.connect(self._show_found)
        self.annuaire.added.connect(self._on_added)
        self.annuaire.done.connect(self._on_done)
        self.annuaire.refused.connect(lambda code: self.card.notice.say(sentence(code), "danger"))
        self.card.wants_verify.connect(self._verify)
        self.card.wants_close.connect(self.ask_close)
        form.saved.connect(lambda _rec: self.annuaire.refresh())

    def refresh(self) -> None:
        """Ask for everything again."""
        super().refresh()
        self.annuaire.refresh()

    def look_for(self, departement: str) -> None:
        """Show who is competent in a département."""
        self.close_form()
        self.where.setCurrentIndex(max(0, self.where.findData(departement)))
        self._look()

    def ask_close(self) -> None:
        """Ask since when the entry that is open is no longer in service, and what takes its place."""
        record = self.form.record
        if record is None:
            return
        dialog = CloseOrganismeForm(self.window(), self._now, self.form_view.around, record.titre)
        if dialog.ask():
            self.annuaire.close(record.id, dialog.day, dialog.remplacant)
        dialog.deleteLater()

    def _with_standing(self, make: Callable[[], RecordFormView]) -> RecordFormView:
        made = super()._with_standing(make)
        made.show_on_top(self.card)
        return made

    def _box(self, name: str, all_: str, choices: Sequence[Choice]) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.addItem(all_, "")
        for choice in choices:
            box.addItem(_(choice.libelle), choice.code)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(len(all_))
        box.view().setAccessibleName(name)
        return box

    def _look(self) -> None:
        self.review.setChecked(False)
        self.annuaire.look(str(self.where.currentData() or ""), str(self.whom.currentData() or ""))

    def _show_found(self) -> None:
        page = self.annuaire
        late = len(page.late)
        self.review.setText(_("À vérifier ({n})").format(n=thousands(late)) if late else _("À vérifier"))
        self.review.setChecked(page.reviewing)
        if page.reviewing:
            self.where.setCurrentIndex(0)
            self.found.show_late(page.late)
        else:
            self.found.show_found(page.found)
        if page.is_looking:
            self._show_stack()
        elif self.pages.currentIndex() == _FOUND:
            self._on_counted(self._total)

    def _on_counted(self, total: int) -> None:
        super()._on_counted(total)
        self._show_stack()
        if self._said:
            self.notice.say(self._said, "succes")
            self._said = ""

    def _show_stack(self) -> None:
        """Let what was looked for take the place of the list."""
        page = self.annuaire
        if page.is_looking:
            self.pages.setCurrentIndex(_FOUND)
            shown = len(page.late) if page.reviewing else len(page.found)
            self.total.setText(ngettext("{n} entrée", "{n} entrées", shown).format(n=thousands(shown)))

    def _verify(self) -> None:
        record = self.form.record
        if record is not None:
            self.annuaire.verify(record.id)

    def _on_done(self, rec: str) -> None:
        self.records.refresh()
        self.form.open(rec)

    def _on_added(self, added: int) -> None:
        said = ngettext("{n} entrée ajoutée.", "{n} entrées ajoutées.", added).format(n=added)
        self._said = said if added else _("Les entrées livrées sont déjà toutes là.")
        self.records.refresh()


class FonctionsShelf(KindShelf):
    """Functions: above the list, those that nobody holds and how many there are."""

    def __init__(
        self,
        records: RecordsList,
        form: RecordForm,
        make_form_view: Callable[[], RecordFormView],
        desk: Desk,
        actions: ListActions,
        background: Background,
        now: Now,
    ) -> None:
        self.annuaire = AnnuairePage(desk, background)
        super().__init__(records, form, make_form_view, desk, actions, background, now)
        self.vacancies = QWidget()
        self.vacancies.setAccessibleName(_("Fonctions à pourvoir"))
        self._lines = QVBoxLayout(self.vacancies)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(2)
        self.vacancies.hide()
        self.stand_over(self.vacancies)
        self.annuaire.changed.connect(self._show_functions)
        self.annuaire.refused.connect(lambda code: self.notice.say(sentence(code), "danger"))
        form.saved.connect(lambda _rec: self.annuaire.ask_functions())

    def refresh(self) -> None:
        """Ask for everything again."""
        super().refresh()
        self.annuaire.ask_functions()

    def _show_functions(self) -> None:
        held = [each for each in self.annuaire.functions if each.etat in MARKS]
        free = [each for each in held if each.etat != "pourvu"]
        clear(self._lines)
        self._lines.addWidget(label(_counts(held), tone="discret", wrap=True))
        for each in free[:_SHOWN]:
            line = line_button(MARKS[each.etat], each.intitule, stands(each))
            line.clicked.connect(lambda _on=False, rec=each.id: self.open(rec))
            self._lines.addWidget(line)
        self.vacancies.setVisible(bool(held))
        self.walk_through(self.vacancies)


def _named(box: QComboBox) -> QWidget:
    """Return a box with its name before it."""
    both = QWidget()
    said = label(box.accessibleName(), tone="discret")
    said.setBuddy(box)
    line = row(said, box, gap=6)
    line.setContentsMargins(0, 0, 0, 0)
    both.setLayout(line)
    return both


def _counts(held: Sequence[Fonction]) -> str:
    states = [each.etat for each in held]
    total, free, stood_in = len(held), states.count("vacant"), states.count("interim")
    parts = [
        ngettext("{n} fonction", "{n} fonctions", total).format(n=total),
        ngettext("{n} vacante", "{n} vacantes", free).format(n=free) if free else "",
        ngettext("{n} par intérim", "{n} par intérim", stood_in).format(n=stood_in) if stood_in else "",
    ]
    return " · ".join(part for part in parts if part)
