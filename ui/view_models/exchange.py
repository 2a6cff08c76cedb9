"""What leaves this post and what comes to it: synchronise, lots, what has not left. It holds no widget."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from ui.background import Background, Progress, Task, Watch
from ui.desk import Exchanges
from ui.text import count
from ui.timing import AlarmMaker
from ui.values import Exchanged, LotReport, LotWritten, Situation, Unsent

T = TypeVar("T")
FIRST_RETRY_SECONDS = 60.0


class ExchangeDesk(QObject):
    """The exchanges of a post, one at a time."""

    changed = Signal()
    situation_changed = Signal()
    exchanged = Signal()
    """Records may have changed."""
    done = Signal(str)
    refused = Signal(str)
    examined = Signal(object)

    def __init__(
        self, desk: Exchanges, background: Background, make_alarm: AlarmMaker, *, every_minutes: float = 15
    ) -> None:
        super().__init__()
        self._every = every_minutes * 60
        self._retry = FIRST_RETRY_SECONDS
        self._quiet = False
        self._alarm = make_alarm(self.synchronise_quietly)
        self._desk, self._background = desk, background
        self.situation: Situation | None = None
        self.unsent: Sequence[Unsent] = ()
        self.progress: Progress | None = None
        self._task: Task | None = None
        self.cancelling = False

    @property
    def busy(self) -> bool:
        """Whether an exchange is under way."""
        return self._task is not None

    def refresh(self) -> None:
        """Ask where things stand."""
        self._background.run(self._desk.situation, self._on_situation, self._on_error)
        self._background.run(self._desk.unsent, self._on_unsent, self._on_error)

    def synchronise(self) -> None:
        """Exchange with the service, unless an exchange is under way."""
        self._start(self._desk.synchronise, self._on_synchronised)

    def synchronise_quietly(self) -> None:
        """Exchange by itself: what fails is tried again later, sooner after the first failures, and no window opens."""
        if self.busy:
            self._alarm.start(FIRST_RETRY_SECONDS)
        elif self.situation is not None and self.situation.service is not None:
            self._quiet = True
            self._start(self._desk.synchronise, self._on_synchronised)

    def stop(self) -> None:
        """Exchange by itself no more."""
        self._alarm.stop()

    def acknowledge(self) -> None:
        """Put away the notices that are shown."""
        if self.situation is not None:
            shown = [notice.id for notice in self.situation.alarmes]
            self._background.run(lambda: self._desk.acknowledge(shown), lambda _none: self.refresh(), self._on_error)

    def export(self, path: Path, recipient: str | None) -> None:
        """Write a lot."""
        self._start(lambda watch: self._desk.export_lot(path, recipient, watch), self._on_written)

    def examine(self, path: Path) -> None:
        """Say what a lot would do."""
        self._start(lambda watch: self._desk.examine_lot(path, watch), self.examined.emit)

    def merge(self, path: Path, receipt: Path | None) -> None:
        """Merge a lot."""
        self._start(lambda watch: self._desk.merge_lot(path, receipt, watch), self._on_merged)

    def cancel(self) -> None:
        """Ask the exchange under way to stop: what is done stays done, the rest waits for the next one."""
        if self._task is not None:
            self.cancelling = True
            self._task.cancel()
            self.changed.emit()

    def _start(self, work: Callable[[Watch], T], on_done: Callable[[T], None]) -> None:
        if self.busy:
            return
        self.progress, self.cancelling = Progress(0, 0), False

        def done(result: T) -> None:
            self._end()
            on_done(result)

        self._task = _Waiting()
        task = self._background.run_long(work, done, self._on_long_error, self._on_progress)
        if isinstance(self._task, _Waiting):
            self._task = task
        self.changed.emit()

    def _end(self) -> None:
        self._task, self.progress = None, None
        self.changed.emit()
        self.refresh()

    def _on_progress(self, progress: Progress) -> None:
        self.progress = progress
        self.changed.emit()

    def _on_situation(self, situation: Situation) -> None:
        first = self.situation is None or self.situation.service != situation.service
        self.situation = situation
        if first and situation.service is not None:
            self._alarm.start(self._retry)
        self.situation_changed.emit()

    def _on_unsent(self, unsent: Sequence[Unsent]) -> None:
        self.unsent = unsent
        self.situation_changed.emit()

    def _on_synchronised(self, result: Exchanged) -> None:
        quiet, self._quiet = self._quiet, False
        self._retry = FIRST_RETRY_SECONDS
        self._alarm.start(self._every)
        self.exchanged.emit()
        if result.arret:
            self.refused.emit(result.arret)
        elif not quiet:
            self.done.emit(said(result))

    def _on_written(self, lot: LotWritten) -> None:
        what = count(lot.revisions, "modification")
        self.done.emit(f"Lot n° {lot.numero} écrit : {what}. Il reste « remis, sans accusé » jusqu’au récépissé.")

    def _on_merged(self, report: LotReport) -> None:
        self.exchanged.emit()
        self.done.emit(f"Lot fusionné : {summary(report)}.")

    def _on_long_error(self, error: Exception) -> None:
        quiet, self._quiet = self._quiet, False
        self._end()
        if quiet and isinstance(getattr(error, "code", None), str):
            self._alarm.start(self._retry)
            self._retry = min(self._retry * 2, self._every)
            return
        self._on_error(error)

    def _on_error(self, error: Exception) -> None:
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)


class _Waiting:
    """Stands for a task between its start and the handle that stops it."""

    def cancel(self) -> None:
        """Nothing to stop yet."""


def said(result: Exchanged) -> str:
    """Say what a synchronisation did, in one sentence."""
    parts = []
    if result.envoyes:
        parts.append(count(result.envoyes, "modification envoyée", "modifications envoyées"))
    if result.recus:
        parts.append(
            count(
                result.recus, "reçue" if parts else "modification reçue", "reçues" if parts else "modifications reçues"
            )
        )
    if result.conflits:
        parts.append(count(result.conflits, "conflit à décider", "conflits à décider"))
    if result.refuses:
        parts.append(count(result.refuses, "refusée", "refusées"))
    if result.en_attente:
        parts.append(f"{result.en_attente} en attente")
    return "Synchronisation terminée : " + (", ".join(parts) if parts else "tout était à jour") + "."


def summary(report: LotReport) -> str:
    """Say what a lot holds, in one sentence."""
    parts = [
        count(report.nouveaux, "nouveauté"),
        f"{report.connus} déjà connus",
        f"{report.fusionnes} fusionnés",
        f"{report.a_arbitrer} à décider",
    ]
    if report.en_attente:
        parts.append(f"{report.en_attente} en attente")
    if report.refuses:
        parts.append(count(report.refuses, "refusé"))
    return ", ".join(parts)
