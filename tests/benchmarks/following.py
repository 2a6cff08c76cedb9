"""The windows of the product followed step by step, in their own process: nothing else is imported beside them."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ui import guard

if TYPE_CHECKING:
    from ui.start import Start

Figures = dict[str, float]
Waits = Iterator[Callable[[], bool]]
"""What is awaited, one thing after the other."""


def follow(profile: Path, steps: "Callable[[Start, Figures], Waits]", every_ms: int) -> None:
    """Show the locked window, go on as soon as what is awaited is there, and tell the figures."""
    guard.prepare()
    from PySide6.QtCore import QTimer

    from ui.app import prepare

    start = prepare(profile)
    start.show()
    figures: Figures = {}
    waiting = steps(start, figures)
    done = [next(waiting)]

    def look() -> None:
        try:
            while done[0]():
                done[0] = next(waiting)
        except StopIteration:
            timer.stop()
            sys.stdout.write(json.dumps(figures) + "\n")
            sys.stdout.flush()
            start.app.quit()

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(every_ms)
    start.run()
