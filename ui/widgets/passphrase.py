"""A passphrase as it is typed: hidden, shown on request, never kept by the widget longer than needed."""

from PySide6.QtGui import QAction, QHideEvent
from PySide6.QtWidgets import QLineEdit

from mvl_desktop.i18n import _
from ui.icons import icon
from ui.plain import hint


class PassphraseLine(QLineEdit):
    """A hidden line with an eye. Nothing that helps typing may remember it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(1024)
        self.setAccessibleName(name)
        self._eye: QAction = self.addAction(icon("eye"), QLineEdit.ActionPosition.TrailingPosition)
        self._eye.setToolTip(hint(_("Afficher la phrase")))
        self._eye.triggered.connect(self._toggle)

    def take(self) -> str:
        """Return what is typed, and forget it."""
        text = self.text()
        self.clear()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        return text

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - the name is Qt's
        """Hide the letters again."""
        self.setEchoMode(QLineEdit.EchoMode.Password)
        super().hideEvent(event)

    def _toggle(self) -> None:
        shown = self.echoMode() == QLineEdit.EchoMode.Normal
        self.setEchoMode(QLineEdit.EchoMode.Password if shown else QLineEdit.EchoMode.Normal)
        self._eye.setIcon(icon("eye" if shown else "eye-slash"))
        self._eye.setToolTip(hint(_("Afficher la phrase") if shown else _("Masquer la phrase")))
