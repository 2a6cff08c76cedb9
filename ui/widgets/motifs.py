"""A line for a reason, and beside it the reasons given last, one press away."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget

from mvl_desktop.i18n import _
from ui.text import visible

_MOTIF_MAX = 500
_SHOWN = 60


class MotifLine(QWidget):
    """What is typed, or taken again."""

    changed = Signal()

    def __init__(self, name: str, placeholder: str = "") -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        self.typed = QLineEdit()
        self.typed.setMaxLength(_MOTIF_MAX)
        self.typed.setAccessibleName(name)
        self.typed.setPlaceholderText(placeholder)
        self.typed.setAccessibleDescription(placeholder)
        self.recent = QToolButton()
        self.recent.setText(_("Récents"))
        self.recent.setAccessibleName(_("Motifs récents"))
        self.recent.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.recent.setProperty("menu", "true")
        self.menu = QMenu(self.recent)
        self.recent.setMenu(self.menu)
        line.addWidget(self.typed, 1)
        line.addWidget(self.recent)
        self.setFocusProxy(self.typed)
        self.typed.textChanged.connect(lambda _text: self.changed.emit())
        self.offer(())

    @property
    def reason(self) -> str:
        """The reason; empty when there is none."""
        return self.typed.text().strip()

    def offer(self, motifs: Sequence[str]) -> None:
        """Offer reasons to take again."""
        self.menu.clear()
        for motif in motifs:
            said = visible(motif if len(motif) <= _SHOWN else motif[:_SHOWN] + "…").replace("&", "&&")
            self.menu.addAction(said).triggered.connect(lambda _on=False, motif=motif: self._take(motif))
        self.recent.setVisible(bool(motifs))

    def _take(self, motif: str) -> None:
        self.typed.setText(motif)
        self.typed.setFocus()
