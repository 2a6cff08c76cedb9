"""Programs of windows run apart, on a post that holds very many records."""

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.benchmarks import full, stage
from tests.benchmarks.p8_start import NO_SCREEN
from tests.benchmarks.workers import run_json


def play(module: str, count: int, turns: int) -> list[dict[str, Any]]:
    """Run a program of windows several times, in a home of its own; return the figures of each."""
    home = Path(tempfile.mkdtemp(prefix="mvl-bench-"))
    where = {"HOME": str(home), "XDG_CONFIG_HOME": str(home / "c"), "XDG_CACHE_HOME": str(home / "k")}
    words = (str(full.profile(count)), stage.PHRASE)
    try:
        return [
            run_json(sys.executable, f"tests.benchmarks.{module}", *words, env=NO_SCREEN | where) for _ in range(turns)
        ]
    finally:
        shutil.rmtree(home, ignore_errors=True)
