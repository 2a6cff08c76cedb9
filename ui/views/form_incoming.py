"""The links of a signalement, both ways: those that are set here, and those that others set towards it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.i18n import _
from ui.plain import label
from ui.values import LinkFrom
from ui.view_models.around import Around
from ui.widgets.elements import ElementsEditor, FieldsMaker, Summary
from ui.widgets.lines import line_button
from ui.widgets.panels import clear


class LinksEditor(ElementsEditor):
    """The links set here, to change; under them those set elsewhere, to read and to follow."""

    def __init__(self, field: DeclaredField, make: FieldsMaker, summary: Summary, around: Around) -> None:
        super().__init__(field, make, summary)
        self._around = around
        self.incoming = QWidget()
        self._lines = QVBoxLayout(self.incoming)
        self._lines.setContentsMargins(0, 4, 0, 0)
        self._lines.setSpacing(4)
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.addWidget(self.incoming)
        self.incoming.hide()
        around.links_changed.connect(self._show_incoming)
        self._show_incoming()

    def _show_incoming(self) -> None:
        links: Sequence[LinkFrom] = self._around.links
        clear(self._lines)
        if links:
            self._lines.addWidget(label(_("Notés dans d’autres signalements"), tone="discret"))
        for link in links:
            title = " ".join(part for part in (link.reference, link.titre) if part)
            said = _("Ce signalement y est noté\u00a0: {nature}").format(nature=_(link.nature)) if link.nature else ""
            line = line_button("warning-circle", title, " · ".join(part for part in (said, link.motif) if part))
            line.clicked.connect(lambda _on=False, rec=link.id: self._around.wanted.emit("signalement", rec))
            self._lines.addWidget(line)
        self.incoming.setVisible(bool(links))
