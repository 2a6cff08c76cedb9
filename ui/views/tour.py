"""The guided tour: a few places of the window, one after the other; left at any time, taken again from the help."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget
from shiboken6 import isValid

from mvl_desktop.i18n import N_, _
from ui.plain import announce, button, label
from ui.widgets.panels import row

if TYPE_CHECKING:
    from ui.views.main_window import MainWindow

Target = Callable[["MainWindow"], QRect]
"""Where in the window a place is."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One place of the tour: what it is, what to know of it, the page to show and what to frame."""

    title: str
    text: str
    target: Target
    page: str = ""


def _page(title: str) -> tuple[Target, str]:
    """Frame the line of a page in the navigation, and show the page."""
    return lambda window: window.navigation.place_of(title, window), title


def _menu(place: int) -> Target:
    def where(window: "MainWindow") -> QRect:
        bar = window.menuBar()
        rect = bar.actionGeometry(bar.actions()[place])
        return QRect(bar.mapTo(window, rect.topLeft()), rect.size())

    return where


def _lock(window: "MainWindow") -> QRect:
    button_ = window.navigation.lock
    return QRect(button_.mapTo(window, QPoint(0, 0)), button_.size())


STOPS = (
    Stop(
        N_("L’accueil"),
        N_("Ce qui presse, vos brouillons, ce qui n’est pas encore reçu ailleurs. Chaque ligne s’ouvre."),
        *_page(N_("Accueil")),
    ),
    Stop(
        N_("Les signalements"),
        N_("La liste cherche pendant que vous tapez. Ctrl+N en commence un\u00a0; tout est gardé au fur et à mesure."),
        *_page(N_("Signalements")),
    ),
    Stop(
        N_("Les fiches de conduite"),
        N_("Que faire, dans quel ordre, qui alerter. Les chiffres du clavier mènent à chaque partie pendant un appel."),
        *_page(N_("Fiches de conduite")),
    ),
    Stop(
        N_("Les conflits"),
        N_("Deux personnes ont changé le même champ sans se voir\u00a0: les deux valeurs attendent votre choix."),
        *_page(N_("Conflits")),
    ),
    Stop(
        N_("Les échanges"),
        N_("Avec le service quand le réseau est là, par une clé sinon. Le nombre dit ce qui attend."),
        *_page(N_("Échanges")),
    ),
    Stop(
        N_("Aller à, ou faire"),
        N_("Ctrl+K trouve un dossier, une référence ou une commande\u00a0: rien d’autre n’est à retenir."),
        _menu(1),
    ),
    Stop(
        N_("L’aide"),
        N_("F1 ouvre le guide à la page de ce que vous voyez. Cette visite se refait depuis ce menu."),
        _menu(3),
    ),
    Stop(
        N_("Verrouiller"),
        N_("Ctrl+L ferme tout et garde ce qui est tapé. Le poste se verrouille aussi de lui-même."),
        _lock,
    ),
)


class Tour(QDialog):
    """A small window over the main one: it stays usable, Escape leaves, Enter and the arrows go on."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window, self._place = window, 0
        self._began_at, self._began_on = window.nav.currentRow(), window.focusWidget()
        self.setWindowTitle(_("Visite guidée"))
        self.setModal(False)
        self.frame = Highlight(window)
        self.step = label("", tone="discret")
        self.title = label("", "soustitre", wrap=True)
        self.text = label("", wrap=True)
        self.back, self.leave, self.forward = (
            button(_("&Précédent")),
            button(_("Quitter la visite"), "lien"),
            button("", "premier"),
        )
        self.forward.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(8)
        for widget in (self.step, self.title, self.text):
            column.addWidget(widget)
        column.addStretch(1)
        column.addLayout(row(self.leave, None, self.back, self.forward))
        self.leave.clicked.connect(self.reject)
        self.back.clicked.connect(lambda: self.go(-1))
        self.forward.clicked.connect(lambda: self.go(1))
        letters, line = self.fontMetrics().averageCharWidth(), self.fontMetrics().lineSpacing()
        self.resize(min(letters * 62, window.width() - 40), min(line * 11, window.height() - 40))
        self._show()

    @property
    def stop(self) -> Stop:
        """The place that is shown."""
        return STOPS[self._place]

    def go(self, by: int) -> None:
        """Go to the next place, or to the one before; after the last one the tour ends where it began."""
        if self._place + by >= len(STOPS):
            self.accept()
            return
        self._place = max(0, self._place + by)
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the name is Qt's
        """Go on and back by the arrows too."""
        by = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
        else:
            self.go(by)

    def done(self, result: int) -> None:
        """Leave nothing behind, and come back to where it began."""
        self.frame.hide()
        self.frame.deleteLater()
        self._window.nav.setCurrentRow(self._began_at)
        if self._began_on is not None and isValid(self._began_on) and self._began_on.isVisible():
            self._began_on.setFocus()
        super().done(result)
        self.deleteLater()

    def _show(self) -> None:
        stop = self.stop
        if stop.page:
            self._window.show_titled(stop.page)
        self.step.setText(_("{n} sur {total}").format(n=self._place + 1, total=len(STOPS)))
        self.title.setText(_(stop.title))
        self.text.setText(_(stop.text))
        self.back.setEnabled(self._place > 0)
        self.forward.setText(_("&Terminer") if self._place == len(STOPS) - 1 else _("&Suivant"))
        self.frame.surround(stop.target(self._window))
        corner = self._window.mapToGlobal(QPoint(self._window.width(), self._window.height()))
        self.move(corner.x() - self.width() - 24, corner.y() - self.height() - 48)
        announce(self.title, f"{_(stop.title)}. {_(stop.text)}")


class Highlight(QWidget):
    """A thick line around a place of the window; the mouse goes through it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("cadre")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def surround(self, place: QRect) -> None:
        """Stand around a place."""
        self.setGeometry(place.adjusted(-4, -4, 4, 4))
        self.show()
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - the name is Qt's
        """Draw the line in the colour of what is chosen."""
        painter = QPainter(self)
        painter.setPen(QPen(QApplication.palette().color(QPalette.ColorRole.BrightText), 3))
        painter.drawRoundedRect(self.rect().adjusted(2, 2, -2, -2), 5, 5)
