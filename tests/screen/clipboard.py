"""Hold a picture, or a text, in the clipboard: `python clipboard.py FILE READY`, a program of its own.

The text of a `.txt` is held as it is; that of a `.html` as pages are copied, with its look and without it.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtGui import QGuiApplication, QImage


def main(file: str, ready: str) -> int:
    """Copy what the file holds, say so by another, and stay: who pastes asks the one who copied."""
    app = QGuiApplication(sys.argv[:1])
    if file.endswith((".txt", ".html")):
        held, text = QMimeData(), Path(file).read_text(encoding="utf-8")
        held.setText(text)
        if file.endswith(".html"):
            held.setHtml(text)
        app.clipboard().setMimeData(held)
    else:
        app.clipboard().setImage(QImage(file))
    QTimer.singleShot(0, app, Path(ready).touch)
    return app.exec()


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:3]))
