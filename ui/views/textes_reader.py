"""The reader of a legal text: how it stands first, what it says in short, who cites it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from mvl_desktop.domain.kinds import required
from mvl_desktop.i18n import _, ngettext
from ui.figures import FIGURES
from ui.icons import icon
from ui.plain import button, hint, label
from ui.text import visible
from ui.texte_values import TexteHolder
from ui.view_models.fiches_reader import Block
from ui.views.fiches_reader import BlockView
from ui.widgets.flow import Flow
from ui.widgets.lines import line_button
from ui.widgets.panels import Notice, clear, row, scrolled


class TexteReader(QWidget):
    """One text, read. It asks to be copied, changed, replaced or left; others do it."""

    wants_back = Signal()
    wants_copy = Signal()
    wants_edit = Signal()
    wants_verify = Signal()
    wants_replace = Signal()
    wants_print = Signal()
    wants_record = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[BlockView] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 12, 20, 12)
        outer.setSpacing(8)
        self.back = button(_("&Tous les textes"), "lien")
        self.back.setIcon(icon("arrow-u-up-left"))
        self.back.setToolTip(hint(_("Revenir à la liste (Échap)")))
        self.copy = button(_("&Copier la citation"), "premier")
        self.copy.setIcon(icon("copy"))
        self.edit_button = button(_("&Modifier"))
        self.edit_button.setIcon(icon("note-pencil"))
        self.verify = button(_("Vé&rifié aujourd’hui"))
        self.verify.setIcon(icon("check-circle"))
        self.verify.setToolTip(hint(_("Je l’ai relu aujourd’hui, et ce qui est écrit ici est juste")))
        self.replace = button(_("Remp&lacer…"))
        self.replace.setIcon(icon("git-merge"))
        self.print_button = button(_("Im&primer"))
        self.print_button.setIcon(icon("printer"))
        outer.addWidget(Flow(self.back, self.copy, self.edit_button, self.verify, self.replace, self.print_button))
        self.title = label("", "fiche", wrap=True)
        self.about = label("", tone="discret", wrap=True)
        self.warning, self.notice = Notice(), Notice()
        outer.addWidget(self.notice)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(2, 2, 12, 8)
        column.setSpacing(10)
        for widget in (self.title, self.about, self.warning):
            column.addWidget(widget)
        self._places, self._cited = QVBoxLayout(), QVBoxLayout()
        self._places.setSpacing(10)
        self._cited.setSpacing(2)
        column.addLayout(self._places)
        self.holders = QFrame()
        self.holders.setObjectName("bloc")
        inside = QVBoxLayout(self.holders)
        inside.setContentsMargins(14, 10, 14, 12)
        self.said = label("", "soustitre")
        inside.addLayout(row(self.said, None))
        inside.addLayout(self._cited)
        column.addWidget(self.holders)
        self.where = QLineEdit()
        self.where.setReadOnly(True)
        self.where.setAccessibleName(_("Où le lire"))
        self.where.setToolTip(hint(_("Une adresse à recopier\u00a0: rien n’est ouvert d’ici.")))
        column.addWidget(self.where)
        column.addWidget(
            label(
                _("Ce résumé est dans nos mots\u00a0: il ne remplace ni le texte, ni l’avis d’un juriste."),
                tone="aide",
                wrap=True,
            )
        )
        column.addStretch(1)
        self.area = scrolled(body)
        outer.addWidget(self.area, 1)
        for pressed, asked in (
            (self.back, self.wants_back),
            (self.copy, self.wants_copy),
            (self.edit_button, self.wants_edit),
            (self.verify, self.wants_verify),
            (self.replace, self.wants_replace),
            (self.print_button, self.wants_print),
        ):
            pressed.clicked.connect(asked)

    def show_text(self, titre: str, about: str, warning: str, where: str, blocks: tuple[Block, ...]) -> None:
        """Show a text, from its top."""
        self.title.setText(visible(titre))
        self.about.setText(visible(about))
        self.warning.say(visible(warning), "attention")
        self.where.setText(visible(where))
        self.where.setCursorPosition(0)
        self.where.setVisible(bool(where))
        clear(self._places)
        self.blocks = [BlockView(block) for block in blocks]
        for block in self.blocks:
            self._places.addWidget(block)
        self.area.verticalScrollBar().setValue(0)

    def show_holders(self, holders: Sequence[TexteHolder]) -> None:
        """Show who cites it; each opens."""
        clear(self._cited)
        total = len(holders)
        said = ngettext("Cité par {n} enregistrement", "Cité par {n} enregistrements", total).format(n=total)
        self.said.setText(said if total else _("Rien ne le cite encore"))
        for each in holders:
            told = _(required(each.kind).libelle)
            titre = visible(each.titre) or told
            stale = _("à relire") if each.etat in ("remplace", "abroge", "modifie") else ""
            made = line_button("file-text", titre, " · ".join(part for part in (told, stale) if part))
            made.clicked.connect(lambda _on=False, each=each: self.wants_record.emit(each.kind, each.id))
            self._cited.addWidget(made)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the name is Qt's
        """Jump by the figures, with or without the shift key of a French keyboard."""
        place = FIGURES.get(event.text())
        found = next((block for block in self.blocks if block.block.numero == place), None)
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if found is None or held:
            super().keyPressEvent(event)
            return
        found.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.area.ensureWidgetVisible(found, 0, 12)
