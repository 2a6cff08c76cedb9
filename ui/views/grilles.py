"""The page of grids: the list on the left, the one that is read on the right; written, printed, agreed on here."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from mvl_desktop.domain.relecture import REPRENDRE, moved
from mvl_desktop.i18n import _, ngettext
from ui.desk import Wordings
from ui.filenames import safe_name
from ui.icons import icon
from ui.messages import sentence
from ui.plain import button, label
from ui.text import thousands, visible
from ui.timing import Now
from ui.values import Typed, Values
from ui.view_models.criteres import needs_version
from ui.view_models.fiches_reader import Head
from ui.view_models.grilles import GrillesPage
from ui.view_models.grilles_reader import Part, grid_head, parts
from ui.view_models.record_form import RecordForm
from ui.views.fiche_versions import VersionsDialog
from ui.views.fiches_list import FichesList
from ui.views.form_criteres import CriteresEditor
from ui.views.grilles_reader import GrilleReader
from ui.views.grilles_review import GrilleReview
from ui.views.record_form import RecordFormView
from ui.widgets.panels import Notice, empty_state, row

_LETTERS_FOR_TWO = 104
"""Width, in letters, from which the list stands beside what is read."""
_LIST = 42


class GrillesView(QWidget):
    """List and reader side by side, or one at a time where there is no room; the editor in their place."""

    wants_conflicts = Signal(str)
    wants_copy = Signal(str)
    """A communicable copy of what is read is wanted."""
    wants_answer = Signal(str)
    """A grid is to be opened in the signalement of the form, or in a new one."""

    def __init__(
        self,
        page: GrillesPage,
        form: RecordForm,
        signalement: RecordForm,
        make_form_view: Callable[[], RecordFormView],
        wordings: Wordings,
        now: Now,
    ) -> None:
        super().__init__()
        self.page, self.form, self._signalement = page, form, signalement
        self._make_form_view, self._wordings, self._now = make_form_view, wordings, now
        self._form_view: RecordFormView | None = None
        self._done = ""
        self._read_last: tuple[Head, tuple[Part, ...]] | None = None
        self.reader = GrilleReader()
        self.review = GrilleReview(self, page, form, self.reader.review)
        self.stack = QStackedWidget()
        self.front = self._front()
        self.stack.addWidget(self.front)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)
        self._connect()
        self._fit()

    @property
    def form_view(self) -> RecordFormView:
        """Return the editor, made the first time that it is needed."""
        if self._form_view is None:
            made = self._make_form_view()
            self._form_view = made
            self.stack.addWidget(made)
            made.closed.connect(self._on_editor_closed)
            made.wants_conflicts.connect(lambda: self.wants_conflicts.emit(self._rec))
        return self._form_view

    @property
    def criteres(self) -> CriteresEditor:
        """Return where criteria are written."""
        editor = self.form_view.fields("criteres").editors["criteres"]
        if not isinstance(editor, CriteresEditor):
            raise TypeError("criteria have an editor of their own")
        return editor

    @property
    def is_open(self) -> bool:
        """Whether a grid is open, read or written."""
        return self.is_writing or self.form.typed is not None

    @property
    def is_writing(self) -> bool:
        """Whether a grid is being written."""
        return self._form_view is not None and self.stack.currentWidget() is self._form_view

    def new(self) -> None:
        """Begin a grid."""
        self.page.look_at("")
        self.form.begin(self.page.declaration.kind)
        self._edit()

    def open(self, rec: str) -> None:
        """Open a grid to read it."""
        if self.is_writing:
            self.form.flush()
            self.stack.setCurrentWidget(self.front)
        self.list.select(rec)
        self.page.look_at(rec)
        self.form.open(rec)

    def resume(self, draft: str) -> None:
        """Go on writing where it was left."""
        self.form.resume(draft)
        self._edit()

    def save(self) -> None:
        """Save the grid that is being written."""
        if self.is_writing:
            self.form_view.save()

    def refresh(self) -> None:
        """Ask for everything again."""
        self.page.refresh()
        self.form.refresh()
        self._offer()

    def focus_search(self) -> None:
        """Put the cursor in the search."""
        if self.is_writing or not self.left.isVisible():
            self.close_form()
        self.search.setFocus()
        self.search.selectAll()

    def close_form(self) -> None:
        """Step back: from writing to reading, from reading to the list; what is typed stays as a draft."""
        if self.is_writing and self.form.record is not None:
            self.form.flush()
            self.stack.setCurrentWidget(self.front)
            self._show_read()
            return
        self.form.close()
        self.stack.setCurrentWidget(self.front)
        self._fit()
        self.list.setFocus()
        self.page.refresh()

    def print_record(self) -> None:
        """Ask where to, and write the grid that is read, with nothing answered."""
        record = self.form.record
        if record is None:
            return
        name = safe_name(record.titre, "grille")
        formats = "PDF (*.pdf);;ODT (*.odt)"
        chosen = QFileDialog.getSaveFileName(self, _("Imprimer la grille"), f"{name}.pdf", formats)[0]
        if chosen:
            self.page.print(record.id, Path(chosen))

    def compare_versions(self) -> None:
        """Show two versions of the grid that is read, side by side."""
        record = self.form.record
        if record is None:
            return
        versions = self.page.versions()
        versions.load(record.id)
        dialog = VersionsDialog(self, versions, record.titre)
        dialog.exec()
        dialog.deleteLater()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the name is Qt's
        """Stand side by side where there is room for two."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Measure again when the letters change."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._fit)

    @property
    def _rec(self) -> str:
        return self.form.record.id if self.form.record is not None else ""

    def _front(self) -> QWidget:
        front = QWidget()
        across = QHBoxLayout(front)
        across.setContentsMargins(20, 16, 20, 16)
        across.setSpacing(8)
        self.left = QWidget()
        column = QVBoxLayout(self.left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.total = label("", tone="discret")
        self.create_button = button(_("Nouvelle grille"), "premier")
        column.addLayout(row(label(_("Grilles de repérage"), "titre"), None))
        column.addLayout(row(self.total, None, self.create_button))
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Rechercher (Ctrl+F)"))
        self.search.setAccessibleName(_("Rechercher une grille"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("magnifying-glass"), QLineEdit.ActionPosition.LeadingPosition)
        column.addWidget(self.search)
        self.drafts, self.notice = Notice(), Notice()
        self.resume_button = button(_("Reprendre"))
        self.drafts.add(self.resume_button)
        for each in (self.drafts, self.notice):
            column.addWidget(each)
        self.list = FichesList(self.page.wording)
        self.list.setAccessibleName(_("Liste des grilles de repérage"))
        self.pages = QStackedWidget()
        self.pages.addWidget(self.list)
        self.defaults = button(_("Ajouter les grilles de départ"), "premier")
        self.first = button(_("Nouvelle grille"))
        said = _("Sept grilles sont proposées, écrites d’après les sources publiques\u202f; vous les adaptez ensuite.")
        self.pages.addWidget(empty_state("list-checks", _("Pas encore de grille"), said, self.defaults, self.first))
        self.again = button(_("Effacer la recherche"))
        said = _("Essayez un autre mot. La recherche ignore les accents et les majuscules.")
        self.pages.addWidget(empty_state("magnifying-glass", _("Aucune grille trouvée"), said, self.again))
        column.addWidget(self.pages, 1)
        across.addWidget(self.left)
        self.right = QStackedWidget()
        text = _("Choisissez une grille\u00a0: ses critères, l’aide et la prudence à garder s’affichent ici.")
        self.right.addWidget(label(text, tone="discret", wrap=True))
        self.right.addWidget(self.reader)
        across.addWidget(self.right, 1)
        return front

    def _connect(self) -> None:
        for made in (self.create_button, self.first):
            made.clicked.connect(self.new)
        self.defaults.clicked.connect(self.page.add_defaults)
        self.again.clicked.connect(self._clear)
        self.search.textChanged.connect(self.page.search)
        self.search.returnPressed.connect(self._open_current)
        self.resume_button.clicked.connect(lambda: self.resume(self.page.drafts[0].id))
        self.list.chosen.connect(self.open)
        self.page.changed.connect(self._show_list)
        self.page.drafts_changed.connect(self._show_drafts)
        self.page.refused.connect(self._on_refused)
        self.page.added.connect(self._on_added)
        self.page.printed.connect(self._on_printed)
        self.review.done.connect(self._again)
        self.page.saved_known.connect(self._on_known)
        self.reader.wants_back.connect(self.close_form)
        self.reader.wants_edit.connect(self._edit)
        self.reader.wants_print.connect(self.print_record)
        self.reader.wants_copy.connect(self._on_copy)
        self.reader.wants_answer.connect(lambda: self.wants_answer.emit(self._rec))
        self.reader.wants_versions.connect(self.compare_versions)
        self.form.opened.connect(self._on_opened)
        self.form.changed.connect(self._consider_version)
        self.form.saved.connect(self._on_saved)
        self.form.refused.connect(lambda code, _champ: self._on_refused(code))

    def _show_list(self) -> None:
        self.list.show_rows(self.page.lines)
        total, searching = len(self.page.lines), bool(self.page.wanted.text)
        self.total.setText(ngettext("{n} grille", "{n} grilles", total).format(n=thousands(total)))
        self.pages.setCurrentIndex(0 if total else 2 if searching else 1)
        for each in (self.create_button, self.total, self.search):
            each.setVisible(bool(total) or searching)
        self._fit()
        typed = self.form.typed
        if typed is not None and typed.rec and not self.is_writing:
            self._say_refusal(typed.rec, typed.champs)

    def _show_drafts(self) -> None:
        drafts = self.page.drafts
        said = _("Brouillon à reprendre\u00a0: {titre}").format(titre=visible(drafts[0].titre)) if drafts else ""
        self.drafts.say(said, "attention")

    def _on_opened(self) -> None:
        if not self.is_writing:
            self._show_read(again=self.form.again)
        self._fit()

    def _show_read(self, *, again: bool = False) -> None:
        typed = self.form.typed
        self.right.setCurrentIndex(1 if typed is not None else 0)
        if typed is not None:
            self._read(typed, again=again)
        self._fit()

    def _read(self, typed: Typed, *, again: bool) -> None:
        read = self._head(typed.champs), parts(typed.champs)
        if not again or read != self._read_last:
            self._read_last = read
            self.reader.show_grille(*read)
        self._say_refusal(typed.rec or "", typed.champs)
        self.review.offer(typed)
        if again:
            return
        draft = _("Vous lisez un brouillon\u00a0: il n’est pas encore enregistré.") if typed.kept else ""
        self.reader.notice.say(draft or self._done, "" if draft else "succes")
        self._done = ""
        self._offer()

    def _head(self, champs: Values) -> Head:
        return grid_head(self.page.declaration, champs, self.page.wording, self._now().date())

    def _say_refusal(self, rec: str, champs: Values) -> None:
        """Say before any key why this person does not answer it."""
        refused = self.page.refusals.get(rec, "")
        self.reader.warn(self._head(champs), sentence(refused) if refused else "")

    def _edit(self) -> None:
        self.stack.setCurrentWidget(self.form_view)
        self.form_view.focus_first()
        self._consider_version()

    def _offer(self) -> None:
        typed, record = self._signalement.typed, self._signalement.record
        objet = typed.champs.get("objet") if typed is not None else ""
        name = record.reference if record is not None and record.reference else objet
        self.reader.offer(opened=typed is not None, name=str(name or ""))

    def _on_known(self) -> None:
        self._consider_version()
        if self.form.typed is not None and not self.is_writing:
            self.review.offer(self.form.typed)

    def _consider_version(self) -> None:
        """Begin another version as soon as the criteria of an agreed one change; ask what changes."""
        typed = self.form.typed
        if not self.is_writing or typed is None:
            return
        self.criteres.taken |= self.page.codes
        if self.page.saved and needs_version(self.page.saved, typed.champs):
            self.form.put(moved(typed.champs, REPRENDRE, self._now().date()))
            after = self.form.typed
            version = after.champs.get("version") if after is not None else ""
            said = _(
                "Les critères d’une version validée changent\u00a0: c’est la version {n}, à faire relire. "
                "Dites dans «\u00a0Ce qui change\u00a0» ce qu’elle apporte."
            )
            self.form_view.notice.say(said.format(n=version), "attention")

    def _again(self, said: str) -> None:
        """Read the grid anew after something was done to it."""
        if self._rec:
            self._done = said
            self.open(self._rec)
        self.page.refresh()

    def _on_saved(self, rec: str) -> None:
        self.page.look_at(rec)
        self.page.refresh()

    def _on_added(self, number: int) -> None:
        said = ngettext("{n} grille ajoutée.", "{n} grilles ajoutées.", number).format(n=number)
        self.notice.say(said, "succes")

    def _on_copy(self) -> None:
        if self.form.record is not None:
            self.wants_copy.emit(self.form.record.id)

    def _on_printed(self, name: str) -> None:
        self.reader.notice.say(_("Grille écrite dans «\u00a0{name}\u00a0».").format(name=visible(name)), "succes")

    def _on_refused(self, code: str) -> None:
        place = self.reader.notice if self.is_open and not self.is_writing else self.notice
        place.say(sentence(code), "attention")

    def _on_editor_closed(self) -> None:
        if self.form.typed is None or self.form.record is None:
            self.form.flush()
        self.close_form()

    def _open_current(self) -> None:
        if self.list.current():
            self.open(self.list.current())

    def _clear(self) -> None:
        self.page.clear()
        self.search.clear()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self) -> None:
        letters = self.fontMetrics().averageCharWidth()
        wide = self.width() >= letters * _LETTERS_FOR_TWO
        reading = self.form.typed is not None
        none = self.pages.currentIndex() == 1
        self.left.setMaximumWidth(letters * _LIST if wide and not none else 16777215)
        self.left.setVisible(wide or not reading)
        self.right.setVisible(reading or (wide and not none))
        self.reader.back.setVisible(not wide)
