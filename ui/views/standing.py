"""Above a form: what the application says of the record that is open, each sentence leading where it can."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from mvl_desktop.i18n import _
from ui.background import Background
from ui.desk_faits import FactLine, Standings
from ui.icons import icon
from ui.plain import button, label, set_tone
from ui.text import visible
from ui.view_models.record_form import RecordForm
from ui.widgets.panels import row

_MARK = 16
"""Pixels that a mark has at least."""
_MARKS = {"succes": "check-circle", "attention": "warning", "danger": "warning-circle"}


class StandingPanel(QFrame):
    """The facts of the record that is open; nothing is shown when there are none."""

    wants_record = Signal(str, str)
    """A record that a fact leads to: its kind, its id."""

    def __init__(self, form: RecordForm, desk: Standings, background: Background) -> None:
        super().__init__()
        self.setObjectName("avis")
        self.setAccessibleName(_("Ce que l’application en dit"))
        self._form, self._desk, self._background = form, desk, background
        self.facts: Sequence[FactLine] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 8, 12, 8)
        self._column.setSpacing(4)
        self._lines: list[QFrame] = []
        self.hide()
        form.opened.connect(self.look)
        form.saved.connect(lambda _rec: self.look())

    def look(self) -> None:
        """Ask for the facts of the record that is open."""
        record = self._form.record
        if record is None:
            self._show([])
            return
        rec = record.id

        def done(facts: Sequence[FactLine]) -> None:
            if self._form.record is not None and self._form.record.id == rec:
                self._show(facts)

        self._background.run(lambda: self._desk.facts(rec), done, lambda _error: self._show([]))

    def _show(self, facts: Sequence[FactLine]) -> None:
        if list(facts) == list(self.facts):
            return
        self.facts = facts
        for line in self._lines:
            line.hide()  # what is deleted later is still drawn until then
            line.deleteLater()
        self._lines = [self._line(fact) for fact in facts]
        for line in self._lines:
            self._column.addWidget(line)
        self.setVisible(bool(facts))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - the name is Qt's
        """Draw the marks again, in the colours and at the size of the letters."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            for line, fact in zip(self._lines, self.facts, strict=True):
                for mark in line.findChildren(QLabel, "marque"):
                    self._mark(mark, fact)

    def _mark(self, mark: QLabel, fact: FactLine) -> None:
        side = max(_MARK, self.fontMetrics().height())
        mark.setPixmap(icon(_MARKS.get(fact.ton, "info")).pixmap(side, side))

    def _line(self, fact: FactLine) -> QFrame:
        line = QFrame()
        said = label(visible(fact.texte), wrap=True)
        set_tone(said, fact.ton)
        across = row(gap=8)
        mark = label("")
        mark.setObjectName("marque")
        self._mark(mark, fact)
        across.addWidget(mark)
        across.addWidget(said, 1)
        if fact.rec:
            go = button(_("Ouvrir"), "lien")
            go.setAccessibleName(_("Ouvrir\u00a0: {quoi}").format(quoi=visible(fact.texte)))
            go.clicked.connect(lambda: self.wants_record.emit(fact.kind, fact.rec))
            across.addWidget(go)
        line.setLayout(across)
        return line
