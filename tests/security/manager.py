"""A clipboard manager, as a program of its own on the same screen: it keeps whatever is copied, and says what it sees.

Run as `python manager.py`: one JSON line for each change of the clipboard, with what any other program may read of it.
"""

import json
import sys

from PySide6.QtGui import QClipboard, QGuiApplication

HINT = "x-kde-passwordManagerHint"


def main() -> int:
    """Watch until the standard input closes."""
    app = QGuiApplication(sys.argv[:1])
    clipboard = app.clipboard()

    def read() -> dict[str, object]:
        held = clipboard.mimeData(QClipboard.Mode.Clipboard)
        return {
            "formats": sorted(held.formats()) if held is not None else [],
            "text": held.text() if held is not None else "",
            "hint": bytes(held.data(HINT).data()).decode() if held is not None else "",
            "selection": clipboard.text(QClipboard.Mode.Selection),
        }

    def tell() -> None:
        # Each part is asked of whoever owns the clipboard by then: read until nobody changes it in between.
        seen = read()
        while (again := read()) != seen:
            seen = again
        sys.stdout.write(json.dumps(seen) + "\n")
        sys.stdout.flush()

    clipboard.dataChanged.connect(tell)
    tell()
    return app.exec()


if __name__ == "__main__":
    raise SystemExit(main())
