"""Open the application. On a machine without a screen: play the demonstration and take pictures of its windows."""

import shutil
import subprocess
import sys

from environment import (
    BIN,
    OUT,
    PYTHON,
    ROOT,
    SCREEN_PROGRAMS,
    has_screen,
    main_guard,
    need_programs,
    need_qt_libraries,
    prepare,
    run,
    say,
    virtual_screen,
)


def open_application() -> int:
    """Open the real windows, with the words given after `build/run.py`."""
    return subprocess.run([BIN / "mvl-desktop", *sys.argv[1:]], cwd=ROOT, check=False).returncode


def play_demonstration() -> int:
    """Play `mvl demo` with separate programs, then leave the windows that the guide shows in `out/captures/`."""
    demonstration, captures = OUT / "demonstration", OUT / "captures"
    for folder in (demonstration, captures):
        shutil.rmtree(folder, ignore_errors=True)
    OUT.mkdir(exist_ok=True)
    say("Pas d’écran ici\u00a0: la démonstration va être jouée, puis les fenêtres photographiées.\n")
    run([BIN / "mvl", "demo", "--vers", demonstration])
    need_programs(SCREEN_PROGRAMS)
    with virtual_screen() as environment:
        run([PYTHON, "-m", "ui.captures", "--guide", "--vers", captures], env=environment)
    say(f"\nDémonstration\u00a0: {demonstration}\nImages des fenêtres\u00a0: {captures}")
    for picture in sorted(captures.glob("*.png")):
        say(f"  {picture.name}")
    return 0


def main() -> int:
    """Make the environment, then show the program."""
    prepare()
    need_qt_libraries()
    return open_application() if has_screen() else play_demonstration()


if __name__ == "__main__":
    sys.exit(main_guard(main))
