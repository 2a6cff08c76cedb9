"""A passphrase as it is typed: hidden, shown on request, never kept by the widget longer than needed."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QToolButton

from mvl_desktop.i18n import _
from ui.icons import icon
from ui.plain import hint

_EDGES = 6
"""What the line keeps of itself above and under its eye."""


class PassphraseLine(QLineEdit):
    """A hidden line with an eye. Nothing that helps typing may remember it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(1024)
        self.setAccessibleName(name)
        self._eye = QToolButton(self)  # an action of the line would stay small when the letters grow
        self._eye.setProperty("rang", "lien")
        self._eye.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._eye.setCursor(Qt.CursorShape.ArrowCursor)
        self._eye.clicked.connect(self._toggle)
        self._show_eye()

    def take(self) -> str:
        """Return what is typed, and forget it."""
        text = self.text()
        self.clear()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self._show_eye()
        return text

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - the name is Qt's
        """Hide the letters again."""
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self._show_eye()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep the eye at the end."""
        super().resizeEvent(event)
        self._place_eye()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Let the eye grow with the letters."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._place_eye()

    def _place_eye(self) -> None:
        size = self._eye.sizeHint().boundedTo(self.size() - QSize(0, _EDGES))
        self.setTextMargins(0, 0, size.width(), 0)
        self._eye.resize(size)
        self._eye.move(self.width() - size.width() - 2, (self.height() - size.height()) // 2)

    def _toggle(self) -> None:
        shown = self.echoMode() == QLineEdit.EchoMode.Normal
        self.setEchoMode(QLineEdit.EchoMode.Password if shown else QLineEdit.EchoMode.Normal)
        self._show_eye()

    def _show_eye(self) -> None:
        hidden = self.echoMode() == QLineEdit.EchoMode.Password
        said = _("Afficher la phrase") if hidden else _("Masquer la phrase")
        self._eye.setIcon(icon("eye" if hidden else "eye-slash"))
        self._eye.setAccessibleName(said)
        self._eye.setToolTip(hint(said))
