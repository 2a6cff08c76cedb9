"""The page of the fiches de conduite: the list, then one of them to read during a call, apply, print or write."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from mvl_desktop.domain.relecture import moved, moves
from mvl_desktop.i18n import _, ngettext
from ui.desk import Wordings
from ui.filenames import safe_name
from ui.icons import icon
from ui.messages import sentence
from ui.plain import button, label
from ui.text import thousands, visible
from ui.timing import Now
from ui.view_models.fiches import FichesPage
from ui.view_models.fiches_reader import blocks, head
from ui.view_models.record_form import RecordForm
from ui.views.fiche_versions import VersionsDialog
from ui.views.fiches_list import FichesList
from ui.views.fiches_reader import ReaderView
from ui.views.fiches_review import DONE, ask_for
from ui.views.fiches_target import TargetDialog
from ui.views.record_form import RecordFormView
from ui.widgets.flow import Flow
from ui.widgets.panels import Notice, empty_state, row

_FILTERS = ("urgence", "publics", "statut")
_ROWS_OF_STEPS = 12
_LIST, _READER, _EDITOR = range(3)


class FichesView(QWidget):
    """List, reader and editor, one at a time."""

    wants_conflicts = Signal(str)
    wants_signalement = Signal(str)
    """A signalement is to be opened behind this page; an empty text asks for a new one."""
    wants_signalements = Signal()
    """The page of the open signalement is to be shown."""

    def __init__(
        self,
        page: FichesPage,
        form: RecordForm,
        make_form_view: Callable[[], RecordFormView],
        wordings: Wordings,
        now: Now,
    ) -> None:
        super().__init__()
        self.page, self.form = page, form
        self._make_form_view, self._wordings, self._now = make_form_view, wordings, now
        self._form_view: RecordFormView | None = None
        self._reading = self._done = ""
        self.filters: dict[str, QComboBox] = {}
        self.reader = ReaderView()
        self.stack = QStackedWidget()
        self.stack.addWidget(self._front())
        self.stack.addWidget(self.reader)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)
        self._connect()

    @property
    def form_view(self) -> RecordFormView:
        """Return the editor, made the first time that it is needed."""
        if self._form_view is None:
            made = self._make_form_view()
            self._form_view = made
            self.stack.addWidget(made)
            made.closed.connect(self._on_editor_closed)
            made.wants_conflicts.connect(self._on_wants_conflicts)
            steps = made.fields("etapes").editors["etapes"].buddy()
            steps.setMinimumHeight(steps.fontMetrics().lineSpacing() * _ROWS_OF_STEPS)
        return self._form_view

    @property
    def is_open(self) -> bool:
        """Whether a fiche is open, read or written."""
        return self.stack.currentIndex() != _LIST

    @property
    def is_writing(self) -> bool:
        """Whether a fiche is being written."""
        return self.stack.currentIndex() == _EDITOR

    def new(self) -> None:
        """Begin a fiche."""
        self.form.begin(self.page.declaration.kind)
        self._edit()

    def open(self, rec: str) -> None:
        """Open a fiche to read it."""
        self._reading = rec
        self.form.open(rec)

    def resume(self, draft: str) -> None:
        """Go on writing where it was left."""
        self.form.resume(draft)
        self._edit()

    def save(self) -> None:
        """Save the fiche that is being written."""
        if self.is_writing:
            self.form_view.save()

    def refresh(self) -> None:
        """Ask for everything again."""
        self.page.refresh()
        self.form.refresh()
        self._offer()

    def focus_search(self) -> None:
        """Put the cursor in the search."""
        if self.is_open:
            self.close_form()
        self.search.setFocus()
        self.search.selectAll()

    def close_form(self) -> None:
        """Step back: from writing to reading, from reading to the list; what is typed stays as a draft."""
        if self.is_writing and self.form.record is not None:
            self.form.flush()
            self._read()
            return
        self.form.close()
        self._reading = ""
        self.stack.setCurrentIndex(_LIST)
        self.list.setFocus()
        self.page.refresh()

    def print_record(self) -> None:
        """Ask where to, and write the fiche that is read."""
        record = self.form.record
        if record is None:
            return
        name = safe_name(f"{record.reference} {record.titre}".strip(), "fiche")
        formats = "PDF (*.pdf);;ODT (*.odt)"
        chosen = QFileDialog.getSaveFileName(self, _("Imprimer la fiche"), f"{name}.pdf", formats)[0]
        if chosen:
            self.page.print(record.id, Path(chosen))

    def compare_versions(self) -> None:
        """Show two versions of the fiche that is read, side by side."""
        record = self.form.record
        if record is None:
            return
        versions = self.page.versions()
        versions.load(record.id)
        dialog = VersionsDialog(self, versions, record.titre)
        dialog.exec()
        dialog.deleteLater()

    def _front(self) -> QWidget:
        front = QWidget()
        column = QVBoxLayout(front)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        self.total = label("", tone="discret")
        self.create_button = button(_("Nouvelle fiche"), "premier")
        column.addLayout(row(label(_("Fiches de conduite"), "titre"), self.total, None, self.create_button, gap=12))
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Rechercher une situation, un mot, un code (Ctrl+F)"))
        self.search.setAccessibleName(_("Rechercher une fiche"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("magnifying-glass"), QLineEdit.ActionPosition.LeadingPosition)
        column.addWidget(self.search)
        column.addWidget(Flow(*(self._filter(name) for name in _FILTERS)))
        self.drafts, self.notice = Notice(), Notice()
        self.resume_button = button(_("Reprendre"))
        self.drafts.add(self.resume_button)
        column.addWidget(self.drafts)
        column.addWidget(self.notice)
        self.list = FichesList(self.page.wording)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.list)
        self.first = button(_("Nouvelle fiche"), "premier")
        said = _("Les quatre fiches de départ arrivent avec l’espace\u202f; les vôtres s’ajoutent ici, hors connexion.")
        self.pages.addWidget(empty_state("list-checks", _("Pas encore de fiche"), said, self.first))
        self.again = button(_("Effacer la recherche et les filtres"))
        said = _("Essayez un autre mot, ou enlevez un filtre. La recherche ignore les accents et les majuscules.")
        self.pages.addWidget(empty_state("magnifying-glass", _("Aucun résultat"), said, self.again))
        column.addWidget(self.pages, 1)
        return front

    def _filter(self, name: str) -> QComboBox:
        field = self.page.declaration.champ(name)
        nomenclature = field.champ.nomenclature if field else None
        said = _(field.libelle) if field else name
        box = QComboBox()
        for each in (box, box.view()):
            each.setAccessibleName(_("Filtrer\u00a0: {champ}").format(champ=said))
        box.setAccessibleDescription(box.accessibleName())  # where its name is its value
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(8)
        box.addItem(said, None)
        for choice in self._wordings.codes(nomenclature or ""):
            box.addItem(_(choice.libelle), choice.code)
        box.activated.connect(lambda _index: self.page.filter(name, box.currentData()))
        self.filters[name] = box
        return box

    def _connect(self) -> None:
        for made in (self.create_button, self.first):
            made.clicked.connect(self.new)
        self.again.clicked.connect(self._clear)
        self.search.textChanged.connect(self.page.search)
        self.search.returnPressed.connect(self._open_current)
        self.resume_button.clicked.connect(lambda: self.resume(self.page.drafts[0].id))
        self.list.chosen.connect(self.open)
        self.page.changed.connect(self._show_list)
        self.page.drafts_changed.connect(self._show_drafts)
        self.page.refused.connect(self._on_refused)
        self.page.applied.connect(self._on_applied)
        self.page.printed.connect(self._on_printed)
        self.page.wants_signalement.connect(self.wants_signalement)
        self.reader.wants_back.connect(self.close_form)
        self.reader.wants_edit.connect(self._edit)
        self.reader.wants_print.connect(self.print_record)
        self.reader.wants_apply.connect(self._on_apply)
        self.reader.wants_choice.connect(self._on_choice)
        self.reader.wants_versions.connect(self.compare_versions)
        self.reader.see.clicked.connect(self.wants_signalements)
        self.reader.review.wants.connect(self._on_move)
        self.form.opened.connect(self._on_opened)
        self.form.saved.connect(lambda _rec: self.page.refresh())
        self.form.refused.connect(lambda code, _champ: self._on_refused(code))

    def _show_list(self) -> None:
        self.list.show_rows(self.page.lines)
        total = len(self.page.lines)
        self.total.setText(ngettext("{n} fiche", "{n} fiches", total).format(n=thousands(total)))
        searching = bool(self.page.wanted.text or self.page.wanted.filters)
        self.pages.setCurrentIndex(0 if total else 2 if searching else 1)
        self.create_button.setVisible(bool(total) or searching)
        self.notice.say("")

    def _show_drafts(self) -> None:
        drafts = self.page.drafts
        said = _("Brouillon à reprendre\u00a0: {titre}").format(titre=visible(drafts[0].titre)) if drafts else ""
        self.drafts.say(said, "attention")

    def _on_opened(self) -> None:
        typed = self.form.typed
        if typed is None:
            return
        self.reader.show_fiche(
            head(self.page.declaration, typed.champs, self.page.wording, self._now().date()), blocks(typed.champs)
        )
        self.reader.review.offer(() if typed.kept else moves(typed.champs))
        draft = _("Vous lisez un brouillon\u00a0: il n’est pas encore enregistré.") if typed.kept else ""
        self.reader.notice.say(draft or self._done, "" if draft else "succes")
        self._done = ""
        self.reader.see.hide()
        if self._reading and typed.rec == self._reading and not self.is_writing:
            self._read()

    def _read(self) -> None:
        self._offer()
        self.stack.setCurrentIndex(_READER)
        self.reader.jump(1)

    def _edit(self) -> None:
        self.stack.setCurrentWidget(self.form_view)
        self.form_view.focus_first()

    def _offer(self) -> None:
        self.reader.offer(opened=self.page.open_signalement is not None, name=self.page.open_name)

    def _on_apply(self) -> None:
        if self.form.record is None:
            return
        if self.page.open_signalement is None:
            self.page.apply_to(self.form.record.id, "")
        else:
            self.page.apply(self.form.record.id)

    def _on_choice(self) -> None:
        if self.form.record is None:
            return
        dialog = TargetDialog(self, self.page)
        if dialog.ask() and dialog.chosen:
            self.page.apply_to(self.form.record.id, dialog.chosen)
        dialog.deleteLater()

    def _on_move(self, move: str) -> None:
        typed = self.form.typed
        given = ask_for(self, move, self._wordings.codes("parties_convention"))
        if typed is not None and given is not None:
            self._done = _(DONE[move])
            self.form.type(moved(typed.champs, move, self._now().date(), **given))
            self.form.save()

    def _on_applied(self, added: int) -> None:
        name = visible(self.page.open_name) or _("sans titre")
        text = ngettext(
            "{n} étape ajoutée au signalement {name}. Il reste à l’enregistrer.",
            "{n} étapes ajoutées au signalement {name}. Il reste à l’enregistrer.",
            added,
        )
        if not added:
            text = _("Cette version de la fiche est déjà appliquée au signalement {name}.")
        self.reader.notice.say(text.format(n=added, name=name), "succes" if added else "")
        self.reader.see.setText(_("Voir le signalement"))
        self.reader.see.show()
        self._offer()

    def _on_printed(self, name: str) -> None:
        self.reader.see.hide()
        self.reader.notice.say(_("Fiche écrite dans «\u00a0{name}\u00a0».").format(name=visible(name)), "succes")

    def _on_refused(self, code: str) -> None:
        self.reader.see.hide()
        place = self.reader.notice if self.is_open and not self.is_writing else self.notice
        place.say(sentence(code), "attention")

    def _on_editor_closed(self) -> None:
        if self.form.typed is None or self.form.record is None:
            self.form.flush()
            self._reading = ""
        self.close_form()

    def _on_wants_conflicts(self) -> None:
        self.wants_conflicts.emit(self.form.record.id if self.form.record else "")

    def _open_current(self) -> None:
        if self.list.current():
            self.open(self.list.current())

    def _clear(self) -> None:
        for box in self.filters.values():
            box.setCurrentIndex(0)
        self.page.clear()
        self.search.clear()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
