"""The letters of a signalement in its form: what was written, and the button that writes another."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from mvl_desktop.i18n import _
from ui.courrier_values import LetterLine
from ui.icons import icon
from ui.plain import button, label
from ui.text import visible
from ui.view_models.form_summary import short_day
from ui.view_models.letters import Letters
from ui.widgets.editor import Editor
from ui.widgets.flow import Flow
from ui.widgets.panels import clear


class CourriersEditor(Editor):
    """Letters are written in a window of their own, and in the record at once: the form only shows them."""

    wants_new = Signal()
    wants_open = Signal(str)
    wants_drop = Signal(str)

    def __init__(self, letters: Letters) -> None:
        super().__init__()
        self._letters = letters
        self._value: object = None
        self.new = button(_("Écrire un courrier…"))
        self.new.setIcon(icon("note-pencil"))
        self.empty = label("", tone="discret", wrap=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.empty)
        column.addLayout(self._list)
        column.addWidget(Flow(self.new))
        self.new.clicked.connect(self.wants_new)
        letters.changed.connect(self._show)
        self._show()

    def value(self) -> object:
        """Return what the form was given: nobody types letters here."""
        return self._value

    def set_value(self, value: object) -> None:
        """Keep what the form holds."""
        self._value = value

    def buddy(self) -> QWidget:
        """Return the button that writes."""
        return self.new

    def name(self, text: str) -> None:
        """Name the group."""
        self.setAccessibleName(text)

    def set_locked(self, locked: bool) -> None:
        """Let letters be read and not written."""
        self.new.setEnabled(not locked)

    def _show(self) -> None:
        clear(self._list)
        for line in self._letters.lines:
            self._list.addWidget(self._card(line))
        none = _("Accusés, demandes, transmissions, réponses\u00a0: chacun part d’un modèle rempli avec le dossier.")
        self.empty.setText(none)
        self.empty.setVisible(not self._letters.lines)

    def _card(self, line: LetterLine) -> QWidget:
        frame = QFrame()
        frame.setObjectName("element")
        column = QVBoxLayout(frame)
        column.setContentsMargins(12, 6, 8, 8)
        column.setSpacing(2)
        column.addWidget(label(visible(" · ".join(part for part in (line.genre, line.etat) if part)), wrap=True))
        when = _("envoyé le {day}") if line.parti else _("daté du {day}")
        day = short_day(line.le)
        about = (line.destinataire, when.format(day=day) if day else "", line.objet)
        column.addWidget(label(visible(" · ".join(part for part in about if part)), tone="discret", wrap=True))
        said = visible(f"{line.genre} {line.objet}".strip())
        look = button(_("Lire") if line.parti else _("Ouvrir"), "lien")
        look.setAccessibleName(_("Ouvrir le courrier\u00a0: {courrier}").format(courrier=said))
        look.clicked.connect(lambda: self.wants_open.emit(line.id))
        buttons = [look]
        if not line.parti:
            drop = button(_("Abandonner"), "lien")
            drop.setAccessibleName(_("Abandonner le courrier\u00a0: {courrier}").format(courrier=said))
            drop.clicked.connect(lambda: self.wants_drop.emit(line.id))
            buttons.append(drop)
        column.addWidget(Flow(*buttons))
        return frame
