"""Unlocked, the first page, then the list read through and searched: what that takes in time and in memory."""

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.following import Figures, Waits, follow
from tests.benchmarks.timing import forget_peak, memory_mb

if TYPE_CHECKING:
    from ui.start import Start

WORD = "suhu"


def main(profile: Path, phrase: str) -> None:
    def steps(start: "Start", figures: Figures) -> Waits:
        unlock = start.unlock
        assert unlock is not None
        # Somebody types a passphrase meanwhile: what opening needs has been imported by then.
        yield lambda: unlock.can_try and "mvl_desktop.store.profile" in sys.modules and start.background.drain(0)
        figures["locked_mb"] = memory_mb(os.getpid(), "VmRSS")
        asked, worked = time.perf_counter(), time.process_time()
        unlock.attempt(phrase)
        yield lambda: start.workplace is not None
        place = start.workplace
        assert place is not None
        figures["window_ms"] = (time.perf_counter() - asked) * 1e3
        figures["window_cpu_ms"] = (time.process_time() - worked) * 1e3
        figures["opening_mb"] = memory_mb(os.getpid(), "VmHWM")
        forget_peak()
        page = place.pages["signalement"]
        place.window.show_page(page)
        rows = page.records.rows
        yield lambda: rows.row(0) is not None
        figures["ms"] = (time.perf_counter() - asked) * 1e3
        figures["cpu_ms"] = (time.process_time() - worked) * 1e3
        figures["rows"] = rows.rowCount()
        for line in range(0, rows.rowCount(), max(rows.rowCount() // 20, 1)):
            rows.data(rows.index(line, 0))
            yield lambda line=line: rows.row(line) is not None  # type: ignore[misc]
        page.search.setText(WORD)
        yield lambda: page.records.wanted.text == WORD and 0 < rows.rowCount() < figures["rows"]
        yield lambda: rows.row(0) is not None
        page.search.clear()
        yield lambda: rows.rowCount() == figures["rows"]
        figures.update({"mb": memory_mb(os.getpid(), "VmRSS"), "peak_mb": memory_mb(os.getpid(), "VmHWM")})

    follow(profile, steps, 5)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
