"""What can be done with the lines selected: a bar that comes with a second line, and the same by the context menu."""

from collections.abc import Iterable, Sequence
from typing import cast

from PySide6.QtCore import QItemSelectionRange, QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QMenu, QTableView, QToolButton, QVBoxLayout, QWidget

from mvl_desktop.i18n import _, ngettext
from ui.icons import icon
from ui.messages import sentence
from ui.plain import button, label
from ui.text import thousands, visible
from ui.values import Person
from ui.view_models.list_actions import ListActions
from ui.view_models.records_list import RecordsList
from ui.widgets.flow import FlowLayout
from ui.widgets.panels import Notice
from ui.widgets.undo_bar import UndoBar


class SelectionBar(QFrame):
    """Under a list: how many lines are selected, what to do with them, and « Annuler » once it is done."""

    left = Signal()
    """The selection is put down."""

    def __init__(self, table: QTableView, records: RecordsList, actions: ListActions) -> None:
        super().__init__()
        self._table, self._records, self.doing = table, records, actions
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.undo_bar = UndoBar()
        self.notice = Notice()
        self.line = QFrame()
        self.line.setObjectName("avis")
        inside = QVBoxLayout(self.line)
        inside.setContentsMargins(12, 8, 12, 8)
        buttons = QWidget()
        inside.addWidget(buttons)
        across = FlowLayout(buttons, 8)
        self.said = label("")
        self.give = QToolButton()
        self.give.setText(_("Confier à…"))
        self.give.setIcon(icon("user-switch"))
        self.give.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.give.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.give.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.give.setProperty("menu", "true")
        self._people = QMenu(self.give)
        self._people.aboutToShow.connect(lambda: self._fill(self._people))
        self.give.setMenu(self._people)
        self.follow, self.put_down = button(_("Suivre")), button(_("Désélectionner"), "lien")
        self.follow.setIcon(icon("star"))
        for widget in (self.said, self.give, self.follow, self.put_down):
            across.addWidget(widget)
        for bar in (self.undo_bar, self.notice, self.line):
            column.addWidget(bar)
        table.model().modelReset.connect(self.look)
        self.follow.clicked.connect(lambda: actions.follow(self.numbers(), followed=True))
        self.put_down.clicked.connect(self._put_down)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._show_menu)
        actions.done.connect(lambda said: self.undo_bar.offer(said, actions.undo))
        actions.told.connect(self.notice.say)
        actions.refused.connect(lambda code: self.notice.say(sentence(code), "danger"))
        self.line.hide()

    def look(self) -> None:
        """Say how many lines are selected."""
        self.said.setMinimumHeight(self.follow.sizeHint().height())
        selected = sum(each.height() for each in self._ranges())
        words = ngettext("{n} ligne choisie", "{n} lignes choisies", selected)
        self.said.setText(words.format(n=thousands(selected)))
        self.line.setVisible(selected > 1)

    def numbers(self) -> Sequence[int]:
        """Return the numbers of the lines selected, in their order."""
        lines = sorted({line for each in self._ranges() for line in range(each.top(), each.bottom() + 1)})
        return self._records.rows.numbers_of(lines)

    def _ranges(self) -> Iterable[QItemSelectionRange]:
        return cast("Iterable[QItemSelectionRange]", self._table.selectionModel().selection())

    def _put_down(self) -> None:
        self._table.clearSelection()
        self._table.setFocus()
        self.left.emit()

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        for person in self._takers():
            said = _("{nom} (moi)").format(nom=person.nom) if person.ici else person.nom
            action = menu.addAction(icon("users"), visible(said).replace("&", "&&"))
            action.triggered.connect(lambda _on, nom=person.nom: self.doing.assign(self.numbers(), nom))

    def _takers(self) -> Sequence[Person]:
        return [person for person in self._records.people if person.nom and not person.depart]

    def _show_menu(self, place: QPoint) -> None:
        if not self.numbers():
            return
        menu = QMenu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._fill(menu.addMenu(icon("user-switch"), _("Confier à…")))
        menu.addAction(icon("star"), _("Suivre")).triggered.connect(
            lambda _on: self.doing.follow(self.numbers(), followed=True)
        )
        menu.addAction(_("Ne plus suivre")).triggered.connect(
            lambda _on: self.doing.follow(self.numbers(), followed=False)
        )
        menu.popup(self._table.viewport().mapToGlobal(place))
