"""A signalement is asked for: why it is not communicated, and the letter that says so."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mvl_desktop.i18n import _
from ui.desk_copies import Leavings
from ui.messages import sentence
from ui.plain import ask
from ui.view_models.record_form import RecordForm


class RefusalAsker(QObject):
    """Says why there is no copy of a signalement, and writes the letter of refusal in it."""

    said = Signal(str, str)
    """A sentence for the form, and its tone."""
    written = Signal()

    def __init__(self, parent: QWidget, form: RecordForm, desk: Leavings) -> None:
        super().__init__(parent)
        self._parent, self._form, self._desk = parent, form, desk

    def ask(self) -> None:
        """Ask, once what is typed is recorded: the letter is written over it."""
        record = self._form.record
        if record is None:
            return
        if self._form.can_save:
            self.said.emit(
                _("Enregistrez d’abord ce que vous avez tapé\u202f; écrivez ensuite la lettre."), "attention"
            )
            return
        text = _(
            "Un signalement ne se communique pas, même en partie\u00a0: les recoupements désigneraient des personnes "
            "(CRPA, art. L.\u00a0311-6\u202f; Conseil d’État, 26\u00a0mars 2025, n°\u00a0490743). Une lettre de refus "
            "motivé est écrite dans «\u00a0Courriers\u00a0», à compléter et à relire."
        )
        title = _("Refuser la communication")
        if ask(self._parent, title, text, _("Écrire la lettre"), _("Annuler")):
            self._form.background.run(
                lambda: self._desk.refuse_signalement(record.id), self._on_written, self._on_error
            )

    def _on_written(self, _letter: str) -> None:
        self._form.look_again()
        self.said.emit(_("La lettre de refus est dans «\u00a0Courriers\u00a0»\u00a0: complétez-la."), "succes")
        self.written.emit()

    def _on_error(self, error: Exception) -> None:
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.said.emit(sentence(code), "danger")
