"""Hold files that the mouse can drag: `python hand.py READY ACCEPTED FILE…`, a program of its own at the left edge."""

import sys
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QTimer, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel

PLACE = (20, 320)
"""Where it is, in pixels of the screen: beside the windows of the application."""
_SIDE = 36


class Hand(QLabel):
    """A square that gives its files to where it is dragged, and says when it would be taken there."""

    def __init__(self, accepted: Path, files: list[str]) -> None:
        super().__init__()
        self._accepted, self._files = accepted, files
        self.setWindowFlags(Qt.WindowType.X11BypassWindowManagerHint | Qt.WindowType.FramelessWindowHint)
        self.setGeometry(PLACE[0] - _SIDE // 2, PLACE[1] - _SIDE // 2, _SIDE, _SIDE)

    def mouseMoveEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 - the name is Qt's
        """Begin to drag. Once the files are dropped it stays, out of sight: who took them asks for them after that."""
        drag, held = QDrag(self), QMimeData()
        held.setUrls([QUrl.fromLocalFile(file) for file in self._files])
        drag.setMimeData(held)
        drag.actionChanged.connect(self._on_action)
        drag.exec(Qt.DropAction.CopyAction)
        self.hide()

    def _on_action(self, action: Qt.DropAction) -> None:
        if action != Qt.DropAction.IgnoreAction:
            self._accepted.touch()


def main(ready: str, accepted: str, *files: str) -> int:
    """Hold the files."""
    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    hand = Hand(Path(accepted), list(files))
    hand.show()
    QTimer.singleShot(0, app, Path(ready).touch)
    return app.exec()


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
