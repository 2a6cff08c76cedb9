"""What is kept apart from a signalement: a card that says what one may know of it, and its own form in a window."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.domain.kinds import required
from mvl_desktop.i18n import N_, _
from ui.icons import icon
from ui.plain import button, label
from ui.text import visible
from ui.view_models.around import Around
from ui.widgets.editor import Editor
from ui.widgets.panels import icon_label, row

_WHO = {
    "signalant": N_("les personnes habilitées de votre délégation"),
    "pieces-medicales": N_("le médecin inspecteur"),
}
_NOBODY = N_(
    "Ce poste n’a pas accès à un compartiment pour cela. Demandez à la personne qui administre votre espace "
    "de le fonder (page Postes) et de vous y inviter."
)
_ENTER, _RETURN = Qt.Key.Key_Enter, Qt.Key.Key_Return


class AsideCard(Editor):
    """« Renseigner », the title when one may read it, or « Réservé » with who may open it."""

    wanted = Signal(object)
    """The card itself: its record is to be opened, or begun."""

    def __init__(self, field: DeclaredField, around: Around) -> None:
        super().__init__()
        self.field, self._around = field, around
        self.kind = field.champ.vers or ""
        self._value: str | None = None
        self.draft = ""
        self.mark = icon_label("lock-key", 16)
        self.said = label("", wrap=True)
        self.open = button("")
        line = row(self.mark, gap=8)
        line.addWidget(self.open)
        line.addWidget(self.said, 1)
        self.setLayout(line)
        self.open.clicked.connect(lambda: self.wanted.emit(self))
        self.watch(self.open)
        around.asides_changed.connect(self._show)
        self._show()

    @property
    def rec(self) -> str:
        """The record that is kept apart, when this post may read it."""
        aside = self._around.asides.get(self._value or "")
        return aside.id if aside is not None and aside.etat == "lisible" else ""

    def value(self) -> object:
        """Return the reference."""
        return self._value

    def set_value(self, value: object) -> None:
        """Show what may be said of a reference."""
        self._value = str(value) if value else None
        self._around.look([self._value] if self._value else [], [self.kind])

    def refer(self, reference: str) -> None:
        """Take a reference that was just made."""
        self._around.forget(reference)
        self.set_value(reference)
        self.edited.emit()
        self.left.emit()

    def begin_again(self, draft: str) -> None:
        """Remember what was begun and not recorded."""
        self.draft = draft
        self._show()

    def buddy(self) -> QWidget:
        """Return the button."""
        return self.open

    def name(self, text: str) -> None:
        """Say what the button is about."""
        self.setAccessibleName(text)

    def set_locked(self, locked: bool) -> None:
        """It may always be read."""

    def _show(self) -> None:
        noun = _(required(self.kind).libelle).lower()
        feminine = required(self.kind).feminin
        aside = self._around.asides.get(self._value or "")
        homes = self._around.homes.get(self.kind)
        who = _(_WHO.get(self.kind, N_("les personnes habilitées")))
        action = ""
        if self._value and aside is not None and aside.etat == "lisible":
            said, action = visible(aside.titre), _("Ouvrir")
        elif self._value:
            said = (
                _("Réservé\u00a0: {who} peuvent l’ouvrir.")
                if self.kind == "signalant"
                else _("Réservé\u00a0: {who} peut l’ouvrir.")
            )
            said = said.format(who=who)
        elif self.draft:
            said, action = _("Commencé, pas encore enregistré."), _("Reprendre")
        elif homes is not None and not homes:
            said = _(_NOBODY)
        else:
            said = ""
            action = (_("Renseigner les {noun}") if feminine else _("Renseigner le {noun}")).format(noun=noun)
        self.said.setText(said)
        self.open.setText(action)
        self.open.setAccessibleName(_("{action}\u00a0: {field}").format(action=action, field=_(self.field.libelle)))
        self.open.setVisible(bool(action))
        self.open.setIcon(icon("lock-key" if not action or not self._value else "note-pencil"))


class AsideWindow(QDialog):
    """The form of a record kept apart, beside the signalement, which stays usable."""

    left = Signal()

    def __init__(self, parent: QWidget, title: str, make: Callable[[], QWidget]) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(self.fontMetrics().averageCharWidth() * 92, self.fontMetrics().height() * 36)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.view = make()
        column.addWidget(self.view)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the name is Qt's
        """Escape closes, Enter does nothing by surprise."""
        if event.key() not in (_ENTER, _RETURN):
            super().keyPressEvent(event)

    def reject(self) -> None:
        """Leave: what is typed stays as a draft."""
        self.left.emit()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Leave: what is typed stays as a draft."""
        self.left.emit()
        super().closeEvent(event)
