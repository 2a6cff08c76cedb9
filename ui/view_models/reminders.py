"""What is due, in a line: said when a post opens and once a day, never with a word of what it is about."""

from PySide6.QtCore import QObject, Signal

from mvl_desktop.i18n import _, ngettext
from ui.timing import AlarmMaker, Now
from ui.values import Home
from ui.view_models.home import HomePage

LOOK_SECONDS = 600.0
"""How often the day is looked at: another one asks for what is due again."""
MOST = 40
"""How many records the first page looks through: as many means at least as many."""


class Reminders(QObject):
    """Counts of deadlines, past and of today."""

    changed = Signal()

    def __init__(self, home: HomePage, make_alarm: AlarmMaker, now: Now) -> None:
        super().__init__()
        self._home, self._now = home, now
        self._day = now().date()
        self.late = self.today = 0
        home.changed.connect(self._take)
        self._alarm = make_alarm(self._look)
        self._alarm.start(LOOK_SECONDS)

    @property
    def said(self) -> str:
        """The line: « 3 échéances en retard, 1 aujourd’hui »; empty when there is nothing."""
        return due_said(self.late, self.today)

    def stop(self) -> None:
        """Look no more."""
        self._alarm.stop()

    def _take(self) -> None:
        home = self._home.home
        if home is not None and (home.retards, home.du_jour) != (self.late, self.today):
            self.late, self.today = home.retards, home.du_jour
            self.changed.emit()

    def _look(self) -> None:
        day = self._now().date()
        if day != self._day:
            self._day = day
            self._home.refresh()
        self._alarm.start(LOOK_SECONDS)


def due_said(late: int, today: int) -> str:
    """Return counts of deadlines in words."""
    parts = []
    if late >= MOST:
        parts.append(_("plus de {n} échéances en retard").format(n=MOST - 1))
    elif late:
        parts.append(ngettext("{n} échéance en retard", "{n} échéances en retard", late).format(n=late))
    if today:
        parts.append(ngettext("{n} échéance aujourd’hui", "{n} échéances aujourd’hui", today).format(n=today))
    return ", ".join(parts)


def home_due(home: Home) -> str:
    """Return the line of the first page."""
    return due_said(home.retards, home.du_jour)
