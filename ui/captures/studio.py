"""The application that is photographed, and the camera: each scene in each look, a main window at each size."""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget

from ui.app import application
from ui.preferences import Look
from ui.theme import Theme

_PATIENCE = 120.0
_LOOK_EVERY = 20
"""Milliseconds between two looks for a dialog that was asked for."""
_FIRST = ("clair", 100)


@dataclass(frozen=True)
class Wishes:
    """Which pictures are wanted."""

    looks: tuple[tuple[str, int], ...] = (_FIRST,)
    """Appearance and text size in percent."""
    sizes: tuple[tuple[int, int], ...] = ((1366, 768),)
    only: re.Pattern[str] | None = None


class Studio:
    """The application, and the camera."""

    def __init__(self, folder: Path, target: Path, wishes: Wishes) -> None:
        self.app: QApplication = application()
        self.folder, self._target, self.wishes = folder, target, wishes
        self.theme = Theme(self.app, Look(*_FIRST), folder / "dessins")

    def wants(self, name: str) -> bool:
        """Whether a picture is wanted."""
        return self.wishes.only is None or bool(self.wishes.only.search(name))

    def shoot(self, window: QWidget, name: str, before: Callable[[], object] = lambda: None) -> None:
        """Take a window in every look, at every size when it is a main one; `before` puts things in place each time."""
        if not self.wants(name):
            return
        sized = isinstance(window, QMainWindow) and window.minimumWidth() >= min(wide for wide, _t in self.wishes.sizes)
        for look in self._looks():
            for size in self.wishes.sizes if sized else self.wishes.sizes[:1]:
                if sized:
                    window.resize(*size)
                self.settle()
                before()
                self.settle()
                self._keep(window, f"{name}{self._suffix(look, size if sized else None)}")
        if sized:
            window.resize(*self.wishes.sizes[0])

    def dialog(
        self,
        ask: Callable[[], object],
        name: str,
        before: Callable[[Any], object] | None = None,
        *,
        by: Sequence[Callable[[Any], object]] = (),
    ) -> None:
        """Take the dialog that `ask` opens and waits for, opened anew in every look, then leave it.

        `by`: what is done in each dialog on the way to the one that is taken, the outer one first.
        """
        if not self.wants(name):
            return
        for look in self._looks():
            way = _Way(list(by))
            timer = QTimer(self.app)
            timer.timeout.connect(lambda look=look, way=way: self._take(name, look, way, before))
            timer.start(_LOOK_EVERY)
            ask()
            self.until(lambda way=way: way.taken)  # type: ignore[misc]
            timer.stop()
            timer.deleteLater()
            if way.failure is not None:
                raise way.failure

    def settle(self) -> None:
        """Let what waits be done."""
        for _ in range(12):
            self.app.processEvents()
            time.sleep(0.008)

    def until(self, done: Callable[[], bool]) -> None:
        """Wait until a window comes to a state."""
        end = time.monotonic() + _PATIENCE
        while not done():
            self.app.processEvents()
            time.sleep(0.01)
            if time.monotonic() > end:
                raise TimeoutError("a window did not come to the expected state")

    def keep(self, window: QWidget, path: Path) -> None:
        """Write what a window shows."""
        window.grab().save(str(path))

    def _keep(self, window: QWidget, name: str) -> None:
        self.keep(window, self._target / f"{name}.png")

    def _looks(self) -> Iterator[tuple[str, int]]:
        for look in self.wishes.looks:
            if self.theme.look != Look(*look):
                self.theme.apply(Look(*look))
            yield look
        if self.theme.look != Look(*self.wishes.looks[0]):
            self.theme.apply(Look(*self.wishes.looks[0]))

    def _suffix(self, look: tuple[str, int], size: tuple[int, int] | None) -> str:
        several = size is not None and len(self.wishes.sizes) > 1
        said = [f"{size[0]}x{size[1]}"] if several and size is not None else []
        if look != _FIRST:
            said += [look[0], *([str(look[1])] if look[1] != _FIRST[1] else [])]
        return "".join(f"-{each}" for each in said)

    def _take(self, name: str, look: tuple[str, int], way: "_Way", before: Callable[[Any], object] | None) -> None:
        """Take the dialog that has come, once; it may come long after it was asked for.

        Whoever asked waits in the dialog: what fails here leaves it first, and is told once it is left.
        """
        shown = self.app.activeModalWidget()
        if way.taken or not isinstance(shown, QDialog):
            return
        if shown in way.passed:
            if time.monotonic() > way.end:
                way.fail(TimeoutError(f"{name}: nothing came after {way.passed[-1].windowTitle()}"))
            return
        if way.steps:
            way.passed.append(shown)
            way.end = time.monotonic() + _PATIENCE
            # Beside this call: a timer is not heard again before it has returned, and the step waits for what it opens.
            QTimer.singleShot(0, shown, partial(way.go_on, way.steps.pop(0), shown))
            return
        way.taken = True
        way.passed.append(shown)
        try:
            self.settle()
            if before is not None:
                before(shown)
                self.settle()
            self._keep(shown, f"{name}{self._suffix(look, None)}")
        except Exception as error:  # noqa: BLE001 - told again by who asked
            way.fail(error)
        else:
            way.leave()


@dataclass
class _Way:
    """The dialogs on the way to the one that is taken: what is still to do in them, and those already met."""

    steps: list[Callable[[Any], object]]
    passed: list[QDialog] = field(default_factory=list)
    taken: bool = False
    end: float = 0.0
    failure: Exception | None = None

    def go_on(self, step: Callable[[Any], object], dialog: QDialog) -> None:
        """Do in a dialog what leads to the next one."""
        try:
            step(dialog)
        except Exception as error:  # noqa: BLE001 - told again by who asked
            self.fail(error)

    def fail(self, error: Exception) -> None:
        """Keep what went wrong for who asked, and let it be told."""
        self.taken, self.failure = True, error
        self.leave()

    def leave(self) -> None:
        """Leave every dialog, the inner one first."""
        for each in reversed(self.passed):
            if each.isVisible():
                each.reject()
