"""Icons drawn in the colours of the palette: they follow light, dark and high contrast by themselves."""

from functools import cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from ui.resources import resource

Role = QPalette.ColorRole
_kept: list[QIconEngine] = []
"""Python must keep every engine that Qt holds, or it is freed under it."""


@cache
def drawing(name: str) -> bytes:
    """Return the SVG of an icon, with `currentColor` still in it."""
    return resource("icons", f"{name}.svg").read_bytes()


@cache
def icon(name: str, role: QPalette.ColorRole = Role.Text, selected: QPalette.ColorRole = Role.Text) -> QIcon:
    """Return an icon in the colour of a role of the palette, and of another one where its line is selected."""
    engine = _SvgEngine(name, role, selected)
    _kept.append(engine)
    return QIcon(engine)


class _SvgEngine(QIconEngine):
    """Draws a monochrome SVG in a colour read at each painting."""

    def __init__(self, name: str, role: QPalette.ColorRole, selected: QPalette.ColorRole) -> None:
        super().__init__()
        self._name = name
        self._role, self._selected = role, selected

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        palette = QApplication.palette()
        if mode == QIcon.Mode.Selected:
            colour = palette.color(self._selected)
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
        copy = _SvgEngine(self._name, self._role, self._selected)
        _kept.append(copy)
        return copy
