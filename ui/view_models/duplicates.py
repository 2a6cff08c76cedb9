"""The signalements that probably tell the same: looked for in the background, compared, treated. It holds no widget."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from ui.background import Background, Progress, Task, Watch
from ui.desk import Duplicates
from ui.duplicates_values import ComparedField, MergeDone, MergePlan, Pair, PairsPage

T = TypeVar("T")
THRESHOLD_MIN, THRESHOLD_MAX = 30, 99
"""Between which percentages the threshold moves: under, everything resembles everything."""


class DuplicatesDesk(QObject):
    """One search of duplicates: among everything, or those of one signalement (`only`)."""

    changed = Signal()
    """The pairs, or what is under way, changed."""
    compared = Signal(object)
    planned = Signal(object)
    merges_changed = Signal()
    treated = Signal(str)
    """Something was written: what, as a code (`tied`, `distinct`, `merged`, `undone`)."""
    refused = Signal(str)

    def __init__(self, desk: Duplicates, background: Background, threshold: int, only: str = "") -> None:
        super().__init__()
        self._desk, self._background = desk, background
        self.threshold, self.only = threshold, only
        self.pairs: list[Pair] = []
        self.merges: Sequence[MergeDone] = ()
        self.kept: Sequence[str] = ()
        self.chosen: Pair | None = None
        self.progress: Progress | None = None
        self.total = self.done = 0
        self.busy = False
        self._turn = 0
        self._task: Task | None = None

    def search(self) -> None:
        """Look for pairs from the beginning; what was under way is given up."""
        self.stop()
        self._turn += 1
        self.pairs, self.done, self.busy = [], 0, True
        self.changed.emit()
        turn = self._turn

        def ready(total: int) -> None:
            if turn != self._turn:
                return
            self.total, self.progress = total, None
            if self.only:
                rec, threshold = self.only, self.threshold / 100
                self._run(turn, lambda: self._desk.duplicates_of(rec, threshold), self._on_pairs)
            else:
                self._ask(turn, None)

        def work(watch: Watch) -> int:
            return self._desk.prepare_duplicates(watch)

        self._task = self._background.run_long(work, ready, self._on_error, self._on_progress)

    def stop(self) -> None:
        """Look no further; what was found stays."""
        self._turn += 1
        if self._task is not None:
            self._task.cancel()
            self._task = None
        if self.busy:
            self.busy, self.progress = False, None
            self.changed.emit()

    def set_threshold(self, percent: int) -> None:
        """Show from another probability on."""
        wanted = min(max(percent, THRESHOLD_MIN), THRESHOLD_MAX)
        if wanted != self.threshold:
            self.threshold = wanted
            self.search()

    def choose(self, pair: Pair | None) -> None:
        """Compare a pair, field by field."""
        self.chosen = pair
        if pair is None:
            self.compared.emit(())
            return

        def done(fields: Sequence[ComparedField]) -> None:
            if self.chosen is pair:
                self.compared.emit(fields)

        self._background.run(lambda: self._desk.compare_records(*pair.key), done, self._on_error)

    def plan(self, survivor: str, absorbed: str) -> None:
        """Ask what one would take from the other."""

        def done(plan: MergePlan) -> None:
            self.planned.emit(plan)

        self._background.run(lambda: self._desk.plan_merge(survivor, absorbed), done, self._on_error)

    def merge(self, survivor: str, absorbed: str, choices: Mapping[str, str], motif: str) -> None:
        """Make one of two."""
        self._treat("merged", lambda: self._desk.merge_records(survivor, absorbed, choices, motif), absorbed)

    def tie(self, nature: str, motif: str) -> None:
        """Tie the later of the chosen pair to the earlier."""
        pair = self.chosen
        if pair is not None:
            self._treat("tied", lambda: self._desk.tie_records(pair.b.id, pair.a.id, nature, motif))

    def distinguish(self) -> None:
        """Say that the chosen pair is not one situation."""
        pair = self.chosen
        if pair is not None:
            self._treat("distinct", lambda: self._desk.distinguish_records(pair.a.id, pair.b.id, ""))

    def ask_merges(self) -> None:
        """Ask for the merges in force."""

        def done(merges: Sequence[MergeDone]) -> None:
            self.merges = merges
            self.merges_changed.emit()

        self._background.run(self._desk.list_merges, done, self._on_error)

    def undo(self, absorbed: str) -> None:
        """Undo a merge."""

        def done(kept: Sequence[str]) -> None:
            self.kept = kept
            self.treated.emit("undone")
            self.ask_merges()
            self.search()

        self._background.run(lambda: self._desk.undo_merge(absorbed), done, self._on_error)

    def _treat(self, what: str, work: Callable[[], None], gone: str = "") -> None:
        pair = self.chosen

        def done(_nothing: None) -> None:
            self.pairs = [each for each in self.pairs if each is not pair and (not gone or gone not in each.key)]
            self.chosen = None
            self.treated.emit(what)
            self.changed.emit()

        self._background.run(work, done, self._on_error)

    def _ask(self, turn: int, start: int | None) -> None:
        threshold = self.threshold / 100

        def done(page: PairsPage) -> None:
            self.done += page.compares
            self._add(page.paires)
            self.busy = page.suite is not None
            self.changed.emit()
            if page.suite is not None:
                self._ask(turn, page.suite)

        self._run(turn, lambda: self._desk.duplicates_page(threshold, start), done)

    def _on_pairs(self, pairs: Sequence[Pair]) -> None:
        self._add(pairs)
        self.busy, self.done = False, self.total
        self.changed.emit()

    def _add(self, pairs: Sequence[Pair]) -> None:
        self.pairs = sorted([*self.pairs, *pairs], key=lambda each: -each.score)

    def _run(self, turn: int, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._background.run(work, lambda found: done(found) if turn == self._turn else None, self._on_error)

    def _on_progress(self, progress: Progress) -> None:
        self.progress = progress
        self.changed.emit()

    def _on_error(self, error: Exception) -> None:
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        if self.busy:
            self.busy, self.progress = False, None
            self.changed.emit()
        self.refused.emit(code)
