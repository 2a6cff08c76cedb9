"""What a measure is made of: wall and processor time, the processor time of another process, medians.

Standard library only: programs of other environments import it too.
"""

import os
import statistics
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


class Took:
    """The time that a block took: `wall` and `cpu` seconds of this process, threads included."""

    wall = 0.0
    cpu = 0.0

    def __enter__(self) -> "Took":
        self._wall, self._cpu = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *exc: object) -> None:
        self.wall, self.cpu = time.perf_counter() - self._wall, time.process_time() - self._cpu


def median(values: Iterable[float]) -> float:
    return statistics.median(values)


def percentile(values: Iterable[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def cpu_of(pid: int) -> float:
    """Return the processor seconds that a process has used so far, its ended threads included."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    coarse = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    fine = 0
    for thread in Path(f"/proc/{pid}/task").iterdir():
        with suppress(OSError):
            fine += int((thread / "schedstat").read_text(encoding="ascii").split()[0])
    # The exact counter forgets threads that ended; the coarse one ticks every 10 ms.
    return max(fine / 1e9, coarse) if abs(fine / 1e9 - coarse) > 0.05 else fine / 1e9


def forget_peak() -> None:
    """Count anew, from here on, the most memory that this process has held; where that is refused, it counts all."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def memory_mb(pid: int, what: str = "VmHWM") -> float:
    """Return the most memory that a process has held (`VmRSS`: what it holds now)."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines():
        if line.startswith(what):
            return int(line.split()[1]) / 1024
    return 0.0
