"""The life of a convention as a line: its days where they fall in time, read out and gone through with arrows."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from mvl_desktop.i18n import _
from ui.convention_values import LifeDay
from ui.plain import announce
from ui.text import visible

_TODAY, _RECALL = "jour", "alerte"
_NAMED = ("signature", "terme")
"""The days that are named under the line; the others are read when they are reached, and listed under it."""
_MARGIN = 10
_ENDS = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}
_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}


class LifeLine(QWidget):
    """A line from the signature to the term. Each mark has its own shape: none is told by its colour."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(_("Vie de la convention"))
        self.days: tuple[LifeDay, ...] = ()
        self.at = -1
        """The place of the day that is read; -1 when none is."""

    def show_days(self, days: Sequence[LifeDay]) -> None:
        """Show the days of a life, in order."""
        self.days, self.at = tuple(days), -1
        self.setVisible(len(self.days) > 1)
        self.setAccessibleDescription(". ".join(said(each) for each in self.days))
        self.setToolTip("")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - the name is Qt's
        """Return the room of a line, of its marks and of two lines of words."""
        letters = self.fontMetrics()
        return QSize(letters.averageCharWidth() * 40, letters.lineSpacing() * 2 + 34)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the same height, whatever the width."""
        return QSize(self.fontMetrics().averageCharWidth() * 24, self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Measure again when the letters change."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Show which day is read."""
        super().focusInEvent(event)
        if self.at < 0 and self.days:
            self._go(next((place for place, each in enumerate(self.days) if each.genre == _TODAY), 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Go from day to day with the arrows."""
        key = Qt.Key(event.key())
        if self.days and key in _STEPS:
            self._go(min(max(self.at + _STEPS[key], 0), len(self.days) - 1))
        elif self.days and key in _ENDS:
            self._go(_ENDS[key] % len(self.days))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw the line, the part of it that is past thicker, then the marks and the words."""
        if len(self.days) < 2:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        ink, accent = palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.Accent)
        row = 14.0
        ends = self._x(0), self._x(len(self.days) - 1)
        painter.setPen(QPen(palette.color(QPalette.ColorRole.PlaceholderText), 2))
        painter.drawLine(QPointF(ends[0], row), QPointF(ends[1], row))
        today = next((place for place, each in enumerate(self.days) if each.genre == _TODAY), None)
        start = next((place for place, each in enumerate(self.days) if each.genre == "signature"), 0)
        if today is not None and today > start:
            painter.setPen(QPen(accent, 5))
            painter.drawLine(QPointF(self._x(start), row), QPointF(self._x(today), row))
        for place, each in enumerate(self.days):
            painter.setPen(QPen(ink, 1.5))
            painter.setBrush(accent if each.genre == _TODAY else palette.color(QPalette.ColorRole.Base))
            _draw_mark(painter, each.genre, QPointF(self._x(place), row))
        self._words(painter, row)
        if self.hasFocus() and self.at >= 0:
            painter.setPen(QPen(accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self._x(self.at) - 9, row - 10, 18, 20))

    def _words(self, painter: QPainter, row: float) -> None:
        letters = self.fontMetrics()
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        top, high = row + 13, letters.lineSpacing()
        wide = self.width() - 2
        read = self.days[self.at] if 0 <= self.at < len(self.days) and self.hasFocus() else None
        left = next((each for each in self.days if each.genre == _NAMED[0]), None)
        right = next((each for each in reversed(self.days) if each.genre == _NAMED[1]), None)
        for each, side in ((left, Qt.AlignmentFlag.AlignLeft), (right, Qt.AlignmentFlag.AlignRight)):
            if each is not None:
                shown = letters.elidedText(visible(said(each)), Qt.TextElideMode.ElideRight, wide // 2 - 6)
                painter.drawText(QRectF(1, top, wide, high), side, shown)
        shown = said(read) if read is not None else self._others()
        line = letters.elidedText(visible(shown), Qt.TextElideMode.ElideRight, wide)
        painter.drawText(QRectF(1, top + high, wide, high), Qt.AlignmentFlag.AlignLeft, line)

    def _others(self) -> str:
        """Return the days between the two ends in one line; recalls together."""
        recalls = [f"{each.le:%d/%m/%Y}" for each in self.days if each.genre == _RECALL]
        rest = [said(each) for each in self.days if each.genre not in (_TODAY, _RECALL, *_NAMED)]
        together = [_("Rappels\u00a0: {jours}").format(jours=", ".join(recalls))] if recalls else []
        return " · ".join((*together, *rest))

    def _x(self, place: int) -> float:
        first, last = self.days[0].le, self.days[-1].le
        span = max((last - first).days, 1)
        return _MARGIN + (self.width() - 2 * _MARGIN) * (self.days[place].le - first).days / span

    def _go(self, place: int) -> None:
        self.at = place
        announce(self, said(self.days[place]))
        self.update()


def said(each: LifeDay) -> str:
    """Return a day in words."""
    return _("{quoi}, {jour}").format(quoi=each.libelle, jour=f"{each.le:%d/%m/%Y}")


def _draw_mark(painter: QPainter, genre: str, at: QPointF) -> None:
    x, y = at.x(), at.y()
    match genre:
        case "signature" | "terme":
            painter.drawRect(QRectF(x - 4, y - 7, 8, 14))
        case "alerte":
            painter.drawPolygon(QPolygonF([QPointF(x, y - 6), QPointF(x + 5, y + 4), QPointF(x - 5, y + 4)]))
        case "preavis" | "denonciation":
            painter.drawPolygon(QPolygonF([QPointF(x, y - 6), QPointF(x + 6, y), QPointF(x, y + 6), QPointF(x - 6, y)]))
        case _:
            painter.drawEllipse(at, 4.5, 4.5)
