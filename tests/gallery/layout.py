"""What is cut or covered in a window: measured on the widgets themselves, as Qt laid them out."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionViewItem,
    QTabBar,
    QTableView,
    QWidget,
)

_SLACK = 2
"""Pixels that nobody sees missing."""
_INSIDE = (QAbstractScrollArea, QComboBox, QLineEdit, QTabBar)
"""Widgets whose own pieces Qt puts where it wants."""
_BREAKS = re.compile("[\\s\u200b]+|(?<=-)(?=\\D)")
"""Where Qt may end a line: after a hyphen too, unless a figure follows it."""
_LONGEST = 60
COLOURS = 20
"""A picture that has fewer was never drawn."""


def colours(picture: QImage) -> int:
    """Return how many colours a picture has, at some of its points: a window that was never drawn has one or two."""
    kept = picture.convertToFormat(QImage.Format.Format_RGB32)  # its bits live as long as it
    return len(set(memoryview(kept.constBits()).cast("I")[::31]))


def seen(window: QWidget) -> Iterator[QWidget]:
    """Give every widget that is shown in a window, those that Qt makes for itself left out."""
    for widget in window.findChildren(QWidget):
        if widget.isVisibleTo(window) and widget.window() is window and not _is_machinery(widget):
            yield widget


def cut(window: QWidget, shown: Sequence[QWidget] | None = None) -> list[str]:
    """Return what does not show its whole text, and says it nowhere else; and what leaves its place."""
    found = []
    for widget in seen(window) if shown is None else shown:
        found += [f"{_named(widget)}\u00a0: {said}" for said in (*_short_of_room(widget), *_out_of_place(widget))]
    return found


def covered(window: QWidget, shown: Sequence[QWidget] | None = None) -> list[str]:
    """Return the pairs of neighbours of which one stands over the other; `shown`: all that `seen` gives, known."""
    found = []
    for parent in (window, *(seen(window) if shown is None else shown)):
        if isinstance(parent, _INSIDE):
            continue
        here = [
            each
            for each in parent.children()
            if isinstance(each, QWidget)
            and each.isVisibleTo(window)
            and not each.isWindow()
            and not _is_machinery(each)
        ]
        for one, other in combinations(here, 2):
            over = one.geometry().intersected(other.geometry())
            if over.width() > _SLACK and over.height() > _SLACK:
                found.append(f"{_named(one)} et {_named(other)}")
    return found


def _short_of_room(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel):
        yield from _label(widget)
    elif isinstance(widget, QAbstractButton):
        yield from _button(widget)
    elif isinstance(widget, QComboBox):
        yield from _combo(widget)
    elif isinstance(widget, QTabBar):
        yield from _tabs(widget)
    elif isinstance(widget, QLineEdit):
        yield from _placeholder(widget)
    elif isinstance(widget, QHeaderView):
        yield from _header(widget)
    elif isinstance(widget, QAbstractItemView):
        yield from _cells(widget)


def _label(label: QLabel) -> Iterator[str]:
    text = label.text()
    if not text or not label.pixmap().isNull():
        return
    if label.wordWrap():
        if label.heightForWidth(label.width()) > label.height() + _SLACK:
            yield f"«\u00a0{_brief(text)}\u00a0» n’a pas sa hauteur"
        widest = max((label.fontMetrics().horizontalAdvance(word) for word in _BREAKS.split(text)), default=0)
        if widest > label.contentsRect().width() + _SLACK:
            yield f"un mot de «\u00a0{_brief(text)}\u00a0» est coupé"
        return
    needed = label.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, text)
    if _exceeds(needed, label.contentsRect().size()) and not _told_elsewhere(label, text):
        yield f"«\u00a0{_brief(text)}\u00a0» est coupé"


def _button(button: QAbstractButton) -> Iterator[str]:
    if isinstance(button, QPushButton) and button.layout() is not None:
        return
    wanted = button.sizeHint()
    if button.text() and _exceeds(wanted, button.size()) and not _told_elsewhere(button, button.text()):
        yield f"«\u00a0{_brief(button.text())}\u00a0» est coupé ({button.size().toTuple()} pour {wanted.toTuple()})"


def _combo(box: QComboBox) -> Iterator[str]:
    option = QStyleOptionComboBox()
    option.initFrom(box)
    room = box.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, box
    )
    text = box.currentText()
    if box.fontMetrics().horizontalAdvance(text) > room.width() + _SLACK and not _told_elsewhere(box, text):
        yield f"«\u00a0{_brief(text)}\u00a0» est coupé"


def _tabs(bar: QTabBar) -> Iterator[str]:
    for place in range(bar.count()):
        if not bar.isTabVisible(place):
            continue
        icon = 0 if bar.tabIcon(place).isNull() else bar.iconSize().width() + 4
        needed = bar.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, bar.tabText(place)).width() + icon
        rect = bar.tabRect(place)
        if (needed > rect.width() or rect.right() > bar.width() + _SLACK) and not bar.tabToolTip(place):
            yield f"l’onglet «\u00a0{bar.tabText(place)}\u00a0» est coupé"


def _placeholder(line: QLineEdit) -> Iterator[str]:
    text = line.placeholderText()
    room = line.contentsRect().width() - line.textMargins().left() - line.textMargins().right()
    if text and line.fontMetrics().horizontalAdvance(text) > room + _SLACK and not _told_elsewhere(line, text):
        yield f"l’invite «\u00a0{_brief(text)}\u00a0» est coupée"


def _header(header: QHeaderView) -> Iterator[str]:
    model = header.model()
    for place in range(header.count()):
        if header.isSectionHidden(place) or header.orientation() != Qt.Orientation.Horizontal:
            continue
        said = model.headerData(place, header.orientation()) or ""
        tip = model.headerData(place, header.orientation(), Qt.ItemDataRole.ToolTipRole)
        if header.sectionSizeFromContents(place).width() > header.sectionSize(place) + _SLACK and not tip:
            yield f"la colonne «\u00a0{said}\u00a0» est coupée"
        if header.sectionViewportPosition(place) + header.sectionSize(place) > header.viewport().width() + _SLACK:
            yield f"la colonne «\u00a0{said}\u00a0» sort de la table"


def _cells(view: QAbstractItemView) -> Iterator[str]:
    if isinstance(view, QListView) and view.wordWrap():
        return
    viewport = view.viewport().rect()
    for index in _indexes(view):
        rect = view.visualRect(index)
        if not rect.intersects(viewport) or not index.data():
            continue
        if isinstance(view, QTableView) and view.wordWrap():
            yield from _wrapped(view, index, rect)
            continue
        wanted = view.itemDelegateForIndex(index).sizeHint(_option(view, rect), index)
        if wanted.width() > rect.width() + _SLACK and not index.data(Qt.ItemDataRole.ToolTipRole):
            yield f"la cellule «\u00a0{_brief(str(index.data()))}\u00a0» est coupée"
        if rect.height() + _SLACK < min(wanted.height(), view.fontMetrics().height()):
            yield f"la ligne «\u00a0{_brief(str(index.data()))}\u00a0» n’a pas sa hauteur"


def _wrapped(view: QTableView, index: QModelIndex, rect: QRect) -> Iterator[str]:
    icon = 0 if index.data(Qt.ItemDataRole.DecorationRole) is None else view.iconSize().width()
    box = QRect(0, 0, rect.width() - max(0, icon), 10_000)
    words = view.fontMetrics().boundingRect(box, int(Qt.TextFlag.TextWordWrap), str(index.data()))
    if _exceeds(words.size(), rect.size()):
        yield f"la cellule «\u00a0{_brief(str(index.data()))}\u00a0» est coupée"


def _indexes(view: QAbstractItemView) -> Iterator[QModelIndex]:
    model = view.model()
    if model is None:
        return
    columns = range(model.columnCount(QModelIndex())) if isinstance(view, QTableView) else (0,)
    for line in range(min(model.rowCount(), 40)):
        for column in columns:
            if isinstance(view, QTableView) and view.isColumnHidden(column):
                continue
            yield model.index(line, column)


def _option(view: QAbstractItemView, rect: QRect) -> QStyleOptionViewItem:
    option = QStyleOptionViewItem()
    view.initViewItemOption(option)
    option.rect = rect
    return option


def _out_of_place(widget: QWidget) -> Iterator[str]:
    parent = widget.parentWidget()
    if parent is None or isinstance(parent, _INSIDE):
        return
    area = parent.parentWidget()
    if parent.objectName() == "qt_scrollarea_viewport":
        sideways = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        stays = isinstance(area, QScrollArea) and area.horizontalScrollBarPolicy() == sideways
        if stays and widget.width() > parent.width() + _SLACK:
            yield f"est plus large que sa page ({widget.width()} pour {parent.width()})"
        return
    inside = parent.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK)
    if not widget.geometry().isEmpty() and not inside.contains(widget.geometry()):
        yield f"sort de {_named(parent)} ({widget.geometry().getRect()} dans {parent.size().toTuple()})"


def _told_elsewhere(widget: QWidget, text: str) -> bool:
    """Whether the whole text is in a tooltip and in a name that screen readers say: its own, or of what it is in."""
    here: QWidget | None = widget
    while here is not None and not here.isWindow():
        if here.toolTip() and (text in here.accessibleName() or here is widget):
            return True
        here = here.parentWidget()
    return False


def _exceeds(wanted: QSize, given: QSize) -> bool:
    return wanted.width() > given.width() + _SLACK or wanted.height() > given.height() + _SLACK


def _is_machinery(widget: QWidget) -> bool:
    if widget.objectName() == "cadre":
        return True  # the line of the tour stands around a place on purpose
    return widget.objectName().startswith("qt_") and widget.objectName() not in ("qt_tabwidget_tabbar",)


def _named(widget: QWidget) -> str:
    said = widget.objectName() or widget.accessibleName() or getattr(widget, "text", str)()
    return f"{type(widget).__name__}({_brief(said)})" if said else type(widget).__name__


def _brief(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
