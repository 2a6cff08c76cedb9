"""Small dialogs on meetings: another day, which indicators to freeze, and what is read: minutes, decisions."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QListWidget,
    QListWidgetItem,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mvl_desktop.domain.occulter import LIGNE, PUCE, TITRE, parts
from mvl_desktop.i18n import _
from ui.messages import sentence
from ui.plain import PlainText, button, label
from ui.reunion_values import DecisionLine
from ui.text import numbered, short_date, visible
from ui.timing import Now
from ui.values import Choice
from ui.view_models.meeting import Meeting
from ui.views.dialogs import Form
from ui.widgets.dates import DateEditor
from ui.widgets.panels import Notice, row
from ui.widgets.tables import small_table

_LETTERS, _LINES = 96, 24
_REC = Qt.ItemDataRole.UserRole


def ask_day(parent: QWidget, title: str, go_on: str, now: Now, *, wanted: bool) -> tuple[date | None] | None:
    """Ask for a day; None when the person gave up. `wanted`: no day is no answer."""
    form = Form(parent, title, go_on)
    editor = DateEditor(now)
    told = "" if wanted else _("Vide\u00a0: la date n’est pas encore connue.")
    editor.setFocusProxy(editor.line)
    editor.name(_("Nouvelle date"))
    form.add(_("&Nouvelle date"), editor, told)
    while form.ask():
        given = editor.value()
        if editor.trouble() is None and (given or not wanted):
            form.deleteLater()
            return (date.fromisoformat(str(given)) if given else None,)
        form.notice.say(editor.trouble() or sentence("date_requise"), "danger")
    form.deleteLater()
    return None


def ask_indicators(parent: QWidget, choices: Sequence[Choice]) -> list[str]:
    """Ask which indicators to freeze, all of them at first; nothing when the person gave up."""
    told = _("Chaque valeur est calculée à la date de la réunion, et gardée avec ce qu’elle compte.")
    form = Form(parent, _("Figer les indicateurs"), _("Figer"), told)
    held = QListWidget()
    held.setSpacing(3)
    for choice in choices:
        item = QListWidgetItem(f"{numbered(choice.code)}  {choice.libelle}")
        item.setData(_REC, choice.code)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked)
        held.addItem(item)
    held.setMinimumHeight(held.fontMetrics().lineSpacing() * 12)
    form.add(_("&Indicateurs"), held, _("Espace\u00a0: prendre ou laisser. Les mêmes codes déjà figés sont remplacés."))
    codes: list[str] = []
    if form.ask():
        items = [held.item(place) for place in range(held.count())]
        codes = [str(item.data(_REC)) for item in items if item.checkState() == Qt.CheckState.Checked]
    form.deleteLater()
    return codes


class ReadingDialog(QDialog):
    """A window that shows something of meetings, asked for once it is open."""

    def __init__(
        self,
        parent: QWidget,
        meeting: Meeting,
        title: str,
        text: str = "",
        *,
        letters: int = _LETTERS,
        lines: int = _LINES,
    ) -> None:
        super().__init__(parent)
        self.meeting = meeting
        self.setWindowTitle(title)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(20, 18, 20, 16)
        self.column.setSpacing(10)
        self.column.addWidget(label(title, "soustitre"))
        if text:
            self.column.addWidget(label(text, tone="aide", wrap=True))
        self.notice = Notice()
        self.column.addWidget(self.notice)
        self.close_button = button(_("&Fermer"))
        self.close_button.clicked.connect(self.reject)
        self.foot = row(None, self.close_button)
        meeting.shown.connect(self.show_found)
        meeting.refused.connect(self._on_refused)
        measured, room = self.fontMetrics(), self.screen().availableGeometry()
        wide, tall = measured.averageCharWidth() * letters, measured.lineSpacing() * lines
        self.resize(min(wide, room.width() - 40), min(tall, room.height() - 60))

    def show_found(self, found: object) -> None:
        """Show what was asked for."""

    def _on_refused(self, code: str) -> None:
        """Say a refusal: a method, so that one that comes once the window is closed goes nowhere."""
        self.notice.say(sentence(code), "danger")


class MinutesDialog(ReadingDialog):
    """The minutes as they print, with or without names."""

    def __init__(self, parent: QWidget, meeting: Meeting, print_: Callable[[], None]) -> None:
        super().__init__(parent, meeting, _("Compte rendu"))
        self.masked = QCheckBox(_("&Sans les noms"))
        self.masked.setAccessibleDescription(_("Chaque personne connue est remplacée par sa fonction."))
        told = _("Sans les noms, le texte reste à relire. Pour une personne extérieure\u00a0: une copie communicable.")
        self.told = label(told, tone="aide", wrap=True)
        self.text = PlainText()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(_("Compte rendu"))
        self.print_button = button(_("&Imprimer…"), "premier")
        self.print_button.clicked.connect(print_)
        for widget in (self.masked, self.told, self.text):
            self.column.addWidget(widget, 1 if widget is self.text else 0)
        self.foot.insertWidget(1, self.print_button)
        self.column.addLayout(self.foot)
        self.masked.toggled.connect(lambda on: meeting.ask_text(masked=on))
        meeting.ask_text(masked=False)

    def show_found(self, found: object) -> None:
        """Show the blocks, each in its manner."""
        if isinstance(found, tuple) and all(isinstance(block, str) for block in found):
            self.text.setPlainText("\n".join(map(_as_line, found)).strip())


class DecisionsDialog(ReadingDialog):
    """What meetings left to do."""

    def __init__(self, parent: QWidget, meeting: Meeting, open_record: Callable[[str], None]) -> None:
        super().__init__(parent, meeting, _("Décisions à suivre"))
        self._open = open_record
        self.rows: Sequence[DecisionLine] = ()
        titles = (_("Pour le"), _("Décision"), _("Responsable"), _("Réunion"))
        self.table = small_table(_("Décisions"), titles)
        self.column.addWidget(self.table, 1)
        self.column.addLayout(self.foot)
        self.table.cellActivated.connect(lambda line, _column: self._go(line))
        meeting.ask_decisions()

    def show_found(self, found: object) -> None:
        """Show decisions, those that are late first."""
        if not isinstance(found, (list, tuple)) or any(not isinstance(each, DecisionLine) for each in found):
            return
        self.rows = found
        if not found:
            self.notice.say(_("Aucune décision n’est à suivre."), "succes")
        self.table.setRowCount(len(found))
        for place, line in enumerate(found):
            due = short_date(line.pour_le) if line.pour_le else ""
            late = _("{jour}, en retard").format(jour=due) if line.retard else due
            for column, text in enumerate((late, line.texte, line.responsable, line.reunion)):
                self.table.setItem(place, column, QTableWidgetItem(visible(text)))
        self.table.fit()

    def _go(self, line: int) -> None:
        self.accept()
        self._open(self.rows[line].rec)


def _as_line(block: str) -> str:
    manner, text = parts(block)
    if manner == TITRE:
        return f"\n{text.upper()}"
    if manner == LIGNE:
        return "  " + " | ".join(cell for cell in text.split("\t"))
    return f"• {text}" if manner == PUCE else text
