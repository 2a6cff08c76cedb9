"""The screen where minutes are typed during the meeting: the agenda on the left, what is said of each item beside it.

Everything is reached from the keyboard: Enter adds an item, Alt and an arrow moves it, Ctrl+I says who speaks, Ctrl+D
what is decided, Ctrl+Page down goes on.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from mvl_desktop.domain.compte_rendu import DECISIONS, INTERVENTIONS, PRESENCES
from mvl_desktop.i18n import _, ngettext
from ui.desk import Wordings
from ui.icons import icon
from ui.messages import sentence
from ui.plain import announce, button, hint, label
from ui.text import visible
from ui.timing import Now
from ui.view_models.minutes import Minutes
from ui.views.minutes_point import PointPanel
from ui.views.minutes_presences import PresencesPanel
from ui.widgets.flow import Flow
from ui.widgets.focus import show_focus
from ui.widgets.panels import Notice, row, scrolled
from ui.widgets.undo_bar import UndoBar

_AGENDA = 34
"""Width of the agenda, in letters."""
_LETTERS_FOR_BOTH = 84
_WIDEST = 16_777_215
"""The width that Qt gives to what has no limit."""
_POINT = Qt.ItemDataRole.UserRole
_TITLE_MAX = 400
_RETURNS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Agenda(QListWidget):
    """The attendance, then the items; arrows go to them, Alt and an arrow moves the one in hand."""

    wants_in = Signal()
    """What is under the item in hand is to be typed."""
    wants_move = Signal(int)
    wants_out = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Ordre du jour"))
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the name is Qt's
        """Move, take out, or go in."""
        key, alt = event.key(), event.modifiers() & Qt.KeyboardModifier.AltModifier
        if alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.wants_move.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Delete:
            self.wants_out.emit()
        elif key in _RETURNS:
            self.wants_in.emit()
        else:
            super().keyPressEvent(event)


class MinutesView(QWidget):
    """Minutes, while they are typed."""

    left = Signal()
    """Back to the form."""
    wants_save = Signal()

    def __init__(self, minutes: Minutes, wordings: Wordings, now: Now) -> None:
        super().__init__()
        self.minutes, self._now = minutes, now
        self._verbs = wordings.codes("verbes_intervention")
        self._parties, self._states = wordings.codes("parties_reunion"), wordings.codes("presences")
        self.panel: PointPanel | PresencesPanel | None = None
        self._shown: object = None
        self._shown_point = ""
        self._held: list[str] = []
        """The ids of the lines that are shown under the item in hand."""
        self.title = label("", "soustitre", wrap=True)
        self.told = label("", tone="discret")
        self.agenda = Agenda()
        self.new = QLineEdit()
        self.new.setMaxLength(_TITLE_MAX)
        self.new.setPlaceholderText(_("Ajouter un point, puis Entrée"))
        self.new.setAccessibleName(_("Ajouter un point à l’ordre du jour"))
        self.notice, self.undo = Notice(), UndoBar()
        self._place = QVBoxLayout()
        self._place.setContentsMargins(0, 0, 0, 0)
        body = QWidget()
        body.setLayout(self._place)
        self.area = scrolled(body)
        self.up, self.down = button(_("Monter")), button(_("Descendre"))
        for each, picture, keys in ((self.up, "caret-up", "Alt+↑"), (self.down, "caret-down", "Alt+↓")):
            each.setIcon(icon(picture))
            each.setToolTip(hint(keys))
        self.remove = button(_("Retirer le point"))
        self.remove.setIcon(icon("trash"))
        self.register = button(_("&Enregistrer"), "premier")
        self.register.setToolTip(hint("Ctrl+S"))
        self.back = button(_("Revenir à &la fiche"), "lien")
        self.back.setIcon(icon("arrow-u-up-left"))
        self.back.setToolTip(hint(_("Échap")))
        self.all = button(_("&Ordre du jour"))
        self.all.setIcon(icon("list-checks"))
        self._listing = False
        """Whether the agenda was asked for, where there is no room for both."""
        self.side = QWidget()
        column = QVBoxLayout(self.side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.agenda, 1)
        column.addWidget(self.new)
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addWidget(self.side)
        across.addWidget(self.area, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 4, 0, 0)
        outer.setSpacing(8)
        told = row(gap=12)
        told.addWidget(self.title, 1)
        told.addWidget(self.told, 0, Qt.AlignmentFlag.AlignVCenter)
        told.addWidget(self.all, 0, Qt.AlignmentFlag.AlignVCenter)
        outer.addLayout(told)
        outer.addWidget(self.notice)
        outer.addLayout(across, 1)
        outer.addWidget(self.undo)
        outer.addWidget(Flow(self.register, self.up, self.down, self.remove, self.back))
        self._connect()
        self._show()

    def begin(self) -> None:
        """Put the cursor where one types first."""
        if not self.minutes.points:
            self.new.setFocus()
        elif self.panel is not None:
            self.panel.begin()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the name is Qt's
        """Escape leaves what is typed first, then the minutes."""
        if event.key() == Qt.Key.Key_Escape:
            self._on_escape()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Take Escape before the window does: it leaves the minutes, not the meeting."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if event.key() == Qt.Key.Key_Escape and plain:
                event.accept()
                return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep the agenda beside the item where there is room for both."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Measure again when the letters change."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._fit)

    def _connect(self) -> None:
        self.back.clicked.connect(self.left)
        self.register.clicked.connect(self.wants_save)
        self.new.returnPressed.connect(self._on_new)
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.remove.clicked.connect(self._remove)
        self.agenda.currentItemChanged.connect(lambda item, _before: self._on_current(item))
        self.all.clicked.connect(lambda: self.show_agenda(shown=True))
        self.agenda.wants_in.connect(lambda: self.show_agenda(shown=False))
        self.agenda.clicked.connect(lambda _index: self.show_agenda(shown=False) if self._listing else None)
        self.agenda.wants_move.connect(self._move)
        self.agenda.wants_out.connect(self._remove)
        self.minutes.moved.connect(self._show)
        self.minutes.rebuilt.connect(self._on_rebuilt)
        self.minutes.form.changed.connect(self._tell)
        self.minutes.form.refused.connect(lambda code, _champ: self.notice.say(sentence(code), "danger"))
        self.minutes.form.saved.connect(lambda _rec: self.notice.say(""))
        for keys, do in self._keys().items():
            shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(do)

    def _keys(self) -> dict[str, Callable[[], object]]:
        return {
            "Ctrl+I": lambda: self._add(INTERVENTIONS),
            "Ctrl+D": lambda: self._add(DECISIONS),
            "Ctrl+PgUp": lambda: self._step(-1),
            "Ctrl+PgDown": lambda: self._step(1),
            "Ctrl+Z": self.undo.take_back,
            "Alt+Up": lambda: self._move(-1),
            "Alt+Down": lambda: self._move(1),
        }

    def _show(self) -> None:
        """Show the agenda, and what is under the item in hand."""
        self.title.setText(visible(str(self.minutes.champs.get("objet") or "") or _("Réunion sans objet")))
        self._fill()
        self._make_panel()
        self._tell()

    def _on_rebuilt(self) -> None:
        """Show what changed; a new line takes the cursor, and nothing moves under somebody who types elsewhere."""
        before = self._held
        here = self.minutes.current
        if self._state() == self._shown:
            return
        was = self._shown_point
        self._show()
        new = [each for each in self._held if each not in before]
        if self.panel is not None and len(new) == 1 and was == here:
            self.panel.begin_in(new[0])
            QTimer.singleShot(0, self, lambda: show_focus(self.focusWidget()))

    def _make_panel(self) -> None:
        former, minutes = self.panel, self.minutes
        if former is not None:
            self._place.removeWidget(former)
            former.hide()
            former.deleteLater()
        if minutes.current:
            self.panel = PointPanel(minutes, self._verbs, self._now)
        else:
            self.panel = PresencesPanel(minutes, self._parties, self._states)
        self.panel.removed.connect(self.undo.offer)
        self._place.addWidget(self.panel)
        self._held = [
            str(each.get("id"))
            for group in ((INTERVENTIONS, DECISIONS) if minutes.current else (PRESENCES,))
            for each in minutes.of_current(group)
        ]
        self._shown, self._shown_point = self._state(), minutes.current

    def _state(self) -> object:
        """Return what the screen is made from: typing in a field changes it, and needs no other screen."""
        minutes = self.minutes
        groups = (INTERVENTIONS, DECISIONS) if minutes.current else (PRESENCES,)
        return (
            minutes.current,
            [each.get("id") for each in minutes.points],
            [[each.get("id") for each in minutes.of_current(group)] for group in groups],
        )

    def _fill(self) -> None:
        self.agenda.blockSignals(True)
        self.agenda.clear()
        self._item("", _("Présences"))
        for place, point in enumerate(self.minutes.points):
            title = visible(str(point.get("intitule") or "")) or _("sans intitulé")
            self._item(str(point.get("id")), f"{self.minutes.letter(place)}) {title}")
        self.agenda.blockSignals(False)
        held = self.agenda.currentRow()
        for each in (self.up, self.down, self.remove):
            each.setEnabled(bool(self.minutes.current))
        self.up.setEnabled(self.up.isEnabled() and held > 1)
        self.down.setEnabled(self.down.isEnabled() and held < self.agenda.count() - 1)

    def _item(self, id_: str, said: str) -> None:
        item = QListWidgetItem(said)
        item.setData(_POINT, id_)
        item.setToolTip(hint(said))
        self.agenda.addItem(item)
        if id_ == self.minutes.current:
            self.agenda.setCurrentItem(item)

    def _tell(self) -> None:
        """Say how much there is, and whether it is kept."""
        decided = len(self.minutes.of_current(DECISIONS)) if self.minutes.current else 0
        said = ngettext("{n} décision", "{n} décisions", decided).format(n=decided) if decided else ""
        self.told.setText(" · ".join(filter(None, (said, self.minutes.form.indicator))))
        self.register.setEnabled(self.minutes.form.can_save)
        item = self.agenda.currentItem()
        if item is not None and self.minutes.current:
            title = visible(str(self.minutes.point.get("intitule") or "")) or _("sans intitulé")
            letter = self.minutes.letter(self.agenda.currentRow() - 1)
            item.setText(f"{letter}) {title}")

    def _on_new(self) -> None:
        said = self.new.text().strip()
        if said:
            self.minutes.add_point(said)
            self.new.clear()
            self._announce(_("Ajouté\u00a0: {point}").format(point=visible(said)))
            self.new.setFocus()

    def _on_current(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.minutes.go(str(item.data(_POINT) or ""))

    def _add(self, group: str) -> None:
        if self.minutes.current:
            self.minutes.add(group)

    def _step(self, by: int) -> None:
        self.minutes.step(by)
        if self.panel is not None:
            self.panel.begin()
        item = self.agenda.currentItem()
        self._announce(item.text() if item is not None else "")

    def _move(self, by: int) -> None:
        if self.minutes.move_point(by):
            item = self.agenda.currentItem()
            self._announce(_("Déplacé\u00a0: {point}").format(point=item.text() if item is not None else ""))

    def _remove(self) -> None:
        if not self.minutes.current:
            return
        said = self.agenda.currentItem().text() if self.agenda.currentItem() is not None else ""
        place, taken = self.minutes.remove_point()
        self.undo.offer(
            _("Retiré\u00a0: {element}").format(element=said), lambda: self.minutes.put_point_back(int(place), taken)
        )
        self.agenda.setFocus()

    def _announce(self, said: str) -> None:
        announce(self.agenda, said)

    def _on_escape(self) -> None:
        if self._listing and not self.area.isVisible():
            self.show_agenda(shown=False)
        elif self.agenda.isVisible() and self.panel is not None and self.panel.isAncestorOf(self.focusWidget() or self):
            self.agenda.setFocus()
        else:
            self.left.emit()

    def show_agenda(self, *, shown: bool) -> None:
        """Show the agenda in the place of the item in hand, where there is no room for both; or no longer."""
        self._listing = shown
        self._fit()
        if shown:
            self.agenda.setFocus()
        else:
            self.begin()

    def _fit(self) -> None:
        letters = self.fontMetrics().averageCharWidth()
        both = self.width() >= letters * _LETTERS_FOR_BOTH
        alone = self._listing and not both
        self.side.setMinimumWidth(letters * _AGENDA if both else 0)
        self.side.setMaximumWidth(letters * _AGENDA if both else _WIDEST)
        self.side.setVisible(both or alone)
        self.area.setVisible(not alone)
        self.all.setVisible(not both and not alone)
        for each in (self.up, self.down, self.remove):
            each.setVisible(both or alone)
