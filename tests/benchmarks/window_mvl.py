"""The locked window of the product, as its command starts it, told at its first paint."""

import sys
from pathlib import Path

from ui import guard


def main(profile: Path) -> None:
    guard.prepare()
    from PySide6.QtCore import QEvent, QObject, QTimer

    from tests.benchmarks.first_paint import tell
    from ui.app import prepare

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the name is Qt's
            if event.type() == QEvent.Type.Paint:
                QTimer.singleShot(0, tell)
            return super().eventFilter(watched, event)

    start = prepare(profile)
    watch = Watch()
    start.window.installEventFilter(watch)
    start.show()
    start.run()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
