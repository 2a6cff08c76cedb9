"""When a window is painted, told by the program that paints it: milliseconds since it was started, as one JSON line.

Qt is not imported here: the program says which binding is its own.
"""

import json
import os
import sys
import time
from typing import Any

STARTED = "MVL_BENCH_STARTED"


def now() -> float:
    """Return the machine's clock, the same for every process."""
    return time.clock_gettime(time.CLOCK_MONOTONIC)


def tell() -> None:
    """Write what it took, and end at once."""
    figures = {"ms": (now() - float(os.environ[STARTED])) * 1e3, "cpu_ms": time.process_time() * 1e3}
    sys.stdout.write(json.dumps(figures) + "\n")
    sys.stdout.flush()
    os._exit(0)


def tell_when_shown(window: Any, timer: Any) -> None:
    """Tell at the second turn of the event loop after the first `show` of this class of windows."""
    shown = window.show

    def show(self: Any) -> None:
        shown(self)
        timer.singleShot(0, lambda: timer.singleShot(0, tell))

    window.show = show
