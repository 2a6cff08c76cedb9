"""Measure: print each line of the performance table, with the peer's figure and the ratio (`--with-peers`)."""

import subprocess
import sys

from environment import DEV_LOCK, PYTHON, ROOT, main_guard, prepare


def main() -> int:
    """Make the environment and hand over to the runner of the benchmarks, with the same words."""
    prepare(DEV_LOCK)
    return subprocess.run([PYTHON, "-m", "tests.benchmarks.table", *sys.argv[1:]], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main_guard(main))
