"""The order of Tab follows what the eye sees, also for what was made later than its neighbours."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget


def follow_layout(first: QWidget, then: QWidget) -> None:
    """Let Tab go from a widget through everything that another one lays out, in that order."""
    for one, other in pairwise((first, *stops(then))):
        QWidget.setTabOrder(one, other)


def show_focus(focused: QWidget | None) -> None:
    """Scroll every column that holds what has the focus until it is seen."""
    holder = focused.parentWidget() if focused is not None else None
    while focused is not None and holder is not None:
        if isinstance(holder, QScrollArea):
            holder.ensureWidgetVisible(focused)
        holder = holder.parentWidget()


def stops(widget: QWidget) -> Iterator[QWidget]:
    """Give what takes the focus by Tab in a widget, in the order of its layout."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
    elif (layout := widget.layout()) is not None:
        yield from _in_layout(layout)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        widget = item.widget() if item is not None else None
        inner = item.layout() if item is not None else None
        if widget is not None:
            yield from stops(widget)
        elif inner is not None:
            yield from _in_layout(inner)
