"""The criterion in hand: its words, what to look at, five answers, a comment, a source, and the piece that shows it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QFrame, QLineEdit, QPushButton, QVBoxLayout, QWidget

from mvl_desktop.i18n import _
from ui.icons import icon
from ui.plain import PlainText, button, hint, label
from ui.spelling import mark_narrative
from ui.text import breakable, opening, visible
from ui.values import Piece
from ui.view_models.interview import CODES, DOCUMENTE, KEYS, SAID, Interview, said_answer, signed
from ui.widgets.flow import Flow
from ui.widgets.focus import show_focus
from ui.widgets.panels import row

_LINES = 2
_RETURNS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CriterionCard(QFrame):
    """One criterion. It takes the focus whole: a screen reader says it at once, and every key answers."""

    answered = Signal(str)
    """An answer was clicked."""
    chosen = Signal()
    """The piece that was asked for is chosen: on to the next one."""
    wants_former = Signal()
    """The answer of the older reading is to be taken over."""
    left = Signal()
    """The focus left what was typed: the moment to keep it."""

    def __init__(self, interview: Interview, obey: Callable[[QKeyEvent], bool]) -> None:
        super().__init__()
        self._interview, self._obey = interview, obey
        self.setObjectName("bloc")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.place = label("", tone="discret", wrap=True)
        self.words = label("", "fiche", wrap=True)
        self.help = label("", "lecture", wrap=True)
        self.former = label("", tone="discret", wrap=True)
        self.take = button(_("Reprendre cette réponse (V)"))
        self.answers = {code: self._answer(place, code) for place, code in enumerate(CODES)}
        self.signed = label("", tone="aide", wrap=True)
        self.piece, self.comment, self.source = QComboBox(), PlainText(), QLineEdit()
        mark_narrative(self.comment)
        self.comment.setFixedHeight(self.comment.fontMetrics().lineSpacing() * _LINES + 18)
        self.comment.setAccessibleDescription(_("Ctrl+Entrée passe au critère suivant, Échap revient aux réponses."))
        self._fields()
        for each in (self.comment, self.source, self.piece):
            each.installEventFilter(self)

    @property
    def libelle(self) -> str:
        """The words of the criterion."""
        return self.words.text()

    def show_criterion(self, pieces: Sequence[Piece], *, locked: bool) -> None:
        """Show the criterion in hand and what was said of it; what is being typed keeps its cursor."""
        one = self._interview.current
        famille = visible(opening(str(one.get("famille") or "")))
        self.place.setText(" · ".join(part for part in (self._interview.where, famille) if part))
        self.words.setText(visible(str(one.get("libelle") or "")))
        self.help.setText(breakable(str(one.get("aide") or "")))
        self.help.setVisible(bool(self.help.text()))
        self.setAccessibleName(f"{self._interview.where}\u00a0: {self.libelle}")
        self.setAccessibleDescription(". ".join(part for part in (self.help.text(), said_answer(one)) if part))
        for code, made in self.answers.items():
            held = one.get("reponse") == code
            made.setChecked(held)
            made.setIcon(icon("check-bold") if held else QIcon())
            made.setEnabled(not locked)
        told = " ".join(part for part in (said_answer(one), signed(one)) if part)
        self.signed.setText(visible(told))
        self._show_former(locked=locked)
        for widget, name in ((self.comment, "commentaire"), (self.source, "source")):
            self._fill(widget, str(one.get(name) or ""))
            widget.setReadOnly(locked)
        self._show_pieces(pieces, one.get("piece"), documented=one.get("reponse") == DOCUMENTE, locked=locked)

    def ask_piece(self) -> None:
        """Put the focus where the piece is chosen."""
        self.go_to(self.piece)

    def go_to(self, widget: QWidget) -> None:
        """Put the focus in a field, in sight."""
        widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
        show_focus(widget)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the name is Qt's
        """Let every key answer, but where one types; what scrolls around would take the arrows."""
        typing = QApplication.focusWidget() in (self.comment, self.source, self.piece)
        if typing or not self._obey(event):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Enter goes on from the source and the piece; leaving what is typed keeps it."""
        if event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _RETURNS:
            held = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if held or watched is not self.comment:
                self.chosen.emit()
                return True
        return super().eventFilter(watched, event)

    def _fields(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(8)
        for widget in (self.place, self.words, self.help):
            column.addWidget(widget)
        self._former = QFrame()
        self._former.setObjectName("element")
        line = row(gap=8)
        line.setContentsMargins(10, 6, 8, 6)
        line.addWidget(self.former, 1)
        line.addWidget(self.take)
        self._former.setLayout(line)
        column.addWidget(self._former)
        column.addWidget(Flow(*self.answers.values()))
        column.addWidget(self.signed)
        named = ((_("&Pièce"), self.piece), (_("&Commentaire (C)"), self.comment), (_("&Source (S)"), self.source))
        self._labels = []
        for said, field in named:
            title = label(said)
            title.setBuddy(field)
            field.setAccessibleName(said.replace("&", ""))
            self._labels.append(title)
            column.addWidget(title)
            column.addWidget(field)
        self.source.setPlaceholderText(_("Qui l’a vu ou dit, sans le nommer si possible"))
        self.piece.view().setAccessibleName(_("Pièces du signalement"))
        self.piece.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.piece.setMinimumContentsLength(12)
        self.comment.textChanged.connect(self._on_comment)
        self.source.textEdited.connect(lambda text: self._interview.say(source=text))
        self.piece.activated.connect(lambda _place: self._interview.say(piece=self.piece.currentData() or ""))
        self.take.clicked.connect(self.wants_former)

    def _answer(self, place: int, code: str) -> QPushButton:
        said, key = _(SAID[code]), _(KEYS)[place].upper()
        made = button(_("{reponse} ({touche})").format(reponse=said, touche=key))
        made.setCheckable(True)
        made.setProperty("reponse", "true")
        made.setAccessibleName(said)
        made.setAccessibleDescription(_("Touche {touche} ou {n}").format(touche=key, n=place + 1))
        made.setToolTip(hint(_("Touche {touche} ou {n}").format(touche=key, n=place + 1)))
        made.clicked.connect(lambda _on: self.answered.emit(code))
        return made

    def _show_former(self, *, locked: bool) -> None:
        one = self._interview.former
        said = " – ".join(part for part in (said_answer(one), str(one.get("commentaire") or "")) if part)
        self.former.setText(_("À la lecture précédente\u00a0: {said}").format(said=breakable(visible(said))))
        self._former.setVisible(bool(one))
        self.take.setEnabled(bool(one.get("reponse")) and not locked)

    def _show_pieces(self, pieces: Sequence[Piece], held: object, *, documented: bool, locked: bool) -> None:
        wanted = [("", _("Aucune pièce choisie")), *((each.id, visible(each.nom)) for each in pieces)]
        if held and all(held != id_ for id_, _nom in wanted):
            wanted.append((str(held), _("Pièce retirée du signalement")))
        shown = [(self.piece.itemData(place), self.piece.itemText(place)) for place in range(self.piece.count())]
        if shown != wanted:
            self.piece.clear()
            for id_, nom in wanted:
                self.piece.addItem(nom, id_)
        self.piece.setCurrentIndex(max(0, self.piece.findData(held or "")))
        self.piece.setEnabled(not locked)
        for widget in (self.piece, self._labels[0]):
            widget.setVisible(documented)

    def _fill(self, widget: QWidget, text: str) -> None:
        widget.blockSignals(True)
        if isinstance(widget, PlainText) and widget.toPlainText() != text:
            widget.setPlainText(text)
        elif isinstance(widget, QLineEdit) and widget.text() != text:
            widget.setText(text)
        widget.blockSignals(False)

    def _on_comment(self) -> None:
        self._interview.say(commentaire=self.comment.toPlainText())
