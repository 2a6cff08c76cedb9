"""Ways to walk over everything that a window shows."""

from collections.abc import Iterator

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget


def nodes(node: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """Give a node and everything under it, as a screen reader meets them."""
    yield node
    for place in range(node.childCount()):
        child = node.child(place)
        if child is not None:
            yield from nodes(child)


def unnamed(window: QWidget) -> list[str]:
    """Return what can take the focus and has no name."""
    found = []
    for node in nodes(QAccessible.queryAccessibleInterface(window)):
        state = node.state()
        if not state.focusable or state.invisible:
            continue
        if not node.text(QAccessible.Text.Name):
            thing = node.object()
            parent = node.parent()
            where = parent.text(QAccessible.Text.Name) if parent else ""
            found.append(f"{node.role().name} {type(thing).__name__} in « {where} »")
    return found


def shown(window: QWidget) -> list[QWidget]:
    """Return every widget that is visible in a window."""
    return [widget for widget in window.findChildren(QWidget) if widget.isVisible()]


def mnemonics(window: QWidget) -> list[str]:
    """Return the letters of Alt+letter that live in a window, once for each use."""
    found = []
    for widget in shown(window):
        text = widget.text() if isinstance(widget, (QLabel, QAbstractButton)) else ""
        if isinstance(widget, QLabel) and widget.buddy() is None:
            continue
        marked = text.replace("&&", "")
        if "&" in marked:
            found.append(marked[marked.index("&") + 1].lower())
    return found
