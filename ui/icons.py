"""Icons drawn in the colours of the palette: they follow light, dark and high contrast by themselves."""

from functools import cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from ui.resources import resource

_kept: list[QIconEngine] = []
"""Python must keep every engine that Qt holds, or it is freed under it."""


@cache
def drawing(name: str) -> bytes:
    """Return the SVG of an icon, with `currentColor` still in it."""
    return resource("icons", f"{name}.svg").read_bytes()


@cache
def icon(name: str, role: QPalette.ColorRole = QPalette.ColorRole.Text) -> QIcon:
    """Return an icon in the colour of a role of the palette."""
    engine = _SvgEngine(name, role)
    _kept.append(engine)
    return QIcon(engine)


class _SvgEngine(QIconEngine):
    """Draws a monochrome SVG in a colour read at each painting."""

    def __init__(self, name: str, role: QPalette.ColorRole) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        palette = QApplication.palette()
        if mode == QIcon.Mode.Selected:
            colour = palette.color(QPalette.ColorRole.HighlightedText)
        elif mode == QIcon.Mode.Disabled:
            colour = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
        else:
            colour = palette.color(self._role)
        svg = drawing(self._name).replace(b"currentColor", colour.name().encode())
        QSvgRenderer(QByteArray(svg)).render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        if size.isEmpty():
            return QPixmap()
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, pixmap.rect(), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        copy = _SvgEngine(self._name, self._role)
        _kept.append(copy)
        return copy
