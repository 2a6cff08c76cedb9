"""Keep a picture of the whole screen: `python camera.py PICTURE.png`, a program of its own in front of the display."""

import sys

from PySide6.QtGui import QGuiApplication


def main(path: str) -> int:
    """Take the picture; returns the exit code."""
    app = QGuiApplication(sys.argv[:1])
    return 0 if app.primaryScreen().grabWindow(0).save(path) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
