"""What the form of a signalement opens about letters: the choice of a template, then the letter itself."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from mvl_desktop.i18n import _
from ui.plain import ask
from ui.timing import AlarmMaker, Now, QtAlarm
from ui.view_models.letters import LetterDesk, Letters, LettersDesk
from ui.view_models.record_form import RecordForm
from ui.views.form_courriers import CourriersEditor
from ui.views.letter_dialog import LetterDialog
from ui.views.letter_forms import TemplatePicker


class LettersAsker(QObject):
    """Opens the windows of letters over a form. A signalement that is not recorded yet is recorded first."""

    refused = Signal(str)
    needs_record = Signal()
    """Nothing is typed yet that could be recorded."""

    def __init__(
        self, window: QWidget, form: RecordForm, desk: LettersDesk, now: Now, make_alarm: AlarmMaker = QtAlarm
    ) -> None:
        super().__init__()
        self._window, self._form, self._desk, self._now = window, form, desk, now
        self._make_alarm = make_alarm
        self._waiting: str | None = None
        self._shown = False
        """Whether the form shows letters: not every kind has any."""
        self.letters = Letters(desk, form.background)
        self.letters.refused.connect(self.refused)
        self.letters.written.connect(self.open)
        form.opened.connect(self._follow)

    def editor(self) -> CourriersEditor:
        """Return the list of letters for the form."""
        self._shown = True
        made = CourriersEditor(self.letters)
        made.wants_new.connect(lambda: self.ask_new(""))
        made.wants_open.connect(self.open)
        made.wants_drop.connect(self.ask_drop)
        self._follow()
        return made

    def ask_new(self, transmission: str) -> None:
        """Ask from which template to write; what is typed is recorded first, since a letter is written from it."""
        if self._form.can_save:
            self._waiting = transmission
            self._form.save()
        elif self._form.record is not None:
            self._pick(transmission)
        else:
            self.needs_record.emit()

    def open(self, letter: str) -> None:
        """Open a letter."""
        model = LetterDesk(self._desk, self._form.background, self._make_alarm)
        dialog = LetterDialog(self._window, model, self._desk, self._now)
        model.open(self.letters.rec, letter)
        dialog.exec()
        dialog.deleteLater()
        self.letters.refresh()
        self._form.look_again()

    def ask_drop(self, letter: str) -> None:
        """Ask before a letter is given up."""
        said = _("Le courrier reste lisible, et peut être repris en le corrigeant.")
        if ask(self._window, _("Abandonner ce courrier"), said, _("Abandonner")):
            self.letters.drop(letter)

    def _follow(self) -> None:
        record = self._form.record
        if not self._shown:
            return
        self.letters.show(record.id if record is not None else "")
        if record is not None and self._waiting is not None:
            transmission, self._waiting = self._waiting, None
            self._pick(transmission)

    def _pick(self, transmission: str) -> None:
        picker = TemplatePicker(self._window, self.letters, transmission)
        chosen = picker.exec() == QDialog.DialogCode.Accepted
        template = picker.chosen
        picker.deleteLater()
        if chosen and template is not None:
            self.letters.write(template.id, transmission)
