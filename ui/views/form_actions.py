"""What can be done with a record besides typing: note, hand over, follow, print."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QFileDialog, QMenu, QRadioButton, QToolButton, QVBoxLayout, QWidget

from mvl_desktop.i18n import _
from ui.filenames import safe_name
from ui.icons import icon
from ui.plain import button, label
from ui.text import visible
from ui.values import Person, Record
from ui.view_models.around import Around
from ui.views.dialogs import FittedDialog
from ui.widgets.panels import row


class FormActions(QToolButton):
    """One button, whose menu holds everything."""

    wants_note = Signal()
    wants_print = Signal()
    wants_move = Signal()
    wants_refusal = Signal()
    """Somebody asked to see it: the answer is a letter of refusal."""
    wants_twins = Signal()
    """Those that probably tell the same are to be looked for."""
    handed = Signal(str)
    """Somebody was chosen to be in charge."""

    def __init__(self, around: Around, *, notes: bool, holder: bool, moves: bool = False) -> None:
        super().__init__()
        self._around = around
        self._record: Record | None = None
        self.setText(_("Actions"))
        self.setAccessibleName(_("Actions sur la fiche"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setProperty("menu", "true")
        menu = QMenu(self)
        self.setMenu(menu)
        self.note = _entry(menu, "chat-text", _("Ajouter une note"), "Ctrl+Shift+N", self.wants_note.emit)
        self.note.setVisible(notes)
        self.hand = menu.addMenu(icon("user-switch"), _("Confier à"))
        self.hand.menuAction().setVisible(holder)
        self.follow = _entry(menu, "star", "", "", self._on_follow)
        menu.addSeparator()
        self.send = _entry(menu, "tray-arrow-up", _("Transmettre à un autre espace…"), "", self.wants_move.emit)
        self.send.setVisible(moves)
        self.refuse = _entry(menu, "eye-slash", _("Refuser la communication…"), "", self.wants_refusal.emit)
        self.refuse.setVisible(moves)
        self.twins = _entry(menu, "files", _("Chercher un doublon…"), "", self.wants_twins.emit)
        self.twins.setVisible(moves)
        self.print = _entry(menu, "printer", _("Imprimer…"), "Ctrl+P", self.wants_print.emit)
        around.people_changed.connect(self._show_people)
        self.show_record(None)
        self._show_people()

    def show_record(self, record: Record | None) -> None:
        """Offer what makes sense for a record, or for none yet."""
        self._record = record
        followed = record is not None and record.suivi
        self.follow.setText(_("Ne plus suivre") if followed else _("Suivre cette fiche"))
        self.follow.setEnabled(record is not None)
        self.print.setEnabled(record is not None)
        self.send.setEnabled(record is not None)
        self.refuse.setEnabled(record is not None)
        self.twins.setEnabled(record is not None)

    def _show_people(self) -> None:
        self.hand.clear()
        for person in self._around.people:
            if not person.depart:
                action = self.hand.addAction(_named(person))
                action.triggered.connect(lambda _on, nom=person.nom: self.handed.emit(nom))
        if self.hand.isEmpty():
            self.hand.addAction(_("Personne d’autre pour l’instant")).setEnabled(False)

    def _on_follow(self) -> None:
        if self._record is not None:
            self._around.follow(self._record.id, followed=not self._record.suivi)


class PrintDialog(FittedDialog):
    """Whole or masked, then where, and in which format."""

    def __init__(self, parent: QWidget, record: Record, *, waiting: bool, title: str = "") -> None:
        super().__init__(parent)
        self._record = record
        self.setWindowTitle(_("Imprimer"))
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 68)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(8)
        column.addWidget(label(title or _("Imprimer cette fiche"), "soustitre"))
        self.whole = QRadioButton(_("Entière, pour le service"))
        self.masked = QRadioButton(_("Masquée\u00a0: sans ce qui nomme ou décrit les personnes"))
        self.masked.setChecked(True)
        for choice in (self.masked, self.whole):
            column.addWidget(choice)
        column.addWidget(
            label(
                _("Le fichier sera écrit en clair, hors de la protection de MVL. L’impression est journalisée."),
                tone="discret",
                wrap=True,
            )
        )
        if waiting:
            said = _("Ce qui est encore en brouillon n’y sera pas\u00a0: enregistrez d’abord si vous en avez besoin.")
            column.addWidget(label(said, tone="attention", wrap=True))
        go_on, cancel = button(_("Choisir où l’écrire…"), "premier"), button(_("Annuler"))
        go_on.setDefault(True)
        column.addLayout(row(None, cancel, go_on))
        cancel.clicked.connect(self.reject)
        go_on.clicked.connect(self.accept)

    def ask(self) -> tuple[Path, bool] | None:
        """Return where to write and whether to mask; None when the person gave up."""
        if self.exec() != QDialog.DialogCode.Accepted:
            return None
        pdf, odt = _("Document PDF (*.pdf)"), _("Document à modifier, ODT (*.odt)")
        proposed = safe_name(f"{self._record.reference or self._record.kind}.pdf")
        name, chosen = QFileDialog.getSaveFileName(self, _("Écrire la fiche imprimée"), proposed, f"{pdf};;{odt}")
        if not name:
            return None
        path = Path(name)
        if path.suffix.lower() not in (".pdf", ".odt"):
            path = path.with_name(path.name + (".odt" if chosen == odt else ".pdf"))
        return path, self.masked.isChecked()


def _entry(menu: QMenu, icon_name: str, text: str, keys: str, do: Callable[[], object]) -> QAction:
    action = menu.addAction(icon(icon_name), text + (f"\t{keys.replace('Shift', 'Maj')}" if keys else ""))
    action.triggered.connect(lambda _on: do())
    return action


def _named(person: Person) -> str:
    said = ", ".join(part for part in (person.nom, person.delegation) if part)
    return visible(said).replace("&", "&&")
