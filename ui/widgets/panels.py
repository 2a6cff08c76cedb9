"""Small pieces of pages: a card, a notice, a title row, a scrolled column, an empty state that says what to do."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.icons import icon
from ui.plain import announce, label, set_tone
from ui.theme import BASE_POINT

_LETTERS = 80
"""The longest line that is pleasant to read."""
_ICONS = {"": "info", "attention": "warning", "danger": "warning-circle", "succes": "check-circle"}


def card(*widgets: QWidget, margin: int = 16, gap: int = 8) -> QFrame:
    """Return a card that holds widgets one under the other."""
    frame = QFrame()
    frame.setObjectName("carte")
    column = QVBoxLayout(frame)
    column.setContentsMargins(margin, margin, margin, margin)
    column.setSpacing(gap)
    for widget in widgets:
        column.addWidget(widget)
    return frame


def row(*widgets: QWidget | None, gap: int = 8) -> QHBoxLayout:
    """Return widgets side by side; None is the place that grows."""
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(gap)
    for widget in widgets:
        if widget is None:
            made.addStretch(1)
        else:
            made.addWidget(widget)
    return made


def page(margin: int = 20, gap: int = 12) -> tuple[QWidget, QVBoxLayout]:
    """Return an empty page and its column."""
    widget = QWidget()
    column = QVBoxLayout(widget)
    column.setContentsMargins(margin, margin - 4, margin, margin - 4)
    column.setSpacing(gap)
    return widget, column


class Scrolled(QScrollArea):
    """A column that scrolls up and down, never sideways. What wraps at its width is given the height that it needs."""

    def __init__(self, body: QWidget) -> None:
        super().__init__()
        body.setObjectName("corps")
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the name is Qt's
        """Measure at the new width."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Measure once more when everything in the column has its place."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._settle)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Measure again when something in the column changed."""
        if event.type() == QEvent.Type.LayoutRequest and watched is self.widget():
            self._fit()
        return super().eventFilter(watched, event)

    def _settle(self) -> None:
        """Measure, then share the room again: what came from another layout still has the place it had there."""
        self._fit()
        body = self.widget()
        layout = body.layout() if body is not None else None
        if layout is not None:
            layout.invalidate()
            layout.activate()

    def _fit(self) -> None:
        body = self.widget()
        layout = body.layout() if body is not None else None
        if body is None or layout is None or not layout.hasHeightForWidth():
            return
        wide = self.viewport().width()
        height = max(layout.totalHeightForWidth(wide), layout.totalMinimumHeightForWidth(wide))
        if height != body.minimumHeight():
            body.setMinimumHeight(height)


def scrolled(body: QWidget) -> QScrollArea:
    """Return a widget in a column that scrolls."""
    return Scrolled(body)


def rule() -> QFrame:
    """Return a thin line."""
    made = QFrame()
    made.setObjectName("filet")
    return made


class IconLabel(QLabel):
    """An icon that only accompanies a text: it follows the colours, and grows with the letters."""

    def __init__(self, name: str, size: int = 18) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._name, self._size = name, size
        self._drawn = False
        self._keep_room()

    def show_icon(self, name: str) -> None:
        """Show another icon."""
        self._name, self._drawn = name, False
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - the name is Qt's
        """Draw it when it is seen for the first time: most icons of a window are not, at first."""
        if not self._drawn:
            self._drawn = True
            self._draw()
        super().paintEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - the name is Qt's
        """Draw again when colours or letters change."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._drawn = False
            self._keep_room()

    def _keep_room(self) -> None:
        side = round(self._size * QApplication.font().pointSizeF() / BASE_POINT)
        self.setFixedSize(side, side)
        self.update()

    def _draw(self) -> None:
        self.setPixmap(icon(self._name).pixmap(self.size()))


def icon_label(name: str, size: int = 18) -> IconLabel:
    """Return an icon that only accompanies a text."""
    return IconLabel(name, size)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


class Notice(QFrame):
    """One sentence in the page, with an icon, that stays until it is no longer true."""

    def __init__(self, name: str = "avis") -> None:
        super().__init__()
        self.setObjectName(name)
        self._mark = icon_label("info")
        self.said = label("", wrap=True)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(12, 8, 12, 8)
        self._line.setSpacing(10)
        self._line.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        self._line.addWidget(self.said, 1)
        self.hide()

    def add(self, widget: QWidget) -> None:
        """Put a button at its end."""
        self._line.addWidget(widget)

    def say(self, text: str, tone: str = "") -> None:
        """Show a sentence, or nothing."""
        self.said.setText(text)
        self._mark.show_icon(_ICONS.get(tone, "info"))
        set_tone(self, tone)
        self.setVisible(bool(text))
        if text:
            announce(self.said, text)


class ShortLines(QLabel):
    """A text whose lines are never longer than an eye follows, however wide the window; the letters may change."""

    def __init__(self, text: str, tone: str = "") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        if tone:
            self.setProperty("ton", tone)
        self._fit()

    def centred(self) -> QHBoxLayout:
        """Return a line with it in the middle."""
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(self, 1000)
        across.addStretch(1)
        return across

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - the name is Qt's
        """Measure again when the letters change."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        self.setMaximumWidth(self.fontMetrics().averageCharWidth() * _LETTERS)


def empty_state(icon_name: str, title: str, text: str, *actions: QWidget) -> QWidget:
    """Return what a page shows when it has nothing to show: what it is for, and the first thing to do."""
    widget = QWidget()
    column = QVBoxLayout(widget)
    column.setContentsMargins(24, 24, 24, 24)
    column.setSpacing(8)
    column.addStretch(1)
    column.addWidget(icon_label(icon_name, 40), 0, Qt.AlignmentFlag.AlignHCenter)
    head = label(title, "soustitre")
    head.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    column.addWidget(head)
    said = ShortLines(text, tone="discret")
    said.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    column.addLayout(said.centred())
    for action in actions:
        column.addWidget(action, 0, Qt.AlignmentFlag.AlignHCenter)
    column.addStretch(2)
    return widget
