"""Lines of a page that one presses: a mark, a title, and what is said of it; cut with « … » where there is no room."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui.plain import hint, label, set_tone
from ui.text import visible
from ui.widgets.panels import icon_label


class Elided(QLabel):
    """One line of text that is cut where there is no room, never wrapped."""

    def __init__(self, text: str, name: str = "", tone: str = "") -> None:
        super().__init__(visible(text))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        if name:
            self.setObjectName(name)
        if tone:
            set_tone(self, tone)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - the name is Qt's
        """Draw what there is room for."""
        painter = QPainter(self)
        box = self.contentsRect()
        said = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), said)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Ask for the height of a line, and for no width."""
        return QSize(0, super().minimumSizeHint().height())


class PressedArea(QPushButton):
    """A button as large as what is laid out in it."""

    def __init__(self, said: str) -> None:
        super().__init__()
        self.setAutoDefault(False)
        self.setAccessibleName(visible(said))
        self.setToolTip(hint(visible(said)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 - the name is Qt's
        """Ask for the room of what is inside."""
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Ask for no less."""
        layout = self.layout()
        return layout.minimumSize() if layout is not None else super().minimumSizeHint()


def line_button(icon_name: str, title: str, said: str, beside: str = "") -> QPushButton:
    """Return a line to press. `beside` stands at its end, whole."""
    made = PressedArea(". ".join(part for part in (title, said, beside) if part))
    made.setObjectName("ligne")
    across = QHBoxLayout(made)
    across.setContentsMargins(10, 7, 10, 7)
    across.setSpacing(10)
    across.addWidget(_still(icon_label(icon_name)), 0, Qt.AlignmentFlag.AlignVCenter)
    words = QVBoxLayout()
    words.setSpacing(1)
    words.addWidget(_still(Elided(title, "ligne_titre")))
    if said:
        words.addWidget(_still(Elided(said, tone="discret")))
    across.addLayout(words, 1)
    if beside:
        across.addWidget(_still(label(beside, tone="discret")), 0, Qt.AlignmentFlag.AlignVCenter)
    return made


def tile(icon_name: str, number: str, title: str, said: str, tone: str = "") -> QPushButton:
    """Return a figure to press: how many, of what, and a word of it."""
    made = PressedArea(". ".join(part for part in (f"{number} {title}", said) if part))
    made.setObjectName("tuile")
    column = QVBoxLayout(made)
    column.setContentsMargins(16, 12, 16, 12)
    column.setSpacing(2)
    head = QHBoxLayout()
    head.setSpacing(10)
    head.addWidget(_still(icon_label(icon_name, 22)))
    figure = label(number, "grand")
    if tone:
        set_tone(figure, tone)
    head.addWidget(_still(figure))
    head.addStretch(1)
    column.addLayout(head)
    column.addWidget(_still(Elided(title, "ligne_titre")))
    column.addWidget(_still(Elided(said or " ", tone="discret")))
    return made


def _still(widget: QWidget) -> QWidget:
    """Let the mouse through to the button that holds it."""
    widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return widget
