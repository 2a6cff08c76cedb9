"""The one door to the threads. Work runs beside the window; its answers always arrive on the main thread."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Protocol, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long work is. `total` 0: nobody knows."""

    done: int
    total: int
    step: str = ""


class Watch(Protocol):
    """What a long work tells and asks while it runs."""

    def progress(self, done: int, total: int, step: str = "") -> None:
        """Say how far it is."""

    def cancelled(self) -> bool:
        """Whether the person asked to stop."""


class Task(Protocol):
    """A long work under way."""

    def cancel(self) -> None:
        """Ask it to stop at its next safe point."""


class Background(Protocol):
    """Work beside the window."""

    def run(self, work: Callable[[], T], on_done: Callable[[T], None], on_error: Callable[[Exception], None]) -> None:
        """Do short work, in the order asked."""

    def run_long(
        self,
        work: Callable[[Watch], T],
        on_done: Callable[[T], None],
        on_error: Callable[[Exception], None],
        on_progress: Callable[[Progress], None],
    ) -> Task:
        """Do long work beside the short one."""

    def drain(self, seconds: float) -> bool:
        """Wait for the short work already asked; False when it did not end in time."""

    def deliver(self) -> None:
        """Give the answers that wait for the event loop, now."""

    def stop(self) -> None:
        """Start nothing more; short work under way is finished, long work is asked to stop."""


class _Long:
    """The watch of one long work, and the hand that stops it."""

    def __init__(self, tell: Callable[[Progress], None]) -> None:
        self._tell = tell
        self._stop = threading.Event()

    def progress(self, done: int, total: int, step: str = "") -> None:
        self._tell(Progress(done, total, step))

    def cancelled(self) -> bool:
        return self._stop.is_set()

    def cancel(self) -> None:
        self._stop.set()


class ThreadBackground(QObject):
    """Two lanes of one thread each: short work keeps its order and never waits behind an exchange."""

    _answer = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._short = ThreadPoolExecutor(1, thread_name_prefix="mvl-court")
        self._long = ThreadPoolExecutor(1, thread_name_prefix="mvl-long")
        self._asked: set[Future[None]] = set()
        self._tasks: set[_Long] = set()
        self._stopped = False
        self._answer.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(self, work: Callable[[], T], on_done: Callable[[T], None], on_error: Callable[[Exception], None]) -> None:
        """Do short work, in the order asked; nothing once all is put away: an answer may still have asked for more."""
        if self._stopped:
            return
        future = self._short.submit(self._do, work, on_done, on_error)
        self._asked.add(future)
        future.add_done_callback(self._asked.discard)

    def run_long(
        self,
        work: Callable[[Watch], T],
        on_done: Callable[[T], None],
        on_error: Callable[[Exception], None],
        on_progress: Callable[[Progress], None],
    ) -> Task:
        """Do long work beside the short one."""
        task = _Long(lambda progress: self._answer.emit(lambda: on_progress(progress)))
        if self._stopped:
            return task
        self._tasks.add(task)

        def do() -> None:
            try:
                self._do(lambda: work(task), on_done, on_error)
            finally:
                self._tasks.discard(task)

        self._long.submit(do)
        return task

    def drain(self, seconds: float) -> bool:
        """Wait for the short work already asked; False when it did not end in time."""
        return not wait(list(self._asked), timeout=seconds).not_done

    def deliver(self) -> None:
        """Give the answers that wait for the event loop, now."""
        QCoreApplication.sendPostedEvents(self)

    def stop(self) -> None:
        """End both lanes: nothing new starts, long work is asked to stop, short work under way is finished."""
        self._stopped = True
        for task in list(self._tasks):
            task.cancel()
        self._short.shutdown(wait=True)
        self._long.shutdown(wait=True, cancel_futures=True)

    def _do(self, work: Callable[[], T], on_done: Callable[[T], None], on_error: Callable[[Exception], None]) -> None:
        try:
            result = work()
        except Exception as error:  # noqa: BLE001 - handed over whole to whoever asked
            failure = error
            self._answer.emit(lambda: on_error(failure))
        else:
            self._answer.emit(lambda: on_done(result))

    @Slot(object)
    def _deliver(self, answer: Callable[[], None]) -> None:
        if not self._stopped:
            answer()
