"""The legal texts: the list, then one of them to read, cite, verify, replace or write."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from mvl_desktop.i18n import _, ngettext
from ui.desk import Wordings
from ui.filenames import safe_name
from ui.icons import icon
from ui.messages import sentence
from ui.plain import button, label
from ui.text import thousands, visible
from ui.timing import Now
from ui.values import Choice
from ui.view_models.fiches_reader import Block
from ui.view_models.record_form import RecordForm
from ui.view_models.textes import TextesPage
from ui.view_models.textes_reader import ETATS, MOTIFS, about, blocks, standing
from ui.views.record_form import RecordFormView
from ui.views.textes_forms import ReplaceTextForm
from ui.views.textes_list import TextesList
from ui.views.textes_reader import TexteReader
from ui.widgets.flow import Flow
from ui.widgets.panels import Notice, empty_state, row, scrolled

_LIST, _READER, _EDITOR = range(3)


class TextesView(QWidget):
    """List, reader and editor, one at a time."""

    wants_conflicts = Signal(str)
    wants_record = Signal(str, str)
    """A record that cites a text is to be opened: its kind, its id."""

    def __init__(
        self,
        page: TextesPage,
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
        self._read_last: tuple[str, str, str, str, tuple[Block, ...]] | None = None
        self.filters: dict[str, QComboBox] = {}
        self.reader = TexteReader()
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
            made.wants_conflicts.connect(
                lambda: self.wants_conflicts.emit(self.form.record.id if self.form.record else "")
            )
        return self._form_view

    @property
    def is_open(self) -> bool:
        """Whether a text is open, read or written."""
        return self.stack.currentIndex() != _LIST

    @property
    def is_writing(self) -> bool:
        """Whether a text is being written."""
        return self.stack.currentIndex() == _EDITOR

    def new(self) -> None:
        """Begin a text."""
        self.form.begin(self.page.declaration.kind)
        self._edit()

    def open(self, rec: str) -> None:
        """Open a text to read it."""
        self._reading = rec
        self.form.open(rec)

    def resume(self, draft: str) -> None:
        """Go on writing where it was left."""
        self.form.resume(draft)
        self._edit()

    def save(self) -> None:
        """Save the text that is being written."""
        if self.is_writing:
            self.form_view.save()

    def refresh(self) -> None:
        """Ask for everything again."""
        self.page.refresh()
        self.form.refresh()

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
            self.stack.setCurrentIndex(_READER)
            return
        self.form.close()
        self._reading = ""
        self.stack.setCurrentIndex(_LIST)
        self.list.setFocus()
        self.page.refresh()

    def print_record(self) -> None:
        """Ask where to, and write the text that is read."""
        record = self.form.record
        if record is None:
            return
        name = safe_name(f"{record.reference} {record.titre}".strip(), "texte")
        chosen = QFileDialog.getSaveFileName(self, _("Imprimer le texte"), f"{name}.pdf", "PDF (*.pdf);;ODT (*.odt)")[0]
        if chosen:
            self.page.print(record.id, Path(chosen))

    def ask_replace(self) -> None:
        """Ask what takes the place of the text that is read."""
        typed, record = self.form.typed, self.form.record
        if typed is None or record is None:
            return
        form = ReplaceTextForm(self, self._now, typed.champs)
        if form.ask():
            self.page.replace(record.id, form.champs, form.day)
        form.deleteLater()

    def _front(self) -> QWidget:
        front = QWidget()
        column = QVBoxLayout(front)
        column.setContentsMargins(20, 12, 20, 16)
        column.setSpacing(10)
        self.total = label("", tone="discret")
        self.create_button = button(_("Nouveau texte"), "premier")
        self.shipped_button = button(_("Ajouter les textes livrés"))
        column.addLayout(row(self.total, None, self.shipped_button, self.create_button, gap=12))
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Rechercher un article, une loi, un mot (Ctrl+F)"))
        self.search.setAccessibleName(_("Rechercher un texte"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("magnifying-glass"), QLineEdit.ActionPosition.LeadingPosition)
        column.addWidget(self.search)
        states = [Choice(code, said) for code, said in {**ETATS, **MOTIFS}.items()]
        natures, themes = (self._wordings.codes(name) for name in ("natures_texte", "themes_texte"))
        column.addWidget(
            Flow(
                self._filter("nature", _("Nature"), natures),
                self._filter("theme", _("Thème"), themes),
                self._filter("etat", _("État"), states),
            )
        )
        self.drafts, self.notice = Notice(), Notice()
        self.resume_button = button(_("Reprendre"))
        self.drafts.add(self.resume_button)
        column.addWidget(self.drafts)
        column.addWidget(self.notice)
        self.list = TextesList(self.page.wording)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.list)
        self.first = button(_("Ajouter les textes livrés"), "premier")
        said = _("Des textes sont livrés, résumés et datés. Ils se modifient\u202f; les vôtres s’ajoutent ici.")
        self.pages.addWidget(scrolled(empty_state("file-text", _("Pas encore de texte"), said, self.first)))
        self.again = button(_("Effacer la recherche et les filtres"))
        said = _("Essayez un autre mot, ou enlevez un filtre. La recherche ignore les accents et les majuscules.")
        self.pages.addWidget(scrolled(empty_state("magnifying-glass", _("Aucun résultat"), said, self.again)))
        column.addWidget(self.pages, 1)
        return front

    def _filter(self, name: str, said: str, choices: Sequence[Choice]) -> QComboBox:
        box = QComboBox()
        for each in (box, box.view()):
            each.setAccessibleName(_("Filtrer\u00a0: {champ}").format(champ=said))
        box.setAccessibleDescription(box.accessibleName())  # where its name is its value
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(8)
        box.addItem(said, "")
        for choice in choices:
            box.addItem(_(choice.libelle), choice.code)
        box.activated.connect(lambda _index: self.page.narrow(**{name: str(box.currentData())}))
        self.filters[name] = box
        return box

    def _connect(self) -> None:
        self.create_button.clicked.connect(self.new)
        for made in (self.first, self.shipped_button):
            made.clicked.connect(self.page.add_default)
        self.again.clicked.connect(self._clear)
        self.search.textChanged.connect(self.page.search)
        self.search.textChanged.connect(lambda _text: self.notice.say(""))
        self.search.returnPressed.connect(self._open_current)
        self.resume_button.clicked.connect(lambda: self.resume(self.page.drafts[0].id))
        self.list.chosen.connect(self.open)
        self.page.changed.connect(self._show_list)
        self.page.drafts_changed.connect(self._show_drafts)
        self.page.holders_changed.connect(lambda: self.reader.show_holders(self.page.holders))
        self.page.refused.connect(self._on_refused)
        self.page.added.connect(self._on_added)
        self.page.verified.connect(lambda rec: self._again(rec, _("Noté\u00a0: vérifié aujourd’hui.")))
        self.page.replaced.connect(
            lambda rec: self._again(rec, _("Voici le texte qui remplace le précédent\u202f; il reste à le compléter."))
        )
        self.page.printed.connect(self._on_printed)
        self.reader.wants_back.connect(self.close_form)
        self.reader.wants_copy.connect(self._copy)
        self.reader.wants_edit.connect(self._edit)
        self.reader.wants_print.connect(self.print_record)
        self.reader.wants_verify.connect(self._verify)
        self.reader.wants_replace.connect(self.ask_replace)
        self.reader.wants_record.connect(self.wants_record)
        self.form.opened.connect(self._on_opened)
        self.form.saved.connect(lambda _rec: self.page.refresh())
        self.form.refused.connect(lambda code, _champ: self._on_refused(code))

    def _show_list(self) -> None:
        self.list.show_texts(self.page.lines)
        total = len(self.page.lines)
        self.total.setText(ngettext("{n} texte", "{n} textes", total).format(n=thousands(total)))
        wish = self.page.wish
        narrowed = bool(wish.text or wish.nature or wish.theme or wish.etat)
        self.pages.setCurrentIndex(0 if total else 2 if narrowed else 1)
        for made in (self.create_button, self.shipped_button):
            made.setVisible(bool(total) or narrowed)
        self._show_standing()

    def _show_drafts(self) -> None:
        drafts = self.page.drafts
        said = _("Brouillon à reprendre\u00a0: {titre}").format(titre=visible(drafts[0].titre)) if drafts else ""
        self.drafts.say(said, "attention")

    def _show_standing(self) -> None:
        """Say how the text that is read stands, once the list knows it."""
        line = self.page.line_of(self._reading) if self._reading else None
        if line is None:
            return
        reason = _(MOTIFS[line.motif]) if line.motif in MOTIFS else ""
        self.reader.warning.say(visible(" ".join(part for part in (standing(line), reason) if part)), "attention")
        self.reader.replace.setEnabled(line.etat not in ("remplace", "abroge"))

    def _on_opened(self) -> None:
        typed = self.form.typed
        if typed is None:
            return
        champs = typed.champs
        where = " · ".join(str(champs[name]) for name in ("lien", "source") if champs.get(name))
        titre = self.page.declaration.titre(champs)
        reads_on = self.form.again and self.stack.currentIndex() == _READER
        read = titre, about(champs, self.page.wording), "", where, blocks(champs)
        if not reads_on or read != self._read_last:
            self._read_last = read
            self.reader.show_text(*read)
        if reads_on:
            self._show_standing()
            self.page.ask_holders(self._reading)
            return
        draft = _("Vous lisez un brouillon\u00a0: il n’est pas encore enregistré.") if typed.kept else ""
        self.reader.notice.say(draft or self._done, "" if draft else "succes")
        self._done = ""
        for made in (self.reader.verify, self.reader.replace):
            made.setVisible(not typed.kept)
        self._show_standing()
        if self._reading and typed.rec == self._reading and not self.is_writing:
            self.page.ask_holders(self._reading)
            self.stack.setCurrentIndex(_READER)
            self.reader.setFocus()

    def _edit(self) -> None:
        self.stack.setCurrentWidget(self.form_view)
        self.form_view.focus_first()

    def _again(self, rec: str, said: str) -> None:
        self._done = said
        self.open(rec)

    def _copy(self) -> None:
        typed = self.form.typed
        if typed is not None:
            QGuiApplication.clipboard().setText(str(typed.champs.get("intitule") or typed.champs.get("code") or ""))
            self.reader.notice.say(_("La citation est copiée."), "succes")

    def _on_added(self, added: int) -> None:
        said = ngettext("{n} texte ajouté.", "{n} textes ajoutés.", added).format(n=added)
        self.notice.say(said if added else _("Les textes livrés sont déjà tous là."), "succes")

    def _on_printed(self, name: str) -> None:
        self.reader.notice.say(_("Texte écrit dans «\u00a0{name}\u00a0».").format(name=visible(name)), "succes")

    def _on_refused(self, code: str) -> None:
        place = self.reader.notice if self.is_open and not self.is_writing else self.notice
        place.say(sentence(code), "attention")

    def _on_editor_closed(self) -> None:
        if self.form.typed is None or self.form.record is None:
            self.form.flush()
            self._reading = ""
        self.close_form()

    def _open_current(self) -> None:
        if self.list.current():
            self.open(self.list.current())

    def _verify(self) -> None:
        if self.form.record is not None:
            self.page.verify(self.form.record.id)

    def _clear(self) -> None:
        for box in self.filters.values():
            box.setCurrentIndex(0)
        self.page.clear()
        self.search.clear()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
