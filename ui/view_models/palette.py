"""What Ctrl+K proposes: what can be done, and what the post holds that begins so. It holds no widget."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from ui.background import Background
from ui.desk import Lists
from ui.timing import AlarmMaker
from ui.values import Found

SEARCH_SECONDS = 0.12
SHORTEST = 2
MOST = 12


@dataclass(frozen=True, slots=True)
class Command:
    """Something that can be done, as it is said, with its keys."""

    title: str
    keys: str
    icon: str
    do: Callable[[], object]


class Palette(QObject):
    """Commands and records that answer to what is typed."""

    changed = Signal()

    def __init__(self, desk: Lists, background: Background, make_alarm: AlarmMaker) -> None:
        super().__init__()
        self._desk, self._background = desk, background
        self._all: tuple[Command, ...] = ()
        self._text = ""
        self._serial = 0
        self._alarm = make_alarm(self._search)
        self.commands: tuple[Command, ...] = ()
        self.found: tuple[Found, ...] = ()

    def offer(self, commands: Sequence[Command]) -> None:
        """Begin again, with what can be done now."""
        self._all = tuple(commands)
        self.type("")

    def type(self, text: str) -> None:
        """Take what is typed: commands answer at once, records a moment later."""
        self._text = text.strip()
        words = plain(self._text).split()
        self.commands = tuple(each for each in self._all if all(word in plain(each.title) for word in words))
        self._serial += 1
        if len(self._text) < SHORTEST:
            self.found = ()
            self._alarm.stop()
        else:
            self._alarm.start(SEARCH_SECONDS)
        self.changed.emit()

    def _search(self) -> None:
        serial, text = self._serial, self._text
        self._background.run(
            lambda: tuple(self._desk.search(text, MOST)), lambda found: self._on_found(serial, found), self._on_error
        )

    def _on_found(self, serial: int, found: tuple[Found, ...]) -> None:
        if serial == self._serial:
            self.found = found
            self.changed.emit()

    def _on_error(self, error: Exception) -> None:
        if not isinstance(getattr(error, "code", None), str):
            raise error
        self.found = ()
        self.changed.emit()


def plain(text: str) -> str:
    """Return a text as it is compared: small letters, without accents."""
    apart = unicodedata.normalize("NFD", text.lower().replace("’", "'"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
