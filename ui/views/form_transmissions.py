"""The part « Transmissions » of a signalement: its cards, the newest first, and what each gesture asks."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.domain.transmettre import Passed
from mvl_desktop.domain.transmission import PROJET
from mvl_desktop.i18n import _
from ui.desk import Wordings
from ui.icons import icon
from ui.messages import sentence
from ui.plain import announce, button, label, tell
from ui.text import visible
from ui.values import Record, Values
from ui.view_models import transmission_said as told
from ui.view_models.transmissions import TransmissionsForm
from ui.views.form_actions import PrintDialog
from ui.views.transmission_card import LETTER, SENT_SEEN, SLIP, TransmissionCard, fill_detail
from ui.views.transmission_dialog import TransmissionDialog
from ui.views.transmission_gestures import GESTURES, GestureDialog
from ui.widgets.editor import Editor
from ui.widgets.elements import FieldsMaker
from ui.widgets.panels import Notice, clear, row, scrolled

_DUE = "retour_attendu_le"


class TransmissionsEditor(Editor):
    """The transmissions of the form. A gesture changes what is typed; « Enregistrer » records it."""

    wants_letter = Signal(str)
    """A letter is to be written for this transmission, by its id."""

    def __init__(
        self, field: DeclaredField, model: TransmissionsForm, make: FieldsMaker, words: Wordings, *, letters: bool
    ) -> None:
        super().__init__()
        self._field, self._model, self._make, self._words, self._letters = field, model, make, words, letters
        self.held: list[dict[str, object]] = []
        self.cards: list[TransmissionCard] = []
        self.notice = Notice()
        self.take_statut = button(_("Changer le statut"))
        self.notice.add(self.take_statut)
        self.empty = label(
            _(
                "Ce qui part au dehors se prépare ici\u00a0: à qui, sur quel texte, avec quelles pièces. "
                "MVL n’envoie rien."
            ),
            tone="discret",
            wrap=True,
        )
        self.prepare = button(_("Préparer une transmission…"))
        self.prepare.setIcon(icon("tray-arrow-up"))
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.notice, self.empty, body):
            column.addWidget(widget)
        column.addLayout(row(self.prepare, None))
        self.prepare.clicked.connect(self._on_prepare)
        self.take_statut.clicked.connect(self._on_statut)
        model.refused.connect(self._on_refused)
        model.printed.connect(self._on_printed)
        model.moved.connect(self._on_moved)  # a method: an answer that comes once the form is left goes nowhere

    def value(self) -> object:
        """Return the transmissions."""
        return [dict(each) for each in self.held] or None

    def set_value(self, value: object) -> None:
        """Show transmissions."""
        wanted = [dict(each) for each in value if isinstance(each, Mapping)] if isinstance(value, (list, tuple)) else []
        if wanted != self.held or len(self.cards) != len(wanted):
            self.held = wanted
            self._show()
        self._follow()

    def buddy(self) -> QWidget:
        """Return the button that prepares one."""
        return self.prepare

    def name(self, text: str) -> None:
        """Name the group."""
        self.setAccessibleName(text)

    def set_locked(self, locked: bool) -> None:
        """Let them be read and not changed."""
        self.prepare.setVisible(not locked)
        for card in self.cards:
            card.first.setEnabled(not locked)
            card.more.setEnabled(not locked)

    def _show(self) -> None:
        clear(self._column)
        self.cards = []
        for place in range(len(self.held)):
            card = TransmissionCard(self._field.champs, self._model, self._words.wording, letters=self._letters)
            card.asked.connect(lambda gesture, place=place: self._on_asked(place, gesture))
            self.cards.append(card)
        for card in reversed(self.cards):
            self._column.addWidget(card)
            card.show()  # else it is only shown at the next turn, too late to take the focus
        self._follow()

    def _follow(self) -> None:
        """Tell each card again what is around it."""
        self.empty.setVisible(not self.held)
        for card, passed in zip(self.cards, self.held, strict=True):
            card.show_transmission(passed)
        statut = self._model.proposed_statut
        said = ""
        if statut:
            name = _(self._words.wording("statuts", statut))
            said = _("Le signalement peut passer à «\u00a0{statut}\u00a0».").format(statut=name)
        if self.notice.said.text() != said:
            self.notice.say(said)
        self.take_statut.setVisible(bool(statut))

    def _on_prepare(self) -> None:
        self._edit(None)

    def _edit(self, place: int | None) -> None:
        """Open the form on a new transmission, or on one that did not leave."""
        passed = self.held[place] if place is not None else {"etat": PROJET, "identite_revelee": False}
        dialog = TransmissionDialog(self.window(), self._field, self._model, self._make, self._words, passed)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            typed = dialog.values()
            chosen = typed.get("pieces")
            pieces = [str(each) for each in chosen] if isinstance(chosen, list) else []
            self._model.pin(pieces, lambda lines: self._keep(place, {**typed, "pieces": list(lines)}))
        dialog.deleteLater()

    def _keep(self, place: int | None, typed: Passed) -> None:
        filled = {name: value for name, value in typed.items() if value not in (None, "", [], ())}
        if place is None:
            self.held.append(filled)
            place = len(self.held) - 1
        else:
            self.held[place] = filled
        self._changed(place)

    def _on_asked(self, place: int, gesture: str) -> None:
        passed = self.held[place]
        if gesture == "modifier":
            self._edit(place)
        elif gesture == SLIP:
            self._print(passed)
        elif gesture == LETTER:
            self.wants_letter.emit(str(passed.get("id") or ""))
        elif gesture == SENT_SEEN:
            self._model.as_sent(str(passed.get("id") or ""), self.show_sent)
        elif gesture in GESTURES:
            self._ask(place, gesture)
        else:
            self._play(place, gesture, {})

    def _ask(self, place: int, gesture: str) -> None:
        passed = self.held[place]
        today = self._model.today.isoformat()
        dialog = GestureDialog(self.window(), GESTURES[gesture], self._field, self._make, passed, today)
        waiting = [dialog]
        if gesture == "envoyer":
            leaving = {**passed, "envoyee_le": passed.get("envoyee_le") or today}
            self._model.await_return(leaving, lambda due: waiting.pop().propose(_DUE, due) if waiting else None)
        said = dialog.ask()
        waiting.clear()
        dialog.deleteLater()
        if said is not None:
            self._play(place, gesture, said)

    def _play(self, place: int, gesture: str, said: Values) -> None:
        after = self._model.play(gesture, self.held[place], said)
        if after is not None:
            self._keep(place, after)

    def _changed(self, place: int) -> None:
        self._show()
        self.edited.emit()
        self.left.emit()
        self._follow()
        card = self.cards[place]
        (card.first if card.first.isVisibleTo(card) else card.more).setFocus()
        announce(card, f"{card.title.text()}. {card.state.text()}")

    def _on_statut(self) -> None:
        self._model.take_statut()
        self._follow()

    def _on_refused(self, code: str) -> None:
        if self.isVisible():
            self.notice.say(sentence(code), "danger")
            self.take_statut.hide()

    def _on_moved(self) -> None:
        if self.isVisible():
            self._follow()

    def _on_printed(self, name: str) -> None:
        self.notice.say(_("Document écrit\u00a0: {name}").format(name=visible(name)), "succes")
        self.take_statut.hide()

    def _print(self, passed: Passed) -> None:
        record = self._model.record
        if record is not None:
            self._print_of(record, str(passed.get("id") or ""))

    def _print_of(self, record: Record, id_: str) -> None:
        dialog = PrintDialog(self.window(), record, waiting=self._model.waits, title=_("Imprimer le bordereau"))
        wanted = dialog.ask()
        dialog.deleteLater()
        if wanted is not None:
            self._model.print_slip(id_, wanted[0], masked=wanted[1])

    def show_sent(self, passed: Values | None) -> None:
        """Show a transmission as it left; say that the history holds it no more when it is None."""
        if passed is None:
            tell(self.window(), _("Ce qui est parti"), _("L’historique ne contient plus ce qui est parti."))
            return
        lines = told.detail(passed, self._field.champs, self._words.wording)
        dialog = SentDialog(self.window(), told.title(passed, self._words.wording), lines)
        dialog.exec()
        dialog.deleteLater()


class SentDialog(QDialog):
    """What left, as the history kept it."""

    def __init__(self, parent: QWidget, title: str, lines: Sequence[tuple[str, str]]) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Ce qui est parti"))
        room = self.screen().availableGeometry()
        letters, high = self.fontMetrics().averageCharWidth(), self.fontMetrics().height()
        self.resize(min(letters * 80, room.width() - 24), min(high * 28, room.height() - 48))
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(4)
        fill_detail(column, lines)
        column.addStretch(1)
        close = button(_("Fermer"), "premier")
        close.setDefault(True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 16, 10, 14)
        outer.setSpacing(10)
        outer.addWidget(label(visible(title), "soustitre", wrap=True))
        outer.addWidget(label(_("Tel que l’historique l’a gardé, le jour de l’envoi."), tone="discret", wrap=True))
        outer.addWidget(scrolled(body), 1)
        outer.addLayout(row(None, close))
        close.clicked.connect(self.accept)
