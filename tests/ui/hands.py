"""Keys and clicks, as a person makes them."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

CTRL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    """Press a key."""
    QTest.keyClick(widget, key, modifier)


def type_key(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    """Press a key as the system gives it: to the window of a widget, which gives it on."""
    window = widget.window()  # as long as its own window is spoken to
    QTest.keyClick(window.windowHandle(), key, modifier)


def write(widget: QWidget, text: str) -> None:
    """Type a text."""
    assert widget.isEnabled()
    for letter in text:  # QTest only knows the keys of an American keyboard
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, 0, NONE, letter))


def click(widget: QWidget) -> None:
    """Click in the middle of a button."""
    assert widget.isVisible()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
