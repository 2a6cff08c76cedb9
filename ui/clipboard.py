"""The clipboard: what leaves MVL by it is marked as secret, and taken back after half a minute and at the lock.

Every copy passes here, whoever made it: a button, or the keys of a text field. Managers that keep a history read the
marks; what another program put there since is never touched.
"""

from typing import Final

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QClipboard, QGuiApplication

from ui.timing import AlarmMaker

SECONDS: Final = 30.0
_HINT: Final = "x-kde-passwordManagerHint"
_WINDOWS: Final = 'application/x-qt-windows-mime;value="{name}"'
_MARKS: Final = {
    _HINT: b"secret",
    _WINDOWS.format(name="ExcludeClipboardContentFromMonitorProcessing"): b"\x01\x00\x00\x00",
    _WINDOWS.format(name="CanIncludeInClipboardHistory"): b"\x00\x00\x00\x00",
    _WINDOWS.format(name="CanUploadToCloudClipboard"): b"\x00\x00\x00\x00",
}
_PLACES: Final = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection)


class ClipboardGuard(QObject):
    """Marks what MVL copies, and takes it back."""

    def __init__(self, make_alarm: AlarmMaker) -> None:
        super().__init__()
        self._clipboard = QGuiApplication.clipboard()
        self._alarm = make_alarm(self.clear)
        self._clipboard.dataChanged.connect(self._on_changed)
        self._watching = True

    def clear(self) -> None:
        """Empty what is still ours."""
        self._alarm.stop()
        forget_clipboard()

    def stop(self) -> None:
        """Empty what is still ours, and watch no more; asked again, nothing happens."""
        if self._watching:
            self._watching = False
            self._clipboard.dataChanged.disconnect(self._on_changed)
            self.clear()

    def _on_changed(self) -> None:
        if not self._clipboard.ownsClipboard():
            self._alarm.stop()
            return
        held: QMimeData | None = self._clipboard.mimeData()
        if held is None or not held.formats():
            return
        self._alarm.start(SECONDS)
        if not held.hasFormat(_HINT):
            self._clipboard.setMimeData(marked(held))


def marked(held: QMimeData) -> QMimeData:
    """Return the same text with the marks of a secret: formats that carry more than a text are left behind."""
    made = QMimeData()
    made.setText(held.text())
    for name, value in _MARKS.items():
        made.setData(name, value)
    return made


def forget_clipboard() -> None:
    """Empty the clipboard and the selection where they are ours."""
    clipboard = QGuiApplication.clipboard()
    for place in _PLACES:
        ours = clipboard.ownsClipboard() if place == QClipboard.Mode.Clipboard else clipboard.ownsSelection()
        if ours:
            clipboard.clear(place)
