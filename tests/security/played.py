"""Play the real program on a real post, as its own process: `python played.py PROFILE PHRASE_FILE SCENE`.

What is typed comes by the standard input, so that neither the command line nor the environment, which outlive a lock,
ever holds it. Lines on the standard output say where the scene is.
"""

import ctypes
import gc
import logging
import os
import sys
import threading
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ui import guard

if TYPE_CHECKING:
    from ui.main import Workplace
    from ui.start import Start

PATIENCE = 60.0


def main() -> int:
    profile, phrase, scene = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    guard.prepare()
    from ui.app import prepare

    start = prepare(profile)
    start.show()
    canary = sys.stdin.readline().strip()
    unlock(start, phrase.read_text(encoding="utf-8").strip())
    place = start.workplace
    assert place is not None
    work(start, place, canary)
    SCENES[scene](start, place, canary)
    return 0


def until(start: "Start", done: Callable[[], object], what: str) -> None:
    """Wait for something, as the event loop would."""
    end = time.monotonic() + PATIENCE
    while not done():
        start.app.processEvents()
        time.sleep(0.005)
        if time.monotonic() > end:
            raise TimeoutError(what)


def vars_of(place: "Workplace") -> object:
    record = place.forms["signalement"].record
    return record.titre if record is not None else None


def settle(start: "Start") -> None:
    for _ in range(40):
        start.app.processEvents()
        time.sleep(0.005)


def say(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


def unlock(start: "Start", phrase: str) -> None:
    """Type the passphrase in the locked window."""
    from PySide6.QtTest import QTest

    from ui.views.unlock import UnlockView

    view = start.view
    assert isinstance(view, UnlockView)
    until(start, lambda: view.passphrase.isEnabled() and view.unlock.can_try, "the locked window")
    QTest.keyClicks(view.passphrase, phrase)
    view.passphrase.returnPressed.emit()
    until(start, lambda: start.workplace is not None, "the main window")


def work(start: "Start", place: "Workplace", canary: str) -> None:
    """Look for a record, read it, and begin another one that is not saved."""
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication

    from tests.ui.hands import CTRL, press, write

    page = place.pages["signalement"]
    place.window.show_page(page)
    until(start, lambda: page.records.rows.rowCount() and page.records.rows.row(0), "the list")
    row = page.records.rows.row(0)
    assert row is not None
    page.open(row.id)
    until(start, lambda: canary in str(vars_of(place)), "the record")
    place.palette.type(canary)
    press(place.window, Qt.Key.Key_N, CTRL)
    settle(start)
    write(page.form_view.fields("objet").editors["objet"].buddy(), f"{canary} brouillon")
    QApplication.clipboard().setText(f"{canary} copié")
    settle(start)


def lock(start: "Start", place: "Workplace", canary: str) -> None:
    """Say that everything is open, then press the keys of the lock: this process becomes a locked one."""
    from PySide6.QtCore import Qt

    from tests.ui.hands import CTRL, press

    say("ouvert")
    assert sys.stdin.readline().strip() == "verrouiller"
    press(place.window, Qt.Key.Key_L, CTRL)
    say("encore là")


def copy(start: "Start", place: "Workplace", canary: str) -> None:
    """Copy and cut in a field as keys do, each gone after a moment; then lock with something copied."""
    import select

    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication, QLineEdit

    from tests.ui.hands import CTRL, press, write
    from ui import clipboard

    setattr(clipboard, "SECONDS", 0.5)  # noqa: B010 - half a minute is long for a test
    line = QLineEdit(place.window)
    line.show()
    held = QApplication.clipboard()
    held.clear()
    place.idle.stop()

    def selected(key: "Qt.Key") -> None:
        line.clear()
        write(line, f"{canary} objet")
        line.selectAll()
        press(line, key, CTRL)

    def order() -> str:
        until(start, lambda: select.select([sys.stdin], [], [], 0)[0], "an order")
        return sys.stdin.readline().strip()

    say("prêt")
    while (asked := order()) != "verrouiller":
        if asked == "attendre":
            until(start, lambda: not held.text(), "an empty clipboard")
            say("vidé")
        else:
            setattr(clipboard, "SECONDS", 3600 if asked == "garder" else 0.5)  # noqa: B010
            selected(Qt.Key.Key_X if asked == "couper" else Qt.Key.Key_C)
            say(asked)
    # The lock itself, up to where it would replace this process: what ends with a program is nobody's clipboard.
    setattr(place.session, "lock", lambda: None)  # noqa: B010
    place.lock()
    say("verrouillé")
    assert order() == "finir"
    settle(start)
    place.window.close()
    settle(start)
    start.background.stop()


def crash(start: "Start", place: "Workplace", canary: str) -> None:
    """Say what the system would keep of this process, then touch memory that is nobody's."""
    import resource

    say(f"{ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)} {resource.getrlimit(resource.RLIMIT_CORE)}")
    ctypes.string_at(0)


def troubles(start: "Start", place: "Workplace", canary: str) -> None:
    """Make something fail in every layer, with the canary in what fails, at the highest verbosity."""
    from PySide6.QtCore import QTimer, qCritical, qWarning
    from PySide6.QtWidgets import QApplication, QMessageBox

    for name in ("", "sqlalchemy", "sqlalchemy.engine", "sqlalchemy.pool", "httpx2", "PIL", "concurrent.futures"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    warnings.simplefilter("always")
    boxes: list[str] = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            boxes.append(box.text() + box.detailedText() + box.windowTitle())
            box.accept()

    timer = QTimer(start.app)
    timer.timeout.connect(answer)
    timer.start(10)

    def fail(*_told: object) -> None:
        raise ValueError(canary)

    class Failing:
        def __del__(self) -> None:
            raise ValueError(canary)

    engine = place.desk._ports.store._engine  # type: ignore[attr-defined]

    def broken_statement() -> None:
        from sqlalchemy import text

        with engine.connect() as connection:
            connection.execute(text("SELECT nowhere FROM record WHERE x = :told OR y = 'Zyx'"), {"told": canary})

    troubles: list[Callable[[], object]] = [
        lambda: QTimer.singleShot(0, start.app, fail),
        lambda: threading.Thread(target=fail).start(),
        lambda: start.background.run(fail, fail, _raise),
        lambda: start.background.run(broken_statement, fail, _raise),
        lambda: start.background.run(lambda: canary, fail, _raise),
        lambda: QTimer.singleShot(0, start.app, lambda: place.desk.save(canary)),  # type: ignore[arg-type]
        lambda: QTimer.singleShot(0, start.app, lambda: place.desk.history(canary)),
        lambda: (Failing(), gc.collect()),
        lambda: qWarning(canary),
        lambda: qCritical(canary),
        lambda: warnings.warn(canary, stacklevel=1),
        lambda: logging.getLogger("sqlalchemy.engine").debug("%s", canary),
        lambda: logging.getLogger("autre").critical(canary, exc_info=ValueError(canary)),
        lambda: logging.getLogger("").error("%d", canary),
        lambda: sys.excepthook(ValueError, ValueError(canary), None),
    ]
    for trouble in troubles:
        trouble()
        settle(start)
    page = place.pages["signalement"]
    page.records.search(canary)
    settle(start)
    timer.stop()
    assert boxes, "the person was told"
    assert not any(canary in box for box in boxes)
    say(f"{len(boxes)} incidents")
    place.window.close()
    settle(start)
    start.background.stop()


def _raise(error: Exception) -> None:
    raise error


SCENES = {"verrou": lock, "copie": copy, "panne": crash, "ennuis": troubles}

if __name__ == "__main__":
    try:
        code = main()
    except BaseException as error:  # noqa: BLE001 - a window would wait for an answer
        sys.stderr.write(f"played: {error!r}\n")
        os._exit(99)
    raise SystemExit(code)
