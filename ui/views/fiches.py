"""The page of the fiches de conduite: the list, then one of them to read during a call, apply, print or write."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from mvl_desktop.domain.relecture import AGREED, PARTIES, RETIRER, agreed, is_changed, moves
from mvl_desktop.i18n import _, ngettext
from ui.desk import Wordings
from ui.fiche_values import FicheUse
from ui.filenames import safe_name
from ui.icons import icon
from ui.messages import sentence
from ui.plain import button, label
from ui.text import thousands, visible
from ui.timing import Now
from ui.values import Values
from ui.view_models.fiches import FichesPage
from ui.view_models.fiches_reader import Block, Head, blocks, head
from ui.view_models.record_form import RecordForm
from ui.view_models.textes_reader import outdated
from ui.views.fiche_versions import VersionsDialog
from ui.views.fiches_booklet import BookletForm
from ui.views.fiches_list import FichesList
from ui.views.fiches_reader import ReaderView
from ui.views.fiches_remarks import A_TRAITER, RemarkForm, RemarksDialog, UseDialog, remarks_of
from ui.views.fiches_review import DONE, EMPLOI, REMARQUER, REMARQUES, ask_move, ask_version, replacements
from ui.views.fiches_target import TargetDialog
from ui.views.record_form import RecordFormView
from ui.widgets.flow import Flow
from ui.widgets.panels import Notice, empty_state, row, scrolled

_FILTERS = ("urgence", "publics", "statut")
_ROWS_OF_STEPS = 12
_LIST, _READER, _EDITOR = range(3)


class FichesView(QWidget):
    """List, reader and editor, one at a time."""

    wants_conflicts = Signal(str)
    wants_copy = Signal(str)
    """A communicable copy of what is read is wanted."""
    wants_signalement = Signal(str)
    """A signalement is to be opened behind this page; an empty text asks for a new one."""
    wants_signalements = Signal()
    """The page of the open signalement is to be shown."""
    wants_other = Signal(str, str)
    """A record of another kind is to be opened: its kind, its id."""
    wants_directory = Signal(str)
    """The annuaire is to be shown, for a département; an empty code is for all."""

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
        self._read_last: tuple[Head, tuple[Block, ...]] | None = None
        self._remarks: RemarksDialog | None = None
        self.filters: dict[str, QComboBox] = {}
        self.reader = ReaderView()
        self.reader.callers.offer(wordings)
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
        self.booklet_button = button(_("Imprimer le livret…"))
        self.booklet_button.setIcon(icon("printer"))
        column.addLayout(row(label(_("Fiches de conduite"), "titre"), self.total, None, self.create_button, gap=12))
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Rechercher une situation, un mot, un code (Ctrl+F)"))
        self.search.setAccessibleName(_("Rechercher une fiche"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("magnifying-glass"), QLineEdit.ActionPosition.LeadingPosition)
        column.addWidget(self.search)
        column.addWidget(Flow(*(self._filter(name) for name in _FILTERS), self.booklet_button))
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
        self.pages.addWidget(scrolled(empty_state("magnifying-glass", _("Aucun résultat"), said, self.again)))
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
        self.booklet_button.clicked.connect(self.ask_booklet)
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
        self.page.booklet.connect(self._on_booklet)
        self.page.moved.connect(lambda move: self._again(_(DONE[move])))
        self.page.remarked.connect(lambda: self._again(_("C’est noté.")))
        self.page.cited_changed.connect(self._show_about)
        self.page.who.changed.connect(lambda: self.reader.show_callers(self.page.who.callers))
        self.reader.callers.chosen.connect(self.page.who.choose)
        self.reader.callers.wants_record.connect(self.wants_other)
        self.reader.callers.wants_directory.connect(self.wants_directory)
        self.page.use_ready.connect(self._on_use)
        self.page.wants_signalement.connect(self.wants_signalement)
        self.reader.wants_back.connect(self.close_form)
        self.reader.wants_edit.connect(self._on_edit)
        self.reader.wants_print.connect(self.print_record)
        self.reader.wants_copy.connect(self._on_copy)
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
        self.booklet_button.setVisible(bool(total))
        self.notice.say("")

    def _show_drafts(self) -> None:
        drafts = self.page.drafts
        said = _("Brouillon à reprendre\u00a0: {titre}").format(titre=visible(drafts[0].titre)) if drafts else ""
        self.drafts.say(said, "attention")

    def _on_opened(self) -> None:
        typed = self.form.typed
        if typed is None:
            return
        reads_on = self.form.again and self.stack.currentIndex() == _READER
        read = head(self.page.declaration, typed.champs, self.page.wording, self._now().date()), blocks(typed.champs)
        if not reads_on or read != self._read_last:
            self._read_last = read
            self.reader.show_fiche(*read)
        self.page.ask_about(typed.champs)
        self.page.who.look(typed.champs)
        self._offer_review(typed.champs, kept=typed.kept)
        if self._remarks is not None:
            self._remarks.show_remarks(remarks_of(typed.champs))
        if reads_on:
            return
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

    def _on_move(self, asked: str) -> None:
        typed, record = self.form.typed, self.form.record
        if typed is None or record is None:
            return
        move, _separator, partie = asked.partition(":")
        if move in (REMARQUER, REMARQUES, EMPLOI):
            self._on_aside(move, record.id, typed.champs)
            return
        others = replacements(self.page.lines, record.id) if move == RETIRER else ()
        given = ask_move(self, move, partie=partie, version=_version(typed.champs), others=others)
        if given is not None:
            self.page.advance(record.id, move, given)

    def _on_aside(self, what: str, rec: str, champs: Values) -> None:
        """Make a remark, see those made, or see how much the fiche is used."""
        if what == REMARQUER:
            form = RemarkForm(self, [block.titre for block in blocks(champs)])
            if form.ask():
                self.page.remark(rec, str(form.part.currentData()), form.said)
            form.deleteLater()
        elif what == REMARQUES:
            self._remarks = RemarksDialog(self, self.page, remarks_of(champs))
            self._remarks.answered.connect(lambda one, etat, why: self.page.answer(rec, one, etat, why))
            self._remarks.exec()
            self._remarks.deleteLater()
            self._remarks = None
        else:
            self.page.ask_use(rec)

    def _on_use(self, use: FicheUse) -> None:
        dialog = UseDialog(self, use)
        dialog.exec()
        dialog.deleteLater()

    def _again(self, said: str) -> None:
        """Read the fiche anew after something was done to it."""
        if self.form.record is not None:
            self._done = said
            self._reading = self.form.record.id
            self.form.open(self._reading)
        self.page.refresh()

    def _offer_review(self, champs: Values, *, kept: bool) -> None:
        given = agreed(champs)
        mine = (self.page.party,) if self.page.party else PARTIES
        parties = [party for party in PARTIES if party in mine and party not in given]
        waiting = sum(each.get("etat") in (None, "", A_TRAITER) for each in remarks_of(champs))
        self.reader.review.offer(() if kept else moves(champs), parties, waiting)

    def _show_about(self) -> None:
        """Say what is to be known of the fiche beside its words: texts that changed, agreements that no longer hold."""
        typed = self.form.typed
        if typed is None:
            return
        champs = typed.champs
        self._offer_review(champs, kept=typed.kept)
        said = outdated(self.page.cited)
        if is_changed(champs):
            said.append(_("Son texte a changé depuis les accords\u00a0: ils ne valent plus, il reste à le valider."))
        if _is_being_written(champs):
            before = _version(champs) - 1
            told = _("La version {n} s’écrit. La version validée avant elle reste celle qui s’applique et s’imprime.")
            said.append(told.format(n=before + 1))
        waiting = sum(each.get("etat") in (None, "", A_TRAITER) for each in remarks_of(champs))
        if waiting:
            told = ngettext("{n} remarque à traiter.", "{n} remarques à traiter.", waiting)
            said.append(told.format(n=waiting))
        self.reader.about.say(visible("\n".join(said)), "attention")

    def ask_booklet(self) -> None:
        """Ask what the booklet holds and where to write it."""
        form = BookletForm(self)
        drafts = form.drafts.isChecked() if form.ask() else None
        form.deleteLater()
        if drafts is None:
            return
        name, formats = _("Livret des fiches.pdf"), "PDF (*.pdf);;ODT (*.odt)"
        chosen = QFileDialog.getSaveFileName(self, _("Imprimer le livret"), name, formats)[0]
        if chosen:
            self.page.print_booklet(Path(chosen), drafts=drafts)

    def _on_booklet(self, name: str, count: int) -> None:
        said = ngettext("{n} fiche dans «\u00a0{file}\u00a0».", "{n} fiches dans «\u00a0{file}\u00a0».", count)
        self.notice.say(said.format(n=count, file=visible(name)), "succes")

    def _on_edit(self) -> None:
        typed = self.form.typed
        if typed is None:
            return
        champs = typed.champs
        if typed.kept or champs.get("statut") not in AGREED or ask_version(self, _version(champs)):
            self._edit()

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

    def _on_copy(self) -> None:
        if self.form.record is not None:
            self.wants_copy.emit(self.form.record.id)

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


def _version(champs: Values) -> int:
    version = champs.get("version")
    return version if isinstance(version, int) else 1


def _is_being_written(champs: Values) -> bool:
    """Whether a version is written after one that was agreed on."""
    given = champs.get("validations")
    former = isinstance(given, (list, tuple)) and any(
        isinstance(each, Mapping) and each.get("version") != _version(champs) for each in given
    )
    return former and champs.get("statut") in ("brouillon", "en_relecture")
