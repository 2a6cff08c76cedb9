"""Small dialogs on deadlines: put off, set aside, add one."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from mvl_desktop.i18n import _
from ui.echeance_values import DueLine, DueSaid
from ui.messages import sentence
from ui.text import visible
from ui.timing import Now
from ui.views.dialogs import Form
from ui.widgets.dates import DateEditor

_MOTIF_MAX, _LABEL_MAX = 500, 200
_A_WEEK = timedelta(days=7)
_SATURDAY = 5


def ask_put_off(parent: QWidget, line: DueLine, now: Now) -> DueSaid | None:
    """Ask for another day and why; None when the person gave up."""
    form = DueForm(parent, _("Reporter l’échéance"), _("Reporter"), visible(line.quoi))
    until = DateEditor(now)
    until.set_value(_offered(max(line.le or now().date(), now().date())).isoformat())
    motif = _line(_MOTIF_MAX)
    form.add_editor(_("&Pour le"), until)
    form.add(_("&Motif"), motif, _("La règle ne change pas\u00a0: seule cette échéance est reportée."))
    while form.ask():
        day = _day(until)
        if until.trouble() is None and day is not None and motif.text().strip():
            form.deleteLater()
            return DueSaid(etat="reportee", cle=line.cle, pour_le=day, motif=motif.text().strip())
        form.notice.say(sentence("date_requise" if day is None else "motif_requis"), "danger")
    form.deleteLater()
    return None


def ask_set_aside(parent: QWidget, line: DueLine) -> DueSaid | None:
    """Ask why a deadline is without object; None when the person gave up."""
    form = DueForm(parent, _("Écarter l’échéance"), _("Écarter"), visible(line.quoi))
    motif = _line(_MOTIF_MAX)
    form.add(_("&Motif"), motif, _("Pourquoi elle est sans objet, en une phrase."))
    while form.ask():
        if motif.text().strip():
            form.deleteLater()
            return DueSaid(etat="sans_objet", cle=line.cle, motif=motif.text().strip())
        form.notice.say(sentence("motif_requis"), "danger")
    form.deleteLater()
    return None


def ask_one_more(parent: QWidget, about: str, people: Sequence[str], now: Now) -> DueSaid | None:
    """Ask what is to be done, for when and by whom; None when the person gave up."""
    form = DueForm(parent, _("Ajouter une échéance"), _("Ajouter"), visible(about))
    what, until, who = _line(_LABEL_MAX), DateEditor(now), QComboBox()
    who.setEditable(True)
    who.addItems(["", *people])
    form.add(_("À &faire"), what, _("En quelques mots, sans nommer personne."))
    form.add_editor(_("&Pour le"), until)
    form.add(_("P&ar"), who, _("Vide\u00a0: qui a la charge du dossier."))
    while form.ask():
        day = _day(until)
        if what.text().strip() and until.trouble() is None and day is not None:
            form.deleteLater()
            return DueSaid(
                etat="a_tenir", libelle=what.text().strip(), pour_le=day, responsable=who.currentText().strip()
            )
        form.notice.say(sentence("libelle_requis" if not what.text().strip() else "date_requise"), "danger")
    form.deleteLater()
    return None


def _line(longest: int) -> QLineEdit:
    made = QLineEdit()
    made.setMaxLength(longest)
    return made


def _offered(day: date) -> date:
    """Return a week later, the Monday after when it is a week-end."""
    later = day + _A_WEEK
    return later + timedelta(days=7 - later.weekday() if later.weekday() >= _SATURDAY else 0)


def _day(editor: DateEditor) -> date | None:
    value = editor.value()
    return date.fromisoformat(value) if isinstance(value, str) and value else None


class DueForm(Form):
    """A form that takes an editor of a day too."""

    def add_editor(self, title: str, editor: DateEditor) -> None:
        """Add it with its label."""
        said = self._label_of(title)
        said.setBuddy(editor.buddy())
        editor.name(title.replace("&", ""))
        if not self._fields.rowCount():
            editor.buddy().setFocus()
        self._fields.addRow(said, editor)
