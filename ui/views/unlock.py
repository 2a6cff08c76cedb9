"""The locked window: one card, one passphrase. It is painted before anything but Qt is loaded."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from mvl_desktop.i18n import _
from ui.icons import icon
from ui.messages import sentence
from ui.plain import announce, button, label
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
    words.addWidget(label(_("Vigilance et lutte contre les dérives sectaires en santé"), tone="discret", wrap=True))
    line = row(icon_label("shield-check", 36), gap=12)
    line.addLayout(words, 1)
    return line


class CapsHint(QLabel):
    """Says that the capitals are locked, as soon as a letter typed shows it."""

    def __init__(self, *lines: QLineEdit) -> None:
        super().__init__(_("Les majuscules sont verrouillées."))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("ton", "attention")
        self.hide()
        for line in lines:
            line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the name is Qt's
        """Compare what was typed with the key held."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            letter = event.text()
            if len(letter) == 1 and letter.isalpha() and letter.lower() != letter.upper():
                shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self._show_locked(locked=letter.isupper() != shifted)
            elif event.key() == Qt.Key.Key_CapsLock:
                self._show_locked(locked=False)
        return super().eventFilter(watched, event)

    def _show_locked(self, *, locked: bool) -> None:
        if locked and self.isHidden():
            announce(self, self.text())
        self.setVisible(locked)


class UnlockView(QWidget):
    """Asks for the passphrase. Nothing of what the post holds is said before it opens."""

    wants_rescue = Signal()
    wants_look = Signal()
    """To look at the profile again."""
    wants_demo = Signal()
    wants_real = Signal()

    def __init__(self, unlock: Unlock, demonstration: str = "") -> None:
        """`demonstration`: the passphrase of a demonstration, that everybody may know."""
        super().__init__()
        self.unlock, self._demonstration = unlock, demonstration
        frame = QFrame()
        frame.setObjectName("carte")
        column = QVBoxLayout(frame)
        column.setContentsMargins(28, 26, 28, 24)
        column.setSpacing(10)
        column.addLayout(brand())
        column.addSpacing(8)
        self.notice = Notice()
        column.addWidget(self.notice)
        self.passphrase = PassphraseLine(_("Phrase de passe"))
        title = label(_("&Phrase de passe"))
        title.setBuddy(self.passphrase)
        self.caps = CapsHint(self.passphrase)
        self.keyring = label("", tone="aide", wrap=True)
        self.keyring.hide()
        self.go = button(_("&Déverrouiller"), "premier")
        self.go.setDefault(True)
        self.again = button(_("&Réessayer"), "premier")
        self.again.hide()
        for each in (title, self.passphrase, self.caps, self.keyring, self.go, self.again):
            column.addWidget(each)
        self.recovery = button(_("Phrase oubliée : utiliser le code de secours"), "lien")
        self.recovery.setIcon(icon("key"))
        self.demo = button(_("Découvrir avec des données fictives"), "lien")
        self.real = button(_("Quitter la démonstration"), "lien")
        for each in (self.recovery, self.demo, self.real):
            column.addWidget(each, 0, Qt.AlignmentFlag.AlignHCenter)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Centred(frame, 66))
        self._counting = False
        self._connect()

    def _connect(self) -> None:
        self.go.clicked.connect(self._try)
        self.passphrase.returnPressed.connect(self._try)
        self.passphrase.textChanged.connect(lambda _text: self._show())
        self.recovery.clicked.connect(self.wants_rescue)
        self.again.clicked.connect(self.wants_look)
        self.demo.clicked.connect(self.wants_demo)
        self.real.clicked.connect(self.wants_real)
        self.demo.setVisible(not self._demonstration)
        self.recovery.setVisible(not self._demonstration)
        self.real.setVisible(bool(self._demonstration))
        if self._demonstration:
            self.passphrase.setText(self._demonstration)
            said = _("Démonstration : données fictives. Sa phrase de passe est « {phrase} ».")
            self.notice.say(said.format(phrase=self._demonstration))
        self.unlock.changed.connect(self._show)
        self.unlock.refused.connect(self._on_refused)
        self._show()

    def _try(self) -> None:
        if self.unlock.can_try and self.passphrase.text():
            self.unlock.attempt(self.passphrase.take())

    def _show(self) -> None:
        threshold = self.unlock.threshold
        self.go.setEnabled(self.unlock.can_try and bool(self.passphrase.text()))
        self.go.setText(_("Ouverture…") if self.unlock.busy else _("&Déverrouiller"))
        self.go.setVisible(not threshold.trouble)
        self.passphrase.setEnabled(not threshold.trouble)
        self.passphrase.setReadOnly(self.unlock.busy)
        self.keyring.setVisible(threshold.keyring)
        self.keyring.setText(_("Ce poste demande aussi le trousseau de clés de votre session, ouvert avec elle."))
        if threshold.trouble:
            self.notice.say(sentence(threshold.trouble), "danger")
            self.again.show()
        elif not self.again.isHidden():
            self.again.hide()
            self.notice.say("")
            self.passphrase.setFocus()
        elif self.unlock.waiting:
            self._counting = True
            self.notice.say(f"{sentence(self.unlock.last_code)} {self.unlock.waiting}", "danger")
        elif self._counting:
            self._counting = False
            self.notice.say(sentence(self.unlock.last_code), "danger")
        elif self.unlock.busy:
            self.notice.say("")

    def _on_refused(self, code: str) -> None:
        self.notice.say(sentence(code), "danger")
        self.passphrase.setFocus()
