"""Look for inputs that break a reader, for as long as one likes: `python tests/fuzz/run.py [CIBLE…] --secondes N`.

Without a target, all are played in turn, each for these seconds. What breaks one is kept in `out/fuzz/`.
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FINDINGS = ROOT / "out" / "fuzz"


def main() -> int:
    """Play, say the figures of each target, and what broke."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cibles", nargs="*", metavar="CIBLE")
    parser.add_argument("--secondes", type=int, default=60, help="pour chaque cible")
    parser.add_argument("--graine", type=int, default=int(time.time()), help="du hasard")
    options = parser.parse_args()
    words = ["--seconds", options.secondes, "--seed", options.graine, "--findings", FINDINGS, *options.cibles]
    command = [sys.executable, str(Path(__file__).with_name("play.py")), *map(str, words)]
    inputs = broken = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as program:
        for line in program.stdout or ():
            found = json.loads(line)
            inputs += found["inputs"]
            broken += not found["ok"]
            state = "tient" if found["ok"] else "CÈDE"
            sys.stdout.write(f"{state:6} {found['target']:20} {found['inputs']:9} entrées, {found['seconds']} s\n")
            sys.stdout.write(found["said"] and found["said"] + "\n")
            sys.stdout.flush()
    sys.stdout.write(f"{inputs} entrées, {broken} cibles cèdent (graine {options.graine})\n")
    return 1 if broken or program.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
