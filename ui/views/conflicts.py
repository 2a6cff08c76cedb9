"""Conflicts: the list on the left; on the right the values side by side, who wrote them and when, and the decision."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QGridLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mvl_desktop.domain.kinds import declaration
from mvl_desktop.i18n import _
from ui.icons import icon
from ui.messages import sentence
from ui.plain import PlainText, button, label
from ui.text import count, moment, opening, visible
from ui.timing import Now
from ui.values import Conflict, Version
from ui.view_models.conflicts import ConflictDesk, ConflictsList
from ui.widgets.editor import Editor
from ui.widgets.makers import EditorMaker
from ui.widgets.narratives import NarrativeEditor
from ui.widgets.panels import Notice, card, clear, empty_state, row, scrolled
from ui.widgets.texts import LineEditor

_OTHER = "autre"
_LETTERS_FOR_TWO, _LETTERS_FOR_LIST = 90, 66
_LINES_OF_LIST, _ENDLESS = 6, 16_777_215


class ValueText(PlainText):
    """A value to compare, whole when it is short, as tall as its letters ask."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setPlainText(text)
        self._lines = min(14, max(3, text.count("\n") + len(text) // 45 + 1))
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - the name is Qt's
        """Measure again when the letters change."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self.fontMetrics().lineSpacing() * self._lines + 26)


class ConflictsView(QWidget):
    """Compare and decide."""

    wants_record = Signal(str, str)

    def __init__(self, conflicts: ConflictsList, desk: ConflictDesk, now: Now) -> None:
        super().__init__()
        self.conflicts, self._now = conflicts, now
        self._make_editor = EditorMaker(desk, now)
        self.current: Conflict | None = None
        self._cards: list[QFrame] = []
        self._grid = QGridLayout()
        self._wanted = ""
        self.choices: dict[str, QRadioButton] = {}
        self.editor: Editor | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        self.total = label("", tone="discret")
        column.addLayout(row(label(_("Conflits"), "titre"), self.total, None, gap=12))
        self.notice = Notice()
        self.undo = button(_("Annuler cette décision"))
        self.undo.setIcon(icon("arrow-u-up-left"))
        self.notice.add(self.undo)
        column.addWidget(self.notice)
        self.pages = QStackedWidget()
        text = _("Quand deux personnes changent le même champ sans se voir, les deux valeurs sont gardées ici.")
        self.pages.addWidget(empty_state("check-circle", _("Aucun conflit à décider"), text))
        self.pages.addWidget(self._both())
        column.addWidget(self.pages, 1)
        conflicts.changed.connect(self._show)
        conflicts.decided.connect(self._on_decided)
        conflicts.refused.connect(self._on_refused)
        self.undo.clicked.connect(conflicts.undo)
        self.undo.hide()

    def refresh(self) -> None:
        """Ask again what is to decide."""
        self.conflicts.refresh()

    def select(self, rec: str) -> None:
        """Show the conflicts of a record first."""
        self._wanted = rec
        self._show()

    def _both(self) -> QWidget:
        both = QWidget()
        self._sides = line = QBoxLayout(QBoxLayout.Direction.LeftToRight, both)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(14)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Champs à décider"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._on_row)
        line.addWidget(self.list, 1)
        body = QWidget()
        self._detail = QVBoxLayout(body)
        self._detail.setContentsMargins(0, 0, 10, 0)
        self._detail.setSpacing(10)
        line.addWidget(scrolled(body), 3)
        return both

    def _show(self) -> None:
        found = self.conflicts.conflicts
        self.total.setText(count(len(found), _("champ à décider"), _("champs à décider")) if found else "")
        self.pages.setCurrentIndex(1 if found else 0)
        place = max(0, self.list.currentRow())
        if self._wanted:
            place = next((line for line, each in enumerate(found) if each.id == self._wanted), place)
            self._wanted = "" if any(each.id == self._wanted for each in found) else self._wanted
        self.list.blockSignals(True)
        self.list.clear()
        for conflict in found:
            self.list.addItem(QListWidgetItem(f"{visible(conflict.titre)}\n{_(conflict.libelle)}"))
        self.list.blockSignals(False)
        if found:
            place = min(place, len(found) - 1)
            self.list.setCurrentRow(place)
            if self.current != found[place]:
                self._show_conflict(found[place])
        else:
            self.current = None

    def _on_row(self, place: int) -> None:
        if 0 <= place < len(self.conflicts.conflicts) and self.conflicts.conflicts[place] != self.current:
            self._show_conflict(self.conflicts.conflicts[place])

    def _show_conflict(self, conflict: Conflict) -> None:
        self.current = conflict
        clear(self._detail)
        self.choices = {}
        open_record = button(_("Ouvrir la fiche"), "lien")
        open_record.clicked.connect(lambda: self.wants_record.emit(conflict.kind, conflict.id))
        head = row(label(_(conflict.libelle), "soustitre", wrap=True), None, open_record)
        self._detail.addLayout(head)
        self._detail.addWidget(label(visible(conflict.titre), tone="discret", wrap=True))
        self._group = QButtonGroup(self)
        holder = QWidget()
        self._grid = QGridLayout(holder)
        self._grid.setSpacing(12)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._cards = [self._version(version, place) for place, version in enumerate(conflict.versions)]
        self._fit()
        self._detail.addWidget(holder)
        self._detail.addWidget(self._other(conflict))
        self._detail.addLayout(self._decision())
        self._detail.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the name is Qt's
        """Put the values side by side where there is room, one under the other elsewhere."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        narrow = self.width() < self.fontMetrics().averageCharWidth() * _LETTERS_FOR_LIST
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._sides.setDirection(down if narrow else across)
        self.list.setMaximumHeight(self.fontMetrics().lineSpacing() * _LINES_OF_LIST if narrow else _ENDLESS)
        if self.current is not None:
            columns = 2 if self.width() >= self.fontMetrics().averageCharWidth() * _LETTERS_FOR_TWO else 1
            for place, each in enumerate(self._cards):
                self._grid.addWidget(each, place // columns, place % columns)

    def _version(self, version: Version, place: int) -> QFrame:
        choice = QRadioButton(_("Garder cette valeur"))
        choice.setAccessibleName(_("Garder la valeur {rang}, de {qui}").format(rang=place + 1, qui=version.poste))
        self._group.addButton(choice)
        self.choices[version.revision] = choice
        value = ValueText(version.dite)
        value.setAccessibleName(_("Valeur {rang}, de {qui}").format(rang=place + 1, qui=version.poste))
        made = card(
            label(version.poste, "soustitre", wrap=True),
            label(opening(moment(version.le, self._now().date())), tone="discret"),
            value,
            choice,
            margin=12,
        )
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        return made

    def _other(self, conflict: Conflict) -> QFrame:
        choice = QRadioButton(_("Écrire une autre valeur"))
        self._group.addButton(choice)
        self.choices[_OTHER] = choice
        declared = declaration(conflict.kind)
        field = declared.field_of(conflict.champ) if declared else None
        whole = field is not None and field.sort not in ("codes", "elements", "reference")
        self.editor = self._make_editor(field) if field and whole else LineEditor()
        if isinstance(self.editor, NarrativeEditor):
            self.editor.set_value("\n\n".join(version.dite for version in conflict.versions))
        self.editor.name(_("Autre valeur"))
        self.editor.setEnabled(False)
        choice.toggled.connect(self.editor.setEnabled)
        made = card(choice, self.editor, margin=12)
        made.setVisible(whole)
        return made

    def _decision(self) -> QVBoxLayout:
        self.motif = QLineEdit()
        self.motif.setMaxLength(500)
        title = label(_("&Motif de la décision *"))
        title.setBuddy(self.motif)
        self.motif.setAccessibleName(_("Motif de la décision"))
        self.decide = button(_("&Décider"), "premier")
        self.decide.clicked.connect(self._on_decide)
        self.motif.textChanged.connect(lambda _text: self._enable())
        self.motif.returnPressed.connect(self._on_decide)
        self._group.buttonToggled.connect(lambda _button, _on: self._enable())
        self._enable()
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(title)
        column.addLayout(row(self.motif, self.decide))
        column.addWidget(label(_("Pourquoi ce choix\u00a0: l’autre personne le lira."), tone="aide", wrap=True))
        return column

    def _chosen(self) -> str | None:
        return next((name for name, choice in self.choices.items() if choice.isChecked()), None)

    def _enable(self) -> None:
        self.decide.setEnabled(self._chosen() is not None and bool(self.motif.text().strip()))

    def _on_decide(self) -> None:
        chosen, motif = self._chosen(), self.motif.text().strip()
        if self.current is None or chosen is None or not motif or self.conflicts.busy:
            return
        if chosen != _OTHER:
            self.conflicts.keep(self.current, chosen, motif)
        elif self.editor is not None:
            trouble = self.editor.trouble()
            if trouble:
                self.notice.say(trouble, "danger")
                return
            self.conflicts.write(self.current, self.editor.value(), motif)

    def _on_decided(self) -> None:
        self.undo.setVisible(self.conflicts.last is not None)
        done = (
            _("Décision enregistrée ; elle partira au prochain échange.")
            if self.conflicts.last
            else _("Décision annulée.")
        )
        self.notice.say(done, "succes")
        self.current = None

    def _on_refused(self, code: str) -> None:
        self.undo.hide()
        self.notice.say(sentence(code), "danger")
