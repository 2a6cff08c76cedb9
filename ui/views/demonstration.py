"""What marks a demonstration: every window says so, a strip under the menu offers to make it again or to leave it."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QMainWindow, QProgressBar, QToolBar, QVBoxLayout, QWidget

from mvl_desktop.i18n import _
from ui.plain import ask, button, label
from ui.views.unlock import Centred, brand
from ui.widgets.panels import icon_label, row


def mark() -> str:
    """Return what every window of a demonstration says."""
    return _("Démonstration : données fictives")


class WindowMarks(QObject):
    """Puts the mark at the head of the title of every window, however the window names itself."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the name is Qt's
        """Mark a window that appears, or takes another title."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.WindowTitleChange) and isinstance(watched, QWidget):
            title = watched.windowTitle()
            if watched.isWindow() and title and not title.startswith(mark()):
                watched.setWindowTitle(f"{mark()} – {title}")
        return super().eventFilter(watched, event)


class DemoBar(QToolBar):
    """The strip of a demonstration in the main window."""

    wants_again = Signal()
    wants_out = Signal()

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(mark(), window)
        self.setMovable(False)
        self.setFloatable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.toggleViewAction().setEnabled(False)
        strip = QFrame()
        strip.setObjectName("bandeau")
        strip.setProperty("ton", "attention")
        self.again, self.leave = button(_("Refaire…")), button(_("Quitter"))
        self.again.setAccessibleName(_("Refaire la démonstration"))
        self.leave.setAccessibleName(_("Quitter la démonstration"))
        line = row(icon_label("info", 18), label(mark(), tone="attention"), None, self.again, self.leave)
        line.setContentsMargins(12, 4, 12, 4)
        strip.setLayout(line)
        self.addWidget(strip)
        self.again.clicked.connect(self._ask_again)
        self.leave.clicked.connect(self.wants_out)
        window.addToolBar(self)

    def _ask_again(self) -> None:
        text = _(
            "Ce que vous avez changé dans la démonstration sera jeté, et des données fictives neuves seront faites."
        )
        if ask(self, _("Refaire la démonstration"), text, _("Jeter et refaire"), danger=True):
            self.wants_again.emit()


class DemoMaking(QWidget):
    """What is shown while a demonstration is made."""

    def __init__(self) -> None:
        super().__init__()
        frame = QFrame()
        frame.setObjectName("carte")
        column = QVBoxLayout(frame)
        column.setContentsMargins(28, 26, 28, 24)
        column.setSpacing(12)
        column.addLayout(brand())
        column.addWidget(label(_("Préparation des données fictives…"), "soustitre"))
        text = _(
            "Deux postes imaginaires échangent des signalements inventés. Rien ici ne touche à votre travail, et rien "
            "n’en part."
        )
        column.addWidget(label(text, wrap=True))
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Préparation des données fictives"))
        column.addWidget(self.bar)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Centred(frame, 72))
