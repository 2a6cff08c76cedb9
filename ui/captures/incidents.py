"""What goes wrong before or around a post: an incident, a demonstration that cannot be made, locked capitals."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, qInstallMessageHandler
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.app import DemoPosts
from ui.captures.studio import Studio
from ui.crash import install
from ui.start import Start
from ui.timing import QtAlarm
from ui.views.demonstration import WindowMarks


def incident(studio: Studio, start: Start) -> None:
    """Let something fail that nobody expected: the person reads a number."""

    def fail() -> None:
        raise RuntimeError

    with _heard(start):
        studio.dialog(lambda: QTimer.singleShot(0, fail), "08b-incident")


def no_demonstration(studio: Studio) -> None:
    """Ask for a demonstration where a folder of the same name holds something else: to make, then to make again."""
    if not studio.wants("09"):
        return
    folder = studio.folder / "autre-demonstration"
    folder.mkdir(exist_ok=True)
    (folder / "a moi.txt").write_text("Ce dossier n’est pas celui de la démonstration.\n", encoding="utf-8")
    studio.dialog(lambda: _start(studio, folder), "09b-demonstration-impossible")
    studio.dialog(lambda: _start(studio, folder, again=True), "09c-demonstration-a-refaire")


def capitals(studio: Studio, window: QWidget, line: QLineEdit, name: str) -> None:
    """Type a capital without the shift key: the capitals are locked; then unlock them."""

    def press(key: Qt.Key, text: str) -> None:
        line.clear()
        studio.app.sendEvent(line, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text))

    studio.shoot(window, name, lambda: press(Qt.Key.Key_A, "A"))
    press(Qt.Key.Key_CapsLock, "")


def _start(studio: Studio, folder: Path, *, again: bool = False) -> None:
    """Begin on a demonstration, until it gives up."""
    left: list[bool] = []
    look = studio.folder / "apparence.json"
    start = Start(studio.app, studio.theme, look, DemoPosts(folder), QtAlarm, lambda: None, left.append)
    if again:
        start._demonstrate_again()
    else:
        start.show()
    studio.until(lambda: bool(left))
    start.window.close()
    start.window.deleteLater()
    for marks in studio.app.findChildren(WindowMarks):
        studio.app.removeEventFilter(marks)
        marks.deleteLater()


@contextmanager
def _heard(start: Start) -> Iterator[None]:
    """Hear what nobody caught as the application does, then no more."""
    kept = sys.excepthook, threading.excepthook, sys.unraisablehook
    install(start.tell_incident)
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook, sys.unraisablehook = kept
        qInstallMessageHandler(None)
