"""The list of legal texts: for each, its title, what it says in short, and how it stands."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem

from mvl_desktop.i18n import _
from ui.plain import hint
from ui.text import visible
from ui.texte_values import TexteLine
from ui.view_models.rows_model import Wording
from ui.view_models.textes_reader import standing, state_words
from ui.views.fiches_list import ENTRY, FichesList


class TextesList(FichesList):
    """One entry for each text; Enter or a click opens it."""

    def __init__(self, wording: Wording) -> None:
        super().__init__(wording)
        self.setAccessibleName(_("Liste des textes de référence"))

    def show_texts(self, lines: Sequence[TexteLine]) -> None:
        """Show these texts; the current one stays current."""
        self.show_items([self._text(line) for line in lines])

    def _text(self, line: TexteLine) -> QStandardItem:
        titre = visible(line.intitule)
        nature = _(self.wording("natures_texte", line.nature)) if line.nature else ""
        about = visible(" · ".join(part for part in (line.code, nature, *state_words(line)) if part))
        told = visible((standing(line) or line.resume).replace("\n", " "))
        item = QStandardItem(titre)
        item.setData(line.id, Qt.ItemDataRole.UserRole)
        item.setData((told, about, bool(standing(line))), ENTRY)
        item.setData(f"{titre}. {about}. {told}", Qt.ItemDataRole.AccessibleTextRole)
        item.setToolTip(hint(f"{titre}. {about}. {told}"))
        return item
