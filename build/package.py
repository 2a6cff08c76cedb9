"""Build the one-folder program in `dist/mvl/`: `mvl-desktop` and `mvl`, without the service."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from environment import DEV_LOCK, OUT, PYTHON, ROOT, main_guard, need_programs, need_qt_libraries, prepare, run, say


def main() -> int:
    """Make the environment, run installer.spec with explicit folders, say how large the result is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vers", type=Path, default=ROOT / "dist", help="dossier où écrire « mvl/ »")
    target = parser.parse_args().vers.resolve()
    prepare(DEV_LOCK)
    # PyInstaller leaves out, without a word, a library that the building machine lacks.
    need_qt_libraries()
    if sys.platform.startswith("linux"):
        need_programs({"objdump": "binutils"})
    options = [
        "--noconfirm",
        "--clean",
        "--log-level",
        "ERROR",
        "--distpath",
        target,
        "--workpath",
        OUT / "pyinstaller",
    ]
    run([PYTHON, "-m", "PyInstaller", *options, "installer.spec"])
    run([PYTHON, ROOT / "build" / "sbom.py", "--vers", target / "mvl" / "lib" / "licences"])
    size = sum(path.stat().st_size for path in (target / "mvl").rglob("*") if path.is_file() and not path.is_symlink())
    say(f"{target / 'mvl'}\u00a0: {size / 2**20:.0f} Mio")
    return 0


if __name__ == "__main__":
    sys.exit(main_guard(main))
