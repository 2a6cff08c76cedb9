"""The locked window: one card, one passphrase. It is painted before anything but Qt is loaded."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.icons import icon
from ui.messages import sentence
from ui.plain import button, label
from ui.view_models.unlock import Unlock
from ui.widgets.panels import Notice, icon_label, row, scrolled
from ui.widgets.passphrase import PassphraseLine


class Centred(QWidget):
    """A page with a card in its middle, so many letters wide, that scrolls when the window is too small for it."""

    def __init__(self, card: QWidget, letters: int) -> None:
        super().__init__()
        self._card, self._letters = card, letters
        body = QWidget()
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(card)
        across.addStretch(1)
        column = QVBoxLayout(body)
        column.setContentsMargins(12, 12, 12, 12)
        column.addStretch(1)
        column.addLayout(across)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(body))
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - the name is Qt's
        """Measure again when the letters change."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Never be wider than the window."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wanted = self.fontMetrics().averageCharWidth() * self._letters
        self._card.setFixedWidth(min(wanted, max(self.width() - 48, 320)))


def brand() -> QHBoxLayout:
    """Return the name of the application, as every first window shows it."""
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(label("MVL", "marque"))
    words.addWidget(label("Vigilance et lutte contre les dérives sectaires en santé", tone="discret", wrap=True))
    line = row(icon_label("shield-check", 36), gap=12)
    line.addLayout(words, 1)
    return line


class UnlockView(QWidget):
    """Asks for the passphrase."""

    wants_rescue = Signal()

    def __init__(self, unlock: Unlock) -> None:
        super().__init__()
        self.unlock = unlock
        frame = QFrame()
        frame.setObjectName("carte")
        column = QVBoxLayout(frame)
        column.setContentsMargins(28, 26, 28, 24)
        column.setSpacing(10)
        column.addLayout(brand())
        column.addSpacing(8)
        self.notice = Notice()
        column.addWidget(self.notice)
        self.passphrase = PassphraseLine("Phrase de passe")
        title = label("&Phrase de passe")
        title.setBuddy(self.passphrase)
        column.addWidget(title)
        column.addWidget(self.passphrase)
        self.go = button("&Déverrouiller", "premier")
        self.go.setDefault(True)
        column.addWidget(self.go)
        self.recovery = button("Phrase oubliée : utiliser le code de secours", "lien")
        self.recovery.setIcon(icon("key"))
        column.addWidget(self.recovery, 0, Qt.AlignmentFlag.AlignHCenter)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Centred(frame, 66))
        self._connect()

    def _connect(self) -> None:
        self.go.clicked.connect(self._try)
        self.passphrase.returnPressed.connect(self._try)
        self.passphrase.textChanged.connect(lambda _text: self._show())
        self.recovery.clicked.connect(self.wants_rescue)
        self.unlock.changed.connect(self._show)
        self.unlock.refused.connect(self._on_refused)
        self._show()

    def _try(self) -> None:
        if self.unlock.can_try and self.passphrase.text():
            self.unlock.attempt(self.passphrase.take())

    def _show(self) -> None:
        self.go.setEnabled(self.unlock.can_try and bool(self.passphrase.text()))
        self.go.setText("Ouverture…" if self.unlock.busy else "&Déverrouiller")
        self.passphrase.setReadOnly(self.unlock.busy)
        if self.unlock.waiting:
            self.notice.say(f"{sentence(self.unlock.last_code)} {self.unlock.waiting}", "danger")
        elif self.unlock.busy:
            self.notice.say("")

    def _on_refused(self, code: str) -> None:
        self.notice.say(sentence(code), "danger")
        self.passphrase.setFocus()
