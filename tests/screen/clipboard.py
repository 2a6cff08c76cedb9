"""Hold a picture, or the text of a `.txt`, in the clipboard: `python clipboard.py FILE READY`, a program of its own."""

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QImage


def main(file: str, ready: str) -> int:
    """Copy what the file holds, say so by another, and stay: who pastes asks the one who copied."""
    app = QGuiApplication(sys.argv[:1])
    if file.endswith(".txt"):
        app.clipboard().setText(Path(file).read_text(encoding="utf-8"))
    else:
        app.clipboard().setImage(QImage(file))
    QTimer.singleShot(0, app, Path(ready).touch)
    return app.exec()


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:3]))
