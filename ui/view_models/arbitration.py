"""The queue of fields to decide, the one that is open, and the decisions on them. It holds no widget."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from mvl_desktop.services.arbitration_queue import next_place
from ui.arbitration_values import BatchDone, LittleLine, Queue, QueueLine, QueueWish
from ui.background import Background
from ui.desk import Conflicts, Wordings
from ui.values import Conflict

T = TypeVar("T")


class ConflictDesk(Conflicts, Wordings, Protocol):
    """What it asks of the post."""


@dataclass(frozen=True, slots=True)
class Done:
    """Something decided here, that can be taken back: one field, or many together."""

    rec: str = ""
    champ: str = ""
    batch: BatchDone | None = None


class Arbitration(QObject):
    """What is to decide. One field is open at a time; the next one opens by itself."""

    changed = Signal()
    """The queue is another one."""
    opened = Signal()
    """Another field is open, or none."""
    decided = Signal()
    refused = Signal(str)
    grouped = Signal(object)
    """What hardly differs was found."""

    def __init__(self, desk: ConflictDesk, background: Background) -> None:
        super().__init__()
        self._desk, self._background = desk, background
        self.wish = QueueWish()
        self.queue = Queue()
        self.place = 0
        self.case: Conflict | None = None
        self.motifs: Sequence[str] = ()
        self.done: list[Done] = []
        """What was decided here since the window is open, the last at the end."""
        self.busy = False
        self._wanted = ""
        self._asked = 0

    @property
    def line(self) -> QueueLine | None:
        """The line whose field is open."""
        return self.queue.lines[self.place] if self.place < len(self.queue.lines) else None

    def refresh(self) -> None:
        """Ask what is to decide."""
        wish = self.wish
        self._background.run(lambda: (self._desk.queue(wish), self._desk.motifs()), self._on_queue, self._on_error)

    def show(self, **wished: str) -> None:
        """Show the queue in another order, or another part of it."""
        self.wish = replace(self.wish, **wished)
        self.refresh()

    def select(self, rec: str) -> None:
        """Open the first field of a record, now or when the queue is there."""
        self._wanted = rec
        places = [place for place, line in enumerate(self.queue.lines) if line.id == rec]
        if places:
            self._wanted = ""
            self.open(places[0])

    def open(self, place: int) -> None:
        """Open a field by its place in the queue."""
        if not 0 <= place < len(self.queue.lines):
            return
        self.place = place
        line = self.queue.lines[place]
        self._asked += 1
        asked = self._asked

        def found(case: Conflict) -> None:
            if asked == self._asked:
                self.case = case
                self.opened.emit()

        self._background.run(lambda: self._desk.conflict(line.id, line.champ), found, self._on_error)

    def move(self, step: int) -> None:
        """Open the next field, or the one before."""
        self.open(min(max(0, self.place + step), len(self.queue.lines) - 1))

    def keep(self, revision: str, motif: str) -> None:
        """Decide for one of the values."""
        case = self.case
        if case is not None:
            self._decide(lambda: self._desk.keep_version(case, revision, motif), Done(case.id, case.champ))

    def write(self, value: object, motif: str) -> None:
        """Decide for another value."""
        case = self.case
        if case is not None:
            self._decide(lambda: self._desk.decide(case, value, motif), Done(case.id, case.champ))

    def undo(self) -> None:
        """Take the last decision back, or all those that were taken together."""
        if not self.done or self.busy:
            return
        last = self.done[-1]
        batch = last.batch

        def work() -> None:
            if batch is not None:
                self._desk.undo_together(batch.id)
            else:
                self._desk.undo(last.rec, last.champ)

        def finished(_none: None) -> None:
            self.done.pop()
            self._wanted = last.rec

        self._do(work, finished)

    def look_for_little(self) -> None:
        """Look for what hardly differs in what is shown."""
        wish = self.wish
        self._background.run(lambda: self._desk.little(wish), self.grouped.emit, self._on_error)

    def decide_together(self, lines: Sequence[LittleLine], motif: str) -> None:
        """Keep what was shown for each."""

        def finished(done: BatchDone) -> None:
            self.done.append(Done(batch=done))

        self._do(lambda: self._desk.decide_together(lines, motif), finished)

    def _decide(self, work: Callable[[], None], done: Done) -> None:
        def finished(_none: None) -> None:
            self.done.append(done)
            self._leave(done.rec, done.champ)

        self._do(work, finished)

    def _leave(self, rec: str, champ: str) -> None:
        """Take a field that was decided out of the queue, and open the next one: nobody waits for the queue."""
        lines = tuple(line for line in self.queue.lines if line.key != (rec, champ))
        self.queue = replace(self.queue, lines=lines, total=max(0, self.queue.total - 1))
        self.place = min(self.place, max(0, len(lines) - 1))
        self.case = None
        self.changed.emit()
        self.opened.emit()
        self.open(self.place)

    def _do(self, work: Callable[[], T], finished: Callable[[T], None]) -> None:
        if self.busy:
            return
        self.busy = True

        def done(result: T) -> None:
            self.busy = False
            finished(result)
            self.decided.emit()
            self.refresh()

        self._background.run(work, done, self._on_error)

    def _on_queue(self, found: tuple[Queue, Sequence[str]]) -> None:
        before, self.queue = self.queue, found[0]
        self.motifs = found[1]
        lines = self.queue.lines
        shown = self.case
        if self._wanted and any(line.id == self._wanted for line in lines):
            self.place = next(place for place, line in enumerate(lines) if line.id == self._wanted)
            self._wanted = ""
        elif before.lines and self.place < len(before.lines):
            keys = [line.key for line in before.lines]
            self.place = next_place(keys, [line.key for line in lines], keys[self.place])
        self.place = min(self.place, max(0, len(lines) - 1))
        self.changed.emit()
        if not lines:
            self.case = None
            self.opened.emit()
        elif shown is None or (shown.id, shown.champ) != lines[self.place].key:
            self.open(self.place)

    def _on_error(self, error: Exception) -> None:
        self.busy = False
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)
        if code in ("conflit_change", "conflit_inconnu"):
            self.case = None  # shown anew: what stood there is not what stands
            self.refresh()
