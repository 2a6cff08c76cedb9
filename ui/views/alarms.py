"""Alarms: each is one sentence and one button; it stays until somebody has handled it, and the journal keeps that."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mvl_desktop.i18n import N_, _
from ui.access_values import AlarmLine
from ui.plain import ask, button, label
from ui.text import moment, visible
from ui.timing import Now
from ui.view_models.access import READ, AccessDesk
from ui.widgets.panels import card, clear, icon_label, row

_RESUME = "reprendre_les_echanges"
_CHECKED = N_(
    "Les échanges de cet espace étaient arrêtés. Reprenez-les seulement si vous avez vérifié, de vive voix, auprès "
    "d’un autre poste ou de l’hébergeur du service. Ils s’arrêteront de nouveau si la cause est encore là."
)


class AlarmsPanel(QWidget):
    """The alarms that stand, the gravest first; nothing at all when there is none."""

    wants = Signal(str)
    """What the button of an alarm asks for, when it is done elsewhere in the window."""

    def __init__(self, access: AccessDesk, now: Now) -> None:
        super().__init__()
        self._access, self._now = access, now
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._shown: tuple[AlarmLine, ...] = ()
        access.changed.connect(self._show)
        self._show()

    def act(self, alarm: AlarmLine) -> None:
        """Do the one thing to do about an alarm, or go where it is done."""
        if alarm.action == READ:
            self._access.handle(alarm)
        elif alarm.action == _RESUME:
            if ask(self, _("Reprendre les échanges"), _(_CHECKED), _("Reprendre"), danger=True):
                self._access.handle(alarm)
        else:
            self.wants.emit(alarm.action)

    def _show(self) -> None:
        self.setVisible(bool(self._access.alarms))
        if self._access.alarms == self._shown:
            return
        self._shown = self._access.alarms
        clear(self._column)
        for alarm in self._shown:
            self._column.addWidget(self._card(alarm))

    def _card(self, alarm: AlarmLine) -> QWidget:
        mark = icon_label("warning-circle" if alarm.grave else "warning", 20)
        said = label(visible(alarm.phrase), tone="danger" if alarm.grave else "", wrap=True)
        when = moment(alarm.quand, self._now().date())
        where = label(" · ".join(part for part in (visible(alarm.ou), when) if part), tone="discret", wrap=True)
        do = button(alarm.bouton)
        do.setAccessibleDescription(alarm.phrase)
        do.clicked.connect(lambda _on: self.act(alarm))
        buttons = row(do, gap=12)
        if alarm.id and alarm.action not in (READ, _RESUME):
            handled = button(_("C’est traité"), "lien")
            handled.setAccessibleDescription(alarm.phrase)
            handled.clicked.connect(lambda _on: self._access.handle(alarm))
            buttons.addWidget(handled)
        buttons.addStretch(1)
        made = card(margin=12, gap=6)
        head = row(mark, gap=10)
        head.addWidget(said, 1)
        column = made.layout()
        if isinstance(column, QVBoxLayout):
            column.addLayout(head)
            column.addWidget(where)
            column.addLayout(buttons)
        return made


def route(panel: AlarmsPanel, ways: Mapping[str, Callable[[], object]]) -> None:
    """Tie the actions of a panel to what does them."""

    def go(action: str) -> None:
        way = ways.get(action)
        if way is not None:
            way()

    panel.wants.connect(go)
