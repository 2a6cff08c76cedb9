"""Play targets with atheris, each in a child of this process: `python tests/fuzz/play.py --runs 500 NAME…`.

The code of the product is instrumented as it is imported, once for all children. One line of JSON for each target says
what became of it: `ok`, or what broke it, with the input that did it kept in the folder of findings.
"""

import argparse
import json
import os
import random
import sys
import tempfile
import time
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

with atheris.instrument_imports(include=["mvl_desktop", "mvl_central", "ui"]):
    from tests.fuzz.targets import TARGETS

from tests.fuzz.mutator import spoil_frames, spoil_object  # noqa: E402 (this folder is found since a moment only)

MEMORY_MB = 1024
"""What a target may hold in all, the library and the code included: a good part of it is instrumentation."""

INPUT_SECONDS = 10
LENGTH = 1 << 16


def fuzz(name: str, corpus: Path, findings: Path, *, runs: int, seconds: int, seed: int) -> None:
    """Play one target until its runs or its seconds are spent; this process ends there."""
    target = TARGETS[name]
    random.seed(seed)
    for number, data in enumerate(target.seeds()):
        (corpus / f"{number:04}").write_bytes(data)
    words = [
        sys.argv[0],
        str(corpus),
        f"-seed={seed}",
        f"-runs={runs}",
        f"-max_total_time={seconds}",
        f"-max_len={LENGTH}",
        f"-timeout={INPUT_SECONDS}",
        f"-rss_limit_mb={MEMORY_MB}",
        f"-artifact_prefix={findings}/{name}-",
        "-verbosity=0" if runs > 0 else "-verbosity=1",
        "-print_final_stats=1",
    ]
    spoil = {"object": spoil_object, "frames": spoil_frames}.get(target.sort)
    if spoil is None:
        atheris.Setup(words, target.play)
    else:
        atheris.Setup(
            words,
            target.play,
            custom_mutator=lambda data, size, seed: spoil(
                data, size, seed, lambda each, most: atheris.Mutate(each, most)
            ),
        )
    atheris.Fuzz()


def play(name: str, findings: Path, *, runs: int, seconds: int, seed: int) -> dict[str, object]:
    """Play one target in a child; return what became of it, and how many inputs it read."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mvl-fuzz-") as folder, tempfile.TemporaryFile() as said:
        child = os.fork()
        if not child:
            for stream in (1, 2):
                os.dup2(said.fileno(), stream)
            fuzz(name, Path(folder), findings, runs=runs, seconds=seconds, seed=seed)
            os._exit(0)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        said.seek(0)
        words = said.read().decode("utf-8", "replace")
    stats = dict(line.removeprefix("stat::").split(":", 1) for line in words.splitlines() if line.startswith("stat::"))
    return {
        "target": name,
        "ok": code == 0,
        "inputs": int(stats.get("number_of_executed_units", 0)),
        "seconds": round(time.monotonic() - started, 1),
        "said": "" if code == 0 else words[-3000:],
    }


def main() -> int:
    """Play the targets named, or all; 1 when one broke."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="NAME")
    parser.add_argument("--runs", type=int, default=-1)
    parser.add_argument("--seconds", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--findings", type=Path, default=Path(tempfile.gettempdir()))
    options = parser.parse_args()
    options.findings.mkdir(parents=True, exist_ok=True)
    broken = False
    for name in options.targets or sorted(TARGETS):
        found = play(name, options.findings, runs=options.runs, seconds=options.seconds, seed=options.seed)
        broken = broken or not found["ok"]
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
