"""What every field editor has in common: a value in and out, a word when it changes, a reason when it is wrong."""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDropEvent, QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractScrollArea, QVBoxLayout, QWidget


def picture_waits() -> bool:
    """Whether the clipboard holds a picture that no text field could take."""
    data = QGuiApplication.clipboard().mimeData()
    return data.hasImage() and not data.hasText()


class Editor(QWidget):
    """Edits one field. `edited` tells of the person's changes only, never of `set_value`."""

    edited = Signal()
    left = Signal()
    """The focus went elsewhere: the moment to say what is wrong, and to keep the draft."""
    removed = Signal(str, object)
    """A part of the value was taken out: what to say of it, and the function that puts it back."""

    pictured = Signal()
    """A picture was pasted where only text can be: it is for the attachments."""

    def value(self) -> object:
        """Return what is typed, in the nested shape of the command line; None when there is nothing."""
        return None

    def set_value(self, value: object) -> None:
        """Show a value."""

    def trouble(self) -> str | None:
        """Return what is wrong in what is typed, in one sentence."""
        return None

    def remark(self) -> str | None:
        """Return what should be looked at in what is typed, in one sentence; it never stops anything."""
        return None

    def buddy(self) -> QWidget:
        """Return the widget that takes the focus."""
        return self

    def name(self, text: str) -> None:
        """Say to screen readers what this edits."""
        self.buddy().setAccessibleName(text)

    def set_locked(self, locked: bool) -> None:
        """Let it be read and not changed."""
        self.setEnabled(not locked)

    def watch(self, widget: QWidget) -> None:
        """Hear when a part of the editor loses the focus; let files that are dropped on it go to the attachments."""
        widget.installEventFilter(self)
        if isinstance(widget, QAbstractScrollArea):
            widget.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the name is Qt's
        """Hear when a part of the editor loses the focus, or is given a picture."""
        if not isinstance(event, (QFocusEvent, QDropEvent, QKeyEvent)):
            return False  # its class is known at once; its type is a value to be made, for each of thousands
        if event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        elif isinstance(event, QDropEvent) and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.ignore()  # else its address would be typed
            return True
        elif _is_paste(event) and picture_waits():
            self.pictured.emit()
            return True
        return super().eventFilter(watched, event)


def _is_paste(event: QEvent) -> bool:
    pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
    return pressed and event.matches(QKeySequence.StandardKey.Paste)  # type: ignore[attr-defined]


def alone(editor: QWidget, widget: QWidget) -> QVBoxLayout:
    """Put the one widget of an editor in it, without margins; returns the column."""
    column = QVBoxLayout(editor)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(widget)
    return column
