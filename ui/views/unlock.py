"""The locked window: one card, one passphrase. It is painted before anything but Qt is loaded."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.icons import icon
from ui.messages import sentence
from ui.plain import button, label
from ui.view_models.unlock import Unlock
from ui.widgets.panels import Notice, icon_label, row
from ui.widgets.passphrase import PassphraseLine


def centred(card: QWidget, letters: int) -> QWidget:
    """Return a page with a card in its middle, so many letters wide."""
    page = QWidget()
    card.setFixedWidth(card.fontMetrics().averageCharWidth() * letters)
    column = QVBoxLayout(page)
    column.addStretch(1)
    column.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
    column.addStretch(1)
    return page


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
        self.recovery = button("Phrase oubliée : utiliser le code de secours", "lien")
        self.recovery.setIcon(icon("key"))
        column.addWidget(self.recovery, 0, Qt.AlignmentFlag.AlignHCenter)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(centred(frame, 66))
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
