"""What the booklet of fiches holds: those that both parties agreed on, or all."""

from PySide6.QtWidgets import QCheckBox, QWidget

from mvl_desktop.i18n import _
from ui.views.dialogs import Form


class BookletForm(Form):
    """What to print before where."""

    def __init__(self, parent: QWidget) -> None:
        said = _(
            "Un seul fichier, à garder sous la main sans écran\u00a0: chaque fiche sur ses pages, un sommaire, "
            "qui alerter, et les textes cités avec leur état à ce jour."
        )
        super().__init__(parent, _("Imprimer le livret"), _("&Choisir le fichier…"), said)
        self.drafts = QCheckBox(_("Avec les fiches qui ne sont pas encore &validées"))
        self.say(self.drafts)
