"""Parts of a form that unfold: a header that is one button and sums up in one line, a body made when first seen."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QIcon, QKeyEvent, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from mvl_desktop.i18n import _
from ui.icons import icon
from ui.plain import hint
from ui.widgets.focus import follow_layout

_OPENING, _CLOSING = (Qt.Key.Key_Right, Qt.Key.Key_Plus), (Qt.Key.Key_Left, Qt.Key.Key_Minus)
_RETURNS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Fold(QPushButton):
    """A header on the whole width: a caret, a title, what is filled, how much. Painted by itself: it is cheap."""

    stepped = Signal(int)
    """Up or down was pressed: the next header is wanted."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pli")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._title, self._summary, self._count = title, "", ""
        self.toggled.connect(lambda _open: self._name())
        self._name()

    @property
    def title(self) -> str:
        """What it is called."""
        return self._title

    @property
    def summary(self) -> str:
        """What it says of its content when it is closed."""
        return self._summary

    def entitle(self, title: str) -> None:
        """Call it otherwise."""
        self._title = title
        self._name()
        self.update()

    def say(self, summary: str, count: str) -> None:
        """Say what is filled, and how much of it."""
        if (summary, count) != (self._summary, self._count):
            self._summary, self._count = summary, count
            self._name()
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the name is Qt's
        """Open and close by Enter, Space and the arrows; go to the next header by up and down."""
        key = event.key()
        if key in _RETURNS:
            self.toggle()
        elif key in _OPENING:
            self.setChecked(True)
        elif key in _CLOSING:
            self.setChecked(False)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Ask for a comfortable line."""
        return QSize(self.fontMetrics().averageCharWidth() * 30, round(self.fontMetrics().height() * 2.1))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Shrink in width as much as needed: words are cut with an ellipsis."""
        return QSize(self.fontMetrics().averageCharWidth() * 12, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw caret, title, summary and count on one line."""
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        metrics, gap = self.fontMetrics(), self.fontMetrics().averageCharWidth()
        side = round(metrics.height() * 0.85)
        line = self.rect().adjusted(gap, 0, -gap - gap // 2, 0)
        caret = QRect(line.left(), line.center().y() - side // 2, side, side)
        icon("caret-down" if self.isChecked() else "caret-right").paint(painter, caret)
        line.setLeft(caret.right() + gap)
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        font.setPointSizeF(font.pointSizeF() * 1.1)
        painter.setFont(font)
        painter.setPen(QApplication.palette().color(QPalette.ColorRole.Link))
        title = painter.fontMetrics().elidedText(self._title, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, int(_MIDDLE | Qt.AlignmentFlag.AlignLeft), title)
        line.setLeft(line.left() + painter.fontMetrics().horizontalAdvance(title) + 2 * gap)
        painter.setFont(self.font())
        painter.setPen(QApplication.palette().color(QPalette.ColorRole.PlaceholderText))
        painter.drawText(line, int(_MIDDLE | Qt.AlignmentFlag.AlignRight), self._count)
        line.setRight(line.right() - metrics.horizontalAdvance(self._count) - gap)
        if not self.isChecked() and line.width() > 4 * gap:
            said = metrics.elidedText(self._summary, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, int(_MIDDLE | Qt.AlignmentFlag.AlignLeft), said)

    def _name(self) -> None:
        said = ", ".join(part for part in (self._title, self._count) if part)
        self.setAccessibleName(said)
        self.setAccessibleDescription(_("Dépliée") if self.isChecked() else self._summary)
        self.setToolTip("" if self.isChecked() or not self._summary else hint(self._summary))


_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


class Section(QFrame):
    """A part of a form: its header, and its body once it was open.

    Everything is made under its parent at once: moving a tree of widgets costs as much as making it.
    """

    folded = Signal()
    """It was opened or closed."""

    def __init__(self, title: str, make: Callable[[QWidget], QWidget], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("partie")
        self._make = make
        self._body: QWidget | None = None
        self._place: QWidget | None = None
        self.fold = Fold(title, self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)
        self._column.addWidget(self.fold)
        self.fold.toggled.connect(self._on_toggled)

    @property
    def is_open(self) -> bool:
        """Whether its body is shown."""
        return self.fold.isChecked()

    def set_open(self, opened: bool) -> None:
        """Show or hide the body."""
        self.fold.setChecked(opened)

    def body(self) -> QWidget:
        """Return the body, made the first time that it is asked."""
        if self._body is None:
            self._place = QWidget(self)
            self._place.hide()
            layout = QVBoxLayout(self._place)
            layout.setContentsMargins(14, 4, 14, 14)
            self._column.addWidget(self._place)
            self._body = self._make(self._place)
            layout.addWidget(self._body)
            follow_layout(self.fold, self._body)
            self._place.setVisible(self.is_open)
        return self._body

    def take_back(self) -> None:
        """Hold the body again, when it was shown elsewhere meanwhile."""
        layout = self._place.layout() if self._place is not None else None
        if layout is not None and self._body is not None and self._body.parent() is not self._place:
            layout.addWidget(self._body)

    def _on_toggled(self, opened: bool) -> None:
        if opened:
            self.body()
        if self._place is not None:
            self._place.setVisible(opened)
        self.folded.emit()
