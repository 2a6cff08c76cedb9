"""A chart on the screen: the drawing that files hold, gone through with arrows, said in words, opened with Enter."""

from functools import cache

from PySide6.QtCore import QByteArray, QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFontInfo,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from mvl_desktop.documents.chart import Drawing, draw
from mvl_desktop.documents.chart_geography import Geography, read_geography
from mvl_desktop.documents.chart_svg import Spot
from mvl_desktop.documents.chart_words import value_said
from mvl_desktop.i18n import N_, _
from mvl_desktop.ports.charts import Chart
from ui.plain import announce, hint
from ui.resources import resource
from ui.theme import tokens

_LATER = 60
"""Milliseconds that a new width must last before everything is drawn for it."""
_NARROWEST = 18
"""In heights of letters."""
_KEYS = N_("Flèches\u00a0: d’une valeur à l’autre. Entrée\u00a0: ouvrir ce qui est compté.")
_ONWARDS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
_ACROSS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_ENDS = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}


@cache
def geography() -> Geography:
    """Return the outlines of the départements."""
    return read_geography(resource("map", "departements.json"))


def appearance_of(palette: QPalette) -> str:
    """Return the name of the appearance whose colours these are: `clair`, `sombre` or `contraste`."""
    ground = palette.color(QPalette.ColorRole.Base).name()
    return next((name for name, colours in tokens().items() if colours["surface"] == ground), "clair")


class ChartView(QWidget):
    """One chart. It is as tall as its drawing at the width that it is given."""

    opened = Signal(int, int)
    """(row, column): what is counted there is to be shown."""

    def __init__(self) -> None:
        super().__init__()
        self.chart: Chart | None = None
        self.drawing: Drawing | None = None
        self.current: Spot | None = None
        self._pixmap: QPixmap | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._draw)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_chart(self, chart: Chart | None) -> None:
        """Show a chart, or nothing."""
        kept = (self.current.row, self.current.column) if self.current and self._same(chart) else None
        self.chart = chart
        self.current = None
        self._draw()
        if kept is not None:
            self.current = self._at_value(*kept)
        self.setAccessibleName(chart.table.title if chart else "")
        self._describe()

    def go_to(self, row: int, column: int = 0) -> None:
        """Point at a value."""
        self._choose(self._at_value(row, column))

    def said(self) -> str:
        """Say the value that is pointed at."""
        if self.chart is None or self.current is None:
            return ""
        return value_said(self.chart.table, self.current.row, self.current.column)

    def sizeHint(self) -> QSize:  # noqa: N802 - the name is Qt's
        """Ask for the drawing's own height."""
        high = int(self.drawing.height) if self.drawing else 0
        return QSize(self._size() * 40, high)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Take any width that words hold in."""
        return QSize(self._size() * _NARROWEST, int(self.drawing.height) if self.drawing else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Draw again for the new width: at once the first time, then when it has settled."""
        super().resizeEvent(event)
        if self.drawing is None:
            self._draw()
        elif int(self.drawing.width) != self.width():
            self._later.start(_LATER)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Draw again in other colours, or with other letters."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._later.start(0)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint the drawing, and around the value that is pointed at."""
        if self.drawing is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._picture(self.drawing))
        if self.current is not None and self.hasFocus():
            pen = QPen(self.palette().color(QPalette.ColorRole.Text), 2.4)
            painter.setPen(pen)
            for shape in _shapes(self.current):
                painter.drawPolygon(shape)
        if self.hasFocus():
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Go from a value to another one; open with Enter."""
        key = Qt.Key(event.key())
        spots = self._spots()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.current is not None:
            self.opened.emit(self.current.row, self.current.column)
        elif spots and key in _ENDS:
            self._choose(spots[_ENDS[key]])
        elif spots and key in {*_ONWARDS, *_ACROSS}:
            self._choose(self._next(key))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Point at a value."""
        self._choose(self._under(event.position()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Open what is counted there."""
        found = self._under(event.position())
        if found is not None:
            self.opened.emit(found.row, found.column)

    def event(self, event: QEvent) -> bool:
        """Say the value that the pointer rests on."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self.chart is not None:
            found = self._under(QPointF(event.pos()))
            said = value_said(self.chart.table, found.row, found.column) if found is not None else ""
            QToolTip.showText(event.globalPos(), hint(said) if said else "", self)
            return True
        return super().event(event)

    def _same(self, chart: Chart | None) -> bool:
        if self.chart is None or chart is None or self.chart.manner != chart.manner:
            return False
        before, after = self.chart.table, chart.table
        return before.columns == after.columns and [r.key for r in before.rows] == [r.key for r in after.rows]

    def _size(self) -> int:
        return max(1, QFontInfo(self.font()).pixelSize())

    def _draw(self) -> None:
        self._later.stop()
        self._pixmap = None
        if self.chart is None or self.width() < 2:
            self.drawing = None
            self.setMinimumHeight(0)
        else:
            size = self._size()
            width = max(self.width(), size * _NARROWEST)
            self.drawing = draw(self.chart, geography(), appearance_of(self.palette()), width, size)
            if self.current is not None:
                self.current = self._at_value(self.current.row, self.current.column)
            self.setMinimumHeight(int(self.drawing.height))
        self.updateGeometry()
        self.update()

    def _picture(self, drawing: Drawing) -> QPixmap:
        if self._pixmap is None:
            ratio = self.devicePixelRatioF()
            self._pixmap = QPixmap(round(drawing.width * ratio), round(drawing.height * ratio))
            self._pixmap.setDevicePixelRatio(ratio)
            self._pixmap.fill(self.palette().color(QPalette.ColorRole.Base))
            painter = QPainter(self._pixmap)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            whole = QRectF(0, 0, drawing.width, drawing.height)
            QSvgRenderer(QByteArray(drawing.svg.encode())).render(painter, whole)
            painter.end()
        return self._pixmap

    def _spots(self) -> list[Spot]:
        """Return one place for each value, in the order of the table."""
        found = {(spot.row, spot.column): spot for spot in (self.drawing.spots if self.drawing else ())}
        return [found[key] for key in sorted(found)]

    def _at_value(self, row: int, column: int) -> Spot | None:
        spots = self.drawing.spots if self.drawing else ()
        return next((spot for spot in spots if (spot.row, spot.column) == (row, column)), None)

    def _next(self, key: Qt.Key) -> Spot:
        """Return the value that an arrow leads to: along the rows, or across the columns where there are several."""
        spots, here = self._spots(), self.current
        if here is None:
            return spots[0]
        step = _ONWARDS.get(key, _ACROSS.get(key, 0))
        columns = len({spot.column for spot in spots})
        place = spots.index(self._at_value(here.row, here.column) or spots[0])
        far = step * columns if key in _ONWARDS else step
        return spots[place + far] if 0 <= place + far < len(spots) else spots[place]

    def _under(self, point: QPointF) -> Spot | None:
        spots = self.drawing.spots if self.drawing else ()
        return next((spot for spot in reversed(spots) if _holds(spot, point)), None)

    def _choose(self, spot: Spot | None) -> None:
        if spot is None or spot is self.current:
            return
        self.current = spot
        self._describe()
        announce(self, self.said())
        self.update()

    def _describe(self) -> None:
        if self.chart is None or self.drawing is None:
            self.setAccessibleDescription("")
        else:
            told = (self.said() or self.drawing.told).rstrip(".")
            self.setAccessibleDescription(f"{told}. {_(_KEYS)}")


def _shapes(spot: Spot) -> list[QPolygonF]:
    if spot.rings:
        return [QPolygonF([QPointF(x, y) for x, y in ring]) for ring in spot.rings]
    x, y, width, height = spot.box
    return [QPolygonF(QRectF(x, y, width, height))]


def _holds(spot: Spot, point: QPointF) -> bool:
    x, y, width, height = spot.box
    if not QRectF(x, y, width, height).contains(point):
        return False
    shapes = _shapes(spot)
    return not spot.rings or sum(s.containsPoint(point, Qt.FillRule.OddEvenFill) for s in shapes) % 2 == 1
