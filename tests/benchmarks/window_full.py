"""The windows of the product on a post that holds very many records: unlocked, the list read through and searched."""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.benchmarks.timing import forget_peak, memory_mb
from ui import guard

WORD = "suhu"


def main(profile: Path, phrase: str) -> None:
    guard.prepare()
    from PySide6.QtCore import QTimer

    from ui.app import prepare

    start = prepare(profile)
    start.show()
    figures: dict[str, float] = {}

    def steps() -> Iterator[Callable[[], bool]]:
        unlock = start.unlock
        assert unlock is not None
        # Somebody types a passphrase meanwhile: what opening needs has been imported by then.
        yield lambda: unlock.can_try and "mvl_desktop.store.profile" in sys.modules and start.background.drain(0)
        figures["locked_mb"] = memory_mb(os.getpid(), "VmRSS")
        asked, worked = time.perf_counter(), time.process_time()
        unlock.attempt(phrase)
        yield lambda: start.workplace is not None
        assert start.workplace is not None
        figures["window_ms"] = (time.perf_counter() - asked) * 1e3
        figures["opening_mb"] = memory_mb(os.getpid(), "VmHWM")
        forget_peak()
        page = start.workplace.pages["signalement"]
        start.workplace.window.show_page(page)
        rows = page.records.rows
        yield lambda: rows.row(0) is not None
        figures["ms"] = (time.perf_counter() - asked) * 1e3
        figures["cpu_ms"] = (time.process_time() - worked) * 1e3
        figures["rows"] = rows.rowCount()
        for place in range(0, rows.rowCount(), max(rows.rowCount() // 20, 1)):
            rows.data(rows.index(place, 0))
            yield lambda place=place: rows.row(place) is not None  # type: ignore[misc]
        page.search.setText(WORD)
        yield lambda: page.records.wanted.text == WORD and 0 < rows.rowCount() < figures["rows"]
        yield lambda: rows.row(0) is not None
        page.search.clear()
        yield lambda: rows.rowCount() == figures["rows"]

    waiting = steps()
    done = [next(waiting)]

    def look() -> None:
        try:
            while done[0]():
                done[0] = next(waiting)
        except StopIteration:
            timer.stop()
            figures.update({"mb": memory_mb(os.getpid(), "VmRSS"), "peak_mb": memory_mb(os.getpid(), "VmHWM")})
            sys.stdout.write(json.dumps(figures) + "\n")
            sys.stdout.flush()
            start.app.quit()

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(5)
    start.run()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
