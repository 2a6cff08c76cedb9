"""Each measured program in its own process: words and numbers as JSON lines, in and out.

Standard library only: programs of other environments import it too.
"""

import json
import os
import subprocess
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks import loopback
from tests.benchmarks.timing import Took, cpu_of

ROOT = Path(__file__).parents[2]
MARK = "@@"
Handlers = Mapping[str, Callable[..., Mapping[str, Any] | None]]


class WorkerError(RuntimeError):
    """The measured program failed, in its own words."""


@dataclass(frozen=True)
class Measure:
    """One order carried out: seconds here and at the service, bytes over the loopback, and what it said."""

    wall: float
    cpu: float
    served: float
    bytes: int
    said: Mapping[str, Any]


class Worker:
    """A process that obeys, one order at a time."""

    def __init__(self, python: Path | str, module: str, *words: str, env: Mapping[str, str] | None = None) -> None:
        self._process = subprocess.Popen(
            [str(python), "-m", module, *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
        )

    def __call__(self, order: str, *words: object, server: int | None = None) -> Measure:
        """Carry out one order; with the process number of the service, count its processor time too."""
        served = cpu_of(server) if server else 0.0
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([order, *words]) + "\n")
        self._process.stdin.flush()
        for line in self._process.stdout:
            if line.startswith(MARK):
                said = json.loads(line[len(MARK) :])
                if "error" in said:
                    raise WorkerError(said["error"])
                spent = cpu_of(server) - served if server else 0.0
                return Measure(said.pop("wall"), said.pop("cpu"), spent, said.pop("bytes"), said)
        raise WorkerError(f"{order}: the program ended")

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(60)


def serve(handlers: Handlers) -> None:
    """In the worker: obey until the input ends."""
    for line in sys.stdin:
        order, *words = json.loads(line)
        before = loopback.sent()
        try:
            with Took() as took:
                said = dict(handlers[order](*words) or {})
            said |= {"wall": took.wall, "cpu": took.cpu, "bytes": loopback.sent() - before}
        except Exception as error:  # noqa: BLE001 - whatever it is, the other side must hear of it
            said = {"error": f"{type(error).__name__}: {error}\n{traceback.format_exc()}"}
        print(MARK + json.dumps(said), flush=True)


def run_json(python: Path | str, module: str, *words: str, env: Mapping[str, str] | None = None) -> Any:
    """Run a program to its end and read the last JSON document that it wrote."""
    done = subprocess.run(
        [str(python), "-m", module, *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
        check=False,
    )
    for line in reversed(done.stdout.splitlines()):
        if line.startswith(("{", "[")):
            return json.loads(line)
    raise WorkerError(done.stderr[-1500:] or f"{module}: {done.returncode}")
