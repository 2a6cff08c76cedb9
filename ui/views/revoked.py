"""What a post shows that may read nothing: a revoked one its hand-over, an auditor's the registers of access."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from mvl_desktop.i18n import N_, _, ngettext
from ui.messages import sentence
from ui.plain import button, label
from ui.values import Member
from ui.view_models.exchange import ExchangeDesk
from ui.views.main_window import MainWindow
from ui.widgets.panels import Notice, empty_state

_LEFT = frozenset({"Ctrl+L", "Ctrl+Q", "F1"})
"""Shortcuts that a revoked post keeps: lock, leave, read the guide."""
REGISTERS = frozenset({N_("Échanges"), N_("Postes"), N_("Mes accès")})
"""The pages of somebody who reads registers of access, and nothing else."""
_WHY = N_(
    "Tous ses espaces l’ont retiré, et ses clés de partage ont été oubliées. Ce que vous aviez tapé et pas encore "
    "envoyé n’est pas perdu : écrivez-le dans un lot, que seuls les opérateurs peuvent ouvrir, et remettez-le-leur."
)


def is_revoked(members: tuple[Member, ...]) -> bool:
    """Whether this post was a member somewhere, and is one nowhere any more."""
    here = [member.etat for member in members if member.ici]
    return bool(here) and all(etat == "revoque" for etat in here)


def reads_registers_only(members: tuple[Member, ...]) -> bool:
    """Whether this post is an auditor's, everywhere: it holds no key, and has nothing but registers to show."""
    roles = {member.role for member in members if member.ici and member.etat == "actif" and not member.compartiment}
    return roles == {"auditor"}


class RevokedView(QWidget):
    """One sentence and one button."""

    def __init__(self, exchange: ExchangeDesk) -> None:
        super().__init__()
        self._exchange = exchange
        self.hand_over = button(_("&Remettre les données non envoyées…"), "premier")
        self.hand_over.setAccessibleDescription(f"{_('Poste révoqué')}. {_(_WHY)}")
        self.notice = Notice()
        self.left = label("", wrap=True)
        self.left.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.addWidget(self.notice)
        column.addWidget(empty_state("lock-key", _("Poste révoqué"), _(_WHY), self.hand_over), 1)
        column.addWidget(self.left)
        exchange.situation_changed.connect(self._show)
        self.hand_over.clicked.connect(lambda _on: self.ask_hand_over())
        exchange.done.connect(lambda said: self.notice.say(said, "succes"))
        exchange.refused.connect(lambda code: self.notice.say(sentence(code), "danger"))

    def _show(self) -> None:
        waiting = sum(each.etat in ("a_envoyer", "remis") for each in self._exchange.unsent)
        said = ngettext("{n}\u00a0fiche n’était pas partie.", "{n}\u00a0fiches n’étaient pas parties.", waiting).format(
            n=waiting
        )
        self.left.setText(said if waiting else _("Tout ce qui a été saisi ici était parti."))

    def ask_hand_over(self) -> None:
        """Ask where, and write the lot."""
        ask_hand_over(self, self._exchange)


def ask_hand_over(parent: QWidget, exchange: ExchangeDesk) -> None:
    """Ask where to write the lot that hands over what had not left, and write it."""
    title = _("Remettre les données non envoyées")
    name, _kind = QFileDialog.getSaveFileName(parent, title, "remise.mvl", _("Lot (*.mvl)"))
    if name:
        path = Path(name)
        exchange.export(path if path.suffix else path.with_suffix(".mvl"), None)


def show_revoked(window: MainWindow, exchange: ExchangeDesk) -> RevokedView:
    """Leave nothing of a window but the hand-over, the lock, the guide and the way out."""
    view = RevokedView(exchange)
    for action in window.findChildren(QAction):
        if action.shortcut().toString(QKeySequence.SequenceFormat.PortableText) not in _LEFT and action.menu() is None:
            action.setEnabled(False)
    window.navigation.hide()
    window.pages.addWidget(view)
    window.pages.setCurrentWidget(view)
    view.hand_over.setFocus()
    return view
