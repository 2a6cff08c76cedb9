"""The list of the product on a post that holds very many records: sorted, filtered, jumped through, and typed into.

Times are those of somebody who looks: from the key or the order to the paint of what it asks for.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.following import Figures, Waits, follow
from ui import guard

if TYPE_CHECKING:
    from ui.start import Start

WORDS = "traitement suhu"


def main(profile: Path, phrase: str) -> None:
    guard.prepare()
    from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
    from PySide6.QtGui import QKeyEvent

    class Eye(QObject):
        """Sees when the search line is painted after a key."""

        asked = 0.0
        took: list[float] = []  # noqa: RUF012 - one eye for the whole program

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
            if event.type() == QEvent.Type.Paint and self.asked:
                self.took.append((time.perf_counter() - self.asked) * 1e3)
                self.asked = 0.0
            return super().eventFilter(watched, event)

    eye = Eye()

    def steps(start: "Start", figures: Figures) -> Waits:
        unlock = start.unlock
        assert unlock is not None
        yield lambda: unlock.can_try
        unlock.attempt(phrase)
        yield lambda: start.workplace is not None
        assert start.workplace is not None
        page = start.workplace.pages["signalement"]
        start.workplace.window.show_page(page)
        rows = page.records.rows
        yield lambda: rows.row(0) is not None
        whole = rows.rowCount()

        def asked(name: str, do: Callable[[], object], line: int = 0) -> Waits:
            serial, began = rows.serial, time.perf_counter()
            do()
            yield lambda: bool(line or rows.serial != serial) and rows.settled and rows.row(line) is not None
            figures[name] = max(figures.get(name, 0.0), (time.perf_counter() - began) * 1e3)

        for column in ("recu_le", "objet", "departement", "etat_envoi"):
            for falling in (False, True):
                yield from asked("sort", lambda c=column, f=falling: page.records.order(c, descending=f))  # type: ignore[misc]
        yield from asked("filter", lambda: page.records.filter("niveau", (("niveau", "a_risque"),)))
        yield from asked("filter", lambda: page.records.filter("niveau", ()))
        yield from asked("jump", page.table.scrollToBottom, whole - 1)
        page.search.setFocus()
        page.search.installEventFilter(eye)
        for letter in WORDS:
            eye.asked = time.perf_counter()
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                key = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                QCoreApplication.postEvent(page.search, key)
            yield lambda: not eye.asked
            later = time.perf_counter() + 0.13
            yield lambda later=later: time.perf_counter() > later  # type: ignore[misc]
        yield lambda: rows.settled
        figures["key"], figures["keys"] = max(eye.took), len(eye.took)

    follow(profile, steps, 1)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
