"""What is still to be settled in a letter: passages to write, passages that reveal; each may be gone to, or kept."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from mvl_desktop.i18n import _, ngettext
from ui.courrier_values import LetterFinding, LetterSeen
from ui.plain import button, label
from ui.text import visible
from ui.widgets.panels import Notice, clear, row


class LetterCheckPanel(QWidget):
    """One line for each thing to settle, in the order of the letter."""

    wants_passage = Signal(str)
    """A passage is to be shown in the text."""
    wants_keep = Signal(str, str, str)
    """A passage is to stay: its sort (empty for brackets), itself, why it was pointed at."""
    wants_removal = Signal(str)
    """A passage is to be taken out."""

    def __init__(self) -> None:
        super().__init__()
        self.locked = False
        self.sum = label("", "soustitre", wrap=True)
        self.reserve, self.texts = Notice(), Notice()
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(4, 8, 10, 8)
        outer.setSpacing(8)
        outer.addWidget(self.sum)
        outer.addWidget(self.reserve)
        outer.addWidget(self.texts)
        outer.addLayout(self._column)
        outer.addStretch(1)

    def show_seen(self, seen: LetterSeen, texts: Sequence[str] = ()) -> None:
        """Show what was found. `texts`: what is said of the texts that it cites and that no longer stand."""
        clear(self._column)
        waits = ngettext("{n} point à régler", "{n} points à régler", seen.attend).format(n=seen.attend)
        self.sum.setText(waits if seen.attend else _("Rien à régler\u00a0: le courrier peut être relu."))
        said = _("Ne peut pas être vérifié ici, faute d’y avoir accès\u00a0: {sorts}.")
        self.reserve.say(said.format(sorts=", ".join(seen.reserve)) if seen.reserve else "", "attention")
        self.texts.say(visible("\n".join(texts)), "attention")
        for named in seen.inconnus:
            self._line(_("Champ que les courriers ne connaissent pas"), "{" + named + "}", "", kept="")
        for text in seen.a_completer:
            self._line(_("À compléter"), f"[{text}]", "", kept="", bracket=text)
        for one in seen.revelations:
            self._finding(one)
        for text in seen.laisses:
            self._line(_("Laissé tel quel"), f"[{text}]", "", kept=_("Laissé en connaissance de cause."))

    def _finding(self, one: LetterFinding) -> None:
        self._line(one.dite, one.passage, one.sorte, kept=one.motif)

    def _line(self, why: str, passage: str, sorte: str, *, kept: str, bracket: str = "") -> None:
        frame = QFrame()
        frame.setObjectName("element")
        column = QVBoxLayout(frame)
        column.setContentsMargins(12, 6, 8, 8)
        column.setSpacing(4)
        column.addWidget(label(why, tone="discret" if kept else "attention", wrap=True))
        column.addWidget(label(visible(f"«\u00a0{passage}\u00a0»"), wrap=True))
        if kept:
            column.addWidget(label(visible(_("Gardé\u00a0: {reason}").format(reason=kept)), tone="discret", wrap=True))
        show = button(_("Montrer"), "lien")
        show.setAccessibleName(_("Montrer dans le texte\u00a0: {passage}").format(passage=visible(passage)))
        show.clicked.connect(lambda: self.wants_passage.emit(passage))
        buttons = row(show, gap=6)
        if not kept and not self.locked:
            remove = button(_("Retirer"), "lien")
            remove.setAccessibleName(_("Retirer du courrier\u00a0: {passage}").format(passage=visible(passage)))
            remove.clicked.connect(lambda: self.wants_removal.emit(passage))
            buttons.addWidget(remove)
            if sorte or bracket:
                keep = button(_("Garder…"), "lien")
                keep.setAccessibleName(_("Garder dans le courrier\u00a0: {passage}").format(passage=visible(passage)))
                keep.clicked.connect(lambda: self.wants_keep.emit(sorte, bracket or passage, why))
                buttons.addWidget(keep)
        buttons.addStretch(1)
        column.addLayout(buttons)
        self._column.addWidget(frame, 0, Qt.AlignmentFlag.AlignTop)
