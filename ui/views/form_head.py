"""The head of a form: what the record is, where it stands, and the reference that people say on the phone."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QComboBox, QPushButton, QVBoxLayout, QWidget

from mvl_desktop.domain.champ import Declaration
from mvl_desktop.i18n import _
from ui.icons import icon
from ui.plain import announce, button, hint, label
from ui.spoken import spoken
from ui.text import new_words, titled, visible
from ui.values import Espace, Record, Typed
from ui.widgets.panels import row

_LETTERS_FOR_BOTH = 70
"""Width, in letters, from which the reference stands in big letters beside the title."""


class FormHead(QWidget):
    """Title, state, reference, and the choice of an espace for what is not recorded yet."""

    closed = Signal()
    home_chosen = Signal(str)

    def __init__(self, declaration: Declaration) -> None:
        super().__init__()
        self._declaration = declaration
        self._titre, self._parts = "", [""]
        self.title = label("", "fiche", wrap=True)
        self.where = label("", tone="discret", wrap=True)
        self.reference = label("", "reference")
        self.reference.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.reference.setAccessibleDescription(_("Référence à dire au téléphone"))
        self.copy = _small("copy", _("Copier la référence"))
        self.speak = _small("speaker-high", _("Montrer comment dire la référence"))
        self.speak.setCheckable(True)
        self.close_button = _small("x", _("Fermer la fiche"))
        self.close_button.setToolTip(hint(_("Fermer la fiche (Échap)\u00a0: ce qui est tapé reste en brouillon")))
        self.spoken = label("", tone="aide", wrap=True)
        self.spoken.hide()
        self.home = QComboBox()
        self.home_label = label(_("Enregistrer dans"), tone="discret")
        self.home_label.setBuddy(self.home)
        self.home.setAccessibleName(_("Enregistrer dans"))
        self.home.view().setAccessibleName(_("Espaces"))
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.title)
        words.addWidget(self.where)
        words.addLayout(row(self.home_label, self.home, None))
        head = row(gap=4)
        head.addLayout(words, 1)
        for widget in (self.reference, self.copy, self.speak, self.close_button):
            head.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.spoken)
        self.copy.clicked.connect(self._on_copy)
        self.speak.toggled.connect(self.spoken.setVisible)
        self.close_button.clicked.connect(self.closed)
        self.home.activated.connect(lambda _place: self.home_chosen.emit(str(self.home.currentData())))
        self.show_record(None, None)

    def show_record(self, typed: Typed | None, record: Record | None) -> None:
        """Say what is in the form."""
        new = new_words(self._declaration)
        named = typed is not None and (record is not None or typed.kept)
        titre = titled(self._declaration, self._declaration.titre(typed.champs)) if typed and named else new
        self._titre = visible(titre)
        said = visible(record.reference) if record else ""
        about = [visible(record.espace), record.detail_envoi, _("Suivi") if record.suivi else ""] if record else []
        self._parts = [said, *about]
        self.reference.setText(said)
        self.spoken.setText(_("Au téléphone\u00a0: {spoken}.").format(spoken=spoken(said)) if said else "")
        for widget in (self.copy, self.speak):
            widget.setVisible(bool(said))
        if not said:
            self.speak.setChecked(False)
        self._fit()

    def show_homes(self, homes: Sequence[Espace], chosen: str) -> None:
        """Offer the espaces where a new record may go, when there are several."""
        self.home.clear()
        for espace in homes:
            self.home.addItem(visible(espace.nom), espace.id)
        self.home.setCurrentIndex(max(0, self.home.findData(chosen)))
        for widget in (self.home, self.home_label):
            widget.setVisible(len(homes) > 1)

    @property
    def is_narrow(self) -> bool:
        """Whether there is no room for a title beside the reference in big letters."""
        return self.width() < self.fontMetrics().averageCharWidth() * _LETTERS_FOR_BOTH

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the name is Qt's
        """Use the width that there is."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Measure again when the letters change."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        """Where it is narrow: one line for the title, and the reference with what is said under it."""
        narrow = self.is_narrow
        parts = self._parts if narrow else self._parts[1:]
        self.where.setText(" · ".join(part for part in parts if part))
        self.where.setVisible(any(parts))
        self.reference.setVisible(bool(self._parts[0]) and not narrow)
        self.title.setWordWrap(not narrow)
        room = self.width() - (4 if self._parts[0] else 2) * self.close_button.sizeHint().width()
        metrics = self.title.fontMetrics()
        shown = metrics.elidedText(self._titre, Qt.TextElideMode.ElideRight, room) if narrow else self._titre
        self.title.setText(shown)
        self.title.setAccessibleName(self._titre)
        self.title.setToolTip(hint(self._titre) if shown != self._titre else "")

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._parts[0])
        announce(self.copy, _("Référence copiée"))


def _small(icon_name: str, said: str) -> QPushButton:
    made = button("", "lien")
    made.setIcon(icon(icon_name))
    made.setToolTip(hint(said))
    made.setAccessibleName(said)
    return made
