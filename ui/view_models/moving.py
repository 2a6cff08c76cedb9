"""A signalement that goes to another espace: where it may go, what would go, then going. It holds no widget."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from ui.background import Background
from ui.desk import Drafts, Moving
from ui.moving_values import MoveProfile, MoveSeen, MoveWish
from ui.values import Espace, Record

T = TypeVar("T")


class MovingDesk(Moving, Drafts, Protocol):
    """What it asks of the post."""


class RecordMoving(QObject):
    """Where the record in the form may go."""

    ready = Signal(object)
    """The espaces where it may go."""
    seen = Signal(object)
    profiles_found = Signal(object)
    """The ways to share that this post remembers."""
    sent = Signal(str, bool)
    """The id of the copy, and whether the work was handed over."""
    refused = Signal(str)

    def __init__(self, desk: MovingDesk, background: Background) -> None:
        super().__init__()
        self._desk, self._background = desk, background
        self._record: Record | None = None
        self._wish: MoveWish | None = None

    def begin(self, record: Record) -> None:
        """Ask where a record may go."""
        self._record = record

        def done(espaces: Sequence[Espace]) -> None:
            self.ready.emit([each for each in espaces if each.nom != record.espace])

        self._run(lambda: self._desk.homes(record.kind), done)

    def foresee(self, wish: MoveWish) -> None:
        """Ask what would go; an answer to a former question is left."""
        record, self._wish = self._record, wish
        if record is None or not wish.espace:
            return

        def done(seen: MoveSeen) -> None:
            if wish == self._wish:
                self.seen.emit(seen)

        self._run(lambda: self._desk.foresee_move(record.id, wish), done)

    def find_profiles(self) -> None:
        """Ask for the ways to share that this post remembers."""
        self._run(self._desk.move_profiles, self.profiles_found.emit)

    def keep_profile(self, profile: MoveProfile) -> None:
        """Remember a way to share."""
        self._run(lambda: self._desk.keep_move_profile(profile), lambda _none: self.find_profiles())

    def forget_profile(self, nom: str) -> None:
        """Forget a way to share."""
        self._run(lambda: self._desk.forget_move_profile(nom), lambda _none: self.find_profiles())

    def send(self, wish: MoveWish) -> None:
        """Let it go."""
        record = self._record
        if record is not None:
            self._run(lambda: self._desk.send_record(record.id, wish), lambda copy: self.sent.emit(copy, wish.deplace))

    def _run(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._background.run(work, done, self._on_error)

    def _on_error(self, error: Exception) -> None:
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)
