"""A letter as it is written: its words on the left, its pages on the right, what is to be settled beside."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QSplitter, QTabWidget, QVBoxLayout, QWidget

from mvl_desktop.domain.lettre import brackets, kept_line
from mvl_desktop.i18n import _
from ui.desk_courriers import Courriers
from ui.filenames import safe_name
from ui.messages import sentence
from ui.plain import PlainText, announce, button, label
from ui.spelling import mark_narrative
from ui.text import visible
from ui.timing import Now
from ui.view_models.letters import LetterDesk
from ui.view_models.textes_reader import outdated
from ui.views.letter_check import LetterCheckPanel
from ui.views.letter_forms import HeadForm, KeepForm, ReviewForm, SendForm
from ui.views.letter_paper import LetterArea, LetterPages, raw_text
from ui.widgets.dates import DateEditor
from ui.widgets.flow import Flow
from ui.widgets.panels import Notice, row, scrolled

_LETTERS_FOR_TWO = 112
"""Width, in letters, from which the page stands beside the text."""
_TEXT, _HEAD, _CHECK, _PAGE = range(4)
_LINES = ("destinataire_nom", "lieu", "objet", "signataire", "qualite_signataire")


class LetterDialog(QDialog):
    """One letter. What is typed is kept as one types; « Enregistrer » puts it in the letter."""

    left = Signal()

    def __init__(self, parent: QWidget, model: LetterDesk, desk: Courriers, now: Now) -> None:
        super().__init__(parent)
        self.model, self._desk, self._now = model, desk, now
        self._quiet = False
        self.setWindowTitle(_("Courrier"))
        room = self.screen().availableGeometry()
        wide, tall = self.fontMetrics().averageCharWidth(), self.fontMetrics().height()
        self.resize(min(wide * 190, room.width() - 40), min(tall * 50, room.height() - 60))
        self.title = label("", "soustitre", wrap=True)
        self.state = label("", tone="discret", wrap=True)
        self.notice = Notice()
        self.pages = LetterPages()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setAccessibleName(_("Courrier"))
        self.check = LetterCheckPanel()
        self.page_place = QWidget()
        self._page_column = QVBoxLayout(self.page_place)
        self._page_column.setContentsMargins(0, 0, 0, 0)
        for page, said in (
            (self._text_page(), _("Texte")),
            (scrolled(self._head_page()), _("Adresse et signature")),
            (scrolled(self.check), _("Vérification")),
            (self.page_place, _("Page")),
        ):
            self.tabs.addTab(page, said)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.tabs)
        self.splitter.addWidget(self.pages)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 12)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.state)
        column.addWidget(self.notice)
        column.addWidget(self.splitter, 1)
        column.addWidget(self._foot())
        self._connect()

    def _text_page(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(2, 8, 8, 4)
        column.setSpacing(4)
        self.lines = {name: QLineEdit() for name in _LINES}
        self._field(column, _("&Objet"), self.lines["objet"])
        self.area = LetterArea()
        mark_narrative(self.area)
        self._field(column, _("&Texte du courrier"), self.area, stretch=1)
        legend = _("Points\u00a0: vient du dossier. Tirets\u00a0: à compléter (F8). Vagues\u00a0: à ne pas révéler.")
        column.addWidget(label(legend, tone="aide", wrap=True))
        return body

    def _head_page(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(2, 8, 12, 8)
        column.setSpacing(4)
        self.apart = Notice()
        column.addWidget(self.apart)
        self.named = self._field(column, _("À &qui"), self.lines["destinataire_nom"])
        self.address = PlainText()
        self.addressed = self._field(column, _("&Adresse"), self.address)
        self.day = DateEditor(self._now)
        self._field(column, _("Fait à"), self.lines["lieu"])
        self._field(column, _("&Daté du"), self.day.line)
        self._field(column, _("Signataire"), self.lines["signataire"])
        self._field(column, _("Qualité du signataire"), self.lines["qualite_signataire"])
        self.annexes = PlainText()
        self._field(column, _("&Pièces jointes au courrier, une par ligne"), self.annexes)
        self.head = button(_("En-tête du service…"))
        column.addLayout(row(self.head, None))
        for area in (self.address, self.annexes):
            area.setFixedHeight(area.fontMetrics().lineSpacing() * 4 + 16)
        column.addStretch(1)
        return body

    def _field(self, column: QVBoxLayout, said: str, widget: QWidget, stretch: int = 0) -> QWidget:
        title = label(said)
        title.setBuddy(widget)
        widget.setAccessibleName(said.replace("&", ""))
        column.addWidget(title)
        column.addWidget(widget, stretch)
        return title

    def _foot(self) -> QWidget:
        self.print_button = button(_("Imprimer…"))
        self.review_button = button(_("Relu par…"))
        self.send_button = button(_("Marquer envoyé…"))
        self.leave_button = button(_("Fermer"))
        self.save_button = button(_("&Enregistrer"), "premier")
        return Flow(self.print_button, self.review_button, self.send_button, self.leave_button, self.save_button)

    def _connect(self) -> None:
        model = self.model
        model.opened_changed.connect(self._show)
        model.seen_changed.connect(self._show_seen)
        # Methods, so that an answer that comes once the window is left goes nowhere.
        model.refused.connect(self._on_refused)
        model.printed.connect(self._on_printed)
        model.found_again.connect(self._on_found_again)
        for name, line in self.lines.items():
            line.textEdited.connect(lambda text, name=name: self._type(name, text))
        self.area.textChanged.connect(lambda: self._type("texte", self.area.text()))
        self.area.walked.connect(self._on_walked)
        self.address.textChanged.connect(lambda: self._type("adresse", raw_text(self.address)))
        self.annexes.textChanged.connect(lambda: self._type("annexes", _each(raw_text(self.annexes))))
        self.day.edited.connect(lambda: self._type("date_courrier", self.day.value()))
        self.check.wants_passage.connect(self._on_passage)
        self.check.wants_removal.connect(self._on_removal)
        self.check.wants_keep.connect(self._on_keep)
        self.save_button.clicked.connect(self.save)
        self.leave_button.clicked.connect(self.close)
        self.print_button.clicked.connect(self.print)
        self.review_button.clicked.connect(self._on_review)
        self.send_button.clicked.connect(self._on_send)
        self.head.clicked.connect(self._on_head)
        self._key("Ctrl+S", self.save)
        self._key("Ctrl+P", self.print)
        self._key("F8", lambda: self._walk(back=False))
        self._key("Shift+F8", lambda: self._walk(back=True))
        self._fit()

    def _key(self, keys: str, do: Callable[[], None]) -> None:
        QShortcut(QKeySequence(keys), self).activated.connect(do)

    def save(self) -> None:
        """Put what is typed in the letter."""
        if self.model.opened is not None and self.model.opened.etat != "envoye":
            self.model.save(lambda: self.notice.say(_("Courrier enregistré."), "succes"))

    def print(self) -> None:
        """Ask where to, and write a numbered copy."""
        opened = self.model.opened
        if opened is None:
            return
        pdf, odt = _("Document PDF (*.pdf)"), _("Document à modifier, ODT (*.odt)")
        proposed = safe_name(f"{opened.genre} {opened.reference}.pdf")
        name, chosen = QFileDialog.getSaveFileName(self, _("Écrire le courrier imprimé"), proposed, f"{pdf};;{odt}")
        if name:
            path = Path(name)
            if path.suffix.lower() not in (".pdf", ".odt"):
                path = path.with_name(path.name + (".odt" if chosen == odt else ".pdf"))
            self.model.print(path)

    def reject(self) -> None:
        """Leave; what was typed and not put in the letter is kept on this post for the next opening."""
        if self.model.is_dirty:
            self.model.look()
        super().reject()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the name is Qt's
        """Put the page beside the text where there is room, else behind a tab."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wide = self.width() >= self.fontMetrics().averageCharWidth() * _LETTERS_FOR_TWO
        if wide and self.pages.parentWidget() is not self.splitter:
            self.splitter.addWidget(self.pages)
        elif not wide and self.pages.parentWidget() is not self.page_place:
            self._page_column.addWidget(self.pages)
        self.tabs.setTabVisible(_PAGE, not wide)
        self.pages.show()

    def _type(self, name: str, value: object) -> None:
        if not self._quiet:
            self.model.type(name, value)
            self._show_state()

    def _show(self) -> None:
        opened = self.model.opened
        if opened is None:
            return
        champs = self.model.champs
        self._quiet = True
        for name, line in self.lines.items():
            _set_line(line, str(champs.get(name) or ""))
        _set_area(self.area, str(champs.get("texte") or ""))
        _set_area(self.address, str(champs.get("adresse") or ""))
        held = champs.get("annexes")
        _set_area(self.annexes, "\n".join(str(one) for one in held) if isinstance(held, (list, tuple)) else "")
        self.day.set_value(champs.get("date_courrier"))
        self._quiet = False
        locked = opened.etat == "envoye"
        for widget in (*self.lines.values(), self.area, self.address, self.annexes, self.day.line):
            widget.setReadOnly(locked)  # type: ignore[attr-defined]
        for widget in (self.named, self.lines["destinataire_nom"], self.addressed, self.address):
            widget.setVisible(not opened.au_signalant)
        told = _(
            "Le nom et l’adresse de la personne qui a signalé restent à part, et ne sont ajoutés qu’à l’impression."
        )
        if opened.au_signalant and not opened.adresse_lisible:
            told = _(
                "Ce poste ne peut pas lire le nom et l’adresse de la personne\u00a0: la place est laissée à remplir."
            )
        self.apart.say(told if opened.au_signalant else "", "" if opened.adresse_lisible else "attention")
        if locked and opened.transmission_attend:
            self.notice.say(_("La transmission que ce courrier accompagne reste à marquer comme envoyée."), "attention")
        self.check.locked = locked
        self.head.setVisible(not locked)
        self._show_state()

    def _show_state(self) -> None:
        opened = self.model.opened
        if opened is None:
            return
        self.title.setText(visible(" – ".join(part for part in (opened.genre, opened.reference) if part)))
        said = [_("Modèle\u00a0: {titre}").format(titre=opened.modele)] if opened.modele else []
        par = str(opened.champs.get("relu_par") or "")
        said += [opened.etat_dit, *([_("Relu par {name}").format(name=par)] if par else [])]
        if self.model.is_dirty:
            said.append(_("modifié, pas encore enregistré"))
        self.state.setText(visible(" · ".join(said)))
        self.save_button.setEnabled(self.model.is_dirty)
        self.save_button.setVisible(opened.etat != "envoye")
        self.review_button.setVisible(opened.etat in ("brouillon", "abandonne"))
        self.review_button.setEnabled(not self.model.seen.attend)
        self.send_button.setVisible(opened.etat == "relu" and not self.model.is_dirty)

    def _on_refused(self, code: str) -> None:
        self.notice.say(sentence(code), "danger")

    def _on_printed(self, name: str) -> None:
        self.notice.say(_("Document écrit\u00a0: {name}").format(name=visible(name)), "succes")

    def _on_found_again(self) -> None:
        self.notice.say(_("Ce que vous aviez tapé sans l’enregistrer est de nouveau là."))

    def _show_seen(self) -> None:
        seen, opened = self.model.seen, self.model.opened
        self.pages.show_pages(seen.pages)
        self.check.show_seen(seen, outdated(self.model.cited))
        count = f" ({seen.attend})" if seen.attend else ""
        self.tabs.setTabText(_CHECK, _("Vérification") + count)
        revealed = [one.passage for one in seen.revelations if not one.motif]
        self.area.show_marks(opened.remplis if opened else (), revealed)
        self._show_state()

    def _walk(self, *, back: bool) -> None:
        self.tabs.setCurrentIndex(_TEXT)
        self.area.walk(back=back)

    def _on_walked(self, said: str) -> None:
        """Say where one is; that nothing is left is also written, since nothing moves in the text."""
        if brackets(self.area.text()):
            announce(self.area, said)
        else:
            self.notice.say(said, "succes")

    def _on_passage(self, passage: str) -> None:
        for name, line in self.lines.items():
            if passage in line.text():
                self.tabs.setCurrentIndex(_TEXT if name == "objet" else _HEAD)
                line.setFocus()
                line.setSelection(line.text().index(passage), len(passage))
                return
        held = next((area for area in (self.address, self.annexes) if passage in raw_text(area)), None)
        self.tabs.setCurrentIndex(_HEAD if held is not None else _TEXT)
        if held is not None:
            held.setFocus()
        else:
            self.area.go_to(passage)

    def _on_removal(self, passage: str) -> None:
        """Take a passage out, wherever it stands; Ctrl+Z in the text puts it back."""
        self._on_passage(passage)
        cursor = self.area.textCursor()
        if cursor.hasSelection() and self.area.text()[cursor.selectionStart() : cursor.selectionEnd()] == passage:
            cursor.removeSelectedText()
            return
        for name, line in self.lines.items():
            if passage in line.text():
                line.setText(line.text().replace(passage, "").strip())
                self._type(name, line.text())
        for area in (self.address, self.annexes):
            if passage in raw_text(area):
                area.setPlainText(raw_text(area).replace(passage, ""))

    def _on_keep(self, sorte: str, passage: str, why: str) -> None:
        form = KeepForm(self, passage, why)
        if form.ask():
            field = "revelations" if sorte else "laisses"
            self.model.keep(field, kept_line(sorte or "crochet", passage, form.motif.text()))
        form.deleteLater()

    def _on_review(self) -> None:
        opened = self.model.opened
        if opened is None:
            return
        people = [person.nom for person in self.model.people if not person.depart]
        author = str(opened.champs.get("redige_par") or "")
        form = ReviewForm(self, self.model.me, people, author, self.model.seen.reserve)
        if form.ask():
            self.model.review(form.par.currentText())
        form.deleteLater()

    def _on_send(self) -> None:
        form = SendForm(self, list(self._desk.sending_ways()), self._now)
        if form.ask():
            self.model.send(form.canal, form.le, form.reference.text().strip())
        form.deleteLater()

    def _on_head(self) -> None:
        form = HeadForm(self, self._desk.letterhead())
        if form.ask():
            head, model, opened = form.head(), self.model, self.model.opened
            if opened is not None:
                model.run(lambda: self._desk.set_letterhead(head), lambda _none: model.save(lambda: model.reopen()))
        form.deleteLater()


def _set_line(line: QLineEdit, text: str) -> None:
    if line.text() != text:
        line.setText(text)
        line.setCursorPosition(0)


def _set_area(area: PlainText, text: str) -> None:
    if raw_text(area) != text:
        area.setPlainText(text)


def _each(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]
