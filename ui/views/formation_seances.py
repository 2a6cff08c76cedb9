"""The sessions of an action of training, on a page of its form: one is noted in a line, Enter adds and saves it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QTableWidgetItem, QVBoxLayout, QWidget

from mvl_desktop.domain.errors import DomainError
from mvl_desktop.domain.formation_totaux import SeanceLue, seances_de
from mvl_desktop.i18n import N_, _
from ui.desk import Wordings
from ui.messages import sentence
from ui.plain import announce, button, label
from ui.text import short_date, visible
from ui.timing import Now
from ui.view_models.formations import with_session
from ui.view_models.record_form import RecordForm
from ui.widgets.choices import CodeEditor, CodePicker
from ui.widgets.dates import DateEditor
from ui.widgets.editor import Editor
from ui.widgets.flow import Flow
from ui.widgets.panels import Notice, scrolled
from ui.widgets.tables import small_table
from ui.widgets.texts import LineEditor, NumberEditor

_KEPT = ("lieu", "departement", "public")
"""What the next line begins with: sessions of a day often follow each other in the same place."""
_PLACE_LETTERS = 22
_LINE = {
    "le": N_("Date"),
    "lieu": N_("Lieu"),
    "departement": N_("Département"),
    "public": N_("Public"),
    "effectif_siege": N_("Du siège"),
    "effectif_delegations": N_("Des délégations"),
    "effectif_exterieur": N_("D’ailleurs"),
}
_COLUMNS = (N_("Séance"), N_("Public"), N_("Personnes"))


class SessionLine(QWidget):
    """A session in one line: date, place, public, how many came; Enter adds it."""

    def __init__(self, wordings: Wordings, now: Now, add: Callable[[], None]) -> None:
        super().__init__()
        self._add = add
        self.editors: dict[str, Editor] = {
            "le": DateEditor(now),
            "lieu": LineEditor(_PLACE_LETTERS),
            "departement": CodePicker(wordings, "departements"),
            "public": CodeEditor(wordings.codes("publics_formation")),
            "effectif_siege": NumberEditor(),
            "effectif_delegations": NumberEditor(),
            "effectif_exterieur": NumberEditor(),
        }
        picker = self.editors["departement"].buddy()
        if isinstance(picker, QLineEdit):
            picker.setPlaceholderText(_("Nom ou code"))
        self.add_button = button(_("&Ajouter la séance"), "premier")
        self.add_button.clicked.connect(lambda _on: add())
        parts = [self._labelled(name, _(_LINE[name])) for name in self.editors]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Flow(*parts))
        aide = _(
            "Combien sont venus du siège, des délégations et d’ailleurs. "
            "Entrée ajoute la séance et enregistre l’action\u202f; une date à venir la prévoit."
        )
        column.addWidget(label(aide, tone="aide", wrap=True))
        column.addWidget(Flow(self.add_button))
        for editor in self.editors.values():
            editor.buddy().installEventFilter(self)

    def typed(self) -> dict[str, object]:
        """Return what is typed."""
        return {name: value for name, editor in self.editors.items() if (value := editor.value()) not in (None, "")}

    def clear(self) -> None:
        """Empty what changes from a session to the next, and begin again."""
        for name, editor in self.editors.items():
            if name not in _KEPT:
                editor.set_value(None)
        self.focus_first()

    def focus_first(self) -> None:
        """Put the cursor in the first field."""
        self.editors["le"].buddy().setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the name is Qt's
        """Add with Enter, from any field."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._add()
                return True
        return super().eventFilter(watched, event)

    def _labelled(self, name: str, title: str) -> QWidget:
        made, editor = QWidget(), self.editors[name]
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        said = label(title, tone="aide")
        said.setBuddy(editor.buddy())
        editor.name(title)
        column.addWidget(said)
        column.addWidget(editor)
        return made


class SessionsPage(QWidget):
    """What was held and planned, and the line that adds to it."""

    def __init__(self, form: RecordForm, wordings: Wordings, now: Now, save: Callable[[], None]) -> None:
        super().__init__()
        self._form, self._wordings, self._now, self._save = form, wordings, now, save
        self.notice = Notice()
        self.line = SessionLine(wordings, now, self.add)
        self.table = small_table(_("Séances de l’action"), [_(each) for each in _COLUMNS])
        body = QWidget()
        inside = QVBoxLayout(body)
        inside.setContentsMargins(0, 8, 12, 8)
        inside.setSpacing(10)
        for each in (self.notice, self.line):
            inside.addWidget(each)
        self.table.stand_in(inside)
        inside.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(body))
        form.opened.connect(lambda: None if form.again else self.notice.say(""))
        for changed in (form.opened, form.filled, form.changed):
            changed.connect(self.show_sessions)

    def add(self) -> None:
        """Write the session that is typed, and save."""
        typed = self._form.typed
        trouble = next((said for each in self.line.editors.values() if (said := each.trouble())), None)
        if typed is None:
            return
        if trouble is not None:
            self._say(trouble, "danger")
            return
        try:
            changes = with_session(typed.champs, self.line.typed(), self._now().date())
        except DomainError as error:
            self._say(sentence(error.code), "danger")
            return
        self._form.put(changes)
        self._save()
        self.line.clear()
        self._say(_("Séance ajoutée."), "succes")

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - the name is Qt's
        """Say what may have changed since."""
        super().showEvent(event)
        self.show_sessions()

    def show_sessions(self) -> None:
        """Show the sessions of the action that is open, the latest first."""
        typed = self._form.typed
        if typed is None or not self.isVisible():
            return
        sessions = seances_de("", typed.champs)
        latest = sorted(sessions, key=lambda each: each.le.isoformat() if each.le else "", reverse=True)
        self.table.setVisible(bool(latest))
        self.table.setRowCount(len(latest))
        for place, each in enumerate(latest):
            for column, text in enumerate(self._words(each)):
                self.table.setItem(place, column, QTableWidgetItem(visible(text)))

    def _words(self, each: SeanceLue) -> tuple[str, ...]:
        where = _(self._wordings.wording("departements", each.departement)) if each.departement else ""
        day = short_date(each.le) if each.le else _("sans date")
        state = _(self._wordings.wording("etats_seance", each.etat)).lower()
        return (
            ", ".join(part for part in (day, where, state) if part),
            _(self._wordings.wording("publics_formation", each.public)) if each.public else "–",
            str(each.personnes) if each.personnes is not None else "–",
        )

    def _say(self, text: str, tone: str) -> None:
        self.notice.say(text, tone)
        announce(self, text)
